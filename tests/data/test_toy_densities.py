"""Densities of the targets and targets on a line: sums written out, integrals, histograms, another quadrature."""

import math

import numpy as np
import pytest
import torch

from gan_utils.data.toys import CENTERS, LINES, TARGETS, log_prob, sample
from gan_utils.seeded import normals, uniforms

# By name, apart from the package: places, shares and noise.
ON_A_LINE = {
    "bell": ([1], [1], 0.5),
    "two_bumps": ([-1.5, 1.5], [0.5, 0.5], 0.4),
    "three_bumps": ([-2, 0, 2], [1 / 3, 1 / 3, 1 / 3], 0.3),
    "uneven": ([-1.5, 1.5], [0.8, 0.2], 0.4),
    "needles": ([-2, -1, 0, 1, 2], [0.2] * 5, 0.05),
}
NOISE = {"ring": 0.02, "grid": 0.025, "blobs": 0.2, "moons": 0.08, "spiral": 0.05}
MANY = 40_000


def density(target: str, points) -> np.ndarray:
    """In parts, as the curves' densities are sums of a thousand numbers a point."""
    parts = torch.as_tensor(points, dtype=torch.float64).split(2000)
    return torch.cat([log_prob(target, part) for part in parts]).exp().numpy()


def written_out(points: np.ndarray, centers, shares, std: float) -> np.ndarray:
    """log of the sum of shares times normal densities, each computed by itself."""
    total = np.zeros(len(points))
    for center, share in zip(np.asarray(centers, dtype=float).reshape(len(shares), -1), shares):
        squares = ((points - center) ** 2).sum(axis=1)
        total += share * np.exp(-squares / (2 * std**2)) / (std * math.sqrt(2 * math.pi)) ** points.shape[1]
    return np.log(total)


