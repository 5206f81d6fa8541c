"""V(x, y) = xy, the smallest two-player game with a saddle.

In V(x, y) = xy, x wants V small and y wants it large. Every update rule here is a linear map of the
plane, so one picture explains them all: the eigenvalues of the map and their distance from 0, the
spectral radius. Below 1 the players settle at (0, 0), above 1 they fly apart.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gan_utils.arrays import Array, numbers
from gan_utils.checks import finite_pair, in_range, one_of, positive, whole
from gan_utils.games.spectra import eigenvalues

Point = tuple[float, float]
Settings = dict[str, Any]


def bilinear_orbit(method: str, lr: float, start: ArrayLike = (1.0, 0.0), steps: int = 100, **options: Any) -> Array:
    """The points that two players visit in V(x, y) = xy.

    Args:
        method: one of ``METHODS``.
        lr: step size, finite and above 0. For ``"flow"`` it is the time between two points.
        start: x and y to begin with, finite.
        steps: rounds; in a round both players move.
        **options: ``momentum`` in (-1, 1), heavy-ball, for ``"simultaneous"`` and ``"alternating"``;
            ``first``, ``"x"`` (default) or ``"y"``, for ``"alternating"``; ``beta`` > 0 (default 1) for
            ``"consensus"``; ``unroll`` >= 1 (default 1) and ``unroll_lr`` > 0 (default ``lr``) for ``"unrolled"``.
    Returns:
        shape ``(steps + 1, 2)``, the start first. Of an orbit that leaves the range of float64 all later points are
        infinitely far away, in the quadrant of the last that is a number; none is NaN.
    Raises:
        ValueError: for an unknown method, an option that it does not take, or a number out of range.
    Source: the article's example; Mescheder et al. 2017, arXiv:1705.10461; Daskalakis et al. 2018,
        arXiv:1711.00141; Gidel et al. 2019, arXiv:1802.10551 and arXiv:1807.04740; Metz et al. 2017, arXiv:1611.02163.

    >>> orbit = bilinear_orbit("simultaneous", lr=0.1, steps=10)
    >>> round(float(np.hypot(*orbit[-1])), 6)  # (1 + lr^2)^(steps / 2): it spirals out
    1.05101
    >>> bilinear_orbit("alternating", lr=1.0, steps=6)[-1]  # back after exactly six rounds
    array([1., 0.])
    """
    settings = _settings(method, lr, options)
    lr, steps = positive("lr", lr), whole("steps", steps, 0)
    points = np.empty((steps + 1, 2))
    points[0] = finite_pair("start", start)
    x, y = past_x, past_y = points[0]  # rules with a memory start at rest
    with np.errstate(over="ignore", invalid="ignore"):
        for n in range(steps):
            new = _RULES[method](x, y, past_x, past_y, lr, settings)
            if not np.isfinite(new).all():
                points[n + 1 :] = far_away(x, y)
                break
            (x, y), past_x, past_y = new, x, y
            points[n + 1] = new
    return points


def far_away(x: float, y: float) -> Point:
    """Where an orbit is that leaves the range of float64 from (x, y): its further signs nobody knows.

    >>> far_away(1e308, -3.0)
    (inf, -inf)
    """
    return float(np.copysign(np.inf, x)), float(np.copysign(np.inf, y))


def bilinear_matrix(method: str, lr: float, **options: Any) -> Array:
    """The one-round map of an update rule in V(x, y) = xy, as a matrix.

    Args and Raises: as ``bilinear_orbit``; also ``ValueError`` for steps so large that the matrix holds no numbers.
    Returns:
        shape ``(2, 2)``, acting on (x, y); with a memory (``"optimistic"``, or ``momentum`` other than 0)
        ``(4, 4)``, acting on x, y and their values one round before.

    >>> bilinear_matrix("simultaneous", lr=0.1)
    array([[ 1. , -0.1],
           [ 0.1,  1. ]])
    """
    settings, lr = _settings(method, lr, options), positive("lr", lr)
    # The rule is linear, so its columns are what it does to the unit vectors.
    with np.errstate(over="ignore", invalid="ignore"):
        columns = [_RULES[method](x, y, past_x, past_y, lr, settings) for x, y, past_x, past_y in np.eye(4)]
    if not np.isfinite(columns).all():
        raise ValueError(f"the map of {method!r} with lr = {lr} and {options} leaves the range of float64")
    if method != "optimistic" and settings["momentum"] == 0:
        return np.array(columns[:2]).T
    return np.vstack([np.array(columns).T, np.eye(2, 4)])


def spectral_radius(method: str, lr: float, **options: Any) -> float:
    """The largest size of an eigenvalue of the one-round map: what the radius is multiplied by, in the long run.

    Args and Raises: as ``bilinear_matrix``.

    >>> round(spectral_radius("simultaneous", lr=0.1), 6), round(spectral_radius("extragradient", lr=0.1), 6)
    (1.004988, 0.995038)
    """
    return float(np.abs(eigenvalues(bilinear_matrix(method, lr, **options))).max())


def conserved(method: str, lr: float, points: ArrayLike, **options: Any) -> Array | None:
    """The quantity that a method keeps the same along every orbit of V(x, y) = xy, or None when there is none.

    Args:
        points: list, array or tensor ``(..., 2)``. The rest as ``bilinear_orbit``.
    Returns:
        shape ``(...)``: x^2 + y^2 for the flow; x^2 + y^2 - lr x y for alternating steps when x moves
        first (+ when y does) and there is no momentum. Infinite where a point is, never NaN.
    Raises:
        ValueError: as ``bilinear_orbit``, or for points of another shape or that hold NaN.

    >>> orbit = bilinear_orbit("alternating", lr=0.5, steps=50)
    >>> float(np.ptp(conserved("alternating", 0.5, orbit))) < 1e-12
    True
    """
    settings, lr = _settings(method, lr, options), positive("lr", lr)
    points = numbers("points", points)
    if not points.ndim or points.shape[-1] != 2 or np.isnan(points).any():
        raise ValueError(f"points must be numbers of shape (..., 2), none of them NaN, not of shape {points.shape}")
    if method == "flow":
        return _form(points, 0.0)
    if method == "alternating" and settings["momentum"] == 0:
        return _form(points, -lr if settings["first"] == "x" else lr)
    return None


def _form(points: Array, mixed: float) -> Array:
    """x^2 + y^2 + mixed x y: in a unit next to the larger of x and y, or two overflown terms could leave NaN."""
    size = np.abs(points).max(axis=-1)
    far = np.isinf(size)
    unit = 2.0 ** np.clip(np.frexp(np.where(far, 1, size))[1], -1000, 1000)  # a power of two: nothing is rounded by it
    x, y = np.moveaxis(np.where(far[..., None], 0, points), -1, 0) / unit
    with np.errstate(over="ignore"):
        return np.where(far, np.inf, (x**2 + y**2 + mixed * x * y) * unit * unit)


# Update rules: where the players are and were, the step size and the settings in; where they go, out.


def _flow(x: float, y: float, past_x: float, past_y: float, lr: float, s: Settings) -> Point:
    return x * np.cos(lr) - y * np.sin(lr), x * np.sin(lr) + y * np.cos(lr)


def _simultaneous(x: float, y: float, past_x: float, past_y: float, lr: float, s: Settings) -> Point:
    new_x = x - lr * y + s["momentum"] * (x - past_x)
    return new_x, y + lr * x + s["momentum"] * (y - past_y)


def _alternating(x: float, y: float, past_x: float, past_y: float, lr: float, s: Settings) -> Point:
    if s["first"] == "x":
        new_x = x - lr * y + s["momentum"] * (x - past_x)
        return new_x, y + lr * new_x + s["momentum"] * (y - past_y)
    new_y = y + lr * x + s["momentum"] * (y - past_y)
    return x - lr * new_y + s["momentum"] * (x - past_x), new_y


def _extragradient(x: float, y: float, past_x: float, past_y: float, lr: float, s: Settings) -> Point:
    ahead_x, ahead_y = x - lr * y, y + lr * x
    return x - lr * ahead_y, y + lr * ahead_x


def _optimistic(x: float, y: float, past_x: float, past_y: float, lr: float, s: Settings) -> Point:
    return x - lr * (2 * y - past_y), y + lr * (2 * x - past_x)


def _proximal(x: float, y: float, past_x: float, past_y: float, lr: float, s: Settings) -> Point:
    length = np.hypot(1, lr)  # over it twice, for its square may be no number
    along, across = 1 / length, lr / length
    return (along * x - across * y) / length, (along * y + across * x) / length


def _consensus(x: float, y: float, past_x: float, past_y: float, lr: float, s: Settings) -> Point:
    return x - lr * (y + s["beta"] * x), y + lr * (x - s["beta"] * y)


def _unrolled(x: float, y: float, past_x: float, past_y: float, lr: float, s: Settings) -> Point:
    # After K steps of its own y would be y + K eta x, and d/dx of x (y + K eta x) is y + 2 K eta x.
    return x - lr * (y + 2 * s["unroll"] * s["unroll_lr"] * x), y + lr * x


_RULES = {
    "flow": _flow,
    "simultaneous": _simultaneous,
    "alternating": _alternating,
    "extragradient": _extragradient,
    "optimistic": _optimistic,
    "proximal": _proximal,
    "consensus": _consensus,
    "unrolled": _unrolled,
}
METHODS = tuple(_RULES)
METHOD_OPTIONS = {
    "simultaneous": ("momentum",),
    "alternating": ("first", "momentum"),
    "consensus": ("beta",),
    "unrolled": ("unroll", "unroll_lr"),
}


def _settings(method: str, lr: float, options: Settings) -> Settings:
    """The options of a method, checked, with defaults filled in."""
    one_of("method", method, METHODS)
    positive("lr", lr)
    for name in options:
        one_of(f"option of {method!r}", name, METHOD_OPTIONS.get(method, ()))
    settings: Settings = {"momentum": 0.0, "first": "x", "beta": 1.0, "unroll": 1, "unroll_lr": lr} | options
    one_of("first", settings["first"], ("x", "y"))
    for name in ("beta", "unroll_lr"):
        settings[name] = positive(name, settings[name])
    settings["unroll"] = whole("unroll", settings["unroll"], 1)
    settings["momentum"] = in_range("momentum", settings["momentum"], -1, 1)
    if abs(settings["momentum"]) == 1:
        raise ValueError(f"momentum must lie strictly between -1 and 1, not {settings['momentum']!r}")
    return settings
