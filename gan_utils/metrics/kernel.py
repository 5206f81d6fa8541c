"""The kernel inception distance (KID): do two sets of features have the same moments up to the third?"""

import math
from collections.abc import Iterator
from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from gan_utils.arrays import Array
from gan_utils.checks import whole
from gan_utils.metrics.feature_sets import feature_sets

BLOCK = 1024  # rows compared at a time, so 8 MB of the polynomial kernel's values


@overload
def kid(real: ArrayLike, generated: ArrayLike, subsets: None = None, size: int = 1000, seed: int = 0) -> float: ...


@overload
def kid(
    real: ArrayLike, generated: ArrayLike, subsets: int, size: int = 1000, seed: int = 0
) -> tuple[float, float]: ...


def kid(
    real: ArrayLike, generated: ArrayLike, subsets: int | None = None, size: int = 1000, seed: int = 0
) -> float | tuple[float, float]:
    """Squared maximum mean discrepancy of two sets of features under the polynomial kernel k(x, y) = (x.y / d + 1)^3.

    The estimate is unbiased: its mean is the same for few samples as for many, and 0 when both sets come from one
    distribution. So it comes out below 0 about as often as above when the two do not differ. That is no error.

    Args:
        real: features of real images, array or tensor ``(N, d)``, N at least 2.
        generated: features of generated images, array or tensor ``(M, d)``, M at least 2.
        subsets: None to compare all rows at once, or how many pairs of random subsets to compare, at least 1.
        size: rows of a subset, 2 to the smaller of N and M, drawn without repetition. Used with ``subsets`` only.
        seed: of the subsets, at least 0.
    Returns:
        without ``subsets`` the estimate; with them the mean and the standard deviation (ddof 0) of their estimates.
        That deviation is of one subset: it is no standard error of the mean.
    Raises:
        ValueError: for shapes that do not fit, too few rows, NaN, infinity or features beyond float32's range, or
            other numbers out of range.
    Source: Binkowski et al. 2018, arXiv:1801.01401, section 4.

    >>> kid([[0.0], [1.0]], [[2.0], [3.0]])  # 1 + 343 - 2 * (1 + 1 + 27 + 64) / 4
    297.5
    >>> [kid(*np.random.default_rng(seed).normal(size=(2, 500, 8))) < 0 for seed in range(4)]  # one distribution
    [False, True, False, True]
    """
    real, generated = feature_sets(real, generated)
    if subsets is None:
        return _unbiased(real, generated)
    smaller = min(len(real), len(generated))
    size = whole("size", size, 2)
    if size > smaller:
        raise ValueError(f"size must be at most the rows of the smaller set, {smaller}, not {size!r}")
    random = np.random.default_rng(whole("seed", seed, 0))
    values = []
    for _ in range(whole("subsets", subsets, 1)):
        parts = [features[random.choice(len(features), size, replace=False)] for features in (real, generated)]
        values.append(_unbiased(*parts))
    return float(np.mean(values)), float(np.std(values))


def _unbiased(real: Array, generated: Array) -> float:
    n, m = len(real), len(generated)
    own = _sum_of_pairs(real) / (n * (n - 1)) + _sum_of_pairs(generated) / (m * (m - 1))
    between = math.fsum(_polynomial(a, b).sum() for a in _blocks(real) for b in _blocks(generated))
    return own - 2 * between / (n * m)


def _sum_of_pairs(features: Array) -> float:
    """Sum of k over all ordered pairs of two different rows."""
    sums = []
    for start in range(0, len(features), BLOCK):
        rows = features[start : start + BLOCK].astype(np.float64)
        square = _polynomial(rows, rows)
        np.fill_diagonal(square, 0)
        sums.append(square.sum())
        sums += [2 * _polynomial(rows, others).sum() for others in _blocks(features[start + BLOCK :])]
    return math.fsum(sums)


def _polynomial(rows: Array, others: Array) -> Array:
    base = rows @ others.T
    base /= rows.shape[1]
    base += 1
    cube: Array = base * base * base  # NumPy's general power takes twenty times as long
    return cube


def _blocks(features: Array) -> Iterator[Array]:
    for start in range(0, len(features), BLOCK):
        yield features[start : start + BLOCK].astype(np.float64)
