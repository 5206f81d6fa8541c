"""What each player minimises, against plain formulas in float64 and against finite differences."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.losses import (
    balanced_discriminator_loss,
    critic_generator_loss,
    critic_loss,
    discriminator_loss,
    energy_discriminator_loss,
    energy_generator_loss,
    hinge_discriminator_loss,
    least_squares_discriminator_loss,
    least_squares_generator_loss,
    minimax_generator_loss,
    non_saturating_generator_loss,
)

LOGITS = [-30.0, -5.0, -1.3, 0.0, 0.4, 2.0, 30.0]


def log_sigmoid(a: float) -> float:
    """Written for each sign apart, so that neither exponential overflows or cancels."""
    return -math.log1p(math.exp(-a)) if a > 0 else a - math.log1p(math.exp(a))


def tensor(values, **options) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64, **options)


def reference(name: str, values) -> float:
    return float(np.mean([REFERENCES[name](a) for a in values]))


# Each loss as a function of one batch of logits, and what it means for one logit.
LOG_LOSSES = {
    "real": lambda logits: discriminator_loss(logits, torch.zeros(3))["real"],
    "fake": lambda logits: discriminator_loss(torch.zeros(3), logits)["fake"],
    "minimax": minimax_generator_loss,
    "non_saturating": non_saturating_generator_loss,
}
LOSSES = LOG_LOSSES | {
    "least squares real": lambda values: least_squares_discriminator_loss(values, torch.zeros(3))["real"],
    "least squares fake": lambda values: least_squares_discriminator_loss(torch.zeros(3), values)["fake"],
    "least squares generator": least_squares_generator_loss,
    "critic real": lambda values: critic_loss(values, torch.zeros(3))["real"],
    "critic fake": lambda values: critic_loss(torch.zeros(3), values)["fake"],
    "critic generator": critic_generator_loss,
    "hinge real": lambda values: hinge_discriminator_loss(values, torch.zeros(3))["real"],
    "hinge fake": lambda values: hinge_discriminator_loss(torch.zeros(3), values)["fake"],
    "energy real": lambda values: energy_discriminator_loss(values, torch.zeros(3))["real"],
    "energy fake": lambda values: energy_discriminator_loss(torch.zeros(3), values)["fake"],
    "energy fake, margin 3": lambda values: energy_discriminator_loss(torch.zeros(3), values, margin=3.0)["fake"],
    "balanced real": lambda values: balanced_discriminator_loss(values, torch.zeros(3))["real"],
    "balanced fake": lambda values: balanced_discriminator_loss(torch.zeros(3), values)["fake"],
    "energy generator": energy_generator_loss,
}
REFERENCES = {
    "real": lambda a: -log_sigmoid(a),  # -log D(x)
    "fake": lambda a: -log_sigmoid(-a),  # -log(1 - D(G(z)))
    "minimax": lambda a: log_sigmoid(-a),  # log(1 - D(G(z)))
    "non_saturating": lambda a: -log_sigmoid(a),  # -log D(G(z))
    "least squares real": lambda a: 0.5 * (a - 1) ** 2,
    "least squares fake": lambda a: 0.5 * a**2,
    "least squares generator": lambda a: 0.5 * (a - 1) ** 2,
    "critic real": lambda a: -a,
    "critic fake": lambda a: a,
    "critic generator": lambda a: -a,
    "hinge real": lambda a: max(0, 1 - a),
    "hinge fake": lambda a: max(0, 1 + a),
    "energy real": lambda a: a,
    "energy fake": lambda a: max(0, 1 - a),
    "energy fake, margin 3": lambda a: max(0, 3 - a),
    "balanced real": lambda a: a,
    "balanced fake": lambda a: -a,
    "energy generator": lambda a: a,
}


@pytest.mark.parametrize("name", LOSSES)
def test_losses_are_means_of_their_formulas(name):
    assert float(LOSSES[name](tensor(LOGITS))) == pytest.approx(reference(name, LOGITS), abs=1e-8)
    for a in LOGITS:
        assert float(LOSSES[name](tensor([a]))) == pytest.approx(reference(name, [a]), abs=1e-8)


@pytest.mark.parametrize("name", LOSSES)
def test_gradients_are_the_finite_differences(name):
    logits = tensor(LOGITS, requires_grad=True)
    LOSSES[name](logits).backward()
    small = 1e-5
    for index in range(len(LOGITS)):
        change = small * tensor(np.eye(len(LOGITS))[index])
        slope = (LOSSES[name](logits.detach() + change) - LOSSES[name](logits.detach() - change)) / (2 * small)
        assert float(logits.grad[index]) == pytest.approx(float(slope), abs=1e-8)


def test_generator_gradients_are_the_oracles(oracle):
    case = oracle("sat_vs_nonsat_grad")
    for loss, key in ((minimax_generator_loss, "saturating"), (non_saturating_generator_loss, "nonsaturating")):
        for a, expected in zip(case["input"]["a"], case["expected"][key]):
            logit = tensor(a, requires_grad=True)
            loss(logit).backward()
            assert float(logit.grad) == pytest.approx(expected, abs=case["abs_tol"])


@pytest.mark.parametrize("name", LOG_LOSSES)
@pytest.mark.parametrize("a", [-1000.0, 1000.0])
def test_huge_float32_logits_keep_their_loss_and_gradient(name, a):
    """log(sigmoid(-1000)) would be log 0."""
    logit = torch.tensor([a], requires_grad=True)
    loss = LOSSES[name](logit)
    loss.backward()
    assert float(loss.detach()) == pytest.approx(reference(name, [a]))
    assert math.isfinite(float(logit.grad)) and abs(float(logit.grad)) in (0, 1)


def test_a_discriminator_that_cannot_tell_loses_log_4():
    terms = discriminator_loss(tensor([0.0, 0.0]), tensor([0.0]))
    assert set(terms) == {"real", "fake"}
    assert float(terms["real"] + terms["fake"]) == pytest.approx(math.log(4))


def test_a_discriminator_that_is_right_loses_less_than_one_that_is_wrong():
    right, wrong = (discriminator_loss(tensor([a]), tensor([-a])) for a in (3.0, -3.0))
    assert right["real"] < wrong["real"] and right["fake"] < wrong["fake"]


def test_losses_are_scalars_for_logits_of_any_shape():
    logits = tensor(LOGITS[:6]).reshape(2, 3)
    for name, loss in LOSSES.items():
        assert loss(logits).shape == ()
        assert float(loss(logits)) == pytest.approx(float(loss(logits.flatten())))


VALUE_LOSSES = [discriminator_loss, least_squares_discriminator_loss, critic_loss, hinge_discriminator_loss]
ENERGY_LOSSES = [energy_discriminator_loss, balanced_discriminator_loss]


@pytest.mark.parametrize("loss", VALUE_LOSSES + ENERGY_LOSSES)
def test_each_term_of_ds_loss_depends_on_its_own_half_alone(loss):
    """And the halves may differ in size."""
    real, fake = tensor([0.3, -2.0, 1.0], requires_grad=True), tensor([0.7, 0.2], requires_grad=True)
    terms = loss(real, fake)
    assert set(terms) == {"real", "fake"}
    assert torch.autograd.grad(terms["real"], fake, allow_unused=True) == (None,)
    assert torch.autograd.grad(terms["fake"], real, allow_unused=True) == (None,)


@pytest.mark.parametrize("loss", VALUE_LOSSES + ENERGY_LOSSES)
def test_d_wants_real_values_high_and_generated_ones_low_and_energies_the_other_way(loss):
    real, fake = tensor([0.2], requires_grad=True), tensor([0.2], requires_grad=True)
    sum(loss(real, fake).values()).backward()
    wanted = -1 if loss in ENERGY_LOSSES else 1
    assert wanted * real.grad < 0 < wanted * fake.grad


def test_beyond_its_margin_the_hinge_leaves_d_alone():
    real, fake = tensor([1.5, 0.5, -2.0], requires_grad=True), tensor([-1.5, -0.5, 2.0], requires_grad=True)
    sum(hinge_discriminator_loss(real, fake).values()).backward()
    assert (3 * real.grad).tolist() == [0, -1, -1] and (3 * fake.grad).tolist() == [0, 1, 1]


def test_beyond_its_margin_an_energy_is_left_alone():
    """Real energies are not: D pulls them down to 0."""
    real, fake = tensor([0.5, 2.0], requires_grad=True), tensor([0.5, 1.5], requires_grad=True)
    sum(energy_discriminator_loss(real, fake).values()).backward()
    assert (2 * real.grad).tolist() == [1, 1] and (2 * fake.grad).tolist() == [-1, 0]


def test_least_squares_pull_values_back_that_have_passed_the_target():
    """Unlike all the others: a real sample judged 3 costs D as much as one judged -1."""
    assert least_squares_discriminator_loss(tensor([3.0]), tensor([0.0]))["real"] == 2
    assert least_squares_discriminator_loss(tensor([-1.0]), tensor([0.0]))["real"] == 2


def test_minimax_is_a_zero_sum_game():
    logits = tensor(LOGITS)
    assert float(minimax_generator_loss(logits) + discriminator_loss(tensor([0.0]), logits)["fake"]) == 0


@given(st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=6))
def test_the_gans_loss_of_d_is_never_negative(values):
    """Of float32 values, where log(1 + e^-a) rounds to 0."""
    losses = discriminator_loss(torch.tensor(values), torch.tensor(values[::-1]))
    assert all(float(loss) >= 0 for loss in losses.values())
