"""The Fréchet distance: closed forms, symmetries, its bias and how to be rid of it, and what it refuses."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.metrics import frechet
from gan_utils.metrics.frechet import fid, fid_extrapolated, frechet_distance

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


@pytest.mark.parametrize("condition", [1e2, 1e8, 1e14])
def test_covariances_that_are_nearly_flat_keep_their_digits(condition):
    """Two that share their axes: then the distance is that of the standard deviations."""
    random = np.random.default_rng(1)
    axes = np.linalg.qr(random.normal(size=(100, 100)))[0]
    one = np.logspace(0, -np.log10(condition), 100)
    other = random.permutation(one)
    expected = ((np.sqrt(one) - np.sqrt(other)) ** 2).sum()
    first, second = (axes * one) @ axes.T, (axes * other) @ axes.T
    assert frechet_distance(np.zeros(100), first, np.zeros(100), second) == pytest.approx(expected, rel=1e-9)
    assert frechet_distance(np.zeros(100), first, np.zeros(100), first) < 1e-9


@pytest.mark.parametrize("block", [1, 3, 10, 12, 1000])
def test_blocks_change_nothing(monkeypatch, block):
    (mean_1, cov_1), (mean_2, cov_2) = gaussian(0, 10, 10), gaussian(1, 10, 10)
    cov_1 += np.eye(10)
    expected = frechet_distance(mean_1, cov_1, mean_2, cov_2)
    monkeypatch.setattr(frechet, "BLOCK", block)
    assert frechet_distance(mean_1, cov_1, mean_2, cov_2) == pytest.approx(expected, rel=1e-12)


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


@given(SEEDS)
def test_rows_given_twice_change_fid_by_their_number_alone(seed):
    """Twice the same rows have the same mean, and with ddof 1 a covariance of (n - 1) / (n - 1/2) times as much."""
    rng = np.random.default_rng(seed)
    real, generated = rng.normal(size=(30, 3)), 2 * rng.normal(size=(30, 3)) + 1
    means = ((real.mean(axis=0) - generated.mean(axis=0)) ** 2).sum()
    twice = fid(np.repeat(real, 2, axis=0), np.tile(generated, (2, 1)))
    assert twice == pytest.approx(means + (fid(real, generated) - means) * 29 / 29.5, rel=1e-9)


@given(SEEDS, st.floats(0.01, 100))
def test_a_turn_and_a_shift_of_both_sets_change_nothing_and_a_unit_counts_squared(seed, unit):
    rng = np.random.default_rng(seed)
    real, generated, turn = rng.normal(size=(30, 4)), 2 * rng.normal(size=(20, 4)) + 1, rotation(seed)
    moved = fid(unit * real @ turn + 5, unit * generated @ turn + 5)
    assert moved == pytest.approx(unit**2 * fid(real, generated), rel=1e-9)


@pytest.mark.parametrize("precision", [np.float16, np.float32, np.longdouble])
def test_every_precision_is_read(precision):
    real, generated = (rows.astype(precision) for rows in np.random.default_rng(0).normal(size=(2, 30, 4)))
    assert fid(real, generated) == pytest.approx(fid(real.astype(float), generated.astype(float)), rel=1e-6)


def test_fid_of_one_feature_is_the_closed_form():
    real, generated = np.array([[0.0], [2.0]]), np.array([[5.0], [9.0]])  # standard deviations sqrt 2 and sqrt 8
    assert fid(real, generated) == pytest.approx(36 + 2)


def test_fid_of_fewer_rows_than_features_is_0_for_a_set_and_itself():
    few = np.random.default_rng(0).normal(size=(5, 64))
    with pytest.warns(UserWarning):
        assert fid(few, few) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("n, m", [(8, 100), (100, 8), (5, 5)])
def test_no_more_rows_than_features_bring_a_warning_that_says_what_it_means(n, m):
    random = np.random.default_rng(0)
    fewest = min(n, m)
    with pytest.warns(UserWarning, match=f"{fewest} rows of 8 features.* at most {fewest - 1} directions") as caught:
        fid(random.normal(size=(n, 8)), random.normal(size=(m, 8)))
    assert len(caught) == 1 and caught[0].filename == __file__  # it points at the caller's line


def test_one_row_more_than_features_brings_none():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fid(*np.random.default_rng(0).normal(size=(2, 9, 8)))


# Without the bias.


@pytest.mark.parametrize("shift, scale", [(0.0, 1.0), (0.1, 1.2), (0.0, 0.8)])
def test_extrapolation_takes_the_bias_away(shift, scale):
    """Between N(0, I) and N(shift, scale^2 I) the distance is known."""
    d, repeats = 16, 20
    found, plain = [], []
    for seed in range(repeats):
        real, generated = np.random.default_rng(seed).normal(size=(2, 1000, d))
        generated = scale * generated + shift
        found.append(fid_extrapolated(real, generated, sizes=8, seed=seed).distance)
        plain.append(fid(real, generated))
    true = d * (shift**2 + (scale - 1) ** 2)
    assert np.mean(found) == pytest.approx(true, abs=4 * np.std(found) / repeats**0.5)
    assert abs(np.mean(found) - true) < 0.3 * (np.mean(plain) - true)


def test_extrapolation_of_sets_of_other_sizes_takes_away_the_bias_of_both():
    found = []
    for seed in range(20):
        random = np.random.default_rng(seed)
        found.append(fid_extrapolated(random.normal(size=(400, 8)), random.normal(size=(2000, 8)), seed=seed).distance)
    assert np.mean(found) == pytest.approx(0, abs=4 * np.std(found) / 20**0.5)
    assert np.std(found) / 20**0.5 < 0.01


def test_what_extrapolation_tells_is_a_line_through_fids():
    real, generated = np.random.default_rng(0).normal(size=(2, 1000, 8))
    found = fid_extrapolated(real, generated, sizes=6, smallest=0.25)
    np.testing.assert_allclose(found.shares, [0.25, 0.4, 0.55, 0.7, 0.85, 1.0])
    assert found.distances[-1] == pytest.approx(fid(real, generated), rel=1e-9)  # of all rows
    assert found.distances[0] > 2 * found.distances[-1] and found.slope > 0
    off = (found.distances - found.distance - found.slope / found.shares) * found.shares**2
    assert off.sum() == pytest.approx(0, abs=1e-9) and (off / found.shares).sum() == pytest.approx(0, abs=1e-9)


def test_a_seed_gives_the_same_subsets_again():
    sets = np.random.default_rng(0).normal(size=(2, 300, 4))
    once = fid_extrapolated(*sets, seed=3).distance
    assert once == fid_extrapolated(*sets, seed=3).distance != fid_extrapolated(*sets, seed=4).distance


# What they refuse.


@pytest.mark.parametrize(
    "wrong, complaint",
    [
        ({"sizes": 1}, "sizes must be a whole number of at least 2, not 1"),
        ({"smallest": 0}, "smallest must lie between 0 and 1, not 0"),
        ({"smallest": 1.0}, "smallest must lie between 0 and 1, not 1.0"),
        ({"smallest": np.nan}, "smallest .* not nan"),
        ({"smallest": 0.04}, "smallest = 0.04 leaves 4 rows of 4 features"),
        ({"seed": -1}, "seed .* not -1"),
    ],
)
def test_bad_numbers_of_an_extrapolation_are_named(wrong, complaint):
    with pytest.raises(ValueError, match=complaint):
        fid_extrapolated(*np.random.default_rng(0).normal(size=(2, 100, 4)), **wrong)


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
