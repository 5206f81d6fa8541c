"""Training with an eye on D's next steps: what changes for G, and that nothing does for D."""

import copy

import pytest
import torch

from gan_utils.losses import OBJECTIVES
from gan_utils.training import look_ahead

from .support import head_of, hurried, images, numbers, pair, points, same, small_run, toy_pair, toy_run, weights


@pytest.mark.parametrize("networks", [pair, toy_pair], ids=["dcgan", "toy"])
def test_unrolling_changes_gs_step_and_not_ds(networks):
    real = images() if networks is pair else points()
    plain, unrolled = networks(), networks()
    records = next(small_run(*plain, real, lr=0.01)), next(small_run(*unrolled, real, lr=0.01, unroll=3))
    assert same(list(plain[1].parameters()), list(unrolled[1].parameters()))
    assert not same(weights(plain[0]), weights(unrolled[0]))
    one, other = numbers(records)
    assert one[:4] == other[:4] and one[5:] == other[5:] and one[4] != other[4]  # all but G's loss


def test_ds_running_statistics_are_those_of_its_own_steps():
    """Two looks a step, at real images and at generated ones; none of the looks ahead."""
    generator, discriminator = pair()
    list(small_run(generator, discriminator, steps=2, unroll=3))
    counts = [buffer for name, buffer in discriminator.named_buffers() if name.endswith("num_batches_tracked")]
    assert len(counts) == 2 and all(count == 4 for count in counts)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_gs_unrolled_step_is_that_of_the_look_ahead(monkeypatch, objective):
    """From the weights and moments after D's own step; on that step's batch, with its penalty and its weight."""
    generator, discriminator = toy_pair(head=head_of(objective))
    shown, given, after_d = [], [], []
    discriminator.register_forward_pre_hook(lambda module, inputs: shown.append(inputs[0].detach().clone()))
    generator.register_forward_pre_hook(lambda module, inputs: given.append(inputs[0].clone()))
    plain_step = torch.optim.Adam.step

    def watched_step(optimiser, *arguments, **options):
        plain_step(optimiser, *arguments, **options)
        if optimiser.param_groups[0]["lr"] == 0.02:
            after_d.append(copy.deepcopy((discriminator, optimiser)))

    monkeypatch.setattr(torch.optim.Adam, "step", watched_step)
    played = hurried(objective)
    changes = {"objective": played, "lr_d": 0.02, "unroll": 2, "unroll_lr": 0.03}
    changes |= {"penalty": 3.0} if played.penalty else {}
    run = toy_run((generator, discriminator), **changes)
    next(run)
    g = copy.deepcopy(generator)
    shown.clear(), given.clear()
    record = next(run)

    rules, real, fake, mix = played, shown[0], g(given[0]), None
    if objective == "wgan_gp":
        mix = ((shown[2] - fake)[:, 0] / (real - fake)[:, 0]).detach()

    def loss_of(discriminate):
        terms = rules.discriminator(discriminate(real), discriminate(fake))
        if objective == "began":
            terms["fake"] = record.k * terms["fake"]  # as it is after D's own step
        return sum(terms.values()) + (3 * rules.penalty(discriminate, real, fake, mix) if rules.penalty else 0)

    d, adam = after_d[1]
    if objective == "wgan":
        for weight in d.parameters():
            weight.data.clamp_(-0.01, 0.01)
    loss = rules.generator(look_ahead(d, adam, loss_of, 2, 0.03, rules.clip)(fake))
    assert record.loss_g == pytest.approx(loss.item(), rel=1e-4, abs=1e-5)
    for found, expected in zip(generator.parameters(), torch.autograd.grad(loss, list(g.parameters()))):
        torch.testing.assert_close(found.grad, expected, rtol=1e-3, atol=1e-5)


def test_the_look_ahead_has_ds_step_size_unless_it_has_its_own():
    runs = []
    for changes in ({"lr_d": 0.03}, {"lr_d": 0.03, "unroll_lr": 0.03}, {"lr_d": 0.03, "unroll_lr": 0.01}):
        networks = toy_pair()
        runs.append((numbers(list(toy_run(networks, unroll=2, **changes))), weights(*networks)))
    assert runs[0][0] == runs[1][0] != runs[2][0] and same(runs[0][1], runs[1][1])


def test_further_ahead_is_another_step():
    losses = [next(toy_run(toy_pair(), unroll=steps)).loss_g for steps in (0, 1, 2, 5)]
    assert len(set(losses)) == 4


def test_after_an_unrolled_step_both_networks_can_be_trained_on():
    networks = toy_pair()
    list(toy_run(networks, unroll=2))
    for network in networks:
        assert network.training and all(p.requires_grad and p.is_leaf for p in network.parameters())


def test_a_look_ahead_that_diverges_stops_the_training_with_gs_loss():
    networks = toy_pair()
    before = [p.detach().clone() for p in networks[0].parameters()]
    with pytest.raises(FloatingPointError, match="G's loss is .* at step 1"):
        next(toy_run(networks, objective="lsgan", unroll=3, unroll_lr=1e30))
    assert same(before, list(networks[0].parameters()))
