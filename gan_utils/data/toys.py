"""Targets on a line and in the plane: points from a seed, the same in Python and in the page, and their densities."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from gan_utils.arrays import Array, tensor
from gan_utils.checks import one_of, positive, whole
from gan_utils.seeded import normals, uniforms

BLOCK = 5000  # points whose distances to all places are held at once


def ring_centers(modes: int = 8, radius: float = 2.0) -> Tensor:
    """Centres equally spaced on a circle, counter-clockwise from (radius, 0).

    Args:
        modes: how many.
        radius: of the circle.
    Returns:
        float32 ``(modes, 2)``, all distinct: the angle 2 pi, which would repeat the first, is left out.
    Raises:
        ValueError: for no modes, or a radius that is not above 0.
    Source: Metz et al. 2017, arXiv:1611.02163, appendix A.

    >>> ring_centers(modes=4).round(decimals=3).abs().tolist()
    [[2.0, 0.0], [0.0, 2.0], [2.0, 0.0], [0.0, 2.0]]
    """
    modes = whole("modes", modes, 1)
    angles = 2 * math.pi * torch.arange(modes, dtype=torch.float64, device="cpu") / modes
    return (positive("radius", radius) * torch.stack([angles.cos(), angles.sin()], dim=1)).float()


def ring(n: int, modes: int = 8, radius: float = 2.0, std: float = 0.02, seed: int = 0) -> Tensor:
    """Points of an equal mixture of Gaussians on a ring, the target of the unrolled GAN's figure 1.

    Args:
        n: how many points.
        modes, radius: as for ``ring_centers``.
        std: of each Gaussian, in each direction.
        seed: 0 to 2**32 - 1.
    Returns:
        float32 ``(n, 2)``.
    Raises:
        ValueError: for no points or modes, std or radius not above 0, or a seed out of range.
    Source: Metz et al. 2017, arXiv:1611.02163, appendix A.

    >>> points = ring(1000)
    >>> points.shape, bool((points.norm(dim=1) - 2).abs().max() < 0.1)
    (torch.Size([1000, 2]), True)
    """
    return mixture(n, ring_centers(modes, radius), std, seed)


def grid_centers(side: int = 5, spacing: float = 1.0) -> Tensor:
    """Centres of a square grid around (0, 0), row by row: float32 ``(side * side, 2)``.

    Raises:
        ValueError: for a side below 1, or a spacing that is not above 0.

    >>> grid_centers(side=2).tolist()
    [[-0.5, -0.5], [0.5, -0.5], [-0.5, 0.5], [0.5, 0.5]]
    """
    side = whole("side", side, 1)
    line = torch.arange(side, dtype=torch.float64, device="cpu") - (side - 1) / 2
    line *= positive("spacing", spacing)
    return torch.stack([line.repeat(side), line.repeat_interleave(side)], dim=1).float()


def grid(n: int, side: int = 5, spacing: float = 1.0, std: float = 0.025, seed: int = 0) -> Tensor:
    """Points of an equal mixture of ``side * side`` Gaussians on a grid; otherwise as ``ring``.

    Source: VEEGAN's grid (Srivastava et al. 2017, arXiv:1705.07761), at half its size: std 0.05 two apart.

    >>> grid(1000).abs().max() < 2.2
    tensor(True)
    """
    return mixture(n, grid_centers(side, spacing), std, seed)


def mixture(n: int, centers: ArrayLike, std: float, seed: int = 0) -> Tensor:
    """Points of an equal mixture of Gaussians at ``centers``, finite numbers ``(modes, 2)``; otherwise as ``ring``.

    >>> mixture(3, torch.tensor([[0.0, 5.0]]), std=0.1).round().abs().tolist()
    [[0.0, 5.0], [0.0, 5.0], [0.0, 5.0]]
    """
    centers = tensor("centers", centers).detach().cpu()
    if centers.ndim != 2 or centers.shape[1] != 2 or not len(centers):
        raise ValueError(f"centers must have shape (modes, 2) with at least one mode, not {tuple(centers.shape)}")
    if not torch.isfinite(centers).all():
        raise ValueError("centers must be finite, but hold NaN or infinity")
    return _scatter(n, _at(centers), std, seed)


def sample(target: str, n: int, seed: int = 0) -> Tensor:
    """Points of one of ``TARGETS``, float32 ``(n, 2)``, or of one of ``LINES``, float32 ``(n, 1)``.

    Raises:
        ValueError: for an unknown target, no points, or a seed out of range.

    >>> sample("moons", 4).shape, sample("two_bumps", 4).shape
    (torch.Size([4, 2]), torch.Size([4, 1]))
    """
    one_of("target", target, (*TARGETS, *LINES))
    return _scatter(n, *(TARGETS[target] if target in TARGETS else (LINES[target].place, LINES[target].std)), seed)


def log_prob(target: str, points: ArrayLike) -> Tensor:
    """The logarithm of a target's density at some points, in nats; of no use to a GAN, which never asks for it.

    Sums over modes are exact. The moons and the spiral are curves with normal noise around them: their density is an
    integral along the curve, taken here by Gauss and Legendre's rule to about ten digits.

    Args:
        target: a name of ``TARGETS`` or ``LINES``.
        points: ``(n, 2)`` or ``(n, 1)``, as ``sample`` gives them.
    Returns:
        float64 ``(n,)``; far from all modes very negative, never NaN.
    Raises:
        ValueError: for an unknown target, or points of another shape or not finite.

    >>> round(float(log_prob("bell", torch.tensor([[1.0]]))), 6)  # -log(0.5 sqrt(2 pi))
    -0.225791
    """
    one_of("target", target, (*TARGETS, *LINES))
    given, dims = tensor("points", points).cpu(), 2 if target in TARGETS else 1
    if given.ndim != 2 or given.shape[1] != dims or not torch.isfinite(given).all():
        raise ValueError(f"points must be finite and of shape (n, {dims}), not {tuple(given.shape)}")
    places, weights, std = _parts(target)
    parts = weights.log() - dims * math.log(std * math.sqrt(2 * math.pi))

    def some(points: Tensor) -> Tensor:
        squares = torch.cdist(points, places, compute_mode="donot_use_mm_for_euclid_dist") ** 2
        return torch.logsumexp(parts - squares / (2 * std**2), dim=1)

    return torch.cat([some(block) for block in torch.split(given, BLOCK)])


def _parts(target: str) -> tuple[Tensor, Tensor, float]:
    """Places ``(m, dims)`` and weights of the normal distributions that a target is the sum of, and their std."""
    if target in LINES:
        line = LINES[target]
        return tensor("centers", line.centers)[:, None], tensor("weights", line.weights), line.std
    place, std = TARGETS[target]
    if target in CENTERS:
        centers = CENTERS[target].double()
        return centers, tensor("shares", np.full(len(centers), 1 / len(centers))), std
    # Twenty pieces, so that the nodes stand closer than the noise is wide, and no piece crosses the moons' jump.
    nodes, weights = np.polynomial.legendre.leggauss(64)
    s: Array = ((nodes + 1) / 2 + np.arange(20)[:, None]).ravel() / 20
    shares: Array = np.tile(weights, 20) / 40
    if target == "spiral":  # u = s^2, for the square root in its place is not smooth at 0
        s, shares = s**2, 2 * s * shares
    return torch.from_numpy(place(s)), torch.from_numpy(shares), std


def _scatter(n: int, place: Callable[[Array], Array], std: float, seed: int) -> Tensor:
    """Points at ``place(u)`` for uniform u, plus normal noise. Uniforms and normals are disjoint parts of a stream."""
    n = whole("n", n, 1)
    places = place(uniforms(seed, n))
    noise = normals(seed, places.size, start=n).reshape(places.shape)
    return torch.from_numpy(places + positive("std", std) * noise).float()


def _moons(u: Array) -> Array:
    """Two half circles, each the other turned about (0, 0)."""
    angle, shift = 2 * np.pi * u, np.where(u < 0.5, -0.6, 0.6)  # above the axis to the left, below it to the right
    return np.stack([1.2 * np.cos(angle) + shift, 1.2 * np.sin(angle) + shift / 2], axis=1)


def _spiral(u: Array) -> Array:
    """One arm, two turns; the square root makes its points equally dense."""
    turn = 4 * np.pi * np.sqrt(u)
    return np.stack([2 * np.sqrt(u) * np.cos(turn), 2 * np.sqrt(u) * np.sin(turn)], axis=1)


def _at(centers: Tensor) -> Callable[[Array], Array]:
    return lambda u: centers.numpy().astype(float)[(u * len(centers)).astype(int)]


CENTERS = {
    "ring": ring_centers(),
    "grid": grid_centers(),
    "blobs": tensor("centers", [[-1.0, 0.0], [1.0, 0.0]]).float(),
}
# Name -> where a uniform number lands, and the std of the noise around it.
TARGETS: dict[str, tuple[Callable[[Array], Array], float]] = {
    "ring": (_at(CENTERS["ring"]), 0.02),
    "grid": (_at(CENTERS["grid"]), 0.025),
    "blobs": (_at(CENTERS["blobs"]), 0.2),
    "moons": (_moons, 0.08),
    "spiral": (_spiral, 0.05),
}


class Line(NamedTuple):
    """A target on a line: normal distributions of one width at ``centers``, in shares ``weights`` that sum to 1."""

    centers: tuple[float, ...]
    weights: tuple[float, ...]
    std: float

    def place(self, u: Array) -> Array:
        """Where uniform numbers land, ``(n, 1)``."""
        bounds = np.cumsum(self.weights)[:-1]
        return np.asarray(self.centers)[np.searchsorted(bounds, u, side="right")][:, None]


LINES: dict[str, Line] = {
    "bell": Line((1.0,), (1.0,), 0.5),
    "two_bumps": Line((-1.5, 1.5), (0.5, 0.5), 0.4),
    "three_bumps": Line((-2.0, 0.0, 2.0), (1 / 3, 1 / 3, 1 / 3), 0.3),
    "uneven": Line((-1.5, 1.5), (0.8, 0.2), 0.4),
    "needles": Line((-2.0, -1.0, 0.0, 1.0, 2.0), (0.2, 0.2, 0.2, 0.2, 0.2), 0.05),
}
