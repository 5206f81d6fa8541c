"""Targets in the plane that show mode collapse: points from a seed, the same in Python and in the page."""

import math
from typing import Callable

import numpy as np
import torch
from torch import Tensor

from gan_utils.checks import one_of, positive, whole
from gan_utils.seeded import normals, uniforms


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
    angles = 2 * math.pi * torch.arange(whole("modes", modes, 1), dtype=torch.float64) / modes
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
    line = positive("spacing", spacing) * (torch.arange(whole("side", side, 1), dtype=torch.float64) - (side - 1) / 2)
    return torch.stack([line.repeat(side), line.repeat_interleave(side)], dim=1).float()


def grid(n: int, side: int = 5, spacing: float = 1.0, std: float = 0.025, seed: int = 0) -> Tensor:
    """Points of an equal mixture of ``side * side`` Gaussians on a grid; otherwise as ``ring``.

    Source: VEEGAN's grid (Srivastava et al. 2017, arXiv:1705.07761), at half its size: std 0.05 two apart.

    >>> grid(1000).abs().max() < 2.2
    tensor(True)
    """
    return mixture(n, grid_centers(side, spacing), std, seed)


def mixture(n: int, centers: Tensor, std: float, seed: int = 0) -> Tensor:
    """Points of an equal mixture of Gaussians at ``centers``, a finite tensor ``(modes, 2)``; otherwise as ``ring``.

    >>> mixture(3, torch.tensor([[0.0, 5.0]]), std=0.1).round().abs().tolist()
    [[0.0, 5.0], [0.0, 5.0], [0.0, 5.0]]
    """
    if not isinstance(centers, Tensor) or centers.ndim != 2 or centers.shape[1] != 2 or not len(centers):
        shape = tuple(centers.shape) if isinstance(centers, Tensor) else type(centers).__name__
        raise ValueError(f"centers must be a tensor of shape (modes, 2) with at least one mode, not {shape}")
    if not torch.isfinite(centers).all():
        raise ValueError("centers must be finite, but hold NaN or infinity")
    return _scatter(n, _at(centers), std, seed)


def sample(target: str, n: int, seed: int = 0) -> Tensor:
    """Points of one of ``TARGETS``: float32 ``(n, 2)``.

    Raises:
        ValueError: for an unknown target, no points, or a seed out of range.

    >>> sample("moons", 4).shape
    torch.Size([4, 2])
    """
    one_of("target", target, TARGETS)
    return _scatter(n, *TARGETS[target], seed)


def _scatter(n: int, place: Callable[[np.ndarray], np.ndarray], std: float, seed: int) -> Tensor:
    """Points at ``place(u)`` for uniform u, plus normal noise. Uniforms and normals are disjoint parts of a stream."""
    places = place(uniforms(seed, whole("n", n, 1)))
    noise = normals(seed, 2 * n, start=n).reshape(n, 2)
    return torch.from_numpy(places + positive("std", std) * noise).float()


def _moons(u: np.ndarray) -> np.ndarray:
    """Two half circles, each the other turned about (0, 0)."""
    angle, shift = 2 * np.pi * u, np.where(u < 0.5, -0.6, 0.6)  # above the axis to the left, below it to the right
    return np.stack([1.2 * np.cos(angle) + shift, 1.2 * np.sin(angle) + shift / 2], axis=1)


def _spiral(u: np.ndarray) -> np.ndarray:
    """One arm, two turns; the square root makes its points equally dense."""
    turn = 4 * np.pi * np.sqrt(u)
    return np.stack([2 * np.sqrt(u) * np.cos(turn), 2 * np.sqrt(u) * np.sin(turn)], axis=1)


def _at(centers: Tensor) -> Callable[[np.ndarray], np.ndarray]:
    return lambda u: centers.numpy().astype(float)[(u * len(centers)).astype(int)]


CENTERS = {"ring": ring_centers(), "grid": grid_centers(), "blobs": torch.tensor([[-1.0, 0.0], [1.0, 0.0]])}
# Name -> where a uniform number lands, and the std of the noise around it.
TARGETS: dict[str, tuple[Callable[[np.ndarray], np.ndarray], float]] = {
    "ring": (_at(CENTERS["ring"]), 0.02),
    "grid": (_at(CENTERS["grid"]), 0.025),
    "blobs": (_at(CENTERS["blobs"]), 0.2),
    "moons": (_moons, 0.08),
    "spiral": (_spiral, 0.05),
}
