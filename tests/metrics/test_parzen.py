"""The Parzen estimate: the oracle's numbers, closed forms, its integral, its protocol, and how it misleads."""

import math
import time

import numpy as np
import pytest
import torch

from gan_utils.data import digits
from gan_utils.metrics import parzen
from gan_utils.metrics.parzen import best_bandwidth, parzen_log_density, parzen_log_likelihood


def test_the_oracles_numbers(oracle):
    case = oracle("parzen_small")
    given, expected = case["input"], case["expected"]
    found = parzen_log_density(np.array(given["x"]), np.array(given["samples"]), given["sigma"])
    np.testing.assert_allclose(found, expected["logp"], rtol=0, atol=case["abs_tol"])
    assert found.mean() == pytest.approx(expected["mean"], abs=case["abs_tol"]) and found.dtype == np.float64


def test_in_many_dimensions_it_is_a_plain_double_loop():
    random = np.random.default_rng(0)
    points, samples, h = random.normal(size=(7, 5)), random.normal(size=(11, 5)), 0.7
    for point, found in zip(points, parzen_log_density(points, samples, h)):
        heights = [math.exp(-((point - s) ** 2).sum() / (2 * h * h)) / (2 * math.pi * h * h) ** 2.5 for s in samples]
        assert found == pytest.approx(math.log(sum(heights) / 11), abs=1e-12)


def test_a_line_may_be_given_either_way():
    points, samples = np.linspace(-1, 1, 5), np.array([0.2, -0.3])
    flat = parzen_log_density(points, samples, 0.1)
    np.testing.assert_array_equal(flat, parzen_log_density(points[:, None], samples[:, None], 0.1))
    assert flat.shape == (5,)


@pytest.mark.parametrize("h", [0.02, 0.3, 1.0])
def test_it_integrates_to_1(h):
    samples = np.random.default_rng(1).normal(size=50)
    x = np.linspace(-12, 12, 24_001)
    assert np.exp(parzen_log_density(x, samples, h)).sum() * 0.001 == pytest.approx(1, abs=1e-9)


def test_blocks_change_nothing(monkeypatch):
    random = np.random.default_rng(2)
    points, samples = random.normal(size=(40, 2)), random.normal(size=(13, 2))
    whole = parzen_log_density(points, samples, 0.5)
    for block in (1, 26, 100):
        monkeypatch.setattr(parzen, "BLOCK", block)
        np.testing.assert_allclose(parzen_log_density(points, samples, 0.5), whole, rtol=0, atol=1e-13)


def test_far_away_it_is_very_small_and_never_nan():
    found = parzen_log_density(np.array([1e3, 1e200]), np.array([0.0, 1.0]), 0.01)
    assert found[0] == pytest.approx(-0.5 * (999 / 0.01) ** 2 - math.log(2) - math.log(0.01 * math.sqrt(2 * math.pi)))
    assert found[1] == -math.inf


def test_a_narrow_bandwidth_keeps_its_digits():
    """|a|^2 + |b|^2 - 2 a.b would have none left, were it not taken from the samples' mean."""
    found = parzen_log_density(np.array([1e6 + 1e-3]), np.array([1e6]), 1e-3)
    assert found[0] == pytest.approx(-0.5 - math.log(1e-3 * math.sqrt(2 * math.pi)), abs=1e-6)


def test_a_wider_kernel_than_the_truth_misleads():
    """Its expectation is the truth blurred: N(0, 1 + h^2) where the samples came from N(0, 1)."""
    samples = np.random.default_rng(3).normal(size=20_000)
    for h in (0.5, 1.0):
        found = math.exp(parzen_log_density(np.zeros(1), samples, h)[0])
        assert found == pytest.approx(1 / math.sqrt(2 * math.pi * (1 + h * h)), rel=0.02)


def test_in_many_dimensions_a_thousand_samples_come_nowhere_near():
    """At 64 dimensions the best bandwidth still leaves the estimate far below the data's own likelihood."""
    random = np.random.default_rng(4)
    held_out, samples = random.normal(size=(200, 64)), random.normal(size=(1000, 64))
    truth = -0.5 * (held_out**2).sum(1) - 32 * math.log(2 * math.pi)
    best = max(parzen_log_density(held_out, samples, h).mean() for h in (0.5, 0.7, 0.9, 1.1, 1.3))
    assert best < truth.mean() - 5


def test_pixels_keep_their_digits_at_a_hundredth():
    """Against differences, which lose none: images, and copies of images, which are at distance 0."""
    pixels = (digits.load("test")[0].flatten(1).double() + 1) / 2
    points, samples = pixels[:60], pixels[40:600]
    distances = torch.cdist(points, samples, compute_mode="donot_use_mm_for_euclid_dist")
    for h in (0.01, 0.1, 1.0):
        exact = torch.logsumexp(-0.5 * (distances / h) ** 2, dim=1) - math.log(560)
        exact -= 1024 * math.log(h * math.sqrt(2 * math.pi))
        np.testing.assert_allclose(parzen_log_density(points, samples, h), exact, rtol=1e-12, atol=1e-8)


def test_the_score_of_2014_takes_seconds():
    """10,000 samples and 1,000 images of 784 pixels took twelve, with differences instead of a product."""
    random = np.random.default_rng(5)
    points, samples = random.random((1000, 784)), random.random((10_000, 784))
    before = time.process_time()
    parzen_log_density(points, samples, 0.2)
    assert time.process_time() - before < 6


