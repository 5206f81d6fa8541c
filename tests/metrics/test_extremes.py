"""Scores at the ends of what numbers can hold, and for every kind of array: right, or refused by name, never NaN."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from gan_utils import pretrained
from gan_utils.metrics.features import features, probabilities
from gan_utils.metrics.frechet import fid, fid_extrapolated, frechet_distance
from gan_utils.metrics.human import binomial_test, wilson_interval
from gan_utils.metrics.inception import inception_score
from gan_utils.metrics.kernel import kid
from gan_utils.metrics.modes import mode_coverage, reverse_kl
from gan_utils.metrics.neighbours import prdc
from gan_utils.metrics.parzen import best_bandwidth, parzen_log_density, parzen_log_likelihood
from gan_utils.metrics.stacked import expected_captured

from ..oracles import extremes

pytestmark = pytest.mark.usefixtures("no_warnings")
RANDOM = np.random.default_rng(0)
REAL, GENERATED = RANDOM.normal(size=(60, 3)), RANDOM.normal(size=(40, 3)) + 0.5
SCORES = [fid, lambda *sets: fid_extrapolated(*sets).distance, kid, prdc]
KINDS = {
    "list": np.ndarray.tolist,
    "backwards": lambda x: x[::-1, ::-1].copy()[::-1, ::-1],
    "Fortran": np.asfortranarray,
    "big-endian": lambda x: x.astype(">f8"),
    "float16": lambda x: x.astype(np.float16),
    "gradient": lambda x: torch.tensor(x, requires_grad=True),
    "half": lambda x: torch.tensor(x).half(),
    "bfloat16": lambda x: torch.tensor(x).bfloat16(),
    "float32": lambda x: torch.tensor(x).float(),
}
MOST = extremes.MOST


# Sets of features.


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("score", SCORES)
def test_every_kind_of_array_is_features(score, kind):
    real, generated = np.round(4 * REAL) / 4, np.round(4 * GENERATED) / 4  # what all precisions hold
    expected = score(real, generated)
    np.testing.assert_allclose(score(KINDS[kind](real), KINDS[kind](generated)), expected, rtol=1e-9)


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("scale", [1e-300, 1e-40, 1e-10, 1e10, 1e38 / 4])
def test_scores_of_large_and_small_features_are_finite(score, scale):
    assert np.isfinite(score(scale * REAL, scale * GENERATED)).all()


@pytest.mark.parametrize("scale", [1e-300, 1e-200, 1e-100, 1e30])
def test_prdc_knows_no_unit(scale):
    assert prdc(scale * REAL, scale * GENERATED) == prdc(REAL, GENERATED)


def test_copies_have_no_inside():
    """As the docstring says of a point with k copies."""
    assert prdc(np.ones((8, 2)), np.ones((8, 2))) == (1, 1, 0, 0)
    assert prdc(REAL, REAL) == pytest.approx((1, 1, 1, 1))


@pytest.mark.parametrize("scale", [1e-150, 1e-10, 1.0, 1e10])
def test_fid_scales_with_the_square_and_is_never_below_0(scale):
    assert fid(scale * REAL, scale * GENERATED) == pytest.approx(scale**2 * fid(REAL, GENERATED), rel=1e-9)
    assert 0 <= fid(scale * REAL, scale * REAL) <= 1e-9 * scale**2


# Gaussians.


@pytest.mark.parametrize("values", [(1.0, -1.0), (1e-12, -1e-13), (1e200, -1e199), (-1.0, -1.0), (0.0, -1.0)])
@pytest.mark.parametrize("place", [1, 3])
def test_a_covariance_with_a_negative_eigenvalue_is_refused(values, place):
    arguments = [np.zeros(2), np.eye(2), np.zeros(2), np.eye(2)]
    arguments[place] = np.diag(values)
    name = "cov_1" if place == 1 else "cov_2"
    with pytest.raises(ValueError, match=f"^{name} must be positive semi-definite, but has the eigenvalue -"):
        frechet_distance(*arguments)


def test_rounding_of_a_flat_covariance_is_no_reason_to_refuse_it():
    flat = np.cov(RANDOM.normal(size=(5, 20)).astype(np.float32), rowvar=False, dtype=np.float32)
    assert frechet_distance(np.zeros(20), flat, np.zeros(20), flat) == pytest.approx(0, abs=1e-4)
    assert frechet_distance([0.0], [[0.0]], [2.0], [[0.0]]) == 4


def test_a_small_covariance_must_be_symmetric_too():
    with pytest.raises(ValueError, match="cov_1 must be symmetric"):
        frechet_distance(np.zeros(2), 1e-12 * np.array([[2, 1], [-1, 2]]), np.zeros(2), np.eye(2))


@given(m=st.floats(-1e150, 1e150), powers=st.tuples(st.floats(-300, 300), st.floats(-300, 300)))
def test_distances_of_gaussians_on_a_line_are_the_closed_form(m, powers):
    v1, v2 = (10.0**power for power in powers)
    expected = mpf(m) ** 2 + (mp.sqrt(mpf(v1)) - mp.sqrt(mpf(v2))) ** 2
    found = frechet_distance([m], [[v1]], [0.0], [[v2]])
    assert found == pytest.approx(float(expected), rel=1e-9, abs=1e-14 * (v1 + v2))


@given(power=st.floats(-300, 300), seed=st.integers(0, 100))
def test_distances_scale_and_are_never_below_0(power, seed):
    random, scale = np.random.default_rng(seed), 10.0**power
    (a, b) = (x @ x.T for x in random.normal(size=(2, 3, 3)))
    expected = frechet_distance(np.zeros(3), a, np.zeros(3), b)
    assert frechet_distance(np.zeros(3), scale * a, np.zeros(3), scale * b) == pytest.approx(scale * expected, rel=1e-6)
    assert 0 <= frechet_distance(np.zeros(3), scale * a, np.zeros(3), scale * a) <= 1e-12 * scale


def test_means_whose_distance_is_no_number_are_infinitely_far():
    assert frechet_distance([MOST], [[1.0]], [-MOST], [[1.0]]) == math.inf


def test_means_and_covariances_of_any_kind():
    mean, cov = np.array([1.0, 2.0]), np.array([[2.0, 0.5], [0.5, 1.0]])
    expected = frechet_distance(mean, cov, mean[::-1].copy(), cov[::-1, ::-1].copy())
    assert frechet_distance(mean, cov, mean[::-1], cov[::-1, ::-1]) == expected
    tensors = (torch.tensor(x, requires_grad=True) for x in (mean, cov, mean[::-1].copy(), cov[::-1, ::-1].copy()))
    assert frechet_distance(*tensors) == expected
    with pytest.raises(ValueError, match="^cov_2 must hold real numbers, not complex128"):
        frechet_distance(mean, cov, mean, cov + 0j)


# Parzen windows.


def parzen(point, samples, h):
    d = len(point)
    terms = [mp.exp(-mp.fsum((mpf(x) - mpf(y)) ** 2 for x, y in zip(point, s)) / (2 * mpf(h) ** 2)) for s in samples]
    total = mp.fsum(terms)
    return mp.log(total / len(samples)) - d * mp.log(mpf(h)) - mpf(d) / 2 * mp.log(2 * mp.pi)


@pytest.mark.parametrize("h", [1e-300, 1e-160, 1e-12, 1e-9, 1e-7, 1e-5, 1e-3, 1.0, 1e5, 1e300])
@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e200])
def test_densities_are_the_oracles_for_every_bandwidth(h, scale):
    samples = scale * RANDOM.normal(size=(30, 3))
    points = samples[:4] + h * np.array([[0.0, 0, 0], [1, 0, 0], [0, 2, -1], [3, 3, 3]])
    found = parzen_log_density(points, samples, h)
    expected = [float(parzen(point, samples, h)) for point in points]
    assert found == pytest.approx(expected, rel=1e-8, abs=1e-8)


@given(power=st.floats(-320, 300), place=st.floats(-1e200, 1e200))
def test_densities_are_never_nan_nor_plus_infinity(power, place):
    found = parzen_log_density([place, 0.0], [0.0, 1.0, 1e100], 10.0**power)
    assert not np.isnan(found).any() and (found < np.inf).all()


def test_a_likelihood_below_all_numbers_has_an_infinite_error():
    assert parzen_log_likelihood([0.5, 0.25], [0.0, 1.0], 1e-300) == (-math.inf, math.inf)
    mean, error = parzen_log_likelihood([0.0, 1.0], [0.0, 1.0], 1e-300)
    assert mean == pytest.approx(-math.log(2) + 300 * math.log(10) - math.log(math.sqrt(2 * math.pi))) and error == 0
    assert best_bandwidth([0.5, 0.25], [0.0, 1.0], [1e-300, 0.1, 1e-200]) == 0.1


def test_points_and_samples_of_any_kind():
    x = np.arange(5.0)
    expected = parzen_log_density(x[::-1].copy(), x, 0.5)
    assert np.array_equal(parzen_log_density(x[::-1], x, 0.5), expected)
    assert np.array_equal(parzen_log_density(torch.tensor(x, requires_grad=True).flip(0), list(x), 0.5), expected)
    assert np.array_equal(parzen_log_density(x[::-1], torch.tensor(x).bfloat16(), 0.5), expected)
    assert parzen_log_likelihood(x[::-1], x, 0.5) == parzen_log_likelihood(x[::-1].copy(), x, 0.5)
    with pytest.raises(ValueError, match="^points must hold real numbers, not complex128"):
        parzen_log_density(x + 1j, x, 0.5)


# Counts.


@pytest.mark.parametrize("case", extremes.COUNTS)
def test_wilsons_interval_is_the_oracles(case):
    expected = [extremes.as_float(end) for end in extremes.wilson(*case)]
    assert wilson_interval(*case) == pytest.approx(expected, rel=1e-9, abs=1e-15)


def test_none_and_all_have_exact_ends():
    for n in range(1, 2001):
        assert wilson_interval(0, n)[0] == 0.0 and wilson_interval(n, n)[1] == 1.0


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(1e-12, 1 - 1e-16))
def test_the_interval_holds_the_observed_rate(counts, c):
    low, high = wilson_interval(*counts, c)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1


@pytest.mark.parametrize("total", [0, 2**53 + 1, 10**400])
def test_totals_out_of_range_are_refused(total):
    with pytest.raises(ValueError, match="^total must"):
        wilson_interval(0, total)


@pytest.mark.parametrize("case", [(0, 1, 0.5), (0, 30, 1e-300), (30, 30, 1e-10), (1, 30, 1 - 1e-16), (7, 20, 0.3)])
def test_exact_p_values_are_the_oracles(case):
    k, n, chance = case
    p = mpf(chance)
    weights = [mp.binomial(n, i) * p**i * (1 - p) ** (n - i) for i in range(n + 1)]
    expected = mp.fsum(w for w in weights if w <= weights[k] * (1 + mpf(10) ** -7))
    assert binomial_test(*case) == pytest.approx(float(expected), rel=1e-9) and 0 <= binomial_test(*case) <= 1


@given(st.lists(st.one_of(st.just(0.0), st.floats(1e-300, MOST)), min_size=1, max_size=6))
def test_evenness_of_counts_lies_between_0_and_log_modes(counts):
    found = reverse_kl(counts)
    assert math.isnan(found) if not any(counts) else 0 <= found <= math.log(len(counts))


@pytest.mark.parametrize("modes", [1, 2, 3, 7, 1000])
def test_one_mode_that_has_all_is_exactly_log_modes_from_even(modes):
    assert reverse_kl([5] + [0] * (modes - 1)) == math.log(modes)


@pytest.mark.parametrize("counts", [[], [[1, 2]], [-1, 2], [math.nan], [math.inf], ["1"], 3])
def test_what_are_no_counts_is_refused(counts):
    with pytest.raises(ValueError, match="^counts must "):
        reverse_kl(counts)


@pytest.mark.parametrize("scale", [1e-300, 1e-200, 1.0, 1e200, 1e300])
def test_modes_are_found_at_every_scale(scale):
    centers = scale * np.array([[0.0, 0.0], [1.0, 0.0]])
    found = mode_coverage(centers[[0, 0, 1]] + 0.029 * scale, centers, std=0.02 * scale)
    assert found.captured == 2 and found.high_quality == 1 and found.counts.tolist() == [2, 1]
    assert mode_coverage(centers + 0.05 * scale, centers, std=0.02 * scale).high_quality == 0


def test_samples_as_far_away_as_can_be_are_of_no_mode():
    assert mode_coverage([[MOST], [0.0]], [[-MOST], [0.0]], std=1.0).counts.tolist() == [0, 1]


@pytest.mark.parametrize("shares", [[1.0, 0.0], [1 - 1e-20, 1e-20], [0.5, 0.5 - 1e-12, 1e-12]])
@pytest.mark.parametrize("samples", [1, 1000, 10**15])
def test_expected_modes_are_the_oracles(shares, samples):
    expected = mp.fsum(1 - (1 - mpf(share)) ** samples for share in shares)
    assert expected_captured(shares, samples) == pytest.approx(float(expected), rel=1e-12)
    assert expected_captured(shares[-1:] + shares[:-1], samples) <= len(shares)


def test_a_rare_modes_share_is_not_lost_beside_1():
    assert expected_captured([1.0, 1e-20], 1) - 1 == pytest.approx(0, abs=1e-15)
    assert expected_captured([0.0, 1e-20, 1.0], 10**19) == pytest.approx(1 - math.expm1(-0.1))


# The Inception Score.


def test_probabilities_of_any_kind():
    table = np.array([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.125, 0.125, 0.75], [1, 0, 0]])
    expected = inception_score(table, splits=2)
    for kind in (*KINDS.values(), lambda x: torch.tensor(x).T.contiguous().T):
        assert inception_score(kind(table), splits=2) == expected
    with pytest.raises(ValueError, match="^probabilities must hold real numbers, not complex128"):
        inception_score(table + 0j)


@given(st.lists(st.lists(st.floats(-323, 0), min_size=3, max_size=3), min_size=2, max_size=6))
def test_a_score_of_probabilities_over_all_the_range_lies_between_1_and_k(rows):
    table = np.array([[10.0**power for power in row[:-1]] + [1.0] for row in rows])
    mean, deviation = inception_score(table / table.sum(axis=1, keepdims=True), splits=1)
    assert 1 <= mean <= 3 and deviation == 0


def test_a_network_that_ends_in_a_softmax_is_refused_where_logits_are_asked_for():
    classifier = pretrained.load("digit-classifier")
    images = torch.rand(20, 1, 32, 32, generator=torch.Generator().manual_seed(0)) * 2 - 1
    for softened in (lambda x: classifier(x).softmax(dim=1), lambda x: classifier(x).double().softmax(dim=1)):
        with pytest.raises(ValueError, match="^network must give logits, .*: take off its softmax$"):
            probabilities(images, softened)
    assert inception_score(torch.tensor(probabilities(images, classifier), requires_grad=True))[0] >= 1


@pytest.mark.parametrize("call", [features, probabilities])
@pytest.mark.parametrize("images", [255 * torch.rand(2, 1, 32, 32), torch.full((2, 1, 32, 32), -1.01)])
def test_pixels_that_the_classifier_was_not_made_for_are_refused(call, images):
    classifier = pretrained.load("digit-classifier")
    for network in (classifier, classifier.features):
        with pytest.raises(ValueError, match=r"^images must lie in \[-1, 1\], not \["):
            call(images, network)
    assert np.isfinite(call(torch.full((2, 1, 32, 32), 1.0000002), classifier)).all()
    assert np.isfinite(call(images, lambda batch: batch.flatten(1))).all(), "a network of one's own has its own units"
