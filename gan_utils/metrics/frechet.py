"""The Fréchet distance between Gaussians, the distance of the "FID"."""

import numpy as np


def frechet_distance(mean_1: np.ndarray, cov_1: np.ndarray, mean_2: np.ndarray, cov_2: np.ndarray) -> float:
    """Squared 2-Wasserstein distance between two Gaussians.

    Args:
        mean_1: mean of the first, shape ``(d,)``.
        cov_1: its covariance, shape ``(d, d)``, symmetric positive semi-definite.
        mean_2: mean of the second, shape ``(d,)``.
        cov_2: its covariance, shape ``(d, d)``.
    Returns:
        |mean_1 - mean_2|^2 + tr(cov_1 + cov_2 - 2 (cov_1 cov_2)^(1/2)), in squared feature units, never negative.
    Raises:
        ValueError: when shapes disagree, a number is not finite, or a covariance is not symmetric.
    Source: Heusel et al. 2017, arXiv:1706.08500, equation 6.

    >>> frechet_distance(np.zeros(1), np.eye(1), np.array([3.0]), 4 * np.eye(1))
    10.0
    """
    mean_1, cov_1, mean_2, cov_2 = (np.asarray(a, dtype=np.float64) for a in (mean_1, cov_1, mean_2, cov_2))
    d = mean_1.size
    if mean_1.shape != (d,) or mean_2.shape != (d,) or cov_1.shape != (d, d) or cov_2.shape != (d, d):
        shapes = [a.shape for a in (mean_1, cov_1, mean_2, cov_2)]
        raise ValueError(f"means must have shape (d,) and covariances (d, d), not {shapes}")
    for name, array in (("mean_1", mean_1), ("cov_1", cov_1), ("mean_2", mean_2), ("cov_2", cov_2)):
        if not np.all(np.isfinite(array)):
            raise ValueError(f"{name} must be finite")
        if array.ndim == 2 and not np.allclose(array, array.T, atol=1e-8 * max(1.0, float(np.abs(array).max()))):
            raise ValueError(f"{name} must be symmetric")
    # tr (cov_1 cov_2)^(1/2) = tr (r cov_2 r)^(1/2) with r = cov_1^(1/2): symmetric, so eigenvalues suffice.
    values, vectors = np.linalg.eigh(cov_1)
    root = (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T
    cross = np.sqrt(np.clip(np.linalg.eigvalsh(root @ cov_2 @ root), 0, None)).sum()
    distance = np.sum((mean_1 - mean_2) ** 2) + np.trace(cov_1) + np.trace(cov_2) - 2 * cross
    return max(0.0, float(distance))


def fid(real: np.ndarray, generated: np.ndarray) -> float:
    """Fréchet distance between the Gaussians fitted to two sets of features.

    Args:
        real: features of real images, shape ``(N, d)``, N at least 2.
        generated: features of generated images, shape ``(M, d)``, M at least 2.
    Returns:
        the distance in squared feature units. It is biased upwards, by about c / N.
    Raises:
        ValueError: when the shapes do not fit or a number is not finite.
    Source: Heusel et al. 2017, arXiv:1706.08500, equation 6; covariances with ddof 1, as in the authors' code.

    >>> points = np.random.default_rng(0).normal(size=(500, 3))
    >>> round(fid(points, points), 9), round(fid(points, points + [2, 0, 0]), 9)
    (0.0, 4.0)
    """
    real, generated = np.asarray(real, dtype=np.float64), np.asarray(generated, dtype=np.float64)
    if real.ndim != 2 or generated.ndim != 2 or real.shape[1] != generated.shape[1]:
        raise ValueError(f"features must have shapes (N, d) and (M, d), not {real.shape} and {generated.shape}")
    if min(len(real), len(generated)) < 2:
        raise ValueError(f"each set needs at least 2 rows, not {len(real)} and {len(generated)}")
    if not (np.all(np.isfinite(real)) and np.all(np.isfinite(generated))):
        raise ValueError("features must be finite, but hold NaN or infinity")
    statistics = [(x.mean(axis=0), np.atleast_2d(np.cov(x, rowvar=False))) for x in (real, generated)]
    return frechet_distance(*statistics[0], *statistics[1])
