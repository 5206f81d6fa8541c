"""The Fréchet distance: closed forms, symmetries, its bias, and what it refuses."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.metrics.frechet import fid, frechet_distance

SEEDS = st.integers(0, 10_000)


def gaussian(seed: int, d: int = 4, rank: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """A random mean and a random covariance, flat in all but ``rank`` directions."""
    rng = np.random.default_rng(seed)
    factor = rng.normal(size=(d, rank))
    return rng.normal(size=d), factor @ factor.T


def rotation(seed: int, d: int = 4) -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(d, d)))[0]


def normal_rows(seed: int, count: int) -> np.ndarray:
    """16 features of the oracle's random stream."""
    return np.random.RandomState(seed).randn(count, 16)


# The oracle's cases.


def test_shifted_gaussians_in_many_dimensions_are_the_oracles(oracle):
    case = oracle("fid_same_cov_2048")
    d = case["input"]["d"]
    found = frechet_distance(np.zeros(d), np.eye(d), np.ones(d), np.eye(d))
    assert found == pytest.approx(case["expected"], abs=case["abs_tol"])


def test_one_dimension_is_the_oracles(oracle):
    case = oracle("fid_1d")
    found = frechet_distance([0.0], [[1.0]], [3.0], [[4.0]])
    assert found == pytest.approx(case["expected"], abs=case["abs_tol"])


def test_diagonal_covariances_are_the_oracles(oracle):
    case = oracle("fid_diag")
    found = frechet_distance([0.0, 0.0], np.diag([1.0, 4.0]), [1.0, -1.0], np.diag([9.0, 16.0]))
    assert found == pytest.approx(case["expected"], abs=case["abs_tol"])


@pytest.mark.parametrize("count", [100, 1000, 10_000])
def test_bias_of_small_samples_is_the_oracles(oracle, count):
    case = oracle("fid_bias")
    found = np.mean([fid(normal_rows(10 + seed, count), normal_rows(20 + seed, count)) for seed in range(5)])
    assert found == pytest.approx(case["expected"][str(count)], abs=case["abs_tol"])


# Closed forms and symmetries.


@given(SEEDS, SEEDS)
def test_distance_is_the_formula_with_a_matrix_root(first, second):
    """The package takes the root of a symmetric product; the eigenvalues of the plain product must agree."""
    (mean_1, cov_1), (mean_2, cov_2) = gaussian(first), gaussian(second + 20_000)
    trace_of_root = np.sqrt(np.linalg.eigvals(cov_1 @ cov_2).astype(complex)).real.sum()
    expected = np.sum((mean_1 - mean_2) ** 2) + np.trace(cov_1 + cov_2) - 2 * trace_of_root
    assert frechet_distance(mean_1, cov_1, mean_2, cov_2) == pytest.approx(expected, rel=1e-5, abs=1e-5)


@given(SEEDS, SEEDS, st.integers(1, 4))
def test_distance_is_symmetric_and_never_negative(first, second, rank):
    one, other = gaussian(first, rank=rank), gaussian(second)
    distance = frechet_distance(*one, *other)
    assert distance >= 0
    assert frechet_distance(*other, *one) == pytest.approx(distance, rel=1e-6, abs=1e-6)


@given(SEEDS, st.integers(1, 4))
def test_distance_to_itself_is_0(seed, rank):
    one = gaussian(seed, rank=rank)
    assert 0 <= frechet_distance(*one, *one) < 1e-6


@given(SEEDS)
def test_distance_does_not_change_when_both_are_turned(seed):
    (mean_1, cov_1), (mean_2, cov_2), turn = gaussian(seed), gaussian(seed + 1), rotation(seed)
    turned = frechet_distance(turn @ mean_1, turn @ cov_1 @ turn.T, turn @ mean_2, turn @ cov_2 @ turn.T)
    assert turned == pytest.approx(frechet_distance(mean_1, cov_1, mean_2, cov_2), rel=1e-9)


@given(SEEDS)
def test_turning_one_of_them_does_change_it(seed):
    """So the covariances' directions count, not their sizes alone."""
    cov, turn = np.diag([1.0, 4.0, 9.0, 16.0]), rotation(seed)
    assert frechet_distance(np.zeros(4), cov, np.zeros(4), turn @ cov @ turn.T) > 1e-3


