"""The training loop, as a generator of step records: ``for record in train(...)``."""

from pathlib import Path
from typing import Iterator

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from gan_utils import checkpoints
from gan_utils.checks import in_range, one_of, positive, whole
from gan_utils.losses import OBJECTIVES, Objective
from gan_utils.training.arguments import check_average, check_betas, check_data, check_device, check_fit
from gan_utils.training.arguments import check_head, check_optimiser
from gan_utils.training.run import Record, Run


def train(
    generator: nn.Module,
    discriminator: nn.Module,
    data: Tensor,
    *,
    objective: str | Objective = "non_saturating",
    steps: int,
    batch_size: int = 64,
    lr: float = 2e-4,
    lr_d: float | None = None,
    d_steps: int = 1,
    unroll: int = 0,
    unroll_lr: float | None = None,
    penalty: float | None = None,
    clip: float | None = None,
    optimiser: str = "adam",
    betas: tuple[float, float] = (0.5, 0.999),
    seed: int = 0,
    device: str = "cpu",
    average: nn.Module | None = None,
    average_decay: float = 0.999,
    checkpoint: str | Path | None = None,
    checkpoint_every: int = 500,
    progress: bool = True,
) -> Iterator[Record]:
    """Train a GAN by alternating steps (D, then G), one record a step. No step is taken until you loop.

    Everything random in step n depends on ``seed`` and n alone. So two runs agree, and a run that was
    killed and is started again with the same arguments goes on from its checkpoint bit for bit.

    Args:
        generator: maps ``(N, z_dim)`` to samples; has the attribute ``z_dim``. Trained in place.
        discriminator: maps samples to logits, or what else the objective's ``head`` says, ``(N,)``. Trained in place.
        data: float32, images ``(M, C, H, W)`` in [-1, 1] or points ``(M, d)``. They are shuffled anew each
            epoch; an epoch uses each at most once, and leaves out a remainder that fills no batch.
        objective: a name of ``losses.OBJECTIVES``, or an ``Objective`` of your own. ``OBJECTIVES[name].defaults`` are
            the paper's settings, to be handed on with two stars. One that asks for spectral normalisation gives
            it to D for good.
        steps: how many steps in all, those of a resumed checkpoint included.
        batch_size: real samples in each of D's steps, and generated ones; from 2 to M.
        lr: step size, for both players or for G.
        lr_d: step size for D; ``lr`` when None.
        d_steps: how many steps D takes, each on fresh samples, before G takes one.
        unroll: K; G's gradient goes through K further steps of D's, after which D is as it was. 0 is a plain GAN.
        unroll_lr: step size of those steps; ``lr_d`` when None.
        penalty: weight of the objective's penalty, if it has one; the paper's when None.
        clip: after each of D's steps its weights are clipped to [-clip, clip]; the objective's own when None.
        optimiser: ``"adam"``, or ``"rmsprop"`` as WGAN's paper has it; looking ahead needs Adam.
        betas: Adam's decay rates, each in [0, 1).
        seed: of batches and noise. The networks' own weights come from their own seeds.
        device: where to train, such as ``"cpu"`` or ``"cuda"``.
        average: a network like ``generator`` that is overwritten with a running average of its weights.
        average_decay: share of the average that is kept at each step, in [0, 1]; less in the first steps.
        checkpoint: file in which to keep the state; when it exists, training goes on from it.
        checkpoint_every: steps between two saves. The last step is always saved.
        progress: whether to draw a progress bar.
    Yields:
        a ``Record`` after each step.
    Raises:
        ValueError: before any work, for an argument that is out of range or does not fit.
        checkpoints.CheckpointError: when the checkpoint is damaged or belongs to other settings.
        FloatingPointError: when a loss is not finite; says at which step, and leaves the last checkpoint.
    Source: Goodfellow et al. 2014, arXiv:1406.2661, algorithm 1, with Radford et al. 2015, section 4's Adam;
        unrolling: Metz et al. 2017, arXiv:1611.02163, equations 7 to 10.

    >>> from gan_utils.models import DCGANGenerator, DCGANDiscriminator
    >>> G, D = DCGANGenerator(z_dim=8, width=4), DCGANDiscriminator(width=4)
    >>> for record in train(G, D, torch.zeros(8, 1, 32, 32), steps=2, batch_size=4, progress=False):
    ...     print(record.step, 0 < record.d_fake < 1)
    1 True
    2 True
    """
    if isinstance(objective, Objective):
        rules, name = objective, objective.source
    else:
        one_of("objective", objective, OBJECTIVES)
        rules, name = OBJECTIVES[objective], objective
    lr_d = lr if lr_d is None else lr_d
    clip = rules.clip if clip is None else clip
    settings = {
        "objective": name,
        "batch_size": whole("batch_size", batch_size, 2),
        "lr": positive("lr", lr),
        "lr_d": positive("lr_d", lr_d),
        "d_steps": whole("d_steps", d_steps, 1),
        "unroll": whole("unroll", unroll, 0),
        "unroll_lr": positive("unroll_lr", lr_d if unroll_lr is None else unroll_lr),
        "penalty": positive("penalty", rules.weight if penalty is None else penalty),
        "clip": None if clip is None else positive("clip", clip),
        "optimiser": check_optimiser(optimiser, unroll),
        "betas": check_betas(betas),
        "seed": whole("seed", seed, 0),
        "average_decay": in_range("average_decay", average_decay, 0, 1),
    }
    whole("steps", steps, 1)
    whole("checkpoint_every", checkpoint_every, 1)
    check_data(data, batch_size)
    settings["data"] = len(data)
    check_fit(generator, discriminator, data, batch_size)
    check_head(name, rules.head, discriminator)
    check_average(average, generator)
    run = Run(generator, discriminator, data, rules, settings, check_device(device), average)
    saved = None if checkpoint is None else Path(checkpoint)
    if saved is not None and saved.exists():
        tensors, progress_so_far = checkpoints.load(saved, settings)
        checkpoints.unpack(run.parts(), tensors, saved)
        run.step, run.seconds = progress_so_far["step"], progress_so_far["seconds"]
    return _loop(run, steps, saved, checkpoint_every, progress)


def _loop(run: Run, steps: int, saved: Path | None, every: int, progress: bool) -> Iterator[Record]:
    with tqdm(total=steps, initial=run.step, disable=not progress, unit="step", mininterval=0.5) as bar:
        while run.step < steps:
            record = run.advance()
            if saved is not None and (run.step % every == 0 or run.step == steps):
                state = {"step": run.step, "seconds": run.seconds}
                checkpoints.save(saved, run.settings, state, checkpoints.pack(run.parts()))
            bar.update()
            bar.set_postfix(d_real=f"{record.d_real:.2f}", d_fake=f"{record.d_fake:.2f}", refresh=False)
            yield record
