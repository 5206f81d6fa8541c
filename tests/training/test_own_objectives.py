"""Training by an objective of your own, by the papers' settings, with RMSprop, and taken up again with all of it."""

import math
from dataclasses import replace
from functools import partial

import pytest
import torch

from gan_utils.checkpoints import CheckpointError
from gan_utils.divergences import F_DIVERGENCES
from gan_utils.losses import (
    OBJECTIVES,
    BEGANState,
    Objective,
    critic_generator_loss,
    critic_loss,
    f_gan,
    gradient_penalty,
    r1_penalty,
)
from gan_utils.training import train

from .support import STEPS, head_of, hurried, images, numbers, pair, points, same, small_run, toy_pair, toy_run, weights


def after(objective, **changes):
    """Numbers and weights after a short run."""
    networks = toy_pair(head=changes.pop("head", "value"))
    records = list(toy_run(networks, objective=objective, **changes))
    return numbers(records), [(r.k, r.measure) for r in records], weights(*networks)


# An objective of your own.


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_row_handed_over_whole_is_the_row_called_by_name(objective):
    by_name, whole = (after(rules, head=head_of(objective)) for rules in (objective, OBJECTIVES[objective]))
    assert by_name[0] == whole[0] and same(by_name[2], whole[2])
    assert by_name[1] == whole[1] or objective != "began"


@pytest.mark.parametrize("name", ["kl", "reverse_kl", "pearson", "hellinger", "js"])
def test_an_f_gan_by_name_is_the_tables_row(name):
    made, row = after(f_gan(name)), after(f"fgan_{name}")
    assert made[0] == row[0] and same(made[2], row[2])


def test_an_f_of_your_own_is_trained_by_and_is_the_table_where_the_last_layers_agree():
    """The table's reverse KL has g(v) = -e^-v, and so has an f of your own, for f'(u) = -1 / u."""
    own, row = after(f_gan(lambda u: -torch.log(u))), after("fgan_reverse_kl")
    for found, expected in zip(own[0], row[0]):
        assert found == pytest.approx(expected, rel=1e-3, abs=1e-4)
    other = after(f_gan(F_DIVERGENCES["pearson"].f))
    assert other[0] != own[0] and all(math.isfinite(number) for row in other[0] for number in row)


def test_an_f_of_your_own_can_be_looked_ahead_with():
    """G's step then goes through the slope of f's slope."""
    run = after(f_gan(lambda u: u * torch.log(u)), unroll=2)
    assert all(math.isfinite(number) for row in run[0] for number in row)
    assert not same(run[2], after(f_gan(lambda u: u * torch.log(u)))[2])


def test_what_keeps_d_in_bounds_can_be_joined_at_will():
    """A clip and a penalty and spectral normalisation, with weights of their own: each of them counts."""
    parts = {"penalty": gradient_penalty, "weight": 3.0, "clip": 0.5, "spectral": True}
    joined = after(Objective(critic_loss, critic_generator_loss, **parts))
    for changes in ({"penalty": r1_penalty}, {"weight": 4.0}, {"clip": 0.4}, {"spectral": False}):
        assert not same(joined[2], after(Objective(critic_loss, critic_generator_loss, **(parts | changes)))[2])
    assert all(row[3] > 0 for row in joined[0])


def test_what_train_is_told_goes_before_what_the_objective_says():
    own = Objective(critic_loss, critic_generator_loss, penalty=gradient_penalty, weight=3.0, clip=0.5)
    said = replace(own, weight=7.0, clip=0.2)
    assert same(after(own, penalty=7.0, clip=0.2)[2], after(said)[2])
    assert not same(after(own)[2], after(said)[2])


@pytest.mark.parametrize("objective", [f_gan, Objective, OBJECTIVES, lambda real, fake: 0, 1])
def test_what_is_neither_a_name_nor_an_objective_is_refused(objective):
    with pytest.raises(ValueError, match="^objective must be one of 'minimax', "):
        toy_run(toy_pair(), objective=objective)


def test_energies_are_asked_of_a_discriminator_for_an_objective_of_your_own_too():
    own = replace(OBJECTIVES["ebgan"], source="my own")
    with pytest.raises(ValueError, match="objective 'my own' needs a discriminator with head 'energy', not 'value'"):
        toy_run(toy_pair(), objective=own)


# The papers' settings.


@pytest.mark.parametrize("name", OBJECTIVES)
def test_every_row_trains_in_one_line_with_the_papers_settings(name):
    G, D, data = *toy_pair(head=head_of(name)), points(128)
    (record,) = train(G, D, data, objective=name, steps=1, progress=False, **OBJECTIVES[name].defaults)
    assert record.step == 1 and all(math.isfinite(number) for number in numbers([record])[0])


