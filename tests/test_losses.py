"""The objectives, against -log sigmoid in float64 and against finite differences."""

import math

import numpy as np
import pytest
import torch

from gan_utils.losses import (
    OBJECTIVES,
    discriminator_loss,
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
LOSSES = {
    "real": lambda logits: discriminator_loss(logits, torch.zeros(3))["real"],
    "fake": lambda logits: discriminator_loss(torch.zeros(3), logits)["fake"],
    "minimax": minimax_generator_loss,
    "non_saturating": non_saturating_generator_loss,
}
REFERENCES = {
    "real": lambda a: -log_sigmoid(a),  # -log D(x)
    "fake": lambda a: -log_sigmoid(-a),  # -log(1 - D(G(z)))
    "minimax": lambda a: log_sigmoid(-a),  # log(1 - D(G(z)))
    "non_saturating": lambda a: -log_sigmoid(a),  # -log D(G(z))
}


@pytest.mark.parametrize("name", LOSSES)
def test_losses_are_means_of_log_sigmoids(name):
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


@pytest.mark.parametrize("name", LOSSES)
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


def test_objectives_have_one_discriminator_and_their_own_generator():
    assert set(OBJECTIVES) == {"minimax", "non_saturating"}
    assert OBJECTIVES["minimax"].discriminator is OBJECTIVES["non_saturating"].discriminator is discriminator_loss
    assert OBJECTIVES["minimax"].generator is minimax_generator_loss
    assert OBJECTIVES["non_saturating"].generator is non_saturating_generator_loss


def test_minimax_is_a_zero_sum_game():
    logits = tensor(LOGITS)
    assert float(minimax_generator_loss(logits) + discriminator_loss(tensor([0.0]), logits)["fake"]) == 0
