"""Seeded random numbers that are the same in Python and in the page's JavaScript.

``random``'s, NumPy's and PyTorch's generators cannot be had in a browser. This one, mulberry32,
fits in five lines of either language, so that a figure in the page can be repeated in a notebook.
It is for figures: trainings in Python use PyTorch's own generator.
"""

import numpy as np
from numpy.typing import NDArray

from gan_utils.checks import in_range, whole

LARGEST_SEED = 2**32 - 1


def uniforms(seed: int, count: int, start: int = 0) -> NDArray[np.float64]:
    """Numbers ``start`` to ``start + count - 1`` of a seed's stream, uniform in [0, 1).

    Args:
        seed: from 0 to 2**32 - 1.
        count: how many.
        start: how many to pass over; the stream can be entered anywhere at no cost.
    Returns:
        float64, shape ``(count,)``, multiples of 2**-32.
    Raises:
        ValueError: for a seed out of range, or a negative count or start.
    Source: Tommy Ettinger's mulberry32 (public domain).

    >>> uniforms(seed=1, count=3).round(6)
    array([0.627074, 0.002736, 0.527447])
    """
    seed, count = checked_seed(seed), whole("count", count, 0)
    first = whole("start", start, 0) % (LARGEST_SEED + 1)  # after which the stream begins anew
    numbers = np.arange(1, count + 1, dtype=np.uint64) + np.uint64(first)
    state = (np.uint64(seed) + numbers * np.uint64(0x6D2B79F5)) & _MASK
    mixed = _times(state ^ (state >> np.uint64(15)), state | np.uint64(1))
    mixed ^= (mixed + _times(mixed ^ (mixed >> np.uint64(7)), mixed | np.uint64(61))) & _MASK
    return (mixed ^ (mixed >> np.uint64(14))).astype(np.float64) / 2.0**32


def normals(seed: int, count: int, start: int = 0) -> NDArray[np.float64]:
    """Standard normal numbers by Box and Muller's transform, each from two uniforms.

    Args, Raises: as ``uniforms``.
    Returns:
        float64, shape ``(count,)``; none is larger than 6.7 in size.

    >>> normals(seed=1, count=3).round(6)
    array([ 1.404339,  1.215755, -0.510377])
    """
    pairs = uniforms(seed, 2 * whole("count", count, 0), 2 * whole("start", start, 0)).reshape(-1, 2)
    # 1 - u lies in (0, 1], so its logarithm is finite
    found: NDArray[np.float64] = np.sqrt(-2 * np.log(1 - pairs[:, 0])) * np.cos(2 * np.pi * pairs[:, 1])
    return found


def shuffled(seed: int, count: int, start: int = 0) -> NDArray[np.intp]:
    """The numbers 0 to ``count - 1`` in an order of the seed's, by the size of its uniforms.

    Args, Raises: as ``uniforms``.
    Returns:
        int64, shape ``(count,)``.

    >>> shuffled(seed=1, count=3)
    array([1, 2, 0])
    """
    return np.argsort(uniforms(seed, count, start), kind="stable")


def later_seed(seed: int, steps: int) -> int:
    """The seed that many further on, after the largest 0 again: a stream of its own for each use of one seed.

    Raises:
        ValueError: for a seed out of range, or steps that are no whole number of at least 0.

    >>> later_seed(LARGEST_SEED, 2)
    1
    """
    return (checked_seed(seed) + whole("steps", steps, 0)) % (LARGEST_SEED + 1)


def checked_seed(seed: object) -> int:
    """``seed`` as an int from 0 to ``LARGEST_SEED``, or ``ValueError``.

    >>> checked_seed(np.uint8(3))
    3
    """
    seed = whole("seed", seed, 0)
    in_range("seed", seed, 0, LARGEST_SEED)
    return seed


_MASK = np.uint64(0xFFFFFFFF)


def _times(a: NDArray[np.uint64], b: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The product of 32-bit whole numbers, its low 32 bits (``Math.imul`` in JavaScript)."""
    return (a * b) & _MASK
