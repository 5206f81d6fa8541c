"""Distances on a line: earth movers and Gaussians, against brute force and closed forms."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.divergences import js, js_gaussians, kl, kl_gaussians, w2_gaussians, wasserstein_1
from gan_utils.metrics.frechet import frechet_distance

PLACES = st.lists(st.floats(-10, 10), min_size=1, max_size=6)
GAUSSIANS = st.tuples(st.floats(-3, 3), st.floats(0.1, 4), st.floats(-3, 3), st.floats(0.1, 4))


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(*[st.lists(st.floats(-10, 10), min_size=n, max_size=n)] * 2)))
def test_samples_of_one_size_move_by_the_best_matching(pair):
    a, b = (np.array(each) for each in pair)
    best = min(np.abs(a - b[list(order)]).mean() for order in itertools.permutations(range(len(b))))
    assert wasserstein_1(a, b) == pytest.approx(best, abs=1e-9)


@given(PLACES, PLACES, PLACES)
def test_it_is_a_metric(a, b, c):
    assert wasserstein_1(a, a) == pytest.approx(0, abs=1e-9)
    assert wasserstein_1(a, b) == pytest.approx(wasserstein_1(b, a), abs=1e-9)
    assert wasserstein_1(a, c) <= wasserstein_1(a, b) + wasserstein_1(b, c) + 1e-9


@given(PLACES, st.floats(-5, 5))
def test_a_shift_moves_all_mass_by_as_much(a, shift):
    assert wasserstein_1(a, np.array(a) + shift) == pytest.approx(abs(shift), abs=1e-9)


def test_weights_are_as_good_as_repeated_places():
    assert wasserstein_1([0, 1], [2, 5], [0.75, 0.25], [0.5, 0.5]) == pytest.approx(
        wasserstein_1([0, 0, 0, 1], [2, 2, 5, 5]), abs=1e-12
    )
    assert wasserstein_1([0, 7], [0, 7], [1, 0], [1, 0]) == 0


def test_two_points_stay_log_2_apart_by_js_and_keep_sloping_by_w1():
    for distance in (0.1, 1.0, 9.0):
        assert wasserstein_1([0.0], [distance]) == pytest.approx(distance)
    assert js([1, 0], [0, 1]) == pytest.approx(math.log(2))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([], [1.0]), "a must be finite places"),
        (([1.0], [[1.0]]), "b must be finite places"),
        (([math.nan], [1.0]), "a must be finite places"),
        (([1.0], [math.inf]), "b must be finite places"),
        (([1.0, 2.0], [1.0], [0.5, 0.6]), "weights_a must sum to 1, not 1.1"),
        (([1.0, 2.0], [1.0], [1.5, -0.5]), "weights_a must be 2 masses of at least 0"),
        (([1.0, 2.0], [1.0], [1.0]), "weights_a must be 2 masses"),
        (([1.0], [1.0], None, [math.nan]), "weights_b must be 1 masses"),
    ],
)
def test_what_cannot_be_moved_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        wasserstein_1(*arguments)


def on_a_grid(m1, s1, m2, s2):
    """Probabilities of the cells of a fine grid."""
    x = np.linspace(min(m1 - 12 * s1, m2 - 12 * s2), max(m1 + 12 * s1, m2 + 12 * s2), 20_001)
    densities = (np.exp(-0.5 * ((x - m) / s) ** 2) / s for m, s in ((m1, s1), (m2, s2)))
    return x, *(density / density.sum() for density in densities)


@pytest.mark.parametrize("four", [(0, 1, 1, 1), (0, 1, 1, 2), (0, 2, 0.5, 1), (-1, 0.5, 2, 1.5)])
def test_closed_forms_agree_with_grids(four):
    x, p, q = on_a_grid(*four)
    if np.all(q > 0):
        assert kl(p, q) == pytest.approx(kl_gaussians(*four), abs=1e-6)
    assert js(p, q) == pytest.approx(js_gaussians(*four), abs=1e-6)
    m1, s1, m2, s2 = four
    if s1 == s2:
        assert wasserstein_1(x, x, p, q) == pytest.approx(abs(m1 - m2), abs=1e-6)
    assert wasserstein_1(x, x, p, q) <= w2_gaussians(*four) + 1e-6


def test_oracles(oracle):
    case = oracle("kl_gauss")["input"]
    assert kl_gaussians(case["m1"], case["s1"], case["m2"], case["s2"]) == pytest.approx(
        oracle("kl_gauss")["expected"], abs=1e-12
    )
    expected = oracle("jsd_gauss_mu1.0")["expected"]
    assert js_gaussians(0, 1, 1, 1) == pytest.approx(expected["JSD"], abs=1e-10)
    assert kl_gaussians(0, 1, 1, 1) == expected["KL"] and w2_gaussians(0, 1, 1, 1) == expected["W2"]


@given(GAUSSIANS)
def test_gaussians(four):
    m1, s1, m2, s2 = four
    assert kl_gaussians(*four) >= -1e-12 and kl_gaussians(m1, s1, m1, s1) == 0
    assert -1e-9 <= js_gaussians(*four) <= math.log(2) + 1e-7
    assert js_gaussians(*four) == pytest.approx(js_gaussians(m2, s2, m1, s1), abs=1e-9)
    squared = frechet_distance(np.array([m1]), np.array([[s1**2]]), np.array([m2]), np.array([[s2**2]]))
    assert w2_gaussians(*four) ** 2 == pytest.approx(squared, abs=1e-9)


@pytest.mark.parametrize("narrow", [0.1, 0.01, 0.001])
def test_a_narrow_gaussian_in_a_wide_one(narrow):
    """Against a much finer rule about the narrow one's middle and the wide one's flanks."""
    reference = fine_js(0, 1, 0.3, narrow)
    assert js_gaussians(0, 1, 0.3, narrow) == pytest.approx(reference, abs=1e-7)


def fine_js(m1, s1, m2, s2):
    """The trapezoidal rule on places of which each stretch has a million."""
    edges = [m1 - 14 * s1, m2 - 14 * s2, m2 + 14 * s2, m1 + 14 * s1]
    total = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        x = np.linspace(low, high, 1_000_001)
        log_p, log_q = (-0.5 * ((x - m) / s) ** 2 - np.log(s * np.sqrt(2 * np.pi)) for m, s in ((m1, s1), (m2, s2)))
        log_m = np.logaddexp(log_p, log_q) - np.log(2)
        y = np.exp(log_p) * (log_p - log_m) + np.exp(log_q) * (log_q - log_m)
        total += float(np.sum(y[1:] + y[:-1]) / 2 * (x[1] - x[0]))
    return total / 2


@pytest.mark.parametrize("distance", [kl_gaussians, js_gaussians, w2_gaussians])
@pytest.mark.parametrize(
    ("four", "words"),
    [
        ((0, 0, 0, 1), "std_1 must be a finite number above 0, not 0"),
        ((0, 1, 0, -1), "std_2 must be a finite number above 0, not -1"),
        ((math.nan, 1, 0, 1), "mean_1 must lie in"),
        ((0, 1, math.inf, 1), "mean_2 must lie in"),
        ((0, math.inf, 0, 1), "std_1 must be a finite number above 0, not inf"),
    ],
)
def test_what_is_no_gaussian_is_refused(distance, four, words):
    with pytest.raises(ValueError, match=words):
        distance(*four)