@pytest.mark.parametrize("unit", [0.5, 2.0, 255.0])
def test_another_unit_of_pixels_moves_the_score_by_d_log_unit(unit):
    random = np.random.default_rng(6)
    points, samples = random.normal(size=(9, 7)), random.normal(size=(20, 7))
    mean, error = parzen_log_likelihood(points, samples, 0.3)
    scaled = parzen_log_likelihood(unit * points, unit * samples, unit * 0.3)
    assert scaled == pytest.approx((mean - 7 * math.log(unit), error), abs=1e-9)


def test_a_turn_a_shift_and_the_order_change_nothing():
    random = np.random.default_rng(7)
    points, samples = random.normal(size=(9, 7)), random.normal(size=(20, 7))
    turn = np.linalg.qr(random.normal(size=(7, 7)))[0]
    expected = parzen_log_likelihood(points, samples, 0.3)
    for others in ((points @ turn + 3, samples @ turn + 3), (random.permutation(points), random.permutation(samples))):
        assert parzen_log_likelihood(*others, 0.3) == pytest.approx(expected, abs=1e-9)


def test_samples_given_twice_change_nothing():
    random = np.random.default_rng(8)
    points, samples = random.normal(size=(9, 3)), random.normal(size=(20, 3))
    twice = parzen_log_density(points, np.concatenate([samples, samples]), 0.3)
    np.testing.assert_allclose(twice, parzen_log_density(points, samples, 0.3), rtol=0, atol=1e-12)


def test_the_likelihood_is_a_mean_and_its_error_shrinks_with_the_root_of_the_points():
    random = np.random.default_rng(9)
    points, samples = random.normal(size=(40, 3)), random.normal(size=(20, 3))
    logs = parzen_log_density(points, samples, 0.4)
    mean, error = parzen_log_likelihood(points, samples, 0.4)
    assert mean == pytest.approx(sum(logs) / 40)
    assert error == pytest.approx(math.sqrt(sum((logs - mean) ** 2) / 40) / math.sqrt(40))
    fourfold = parzen_log_likelihood(np.tile(points, (4, 1)), samples, 0.4)
    assert fourfold == pytest.approx((mean, error / 2))


def test_the_best_bandwidth_is_the_one_that_the_likelihood_prefers():
    random = np.random.default_rng(10)
    validation, samples = random.normal(size=(100, 4)), random.normal(size=(300, 4))
    grid = np.logspace(-1, 0.5, 12)
    means = [parzen_log_likelihood(validation, samples, h)[0] for h in grid]
    found = best_bandwidth(validation, samples, grid)
    assert found == grid[np.argmax(means)] and 0 < np.argmax(means) < 11 and isinstance(found, float)
    assert best_bandwidth(validation, samples, grid[::-1]) == found


def test_one_sample_in_one_dimension_has_a_closed_form():
    """About 0 the likeliest bandwidth is the root of the mean square."""
    x = np.array([1.0, -2.0, 2.0, 3.0])
    grid = np.linspace(1, 4, 3001)
    assert best_bandwidth(x, np.zeros(1), grid) == pytest.approx(math.sqrt(4.5), abs=1e-3)


def test_of_equal_bandwidths_the_first_is_taken_and_training_data_want_none():
    x = np.linspace(0, 1, 5)
    assert best_bandwidth(x, x, [0.2, 0.1, 0.05, 0.01]) == 0.01  # a memoriser: on copies the narrowest always wins
    assert best_bandwidth([1e300], [0.0], [0.3, 0.2]) == 0.3  # both give -inf


@pytest.mark.parametrize(
    ("validation", "bandwidths", "message"),
    [
        (np.zeros(3), [], "bandwidths must be at least one"),
        (np.zeros(3), [0.1, 0.0], "bandwidth must be a finite number above 0, not 0.0"),
        (np.zeros(3), [0.1, np.nan], "bandwidth .* not .*nan"),
        (np.zeros((3, 2)), [0.1], "validation and samples must be equally wide, not 2 and 1"),
        (np.array([np.nan]), [0.1], "validation must be finite"),
    ],
)
def test_bad_grids_are_refused(validation, bandwidths, message):
    with pytest.raises(ValueError, match=message):
        best_bandwidth(validation, np.zeros(4), bandwidths)


def test_one_point_has_no_standard_error():
    with pytest.raises(ValueError, match="points must be at least 2"):
        parzen_log_likelihood(np.zeros(1), np.zeros(4), 0.1)


@pytest.mark.parametrize(
    ("points", "samples", "bandwidth", "message"),
    [
        (np.zeros((2, 2, 2)), np.zeros(3), 1.0, "points must have shape"),
        (np.zeros(0), np.zeros(3), 1.0, "at least one row"),
        (np.zeros(2), np.zeros(0), 1.0, "samples must have shape"),
        (np.zeros((2, 3)), np.zeros((2, 2)), 1.0, "equally wide, not 3 and 2"),
        (np.array([0.0, np.nan]), np.zeros(3), 1.0, "points must be finite"),
        (np.zeros(2), np.array([np.inf]), 1.0, "samples must be finite"),
        (np.zeros(2), np.zeros(2), 0.0, "bandwidth must be a finite number above 0"),
        (np.zeros(2), np.zeros(2), np.nan, "bandwidth must be a finite number above 0"),
        (np.zeros(2), np.zeros(2), "1", "bandwidth must be a number"),
    ],
)
def test_what_makes_no_sense_is_refused(points, samples, bandwidth, message):
    with pytest.raises(ValueError, match=message):
        parzen_log_density(points, samples, bandwidth)
