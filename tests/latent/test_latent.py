"""Paths through latent space: where they begin and end, how long their points are, how fast they turn."""

import math
import warnings

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.latent import lerp, slerp, walk

SEEDS = st.integers(0, 10_000)
SHARES = st.floats(0, 1)


def two_points(seed: int, size: int = 8) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(2, size))


def angle(a, b) -> float:
    return math.acos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1))


# The oracle's cases.


def test_slerp_is_the_oracles(oracle):
    case = oracle("slerp")
    points = case["input"]
    assert slerp(points["a"], points["b"], points["t"]) == pytest.approx(case["expected"], abs=case["abs_tol"])


def test_straight_means_of_independent_points_are_as_short_as_the_oracles(oracle):
    """Independent normal points are all but orthogonal, of length sqrt(d): here they are so exactly."""
    case = oracle("norms")
    a, b, c = math.sqrt(case["input"]["d"]) * np.eye(3, case["input"]["d"])
    middle = lerp(a, b, 0.5)
    assert np.linalg.norm(middle) == pytest.approx(case["expected"]["lerp_mid_rms"], abs=case["abs_tol"])
    mean = lerp(middle, c, 1 / 3)
    assert np.linalg.norm(mean) == pytest.approx(case["expected"]["mean3_rms"], abs=case["abs_tol"])
    assert np.linalg.norm(slerp(a, b, 0.5)) == pytest.approx(math.sqrt(case["input"]["d"]), abs=case["abs_tol"])


# Both paths.


@pytest.mark.parametrize("path", [lerp, slerp])
@given(seed=SEEDS)
def test_paths_begin_at_a_and_end_at_b(path, seed):
    a, b = two_points(seed)
    np.testing.assert_allclose(path(a, b, 0), a, rtol=0, atol=1e-12)
    np.testing.assert_allclose(path(a, b, 1), b, rtol=0, atol=1e-12)


@pytest.mark.parametrize("path", [lerp, slerp])
@given(seed=SEEDS, t=SHARES)
def test_paths_are_the_same_from_either_end(path, seed, t):
    a, b = two_points(seed)
    np.testing.assert_allclose(path(a, b, t), path(b, a, 1 - t), rtol=0, atol=1e-9)


@pytest.mark.parametrize("path", [lerp, slerp])
def test_several_t_give_a_row_each(path):
    a, b = two_points(1)
    shares = [0.0, 0.2, 0.7, 1.0]
    rows = path(a, b, shares)
    assert rows.shape == (4, 8)
    np.testing.assert_allclose(rows, [path(a, b, t) for t in shares], rtol=0, atol=1e-15)
    assert path(a, b, 0.2).shape == (8,)


@pytest.mark.parametrize("path", [lerp, slerp])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_tensors_give_tensors_of_their_dtype_and_the_same_numbers(path, dtype):
    a, b = two_points(2)
    shares = np.linspace(0, 1, 5)
    found = path(torch.tensor(a, dtype=dtype), torch.tensor(b, dtype=dtype), shares)
    assert isinstance(found, torch.Tensor) and found.dtype == dtype
    np.testing.assert_allclose(found, path(a, b, shares), rtol=0, atol=1e-6 if dtype == torch.float32 else 1e-12)


@pytest.mark.parametrize("path", [lerp, slerp])
def test_a_tensor_of_whole_numbers_is_not_rounded_down_to_its_start(path):
    found = path(torch.tensor([4, 0]), torch.tensor([0, 4]), 0.5)
    np.testing.assert_allclose(found, path([4.0, 0.0], [0.0, 4.0], 0.5), rtol=0, atol=1e-6)


# The straight one.


@given(SEEDS, SHARES)
def test_lerp_is_the_weighted_mean(seed, t):
    a, b = two_points(seed)
    np.testing.assert_allclose(lerp(a, b, t), a + t * (b - a), rtol=0, atol=1e-12)


# The round one.


@given(SEEDS, st.floats(0.01, 0.99))
def test_slerp_turns_at_a_constant_rate(seed, t):
    """For points of one length the angle from a is t times the whole angle; lerp's is not."""
    a, b = two_points(seed)
    b *= np.linalg.norm(a) / np.linalg.norm(b)
    assert angle(a, slerp(a, b, t)) == pytest.approx(t * angle(a, b), abs=1e-7)


@given(SEEDS, SHARES)
def test_slerp_keeps_the_length_of_points_of_one_length(seed, t):
    a, b = two_points(seed)
    b *= np.linalg.norm(a) / np.linalg.norm(b)
    assert np.linalg.norm(slerp(a, b, t)) == pytest.approx(np.linalg.norm(a), rel=1e-9)


