"""The Parzen estimate: the oracle's numbers, closed forms, its integral, and how it misleads."""

import math

import numpy as np
import pytest

from gan_utils.metrics import parzen
from gan_utils.metrics.parzen import parzen_log_density


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
    """|a|^2 + |b|^2 - 2 a.b would have none left."""
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
