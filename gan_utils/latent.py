"""Paths and directions in latent space. Points are NumPy arrays or PyTorch tensors; what goes in comes out."""

import math

import numpy as np
import torch

from gan_utils.checks import one_of, whole


def lerp(a, b, t):
    """The straight path from ``a`` (t = 0) to ``b`` (t = 1). The right one for uniform latent points.

    Args:
        a, b: points, shape ``(z_dim,)``.
        t: a number, or several, shape ``(T,)``.
    Returns:
        shape ``(z_dim,)``, or ``(T, z_dim)``.
    Raises:
        ValueError: when the points differ in shape or hold a number that is not finite.

    >>> lerp([0.0, 0.0], [2.0, 4.0], 0.25)
    array([0.5, 1. ])
    """
    a, b, t = _prepare(a, b, t)
    return (1 - t) * a + t * b


def slerp(a, b, t):
    """The path from ``a`` to ``b`` that turns at a constant rate. The right one for Gaussian latent points.

    The angle is that between the directions; the points keep their own lengths. Where the two directions
    agree, or a point is 0 and so has none, the path is the straight one.

    Args, Returns: as ``lerp``.
    Raises:
        ValueError: as ``lerp``; also when the points are opposite: then no arc is shorter than the others.
    Source: White 2016, arXiv:1609.04468; Shoemake 1985.

    >>> slerp([1.0, 0.0], [0.0, 2.0], 0.5).round(6)
    array([0.707107, 1.414214])
    """
    a, b, t = _prepare(a, b, t)
    # The angle in double precision: single would miss that two points are opposite.
    exact_a, exact_b = (p.detach().double() if isinstance(p, torch.Tensor) else p for p in (a, b))
    length_a, length_b = math.sqrt(float((exact_a**2).sum())), math.sqrt(float((exact_b**2).sum()))
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    cosine = max(-1.0, min(1.0, float(((exact_a / length_a) * (exact_b / length_b)).sum())))
    angle = math.acos(cosine)
    # Below this sine the formula divides by almost nothing; the arc and the chord then differ by less than rounding.
    if math.sin(angle) < 1e-6:
        if cosine < 0:
            raise ValueError("the two points are opposite: slerp is not defined, go by way of a third point")
        return (1 - t) * a + t * b
    sin = torch.sin if isinstance(t, torch.Tensor) else np.sin
    return (sin((1 - t) * angle) * a + sin(t * angle) * b) / math.sin(angle)


PATHS = {"lerp": lerp, "slerp": slerp}


def walk(points, steps: int, method: str = "slerp"):
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
    whole("steps", steps, 1)
    points = points if isinstance(points, torch.Tensor) else np.asarray(points, dtype=float)
    if points.ndim != 2 or len(points) < 2:
        raise ValueError(f"points must have shape (P, z_dim) with P at least 2, not {tuple(points.shape)}")
    fractions = np.arange(steps) / steps
    legs = [PATHS[method](a, b, fractions) for a, b in zip(points[:-1], points[1:])]
    legs.append(points[-1:])
    return torch.cat(legs) if isinstance(points, torch.Tensor) else np.concatenate(legs)


def arithmetic(a, b, c):
    """The point mean(a) - mean(b) + mean(c): what the points of ``a`` have and those of ``b`` lack, added to ``c``.

    Single standard normal points give a result of length about sqrt(3 d), three averaged each exactly the usual
    sqrt(d), and more than three less than that.

    Args:
        a, b, c: groups of latent points, each of shape ``(k, z_dim)`` with a k of its own, at least 1.
    Returns:
        shape ``(z_dim,)``.
    Raises:
        ValueError: for an empty group, groups of other widths, another shape, or a number that is not finite.
    Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 6.3.2 and figure 7.

    >>> arithmetic([[3.0, 1.0], [1.0, 1.0]], [[1.0, 1.0]], [[0.0, 5.0]])
    array([1., 5.])
    """
    if isinstance(a, torch.Tensor):
        b, c = (torch.as_tensor(points, dtype=a.dtype, device=a.device) for points in (b, c))
    else:
        b, c = np.asarray(b), np.asarray(c)
    a, b, c = groups = [_group(name, points) for name, points in zip("abc", (a, b, c))]
    if len({group.shape[1] for group in groups}) > 1:
        widths = ", ".join(str(group.shape[1]) for group in groups)
        raise ValueError(f"a, b and c must hold points of one width, not of {widths}")
    return a.mean(0) - b.mean(0) + c.mean(0)


def attribute_direction(latents, labels):
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
    latents, labels = _group("latents", latents), np.asarray(labels)
    if labels.dtype != bool or labels.shape != (len(latents),):
        raise ValueError(f"labels must be {len(latents)} values True or False, not {labels.dtype} {labels.shape}")
    if labels.all() or not labels.any():
        raise ValueError(f"labels must hold both True and False, not {labels.sum()} True of {len(labels)}")
    chosen = torch.from_numpy(labels).to(latents.device) if isinstance(latents, torch.Tensor) else labels
    exact = latents.detach().double() if isinstance(latents, torch.Tensor) else latents
    direction = exact[chosen].mean(0) - exact[~chosen].mean(0)
    length = math.sqrt(float((direction**2).sum()))
    if length <= 1e-12 * float(abs(exact).max()):  # nothing but rounding
        raise ValueError("the points with the attribute and those without have the same mean: there is no direction")
    direction = direction / length
    return direction.to(latents.dtype) if isinstance(latents, torch.Tensor) else direction


def _group(name: str, points):
    """Points ``(k, z_dim)``, k at least 1, as floats."""
    if isinstance(points, torch.Tensor):
        points = points if points.is_floating_point() else points.float()
        finite = torch.isfinite
    else:
        points, finite = np.asarray(points, dtype=float), np.isfinite
    if points.ndim != 2 or 0 in points.shape:
        raise ValueError(f"{name} must have shape (k, z_dim) with k at least 1, not {tuple(points.shape)}")
    if not finite(points).all():
        raise ValueError(f"{name} must be finite, but holds NaN or infinity")
    return points


def _prepare(a, b, t):
    """Both points and t as one kind of array, t shaped to broadcast against a point."""
    if isinstance(a, torch.Tensor):
        a = a if a.is_floating_point() else a.float()
        b = torch.as_tensor(b, dtype=a.dtype, device=a.device)
        t = torch.as_tensor(t, dtype=a.dtype, device=a.device)
        finite = torch.isfinite
    else:
        a, b, t = (np.asarray(array, dtype=float) for array in (a, b, t))
        finite = np.isfinite
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"points must have one shape (z_dim,), not {tuple(a.shape)} and {tuple(b.shape)}")
    if t.ndim > 1:
        raise ValueError(f"t must be a number or have shape (T,), not {tuple(t.shape)}")
    if not (finite(a).all() and finite(b).all() and finite(t).all()):
        raise ValueError("points and t must be finite, but hold NaN or infinity")
    return a, b, t[..., None] if t.ndim else t