def curves(target: str, pieces: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The target's curves by angle or radius, and Simpson's weights times the share of each place."""
    simpson = np.ones(pieces + 1)
    simpson[1:-1:2], simpson[2:-1:2] = 4, 2
    simpson /= 3 * pieces
    if target == "spiral":  # a full turn for each unit of the radius; the radius has the density r / 2
        r = np.linspace(0, 2, pieces + 1)
        return [(np.stack([r * np.cos(2 * np.pi * r), r * np.sin(2 * np.pi * r)], axis=1), simpson * r)]
    angle = np.linspace(0, np.pi, pieces + 1)
    upper = np.stack([1.2 * np.cos(angle) - 0.6, 1.2 * np.sin(angle) - 0.3], axis=1)
    return [(upper, simpson / 2), (-upper, simpson / 2)]


def square(middle, reach: float, step: float) -> np.ndarray:
    """A grid of points around a middle."""
    line = np.arange(-reach, reach + step / 2, step)
    return np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2) + middle


def grid_of(target: str) -> tuple[np.ndarray, float]:
    """Points over all of a target, and the length or area of each."""
    if target in LINES:
        step = LINES[target].std / 2
        return np.arange(-6, 6, step)[:, None], step
    step = NOISE[target]
    if target in ("ring", "grid"):  # modes far apart
        return np.concatenate([square(mode, 7 * step, step) for mode in CENTERS[target].double().numpy()]), step**2
    return square(0, 2.6, step), step**2


# On a line.


def test_lines_are_those_of_the_book():
    assert {name: (list(line.centers), list(line.weights), line.std) for name, line in LINES.items()} == ON_A_LINE
    assert not set(LINES) & set(TARGETS) and all(sum(line.weights) == pytest.approx(1) for line in LINES.values())


@pytest.mark.parametrize("target", ON_A_LINE)
def test_points_on_a_line_are_the_stream_written_out(target):
    """The first n numbers choose the bump, and the next 2 n make the noise."""
    centers, shares, std = ON_A_LINE[target]
    n, seed = 60, 9
    u, (radius, angle) = uniforms(seed, n), uniforms(seed, 2 * n, start=2 * n).reshape(n, 2).T
    ends = np.cumsum(shares)
    places = [next(c for c, end in zip(centers, [*ends[:-1], 1]) if one < end) for one in u]
    expected = np.array(places) + std * np.sqrt(-2 * np.log(1 - radius)) * np.cos(2 * np.pi * angle)
    found = sample(target, n, seed)
    assert found.shape == (n, 1) and found.dtype == torch.float32
    np.testing.assert_allclose(found[:, 0], expected, rtol=0, atol=1e-6)
    np.testing.assert_allclose(normals(seed, n, start=n), (expected - places) / std, atol=1e-9)


@pytest.mark.parametrize("target", ON_A_LINE)
def test_a_number_lands_on_the_bump_of_its_share(target):
    centers, shares, _ = ON_A_LINE[target]
    ends = np.cumsum(shares)
    middles = ends - np.array(shares) / 2
    assert LINES[target].place(middles).tolist() == [[center] for center in centers]
    assert LINES[target].place(np.array([0.0, 1 - 2**-32])).tolist() == [[centers[0]], [centers[-1]]]
    assert LINES[target].place(ends[:-1]).tolist() == [[center] for center in centers[1:]]


@pytest.mark.parametrize("target", ON_A_LINE)
def test_a_histogram_of_many_points_on_a_line_is_the_density(target):
    """Five standard errors in every bin; a bin's share is the density's integral over it."""
    edges = np.linspace(-4, 4, 161)
    counts = np.histogram(sample(target, MANY, seed=3), edges)[0]
    fine = np.linspace(-4, 4, 160 * 50 + 1)
    steps = density(target, fine[:, None])
    shares = ((steps[1:] + steps[:-1]) / 2 * (fine[1] - fine[0])).reshape(160, 50).sum(axis=1)
    assert shares.sum() == pytest.approx(1, abs=1e-6)
    assert np.all(np.abs(counts - MANY * shares) < 5 * np.sqrt(MANY * shares * (1 - shares)) + 5)


# Densities.


@pytest.mark.parametrize("target", ON_A_LINE)
def test_densities_on_a_line_are_sums_of_normal_ones(target):
    points = np.linspace(-2.5, 2.5, 101)[:, None]
    points = points[np.abs(points - np.array(ON_A_LINE[target][0])).min(axis=1) < 25 * ON_A_LINE[target][2]]
    found = log_prob(target, torch.from_numpy(points))
    assert found.dtype == torch.float64 and found.shape == (len(points),) and len(points) > 90
    np.testing.assert_allclose(found, written_out(points, *ON_A_LINE[target]), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("target", CENTERS)
def test_densities_in_the_plane_are_sums_of_normal_ones(target):
    points, centers = sample(target, 100, seed=2).double(), CENTERS[target].double().numpy()
    expected = written_out(points.numpy(), centers, [1 / len(centers)] * len(centers), NOISE[target])
    np.testing.assert_allclose(log_prob(target, points), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("target", ["moons", "spiral"])
def test_densities_of_curves_are_another_quadratures(target):
    """Simpson's rule by angle or radius, where the package has Gauss's by the uniform number."""
    points = np.concatenate([sample(target, 60, seed=1).double().numpy(), square(0, 2.4, 0.8)])
    places, weights = (np.concatenate(parts) for parts in zip(*curves(target, 40_000)))
    std, expected = NOISE[target], []
    for point in points:
        exponents = -((places - point) ** 2).sum(axis=1) / (2 * std**2)
        highest = exponents.max()
        total = (weights * np.exp(exponents - highest)).sum()
        expected.append(highest + math.log(total) - math.log(2 * math.pi * std**2))
    found = log_prob(target, torch.from_numpy(points)).numpy()
    np.testing.assert_allclose(found[:60], expected[:60], rtol=0, atol=1e-9)
    np.testing.assert_allclose(found, expected, rtol=1e-6)  # up to hundreds of nats down


@pytest.mark.parametrize("target", [*ON_A_LINE, *NOISE])
def test_a_density_integrates_to_1_and_its_logarithm_to_that_of_samples(target):
    """By sums over grids as fine as the noise; the mean of log p over samples within five standard errors."""
    points, cell = grid_of(target)
    p = density(target, points)
    assert cell * p.sum() == pytest.approx(1, abs=1e-6)
    scores = log_prob(target, sample(target, 4000, seed=6)).numpy()
    expected = cell * np.sum(p * np.log(np.maximum(p, 1e-300)))  # minus the entropy
    assert scores.mean() == pytest.approx(expected, abs=5 * scores.std() / math.sqrt(len(scores)))


def test_a_histogram_of_many_points_of_the_moons_is_the_density():
    """Cells of 0.2; within a cell the density is averaged over places finer than the noise."""
    counts = np.histogram2d(*sample("moons", MANY, seed=8).numpy().T, bins=[np.linspace(-2.4, 2.4, 25)] * 2)[0]
    inner = np.linspace(-2.4, 2.4, 24 * 5 + 1)[:-1] + 0.02
    places = np.stack(np.meshgrid(inner, inner, indexing="ij"), axis=-1).reshape(-1, 2)
    shares = density("moons", places).reshape(24, 5, 24, 5).sum(axis=(1, 3)) * 0.04**2
    assert np.all(np.abs(counts - MANY * shares) < 5 * np.sqrt(MANY * shares) + 5)


def test_far_away_a_density_is_very_small_and_never_nan():
    for target in (*NOISE, *ON_A_LINE):
        far = torch.tensor([[1e3], [-1e8]]) if target in LINES else torch.tensor([[1e3, 1e3], [-1e8, 0.0]])
        scores = log_prob(target, far)
        assert scores.isfinite().all() and (scores < -1e5).all()


def test_scores_are_the_slopes_of_the_density():
    """-(x - 1) / 0.25 for the bell: log_prob can be differentiated."""
    points = torch.tensor([[0.0], [1.0], [2.5]], requires_grad=True)
    (slopes,) = torch.autograd.grad(log_prob("bell", points).sum(), points)
    np.testing.assert_allclose(slopes, [[4], [0], [-6]], atol=1e-6)


# What is refused.


@pytest.mark.parametrize("target", ["bell", "moons", "ring"])
@pytest.mark.parametrize("shape", [(), (3,), (4, 3), (2, 2, 2), (1, 0), "the other"])
def test_points_of_another_shape_are_refused(target, shape):
    shape = ((5, 2) if target in LINES else (5, 1)) if shape == "the other" else shape
    dims = 1 if target in LINES else 2
    with pytest.raises(ValueError, match=rf"^points must be finite and of shape \(n, {dims}\), not ") as caught:
        log_prob(target, torch.zeros(shape))
    assert str(shape) in str(caught.value)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_points_that_are_not_finite_are_refused(bad):
    for target, points in (("bell", [[0.0], [bad]]), ("spiral", [[0.0, 0.0], [0.0, bad]])):
        with pytest.raises(ValueError, match="^points must be finite"):
            log_prob(target, torch.tensor(points))


@pytest.mark.parametrize("target", ["circle", "", None, 1])
def test_an_unknown_target_is_refused_with_those_there_are(target):
    for call in (lambda: log_prob(target, torch.zeros(1, 2)), lambda: sample(target, 3)):
        with pytest.raises(ValueError, match="^target must be one of 'ring', .*'bell', .*'needles', not ") as caught:
            call()
        assert repr(target) in str(caught.value)
