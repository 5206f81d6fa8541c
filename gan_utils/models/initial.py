"""First weights, drawn from a seed of their own, and the shapes that networks take and make."""

import torch
from torch import nn


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


def initialise_classifier(network: nn.Module, seed: int) -> None:
    """Draw every weight as a network of ReLUs wants it, biases 0, from one seed.

    Source: He, Zhang, Ren and Sun 2015, arXiv:1502.01852, equation 10.

    >>> layer = nn.Linear(200, 100)
    >>> initialise_classifier(layer, seed=0)
    >>> round(float(layer.weight.detach().std()), 2)  # sqrt(2 / 200)
    0.1
    """
    generator = torch.Generator().manual_seed(seed)
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu", generator=generator)
            if module.bias is not None:
                nn.init.zeros_(module.bias)


def check_image_batch(images: torch.Tensor, channels: int, size: int) -> None:
    """Raise ``ValueError`` unless ``images`` has shape ``(N, channels, size, size)``.

    >>> check_image_batch(torch.zeros(2, 1, 28, 28), channels=1, size=32)
    Traceback (most recent call last):
    ...
    ValueError: images must have shape (N, 1, 32, 32), not (2, 1, 28, 28)
    """
    if images.ndim != 4 or tuple(images.shape[1:]) != (channels, size, size):
        raise ValueError(f"images must have shape (N, {channels}, {size}, {size}), not {tuple(images.shape)}")


def check_latent_batch(z: torch.Tensor, z_dim: int) -> None:
    """Raise ``ValueError`` unless ``z`` has shape ``(N, z_dim)``.

    >>> check_latent_batch(torch.zeros(2, 3), z_dim=64)
    Traceback (most recent call last):
    ...
    ValueError: z must have shape (N, 64), not (2, 3)
    """
    if z.ndim != 2 or z.shape[1] != z_dim:
        raise ValueError(f"z must have shape (N, {z_dim}), not {tuple(z.shape)}")


class OfImages(nn.Module):
    """What generators and discriminators of images share; they have ``channels`` and ``size``."""

    @property
    def data_shape(self) -> tuple[int, ...]:
        """The shape of one sample, ``(channels, size, size)``."""
        return self.channels, self.size, self.size