@given(SEEDS, SHARES, st.floats(0.1, 10), st.floats(0.1, 10))
def test_slerp_takes_its_angle_from_the_directions_alone(seed, t, long, short):
    """White's form: a's and b's shares do not depend on how long a and b are."""
    a, b = two_points(seed)
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    whole = angle(a, b)
    shares = math.sin((1 - t) * whole) / math.sin(whole), math.sin(t * whole) / math.sin(whole)
    np.testing.assert_allclose(slerp(long * a, short * b, t), shares[0] * long * a + shares[1] * short * b, atol=1e-7)


@pytest.mark.parametrize("b", [[2.0, 4.0], [0.0, 0.0], [1.0, 2.0 + 1e-9]])
def test_slerp_is_straight_where_there_is_no_angle(b):
    a = [1.0, 2.0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a point at 0 must not be divided by its length
        np.testing.assert_allclose(slerp(a, b, 0.25), lerp(a, b, 0.25), rtol=0, atol=1e-8)
        np.testing.assert_allclose(slerp(b, a, 0.25), lerp(b, a, 0.25), rtol=0, atol=1e-8)


@pytest.mark.parametrize("kind", [torch.float64, torch.float32])
def test_slerp_refuses_opposite_points_however_they_round(kind):
    """The sum of the products rounds to a cosine a little above -1, in float32 more so."""
    for seed in range(20):
        a = torch.tensor(two_points(seed, 64)[0], dtype=kind)
        with pytest.raises(ValueError, match="opposite"):
            slerp(a, -2 * a, 0.5)


def test_slerp_is_defined_close_to_opposite_points():
    a, b = np.array([1.0, 0.0]), np.array([-1.0, 0.01])
    middle = slerp(a, b / np.linalg.norm(b), 0.5)
    assert np.linalg.norm(middle) == pytest.approx(1) and middle[1] > 0.99


# Walks.


@pytest.mark.parametrize("method, path", [("lerp", lerp), ("slerp", slerp)])
def test_a_walk_passes_its_points_and_is_its_legs(method, path):
    points = np.random.default_rng(0).normal(size=(4, 6))
    way = walk(points, 5, method)
    assert way.shape == (16, 6)
    np.testing.assert_allclose(way[::5], points, rtol=0, atol=1e-12)
    for leg in range(3):
        expected = path(points[leg], points[leg + 1], np.arange(6) / 5)
        np.testing.assert_allclose(way[5 * leg : 5 * leg + 6], expected, rtol=0, atol=1e-12)


def test_a_walk_is_round_unless_told_otherwise():
    points = np.eye(2)
    np.testing.assert_array_equal(walk(points, 4), walk(points, 4, "slerp"))
    assert not np.allclose(walk(points, 4), walk(points, 4, "lerp"))


def test_a_walk_of_tensors_is_a_tensor_that_a_generator_can_take():
    points = torch.randn(3, 6, generator=torch.Generator().manual_seed(0))
    way = walk(points, 4)
    assert isinstance(way, torch.Tensor) and way.dtype == torch.float32 and way.shape == (9, 6)
    np.testing.assert_allclose(way, walk(points.double().numpy(), 4), rtol=0, atol=1e-5)


def test_one_step_a_leg_gives_the_points_themselves():
    points = np.random.default_rng(1).normal(size=(3, 2))
    np.testing.assert_allclose(walk(points, 1), points, rtol=0, atol=1e-12)


# What they refuse.


@pytest.mark.parametrize("path", [lerp, slerp])
@pytest.mark.parametrize(
    "a, b, t",
    [
        ([1.0, 2.0], [1.0], 0.5),
        ([[1.0, 2.0]], [[1.0, 2.0]], 0.5),
        (1.0, 2.0, 0.5),
        ([1.0, float("nan")], [1.0, 2.0], 0.5),
        ([1.0, 2.0], [float("inf"), 2.0], 0.5),
        ([1.0, 2.0], [2.0, 1.0], float("nan")),
        ([1.0, 2.0], [2.0, 1.0], [[0.5]]),
    ],
)
def test_bad_points_and_shares_are_refused(path, a, b, t):
    with pytest.raises(ValueError, match="points|t must"):
        path(a, b, t)
    with pytest.raises(ValueError, match="points|t must"):
        path(torch.tensor(a), torch.tensor(b), torch.tensor(t))


def test_an_unknown_method_is_named_with_those_that_there_are():
    with pytest.raises(ValueError, match="method must be one of 'lerp', 'slerp', not 'cubic'"):
        walk(np.eye(2), 3, "cubic")


@pytest.mark.parametrize("points", [np.ones((1, 3)), np.ones(3), np.ones((2, 3, 4))])
def test_a_walk_needs_two_points(points):
    with pytest.raises(ValueError, match="at least 2"):
        walk(points, 3)


@pytest.mark.parametrize("steps", [0, -1, 1.5])
def test_a_walk_needs_a_step_a_leg(steps):
    with pytest.raises(ValueError, match="steps") as caught:
        walk(np.eye(2), steps)
    assert repr(steps) in str(caught.value)
