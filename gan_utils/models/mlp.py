"""The networks of the first GAN, which connect every unit to every unit."""

import math
from typing import Any

import torch
from torch import nn

from gan_utils.checks import whole
from gan_utils.models.initial import draw, global_seed_untouched, random_from
from gan_utils.models.shapes import OfImages, check_image_batch, check_latent_batch


class MLPGenerator(OfImages):
    """The generator of 2014: two hidden layers of ReLUs, every pixel connected to every unit.

    It differs from the original in three things: latent points are normal, pixels end in tanh because they
    lie in [-1, 1], and the weights start as large as the width of their layer asks for.

    Args:
        z_dim: width of a latent point.
        channels, size: of the images.
        width: units of a hidden layer; 1200 in the paper.
        seed: of the initial weights.
    Raises:
        ValueError: for numbers below 1.
    Source: Goodfellow et al. 2014, arXiv:1406.2661, section 5, and its code.

    >>> MLPGenerator(z_dim=8, width=16)(torch.zeros(2, 8)).shape
    torch.Size([2, 1, 32, 32])
    """

    def __init__(self, z_dim: int = 64, channels: int = 1, size: int = 32, width: int = 1200, *, seed: int = 0):
        super().__init__()
        self.z_dim, self.width = z_dim, width = whole("z_dim", z_dim, 1), whole("width", width, 1)
        self.channels, self.size = channels, size = whole("channels", channels, 1), whole("size", size, 1)
        with global_seed_untouched():
            self.layers = nn.Sequential(
                nn.Linear(z_dim, width),
                nn.ReLU(),
                nn.Linear(width, width),
                nn.ReLU(),
                nn.Linear(width, channels * size * size),
                nn.Tanh(),
                nn.Unflatten(1, (channels, size, size)),
            )
        _spread(self, seed)

    def settings(self) -> dict[str, Any]:
        """The arguments that build this network again."""
        return {"z_dim": self.z_dim, "channels": self.channels, "size": self.size, "width": self.width}

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """Images ``(N, channels, size, size)`` in (-1, 1) for latent points ``(N, z_dim)``."""
        check_latent_batch(z, self.z_dim, self)
        images: torch.Tensor = self.layers(z)
        return images


class MLPDiscriminator(OfImages):
    """The discriminator of 2014: two hidden layers of maxout units, with dropout, and a logit.

    Args:
        channels, size, seed: as in ``MLPGenerator``.
        width: maxout units of a hidden layer, 240 in the paper's code, each the largest of five sums.
    Raises:
        ValueError: for numbers below 1.
    Source: Goodfellow et al. 2014, arXiv:1406.2661, section 5, and its code; maxout: Goodfellow et al. 2013,
        arXiv:1302.4389.

    >>> MLPDiscriminator(width=8)(torch.zeros(2, 1, 32, 32)).shape
    torch.Size([2])
    """

    head = "value"

    def __init__(self, channels: int = 1, size: int = 32, width: int = 240, *, seed: int = 0):
        super().__init__()
        self.width = width = whole("width", width, 1)
        self.channels, self.size = channels, size = whole("channels", channels, 1), whole("size", size, 1)
        with global_seed_untouched():
            self.layers = nn.Sequential(
                nn.Flatten(),
                nn.Dropout(0.2),
                _Maxout(channels * size * size, width),
                nn.Dropout(0.5),
                _Maxout(width, width),
                nn.Dropout(0.5),
                nn.Linear(width, 1),
            )
        _spread(self, seed)

    def settings(self) -> dict[str, Any]:
        """The arguments that build this network again."""
        return {"channels": self.channels, "size": self.size, "width": self.width}

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Logits ``(N,)`` of "this is real" for images ``(N, channels, size, size)``."""
        check_image_batch(images, self.channels, self.size, self)
        logits: torch.Tensor = self.layers(images)
        return logits.flatten()


class _Maxout(nn.Module):
    """Units that give the largest of five weighted sums."""

    pieces = 5

    def __init__(self, inputs: int, units: int):
        super().__init__()
        self.sums = nn.Linear(inputs, units * self.pieces)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        sums: torch.Tensor = self.sums(x)
        return torch.unflatten(sums, 1, (-1, self.pieces)).amax(2)


def _spread(network: nn.Module, seed: int) -> None:
    """Weights evenly from -1/sqrt(inputs) to 1/sqrt(inputs), biases 0, from one seed."""
    random = random_from(seed)
    for module in network.modules():
        if isinstance(module, nn.Linear):
            reach = 1 / math.sqrt(module.in_features)
            draw(module.weight, nn.init.uniform_, -reach, reach, generator=random)
            nn.init.zeros_(module.bias)
