"""How many modes of a known mixture a sample covers, and how much of it lies near one."""

import math
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gan_utils.arrays import Array, finite_numbers
from gan_utils.checks import positive, whole


class ModeCoverage(NamedTuple):
    """What ``mode_coverage`` finds.

    ``captured`` counts the modes that are nearest to at least one high-quality sample, ``high_quality`` is
    the share of high-quality samples in [0, 1], ``counts`` holds the high-quality samples of each mode, int64
    ``(modes,)``, and ``reverse_kl`` is KL(counts / sum || uniform) in nats: 0 when all modes have equally
    many, log(modes) when one has all, NaN when no sample is of high quality.
    """

    captured: int
    high_quality: float
    counts: Array
    reverse_kl: float


Regime = Literal["hops", "sits", "covers", "between"]
# What a run must reach to count as one: a share of the modes' spread, of the samples, of the modes.
RESTLESS, GOOD, ANY_GOOD, FEW = 0.25, 0.5, 0.25, 0.5


def regime(captured: int, modes: int, high_quality: float, moved: float, radius: float) -> Regime:
    """Which of three ways of training on a ring of modes a run has taken.

    It **hops** when the mean of its samples is still on its way: in 100 steps it moves by a quarter of the ring's
    radius or more. Of those at rest, a run **covers** when it captures all modes and at least half of its samples are
    good, and **sits** when it captures at most half of the modes and at least a quarter of its samples are good.
    What is none of these lies **between**.

    Args:
        captured, high_quality: as ``mode_coverage`` counts them.
        modes: how many there are, at least 1.
        moved: how far the samples' mean has moved in 100 steps, at least 0.
        radius: of the ring, above 0.
    Raises:
        ValueError: for a number out of range.

    >>> regime(1, 8, 0.003, moved=3.1, radius=2.0), regime(1, 8, 0.93, moved=0.02, radius=2.0)
    ('hops', 'sits')
    >>> regime(8, 8, 0.71, moved=0.05, radius=2.0), regime(7, 8, 0.71, moved=0.05, radius=2.0)
    ('covers', 'between')
    """
    modes, captured = whole("modes", modes, 1), whole("captured", captured, 0)
    if captured > modes:
        raise ValueError(f"captured must be at most modes, {modes}, not {captured}")
    if not 0 <= high_quality <= 1:
        raise ValueError(f"high_quality must lie in [0, 1], not {high_quality}")
    if not moved >= 0:
        raise ValueError(f"moved must be at least 0, not {moved}")
    if moved >= RESTLESS * positive("radius", radius):
        return "hops"
    if captured == modes and high_quality >= GOOD:
        return "covers"
    return "sits" if captured <= FEW * modes and high_quality >= ANY_GOOD else "between"


def mode_coverage(samples: ArrayLike, centers: ArrayLike, std: float, threshold: float = 3.0) -> ModeCoverage:
    """Count the modes of an equal mixture of round Gaussians that ``samples`` reach.

    A sample is of high quality when its Euclidean distance to the nearest centre is at most ``threshold * std``.
    In the plane a perfect model reaches 1 - exp(-threshold**2 / 2) of those: 0.98889 for 3, not 0.9973 and not 1.

    Args:
        samples: array or tensor ``(N, d)``, finite, N at least 1.
        centers: array or tensor ``(modes, d)``, finite, at least one.
        std: of each Gaussian in each direction, above 0.
        threshold: how many ``std`` away still counts, above 0.
    Returns:
        a ``ModeCoverage``.
    Raises:
        ValueError: for wrong shapes, NaN or infinity, no modes, no samples, std or threshold not above 0.
    Source: Srivastava et al. 2017 (VEEGAN), arXiv:1705.07761, section 4.1; the reverse KL is PacGAN's,
        Lin et al. 2018, arXiv:1712.04086, section 4.1.

    >>> centers = np.array([[0.0, 0.0], [1.0, 0.0]])
    >>> found = mode_coverage([[0.01, 0.0], [0.0, 0.05], [0.5, 0.5]], centers, std=0.02)
    >>> found.captured, round(found.high_quality, 3), found.counts.tolist(), round(found.reverse_kl, 3)
    (1, 0.667, [2, 0], 0.693)
    """
    samples, centers = _points("samples", samples), _points("centers", centers)
    if samples.shape[1] != centers.shape[1]:
        raise ValueError(f"samples have {samples.shape[1]} coordinates, but centers have {centers.shape[1]}")
    reach = positive("threshold", threshold) * positive("std", std)
    # In a unit next to the reach, in which squares that matter are neither lost nor overflow.
    unit = 2.0 ** math.frexp(min(max(reach, 1e-300), 1e300))[1]
    with np.errstate(over="ignore"):
        distances = np.linalg.norm((samples[:, None] - centers[None]) / unit, axis=-1)
    good = distances.min(axis=1) <= reach / unit
    counts = np.bincount(distances.argmin(axis=1)[good], minlength=len(centers))
    return ModeCoverage(int((counts > 0).sum()), float(good.mean()), counts, reverse_kl(counts))


def reverse_kl(counts: ArrayLike) -> float:
    """KL(counts / sum || uniform) in nats, with 0 log 0 = 0; NaN when all counts are 0.

    Args:
        counts: how many of each mode, ``(modes,)``, at least 0.
    Returns:
        from 0 to log(modes), and exactly that when one mode has all.
    Raises:
        ValueError: for another shape, or counts that are negative or not finite.

    >>> round(reverse_kl([5, 0, 0, 0]) / math.log(4), 6)
    1.0
    """
    counts = finite_numbers("counts", counts)
    if counts.ndim != 1 or not len(counts) or counts.min() < 0:
        raise ValueError(f"counts must be numbers of at least 0, of shape (modes,), not {counts!r}")
    if not counts.any():
        return math.nan
    shares = counts / counts.max()  # of the largest first: a sum of large counts may be no number
    shares = shares[shares > 0] / shares.sum()
    found = float((shares * np.log(shares * len(counts))).sum())
    return min(max(0.0, found), math.log(len(counts)))


def _points(name: str, values: ArrayLike) -> Array:
    points = finite_numbers(name, values)
    if points.ndim != 2 or 0 in points.shape:
        raise ValueError(f"{name} must have shape (N, d) with N and d at least 1, not {points.shape}")
    return points
