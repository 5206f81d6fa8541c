"""A density from samples alone: the Parzen window, or kernel density estimate."""

import math
from collections.abc import Iterable

import numpy as np
import torch
from numpy.typing import ArrayLike

from gan_utils.arrays import Array, finite_numbers, tensor
from gan_utils.checks import positive

BLOCK = 2**22  # distances held at a time
ROUNDING = 1e-14  # of a squared distance, as a share of the largest squared distance from the samples' mean


def parzen_log_density(points: ArrayLike, samples: ArrayLike, bandwidth: float) -> Array:
    """Log-density at ``points`` of an equal mixture of Gaussians, one about each sample.

    For a long time this was how generators without a likelihood were scored: the mean over held-out data. It
    misleads. In many dimensions even a great many samples come nowhere near the true value, the bandwidth decides
    more than the model does, and samples can rank above the data itself: k-means centres do (Theis et al. 2016).

    Squared distances come from one matrix product, and are off by some 1e-15 times the largest squared distance from
    the samples' mean. Where the bandwidth is so small that this would show, those that matter are measured again.

    Args:
        points: where it is asked, ``(n, d)``, or ``(n,)`` on a line: list, array or tensor.
        samples: of the generator, ``(m, d)`` or ``(m,)``.
        bandwidth: std of each Gaussian in each direction, above 0.
    Returns:
        float64 ``(n,)``: log of the mean over samples of N(point; sample, bandwidth^2 I), to some 1e-9; never NaN, and
        minus infinity only below the range of float64.
    Raises:
        ValueError: for shapes that do not fit, no points or samples, numbers that are not finite, or a bandwidth
            that is not above 0.
    Source: Parzen 1962; Theis, van den Oord and Bethge 2016, arXiv:1511.01844, on why not to trust it.

    >>> parzen_log_density(np.zeros(1), np.array([0.0, 0.0]), bandwidth=1.0).round(6)  # log 1 / sqrt(2 pi)
    array([-0.918939])
    """
    (heights,) = _log_densities("points", points, samples, [positive("bandwidth", bandwidth)])
    return np.asarray(heights)


def parzen_log_likelihood(points: ArrayLike, samples: ArrayLike, bandwidth: float) -> tuple[float, float]:
    """The score of the first GAN papers: the mean log-density of held-out data, and its standard error.

    The score has a unit. Pixels in [0, 1], as in those papers, score d log 2 higher than the same in [-1, 1] with
    twice the bandwidth. The error is of the choice of points alone, and knows nothing of how few the samples are.

    Args:
        points: test data, ``(n, d)`` or ``(n,)``, n at least 2.
        samples: of the generator, ``(m, d)`` or ``(m,)``; 10,000 in those papers.
        bandwidth: above 0, from ``best_bandwidth`` on data that are not ``points``.
    Returns:
        mean and standard error (deviation with ddof 0, over the square root of n), in nats: minus infinity and
        infinity where a log-density is minus infinity.
    Raises:
        ValueError: as ``parzen_log_density``, or for one point alone.
    Source: Goodfellow et al. 2014, arXiv:1406.2661, section 5, with the authors' code.

    >>> mean, error = parzen_log_likelihood(np.array([0.0, 1.0]), np.zeros(10), bandwidth=1.0)
    >>> round(mean, 6), round(error, 6)  # -0.918939 and half a nat less
    (-1.168939, 0.176777)
    """
    logs = parzen_log_density(points, samples, bandwidth)
    if len(logs) < 2:
        raise ValueError("points must be at least 2: one alone has no standard error")
    if np.isneginf(logs).any():
        return -math.inf, math.inf
    return float(logs.mean()), float(logs.std() / len(logs) ** 0.5)


