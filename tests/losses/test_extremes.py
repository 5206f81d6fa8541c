"""Losses in every precision and at the ends of their ranges: finite where the value is, or refused by name."""

import math

import numpy as np
import pytest
import torch

from gan_utils import losses
from gan_utils.losses import BEGANState, f_gan_losses, gradient_penalty, r1_penalty

PAIRS = {
    "discriminator": losses.discriminator_loss,
    "least squares": losses.least_squares_discriminator_loss,
    "critic": losses.critic_loss,
    "hinge": losses.hinge_discriminator_loss,
    "energy": losses.energy_discriminator_loss,
    "balanced": losses.balanced_discriminator_loss,
    **{f"f-GAN {name}": f_gan_losses(name)[0] for name in ("kl", "reverse_kl", "pearson", "hellinger", "js")},
    "f of one's own": f_gan_losses(lambda u: (u - 1) ** 2)[0],
}
SINGLES = {
    "minimax": losses.minimax_generator_loss,
    "non-saturating": losses.non_saturating_generator_loss,
    "least squares": losses.least_squares_generator_loss,
    "critic": losses.critic_generator_loss,
    "energy": losses.energy_generator_loss,
    **{f"f-GAN {name}": f_gan_losses(name)[1] for name in ("kl", "reverse_kl", "pearson", "hellinger", "js")},
    "f of one's own": f_gan_losses(lambda u: (u - 1) ** 2)[1],
}
HALVES = [torch.float16, torch.bfloat16]
DTYPES = [*HALVES, torch.float32, torch.float64]
NO_VALUES = [torch.zeros(0), torch.zeros(3, 0), torch.tensor([1, 2]), torch.tensor([1j]), [1.0], np.ones(2), None]


def all_losses(values):
    pairs = [term for loss in PAIRS.values() for term in loss(values, values).values()]
    return pairs + [loss(values) for loss in SINGLES.values()]


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_loss_is_taken_and_given_back_in_every_precision(dtype):
    values = torch.tensor([-2.0, -0.5, 0.25, 1.5], dtype=dtype, requires_grad=True)
    expected = all_losses(values.detach().double())
    for found, exact in zip(all_losses(values), expected, strict=True):
        assert found.dtype == dtype and found.shape == ()
        assert float(found.detach()) == pytest.approx(float(exact), rel=0.01, abs=0.01)
        (slope,) = torch.autograd.grad(found, values)
        assert slope.dtype == dtype and torch.isfinite(slope).all()


@pytest.mark.parametrize("dtype", HALVES)
def test_squares_do_not_leave_half_precision_where_their_half_mean_does_not(dtype):
    values = torch.tensor([300.0, -300.0], dtype=dtype, requires_grad=True)
    found = losses.least_squares_discriminator_loss(values, values)["fake"]
    assert float(found.detach()) == pytest.approx(45_000, rel=0.01)
    found.backward()
    assert values.grad.double().tolist() == pytest.approx([150, -150], rel=0.01)


@pytest.mark.parametrize("size", [50.0, 500.0, 1e30])
def test_logits_of_any_size_give_finite_losses_that_are_never_negative(size):
    for sign in (-1, 1):
        terms = losses.discriminator_loss(torch.tensor([sign * size]), torch.tensor([sign * size]))
        assert all(0 <= float(term) < math.inf for term in terms.values())
        assert math.isfinite(losses.minimax_generator_loss(torch.tensor([sign * size])))


@pytest.mark.parametrize("values", NO_VALUES, ids=repr)
def test_what_are_no_values_is_refused_by_name(values):
    fine = torch.ones(2)
    for loss in PAIRS.values():
        with pytest.raises(ValueError, match="^real_[a-z]+ must be a floating-point tensor of at least one value"):
            loss(values, fine)
        with pytest.raises(ValueError, match="^fake_[a-z]+ must be a floating-point tensor of at least one value"):
            loss(fine, values)
    for loss in SINGLES.values():
        with pytest.raises(ValueError, match="^fake_[a-z]+ must be a floating-point tensor of at least one value"):
            loss(values)


@pytest.mark.parametrize("margin", [0, -1, math.nan, math.inf, "1"])
def test_a_margin_is_above_0(margin):
    with pytest.raises(ValueError, match="^margin must be a"):
        losses.energy_discriminator_loss(torch.ones(1), torch.ones(1), margin=margin)


