"""f-GANs: what is paid in closed form, bounds that are tight at the best discriminator, and an f of your own."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gan_utils.divergences import F_DIVERGENCES, f_divergence
from gan_utils.losses import f_gan_losses

# D's best output for each row, of u = p / q: where its activation reaches the witness f'(u). By hand.
BEST = {
    "kl": lambda u: 1 + torch.log(u),
    "reverse_kl": lambda u: torch.log(u),
    "pearson": lambda u: 2 * (u - 1),
    "hellinger": lambda u: torch.log(u) / 2,
    "js": lambda u: torch.log(u),
    "gan": lambda u: torch.log(u),
}
# f(u), written apart from the table; and an f that is in none: the square of log u is not convex, this is.
OWN = {
    "kl": lambda u: u * torch.log(u),
    "reverse_kl": lambda u: -torch.log(u),
    "pearson": lambda u: (u - 1) ** 2,
    "hellinger": lambda u: (torch.sqrt(u) - 1) ** 2,
    "js": lambda u: u * torch.log(2 * u / (1 + u)) + torch.log(2 / (1 + u)),
    "neyman": lambda u: (u - 1) ** 2 / u,
    "jeffreys": lambda u: (u - 1) * torch.log(u),
}


def numbers(low: float, high: float, count: int = 401, **options) -> torch.Tensor:
    return torch.linspace(low, high, count, **({"dtype": torch.float64} | options))


def distributions(places=4):
    lists = st.lists(st.floats(0.02, 1), min_size=places, max_size=places)
    return lists.map(lambda x: torch.tensor(np.array(x) / np.sum(x)))


def value(losses, v: torch.Tensor, p: torch.Tensor, q: torch.Tensor) -> torch.Tensor:
    """What D maximises where its output is ``v`` at each place: E_p T - E_q f*(T), from its loss at one place each."""
    terms = [losses[0](one, one) for one in v.reshape(-1, 1)]
    return -sum(m * term["real"] + n * term["fake"] for m, n, term in zip(p, q, terms))


# What a generated sample costs.


@pytest.mark.parametrize("name", F_DIVERGENCES)
def test_what_is_paid_is_the_conjugate_of_what_is_awarded(name):
    """Up to where the two steps one after the other lose digits: 1 - e^-v, say, is 1 from v = 37 on."""
    row, v = F_DIVERGENCES[name], numbers(-30, 14)
    torch.testing.assert_close(row.paid(v), row.conjugate(row.activation(v)), rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("name", F_DIVERGENCES)
@pytest.mark.parametrize("v", [-80.0, -20.0, 20.0, 80.0])
def test_in_float32_the_game_stays_finite_far_out(name, v):
    """With its gradients, and as float64 has it: the numbers themselves, up to e^80, all fit."""
    single, double = (torch.tensor([v], dtype=dtype, requires_grad=True) for dtype in (torch.float32, torch.float64))
    for function in (F_DIVERGENCES[name].activation, F_DIVERGENCES[name].paid):
        found, expected = function(single), function(double)
        slopes = torch.autograd.grad(found, single)[0], torch.autograd.grad(expected, double)[0]
        assert found.isfinite().all() and slopes[0].isfinite().all()
        torch.testing.assert_close(found.double(), expected, rtol=1e-4, atol=1e-7)
        torch.testing.assert_close(slopes[0].double(), slopes[1], rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("v", [-1000.0, 1000.0])
def test_what_is_paid_stays_finite_where_what_is_awarded_does_not(v):
    """-e^1000 is too large, but what the conjugate makes of it is 1000 + 1; and log(1 + e^1000) is 1000."""
    expected = {"reverse_kl": v - 1, "pearson": v**2 / 4 + v, "js": max(v, 0) - math.log(2), "gan": max(v, 0)}
    for name, value in expected.items():
        assert float(F_DIVERGENCES[name].paid(torch.tensor([v]))) == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize("name", F_DIVERGENCES)
def test_what_is_paid_grows_and_is_convex_in_what_is_awarded(name):
    """f* is: so its slope by T, which is the ratio u that D believes in, is positive and grows."""
    row, v = F_DIVERGENCES[name], numbers(-5, 5).requires_grad_()
    paid, awarded = (torch.autograd.grad(f(v).sum(), v)[0] for f in (row.paid, row.activation))
    ratio = paid / awarded
    assert (awarded > 0).all() and (ratio.diff() > 0).all()
    if name == "pearson":  # its f* bends down where no ratio of densities lies, below v = -2
        ratio = ratio[v >= -2]
    assert (ratio >= -1e-12).all()


# The bound.


@pytest.mark.parametrize("name", F_DIVERGENCES)
@settings(max_examples=25)
@given(p=distributions(), q=distributions(), shift=st.floats(-2, 2), place=st.integers(0, 3))
def test_the_bound_is_tight_at_the_best_output_and_lower_at_any_other(name, p, q, shift, place):
    losses, exact, best = f_gan_losses(name), f_divergence(name, p, q), BEST[name](p / q)
    assert float(value(losses, best, p, q)) == pytest.approx(exact, abs=1e-9)
    torch.testing.assert_close(F_DIVERGENCES[name].activation(best), F_DIVERGENCES[name].witness(p / q))
    other = best + shift * torch.eye(4, dtype=torch.float64)[place]
    assert value(losses, other, p, q) <= exact + 1e-12
    if abs(shift) > 0.01:
        assert value(losses, other, p, q) < exact - 1e-9


@pytest.mark.parametrize("name", OWN)
@settings(max_examples=25)
@given(p=distributions(), q=distributions(), shift=st.floats(-2, 2), place=st.integers(0, 3))
def test_the_best_output_for_an_f_of_your_own_is_the_log_ratio(name, p, q, shift, place):
    losses, exact, best = f_gan_losses(OWN[name]), f_divergence(OWN[name], p, q), torch.log(p / q)
    assert float(value(losses, best, p, q)) == pytest.approx(exact, abs=1e-9)
    other = best + shift * torch.eye(4, dtype=torch.float64)[place]
    assert value(losses, other, p, q) <= exact + 1e-12
    if abs(shift) > 0.01:
        assert value(losses, other, p, q) < exact - 1e-9


@pytest.mark.parametrize("name", [name for name in OWN if name in F_DIVERGENCES])
def test_an_f_of_your_own_is_the_tables_game_with_another_last_layer(name):
    """At the same T, both lose the same: for D's real term, its fake term, and G."""
    log_ratio = numbers(-3, 3, 25)
    table, own = f_gan_losses(name), f_gan_losses(OWN[name])
    outputs = BEST[name](log_ratio.exp())
    expected, found = table[0](outputs, outputs), own[0](log_ratio, log_ratio)
    for term in ("real", "fake"):
        assert float(found[term]) == pytest.approx(float(expected[term]), rel=1e-12, abs=1e-12)
    assert float(own[1](log_ratio)) == pytest.approx(float(table[1](outputs)), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", F_DIVERGENCES)
def test_at_the_threshold_equal_distributions_are_told_apart_by_nothing(name):
    """p = q: the best T is f'(1) everywhere, and the bound is f(1): 0, but for the GAN's -log 4."""
    losses, p = f_gan_losses(name), torch.tensor([0.25, 0.75], dtype=torch.float64)
    v = BEST[name](torch.ones(2, dtype=torch.float64))
    assert F_DIVERGENCES[name].activation(v).tolist() == pytest.approx([F_DIVERGENCES[name].threshold] * 2)
    assert float(value(losses, v, p, p)) == pytest.approx(-math.log(4) if name == "gan" else 0, abs=1e-12)


# Gradients.


@pytest.mark.parametrize("f", ["kl", "js", OWN["kl"], OWN["jeffreys"]], ids=["kl", "js", "own kl", "own jeffreys"])
def test_gradients_flow_to_both_players_weights_and_are_the_finite_differences(f):
    """Through an f of your own too, whose slope is itself found by differentiating."""
    discriminator, generator = f_gan_losses(f)
    random = torch.Generator().manual_seed(3)
    z, real, weight, slope = (torch.randn(6, generator=random, dtype=torch.float64) for _ in range(4))
    weights = {"D": slope[:2].clone().requires_grad_(), "G": weight[:2].clone().requires_grad_()}

    def value_of(points):
        return weights["D"][0] * points + weights["D"][1] * torch.tanh(points)

    def fake():
        return weights["G"][0] * z + weights["G"][1]

    def d_loss():
        return sum(discriminator(value_of(real), value_of(fake().detach())).values())

    def g_loss():
        return generator(value_of(fake()))

    for player, loss in (("D", d_loss), ("G", g_loss)):
        (found,) = torch.autograd.grad(loss(), weights[player])
        for index in range(2):
            values, before = [], float(weights[player].detach()[index])
            for shift in (1e-5, -1e-5):
                weights[player].data[index] = before + shift
                values.append(loss().item())
            weights[player].data[index] = before
            assert float(found[index]) == pytest.approx((values[0] - values[1]) / 2e-5, rel=1e-6, abs=1e-8)
        assert found.all()


def test_an_f_of_your_own_takes_values_of_any_shape_and_kind():
    discriminator, generator = f_gan_losses(OWN["pearson"])
    values = numbers(-1, 1, 6, dtype=torch.float32)
    terms = discriminator(values.reshape(2, 3), values[:4].reshape(4, 1))
    assert all(term.shape == () and term.dtype == torch.float32 for term in terms.values())
    assert float(terms["real"]) == pytest.approx(float(discriminator(values, values)["real"]))
    assert float(generator(values.reshape(3, 2))) == pytest.approx(float(generator(values)))


# What is refused.


@pytest.mark.parametrize(
    ("f", "words"),
    [
        ("gann", "f must be one of 'kl', 'reverse_kl', .* or a function, not 'gann'"),
        (None, "f must be one of .* or a function, not None"),
        (["kl"], r"f must be one of .* or a function, not \['kl'\]"),
        (lambda u: u**2, r"f\(1\) must be 0, not 1"),
        (lambda u: u * torch.log(u) + 1e-6, r"f\(1\) must be 0, not 1e-06"),
        (lambda u: torch.log(u), "f must be convex, but bends down at u = "),
        (lambda u: torch.log(u) ** 2, "f must be convex, but bends down at u = "),
        (lambda u: torch.log(u - 1), "one finite number for each"),
        (lambda u: 0.0, "one finite number for each"),
    ],
)
def test_what_makes_no_f_gan_is_refused_at_once(f, words):
    with pytest.raises(ValueError, match=words):
        f_gan_losses(f)


@pytest.mark.parametrize("f", [lambda u: 0.5 * (u - 1).abs(), lambda u: 3 * (u - 1)])
def test_an_f_of_straight_pieces_is_refused_for_it_would_teach_nobody(f):
    with pytest.raises(ValueError, match="f must bend"):
        f_gan_losses(f)
