"""The table of objectives: who minimises what, with gradients by finite differences; and those of your own."""

import math

import pytest
import torch

from gan_utils.divergences import F_DIVERGENCES
from gan_utils.losses import (
    OBJECTIVES,
    BEGANState,
    Objective,
    balanced_discriminator_loss,
    critic_generator_loss,
    critic_loss,
    discriminator_loss,
    energy_discriminator_loss,
    energy_generator_loss,
    f_gan,
    gradient_penalty,
    hinge_discriminator_loss,
    least_squares_discriminator_loss,
    least_squares_generator_loss,
    minimax_generator_loss,
    non_saturating_generator_loss,
    r1_penalty,
)

# Away from the kinks of the hinge (1 and -1) and of the energy's margin (1).
REAL, FAKE = [-2.3, -0.6, 0.2, 0.8, 1.7], [-1.4, -0.3, 0.5, 2.2]
F_GANS = ["fgan_kl", "fgan_reverse_kl", "fgan_pearson", "fgan_hellinger", "fgan_js"]
OWN = {"own pearson": f_gan(lambda u: (u - 1) ** 2), "own js": f_gan(F_DIVERGENCES["js"].f)}


def tensor(values, **options) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64, **options)


def by_differences(function, values: list[float], small: float = 1e-5) -> torch.Tensor:
    """The gradient of a scalar function, one value after the other."""
    shifts = small * torch.eye(len(values), dtype=torch.float64)
    return torch.stack([(function(tensor(values) + s) - function(tensor(values) - s)) / (2 * small) for s in shifts])


# The rows.


def test_objectives_are_the_papers():
    logs, critic = discriminator_loss, (critic_loss, critic_generator_loss)
    least_squares = least_squares_discriminator_loss, least_squares_generator_loss
    hinge = hinge_discriminator_loss, critic_generator_loss
    expected = {
        "minimax": (logs, minimax_generator_loss, "logit"),
        "non_saturating": (logs, non_saturating_generator_loss, "logit"),
        "lsgan": (*least_squares, "value"),
        "wgan": (*critic, "value"),
        "wgan_gp": (*critic, "value"),
        "hinge": (*hinge, "value"),
        "sngan": (*hinge, "value"),
        "r1": (logs, non_saturating_generator_loss, "logit"),
        "ebgan": (energy_discriminator_loss, energy_generator_loss, "energy"),
        "began": (balanced_discriminator_loss, energy_generator_loss, "energy"),
    }
    rows = {name: row for name, row in OBJECTIVES.items() if name in expected}
    assert {name: (row.discriminator, row.generator, row.head) for name, row in rows.items()} == expected
    assert list(OBJECTIVES) == [*expected, *F_GANS]
    assert {name: row.penalty for name, row in OBJECTIVES.items() if row.penalty} == {
        "wgan_gp": gradient_penalty,
        "r1": r1_penalty,
    }
    assert {name: row.clip for name, row in OBJECTIVES.items() if row.clip} == {"wgan": 0.01}
    assert [name for name, row in OBJECTIVES.items() if row.spectral] == ["sngan"]
    assert {name: row.balance for name, row in OBJECTIVES.items() if row.balance} == {"began": BEGANState}
    assert all(row.weight == 10 for row in OBJECTIVES.values())
    assert all("arXiv:" in row.source for row in OBJECTIVES.values())


def test_settings_are_the_papers():
    adam, steps = {"lr": 2e-4, "betas": (0.5, 0.999)}, {"d_steps": 5}
    assert {name: row.defaults for name, row in OBJECTIVES.items() if row.defaults} == {
        "non_saturating": adam | {"batch_size": 128},
        "wgan": steps | {"batch_size": 64, "lr": 5e-5, "optimiser": "rmsprop"},
        "wgan_gp": steps | {"batch_size": 64, "lr": 1e-4, "betas": (0.0, 0.9)},
        "sngan": steps | {"batch_size": 64, "lr": 2e-4, "betas": (0.0, 0.9)},
        "r1": {"batch_size": 64, "lr": 1e-4, "optimiser": "rmsprop"},
        "began": {"batch_size": 16, "lr": 8e-5, "betas": (0.5, 0.999)},
    }


def test_a_row_cannot_be_changed_by_accident():
    with pytest.raises(AttributeError):
        OBJECTIVES["wgan"].clip = 1.0


