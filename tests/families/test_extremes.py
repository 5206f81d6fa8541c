"""Families at the ends of what numbers can hold, and given every kind of array."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from gan_utils.families import (
    RBM,
    VAE,
    Flow,
    Implicit,
    Mixture,
    Normal,
    density_from_ratio,
    em_step,
    fit_mixture,
    fit_normal,
    log_likelihood,
)
from gan_utils.models import ToyGenerator

pytestmark = pytest.mark.usefixtures("no_warnings")
mp.dps = 60
X = np.array([-1.0, 0.5, 2.0])
KINDS = {
    "list": list,
    "backwards": lambda x: x[::-1].copy()[::-1],
    "float16": lambda x: x.astype(np.float16),
    "gradient": lambda x: torch.tensor(x, requires_grad=True),
    "bfloat16": lambda x: torch.tensor(x).bfloat16(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_numbers_is_taken(kind):
    x = KINDS[kind](X)
    normal, one = Normal(0.5, 2.0), Mixture((1.0,), (0.0,), (1.0,))
    calls = [
        normal.log_prob,
        normal.differentiable_sample,
        one.log_prob,
        Flow().log_prob,
        VAE().elbo,
        fit_normal,
        VAE().log_prob_by_quadrature,
        lambda x: em_step(x, one).means,
        lambda x: log_likelihood(x, 0.0, 1.0),
    ]
    for call in calls:
        found, expected = (torch.as_tensor(call(each), dtype=torch.float64).detach() for each in (x, X))
        assert torch.equal(found, expected)
    assert Mixture(KINDS[kind](np.array([0.5, 0.25, 0.25])), x, KINDS[kind](abs(X))).log_prob([0.0]).shape == (1,)


@pytest.mark.parametrize("bad", [X + 1j, X.astype(str), None, torch.tensor(X + 1j)])
def test_what_are_no_numbers_is_refused_by_name(bad):
    for call in (Normal(0.0, 1.0).log_prob, Flow().log_prob, VAE().elbo, fit_normal):
        with pytest.raises(ValueError, match="^x must hold real numbers"):
            call(bad)


def test_gradients_still_reach_what_was_given():
    x = torch.tensor([0.5, 1.0], requires_grad=True)
    for call in (Normal(0.0, 1.0).log_prob, Flow().log_prob):
        (slope,) = torch.autograd.grad(call(x).sum(), x)
        assert (slope != 0).all()


# Fits.


@pytest.mark.parametrize(
    "x",
    [
        [1e200, -1e200],
        [1e-200, -1e-200, 3e-200],
        [5e-324, 0.0],
        [1e308, -1e308, 1e308],
        [1.0, 1.0 + 2**-52],
        [1e16, 1e16 + 2],
    ],
)
def test_a_fit_is_the_oracles_at_every_scale(x):
    mean = mp.fsum(map(mpf, x)) / len(x)
    std = mp.sqrt(mp.fsum((mpf(each) - mean) ** 2 for each in x) / len(x))
    found_mean, found_std = fit_normal(x)
    assert found_mean == pytest.approx(float(mean), rel=1e-9, abs=1e-15 * max(x))
    assert found_std == pytest.approx(float(std), rel=1e-9)


@pytest.mark.parametrize("x", [[2.0, 2.0], [1e-200], [1e300] * 3])
def test_equal_numbers_have_no_fit(x):
    with pytest.raises(ValueError, match="at least two different numbers"):
        fit_normal(x)


@given(st.lists(st.floats(-1e100, 1e100), min_size=2, max_size=6).filter(lambda x: min(x) < max(x)))
def test_a_mixture_fitted_to_any_numbers_is_a_mixture(x):
    fitted = fit_mixture(x, steps=20)
    assert np.isfinite([*fitted.weights, *fitted.means, *fitted.stds]).all() and min(fitted.stds) >= 0.1


def test_numbers_that_no_component_sees_go_to_the_nearest():
    far = em_step([1e90, 1e99, -1e99], Mixture((0.5, 0.5), (0.0, 1e99), (1e-300, 1e-300)))
    assert far.weights == pytest.approx((2 / 3, 1 / 3)) and far.means[1] == pytest.approx(1e99)


@pytest.mark.parametrize("fit", [fit_mixture, lambda x: em_step(x, Mixture((1.0,), (0.0,), (1.0,)))])
def test_numbers_too_large_for_em_are_refused(fit):
    with pytest.raises(ValueError, match=r"^x must hold numbers of size up to 1e\+100, not 1e\+200"):
        fit([1e200, -1.0])


@given(st.integers(0, 1000), st.lists(st.floats(-50, 50), min_size=1, max_size=8))
def test_a_step_of_em_never_lowers_the_likelihood(seed, x):
    random = np.random.default_rng(seed)
    start = Mixture(tuple(random.dirichlet([1, 1])), tuple(random.normal(size=2)), tuple(random.uniform(0.1, 3, 2)))
    before, after = (float(each.log_prob(x).sum()) for each in (start, em_step(x, start)))
    assert after >= before - 1e-9 * (1 + abs(before))


# Densities.


PLACES = [(0.0, 1e-320, 1e-320), (0.0, 1e200, 3e200), (1e300, 1e299, 0.0), (0.0, 1.0, 1e150)]


@pytest.mark.parametrize("mean, std, x", PLACES)
def test_log_densities_are_the_oracles(mean, std, x):
    expected = -(((mpf(x) - mpf(mean)) / mpf(std)) ** 2) / 2 - mp.log(mpf(std)) - mp.log(2 * mp.pi) / 2
    assert float(Normal(mean, std).log_prob([x])) == pytest.approx(float(expected), rel=1e-9)


def test_a_density_too_small_for_its_logarithm_is_minus_infinity_and_never_nan():
    assert Normal(0.0, 1.0).log_prob([1e200]).tolist() == [-math.inf]
    assert Mixture((0.5, 0.5), (0.0, 1.0), (1.0, 1.0)).log_prob([1e200]).tolist() == [-math.inf]


@pytest.mark.parametrize("log_slope", [-1.0, -20.0, -60.0, 30.0])
def test_a_flows_density_is_exact_in_the_flat_parts_too(log_slope):
    """Beside a slope of 1e-26 the tails of the bumps count; and the bracket around z is 1e26 wide."""
    flow = Flow()
    with torch.no_grad():
        flow.log_slope.fill_(log_slope)
    z = torch.tensor([-12.0, -3.0, 0.0, 0.25, 3.0, 12.0], dtype=torch.float64)
    x = flow.differentiable_sample(z).detach()
    bumps = list(zip(*(part.tolist() for part in (flow.log_heights.exp(), flow.log_steepnesses.exp(), flow.centres))))
    for each, found, slope in zip(z.tolist(), flow.log_prob(x).tolist(), flow._slope(z).tolist()):
        exact = mp.exp(log_slope) + mp.fsum(h * s * mp.sech(s * (mpf(each) - c)) ** 2 for h, s, c in bumps)
        assert slope == pytest.approx(float(exact), rel=1e-9) and math.isfinite(found)
        if exact > 1e-7:  # where neighbouring z have different x
            expected = -(mpf(each) ** 2) / 2 - mp.log(2 * mp.pi) / 2 - mp.log(exact)
            assert found == pytest.approx(float(expected), rel=1e-6)


# What a discriminator tells.


def test_ratios_of_any_kind_and_minus_infinity():
    expected = density_from_ratio(X, X[::-1])
    assert isinstance(expected, np.ndarray) and expected.tolist() == [-3.0, 0.0, 3.0]
    assert density_from_ratio(list(X), list(X[::-1])).tolist() == expected.tolist()
    assert density_from_ratio(torch.tensor(X), X[::-1]).tolist() == expected.tolist()
    assert density_from_ratio([-math.inf, 0.0], [5.0, 1.0]).tolist() == [-math.inf, -1.0]


@pytest.mark.parametrize(
    "log_p, logits, words",
    [
        ([-math.inf], [-math.inf], "^logits must be finite"),
        ([0.0], [math.nan], "^logits must be finite"),
        ([math.nan], [0.0], "^log_p must be logarithms"),
        ([math.inf], [0.0], "^log_p must be logarithms"),
        ([0.0, 1.0], [0.0], r"^log_p and logits must have one shape, not \(2,\) and \(1,\)"),
    ],
)
def test_ratios_that_leave_the_density_unknown_are_refused(log_p, logits, words):
    for kind in (list, torch.tensor):
        with pytest.raises(ValueError, match=words):
            density_from_ratio(kind(log_p), kind(logits))


@pytest.mark.parametrize("seed", [-1, 1.5, 2**32, None, torch.tensor(0.5)])
def test_seeds_out_of_range_are_refused_by_name(seed):
    machine = Implicit(ToyGenerator(dims=1))
    for call in (
        lambda: RBM(3, 2).sample(2, seed=seed),
        lambda: VAE(seed=seed),
        lambda: Flow(seed=seed),
        lambda: RBM(3, 2, seed=seed),
        lambda: machine.sample(2, seed=seed),
    ):
        with pytest.raises(ValueError, match="^seed must"):
            call()


def test_a_network_without_parameters_can_be_a_machine():
    class Halves(torch.nn.Module):
        z_dim = 1

        def forward(self, z):
            return z / 2

    assert Implicit(Halves()).sample(3, seed=0).shape == (3,)
