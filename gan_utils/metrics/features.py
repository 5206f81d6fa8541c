"""Numbers from images: what a network makes of them, batch by batch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gan_utils.arrays import Array
from gan_utils.checks import pixel_range, whole
from gan_utils.models import AttributeReader, DigitClassifier


def features(images: Tensor, network: Callable[[Tensor], Tensor], batch_size: int = 250) -> Array:
    """What a network sees in images: the rows that ``fid``, ``kid`` and ``prdc`` compare.

    Args:
        images: floating-point tensor ``(N, C, H, W)``, finite, none of the four 0, in the units the network expects:
            the book's own networks and ``inception_v3`` refuse what leaves [-1, 1] by more than rounding.
        network: has a method ``features`` (``pretrained.load("digit-classifier")``, ``inception_v3.load()``), or else
            is called itself. It maps images ``(n, C, H, W)`` to rows ``(n, d)``. A module works where its weights are,
            in their precision, in evaluation mode, and then gets its modes back; no other function is changed.
        batch_size: images at a time, at least 1.
    Returns:
        array ``(N, d)``: float64 from a network in float64, float32 from any other.
    Raises:
        ValueError: for other images, or a network that gives something else, NaN or infinity.

    >>> def brightness_and_contrast(images):  # your own network: any function from images to rows
    ...     return torch.stack([images.mean(dim=(1, 2, 3)), images.std(dim=(1, 2, 3))], dim=1)
    >>> features(torch.tensor([[-1.0, 1.0], [0.5, 0.5]]).reshape(2, 1, 1, 2), brightness_and_contrast).round(3)
    array([[0.   , 1.414],
           [0.5  , 0.   ]], dtype=float32)
    """
    own = getattr(network, "features", None)
    return _in_batches(images, network, own if callable(own) else network, batch_size)


def probabilities(images: Tensor, network: Callable[[Tensor], Tensor], batch_size: int = 250) -> Array:
    """Class probabilities p(y|x) of images: the rows that ``inception_score`` asks for.

    Args:
        images: as for ``features``.
        network: called itself, maps images to logits ``(n, K)`` of one choice among K classes, at least 2. It must
            not end in a softmax: a softmax of probabilities is nearly even, whatever the images.
        batch_size: images at a time, at least 1.
    Returns:
        float64 ``(N, K)``: the softmax of the logits, so each row sums to 1.
    Raises:
        ValueError: as ``features``, for a single logit, or for a network that ends in a softmax.

    >>> def bright(images):
    ...     return images.mean(dim=(2, 3)) * torch.tensor([0.0, 1.0])
    >>> probabilities(torch.tensor([0.0, 50.0]).reshape(2, 1, 1, 1), bright).round(3)
    array([[0.5, 0.5],
           [0. , 1. ]])
    """
    logits = _in_batches(images, network, network, batch_size)
    if logits.shape[1] < 2:
        raise ValueError("network must give logits of at least 2 classes, (n, K): the softmax of one is always 1")
    sums = logits.sum(axis=1, dtype=np.float64)
    if len(logits) > 1 and (logits >= 0).all() and np.abs(sums - 1).max() < 1e-3:
        raise ValueError("network must give logits, but its rows are at least 0 and sum to 1: take off its softmax")
    return torch.from_numpy(logits).double().softmax(dim=1).numpy()


def check_images(images: Tensor) -> None:
    """Raise ``ValueError`` unless ``images`` is a finite floating-point tensor ``(N, C, H, W)``, none of them 0.

    >>> check_images(torch.zeros(28, 28))
    Traceback (most recent call last):
    ...
    ValueError: images must be a tensor of shape (N, C, H, W), none of them 0, not (28, 28)
    """
    if not isinstance(images, Tensor) or images.ndim != 4 or 0 in images.shape:
        raise ValueError(f"images must be a tensor of shape (N, C, H, W), none of them 0, not {_described(images)}")
    if not images.is_floating_point():
        raise ValueError(f"images must be floating-point numbers, not {images.dtype}")
    if not all(bool(torch.isfinite(part).all()) for part in torch.split(images, 250)):  # all at once would copy them
        raise ValueError("images must be finite, but hold NaN or infinity")


def check_range(images: Tensor) -> None:
    """Raise ``ValueError`` unless the images lie in [-1, 1], but for rounding.

    >>> check_range(255 * torch.ones(1, 1, 2, 2))
    Traceback (most recent call last):
    ...
    ValueError: images must lie in [-1, 1], not [255, 255]: divide pixels by 127.5 and take away 1
    """
    pixel_range("images", float(images.min()), float(images.max()))


@torch.no_grad()
def _in_batches(images: Tensor, network: Any, function: Callable[[Tensor], Tensor], batch_size: int) -> Array:
    size = whole("batch_size", batch_size, 1)
    check_images(images)
    if not callable(function):
        raise ValueError(f"network must be a function or a module of images, not {network!r}")
    owner = getattr(network, "__self__", network)  # of a bound method, such as classifier.features
    if isinstance(owner, (AttributeReader, DigitClassifier)):  # which would take pixels of [0, 255] without complaint
        check_range(images)
    module = owner if isinstance(owner, nn.Module) else nn.Module()
    weights = next((each for each in (*module.parameters(), *module.buffers()) if each.is_floating_point()), None)
    table = np.empty((0, 0))  # until the first rows say how wide it is, and in which precision
    with _evaluating(module):
        for start in range(0, len(images), size):
            batch = images[start : start + size]
            found = function(batch if weights is None else batch.to(weights.device, weights.dtype))
            which = f"images {start} to {start + len(batch) - 1}"
            _check_rows(found, len(batch), table.shape[1], which)
            rows = found.to("cpu", torch.float64 if found.dtype == torch.float64 else torch.float32)
            if not torch.isfinite(rows).all():
                raise ValueError(f"network must give finite numbers, but gave NaN or infinity for {which}")
            if not table.size:
                table = np.empty((len(images), rows.shape[1]), dtype=rows.numpy().dtype)
            table[start : start + size] = rows.numpy()
    return table


def _check_rows(found: object, count: int, width: int, which: str) -> None:
    if not isinstance(found, Tensor) or found.ndim != 2 or len(found) != count or not found.shape[1]:
        more = "; flatten or average its maps" if isinstance(found, Tensor) and found.ndim > 2 else ""
        raise ValueError(f"network must give one row an image, ({count}, d) for {which}, not {_described(found)}{more}")
    if not found.is_floating_point():
        raise ValueError(f"network must give floating-point numbers, not {found.dtype}")
    if found.shape[1] != (width or found.shape[1]):
        raise ValueError(f"network must give rows of one width, but gave {found.shape[1]}, not {width}, for {which}")


@contextmanager
def _evaluating(module: nn.Module) -> Iterator[None]:
    """In evaluation mode, and each part in its own mode again afterwards: some may be frozen while others train."""
    modes = [(part, part.training) for part in module.modules()]
    module.eval()
    try:
        yield
    finally:
        for part, mode in modes:
            part.training = mode


def _described(value: object) -> str:
    return str(tuple(value.shape)) if isinstance(value, Tensor) else type(value).__name__
