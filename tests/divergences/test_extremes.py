"""Divergences at the ends of what numbers can hold, against 60 digits: never NaN, never out of bounds."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.divergences import (
    F_DIVERGENCES,
    f_divergence,
    js,
    js_gaussians,
    kl,
    kl_gaussians,
    reverse_kl,
    total_variation,
    w2_gaussians,
    wasserstein_1,
)

from ..oracles import extremes

pytestmark = pytest.mark.usefixtures("no_warnings")
LOG_2 = math.log(2)
MOST = extremes.MOST
# Masses over all the range, and then a distribution of them.
EXPONENTS = st.lists(st.one_of(st.just(None), st.floats(-323, 0)), min_size=4, max_size=4)


def distribution(exponents):
    masses = np.array([0.0 if power is None else 10.0**power for power in exponents])
    masses[np.argmax(masses)] = 1.0
    return masses / masses.sum()


def bounds(name):
    row = F_DIVERGENCES[name]
    return (-math.log(4) if name == "gan" else 0.0), row.at_zero + row.at_infinity


@pytest.mark.parametrize("case", extremes.DISTRIBUTIONS)
@pytest.mark.parametrize("name", F_DIVERGENCES)
def test_every_row_is_the_oracles(name, case):
    p, q = extremes.DISTRIBUTIONS[case]
    expected = extremes.as_float(extremes.divergence(name, p, q))
    assert f_divergence(name, p, q) == pytest.approx(expected, rel=1e-9, abs=1e-16)


@pytest.mark.parametrize("case", extremes.DISTRIBUTIONS)
def test_the_named_ones_are_the_oracles(case):
    p, q = extremes.DISTRIBUTIONS[case]
    rows = ((kl, "kl", 1), (reverse_kl, "reverse_kl", 1), (js, "js", 2), (total_variation, "tv", 1))
    for found, name, factor in rows:
        expected = extremes.as_float(extremes.divergence(name, p, q) / factor)
        assert found(p, q) == pytest.approx(expected, rel=1e-9, abs=1e-16)


@pytest.mark.parametrize("name", ["kl", "reverse_kl", "pearson", "hellinger", "js"])
@pytest.mark.parametrize("apart", [1e-2, 1e-4, 1e-6])
def test_what_is_nearly_equal_keeps_its_digits(name, apart):
    """The error is that of the sums, 1e-16, not a rounded ratio's at each place."""
    p, q = [0.5 + apart, 0.3, 0.2 - apart], [0.5, 0.3, 0.2]
    expected = extremes.as_float(extremes.divergence(name, p, q))
    assert f_divergence(name, p, q) == pytest.approx(expected, rel=1e-9, abs=2e-16)


@pytest.mark.parametrize("name", F_DIVERGENCES)
@given(a=EXPONENTS, b=EXPONENTS)
def test_every_row_is_the_oracles_on_masses_over_all_the_range(name, a, b):
    p, q = distribution(a), distribution(b)
    found, expected = f_divergence(name, p, q), extremes.as_float(extremes.divergence(name, p, q))
    low, high = bounds(name)
    assert low <= found <= high
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-15)


@given(a=EXPONENTS, b=EXPONENTS)
def test_js_stays_within_log_2_and_total_variation_within_1(a, b):
    p, q = distribution(a), distribution(b)
    assert 0 <= js(p, q) <= LOG_2 and 0 <= total_variation(p, q) <= 1
    assert js(p, p) == total_variation(p, p) == 0


@pytest.mark.parametrize("off", [1 - 9e-7, 1 + 9e-7])
@pytest.mark.parametrize("places", [1, 3, 1000])
def test_what_rounding_leaves_of_a_sum_cannot_carry_a_divergence_out_of_its_bounds(off, places):
    p = np.r_[np.full(places, off / places), np.zeros(places)]
    q = p[::-1]
    for found, most in ((js, LOG_2), (total_variation, 1), (lambda *pair: f_divergence("hellinger", *pair), 2)):
        assert most - 1e-15 <= found(p, q) <= most
    assert -1e-15 <= f_divergence("gan", p, q) <= 0
    even = np.full(places, 1 / places)
    for name in F_DIVERGENCES:
        assert f_divergence(name, p[:places], even) == pytest.approx(bounds(name)[0], abs=1e-15)
        assert f_divergence(name, even, p[:places]) >= bounds(name)[0]