def best_bandwidth(validation: ArrayLike, samples: ArrayLike, bandwidths: Iterable[float]) -> float:
    """The bandwidth under which held-out data are likeliest.

    Args:
        validation: data that are neither trained on nor scored, ``(n, d)`` or ``(n,)``; 1,000 images in 2014.
        samples: of the generator, ``(m, d)`` or ``(m,)``.
        bandwidths: what to try, each above 0; ``np.logspace(-1, 0, 10)`` in 2014, for pixels in [0, 1]. When the
            first or the last wins, the best one may lie outside.
    Returns:
        one of them: the first with the highest mean log-density.
    Raises:
        ValueError: as ``parzen_log_density``, or for no bandwidths.
    Source: Goodfellow et al. 2014, arXiv:1406.2661, section 5, with the authors' code.

    >>> x = np.random.default_rng(0).normal(size=(2, 500))
    >>> best_bandwidth(x[0], x[1], [0.01, 0.3, 3.0])
    0.3
    """
    widths = [positive("bandwidth", bandwidth) for bandwidth in bandwidths]
    if not widths:
        raise ValueError("bandwidths must be at least one")
    return widths[int(_log_densities("validation", validation, samples, widths).mean(axis=1).argmax())]


def _log_densities(name: str, points: ArrayLike, samples: ArrayLike, bandwidths: list[float]) -> Array:
    """Log-densities ``(bandwidths, n)``; the distances, which take the time, are the same for all."""
    given, kept = _rows(name, points), _rows("samples", samples)
    if given.shape[1] != kept.shape[1]:
        raise ValueError(f"{name} and samples must be equally wide, not {given.shape[1]} and {kept.shape[1]}")
    # In a unit next to the samples' size or the bandwidth: a power of two, by which nothing is rounded.
    unit = math.frexp(max(float(kept.abs().max()), min(bandwidths)))[1]
    power = torch.tensor(-unit, device="cpu")
    given, kept = torch.ldexp(given, power), torch.ldexp(kept, power)
    widths = [max(float(np.ldexp(h, -unit)), 5e-324) for h in bandwidths]
    centre, d = kept.mean(dim=0), given.shape[1]
    centred = kept - centre  # |a|^2 + |b|^2 - 2 a.b loses fewer digits the nearer all are to 0
    lengths, parts = (centred**2).sum(dim=1), []
    for part in torch.split(given, max(1, BLOCK // len(kept))):
        own = ((part - centre) ** 2).sum(dim=1, keepdim=True)
        squares = torch.addmm(own + lengths, part - centre, centred.T, alpha=-2).clamp_(min=0)
        if not torch.isfinite(own).all():
            squares.nan_to_num_(nan=math.inf, posinf=math.inf)  # of points so far away that their square is no number
        _measure(squares, part, kept, ROUNDING * (own + lengths.max()), min(widths))
        distances = squares.sqrt_()
        parts.append(torch.stack([torch.logsumexp(-0.5 * (distances / h) ** 2, dim=1) for h in widths]))
    heights = np.log(len(kept)) + d / 2 * np.log(2 * np.pi) + d * np.log(bandwidths)
    found: Array = torch.cat(parts, dim=1).numpy() - heights[:, None]
    return found


def _measure(
    squares: torch.Tensor, points: torch.Tensor, samples: torch.Tensor, doubt: torch.Tensor, width: float
) -> None:
    """Measure again the samples that decide, where ``doubt`` of a squared distance shows beside the bandwidth's."""
    if doubt.max() < 1e-10 * width**2:
        return
    deciding = squares <= squares.min(dim=1, keepdim=True).values + 2 * doubt + 100 * width**2
    rows, columns = (deciding & torch.isfinite(doubt)).nonzero(as_tuple=True)
    step = max(1, BLOCK // points.shape[1])
    for i, j in zip(torch.split(rows, step), torch.split(columns, step)):
        squares[i, j] = ((points[i] - samples[j]) ** 2).sum(dim=1)


def _rows(name: str, values: ArrayLike) -> torch.Tensor:
    array = finite_numbers(name, values)
    rows = array[:, None] if array.ndim == 1 else array
    if rows.ndim != 2 or 0 in rows.shape:
        raise ValueError(f"{name} must have shape (n, d) or (n,) with at least one row, not {array.shape}")
    return tensor(name, rows)
