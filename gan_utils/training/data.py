"""What ``train`` checks of its data before any work, and by what a checkpoint knows them again."""

import hashlib
import warnings
from typing import Any

import torch
from torch import Tensor

from gan_utils.checks import pixel_range


def check_images(images: Tensor, least: int) -> None:
    """Raise ``ValueError`` unless ``images`` is ``(N, C, H, W)``, finite, in [-1, 1], with N at least ``least``.

    Values may pass the range by the rounding of a resized image. Images in [0, 1] bring a warning: G's range is twice
    as wide.

    >>> check_images(torch.full((4, 1, 32, 32), 255.0), 2)
    Traceback (most recent call last):
    ...
    ValueError: images must lie in [-1, 1], not [255, 255]: divide pixels by 127.5 and take away 1
    """
    if not isinstance(images, Tensor) or images.ndim != 4 or images.dtype != torch.float32:
        shape = f"{images.dtype} {tuple(images.shape)}" if isinstance(images, Tensor) else type(images).__name__
        raise ValueError(f"images must be a float32 tensor of shape (N, C, H, W), not {shape}{_hint(images)}")
    if len(images) < least:
        raise ValueError(f"images must hold at least one batch of {least}, not {len(images)}")
    if not images.numel():
        raise ValueError(f"images must have shape (N, C, H, W), none of them 0, not {tuple(images.shape)}")
    low, high = float(images.min()), float(images.max())
    pixel_range("images", low, high)
    if low == 0 and high > 0.5:
        warnings.warn(f"images lie in [0, {high:g}] where [-1, 1] is meant: is it images * 2 - 1?", stacklevel=4)


def check_points(points: Tensor, least: int) -> None:
    """Raise ``ValueError`` unless ``points`` is float32 ``(N, d)``, finite, with N at least ``least``.

    >>> check_points(torch.tensor([[0.0, float("nan")]]), 1)
    Traceback (most recent call last):
    ...
    ValueError: points must be finite, but hold NaN or infinity
    """
    if points.dtype != torch.float32:
        raise ValueError(f"points must be float32, not {points.dtype}: see points.float()")
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


def fingerprint(data: Tensor) -> dict[str, Any]:
    """By what a checkpoint recognises its data: their shape, and a checksum of all values that takes little time.

    >>> fingerprint(torch.zeros(3, 2))["data"], fingerprint(torch.zeros(3, 2)) == fingerprint(torch.ones(3, 2))
    ([3, 2], False)
    """
    bits = data.view(torch.int32)
    # some rows besides, for a sum knows no order
    rows = torch.linspace(0, len(data) - 1, min(len(data), 256), dtype=torch.float64, device="cpu").long()
    some = bits[rows.to(data.device)].cpu().contiguous().numpy().tobytes()
    total = int(bits.sum(dtype=torch.int64))
    return {"data": list(data.shape), "data's checksum": hashlib.sha256(f"{total}".encode() + some).hexdigest()[:16]}


def _hint(images: object) -> str:
    """What would make a tensor of images of it, where that is easily said."""
    if not isinstance(images, Tensor):
        return ""
    channels_last = images.ndim == 4 and images.shape[3] in (1, 3) and images.shape[1] not in (1, 3)
    turn = ".permute(0, 3, 1, 2)" if channels_last else ".unsqueeze(1)" if images.ndim == 3 else ""
    if images.dtype == torch.uint8:
        return f": see images{turn}.float() / 127.5 - 1"
    return f": see images{turn}{'' if images.dtype == torch.float32 else '.float()'}"
