"""The distance that counts how far mass has to move."""

import numpy as np
from numpy.typing import ArrayLike

from gan_utils.arrays import Array, numbers


def wasserstein_1(
    a: ArrayLike, b: ArrayLike, weights_a: ArrayLike | None = None, weights_b: ArrayLike | None = None
) -> float:
    """The earth mover's distance between two distributions on a line: the area between their distribution functions.

    Args:
        a, b: places, shapes ``(n,)`` and ``(m,)``: samples, or the places of a discrete distribution.
        weights_a, weights_b: mass at each place, of the same shapes, summing to 1 (within 1e-6; what is missing is
            divided out); equal mass when None.
    Returns:
        at least 0, never NaN, in the unit of the places; ``inf`` only where it leaves the range of float64.
    Raises:
        ValueError: for empty, non-finite or misshapen places, and for weights that are negative, of another shape
            or do not sum to 1 (within 1e-6).
    Source: Vallender 1974; in GANs: Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875, equation 1.

    >>> wasserstein_1([0.0], [3.0]), wasserstein_1([0.0, 1.0], [0.0, 1.0], [0.5, 0.5], [0.25, 0.75])
    (3.0, 0.25)
    """
    (a, weights_a), (b, weights_b) = _masses("a", a, weights_a), _masses("b", b, weights_b)
    half = max(abs(a).max(), abs(b).max()) > 1e300  # then a difference could overflow
    places = np.concatenate([a, b]) / (2 if half else 1)
    steps = np.concatenate([weights_a, -weights_b])
    order = np.argsort(places, kind="stable")
    between = np.cumsum(steps[order])[:-1]
    return float(np.sum(np.abs(between) * np.diff(places[order]))) * (2 if half else 1)


def _masses(name: str, places: ArrayLike, weights: ArrayLike | None) -> tuple[Array, Array]:
    places = numbers(name, places)
    if places.ndim != 1 or places.size == 0 or not np.all(np.isfinite(places)):
        raise ValueError(f"{name} must be finite places of shape (n,), at least one, not of shape {places.shape}")
    if weights is None:
        return places, np.full(places.size, 1 / places.size)
    weights = numbers(f"weights_{name}", weights)
    if weights.shape != places.shape or not np.all(weights >= 0):  # NaN fails every comparison
        raise ValueError(f"weights_{name} must be {places.size} masses of at least 0, not {weights!r}")
    with np.errstate(over="ignore"):
        total = weights.sum()
    if abs(total - 1) > 1e-6:
        raise ValueError(f"weights_{name} must sum to 1, not {total:.9g}")
    return places, weights / total
