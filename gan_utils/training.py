"""The training loop, as a generator of step records: ``for record in train(...)``."""

import copy
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from gan_utils import checkpoints
from gan_utils.checks import in_range, one_of, positive, whole
from gan_utils.losses import OBJECTIVES


@dataclass(frozen=True)
class Record:
    """What happened in one step; every number is a Python float.

    ``step`` counts from 1. ``loss_real`` and ``loss_fake`` are the terms of D's loss, ``loss_g`` is G's.
    ``d_real`` and ``d_fake`` are D's mean probability of "real" on the two halves, before its update;
    both are 0.5 when D cannot tell. ``seconds`` is the training time so far, resumed runs included.
    """

    step: int
    loss_real: float
    loss_fake: float
    loss_g: float
    d_real: float
    d_fake: float
    seconds: float


def train(
    generator: nn.Module,
    discriminator: nn.Module,
    images: Tensor,
    *,
    objective: str = "non_saturating",
    steps: int,
    batch_size: int = 64,
    lr: float = 2e-4,
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
        generator: maps ``(N, z_dim)`` to images; has the attribute ``z_dim``. Trained in place.
        discriminator: maps images to logits ``(N,)``. Trained in place.
        images: float32 ``(M, C, H, W)`` in [-1, 1]. They are shuffled anew each epoch; an epoch uses each
            at most once, and leaves out a remainder that fills no batch.
        objective: a name of ``losses.OBJECTIVES``.
        steps: how many steps in all, those of a resumed checkpoint included.
        batch_size: real images a step, and generated ones; from 2 to M.
        lr: Adam's step size for both players.
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
    Source: Goodfellow et al. 2014, arXiv:1406.2661, algorithm 1, with Radford et al. 2015, section 4's Adam.

    >>> from gan_utils.models import DCGANGenerator, DCGANDiscriminator
    >>> G, D = DCGANGenerator(z_dim=8, width=4), DCGANDiscriminator(width=4)
    >>> for record in train(G, D, torch.zeros(8, 1, 32, 32), steps=2, batch_size=4, progress=False):
    ...     print(record.step, 0 < record.d_fake < 1)
    1 True
    2 True
    """
    one_of("objective", objective, OBJECTIVES)
    settings = {
        "objective": objective,
        "batch_size": whole("batch_size", batch_size, 2),
        "lr": positive("lr", lr),
        "betas": _check_betas(betas),
        "seed": whole("seed", seed, 0),
        "average_decay": in_range("average_decay", average_decay, 0, 1),
    }
    whole("steps", steps, 1)
    whole("checkpoint_every", checkpoint_every, 1)
    check_images(images, batch_size)
    settings["images"] = len(images)
    _check_fit(generator, discriminator, images)
    _check_average(average, generator)
    run = _Run(generator, discriminator, images, settings, _check_device(device), average)
    saved = None if checkpoint is None else Path(checkpoint)
    if saved is not None and saved.exists():
        tensors, progress_so_far = checkpoints.load(saved, settings)
        checkpoints.unpack(run.parts(), tensors, saved)
        run.step, run.seconds = progress_so_far["step"], progress_so_far["seconds"]
    return _loop(run, steps, saved, checkpoint_every, progress)


def check_images(images: Tensor, least: int) -> None:
    """Raise ``ValueError`` unless ``images`` is ``(N, C, H, W)``, finite, in [-1, 1], with N at least ``least``.

    >>> check_images(torch.full((4, 1, 32, 32), 255.0), 2)
    Traceback (most recent call last):
    ...
    ValueError: images must lie in [-1, 1], not [255, 255]: divide pixels by 127.5 and take away 1
    """
    if not isinstance(images, Tensor) or images.ndim != 4 or images.dtype != torch.float32:
        shape = f"{images.dtype} {tuple(images.shape)}" if isinstance(images, Tensor) else type(images).__name__
        raise ValueError(f"images must be a float32 tensor of shape (N, C, H, W), not {shape}")
    if len(images) < least:
        raise ValueError(f"images must hold at least one batch of {least}, not {len(images)}")
    low, high = float(images.min()), float(images.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("images must be finite, but hold NaN or infinity")
    if low < -1 or high > 1:
        raise ValueError(
            f"images must lie in [-1, 1], not [{low:g}, {high:g}]: divide pixels by 127.5 and take away 1"
        )


def _check_betas(betas) -> list[float]:
    if not isinstance(betas, (tuple, list)) or len(betas) != 2:
        raise ValueError(f"betas must be two numbers in [0, 1), not {betas!r}")
    for beta in betas:
        if in_range("betas", beta, 0, 1) == 1:
            raise ValueError(f"betas must be two numbers in [0, 1), not {betas!r}")
    return [float(beta) for beta in betas]


def _check_fit(generator: nn.Module, discriminator: nn.Module, images: Tensor) -> None:
    for network in (generator, discriminator):
        if not hasattr(network, "size"):  # a network of your own need not say what it makes
            continue
        wants = (network.channels, network.size, network.size)
        if tuple(images.shape[1:]) != wants:
            raise ValueError(f"images have shape {tuple(images.shape[1:])}, but {type(network).__name__} wants {wants}")


def _check_average(average, generator: nn.Module) -> None:
    if average is None:
        return
    def shapes(network):
        return {name: tensor.shape for name, tensor in network.state_dict().items()}

    if average is generator or not isinstance(average, nn.Module) or shapes(average) != shapes(generator):
        raise ValueError(f"average must be another network of the generator's kind and size, not {average!r}")


def _check_device(device) -> torch.device:
    try:
        return torch.empty(0, device=device).device
    except (RuntimeError, AssertionError) as error:  # an unknown name, or a device that is not there
        raise ValueError(f"device must be one that PyTorch has here, such as 'cpu', not {device!r}") from error


class _Run:
    """The state of a training run: two networks, their optimisers, perhaps an average, and the steps so far."""

    def __init__(self, generator, discriminator, images, settings, device, average):
        # Convolutions run about a sixth faster on a CPU when the channels lie next to each other in memory.
        self.generator = generator.to(device, memory_format=torch.channels_last).train()
        self.discriminator = discriminator.to(device, memory_format=torch.channels_last).train()
        self.average = average
        if average is not None:
            average.load_state_dict(copy.deepcopy(generator.state_dict()))
            average.to(device)
        self.images, self.settings, self.device = images, settings, device
        self.objective = OBJECTIVES[settings["objective"]]
        options = {"lr": settings["lr"], "betas": tuple(settings["betas"])}
        self.optimiser_d = torch.optim.Adam(discriminator.parameters(), **options)
        self.optimiser_g = torch.optim.Adam(generator.parameters(), **options)
        self.step, self.seconds = 0, 0.0

    def batch(self) -> Tensor:
        """The real images of the step after ``self.step``: the next slice of this epoch's shuffle."""
        size = self.settings["batch_size"]
        epoch, place = divmod(self.step, len(self.images) // size)
        shuffle = torch.Generator().manual_seed(_mix(self.settings["seed"], epoch, 0))
        chosen = torch.randperm(len(self.images), generator=shuffle)[place * size : (place + 1) * size]
        return self.images[chosen].to(self.device)

    def noise(self) -> Tensor:
        """The latent points of the step after ``self.step``."""
        source = torch.Generator().manual_seed(_mix(self.settings["seed"], self.step, 1))
        z = torch.randn(self.settings["batch_size"], self.generator.z_dim, generator=source)
        return z.to(self.device)

    def advance(self) -> Record:
        """One step: D learns to tell a real batch from a generated one, then G answers the new D."""
        started = time.perf_counter()
        fake = self.generator(self.noise())
        real_logits = self.discriminator(self.batch())
        fake_logits = self.discriminator(fake.detach())  # D's step must not move G
        terms = self.objective.discriminator(real_logits, fake_logits)
        self._descend(self.optimiser_d, sum(terms.values()), "D's loss")

        self.discriminator.requires_grad_(False)  # G's step needs no gradient for D's weights
        try:
            loss_g = self.objective.generator(self.discriminator(fake))
            self._descend(self.optimiser_g, loss_g, "G's loss")
        finally:
            self.discriminator.requires_grad_(True)

        self.step += 1
        if self.average is not None:
            self._follow()
        self.seconds += time.perf_counter() - started
        return Record(
            step=self.step,
            loss_real=float(terms["real"].detach()),
            loss_fake=float(terms["fake"].detach()),
            loss_g=float(loss_g.detach()),
            d_real=float(real_logits.detach().sigmoid().mean()),
            d_fake=float(fake_logits.detach().sigmoid().mean()),
            seconds=self.seconds,
        )

    def _descend(self, optimiser, loss: Tensor, what: str) -> None:
        if not torch.isfinite(loss):
            raise FloatingPointError(f"{what} is {float(loss.detach())} at step {self.step + 1}: try a smaller lr")
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()

    @torch.no_grad()
    def _follow(self) -> None:
        # Early on a long memory would mostly remember the untrained weights, so it starts short.
        decay = min(self.settings["average_decay"], (1 + self.step) / (10 + self.step))
        for slow, fast in zip(self.average.state_dict().values(), self.generator.state_dict().values()):
            if slow.is_floating_point():
                slow.lerp_(fast, 1 - decay)
            else:
                slow.copy_(fast)

    def parts(self) -> dict:
        """Everything with a state, by name."""
        parts = {"generator": self.generator, "discriminator": self.discriminator}
        parts |= {"optimiser_g": self.optimiser_g, "optimiser_d": self.optimiser_d}
        return parts if self.average is None else parts | {"average": self.average}


def _loop(run: _Run, steps: int, saved: Path | None, every: int, progress: bool) -> Iterator[Record]:
    with tqdm(total=steps, initial=run.step, disable=not progress, unit="step", mininterval=0.5) as bar:
        while run.step < steps:
            record = run.advance()
            if saved is not None and (run.step % every == 0 or run.step == steps):
                state = {"step": run.step, "seconds": run.seconds}
                checkpoints.save(saved, run.settings, state, checkpoints.pack(run.parts()))
            bar.update()
            bar.set_postfix(d_real=f"{record.d_real:.2f}", d_fake=f"{record.d_fake:.2f}", refresh=False)
            yield record


def _mix(*numbers: int) -> int:
    """One 63-bit seed out of several whole numbers, so that seeds 0 and 1 share no batch or noise."""
    mixed = 0x9E3779B97F4A7C15
    for number in numbers:
        mixed = ((mixed ^ (number + 0x9E3779B9)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        mixed ^= mixed >> 31
    return mixed >> 1
