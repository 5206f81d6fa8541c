"""What ``train`` checks before any work."""

import math

import torch
from torch import Tensor, nn

from gan_utils.checks import in_range, one_of


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


def check_points(points: Tensor, least: int) -> None:
    """Raise ``ValueError`` unless ``points`` is float32 ``(N, d)``, finite, with N at least ``least``.

    >>> check_points(torch.tensor([[0.0, math.nan]]), 1)
    Traceback (most recent call last):
    ...
    ValueError: points must be finite, but hold NaN or infinity
    """
    if points.dtype != torch.float32:
        raise ValueError(f"points must be float32, not {points.dtype}")
    if len(points) < least:
        raise ValueError(f"points must hold at least one batch of {least}, not {len(points)}")
    if not torch.isfinite(points).all():
        raise ValueError("points must be finite, but hold NaN or infinity")


def check_data(data: Tensor, least: int) -> None:
    """Points where ``data`` is a float32 tensor with two axes, images otherwise."""
    if isinstance(data, Tensor) and data.ndim == 2:
        check_points(data, least)
    else:
        check_images(data, least)


def check_betas(betas) -> list[float]:
    """Adam's two decay rates as a list, or ``ValueError``."""
    if not isinstance(betas, (tuple, list)) or len(betas) != 2:
        raise ValueError(f"betas must be two numbers in [0, 1), not {betas!r}")
    for beta in betas:
        if in_range("betas", beta, 0, 1) == 1:
            raise ValueError(f"betas must be two numbers in [0, 1), not {betas!r}")
    return [float(beta) for beta in betas]


def check_optimiser(optimiser, unroll: int) -> str:
    """The optimiser's name, or ``ValueError``, also where a look ahead is asked for that only Adam can take."""
    one_of("optimiser", optimiser, ("adam", "rmsprop"))
    if unroll and optimiser != "adam":
        raise ValueError(f"unroll must be 0 with {optimiser!r}, not {unroll}: only Adam's steps can be foreseen")
    return optimiser


def check_head(objective: str, head: str, discriminator: nn.Module) -> None:
    """Raise ``ValueError`` where an objective wants an auto-encoder's energies and D says that it gives none.

    >>> check_head("ebgan", "energy", nn.Linear(1, 1))  # a network of your own need not say what it gives
    """
    given = getattr(discriminator, "head", head)
    if (given == "energy") != (head == "energy"):
        wanted = "energy" if head == "energy" else "value"
        raise ValueError(f"objective {objective!r} needs a discriminator with head {wanted!r}, not {given!r}")


def check_fit(generator: nn.Module, discriminator: nn.Module, data: Tensor, batch_size: int) -> None:
    """Raise ``ValueError`` unless the networks say that they take this data, or say nothing."""
    shape, kind = tuple(data.shape[1:]), "points" if data.ndim == 2 else "images"
    for network in (generator, discriminator):
        wants = getattr(network, "data_shape", shape)  # a network of your own need not say what it makes
        if shape != wants:
            raise ValueError(f"{kind} have shape {shape}, but {type(network).__name__} wants {wants}")
    packing = getattr(discriminator, "packing", 1)
    if batch_size % packing:
        raise ValueError(f"batch_size must be a multiple of the discriminator's packing {packing}, not {batch_size}")


def check_average(average, generator: nn.Module) -> None:
    """Raise ``ValueError`` unless ``average`` is None or another network like the generator."""
    if average is None:
        return
    def shapes(network):
        return {name: tensor.shape for name, tensor in network.state_dict().items()}

    if average is generator or not isinstance(average, nn.Module) or shapes(average) != shapes(generator):
        raise ValueError(f"average must be another network of the generator's kind and size, not {average!r}")


def check_device(device) -> torch.device:
    """The device of that name, or ``ValueError``."""
    try:
        return torch.empty(0, device=device).device
    except (RuntimeError, AssertionError) as error:  # an unknown name, or a device that is not there
        raise ValueError(f"device must be one that PyTorch has here, such as 'cpu', not {device!r}") from error
