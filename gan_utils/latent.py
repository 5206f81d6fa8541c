"""Paths and directions in latent space.

Points are NumPy arrays or PyTorch tensors, or lists of either; what goes in comes out, tensors in the precision and on
the device of the first.
"""

import math
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike

from gan_utils.arrays import Array, finite, numbers, real
from gan_utils.checks import one_of, whole

Points = Any  # lists, arrays or tensors; arrays or tensors come out

OPPOSITE = 1e-6  # radians: nearer to a half turn the way round is decided by rounding


def lerp(a: Points, b: Points, t: Points) -> Points:
    """The straight path from ``a`` (t = 0) to ``b`` (t = 1). The right one for uniform latent points.

    Args:
        a, b: points, shape ``(z_dim,)``.
        t: a number, or several, shape ``(T,)``.
    Returns:
        shape ``(z_dim,)``, or ``(T, z_dim)``.
    Raises:
        ValueError: when the points differ in shape, points or t hold anything else than finite numbers, or the path
            leaves the range of their precision.

    >>> lerp([0.0, 0.0], [2.0, 4.0], 0.25)
    array([0.5, 1. ])
    """
    return _straight(*_prepare(a, b, t))


def slerp(a: Points, b: Points, t: Points) -> Points:
    """The path from ``a`` to ``b`` round 0. The right one for Gaussian latent points.

    Between points of one length it keeps that length and turns at a constant rate. The angle is that between the
    directions; points of other lengths keep theirs at the ends. Where the two directions agree, or a point is 0 and so
    has none, the path is the straight one.

    Args, Returns: as ``lerp``.
    Raises:
        ValueError: as ``lerp``; also when the points are opposite, to within 1e-6 radians: then no arc is shorter than
            the others.
    Source: White 2016, arXiv:1609.04468; Shoemake 1985.

    >>> slerp([1.0, 0.0], [0.0, 2.0], 0.5).round(6)
    array([0.707107, 1.414214])
    """
    a, b, t = _prepare(a, b, t)
    angle = _angle(a, b)
    if angle is None or angle == 0:
        return _straight(a, b, t)
    if math.pi - angle < OPPOSITE:
        raise ValueError("the two points are opposite: slerp is not defined, go by way of a third point")
    if not isinstance(t, torch.Tensor):
        with np.errstate(over="ignore", invalid="ignore"):
            path = (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / math.sin(angle)
        return finite("the path", path)
    # The shares in float64: half precision has no sine of a small angle.
    shares = t.cpu().double()
    share_a, share_b = (torch.sin(part * angle) / math.sin(angle) for part in (1 - shares, shares))
    return finite("the path", share_a.to(a) * a + share_b.to(a) * b)


def _straight(a: Points, b: Points, t: Points) -> Points:
    with np.errstate(over="ignore", invalid="ignore"):
        return finite("the path", (1 - t) * a + t * b)


def _angle(a: Points, b: Points) -> float | None:
    """Between two directions, by the lengths of their sum and difference: exact near 0 and a half turn, too."""
    exact_a, exact_b = numbers("a", a), numbers("b", b)
    if not exact_a.any() or not exact_b.any():
        return None
    unit_a, unit_b = _unit(exact_a), _unit(exact_b)
    return 2 * math.atan2(float(np.linalg.norm(unit_a - unit_b)), float(np.linalg.norm(unit_a + unit_b)))


def _unit(point: Array) -> Array:
    scaled = point / np.abs(point).max()  # its square neither overflows nor is lost
    unit: Array = scaled / np.linalg.norm(scaled)
    return unit


PATHS = {"lerp": lerp, "slerp": slerp}


def walk(points: Points, steps: int, method: str = "slerp") -> Points:
    """A path through several points, in order.

    Args:
        points: shape ``(P, z_dim)``, P at least 2.
        steps: steps between two neighbouring points, at least 1.
        method: ``"lerp"`` or ``"slerp"``.
    Returns:
        shape ``((P - 1) * steps + 1, z_dim)``, first and last point included.
    Raises:
        ValueError: for an unknown method, fewer than two points, or as the method.

    >>> walk([[0.0], [1.0], [0.0]], steps=2, method="lerp").ravel()
    array([0. , 0.5, 1. , 0.5, 0. ])
    """
    one_of("method", method, PATHS)
    steps = whole("steps", steps, 1)
    points = _points("points", points)
    if points.ndim != 2 or len(points) < 2:
        raise ValueError(f"points must have shape (P, z_dim) with P at least 2, not {tuple(points.shape)}")
    fractions = np.arange(steps) / steps
    legs = [PATHS[method](a, b, fractions) for a, b in zip(points[:-1], points[1:])]
    legs.append(points[-1:])
    return torch.cat(legs) if isinstance(points, torch.Tensor) else np.concatenate(legs)


def arithmetic(a: Points, b: Points, c: Points) -> Points:
    """The point mean(a) - mean(b) + mean(c): what the points of ``a`` have and those of ``b`` lack, added to ``c``.

    Single standard normal points give a result of length about sqrt(3 d), three averaged each exactly the usual
    sqrt(d), and more than three less than that.

    Args:
        a, b, c: groups of latent points, each of shape ``(k, z_dim)`` with a k of its own, at least 1.
    Returns:
        shape ``(z_dim,)``.
    Raises:
        ValueError: for an empty group, groups of other widths, another shape, anything else than finite numbers, or
            points so large that their sum is none.
    Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 6.3.2 and figure 7.

    >>> arithmetic([[3.0, 1.0], [1.0, 1.0]], [[1.0, 1.0]], [[0.0, 5.0]])
    array([1., 5.])
    """
    a = _group("a", a)
    b, c = _group("b", b, like=a), _group("c", c, like=a)
    if len({group.shape[1] for group in (a, b, c)}) > 1:
        widths = ", ".join(str(group.shape[1]) for group in (a, b, c))
        raise ValueError(f"a, b and c must hold points of one width, not of {widths}")
    with np.errstate(over="ignore", invalid="ignore"):
        return finite("their sum", a.mean(0) - b.mean(0) + c.mean(0))


def attribute_direction(latents: Points, labels: ArrayLike) -> Points:
    """The way from the points without an attribute to those with it: the difference of their means, of length 1.

    Args:
        latents: shape ``(N, z_dim)``.
        labels: N values True or False, of which there must be both.
    Returns:
        shape ``(z_dim,)``.
    Raises:
        ValueError: for labels that are not True or False, that do not fit ``latents`` or are all alike, for
            latents as in ``arithmetic``, and when the two means agree.
    Source: the single-attribute case of Radford, Metz and Chintala 2015, arXiv:1511.06434, section 6.3.2.

    >>> attribute_direction([[0.0, 3.0], [4.0, 3.0], [2.0, 3.0]], [False, True, False])
    array([1., 0.])
    """
    latents, labels = _group("latents", latents), _untracked(labels)
    if labels.dtype != bool or labels.shape != (len(latents),):
        raise ValueError(f"labels must be {len(latents)} values True or False, not {labels.dtype} {labels.shape}")
    if labels.all() or not labels.any():
        raise ValueError(f"labels must hold both True and False, not {labels.sum()} True of {len(labels)}")
    exact = numbers("latents", latents)
    largest = np.abs(exact).max()
    scaled = exact / (largest or 1)  # so that no square overflows or is lost
    direction = scaled[labels].mean(0) - scaled[~labels].mean(0)
    length = np.linalg.norm(direction)
    if length <= 1e-12:  # nothing but rounding
        raise ValueError("the points with the attribute and those without have the same mean: there is no direction")
    direction = direction / length
    return torch.from_numpy(direction).to(latents) if isinstance(latents, torch.Tensor) else direction


def _untracked(values: ArrayLike) -> Array:
    return values.detach().cpu().numpy() if isinstance(values, torch.Tensor) else np.asarray(values)


def _points(name: str, points: Points, like: Points = None) -> Points:
    """Points as floats: a tensor in its own precision, all else float64, or as ``like``, which decides where given."""
    if like is None and isinstance(points, (list, tuple)) and any(isinstance(each, torch.Tensor) for each in points):
        points = torch.stack([torch.as_tensor(each) for each in points])
    tensors = isinstance(points if like is None else like, torch.Tensor)
    if not tensors:
        return numbers(name, points)
    if not isinstance(points, torch.Tensor):
        points = torch.from_numpy(numbers(name, points).copy())
    points = real(name, points)
    if like is not None:
        return points.to(like)
    return points if points.is_floating_point() else points.float()


def _group(name: str, points: Points, like: Points = None) -> Points:
    """Points ``(k, z_dim)``, k at least 1."""
    points = _points(name, points, like)
    if points.ndim != 2 or 0 in points.shape:
        raise ValueError(f"{name} must have shape (k, z_dim) with k at least 1, not {tuple(points.shape)}")
    return finite(name, points)


def _prepare(a: Points, b: Points, t: Points) -> tuple[Points, Points, Points]:
    """Both points and t as one kind of array, t shaped to broadcast against a point."""
    a = finite("points", _points("points", a))
    b, t = finite("points", _points("points", b, like=a)), finite("t", _points("t", t, like=a))
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"points must have one shape (z_dim,), not {tuple(a.shape)} and {tuple(b.shape)}")
    if t.ndim > 1:
        raise ValueError(f"t must be a number or have shape (T,), not {tuple(t.shape)}")
    return a, b, t[..., None] if t.ndim else t
