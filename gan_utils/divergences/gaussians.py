"""Closed forms between Gaussians on a line, and one that has none."""

import math

import numpy as np

from gan_utils.checks import in_range, positive


def kl_gaussians(mean_1: float, std_1: float, mean_2: float, std_2: float) -> float:
    """KL(N(mean_1, std_1^2) || N(mean_2, std_2^2)), in nats.

    Returns:
        at least 0, and 0 for equal ones; ``inf`` only where the divergence itself leaves the range of float64.
    Raises:
        ValueError: for a std that is not above 0, or a number that is not finite.
    Source: the integral of log p - log q under p.

    >>> round(kl_gaussians(0, 1, 1, 2), 6)
    0.443147
    """
    m1, s1, m2, s2 = _checked(mean_1, std_1, mean_2, std_2)
    change, half_way = (s1 - s2) / s2, (m1 / 2 - m2 / 2) / s2  # halves, for the difference may overflow
    if math.isinf(change) or math.isinf(half_way):
        return math.inf
    log_ratio = math.log1p(change) if abs(change) < 0.5 else math.log(s1) - math.log(s2)
    return max(0.0, change - log_ratio + 0.5 * change * change + 2 * half_way * half_way)


def w2_gaussians(mean_1: float, std_1: float, mean_2: float, std_2: float) -> float:
    """The 2-Wasserstein distance between two Gaussians on a line: sqrt((mean difference)^2 + (std difference)^2).

    Returns:
        at least 0, in the unit of the means; ``inf`` only where it leaves the range of float64.
    Raises:
        ValueError: as ``kl_gaussians``.
    Source: Dowson and Landau 1982; the square of this is the Frechet distance of ``metrics.frechet``.

    >>> w2_gaussians(0, 1, 3, 5)
    5.0
    """
    m1, s1, m2, s2 = _checked(mean_1, std_1, mean_2, std_2)
    return math.hypot(m1 - m2, s1 - s2)


def js_gaussians(mean_1: float, std_1: float, mean_2: float, std_2: float) -> float:
    """The Jensen-Shannon divergence between two Gaussians, by the trapezoidal rule: it has no closed form.

    Each half, KL(one || their average), is an integral in the unit of its own Gaussian, on places spread over eleven
    standard deviations to either side of both means: so a narrow Gaussian beside a wide one has as many as it needs.

    Returns:
        in nats, at least 0 and at most log 2, accurate to 1e-7 however wide, narrow or far apart the two are.
    Raises:
        ValueError: as ``kl_gaussians``.

    >>> round(js_gaussians(0, 1, 1, 1), 6)
    0.111421
    """
    m1, s1, m2, s2 = _checked(mean_1, std_1, mean_2, std_2)
    halves = _half(m1, s1, m2, s2) + _half(m2, s2, m1, s1)
    return min(max(0.0, halves / 2), math.log(2))


def _half(mean: float, std: float, other_mean: float, other_std: float) -> float:
    """The integral of p log(2 p / (p + q)) for p = N(mean, std^2), in the unit t = (x - mean) / std."""
    t = np.linspace(-11, 11, 40_001)
    # Where the other one lies, and how wide it is, in p's unit and the other way round. Beyond 1e300 all is one.
    gap = other_mean / 2 - mean / 2  # half, for all of it may overflow
    away, wide = _at_most(gap / std * 2), _at_most(other_std / std)
    back, narrow = _at_most(-gap / other_std * 2), _at_most(std / other_std)
    if wide < 1e-12:
        return math.log(2)  # p hardly ever meets so narrow a q, whose places could not be told apart in p's unit
    t = np.sort(np.concatenate([t, np.clip(away + wide * t, -11, 11)]))
    with np.errstate(over="ignore"):  # minus infinity is the right logarithm where q is nothing beside p
        log_ratio = 0.5 * t**2 - 0.5 * (back + narrow * t) ** 2 + math.log(std) - math.log(other_std)
    # log(2 p / (p + q)), by differences of logarithms, which do not underflow
    heights = np.exp(-0.5 * t**2) / math.sqrt(2 * math.pi) * (math.log(2) - np.logaddexp(0, log_ratio))
    return float(0.5 * np.sum((heights[1:] + heights[:-1]) * np.diff(t)))


def _at_most(number: float) -> float:
    return min(max(number, -1e300), 1e300)


def _checked(mean_1: float, std_1: float, mean_2: float, std_2: float) -> tuple[float, float, float, float]:
    largest = float(np.finfo(np.float64).max)
    return (
        in_range("mean_1", mean_1, -largest, largest),
        positive("std_1", std_1),
        in_range("mean_2", mean_2, -largest, largest),
        positive("std_2", std_2),
    )
