"""Closed forms between Gaussians on a line, and one that has none."""

import numpy as np

from gan_utils.checks import in_range, positive


def kl_gaussians(mean_1: float, std_1: float, mean_2: float, std_2: float) -> float:
    """KL(N(mean_1, std_1^2) || N(mean_2, std_2^2)), in nats.

    Raises:
        ValueError: for a std that is not above 0, or a number that is not finite.
    Source: the integral of log p - log q under p.

    >>> round(kl_gaussians(0, 1, 1, 2), 6)
    0.443147
    """
    m1, s1, m2, s2 = _checked(mean_1, std_1, mean_2, std_2)
    return float(np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5)


def w2_gaussians(mean_1: float, std_1: float, mean_2: float, std_2: float) -> float:
    """The 2-Wasserstein distance between two Gaussians on a line: sqrt((mean difference)^2 + (std difference)^2).

    Raises:
        ValueError: as ``kl_gaussians``.
    Source: Dowson and Landau 1982; the square of this is the Frechet distance of ``metrics.frechet``.

    >>> w2_gaussians(0, 1, 3, 5)
    5.0
    """
    m1, s1, m2, s2 = _checked(mean_1, std_1, mean_2, std_2)
    return float(np.hypot(m1 - m2, s1 - s2))


def js_gaussians(mean_1: float, std_1: float, mean_2: float, std_2: float) -> float:
    """The Jensen-Shannon divergence between two Gaussians, by the trapezoidal rule: it has no closed form.

    The places are spread over eleven standard deviations to either side of each mean, so that a narrow Gaussian
    beside a wide one has as many as it needs; accurate to 1e-7.

    Raises:
        ValueError: as ``kl_gaussians``.

    >>> round(js_gaussians(0, 1, 1, 1), 6)
    0.111421
    """
    m1, s1, m2, s2 = _checked(mean_1, std_1, mean_2, std_2)
    t = np.linspace(-11, 11, 40_001)
    x = np.sort(np.concatenate([m1 + s1 * t, m2 + s2 * t]))
    log_p, log_q = (-0.5 * ((x - m) / s) ** 2 - np.log(s * np.sqrt(2 * np.pi)) for m, s in ((m1, s1), (m2, s2)))
    # p log(2 p / (p + q)) + q log(2 q / (p + q)), by differences of logarithms, which do not underflow
    heights = np.exp(log_p) * (np.log(2) - np.logaddexp(0, log_q - log_p))
    heights += np.exp(log_q) * (np.log(2) - np.logaddexp(0, log_p - log_q))
    return float(0.25 * np.sum((heights[1:] + heights[:-1]) * np.diff(x)))


def _checked(mean_1, std_1, mean_2, std_2) -> tuple[float, float, float, float]:
    largest = np.finfo(np.float64).max
    return (
        in_range("mean_1", mean_1, -largest, largest),
        positive("std_1", std_1),
        in_range("mean_2", mean_2, -largest, largest),
        positive("std_2", std_2),
    )
