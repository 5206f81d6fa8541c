"""The Fréchet distance between Gaussians, the distance of the "FID"."""

import math
import warnings
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike

from gan_utils.arrays import Array, finite_numbers
from gan_utils.checks import in_range, whole
from gan_utils.metrics.feature_sets import feature_sets

BLOCK = 256  # rows and columns of a covariance that are multiplied at a time


def frechet_distance(mean_1: ArrayLike, cov_1: ArrayLike, mean_2: ArrayLike, cov_2: ArrayLike) -> float:
    """Squared 2-Wasserstein distance between two Gaussians.

    Args:
        mean_1: mean of the first, list, array or tensor ``(d,)``.
        cov_1: its covariance, shape ``(d, d)``, symmetric positive semi-definite.
        mean_2: mean of the second, shape ``(d,)``.
        cov_2: its covariance, shape ``(d, d)``.
    Returns:
        |mean_1 - mean_2|^2 + tr(cov_1 + cov_2 - 2 (cov_1 cov_2)^(1/2)), in squared feature units, never negative and
        never NaN; ``inf`` only where it leaves the range of float64.
    Raises:
        ValueError: when shapes disagree, a number is not finite, or a covariance is not symmetric or has a negative
            eigenvalue, of size more than a millionth of the largest: less is rounding, and counts as 0.
    Source: Heusel et al. 2017, arXiv:1706.08500, equation 6.

    >>> frechet_distance(np.zeros(1), np.eye(1), np.array([3.0]), 4 * np.eye(1))
    10.0
    """
    named = {"mean_1": mean_1, "cov_1": cov_1, "mean_2": mean_2, "cov_2": cov_2}
    mean_1, cov_1, mean_2, cov_2 = (finite_numbers(name, values) for name, values in named.items())
    d = mean_1.size
    if mean_1.shape != (d,) or mean_2.shape != (d,) or cov_1.shape != (d, d) or cov_2.shape != (d, d) or not d:
        shapes = [a.shape for a in (mean_1, cov_1, mean_2, cov_2)]
        raise ValueError(f"means must have shape (d,) and covariances (d, d), d at least 1, not {shapes}")
    _check_covariance("cov_1", cov_1)
    _check_covariance("cov_2", cov_2)
    return _distance(mean_1, cov_1, mean_2, cov_2)


def _check_covariance(name: str, cov: Array) -> None:
    scaled = torch.from_numpy(cov / (np.abs(cov).max() or 1))
    if not torch.allclose(scaled, scaled.T, atol=1e-8):
        raise ValueError(f"{name} must be symmetric")
    if torch.linalg.cholesky_ex(scaled).info:  # no proof yet: a flat covariance fails, too
        values = torch.linalg.eigvalsh(scaled)
        if values[0] < -1e-6 * values[-1].clamp(min=0):
            least = float(values[0]) * float(np.abs(cov).max())
            raise ValueError(f"{name} must be positive semi-definite, but has the eigenvalue {least:.6g}")


def fid(real: ArrayLike, generated: ArrayLike) -> float:
    """Fréchet distance between the Gaussians fitted to two sets of features.

    Args:
        real: features of real images, array or tensor ``(N, d)``, N at least 2.
        generated: features of generated images, array or tensor ``(M, d)``, M at least 2.
    Returns:
        the distance in squared feature units, at least 0. It is biased upwards, by about c / N.
    Raises:
        ValueError: when the shapes do not fit, or a number is not finite or larger than float32's range.
    Warns:
        UserWarning: when a set has no more rows than features. Its covariance is then flat in some directions.
    Source: Heusel et al. 2017, arXiv:1706.08500, equation 6; covariances with ddof 1, as in the authors' code.

    >>> points = np.random.default_rng(0).normal(size=(500, 3))
    >>> round(fid(points, points), 9), round(fid(points, points + [2, 0, 0]), 9)
    (0.0, 4.0)
    """
    real, generated = feature_sets(real, generated)
    fewest, d = min(len(real), len(generated)), real.shape[1]
    if fewest <= d:
        warnings.warn(
            f"{fewest} rows of {d} features fix a covariance in at most {fewest - 1} directions and make it 0 in the "
            f"others: the distance says more of the number of rows than of the images; take several times {d} rows",
            stacklevel=2,
        )
    return _distance(*_moments(real), *_moments(generated))


class ExtrapolatedFid(NamedTuple):
    """What ``fid_extrapolated`` finds.

    ``distance`` is where the fitted line meets endless samples; it may fall a little below 0. ``slope`` is the
    line's, ``shares`` are the shares of the rows that were used, and ``distances`` the FID at each, float64.
    """

    distance: float
    slope: float
    shares: Array
    distances: Array


