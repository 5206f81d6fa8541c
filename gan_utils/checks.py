"""Checks of arguments, shared by every module: an error names the value and what is allowed."""

import math

import numpy as np


def one_of(name: str, value, allowed) -> None:
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


def positive(name: str, value) -> float:
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


def in_range(name: str, value, low: float, high: float) -> float:
    """Return ``value`` as a float, or raise ``ValueError`` unless ``low <= value <= high``.

    >>> in_range("t", 0.25, 0, 1)
    0.25
    """
    number = _number(name, value)
    if not low <= number <= high:  # NaN fails every comparison
        raise ValueError(f"{name} must lie in [{low}, {high}], not {value!r}")
    return number


def whole(name: str, value, low: int) -> int:
    """Return ``value`` as an int, or raise ``ValueError`` unless it is a whole number of at least ``low``.

    >>> whole("steps", 2.5, 1)
    Traceback (most recent call last):
    ...
    ValueError: steps must be a whole number of at least 1, not 2.5
    """
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < low:
        raise ValueError(f"{name} must be a whole number of at least {low}, not {value!r}")
    return int(value)


def finite_pair(name: str, value) -> np.ndarray:
    """Return ``value`` as an array of shape ``(2,)``, or raise ``ValueError`` unless it is two finite numbers.

    >>> finite_pair("start", (1, float("nan")))
    Traceback (most recent call last):
    ...
    ValueError: start must be two finite numbers, not (1, nan)
    """
    try:
        pair = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        pair = np.empty(0)
    if pair.shape != (2,) or not np.all(np.isfinite(pair)):
        raise ValueError(f"{name} must be two finite numbers, not {value!r}")
    return pair


def _number(name: str, value) -> float:
    try:
        if isinstance(value, (str, bytes, bool)):  # float() would read them, and arithmetic would then fail later
            raise TypeError
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be a number, not {value!r}") from None
