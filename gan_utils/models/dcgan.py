"""DCGAN's generator and discriminator."""

from typing import Any

import torch
from torch import nn

from gan_utils.checks import one_of, whole
from gan_utils.models.initial import global_seed_untouched, initialise
from gan_utils.models.packing import pack_samples
from gan_utils.models.shapes import OfImages, check_image_batch, check_latent_batch

SIZES = (32, 64)
CHANNELS = (1, 3)


class DCGANGenerator(OfImages):
    """DCGAN's generator: latent points in, images out.

    One layer projects z to ``4 x 4``; each further layer doubles the side with a fractionally-strided
    convolution and halves the channels. Batch normalisation and ReLU after every layer but the last,
    which ends in tanh.

    Args:
        z_dim: width of a latent point.
        channels: 1 for grey images, 3 for colour.
        size: height and width of the images, 32 or 64.
        width: channels of the last hidden layer; the first has ``width * size // 8``.
        seed: of the initial weights, which are drawn from N(0, 0.02).
    Raises:
        ValueError: for a size other than 32 and 64, channels other than 1 and 3, or numbers below 1.
    Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 3 and figure 1.

    >>> generator = DCGANGenerator(z_dim=64, channels=1, size=32, width=32)
    >>> generator(torch.randn(2, 64)).shape
    torch.Size([2, 1, 32, 32])
    >>> sum(parameter.numel() for parameter in generator.parameters())
    295873
    """

    def __init__(self, z_dim: int = 64, channels: int = 1, size: int = 32, width: int = 32, *, seed: int = 0):
        super().__init__()
        _check_images(channels, size)
        self.z_dim, self.width = z_dim, width = whole("z_dim", z_dim, 1), whole("width", width, 1)
        self.channels, self.size = channels, size = int(channels), int(size)
        wide = width * size // 8
        with global_seed_untouched():
            layers = [nn.ConvTranspose2d(z_dim, wide, 4, bias=False), nn.BatchNorm2d(wide), nn.ReLU()]
            while wide > width:
                layers += [nn.ConvTranspose2d(wide, wide // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(wide // 2)]
                layers += [nn.ReLU()]
                wide //= 2
            layers += [nn.ConvTranspose2d(wide, channels, 4, 2, 1), nn.Tanh()]
            self.layers = nn.Sequential(*layers)
        initialise(self, seed)

    def settings(self) -> dict[str, Any]:
        """The arguments that build this network again."""
        return {"z_dim": self.z_dim, "channels": self.channels, "size": self.size, "width": self.width}

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """Images ``(N, channels, size, size)`` in (-1, 1) for latent points ``(N, z_dim)``."""
        check_latent_batch(z, self.z_dim, self)
        images: torch.Tensor = self.layers(z[:, :, None, None])
        return images


class DCGANDiscriminator(OfImages):
    """DCGAN's discriminator: images in, logits out.

    Strided convolutions halve the side and double the channels down to ``4 x 4``; leaky ReLU (0.2)
    everywhere, batch normalisation everywhere but at the input; the last convolution is the logit.

    Args:
        channels, size, width, seed: as in ``DCGANGenerator``.
        packing: how many images D sees together, as one of ``packing * channels`` channels (PacGAN).
    Raises:
        ValueError: as ``DCGANGenerator``.
    Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 3; packing: Lin et al. 2018,
        arXiv:1712.04086, section 3.

    >>> discriminator = DCGANDiscriminator(channels=1, size=32, width=32)
    >>> discriminator(torch.zeros(2, 1, 32, 32)).shape
    torch.Size([2])
    >>> DCGANDiscriminator(width=4, packing=2)(torch.zeros(6, 1, 32, 32)).shape  # one logit a pack
    torch.Size([3])
    """

    head = "value"

    def __init__(self, channels: int = 1, size: int = 32, width: int = 32, *, packing: int = 1, seed: int = 0):
        super().__init__()
        _check_images(channels, size)
        self.width, self.packing = width, packing = whole("width", width, 1), whole("packing", packing, 1)
        self.channels, self.size = channels, size = int(channels), int(size)
        side, wide = size // 2, width
        with global_seed_untouched():
            layers = [nn.Conv2d(packing * channels, width, 4, 2, 1), nn.LeakyReLU(0.2)]
            while side > 4:
                layers += [nn.Conv2d(wide, 2 * wide, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * wide), nn.LeakyReLU(0.2)]
                side, wide = side // 2, 2 * wide
            layers += [nn.Conv2d(wide, 1, 4)]
            self.layers = nn.Sequential(*layers)
        initialise(self, seed)

    def settings(self) -> dict[str, Any]:
        """The arguments that build this network again."""
        return {"channels": self.channels, "size": self.size, "width": self.width, "packing": self.packing}

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Logits ``(N / packing,)`` of "this is real" for images ``(N, channels, size, size)``."""
        check_image_batch(images, self.channels, self.size, self)
        logits: torch.Tensor = self.layers(pack_samples(images, self.packing))
        return logits.flatten()


def _check_images(channels: int, size: int) -> None:
    one_of("channels", channels, CHANNELS)
    whole("channels", channels, 1)  # True is no 1 here
    one_of("size", size, SIZES)
