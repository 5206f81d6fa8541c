"""The shapes that networks take and make."""

from collections.abc import Mapping
from types import MappingProxyType

import torch
from torch import nn


def check_image_batch(images: torch.Tensor, channels: int, size: int, network: nn.Module | None = None) -> None:
    """Raise ``ValueError`` unless ``images`` are ``(N, channels, size, size)``, in the precision of ``network``.

    >>> check_image_batch(torch.zeros(2, 1, 28, 28), channels=1, size=32)
    Traceback (most recent call last):
    ...
    ValueError: images must have shape (N, 1, 32, 32), not (2, 1, 28, 28)
    """
    check_batch("images", images, (channels, size, size), network)


def check_latent_batch(z: torch.Tensor, z_dim: int, network: nn.Module | None = None) -> None:
    """Raise ``ValueError`` unless ``z`` is ``(N, z_dim)``, in the precision of ``network``.

    >>> check_latent_batch(torch.zeros(2, 3), z_dim=64)
    Traceback (most recent call last):
    ...
    ValueError: z must have shape (N, 64), not (2, 3)
    """
    check_batch("z", z, (z_dim,), network)


def check_batch(name: str, batch: torch.Tensor, shape: tuple[int, ...], network: nn.Module | None) -> None:
    """Raise ``ValueError`` unless ``batch`` is ``(N, *shape)``, in the precision of ``network`` where one is given.

    >>> check_batch("z", torch.ones(2, 3, dtype=torch.int64), (3,), nn.Linear(3, 3))
    Traceback (most recent call last):
    ...
    ValueError: z must be torch.float32, as the weights are, not torch.int64
    """
    if not isinstance(batch, torch.Tensor):
        raise ValueError(f"{name} must be a tensor of shape (N, {', '.join(map(str, shape))}), not {batch!r:.80}")
    if batch.ndim != 1 + len(shape) or tuple(batch.shape[1:]) != shape:
        raise ValueError(f"{name} must have shape (N, {', '.join(map(str, shape))}), not {tuple(batch.shape)}")
    # Not some layer's ``weight``: where that is spectrally normalised, reading it moves the normalisation on.
    weight = batch if network is None else next(network.parameters())
    if batch.dtype == weight.dtype:
        return
    if not (batch.is_floating_point() and torch.is_autocast_enabled(batch.device.type)):
        raise ValueError(f"{name} must be {weight.dtype}, as the weights are, not {batch.dtype}")


class OfImages(nn.Module):
    """What generators and discriminators of images share; they have ``channels`` and ``size``."""

    channels: int
    size: int
    # The rules of DCGAN that ``models.undo`` has undone here, with their ways.
    undone: Mapping[str, str] = MappingProxyType({})

    @property
    def data_shape(self) -> tuple[int, ...]:
        """The shape of one sample, ``(channels, size, size)``."""
        return self.channels, self.size, self.size
