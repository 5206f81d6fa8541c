"""The training loop, as a generator of step records: ``for record in train(...)``."""

from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from gan_utils.checks import whole
from gan_utils.losses import Objective
from gan_utils.training.average import check_average
from gan_utils.training.data import check_data, fingerprint
from gan_utils.training.networks import check_fit, check_objective, check_players
from gan_utils.training.resuming import RunFile
from gan_utils.training.run import Record, Run
from gan_utils.training.settings import Settings, check_checkpoint, check_device, named_objective


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

    Everything random in step n depends on ``seed`` and n alone. So two runs agree, and a run that was stopped at any
    moment and is started again with the same arguments goes on from its checkpoint bit for bit: the state is written
    before the first step, every ``checkpoint_every`` steps and after the last, always when the body of the loop is
    done with that step. What came after the last save is done once more. "Bit for bit" is of one machine, one version
    of PyTorch and one number of threads: they decide in which order sums are taken.

    **The body of the loop** is yours. What has no influence on training: the networks' modes (``eval()`` and
    ``train()``), samples drawn in either mode (running statistics of PyTorch's batch and instance norms and its
    spectral normalisation are put back before the next step), ``torch.no_grad`` and ``torch.inference_mode`` in the
    body or around the loop, global seeds and default types, another training in turn. What has: weights that you
    change stay changed; those with ``requires_grad=False`` are not moved as long as that is so; ``data`` are read
    when a step needs them; ``torch.autocast`` around the loop acts in it. What is refused by name: weights that are
    replaced, or moved to another device or precision.

    **Modes.** Each step runs in training mode, whatever a network's mode was before the call; only where a network
    as a whole is in training mode and a part of it is not, such as a batch norm after ``.eval()``, does the part stay
    so. Both networks are left in these modes: use ``models.sample`` or ``eval()`` to look at images alone, since in
    training mode an image depends on the others of its batch. ``average`` keeps its modes.

    Args:
        generator: maps ``(N, z_dim)`` to samples like the data; has the attribute ``z_dim``. Trained in place.
        discriminator: maps N samples to logits, or what else the objective's ``head`` says, ``(N,)``, or as many for
            each as for any other, such as a map of patches; with the attribute ``packing``, N / packing of them.
            Trained in place. Both have float32 weights, and may be compiled; checkpoints do not depend on that.
        data: float32, images ``(M, C, H, W)`` in [-1, 1] or points ``(M, d)``. They are shuffled anew each
            epoch; an epoch uses each at most once, and leaves out a remainder that fills no batch.
        objective: a name of ``losses.OBJECTIVES``, or an ``Objective`` of your own. ``OBJECTIVES[name].defaults`` are
            the paper's settings, to be handed on with two stars. One that asks for spectral normalisation gives
            it to D for good. WGAN-GP's paper wants no batch norm in D; where there is one, a warning says so.
        steps: how many steps in all, those of a resumed checkpoint included.
        batch_size: real samples in each of D's steps, and generated ones; from 2 to M.
        lr: step size, for both players or for G.
        lr_d: step size for D; ``lr`` when None.
        d_steps: how many steps D takes, each on fresh samples, before G takes one.
        unroll: K; G's gradient goes through K further steps of D's, after which D is as it was. 0 is a plain GAN.
        unroll_lr: step size of those steps; ``lr_d`` when None.
        penalty: weight of the objective's penalty; the paper's when None, which it must be where there is none.
        clip: after each of D's steps its weights are clipped to [-clip, clip]; the objective's own when None.
        optimiser: ``"adam"``, or ``"rmsprop"`` as WGAN's paper has it; looking ahead needs Adam.
        betas: Adam's decay rates, each in [0, 1).
        seed: of batches, noise, and what networks draw themselves, such as dropout. Their first weights come from
            their own seeds.
        device: where to train, such as ``"cpu"`` or ``"cuda"``; the networks are moved there, and stay.
        average: a network like ``generator`` that is overwritten with a running average of its weights.
        average_decay: share of the average that is kept at each step, in [0, 1]; less in the first steps.
        checkpoint: file in which to keep the state; when it exists, training goes on from it.
        checkpoint_every: steps between two saves.
        progress: whether to draw a progress bar.
    Yields:
        a ``Record`` after each step.
    Raises:
        ValueError: before any work, for an argument that is out of range or does not fit; of networks that do not
            say what they make, at their first batch, before a weight is moved.
        checkpoints.CheckpointError: before any work, when the checkpoint is damaged, or belongs to other settings,
            networks or data. The file is left as it is.
        OSError: before the first step, when the checkpoint cannot be written.
        FloatingPointError: when a loss, a gradient or a weight to be saved is not finite; says at which step and
            what is, and leaves the last checkpoint.
    Source: Goodfellow et al. 2014, arXiv:1406.2661, algorithm 1, with Radford et al. 2015, section 4's Adam;
        unrolling: Metz et al. 2017, arXiv:1611.02163, equations 7 to 10.

    >>> from gan_utils.models import DCGANGenerator, DCGANDiscriminator
    >>> G, D = DCGANGenerator(z_dim=8, width=4), DCGANDiscriminator(width=4)
    >>> for record in train(G, D, torch.zeros(8, 1, 32, 32), steps=2, batch_size=4, progress=False):
    ...     print(record.step, 0 < record.d_fake < 1)
    1 True
    2 True
    """
    name, rules = named_objective(objective)
    lr_d = lr if lr_d is None else lr_d
    settings = Settings(
        objective=name,
        batch_size=batch_size,
        lr=lr,
        lr_d=lr_d,
        d_steps=d_steps,
        unroll=unroll,
        unroll_lr=lr_d if unroll_lr is None else unroll_lr,
        penalty=rules.weight if penalty is None else penalty,
        clip=rules.clip if clip is None else clip,
        optimiser=optimiser,
        betas=betas,
        seed=seed,
        average_decay=average_decay,
    )
    steps, checkpoint_every = whole("steps", steps, 1), whole("checkpoint_every", checkpoint_every, 1)
    check_data(data, settings.batch_size)
    check_players(generator, discriminator)
    check_fit(generator, discriminator, data, settings.batch_size)
    check_objective(name, rules, discriminator, penalty)
    check_average(average, generator)
    torch_device, path = check_device(device), check_checkpoint(checkpoint)
    file = None if path is None else RunFile(path, settings.header() | fingerprint(data))
    with torch.inference_mode(False):  # what is made here is trained
        kept = None if file is None else file.read(steps)
        run = Run(generator, discriminator, data.detach(), rules, settings, torch_device, average)
        if kept is not None:
            kept.put_into(run)
        run.check_finite()
    return _loop(run, steps, file, checkpoint_every, progress)


def _loop(run: Run, steps: int, file: RunFile | None, every: int, progress: bool) -> Iterator[Record]:
    with tqdm(total=steps, initial=run.step, disable=not progress, unit="step", mininterval=0.5) as bar:
        if file is not None and run.step < steps:  # a run that is stopped soon starts again from these weights
            file.save(run)
        while run.step < steps:
            record = run.advance()
            bar.update()
            bar.set_postfix(d_real=f"{record.d_real:.2f}", d_fake=f"{record.d_fake:.2f}", refresh=False)
            yield record
            run.players.restore()
            if file is not None and (run.step % every == 0 or run.step == steps):  # the body is done with this step
                file.save(run)
