"""Normal distributions and mixtures: densities, samples, and the fits of largest likelihood."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.families import CannotError, Mixture, Normal, em_step, fit_mixture, fit_normal, log_likelihood
from gan_utils.seeded import normals, uniforms

NAN, INF = math.nan, math.inf
BUMPS = Mixture((0.6, 0.3, 0.1), (-2.0, 0.5, 3.0), (0.5, 1.0, 0.2))


def double(*values):
    return torch.tensor(values, dtype=torch.float64)


# Densities.


@pytest.mark.parametrize("family", [Normal(0.7, 1.3), BUMPS])
def test_a_density_integrates_to_one_and_has_the_familys_moments(family):
    x = torch.linspace(-14, 14, 28_001, dtype=torch.float64)
    p = family.log_prob(x).exp() * 1e-3
    weights, means, stds = (
        (double(1.0), double(0.7), double(1.3))
        if isinstance(family, Normal)
        else map(torch.tensor, (family.weights, family.means, family.stds))
    )
    mean = float((weights * means).sum())
    assert float(p.sum()) == pytest.approx(1, abs=1e-9)
    assert float((p * x).sum()) == pytest.approx(mean, abs=1e-6)
    variance = float((weights * (stds**2 + means**2)).sum()) - mean**2
    assert float((p * x**2).sum()) - mean**2 == pytest.approx(variance, abs=1e-6)


def test_log_densities_agree_with_torchs_own_in_any_shape():
    x = torch.linspace(-9, 9, 12, dtype=torch.float64).reshape(3, 4)
    normal = torch.distributions.Normal(double(0.7), double(1.3))
    torch.testing.assert_close(Normal(0.7, 1.3).log_prob(x), normal.log_prob(x), rtol=0, atol=1e-13)
    parts = torch.distributions.Normal(double(*BUMPS.means), double(*BUMPS.stds))
    mixture = torch.distributions.MixtureSameFamily(torch.distributions.Categorical(double(*BUMPS.weights)), parts)
    torch.testing.assert_close(BUMPS.log_prob(x), mixture.log_prob(x), rtol=0, atol=1e-12)


def test_a_component_of_weight_0_and_a_place_far_away_give_no_nan():
    alone = Mixture((1.0, 0.0), (0.0, 5.0), (1.0, 1.0))
    torch.testing.assert_close(alone.log_prob([5.0, 1e5]), Normal(0.0, 1.0).log_prob([5.0, 1e5]), rtol=1e-15, atol=0)


def test_a_mixture_of_one_is_the_normal_distribution():
    one = Mixture((1.0,), (0.7,), (1.3,))
    torch.testing.assert_close(one.log_prob([0.1, 2.0]), Normal(0.7, 1.3).log_prob([0.1, 2.0]), rtol=0, atol=1e-15)


# Samples.


def test_samples_are_the_seeds_numbers_moved_and_stretched():
    torch.testing.assert_close(Normal(2.0, 3.0).sample(9, seed=4), 2 + 3 * torch.from_numpy(normals(4, 9)))
    u, noise = uniforms(4, 500), normals(4, 500, start=500)
    component = np.where(u < 0.6, 0, np.where(u < 0.9, 1, 2))
    expected = np.array(BUMPS.means)[component] + np.array(BUMPS.stds)[component] * noise
    np.testing.assert_allclose(BUMPS.sample(500, seed=4), expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("family", [Normal(0.7, 1.3), BUMPS])
def test_samples_follow_the_density(family):
    samples = family.sample(20_000, seed=1)
    assert samples.dtype == torch.float64 and samples.shape == (20_000,)
    x = torch.linspace(-14, 14, 28_001, dtype=torch.float64)
    cumulated = (family.log_prob(x).exp() * 1e-3).cumsum(0)
    shares = torch.searchsorted(samples.sort().values, x, right=True) / 20_000
    assert float((cumulated - shares).abs().max()) < 1.63 / math.sqrt(20_000), "Kolmogorov and Smirnov, 1 in 100"
    assert not torch.equal(samples, family.sample(20_000, seed=2))


def test_a_normal_sample_is_differentiable_and_a_mixtures_is_not():
    mean, std = torch.tensor(1.0, requires_grad=True), torch.tensor(2.0, requires_grad=True)
    drawn = Normal(mean, std).differentiable_sample([0.5, -1.5, 0.0])
    assert drawn.tolist() == [2.0, -2.0, 1.0]
    gradients = torch.autograd.grad((drawn * double(1, 10, 100)).sum(), (mean, std))
    assert [float(gradient) for gradient in gradients] == [111.0, -14.5]
    assert not Normal(mean, std).sample(3).requires_grad
    with pytest.raises(CannotError, match="choice of component has no gradient.*log_prob"):
        BUMPS.differentiable_sample([0.5])


# Maximum likelihood of one normal distribution.


def test_the_closed_form_is_that_of_the_oracle(oracle):
    case = oracle("mle_small")
    x, expected = case["input"]["x"], case["expected"]
    mean, std = fit_normal(x)
    assert mean == pytest.approx(expected["mu"], abs=case["abs_tol"])
    assert std**2 == pytest.approx(expected["var"], abs=case["abs_tol"])
    assert float(log_likelihood(x, mean, std)) / len(x) == pytest.approx(expected["mean_loglik"], abs=case["abs_tol"])


NUMBERS = st.lists(st.floats(-50, 50), min_size=2, max_size=30).filter(lambda x: np.std(x) > 1e-3)


@given(NUMBERS, st.floats(-3, 3), st.floats(-1, 1))
def test_no_other_mean_and_std_has_a_larger_likelihood(x, shift, stretch):
    mean, std = fit_normal(x)
    best = float(log_likelihood(x, mean, std))
    assert best == pytest.approx(-0.5 * len(x) * (1 + math.log(2 * math.pi * np.var(x))), rel=1e-7, abs=1e-6)
    assert float(log_likelihood(x, mean + shift * std, std * math.exp(stretch))) <= best + 1e-9 * abs(best) + 1e-9


def test_gradients_are_those_of_finite_differences_and_vanish_at_the_fit():
    x = Normal(1.0, 2.0).sample(20, seed=3)

    def at(mean, log_std):
        return log_likelihood(x, mean, torch.as_tensor(log_std, dtype=torch.float64).exp())

    place = double(0.3, -0.4).requires_grad_()
    (slope,) = torch.autograd.grad(at(*place), place)
    for i, step in enumerate(([1e-5, 0], [0, 1e-5])):
        ahead, back = (float(at(0.3 + way * step[0], -0.4 + way * step[1])) for way in (1, -1))
        assert (ahead - back) / 2e-5 == pytest.approx(float(slope[i]), rel=1e-7)
    mean, std = fit_normal(x)
    top = double(mean, math.log(std)).requires_grad_()
    torch.testing.assert_close(torch.autograd.grad(at(*top), top)[0], double(0, 0), rtol=0, atol=1e-12)


# Mixtures by EM.

PAIRS = st.tuples(st.floats(-4, 4), st.floats(-4, 4))
STDS = st.tuples(st.floats(0.1, 4), st.floats(0.1, 4))


@given(st.lists(st.floats(-4, 4), min_size=1, max_size=20), st.floats(0, 1), PAIRS, STDS)
def test_a_step_of_em_never_lowers_the_likelihood_nor_goes_below_the_floor(x, weight, means, stds):
    mixture = Mixture((weight, 1 - weight), means, stds)
    for _ in range(5):
        before = float(mixture.log_prob(x).sum())
        mixture = em_step(x, mixture)
        assert float(mixture.log_prob(x).sum()) >= before - 1e-9 * max(1, abs(before))
        assert min(mixture.stds) >= 0.1 and sum(mixture.weights) == pytest.approx(1)


def test_a_step_of_em_shares_the_numbers_and_refits():
    x, start = np.array([-1.0, 0.0, 2.0]), Mixture((0.3, 0.7), (-1.0, 1.0), (0.5, 2.0))
    joint = [w * np.exp(-0.5 * ((x - m) / s) ** 2) / s for w, m, s in zip(start.weights, start.means, start.stds)]
    shares = joint / np.sum(joint, axis=0)
    stepped = em_step(x, start)
    for k in range(2):
        mean = np.average(x, weights=shares[k])
        assert stepped.weights[k] == pytest.approx(shares[k].mean(), abs=1e-14)
        assert stepped.means[k] == pytest.approx(mean, abs=1e-14)
        assert stepped.stds[k] == pytest.approx(np.sqrt(np.average((x - mean) ** 2, weights=shares[k])), abs=1e-14)
    assert start == Mixture((0.3, 0.7), (-1.0, 1.0), (0.5, 2.0)), "the start is left as it was"


def test_a_component_far_away_goes_to_the_number_that_is_nearest_and_one_of_no_weight_stays():
    stepped = em_step([-1.0, 1.0], Mixture((0.5, 0.5), (0.0, 400.0), (1.0, 0.5)))
    assert stepped.weights == (1.0, 0.0) and stepped.means == pytest.approx((0.0, 1.0)) and stepped.stds[1] == 0.1
    near = em_step([-0.14, 2.0], Mixture((0.5, 0.5), (-4.0, 2.0), (0.1, 0.3)))  # its shares are denormal
    assert near.means[0] == pytest.approx(-0.14)
    stepped = em_step([-1.0, 1.0], Mixture((1.0, 0.0), (0.0, 400.0), (1.0, 0.5)))
    assert stepped == Mixture((1.0, 0.0), (0.0, 400.0), (1.0, 0.5))


APART = [
    Mixture((0.7, 0.3), (-2.0, 1.5), (0.5, 0.4)),
    Mixture((0.5, 0.2, 0.3), (-4.0, 0.0, 5.0), (0.8, 0.4, 0.6)),
]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("mixture", APART, ids=["two", "three"])
def test_separate_components_are_recovered(mixture, seed):
    fitted = fit_mixture(mixture.sample(3000, seed=seed), components=len(mixture.weights))
    for name in ("weights", "means", "stds"):  # four times what the estimates scatter by
        np.testing.assert_allclose(getattr(fitted, name), getattr(mixture, name), rtol=0, atol=0.08)


def test_a_fit_is_a_fixed_point_no_gradient_is_left():
    x = Mixture((0.6, 0.4), (-2.0, 1.0), (0.5, 0.8)).sample(40, seed=2)
    fitted = fit_mixture(x)
    parts = double(*fitted.means, *np.log(fitted.stds), math.log(fitted.weights[0] / fitted.weights[1]))
    parts.requires_grad_()
    weight = torch.sigmoid(parts[4])
    at = Mixture(torch.stack([weight, 1 - weight]), parts[:2], parts[2:4].exp()).log_prob(x).sum()
    (slope,) = torch.autograd.grad(at, parts)
    assert float(slope.abs().max()) < 1e-3
    assert at.item() > float(log_likelihood(x, *fit_normal(x))) + 5, "two bumps are no one normal distribution"
    far = fit_mixture(x, start=Mixture((0.5, 0.5), (3.0, -3.0), (1.0, 1.0)))
    np.testing.assert_allclose(far.means, fitted.means[::-1], atol=1e-4)  # the labels are swapped, nothing else is
    assert fit_mixture(x, start=fitted, steps=0) == fitted


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_a_fit_takes_at_most_its_steps(steps):
    """Of two overlapping bumps, which EM takes many more to tell apart."""
    x, start = [-2.0, -1.0, -0.5, 0.4, 0.9, 2.2], Mixture((0.5, 0.5), (-0.1, 0.1), (1.0, 1.0))
    expected = start
    for _ in range(steps):
        expected = em_step(x, expected)
    assert fit_mixture(x, start=start, steps=steps) == expected != fit_mixture(x, start=start, steps=steps + 1)


def test_no_component_collapses_onto_one_number():
    fitted = fit_mixture([-1.0, -0.5, 0.0, 0.5, 1.0, 3.0], start=Mixture((0.9, 0.1), (0.0, 3.0), (1.0, 0.1)))
    assert fitted.stds[1] == 0.1 and fitted.means[1] == pytest.approx(3.0)
    assert fitted.weights[1] == pytest.approx(1 / 6, abs=1e-4), "it has that number to itself"


# Bad input.


@pytest.mark.parametrize("std", [0, -1, NAN, INF, "a", None, [1.0, 2.0]])
def test_a_std_that_is_no_width_is_refused(std):
    for call in (lambda: Normal(0, std), lambda: log_likelihood([1.0], 0, std)):
        with pytest.raises(ValueError, match="std"):
            call()


@pytest.mark.parametrize("mean", [NAN, -INF, "a", None, [1.0, 2.0]])
def test_a_mean_that_is_no_place_is_refused(mean):
    with pytest.raises(ValueError, match="mean"):
        Normal(mean, 1)


@pytest.mark.parametrize("x", [[], [1.0, NAN], [INF, 0.0], "ab", None, [[1.0], [1.0, 2.0]]])
def test_data_that_are_no_numbers_are_refused(x):
    calls = (
        fit_normal,
        fit_mixture,
        Normal(0, 1).log_prob,
        BUMPS.log_prob,
        lambda x: log_likelihood(x, 0, 1),
        lambda x: em_step(x, BUMPS),
    )
    for call in calls:
        with pytest.raises(ValueError, match="^x must hold"):
            call(x)


@pytest.mark.parametrize("x", [[2.0], [2.0, 2.0, 2.0]])
def test_data_in_one_place_have_no_fit(x):
    for fit in (fit_normal, fit_mixture):
        with pytest.raises(ValueError, match=f"at least two different numbers, not {len(x)} times 2.0"):
            fit(x)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (((0.5, 0.6), (0, 1), (1, 1)), "weights must be at least 0 and sum to 1, not .0.5, 0.6."),
        (((1.5, -0.5), (0, 1), (1, 1)), "weights must be at least 0"),
        (((0.5, 0.5), (0, 1), (1, 0)), "stds must be above 0"),
        (((0.5, 0.5), (0, 1), (1, -2)), "stds must be above 0"),
        (((0.5, 0.5), (0, NAN), (1, 1)), "means must hold finite numbers, but holds nan"),
        (((0.5, 0.5), (0, 1, 2), (1, 1)), "one length"),
        ((1.0, 0.0, 1.0), "one length"),
        (((), (), ()), "weights must hold at least one number"),
    ],
)
def test_a_mixture_that_is_none_is_refused(parts, message):
    with pytest.raises(ValueError, match=message):
        Mixture(*parts)


def test_counts_and_starts_that_do_not_fit_are_refused():
    for call in (lambda: Normal(0, 1).sample(0), lambda: BUMPS.sample(2.5), lambda: BUMPS.sample(3, seed=-1)):
        with pytest.raises(ValueError, match="n must|seed must"):
            call()
    with pytest.raises(ValueError, match="components must be a whole number"):
        fit_mixture([1.0, 2.0], components=0)
    with pytest.raises(ValueError, match="start must have 2 components, not 3"):
        fit_mixture([1.0, 2.0], start=BUMPS)
    with pytest.raises(ValueError, match="steps must be a whole number"):
        fit_mixture([1.0, 2.0], steps=-1)