def fid_extrapolated(
    real: ArrayLike, generated: ArrayLike, sizes: int = 15, smallest: float = 0.1, seed: int = 0
) -> ExtrapolatedFid:
    """The FID of endless samples: FID on random subsets of several sizes, and a straight line through them.

    The bias is close to c / N, so against 1 / share the FIDs lie on a line, and its height at 0 has lost the bias.
    Two things differ from the authors' way. They keep the real set whole, as the one true reference; here both sets
    shrink by the same share, so that the bias of both goes. They fit all sizes alike; here each counts by its share,
    because small subsets scatter most and leave the line, by terms in 1 / N^2.

    Args:
        real: features of real images, array or tensor ``(N, d)``.
        generated: features of generated images, array or tensor ``(M, d)``.
        sizes: how many shares, evenly spaced from ``smallest`` to 1, at least 2.
        smallest: the least share, above 0 and below 1. It must leave each set more rows than features.
        seed: of the subsets, at least 0.
    Returns:
        an ``ExtrapolatedFid``.
    Raises:
        ValueError: as ``fid``; for numbers out of range, or when ``smallest`` leaves too few rows for a line.
    Source: Chong and Forsyth 2020, arXiv:1911.07023, section 3.

    >>> real, generated = np.random.default_rng(0).normal(size=(2, 2000, 20))  # true distance 0
    >>> fid(real, generated) > 0.1, abs(fid_extrapolated(real, generated).distance) < 0.03
    (True, True)
    """
    real, generated = feature_sets(real, generated)
    smallest = in_range("smallest", smallest, 0, 1)
    if not 0 < smallest < 1:
        raise ValueError(f"smallest must lie between 0 and 1, not {smallest!r}")
    shares = np.linspace(smallest, 1, whole("sizes", sizes, 2))
    fewest, d = int(smallest * min(len(real), len(generated))), real.shape[1]
    if fewest <= d:
        raise ValueError(
            f"smallest = {smallest} leaves {fewest} rows of {d} features, and the bias falls as 1 / N only for more "
            "rows than features: take a larger share or more rows"
        )
    random = np.random.default_rng(whole("seed", seed, 0))
    distances = []
    for share in shares:
        parts = [x[random.choice(len(x), int(share * len(x)), replace=False)] for x in (real, generated)]
        distances.append(_distance(*_moments(parts[0]), *_moments(parts[1])))
    slope, distance = np.polyfit(1 / shares, distances, 1, w=shares)
    return ExtrapolatedFid(float(distance), float(slope), shares, np.array(distances))


def _distance(mean_1: Array, cov_1: Array, mean_2: Array, cov_2: Array) -> float:
    # The root's trace is that of (f' cov_2 f)^(1/2) for any f with f f' = cov_1: symmetric, so eigenvalues suffice.
    # Each in its own unit, for the product of two large or small ones is no number.
    (cov_1, unit_1), (cov_2, unit_2) = _in_unit(cov_1), _in_unit(cov_2)
    values = torch.linalg.eigvalsh(_turned(torch.from_numpy(cov_1), torch.from_numpy(cov_2)))
    unit = max(unit_1, unit_2)
    traces = np.trace(cov_1) * (unit_1 / unit) + np.trace(cov_2) * (unit_2 / unit)
    cross = values.clamp(min=0).sqrt().sum().item() * (unit_1 / unit) ** 0.5 * (unit_2 / unit) ** 0.5
    with np.errstate(over="ignore"):
        between = float(np.sum((mean_1 - mean_2) ** 2))
    return max(0.0, between + float(traces - 2 * cross) * unit)


def _in_unit(cov: Array) -> tuple[Array, float]:
    """A covariance over the power of four next to its largest number, and that: nothing is rounded by it."""
    largest = float(np.abs(cov).max())
    unit = 4.0 ** min(max(round(math.log(largest, 4)), -500), 500) if largest else 1.0
    return cov / unit, unit


def _moments(features: Array) -> tuple[Array, Array]:
    mean = features.mean(axis=0, dtype=np.float64)
    apart = np.subtract(features, mean, dtype=np.float64)
    return mean, apart.T @ apart / (len(features) - 1)


def _turned(cov_1: torch.Tensor, cov_2: torch.Tensor) -> torch.Tensor:
    """f' cov_2 f for a matrix f with f f' = cov_1, its lower triangle only: eigvalsh reads no more."""
    factor, failed = torch.linalg.cholesky_ex(cov_1)
    if failed:
        values, vectors = torch.linalg.eigh(cov_1)  # several times as slow, but it does not mind a flat covariance
        factor = vectors * values.clamp(min=0).sqrt()
        turned: torch.Tensor = factor.T @ cov_2 @ factor
        return turned
    # The factor is 0 above its diagonal. Products of blocks below it take a third of the time of the whole.
    product, edges = torch.zeros_like(cov_1), range(0, len(cov_1), BLOCK)
    for j in edges:
        half = cov_2[j:, j:] @ factor[j:, j : j + BLOCK]
        for i in edges[j // BLOCK :]:
            product[i : i + BLOCK, j : j + BLOCK] = factor[i:, i : i + BLOCK].T @ half[i - j :]
    return product
