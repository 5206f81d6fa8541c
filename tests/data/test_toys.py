"""Targets in the plane: where their points lie, how many at each place, and the same ones from a seed."""

import math

import numpy as np
import pytest
import torch

from gan_utils.data.toys import CENTERS, TARGETS, grid, grid_centers, mixture, ring, ring_centers, sample
from gan_utils.seeded import normals, uniforms

# By name, apart from the package: the std of the noise in each direction.
NOISE = {"ring": 0.02, "grid": 0.025, "blobs": 0.2, "moons": 0.08, "spiral": 0.05}
MANY = 40_000
LARGEST_NORMAL = 6.7  # of the seeded stream


def noise_free(target: str, u) -> np.ndarray:
    return TARGETS[target][0](np.asarray(u))


# Centres.


@pytest.mark.parametrize("modes, radius", [(1, 2.0), (2, 0.5), (7, 2.0), (8, 2.0), (25, 3.0)])
def test_ring_centers_are_at_equal_angles_from_the_right_and_counter_clockwise(modes, radius):
    centers = ring_centers(modes, radius)
    assert centers.shape == (modes, 2) and centers.dtype == torch.float32
    for k, (x, y) in enumerate(centers.tolist()):
        expected = radius * math.cos(math.radians(360 * k / modes)), radius * math.sin(math.radians(360 * k / modes))
        assert (x, y) == pytest.approx(expected, abs=1e-6)


def test_eight_modes_are_eight_places_and_not_seven(oracle):
    """A circle cut with ``linspace(0, 2 pi, 8)`` has its first place twice, so one mode of double weight."""
    wrong = oracle("unrolled_linspace_bug")
    centers = ring_centers(wrong["input"]["n"])
    assert len(np.unique(centers.numpy().round(4), axis=0)) == 8 == wrong["expected"]["distinct"] + 1
    steps = np.diff(np.unwrap(torch.atan2(centers[:, 1], centers[:, 0]).numpy()))
    np.testing.assert_allclose(np.degrees(steps), 45, atol=1e-4)
    assert wrong["expected"]["spacing_deg"] > 51


def test_grid_centers_go_row_by_row_around_the_origin():
    assert grid_centers(3, 2.0).tolist() == [[x, y] for y in (-2, 0, 2) for x in (-2, 0, 2)]
    assert grid_centers(1).tolist() == [[0, 0]]
    assert grid_centers().shape == (25, 2) and grid_centers().dtype == torch.float32
    assert grid_centers().unique().tolist() == [-2, -1, 0, 1, 2]


def test_centers_are_those_of_the_targets():
    assert set(CENTERS) == {"ring", "grid", "blobs"} and set(TARGETS) == set(NOISE)
    assert torch.equal(CENTERS["ring"], ring_centers(8, 2.0)) and torch.equal(CENTERS["grid"], grid_centers(5, 1.0))
    assert CENTERS["blobs"].tolist() == [[-1, 0], [1, 0]]


# Points. Five standard errors, so that only a wrong distribution fails.


@pytest.mark.parametrize("target", CENTERS)
def test_each_mode_has_its_share_of_round_gaussian_noise(target):
    points, centers, std = sample(target, MANY, seed=3).double(), CENTERS[target].double(), NOISE[target]
    distances, mode = torch.cdist(points, centers).min(dim=1)
    share = 1 / len(centers)
    counts = torch.bincount(mode, minlength=len(centers))
    assert (counts - MANY * share).abs().max() < 5 * math.sqrt(MANY * share * (1 - share))
    apart = (points - centers[mode]) / std
    assert apart.mean(dim=0).abs().max() < 5 / math.sqrt(MANY)
    assert (apart.std(dim=0) - 1).abs().max() < 5 / math.sqrt(2 * MANY)
    assert abs(apart.prod(dim=1).mean()) < 5 / math.sqrt(MANY)
    for k in range(len(centers)):  # each mode on its own, too
        own = apart[mode == k]
        assert own.mean(dim=0).abs().max() < 5 / math.sqrt(len(own))
        assert (own.std(dim=0) - 1).abs().max() < 5 / math.sqrt(2 * len(own))
    within = math.exp(-(3**2) / 2)
    assert abs((distances > 3 * std).double().mean() - within) < 5 * math.sqrt(within / MANY)


@pytest.mark.parametrize("target", NOISE)
def test_points_are_places_and_noise_from_parts_of_the_stream_that_do_not_overlap(target):
    """So that the page, which has the same stream, can draw the same points: the first n numbers, then pairs."""
    n, seed = 50, 9
    numbers = uniforms(seed, 6 * n)
    noise = normals(seed, 3 * n)[n:].reshape(n, 2)  # of the numbers from 2 n on
    expected = noise_free(target, numbers[:n]) + NOISE[target] * noise
    np.testing.assert_allclose(sample(target, n, seed), expected, rtol=0, atol=1e-6)


def test_a_uniform_number_lands_on_the_mode_of_its_slice():
    slices = (np.arange(8) + 0.5) / 8
    np.testing.assert_allclose(noise_free("ring", slices), ring_centers())
    np.testing.assert_allclose(noise_free("blobs", [0, 0.4999, 0.5, 1 - 2**-32]), [[-1, 0], [-1, 0], [1, 0], [1, 0]])