@given(SEEDS, st.floats(0.1, 10))
def test_distance_grows_with_the_square_of_the_unit(seed, unit):
    (mean_1, cov_1), (mean_2, cov_2) = gaussian(seed), gaussian(seed + 1)
    scaled = frechet_distance(unit * mean_1, unit**2 * cov_1, unit * mean_2, unit**2 * cov_2)
    assert scaled == pytest.approx(unit**2 * frechet_distance(mean_1, cov_1, mean_2, cov_2), rel=1e-9)


def test_flat_gaussians_keep_their_distance():
    """With fewer points than features a covariance has no inverse; a plain matrix root fails on it."""
    flat = np.diag([1.0, 0.0])
    assert frechet_distance([0.0, 0.0], flat, [0.0, 0.0], np.diag([0.0, 1.0])) == pytest.approx(2)


# Sets of features.


@given(SEEDS)
def test_fid_does_not_depend_on_the_order_of_rows(seed):
    rng = np.random.default_rng(seed)
    real, generated = rng.normal(size=(30, 3)), rng.normal(size=(20, 3))
    assert fid(rng.permutation(real), generated) == pytest.approx(fid(real, generated), rel=1e-9)


def test_fid_is_the_distance_of_means_and_covariances_with_ddof_1():
    rng = np.random.default_rng(0)
    real, generated = rng.normal(size=(6, 2)), rng.normal(size=(5, 2)) + 1
    statistics = []
    for points in (real, generated):
        apart = points - points.mean(axis=0)
        statistics += [points.mean(axis=0), apart.T @ apart / (len(points) - 1)]
    assert fid(real, generated) == pytest.approx(frechet_distance(*statistics), rel=1e-12)


def test_fid_of_one_feature_is_the_closed_form():
    real, generated = np.array([[0.0], [2.0]]), np.array([[5.0], [9.0]])  # standard deviations sqrt 2 and sqrt 8
    assert fid(real, generated) == pytest.approx(36 + 2)


def test_fid_of_fewer_rows_than_features_is_0_for_a_set_and_itself():
    few = np.random.default_rng(0).normal(size=(5, 64))
    assert fid(few, few) == pytest.approx(0, abs=1e-5)


# What they refuse.


@pytest.mark.parametrize(
    "mean_1, cov_1, mean_2, cov_2, complaint",
    [
        (np.zeros(2), np.eye(2), np.zeros(3), np.eye(3), "shape"),
        (np.zeros(2), np.eye(3), np.zeros(2), np.eye(2), "shape"),
        (np.zeros((2, 1)), np.eye(2), np.zeros(2), np.eye(2), "shape"),
        (np.zeros(2), np.ones(2), np.zeros(2), np.eye(2), "shape"),
        (np.array([np.nan, 0]), np.eye(2), np.zeros(2), np.eye(2), "mean_1"),
        (np.zeros(2), np.eye(2), np.array([np.inf, 0]), np.eye(2), "mean_2"),
        (np.zeros(2), np.array([[1, np.nan], [np.nan, 1]]), np.zeros(2), np.eye(2), "cov_1"),
        (np.zeros(2), np.eye(2), np.zeros(2), np.array([[1.0, 0.5], [0.0, 1.0]]), "cov_2 must be symmetric"),
    ],
)
def test_bad_gaussians_are_refused_by_name(mean_1, cov_1, mean_2, cov_2, complaint):
    with pytest.raises(ValueError, match=complaint):
        frechet_distance(mean_1, cov_1, mean_2, cov_2)


def test_rounding_is_not_taken_for_asymmetry():
    cov = 1e6 * np.array([[1.0, 0.5], [0.5 * (1 + 1e-9), 1.0]])
    assert frechet_distance(np.zeros(2), cov, np.zeros(2), cov) == pytest.approx(0, abs=1e-2)


@pytest.mark.parametrize(
    "real, generated, complaint",
    [
        (np.zeros((5, 2)), np.zeros((5, 3)), "shapes"),
        (np.zeros(5), np.zeros((5, 1)), "shapes"),
        (np.zeros((1, 2)), np.zeros((5, 2)), "2 rows"),
        (np.zeros((5, 2)), np.zeros((1, 2)), "2 rows"),
        (np.array([[0.0], [np.nan]]), np.zeros((5, 1)), "finite"),
        (np.zeros((5, 1)), np.array([[0.0], [np.inf]]), "finite"),
    ],
)
def test_bad_features_are_refused_without_a_warning(real, generated, complaint):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=complaint):
            fid(real, generated)
