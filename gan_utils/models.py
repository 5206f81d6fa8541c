"""The networks. Discriminators give logits: there is no sigmoid inside them."""

import torch
from torch import nn

from gan_utils.checks import one_of, whole

SIZES = (32, 64)
CHANNELS = (1, 3)


class DCGANGenerator(nn.Module):
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
        self.z_dim, self.channels, self.size, self.width = whole("z_dim", z_dim, 1), channels, int(size), width
        wide = whole("width", width, 1) * self.size // 8
        with global_seed_untouched():
            layers = [nn.ConvTranspose2d(z_dim, wide, 4, bias=False), nn.BatchNorm2d(wide), nn.ReLU()]
            while wide > width:
                layers += [nn.ConvTranspose2d(wide, wide // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(wide // 2)]
                layers += [nn.ReLU()]
                wide //= 2
            layers += [nn.ConvTranspose2d(wide, channels, 4, 2, 1), nn.Tanh()]
            self.layers = nn.Sequential(*layers)
        initialise(self, seed)

    def settings(self) -> dict:
        """The arguments that build this network again."""
        return {"z_dim": self.z_dim, "channels": self.channels, "size": self.size, "width": self.width}

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """Images ``(N, channels, size, size)`` in (-1, 1) for latent points ``(N, z_dim)``."""
        if z.ndim != 2 or z.shape[1] != self.z_dim:
            raise ValueError(f"z must have shape (N, {self.z_dim}), not {tuple(z.shape)}")
        return self.layers(z[:, :, None, None])


class DCGANDiscriminator(nn.Module):
    """DCGAN's discriminator: images in, logits out.

    Strided convolutions halve the side and double the channels down to ``4 x 4``; leaky ReLU (0.2)
    everywhere, batch normalisation everywhere but at the input; the last convolution is the logit.

    Args:
        channels, size, width, seed: as in ``DCGANGenerator``.
    Raises:
        ValueError: as ``DCGANGenerator``.
    Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 3.

    >>> discriminator = DCGANDiscriminator(channels=1, size=32, width=32)
    >>> discriminator(torch.zeros(2, 1, 32, 32)).shape
    torch.Size([2])
    """

    def __init__(self, channels: int = 1, size: int = 32, width: int = 32, *, seed: int = 0):
        super().__init__()
        _check_images(channels, size)
        self.channels, self.size, self.width = int(channels), int(size), whole("width", width, 1)
        side, wide = self.size // 2, width
        with global_seed_untouched():
            layers = [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2)]
            while side > 4:
                layers += [nn.Conv2d(wide, 2 * wide, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * wide), nn.LeakyReLU(0.2)]
                side, wide = side // 2, 2 * wide
            layers += [nn.Conv2d(wide, 1, 4)]
            self.layers = nn.Sequential(*layers)
        initialise(self, seed)

    def settings(self) -> dict:
        """The arguments that build this network again."""
        return {"channels": self.channels, "size": self.size, "width": self.width}

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Logits ``(N,)`` of "this is real" for images ``(N, channels, size, size)``."""
        _check_shape(images, self.channels, self.size)
        return self.layers(images).flatten()


class DigitClassifier(nn.Module):
    """A small convolutional judge of digits: its 128 features and its class probabilities score generators.

    >>> judge = DigitClassifier()
    >>> judge(torch.zeros(2, 1, 32, 32)).shape, judge.features(torch.zeros(2, 1, 32, 32)).shape
    (torch.Size([2, 10]), torch.Size([2, 128]))
    """

    size, channels = 32, 1

    def __init__(self, *, seed: int = 0):
        super().__init__()
        with global_seed_untouched():
            layers = []
            for inputs, outputs in ((1, 16), (16, 32), (32, 64)):
                layers += [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
                layers += [nn.MaxPool2d(2)]
            layers += [nn.Flatten(), nn.Linear(64 * 4 * 4, 128), nn.ReLU()]
            self.body = nn.Sequential(*layers)
            self.head = nn.Linear(128, 10)
        generator = torch.Generator().manual_seed(seed)
        for module in self.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu", generator=generator)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)

    def settings(self) -> dict:
        """The arguments that build this network again."""
        return {}

    def features(self, images: torch.Tensor) -> torch.Tensor:
        """The last hidden layer, ``(N, 128)``, of images ``(N, 1, 32, 32)`` in [-1, 1]."""
        _check_shape(images, self.channels, self.size)
        return self.body(images)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Class logits ``(N, 10)`` for images ``(N, 1, 32, 32)`` in [-1, 1]."""
        return self.head(self.features(images))


def global_seed_untouched():
    """A ``with`` block in which PyTorch's own first draw of a layer's weights leaves the global seed alone.

    >>> torch.manual_seed(0).initial_seed()
    0
    >>> with global_seed_untouched():
    ...     layer = nn.Linear(2, 2)
    >>> bool(torch.rand(1) == torch.rand(1, generator=torch.Generator().manual_seed(0)))
    True
    """
    return torch.random.fork_rng(devices=[])


def initialise(network: nn.Module, seed: int) -> None:
    """Draw every weight as DCGAN does: N(0, 0.02), batch-norm gains N(1, 0.02), biases 0, from one seed.

    Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 4; the gains are in the authors' code.

    >>> layer = nn.Conv2d(64, 64, 4)
    >>> initialise(layer, seed=0)
    >>> round(float(layer.weight.detach().std()), 3), float(layer.bias.detach().abs().max())
    (0.02, 0.0)
    """
    generator = torch.Generator().manual_seed(seed)
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d, nn.BatchNorm2d)):
            mean = 1.0 if isinstance(module, nn.BatchNorm2d) else 0.0
            nn.init.normal_(module.weight, mean, 0.02, generator=generator)
            if module.bias is not None:
                nn.init.zeros_(module.bias)


def _check_images(channels: int, size: int) -> None:
    one_of("channels", channels, CHANNELS)
    one_of("size", size, SIZES)


def _check_shape(images: torch.Tensor, channels: int, size: int) -> None:
    if images.ndim != 4 or tuple(images.shape[1:]) != (channels, size, size):
        raise ValueError(f"images must have shape (N, {channels}, {size}, {size}), not {tuple(images.shape)}")