def test_images_can_be_trained_with_spectral_normalisation_and_the_papers_settings():
    generator, discriminator = pair()
    settings = OBJECTIVES["sngan"].defaults | {"batch_size": 4, "d_steps": 2}
    list(small_run(generator, discriminator, images(), objective="sngan", steps=2, **settings))
    for layer in discriminator.modules():
        if hasattr(layer, "parametrizations"):
            sigma = torch.linalg.svdvals(layer.weight.detach().flatten(1))[0]
            assert float(sigma) == pytest.approx(1, abs=0.05)
    assert sum(hasattr(layer, "parametrizations") for layer in discriminator.modules()) == 4


# RMSprop.


def test_rmsprop_is_pytorchs_for_both_players_each_with_its_step_size():
    """Its first step moves a weight by the step size over the root of 1 - 0.99: ten times as far."""
    networks = toy_pair()
    before = [weights(network) for network in networks]
    next(toy_run(networks, optimiser="rmsprop", lr=0.001, lr_d=0.002))
    far = [max(float((a - b).abs().max()) for a, b in zip(was, weights(now))) for was, now in zip(before, networks)]
    assert far == pytest.approx([0.01, 0.02], rel=1e-3)


def test_adam_is_the_optimiser_unless_another_is_named():
    assert same(after("wgan")[2], after("wgan", optimiser="adam")[2])
    assert not same(after("wgan")[2], after("wgan", optimiser="rmsprop")[2])


def test_a_clipped_critic_stays_clipped_through_a_training_by_the_papers_settings():
    networks = toy_pair()
    settings = OBJECTIVES["wgan"].defaults | {"lr": 0.01}
    for _ in train(*networks, points(64), objective="wgan", steps=20, progress=False, **settings):
        assert max(float(weight.detach().abs().max()) for weight in networks[1].parameters()) <= 0.01 * (1 + 1e-6)
    assert max(float(weight.detach().abs().max()) for weight in networks[0].parameters()) > 0.2


# The balance.


def test_k_and_measure_are_began_s_alone():
    for objective in OBJECTIVES:
        _, balance, _ = after(objective, head=head_of(objective))
        assert all(math.isfinite(number) == (objective == "began") for pair in balance for number in pair)


def test_k_takes_part_in_what_d_minimises():
    """At k = 0 D does not mind generated samples at all; G does from the first step on."""
    still, lively = (
        after(replace(OBJECTIVES["began"], balance=partial(BEGANState, gamma=1.0, rate=rate)), head="energy")
        for rate in (1e-9, 0.5)
    )
    assert still[0][0][:4] == lively[0][0][:4] and still[0][0][2] == 0, "the first of D's steps has k = 0"
    assert all(abs(row[2]) < 1e-6 for row in still[0]) and lively[0][-1][2] < -0.01
    assert lively[1][-1][0] > 0.1 and not same(still[2], lively[2])


# Taken up again.


@pytest.mark.parametrize("stop", [1, 3])
@pytest.mark.parametrize(
    ("objective", "changes"),
    [
        ("began", {"d_steps": 2}),
        ("sngan", {"d_steps": 2}),
        ("sngan", {"unroll": 2}),
        ("wgan", {"optimiser": "rmsprop"}),
        ("ebgan", {"optimiser": "rmsprop"}),
    ],
    ids=str,
)
def test_a_run_that_stopped_goes_on_bit_for_bit(tmp_path, objective, changes, stop):
    """BEGAN's k, the vectors of spectral normalisation and RMSprop's moments are all in the file."""
    options = {"objective": hurried(objective), "lr_d": 0.005} | changes
    straight, first, second = (toy_pair(head=head_of(objective)) for _ in range(3))
    for weight in (p for network in second for p in network.parameters()):
        weight.data += 1
    expected = list(toy_run(straight, **options))
    path = tmp_path / "run.safetensors"
    before = list(toy_run(first, steps=stop, checkpoint=path, **options))
    resumed = list(toy_run(second, checkpoint=path, **options))
    assert numbers(before + resumed) == numbers(expected) and len(resumed) == STEPS - stop
    assert same(weights(*second), weights(*straight))
    if objective == "began":
        assert [(r.k, r.measure) for r in before + resumed] == [(r.k, r.measure) for r in expected]
        assert resumed[-1].k > 0.05


def test_a_checkpoint_of_another_objective_is_refused(tmp_path):
    path = tmp_path / "run.safetensors"
    list(toy_run(toy_pair(), objective="hinge", checkpoint=path))
    for objective in ("sngan", OBJECTIVES["wgan"], f_gan("kl")):
        with pytest.raises(CheckpointError, match="objective was 'hinge', now "):
            toy_run(toy_pair(), objective=objective, steps=9, checkpoint=path)


def test_a_checkpoint_of_another_f_gan_is_refused(tmp_path):
    path = tmp_path / "run.safetensors"
    list(toy_run(toy_pair(), objective=f_gan("kl"), checkpoint=path))
    with pytest.raises(CheckpointError, match="objective was .* kl', now .* js'"):
        toy_run(toy_pair(), objective=f_gan("js"), steps=9, checkpoint=path)
