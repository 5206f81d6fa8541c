"""Checks of what families are given."""

from numpy.typing import ArrayLike
from torch import Tensor

from gan_utils.arrays import finite, tensor


def places(name: str, x: ArrayLike) -> Tensor:
    """Numbers on the line as a float64 tensor ``(n,)``, or ``ValueError`` unless that is what ``x`` holds.

    A tensor keeps its device and its gradient.

    >>> places("x", [[1.0]])
    Traceback (most recent call last):
    ...
    ValueError: x must have shape (n,), not (1, 1)
    """
    x = tensor(name, x)
    if x.ndim != 1:
        raise ValueError(f"{name} must have shape (n,), not {tuple(x.shape)}")
    return finite(name, x)


def rows(name: str, x: ArrayLike, width: int) -> Tensor:
    """The same for ``(n, width)``.

    >>> rows("v", [[0.0, 1.0]], width=3)
    Traceback (most recent call last):
    ...
    ValueError: v must have shape (n, 3), not (1, 2)
    """
    x = tensor(name, x)
    if x.ndim != 2 or x.shape[1] != width:
        raise ValueError(f"{name} must have shape (n, {width}), not {tuple(x.shape)}")
    return finite(name, x)