def test_moons_are_two_half_circles_that_a_half_turn_exchanges():
    upper = noise_free("moons", np.linspace(0, 0.4999, 50))
    lower = noise_free("moons", np.linspace(0, 0.4999, 50) + 0.5)
    from_centre = upper - [-0.6, -0.3]
    np.testing.assert_allclose(np.linalg.norm(from_centre, axis=1), 1.2)
    assert from_centre[:, 1].min() >= 0 and np.ptp(from_centre[:, 0]) > 2.39  # half a circle, the upper one
    np.testing.assert_allclose(lower, -upper, atol=1e-12)
    steps = np.linalg.norm(np.diff(upper, axis=0), axis=1)
    np.testing.assert_allclose(steps, steps.mean(), rtol=1e-6)


def test_the_spiral_is_one_arm_of_two_turns_and_equally_dense():
    u = np.linspace(0, 1, 2001)
    places = noise_free("spiral", u)
    radius = np.linalg.norm(places, axis=1)
    np.testing.assert_allclose(radius, 2 * np.sqrt(u))
    angle = np.unwrap(np.arctan2(places[1:, 1], places[1:, 0]))
    np.testing.assert_allclose(angle, 2 * np.pi * radius[1:])  # a full turn for each unit of the radius
    steps = np.linalg.norm(np.diff(places[200:], axis=0), axis=1)  # away from the middle
    assert steps.max() / steps.min() < 1.04


@pytest.mark.parametrize("target", NOISE)
def test_every_target_stays_in_the_frame_whatever_the_seed(target):
    """By the largest normal number that the stream can give, and so for every seed."""
    place, std = TARGETS[target]
    assert std == NOISE[target]
    assert np.abs(place(np.linspace(0, 1 - 2**-32, 100_001))).max() + LARGEST_NORMAL * std <= 2.6
    assert sample(target, MANY, seed=2**32 - 1).abs().max() <= 2.6


@pytest.mark.parametrize("target", NOISE)
def test_samples_are_float32_finite_and_the_same_from_a_seed(target):
    torch.manual_seed(0)
    points = sample(target, 500, seed=4)
    torch.manual_seed(1)
    assert points.shape == (500, 2) and points.dtype == torch.float32 and points.isfinite().all()
    assert torch.equal(points, sample(target, 500, seed=4))
    assert len({tuple(sample(target, 3, seed).flatten().tolist()) for seed in range(50)}) == 50
    assert torch.equal(sample(target, 5), sample(target, 5, seed=0))
    assert sample(target, 1).shape == (1, 2)


def test_named_targets_are_their_functions_with_default_arguments():
    assert torch.equal(ring(100, seed=5), sample("ring", 100, seed=5))
    assert torch.equal(grid(100, seed=5), sample("grid", 100, seed=5))
    assert torch.equal(mixture(100, CENTERS["blobs"], 0.2, seed=5), sample("blobs", 100, seed=5))
    assert torch.equal(ring(100), ring(100, seed=0)) and torch.equal(grid(100), grid(100, seed=0))


def test_arguments_reach_the_points():
    near, mode = torch.cdist(ring(200, modes=3, radius=1.5, std=1e-4), ring_centers(3, 1.5)).min(dim=1)
    assert near.max() < 1e-3 and mode.unique().tolist() == [0, 1, 2]
    np.testing.assert_allclose(grid(200, side=2, spacing=3.0, std=1e-4).abs(), 1.5, atol=1e-3)
    wide, narrow = (ring(200, std=std, seed=1) - ring(200, std=1e-9, seed=1) for std in (0.4, 0.1))
    torch.testing.assert_close(wide, 4 * narrow, rtol=1e-4, atol=1e-6)
    assert not torch.equal(ring(9, seed=1), ring(9, seed=2)) and not torch.equal(grid(9, seed=1), grid(9, seed=2))


def test_drawing_leaves_the_global_random_numbers_alone(global_random_left_alone):
    sample("moons", 10)


# What they refuse.

NOT_POSITIVE = [0, -0.1, math.nan, math.inf, "wide", None]
BAD = [
    *[(function, "n", n) for function in ("ring", "grid", "mixture", "sample") for n in (0, -1, 2.5, None, True)],
    *[(function, "std", std) for function in ("ring", "grid", "mixture") for std in NOT_POSITIVE],
    *[(function, "seed", seed) for function in ("ring", "grid", "mixture", "sample") for seed in (-1, 2**32, 1.5, "1")],
    *[(function, "modes", modes) for function in ("ring", "ring_centers") for modes in (0, -8, 2.5, "8")],
    *[(function, "radius", radius) for function in ("ring", "ring_centers") for radius in NOT_POSITIVE],
    *[(function, "side", side) for function in ("grid", "grid_centers") for side in (0, -5, 2.5, None)],
    *[(function, "spacing", spacing) for function in ("grid", "grid_centers") for spacing in NOT_POSITIVE],
    *[("sample", "target", target) for target in ("circle", "", None, 1)],
]
GOOD = {
    ring: {"n": 4},
    grid: {"n": 4},
    mixture: {"n": 4, "centers": torch.zeros(1, 2), "std": 1},
    sample: {"target": "ring", "n": 4},
    ring_centers: {},
    grid_centers: {},
}


@pytest.mark.parametrize("function, name, value", BAD)
def test_bad_arguments_are_named_with_their_value(function, name, value):
    (draw,) = [candidate for candidate in GOOD if candidate.__name__ == function]
    with pytest.raises(ValueError, match=name) as caught:
        draw(**(GOOD[draw] | {name: value}))
    assert f"not {value!r}" in str(caught.value)
