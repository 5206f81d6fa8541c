"""Images as the page reads them: one byte a pixel and channel, compressed without loss."""

import zlib
from typing import Any

import numpy as np
import torch

from gan_utils.checks import image_batch


def pack_images(images: Any, name: str = "images") -> tuple[dict[str, int], bytes]:
    """A set of images for the page's ``unpackImages``, which gives back what they are once rounded to 256 levels.

    Args:
        images: ``(N, C, size, size)`` in [-1, 1] but for rounding, N at least 1; tensor, array or lists.
        name: what errors call them.
    Returns:
        ``{"count", "channels", "size"}``, and zlib's bytes: of each image and channel, row by row, how each pixel
        differs from the one on its left. Neighbours are alike, so this takes far less room.
    Raises:
        ValueError: for another shape, or values outside [-1, 1].

    >>> sheet, content = pack_images(torch.zeros(10, 1, 32, 32))
    >>> sheet, len(content) < 100
    ({'count': 10, 'channels': 1, 'size': 32}, True)
    """
    images = image_batch(name, images)
    if images.shape[2] != images.shape[3]:
        raise ValueError(f"{name} must have shape (N, C, size, size), none of them 0, not {tuple(images.shape)}")
    levels = ((images + 1) * 127.5).round().to(torch.uint8).numpy()
    count, channels, size, _ = levels.shape
    differences = np.diff(levels, axis=3, prepend=np.uint8(0))  # bytes wrap around, there and back
    return {"count": count, "channels": channels, "size": size}, zlib.compress(differences.tobytes(), 9)
