"""Checks of arguments, shared by every module: an error names the value and what is allowed."""

import math
import operator
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

from gan_utils.arrays import Array, numbers, real, tensor

if TYPE_CHECKING:
    from torch import Tensor


def one_of(name: str, value: object, allowed: Iterable[object]) -> None:
    """Raise ``ValueError`` unless ``value`` is one of ``allowed``.

    >>> one_of("method", "newton", ("simultaneous", "alternating"))
    Traceback (most recent call last):
    ...
    ValueError: method must be one of 'simultaneous', 'alternating', not 'newton'
    """
    if not tuple(allowed):
        raise ValueError(f"there is no {name}, so not {value!r}")
    if value not in tuple(allowed):
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, not {value!r}")


def positive(name: str, value: object) -> float:
    """Return ``value`` as a float, or raise ``ValueError`` unless it is finite and above zero.

    >>> positive("lr", -0.1)
    Traceback (most recent call last):
    ...
    ValueError: lr must be a finite number above 0, not -0.1
    """
    number = _number(name, value)
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"{name} must be a finite number above 0, not {value!r}")
    return number


def in_range(name: str, value: object, low: float, high: float) -> float:
    """Return ``value`` as a float, or raise ``ValueError`` unless ``low <= value <= high``.

    >>> in_range("t", 0.25, 0, 1)
    0.25
    """
    number = _number(name, value)
    if not low <= number <= high:  # NaN fails every comparison
        raise ValueError(f"{name} must lie in [{low}, {high}], not {value!r}")
    return number


ROUNDING = 1e-3  # by how much pixels may pass -1 and 1: resizing a white image rounds


def pixel_range(name: str, low: float, high: float) -> None:
    """Raise ``ValueError`` unless the least and the largest value of some images lie in [-1, 1], but for rounding.

    >>> pixel_range("images", -1.0, 1.0000002)
    >>> pixel_range("images", 0.0, 1.5)
    Traceback (most recent call last):
    ...
    ValueError: images must lie in [-1, 1], not [0, 1.5]
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError(f"{name} must be finite, but hold NaN or infinity")
    if low < -1 - ROUNDING or high > 1 + ROUNDING:
        hint = ": divide pixels by 127.5 and take away 1" if low >= 0 and high > 2 else ""
        raise ValueError(f"{name} must lie in [-1, 1], not [{low:g}, {high:g}]{hint}")


def image_batch(name: str, images: Any) -> "Tensor":
    """Images as float32 ``(N, C, H, W)`` on the CPU, without a gradient, held within [-1, 1].

    Args:
        name: what the error calls them.
        images: a tensor, an array or lists, in [-1, 1] but for rounding.
    Raises:
        ValueError: for what holds no real numbers, another shape, or values that pass [-1, 1] by more than rounding.

    >>> image_batch("images", [[[[1.0000002]]]]).tolist()
    [[[[1.0]]]]
    >>> image_batch("images", np.zeros((2, 8, 8, 3)))
    Traceback (most recent call last):
    ...
    ValueError: images must have shape (N, C, H, W), none of them 0, not (2, 8, 8, 3): see images.permute(0, 3, 1, 2)
    """
    # A tensor may be large: it takes no way round by float64.
    batch = (real(name, images) if _has_floats(images) else tensor(name, images)).detach().cpu().float()
    shape = tuple(batch.shape)
    turned = len(shape) == 4 and shape[3] in (1, 3) and shape[1] not in (1, 3)
    if len(shape) != 4 or 0 in shape or turned:
        hint = f": see {name}.permute(0, 3, 1, 2)" if turned else ""
        raise ValueError(f"{name} must have shape (N, C, H, W), none of them 0, not {shape}{hint}")
    pixel_range(name, float(batch.min()), float(batch.max()))
    return batch.clamp(-1, 1)


def whole(name: str, value: Any, low: int) -> int:
    """Return ``value`` as an int, or raise ``ValueError`` unless it is a whole number of at least ``low``.

    >>> whole("steps", 2.5, 1)
    Traceback (most recent call last):
    ...
    ValueError: steps must be a whole number of at least 1, not 2.5
    """
    try:
        number = None if _is_bool(value) or _has_floats(value) else operator.index(value)
    except (TypeError, RuntimeError):  # a tensor on the device 'meta' holds no number
        number = None
    if number is None or number < low:
        raise ValueError(f"{name} must be a whole number of at least {low}, not {value!r}")
    return number


def finite_pair(name: str, value: Any) -> Array:
    """Return ``value`` as an array of shape ``(2,)``, or raise ``ValueError`` unless it is two finite numbers.

    >>> finite_pair("start", (1, float("nan")))
    Traceback (most recent call last):
    ...
    ValueError: start must be two finite numbers, not (1, nan)
    """
    try:
        pair = numbers(name, value)
    except ValueError:
        pair = np.empty(0)
    if pair.shape != (2,) or not np.all(np.isfinite(pair)):
        raise ValueError(f"{name} must be two finite numbers, not {value!r}")
    return pair


def _number(name: str, value: Any) -> float:
    try:
        number = numbers(name, value) if hasattr(value, "dtype") else value
        # float() would read them, and arithmetic would then fail later
        if isinstance(value, (str, bytes)) or _is_bool(value) or getattr(number, "ndim", False):
            raise TypeError
        return float(number)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be a number, not {value!r}") from None


def _is_bool(value: object) -> bool:
    return isinstance(value, bool) or str(getattr(value, "dtype", "")) in ("bool", "torch.bool")


def _has_floats(value: object) -> TypeGuard["Tensor"]:
    """Whether it is a tensor of floating-point numbers. Its index is its whole part, 2 of 2.5."""
    return hasattr(value, "is_floating_point") and bool(value.is_floating_point())
