"""Divergences between distributions over the same finite set of places, such as the cells of a grid."""

import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from gan_utils.arrays import finite_numbers, tensor
from gan_utils.checks import one_of
from gan_utils.divergences.table import F_DIVERGENCES

SUM_TOLERANCE = 1e-6


def kl(p: ArrayLike, q: ArrayLike) -> float:
    """The Kullback-Leibler divergence KL(p || q) = sum p log(p / q), in nats.

    Args:
        p, q: probabilities of the same places, of one shape, each summing to 1 (within 1e-6; what is missing is
            divided out). Lists, arrays or tensors.
    Returns:
        at least 0, never NaN; ``inf`` where q leaves a place empty that p does not.
    Raises:
        ValueError: for negative or non-finite numbers, other shapes, or a sum other than 1.
    Source: Kullback and Leibler 1951.

    >>> round(kl([0.5, 0.5], [0.25, 0.75]), 6), kl([0.5, 0.5], [1.0, 0.0])
    (0.143841, inf)
    """
    return f_divergence("kl", p, q)


def reverse_kl(p: ArrayLike, q: ArrayLike) -> float:
    """KL(q || p): what a model q that is fitted by its own samples minimises.

    Args, Raises: as ``kl``.

    >>> reverse_kl([0.5, 0.5], [1.0, 0.0]) == kl([1.0, 0.0], [0.5, 0.5])
    True
    """
    return f_divergence("reverse_kl", p, q)


def js(p: ArrayLike, q: ArrayLike) -> float:
    """The Jensen-Shannon divergence: the mean of the KLs of p and of q to their average, in nats, at most log 2.

    Args, Raises: as ``kl``.
    Source: Lin 1991, "Divergence measures based on the Shannon entropy"; in GANs: Goodfellow et al. 2014,
        arXiv:1406.2661, theorem 1.

    >>> round(js([1.0, 0.0], [0.0, 1.0]), 6)  # log 2, however far apart the places are
    0.693147
    """
    return f_divergence("js", p, q) / 2  # the f-GAN paper's is twice this


def total_variation(p: ArrayLike, q: ArrayLike) -> float:
    """Half the sum of |p - q|: the largest difference in probability that any event can have.

    Args, Raises: as ``kl``. Returns a number in [0, 1]: exactly 0 for equal distributions.

    >>> round(total_variation([0.5, 0.5], [0.25, 0.75]), 12)
    0.25
    """
    p, q = _pair(p, q)
    return min(1.0, float(0.5 * (p - q).abs().sum()))


def f_divergence(name: str | Callable[[Tensor], Tensor], p: ArrayLike, q: ArrayLike) -> float:
    """D_f(p || q) = sum q f(p / q).

    Args:
        name: one of ``F_DIVERGENCES``, or an f of your own: a convex function of positive tensors with f(1) = 0.
        p, q: as in ``kl``. For an f of your own both must be above 0 everywhere, for its limits are not known.
    Returns:
        between f(1), which is 0 (for ``"gan"`` -log 4), and the row's at_zero + at_infinity, whatever the rounding;
        ``inf`` where f says so or the sum leaves the range of float64, never NaN.
    Raises:
        ValueError: as ``kl``; for an unknown name; for an f that is not convex on [0.01, 100], not 0 at 1, does not
            give one number for each, or turns out not to be convex at the ratios p / q; and where those ratios leave
            the range of float64, so that f cannot be asked.
    Source: Nowozin, Cseke and Tomioka 2016, arXiv:1606.00709, equation 1; Csiszar 1967.

    >>> round(f_divergence("pearson", [0.5, 0.5], [0.25, 0.75]), 6)
    0.333333
    >>> round(f_divergence(lambda u: (u - 1) ** 2, [0.5, 0.5], [0.25, 0.75]), 6)
    0.333333
    """
    p, q = _pair(p, q)
    if callable(name):
        return _of_your_own(check_f(name), p, q)
    one_of("name", name, F_DIVERGENCES)
    row = F_DIVERGENCES[name]
    both = (p > 0) & (q > 0)
    total = float(row.place(p[both], q[both]).sum())
    for missed, cost in ((float(q[p == 0].sum()), row.at_zero), (float(p[q == 0].sum()), row.at_infinity)):
        total += missed * cost if missed > 0 else 0.0
    return min(max(total, -math.log(4) if name == "gan" else 0.0), row.at_zero + row.at_infinity)


def _of_your_own(f: Callable[[Tensor], Tensor], p: Tensor, q: Tensor) -> float:
    if not (p > 0).all() or not (q > 0).all():
        raise ValueError("an f of your own needs p and q above 0 everywhere: its limits are not known")
    ratios = p / q
    if not ((ratios > 0) & torch.isfinite(ratios)).all():
        raise ValueError("an f of your own needs ratios p / q within the range of float64, which some of these leave")
    total = float((q * f(ratios).detach()).sum())
    if math.isnan(total):
        raise ValueError("f must give a number for each u > 0, but gave NaN for one of the ratios p / q")
    if total < -1e-8:  # more than f(1) may be off
        raise ValueError(f"f must be convex, but it is not at the ratios p / q: its divergence would be {total:.3g}")
    return max(0.0, total)


def _pair(p: ArrayLike, q: ArrayLike) -> tuple[Tensor, Tensor]:
    p, q = _probabilities("p", p), _probabilities("q", q)
    if p.shape != q.shape:
        raise ValueError(f"p and q must have one shape, not {tuple(p.shape)} and {tuple(q.shape)}")
    return p, q


def _probabilities(name: str, values: ArrayLike) -> Tensor:
    array = finite_numbers(name, values)
    if array.size == 0:
        raise ValueError(f"{name} must hold at least one probability")
    if array.min() < 0:
        raise ValueError(f"{name} must not be negative, but holds {array.min()}")
    with np.errstate(over="ignore"):
        total = float(array.sum())
    if abs(total - 1) > SUM_TOLERANCE:
        raise ValueError(f"{name} must sum to 1, not {total:.9g}: divide it by its sum, or a density by its cells")
    return tensor(name, array / total)


def check_f(f: Callable[[Tensor], Tensor]) -> Callable[[Tensor], Tensor]:
    """Your own f, once it has passed for a divergence's.

    Raises:
        ValueError: when it is not convex on [0.01, 100], not 0 at 1, or does not give one finite number for each.

    >>> check_f(lambda u: u**2)
    Traceback (most recent call last):
    ...
    ValueError: f(1) must be 0, not 1: take that away from f
    """
    u = torch.logspace(-2, 2, 401, dtype=torch.float64, device="cpu")
    values = f(u)
    if not isinstance(values, Tensor) or values.shape != u.shape or not torch.isfinite(values).all():
        raise ValueError("f must give one finite number for each u > 0, in a tensor of u's shape")
    values = values.detach()
    if abs(float(values[200])) > 1e-9:  # u = 1
        raise ValueError(f"f(1) must be 0, not {float(values[200]):.9g}: take that away from f")
    slopes = values.diff() / u.diff()
    if (slopes.diff() < -1e-9 * (1 + slopes[1:].abs())).any():
        at = float(u[1:-1][(slopes.diff() < -1e-9 * (1 + slopes[1:].abs()))][0])
        raise ValueError(f"f must be convex, but bends down at u = {at:.3g}")
    return f
