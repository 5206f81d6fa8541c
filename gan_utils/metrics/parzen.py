"""A density from samples alone: the Parzen window, or kernel density estimate."""

import numpy as np
import torch

from gan_utils.checks import positive

BLOCK = 2**22  # distances held at a time


def parzen_log_density(points: np.ndarray, samples: np.ndarray, bandwidth: float) -> np.ndarray:
    """Log-density at ``points`` of an equal mixture of Gaussians, one about each sample.

    For a long time this was how generators without a likelihood were scored: the mean over held-out data. It
    misleads. In many dimensions even a great many samples come nowhere near the true value, the bandwidth decides
    more than the model does, and samples can rank above the data itself: k-means centres do (Theis et al. 2016).

    Args:
        points: where it is asked, ``(n, d)``, or ``(n,)`` on a line.
        samples: of the generator, ``(m, d)`` or ``(m,)``.
        bandwidth: std of each Gaussian in each direction, above 0.
    Returns:
        float64 ``(n,)``: log of the mean over samples of N(point; sample, bandwidth^2 I).
    Raises:
        ValueError: for shapes that do not fit, no points or samples, numbers that are not finite, or a bandwidth
            that is not above 0.
    Source: Parzen 1962; Theis, van den Oord and Bethge 2016, arXiv:1511.01844, on why not to trust it.

    >>> parzen_log_density(np.zeros(1), np.array([0.0, 0.0]), bandwidth=1.0).round(6)  # log 1 / sqrt(2 pi)
    array([-0.918939])
    """
    points, samples = _rows("points", points), _rows("samples", samples)
    if points.shape[1] != samples.shape[1]:
        raise ValueError(f"points and samples must be equally wide, not {points.shape[1]} and {samples.shape[1]}")
    h, d = positive("bandwidth", bandwidth), points.shape[1]
    parts = []
    for part in points.split(max(1, BLOCK // len(samples))):
        # The direct way: |a|^2 + |b|^2 - 2 a.b would lose the digits that a narrow bandwidth asks for.
        distances = torch.cdist(part, samples, compute_mode="donot_use_mm_for_euclid_dist")
        parts.append(torch.logsumexp(-0.5 * (distances / h) ** 2, dim=1))
    return (torch.cat(parts) - np.log(len(samples)) - d / 2 * np.log(2 * np.pi) - d * np.log(h)).numpy()


def _rows(name: str, values) -> torch.Tensor:
    array = np.asarray(values, dtype=np.float64)
    array = array[:, None] if array.ndim == 1 else array
    if array.ndim != 2 or 0 in array.shape:
        raise ValueError(f"{name} must have shape (n, d) or (n,) with at least one row, not {np.shape(values)}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, but hold NaN or infinity")
    return torch.from_numpy(array)
