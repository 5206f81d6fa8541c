"""Which real samples and latent points a step of training sees: each follows from the seed and the step alone."""

import itertools
from collections.abc import Iterator

import torch
from torch import Tensor

from gan_utils.checks import whole
from gan_utils.training.data import check_data


def batches(data: Tensor, z_dim: int, batch_size: int, seed: int = 0) -> Iterator[tuple[Tensor, Tensor]]:
    """Batches for a training loop of your own, without end: real samples, and latent points for as many generated ones.

    They are bit for bit those of ``train`` with the same ``batch_size`` and ``seed``, one pair for each of D's steps.
    So a loop that takes the steps of ``train`` in their order gives the same weights, bit for bit too where it lays
    out memory alike (see the example): sums that are taken in another order differ in their last digits, which
    training makes larger.

    Args:
        data: as for ``train``: float32, images ``(M, C, H, W)`` in [-1, 1] or points ``(M, d)``. They are shuffled
            anew each epoch; an epoch uses each at most once, and leaves out a remainder that fills no batch.
        z_dim: width of a latent point.
        batch_size: real samples in a pair, and latent points; from 2 to M.
        seed: of the shuffles and the latent points. The global seed plays no part.
    Yields:
        ``(real, z)``: real samples ``(batch_size, ...)`` on the data's device, and standard normal latent points,
        float32 ``(batch_size, z_dim)`` on the CPU.
    Raises:
        ValueError: at the call, for data that ``train`` refuses or a number out of range.
    Source: the batches of Goodfellow et al. 2014, arXiv:1406.2661, algorithm 1.

    >>> from torch.nn.functional import softplus
    >>> from gan_utils.models import DCGANDiscriminator, DCGANGenerator
    >>> from gan_utils.training import train
    >>> images = torch.rand(20, 1, 32, 32, generator=torch.Generator().manual_seed(0)) * 2 - 1
    >>> layout = {"memory_format": torch.channels_last}  # as ``train`` lays out images; points need none
    >>> G, D = DCGANGenerator(width=4).to(**layout), DCGANDiscriminator(width=4).to(**layout)
    >>> adam_g, adam_d = (torch.optim.Adam(net.parameters(), lr=2e-4, betas=(0.5, 0.999)) for net in (G, D))
    >>> for step, (real, z) in zip(range(3), batches(images, G.z_dim, batch_size=8)):
    ...     fake = G(z)
    ...     loss_d = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()  # D's step leaves G alone
    ...     adam_d.zero_grad(); loss_d.backward(); adam_d.step()
    ...     loss_g = softplus(-D(fake)).mean()  # G answers the new D
    ...     adam_g.zero_grad(); loss_g.backward(); adam_g.step()
    >>> other = DCGANGenerator(width=4)
    >>> for record in train(other, DCGANDiscriminator(width=4), images, steps=3, batch_size=8, progress=False):
    ...     pass
    >>> all(torch.equal(one, two) for one, two in zip(G.parameters(), other.parameters()))
    True
    """
    batch_size = whole("batch_size", batch_size, 2)
    check_data(data, batch_size)
    draws = Draws(data, whole("z_dim", z_dim, 1), batch_size, whole("seed", seed, 0))
    return ((draws.real(turn), draws.noise(turn)) for turn in itertools.count())


class Draws:
    """What D's step number ``turn`` (from 0) draws: real samples, latent points, and where a penalty looks.

    The default type and device play no part.
    """

    def __init__(self, data: Tensor, z_dim: int, batch_size: int, seed: int) -> None:
        self.data, self.z_dim, self.batch_size, self.seed = data, z_dim, batch_size, seed
        self._shuffle: tuple[int, Tensor] | None = None

    def real(self, turn: int) -> Tensor:
        """The next slice of this epoch's shuffle, ``(batch_size, ...)``, on the data's device."""
        epoch, batch = divmod(turn, len(self.data) // self.batch_size)
        if self._shuffle is None or self._shuffle[0] != epoch:
            self._shuffle = (epoch, torch.randperm(len(self.data), generator=self._random(epoch, 0), device="cpu"))
        return self.data[self._shuffle[1][batch * self.batch_size : (batch + 1) * self.batch_size]]

    def noise(self, turn: int) -> Tensor:
        """Standard normal latent points, float32 ``(batch_size, z_dim)``."""
        shape = (self.batch_size, self.z_dim)
        return torch.randn(shape, generator=self._random(turn, 1), dtype=torch.float32, device="cpu")

    def mix(self, turn: int) -> Tensor:
        """Where between real and generated samples the gradient penalty looks, float32 ``(batch_size,)`` in [0, 1)."""
        return torch.rand(self.batch_size, generator=self._random(turn, 2), dtype=torch.float32, device="cpu")

    def _random(self, turn: int, use: int) -> torch.Generator:
        return torch.Generator(device="cpu").manual_seed(mix_seeds(self.seed, turn, use))


def mix_seeds(*numbers: int) -> int:
    """One 63-bit seed out of several whole numbers, so that seeds 0 and 1 share no batch or noise."""
    mixed = 0x9E3779B97F4A7C15
    for number in numbers:
        mixed = ((mixed ^ (number + 0x9E3779B9)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        mixed ^= mixed >> 31
    return mixed >> 1