@pytest.mark.parametrize("name", F_DIVERGENCES)
def test_a_place_is_q_f_of_the_ratio(name):
    p, q = torch.rand(2, 50, generator=torch.Generator().manual_seed(0), dtype=torch.float64) + 1e-3
    row = F_DIVERGENCES[name]
    torch.testing.assert_close(row.place(p, q), q * row.f(p / q), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("name", F_DIVERGENCES)
def test_a_witness_is_finite_for_every_ratio_and_a_payment_for_every_output(name):
    row = F_DIVERGENCES[name]
    u = torch.tensor([1e-150, 1e-20, 1.0, 1e20, 1e150], dtype=torch.float64)
    assert torch.isfinite(row.witness(u)).all()
    v = torch.linspace(-700, 700, 1401, dtype=torch.float64)
    assert torch.isfinite(row.paid(v)).all() and torch.isfinite(row.activation(v)).all()
    if name != "pearson":  # whose paper's conjugate lets u be negative
        assert (row.paid(v).diff() >= 0).all()


def test_pearsons_conjugate_is_that_over_all_u():
    conjugate, t = F_DIVERGENCES["pearson"].conjugate, torch.linspace(-6, 4, 41, dtype=torch.float64)
    u = torch.linspace(-10, 10, 20_001, dtype=torch.float64)[:, None]
    over_all = (u * t - (u - 1) ** 2).max(0).values
    above_0 = (u * t - (u - 1) ** 2)[10_000:].max(0).values
    torch.testing.assert_close(conjugate(t), over_all, rtol=0, atol=1e-6)
    assert (conjugate(t)[t < -2] > above_0[t < -2]).all()
    torch.testing.assert_close(above_0[t < -2], torch.full_like(t[t < -2], -1.0))


# An f of one's own.


def test_ratios_that_are_no_numbers_are_refused_for_an_f_of_ones_own():
    for p, q in (([0.5, 0.5], [1.0, 5e-324]), ([1.0, 5e-324], [0.5, 0.5])):
        if 0 < p[1] / q[1] < math.inf:
            assert f_divergence(lambda u: (u - 1) ** 2, p, q) >= 0
        else:
            with pytest.raises(ValueError, match="ratios p / q within the range of float64"):
                f_divergence(lambda u: (u - 1) ** 2, p, q)


def test_an_f_that_gives_nan_or_turns_down_beyond_where_it_is_checked_is_refused():
    p, q = [0.5, 0.5], [1 - 1e-300, 1e-300]
    with pytest.raises(ValueError, match="f must give a number for each u > 0, but gave NaN"):
        f_divergence(lambda u: (u**4 - 1) / (u**2 + 1) - 2 * (u - 1), p, q)
    with pytest.raises(ValueError, match="f must be convex, but it is not at the ratios"):
        f_divergence(lambda u: torch.where(u < 1000, (u - 1) ** 2, -u), [0.5, 0.5], [1 - 1e-5, 1e-5])


@given(a=st.lists(st.floats(0.01, 1), min_size=4, max_size=4))
def test_an_f_of_ones_own_is_never_below_0(a):
    p = np.array(a) / np.sum(a)
    assert f_divergence(lambda u: u * torch.log(u), p, p * (1 + 1e-16)) >= 0


# Gaussians.


@pytest.mark.parametrize("four", extremes.GAUSSIANS)
def test_gaussians_are_the_oracles(four):
    for found, oracle in ((kl_gaussians, extremes.kl_of_gaussians), (w2_gaussians, extremes.w2_of_gaussians)):
        assert found(*four) == pytest.approx(extremes.as_float(oracle(*four)), rel=1e-7, abs=1e-25)


@pytest.mark.parametrize("four", extremes.GAUSSIANS)
def test_js_of_gaussians_is_the_oracles(four):
    expected = extremes.as_float(extremes.js_of_gaussians(*four))
    assert js_gaussians(*four) == pytest.approx(expected, abs=1e-7)


POWERS = st.floats(-323, 308).map(lambda power: 10.0**power)


@given(st.tuples(st.floats(-MOST, MOST), POWERS, st.floats(-MOST, MOST), POWERS))
def test_any_gaussians_stay_within_their_bounds(four):
    assert 0 <= js_gaussians(*four) <= LOG_2
    assert kl_gaussians(*four) >= 0 and w2_gaussians(*four) >= 0
    assert kl_gaussians(*four) == pytest.approx(extremes.as_float(extremes.kl_of_gaussians(*four)), rel=1e-9)
    assert kl_gaussians(*four[:2], *four[:2]) == js_gaussians(*four[:2], *four[:2]) == 0


# Moved mass.


def test_places_at_the_ends_of_the_range():
    assert wasserstein_1([-MOST, MOST], [-MOST, MOST]) == 0
    assert wasserstein_1([MOST], [0.0]) == MOST and wasserstein_1([-MOST], [MOST]) == math.inf
    assert wasserstein_1([-1e308, 1e308], [1e308, 1e308], [0.5, 0.5], [0.5, 0.5]) == pytest.approx(1e308)
    assert wasserstein_1([5e-324], [0.0]) == 5e-324


@given(*[st.lists(st.floats(-MOST, MOST), min_size=1, max_size=5)] * 2)
def test_moved_mass_is_never_nan_nor_below_0(a, b):
    assert wasserstein_1(a, b) >= 0 and wasserstein_1(a, a) == 0


# What counts as an array.


@pytest.mark.parametrize("distance", [kl, reverse_kl, js, total_variation])
def test_an_array_read_backwards_is_an_array(distance):
    p = np.array([0.1, 0.2, 0.7])
    assert distance(p, p[::-1]) == distance([0.1, 0.2, 0.7], [0.7, 0.2, 0.1])
    kept = p.copy()
    kept.flags.writeable = False
    assert distance(kept, torch.tensor(p, requires_grad=True).flip(0)) == distance(p, p[::-1])
    with pytest.raises(ValueError, match="^p must hold real numbers, not complex128"):
        distance(p + 0j, p)


def test_kl_read_backwards_is_the_right_number():
    p = np.array([0.1, 0.2, 0.7])
    assert kl(p, p[::-1]) == pytest.approx(0.6 * math.log(7), abs=1e-12)


def test_halves_are_taken_where_they_sum_to_1():
    p, q = torch.tensor([0.5, 0.5]), torch.tensor([0.25, 0.75])
    for dtype in (torch.float16, torch.bfloat16, torch.float32):
        assert kl(p.to(dtype), q.to(dtype)) == kl(p, q)


def test_places_and_weights_of_any_kind():
    a = np.arange(6.0)[::-2]
    assert wasserstein_1(a, torch.tensor([1.0, 3.0, 5.0], requires_grad=True)) == 0
    assert wasserstein_1([0, 1], torch.tensor([0, 1]), torch.tensor([0.5, 0.5]).bfloat16(), [1, 0]) == 0.5
    with pytest.raises(ValueError, match="^weights_a must hold real numbers, not str"):
        wasserstein_1([0, 1], [0, 1], ["0.5", "0.5"])
