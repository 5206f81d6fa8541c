"""What the widgets that run a generator in the page share: the network as the page reads it, and its images here."""

from typing import Any

import torch
import traitlets
from numpy.typing import ArrayLike
from torch import nn

from gan_utils.models import DCGANGenerator, plain, sample, snapshot
from gan_utils.widgets.card import Card
from gan_utils.widgets.packed.networks import pack_generator


class GeneratorCard(Card):
    """A card that holds a generator as it is now, in whatever mode and precision, on whatever device; it is left alone.

    ``images`` is what PyTorch draws; the page's pixels differ by less than 2/255.
    """

    _packed_generator = traitlets.Dict().tag(sync=True)
    z_dim = traitlets.Int().tag(sync=True, linked=False)

    def __init__(self, generator: DCGANGenerator, **traits: Any) -> None:
        check_generator(generator)
        self._generator = snapshot(generator)
        super().__init__(_packed_generator=pack_generator(self._generator), z_dim=generator.z_dim, **traits)

    def images(self, points: ArrayLike) -> torch.Tensor:
        """The generator's images ``(N, channels, size, size)`` in [-1, 1] of latent points ``(N, z_dim)``."""
        return sample(self._generator, points)


def check_generator(generator: object) -> None:
    """Raise ``ValueError`` unless ``generator`` is a ``DCGANGenerator``."""
    if not isinstance(generator, nn.Module) or not isinstance(plain(generator), DCGANGenerator):
        raise ValueError(f"generator must be a DCGANGenerator, not {type(generator).__name__}")