# An f of one's own.

OWN = {
    "js": lambda u: u * torch.log(u) - (u + 1) * torch.log((1 + u) / 2),
    "kl": lambda u: u * torch.log(u),
    "pearson": lambda u: (u - 1) ** 2,
    "fourth powers": lambda u: u**4 - 1 - 4 * (u - 1),
    "reverse_kl": lambda u: -torch.log(u),
}


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_an_f_of_ones_own_is_never_nan_and_leads_back(name, dtype):
    discriminator, generator = f_gan_losses(OWN[name])
    for size in (-1000.0, -60.0, 40.0, 90.0):
        v = torch.tensor([size], dtype=dtype, requires_grad=True)
        for loss in (*discriminator(v, v).values(), -generator(v)):
            (slope,) = torch.autograd.grad(loss, v)
            assert not torch.isnan(loss) and not torch.isnan(slope).any()


def test_a_large_ratio_does_not_cancel():
    """f*(g(v)) of the Jensen-Shannon f is log((1 + e^v) / 2); in float32 its two terms leave nothing of that."""
    _, generator = f_gan_losses(OWN["js"])
    for v in (0.0, 10.0, 20.0, 25.0, 30.0, 50.0):
        exact = math.log1p(math.exp(-v)) + v - math.log(2)
        assert -float(generator(torch.tensor([v]))) == pytest.approx(exact, rel=2e-3)


# Penalties.


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_penalty_of_a_flat_discriminator_has_a_gradient_in_every_precision(dtype):
    """In float16 the number that keeps the root's derivative finite is 0."""
    weight = torch.zeros(2, dtype=dtype, requires_grad=True)
    real, fake = torch.ones(3, 2, dtype=dtype), torch.zeros(3, 2, dtype=dtype)
    found = gradient_penalty(lambda x: (x * weight).sum(1), real, fake, torch.rand(3).to(dtype))
    assert float(found.detach()) == pytest.approx(1, abs=1e-3)
    found.backward()
    assert torch.isfinite(weight.grad).all()


@pytest.mark.parametrize("dtype", HALVES)
def test_steep_slopes_are_squared_in_float32(dtype):
    real = torch.zeros(3, 2, dtype=dtype)
    assert float(r1_penalty(lambda x: 600 * x[:, 0], real, real, torch.rand(3))) == pytest.approx(180_000, rel=0.01)
    found = gradient_penalty(lambda x: 600 * x[:, 0], real, real, torch.rand(3))
    assert float(found) == pytest.approx(599**2, rel=0.01)


@pytest.mark.parametrize(
    "shapes",
    [
        ((3, 2), (2, 2), (3,)),
        ((3, 2), (3, 2), (2,)),
        ((3, 2), (3, 2), (3, 1)),
        ((0, 2), (0, 2), (0,)),
        ((3, 2), (3, 1), (3,)),
    ],
)
def test_batches_that_do_not_fit_are_refused(shapes):
    with pytest.raises(ValueError, match="^real, fake and mix must have shapes"):
        gradient_penalty(lambda x: x.sum(1), *map(torch.zeros, shapes))
    if not shapes[0][0]:
        with pytest.raises(ValueError, match="^real must hold at least one sample"):
            r1_penalty(lambda x: x.sum(1), *map(torch.zeros, shapes))


# BEGAN's balance.


INFINITE = torch.tensor(math.inf)


@pytest.mark.parametrize("real, fake", [(math.nan, 1.0), (1.0, math.inf), (INFINITE, INFINITE)])
def test_energies_that_are_no_numbers_leave_k_as_it_was(real, fake):
    state = BEGANState(rate=0.1)
    state.update(2.0, 0.5)
    before = float(state.k)
    with pytest.raises(ValueError, match="^energies must be finite"):
        state.update(real, fake)
    assert float(state.k) == before


def test_k_stays_within_0_and_1():
    state = BEGANState(rate=10.0)
    for real, fake, k in ((1e30, 0.0, 1), (0.0, 1e30, 0), (1e30, 1e10, 1)):
        state.update(real, fake)
        assert float(state.k) == k
