"""Small networks and runs that the tests of training share."""

import math
from dataclasses import replace
from functools import partial

import torch
from torch import nn

from gan_utils.losses import OBJECTIVES, BEGANState, Objective
from gan_utils.models import DCGANDiscriminator, DCGANGenerator, ToyDiscriminator, ToyGenerator
from gan_utils.training import Record, train

STEPS = 5  # with ten images and batches of four this runs into a third epoch


def images(count: int = 10, channels: int = 1, size: int = 32) -> torch.Tensor:
    return torch.rand(count, channels, size, size, generator=torch.Generator().manual_seed(7)) * 2 - 1


def pair() -> tuple[DCGANGenerator, DCGANDiscriminator]:
    return DCGANGenerator(z_dim=4, width=4, seed=1), DCGANDiscriminator(width=4, seed=2)


def points(count: int = 12) -> torch.Tensor:
    return torch.randn(count, 2, generator=torch.Generator().manual_seed(7)) * 0.3 + torch.tensor([1.5, -1.0])


def toy_pair(**options) -> tuple[ToyGenerator, ToyDiscriminator]:
    return ToyGenerator(z_dim=4, width=8, seed=1), ToyDiscriminator(width=8, seed=2, **options)


def watched_pair(**options):
    """Networks, and lists of all that D is shown and of all that G is given."""
    generator, discriminator = toy_pair(**options)
    shown, given = [], []
    discriminator.register_forward_pre_hook(lambda module, arguments: shown.append(arguments[0].detach().clone()))
    generator.register_forward_pre_hook(lambda module, arguments: given.append(arguments[0].clone()))
    return generator, discriminator, shown, given


def head_of(objective: str) -> str:
    """The head of the toy discriminator that an objective wants."""
    return "energy" if OBJECTIVES[objective].head == "energy" else "value"


def hurried(objective: str) -> Objective:
    """The row of the table; BEGAN's with a k that grows fast enough to be noticed in a few steps."""
    lively = partial(BEGANState, gamma=0.9, rate=0.1)
    return OBJECTIVES[objective] if objective != "began" else replace(OBJECTIVES["began"], balance=lively)


def small_run(generator, discriminator, real=None, **changes):
    settings = {"steps": STEPS, "batch_size": 4, "progress": False} | changes
    return train(generator, discriminator, images() if real is None else real, **settings)


def toy_run(networks, real=None, **changes):
    return small_run(*networks, points() if real is None else real, **({"lr": 0.01} | changes))


def trained(**changes) -> tuple[DCGANGenerator, DCGANDiscriminator, list[Record]]:
    generator, discriminator = pair()
    records = list(small_run(generator, discriminator, **changes))
    return generator, discriminator, records


def weights(*networks: nn.Module) -> list[torch.Tensor]:
    return [tensor.clone() for network in networks for tensor in network.state_dict().values()]


def same(one: list[torch.Tensor], other: list[torch.Tensor]) -> bool:
    return len(one) == len(other) and all(torch.equal(a, b) for a, b in zip(one, other))


def numbers(records: list[Record]) -> list[tuple]:
    """All of the records but the time, and BEGAN's numbers, which others do not have."""
    return [(r.step, r.loss_real, r.loss_fake, r.penalty, r.loss_g, r.d_real, r.d_fake) for r in records]


class Watched(DCGANDiscriminator):
    """Keeps all that it is shown. In each step it is shown real images, generated ones, and these once more."""

    def __init__(self):
        super().__init__(width=4, seed=2)
        self.shown = []

    def forward(self, batch):
        self.shown.append(batch.detach().clone())
        return super().forward(batch)

    def real(self) -> list[torch.Tensor]:
        return self.shown[::3]


class Spoiled(DCGANDiscriminator):
    """Gives NaN from its ``call``-th look on."""

    def __init__(self, call: int):
        super().__init__(width=4, seed=2)
        self.calls_left = call

    def forward(self, batch):
        self.calls_left -= 1
        return super().forward(batch) * (math.nan if self.calls_left <= 0 else 1)
