"""How many modes of a known mixture a sample covers, and how much of it lies near one."""

import math
from typing import NamedTuple

import numpy as np

from gan_utils.checks import positive


class ModeCoverage(NamedTuple):
    """What ``mode_coverage`` finds.

    ``captured`` counts the modes that are nearest to at least one high-quality sample, ``high_quality`` is
    the share of high-quality samples in [0, 1], ``counts`` holds the high-quality samples of each mode, int64
    ``(modes,)``, and ``reverse_kl`` is KL(counts / sum || uniform) in nats: 0 when all modes have equally
    many, log(modes) when one has all, NaN when no sample is of high quality.
    """

    captured: int
    high_quality: float
    counts: np.ndarray
    reverse_kl: float


def mode_coverage(samples, centers, std: float, threshold: float = 3.0) -> ModeCoverage:
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
    distances = np.linalg.norm(samples[:, None] - centers[None], axis=-1)
    good = distances.min(axis=1) <= reach
    counts = np.bincount(distances.argmin(axis=1)[good], minlength=len(centers))
    return ModeCoverage(int((counts > 0).sum()), float(good.mean()), counts, reverse_kl(counts))


def reverse_kl(counts) -> float:
    """KL(counts / sum || uniform) in nats, with 0 log 0 = 0; NaN when all counts are 0.

    >>> round(reverse_kl([5, 0, 0, 0]) / math.log(4), 6)
    1.0
    """
    counts = np.asarray(counts, dtype=float)
    if not counts.sum():
        return math.nan
    shares = counts[counts > 0] / counts.sum()
    return max(0.0, float((shares * np.log(shares * len(counts))).sum()))


def _points(name: str, values) -> np.ndarray:
    if hasattr(values, "detach"):  # a tensor, perhaps with a gradient
        values = values.detach().cpu().double().numpy()
    points = np.asarray(values, dtype=float)
    if points.ndim != 2 or 0 in points.shape:
        raise ValueError(f"{name} must have shape (N, d) with N and d at least 1, not {points.shape}")
    if not np.isfinite(points).all():
        raise ValueError(f"{name} must be finite, but hold NaN or infinity")
    return points
