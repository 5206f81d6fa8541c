"""Precision, recall, density and coverage: which set reaches into the neighbourhoods of the other?"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gan_utils.arrays import Array
from gan_utils.checks import whole
from gan_utils.metrics.feature_sets import feature_sets

BLOCK = 2**22  # numbers held at a time in each table: 32 MB


class Prdc(NamedTuple):
    """What ``prdc`` finds: precision, recall and coverage in [0, 1], density at least 0, and it can exceed 1."""

    precision: float
    recall: float
    density: float
    coverage: float


def prdc(real: ArrayLike, generated: ArrayLike, k: int = 5) -> Prdc:
    """Four shares, counted with balls about the points: a ball reaches to its point's k-th neighbour in its own set.

    - Precision: generated points in the ball of some real point. Are the samples good?
    - Recall: real points in the ball of some generated point. Is there one for everything real?
    - Density: real balls about a generated point, over k; the mean of that. A real outlier's wide ball adds one only.
    - Coverage: real points whose ball holds some generated point. Recall, but generated outliers cannot raise it.

    A point on the very edge is inside for precision and recall, and outside for density and coverage: so their authors
    defined them. The edge counts when a generator gives back its training images, and then a set has all four 1
    with itself, unless some point has k copies: its ball has no inside, and if all have, density and coverage are 0.
    Two sets of one distribution have mean density 1 and mean coverage 1 - prod_{i=1..k} (N-i) / (N+M-i),
    0.969 for k = 5, whatever their features; precision and recall of such sets depend on N, d and k.

    Args:
        real: features of real images, array or tensor ``(N, d)``.
        generated: features of generated images, array or tensor ``(M, d)``.
        k: which neighbour, the point itself not counted: 1 to the smaller of N and M, less 1. The authors take 3
            for precision and recall, 5 for density and coverage.
    Returns:
        a ``Prdc``.
    Raises:
        ValueError: for shapes that do not fit, too few rows for k, NaN, infinity, or features beyond float32's range.
    Source: Kynkaanniemi et al. 2019, arXiv:1904.06991, section 2; Naeem et al. 2020, arXiv:2002.09797, section 3.

    >>> prdc([[0.0], [1.0], [2.0], [3.0], [10.0]], [[0.5], [1.5], [2.5], [20.0]], k=1)
    Prdc(precision=0.75, recall=1.0, density=1.5, coverage=0.8)
    """
    real, generated = feature_sets(real, generated)
    smaller = min(len(real), len(generated))
    k = whole("k", k, 1)
    if k >= smaller:
        raise ValueError(f"k must be less than the rows of the smaller set, {smaller}, not {k!r}")
    real, generated = _enlarged(real, generated)
    real_reach, generated_reach = _reach(real, k), _reach(generated, k)
    in_real, strictly_in_real = np.zeros(len(generated), dtype=bool), 0
    recalled = covered = 0
    for part in _slices(len(real), len(generated)):
        radii = real_reach[part, None]
        squares = _squares(real[part], generated, radii, generated_reach)
        in_real |= (squares <= radii).any(axis=0)
        recalled += (squares <= generated_reach).any(axis=1).sum()
        strictly = squares < radii
        strictly_in_real += strictly.sum()
        covered += strictly.any(axis=1).sum()
    n, m = len(real), len(generated)
    return Prdc(float(in_real.mean()), float(recalled / n), float(strictly_in_real / (k * m)), float(covered / n))


def _enlarged(real: Array, generated: Array) -> tuple[Array, Array]:
    """Both sets, multiplied by one power of two where squares of such small numbers would be lost."""
    largest = max(float(np.abs(real).max()), float(np.abs(generated).max()))
    if not 0 < largest < 1e-100:
        return real, generated
    power = -math.frexp(largest)[1]
    return np.ldexp(real, power), np.ldexp(generated, power)


def _reach(points: Array, k: int) -> Array:
    """Squared distance of each point to its k-th neighbour among the others."""
    reach = np.empty(len(points))
    for part in _slices(len(points), len(points)):
        squares, doubt = _rough_squares(points[part], points)
        own = np.arange(len(points))[part]
        squares[own - own[0], own] = np.inf  # no point is a neighbour of its own
        rough = np.partition(squares, k - 1, axis=1)[:, k - 1, None]
        _measure(squares, points[part], points, np.abs(squares - rough) <= 2 * doubt)
        reach[part] = np.partition(squares, k - 1, axis=1)[:, k - 1]
    return reach


def _squares(rows: Array, others: Array, row_reach: Array, other_reach: Array) -> Array:
    """Squared distances ``(n, m)``; those which rounding could put on the wrong side of a reach are exact."""
    squares, doubt = _rough_squares(rows, others)
    unsure = (np.abs(squares - row_reach) <= doubt) | (np.abs(squares - other_reach) <= doubt)
    _measure(squares, rows, others, unsure)
    return squares


def _rough_squares(rows: Array, others: Array) -> tuple[Array, Array]:
    """Squared distances as |a|^2 + |b|^2 - 2 a.b, many times as fast as differences, and how far a row's may be off."""
    rows = rows.astype(np.float64)
    squares, lengths = np.empty((len(rows), len(others))), np.empty(len(others))
    for part in _slices(*others.shape):
        columns = others[part].astype(np.float64, copy=False)
        lengths[part] = np.einsum("ij,ij->i", columns, columns)
        np.matmul(-2 * rows, columns.T, out=squares[:, part])
    own = np.einsum("ij,ij->i", rows, rows)[:, None]
    squares += own
    squares += lengths
    return squares, 1e-12 * (own + lengths.max())  # more than rounding comes to, up to four thousand features


def _measure(squares: Array, rows: Array, others: Array, which: Array) -> None:
    """Put in exact squared distances: the same bits for the same two points, whichever comes first."""
    i, j = np.divmod(np.flatnonzero(which), which.shape[1])  # nonzero takes fifteen times as long
    for part in _slices(len(i), rows.shape[1]):
        apart = rows[i[part]].astype(np.float64) - others[j[part]]
        squares[i[part], j[part]] = (apart**2).sum(axis=1)


def _slices(count: int, width: int) -> list[slice]:
    """Parts of ``count`` rows, so that a table of ``width`` columns fits a block."""
    step = max(1, BLOCK // width)
    return [slice(start, start + step) for start in range(0, count, step)]