# Gradients.


@pytest.mark.parametrize("name", [*OBJECTIVES, *OWN])
def test_gradients_of_ds_terms_are_the_finite_differences(name):
    rules = OBJECTIVES.get(name) or OWN[name]
    real, fake = tensor(REAL, requires_grad=True), tensor(FAKE, requires_grad=True)
    terms = rules.discriminator(real, fake)
    assert set(terms) == {"real", "fake"} and all(term.shape == () for term in terms.values())
    by_real = torch.autograd.grad(terms["real"], [real, fake], allow_unused=True)
    by_fake = torch.autograd.grad(terms["fake"], [fake, real], allow_unused=True)
    assert by_real[1] is by_fake[1] is None, "a term depends on its own half alone"
    of_real = by_differences(lambda values: rules.discriminator(values, tensor(FAKE))["real"], REAL)
    of_fake = by_differences(lambda values: rules.discriminator(tensor(REAL), values)["fake"], FAKE)
    for found, expected in ((by_real[0], of_real), (by_fake[0], of_fake)):
        torch.testing.assert_close(found, expected, rtol=1e-6, atol=1e-8)
        assert found.any()


@pytest.mark.parametrize("name", [*OBJECTIVES, *OWN])
def test_gradients_of_gs_loss_are_the_finite_differences(name):
    rules = OBJECTIVES.get(name) or OWN[name]
    fake = tensor(FAKE, requires_grad=True)
    loss = rules.generator(fake)
    (found,) = torch.autograd.grad(loss, fake)
    assert loss.shape == () and found.any()
    torch.testing.assert_close(found, by_differences(rules.generator, FAKE), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_g_wants_what_it_makes_judged_higher_or_of_lower_energy(name):
    values = tensor([-0.4, 0.2], requires_grad=True)
    OBJECTIVES[name].generator(values).backward()
    wanted = 1 if OBJECTIVES[name].head == "energy" else -1
    assert (wanted * values.grad > 0).all()


@pytest.mark.parametrize("name", ["minimax", "wgan", "wgan_gp", *F_GANS, "own js"])
def test_in_a_zero_sum_game_g_minimises_what_d_maximises(name):
    rules, values = OBJECTIVES.get(name) or OWN[name], tensor(FAKE)
    assert rules.generator(values) == -rules.discriminator(tensor(REAL), values)["fake"]


def test_at_the_best_discriminator_the_losses_are_the_oracles(oracle):
    """D* = p / (p + q) on four places: 40 samples of each distribution lie on them as p and q say."""
    case = oracle("div_discrete")
    p, q = tensor(case["input"]["p"]), tensor(case["input"]["q"])
    logits = tensor(case["expected"]["Dstar"]).logit().requires_grad_()
    real, fake = (logits.repeat_interleave((40 * masses).round().long()) for masses in (p, q))
    assert len(real) == len(fake) == 40
    loss = sum(OBJECTIVES["minimax"].discriminator(real, fake).values())
    assert loss.item() == pytest.approx(-case["expected"]["value_at_Dstar"], abs=case["abs_tol"])
    assert loss.item() == pytest.approx(math.log(4) - 2 * case["expected"]["JSD"], abs=case["abs_tol"])
    (slope,) = torch.autograd.grad(loss, logits)
    torch.testing.assert_close(slope, torch.zeros(4).double(), rtol=0, atol=1e-12)


# Objectives of your own.


def test_an_objective_of_your_own_needs_two_losses_and_no_more():
    own = Objective(discriminator_loss, non_saturating_generator_loss)
    assert (own.head, own.penalty, own.clip, own.spectral, own.balance, own.defaults) == (
        "value",
        None,
        None,
        False,
        None,
        {},
    )
    assert "own" in own.source


@pytest.mark.parametrize("name", F_GANS)
def test_an_f_gan_from_a_name_is_the_tables_row(name):
    made, row = f_gan(name.removeprefix("fgan_")), OBJECTIVES[name]
    assert made.generator(tensor(FAKE)) == row.generator(tensor(FAKE)) and made.source == row.source
    assert made.discriminator(tensor(REAL), tensor(FAKE)) == row.discriminator(tensor(REAL), tensor(FAKE))
    assert (row.head, row.penalty, row.clip, row.spectral) == ("value", None, None, False)
    assert "your own" in f_gan(lambda u: (u - 1) ** 2).source
