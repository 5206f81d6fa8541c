"""The training loop: algorithm 1, step by step, the same each time."""

import math

import pytest
import torch
from torch import nn
from torch.nn.functional import logsigmoid

from gan_utils.models import DCGANDiscriminator, DCGANGenerator, MLPDiscriminator, MLPGenerator

from .support import STEPS, Watched, images, numbers, pair, same, small_run, trained, weights

# One step is algorithm 1.


@pytest.mark.parametrize("objective", ["minimax", "non_saturating"])
def test_steps_are_algorithm_1_with_adam(objective):
    """The same steps, written out: D on a real and a generated batch, then G against the new D."""
    watched, generator = Watched(), pair()[0]
    noise = []
    generator.register_forward_pre_hook(lambda module, arguments: noise.append(arguments[0].clone()))
    records = list(small_run(generator, watched, objective=objective, steps=3, lr=1e-3, betas=(0.4, 0.99)))

    g, d = (network.train() for network in pair())
    adam_g, adam_d = (torch.optim.Adam(network.parameters(), 1e-3, (0.4, 0.99)) for network in (g, d))
    for record, z, real in zip(records, noise, watched.real(), strict=True):
        fake = g(z)
        real_logits, fake_logits = d(real), d(fake.detach())
        loss_real, loss_fake = -logsigmoid(real_logits).mean(), -logsigmoid(-fake_logits).mean()
        adam_d.zero_grad()
        (loss_real + loss_fake).backward()
        adam_d.step()
        answers = d(fake)
        loss_g = logsigmoid(-answers).mean() if objective == "minimax" else -logsigmoid(answers).mean()
        adam_g.zero_grad()
        loss_g.backward()
        adam_g.step()
        chances = torch.sigmoid(real_logits).mean(), torch.sigmoid(fake_logits).mean()
        expected = [float(value.detach()) for value in (loss_real, loss_fake, loss_g, *chances)]
        found = [record.loss_real, record.loss_fake, record.loss_g, record.d_real, record.d_fake]
        assert found == pytest.approx(expected, abs=1e-4)
    for found, expected in zip(weights(generator, watched), weights(g, d), strict=True):
        torch.testing.assert_close(found, expected, rtol=1e-3, atol=2e-4)  # Adam blows rounding up


def test_each_players_step_moves_its_own_weights_alone(monkeypatch):
    """First D's, then G's: other weights, running averages apart, stay bit for bit."""
    generator, discriminator = pair()
    players = {"G": generator, "D": discriminator}
    moved, plain_step = [], torch.optim.Adam.step

    def watched_step(optimiser, *arguments, **options):
        before = {name: [p.detach().clone() for p in player.parameters()] for name, player in players.items()}
        plain_step(optimiser, *arguments, **options)
        moved.append([name for name, player in players.items() if not same(before[name], list(player.parameters()))])

    monkeypatch.setattr(torch.optim.Adam, "step", watched_step)
    list(small_run(generator, discriminator, steps=2))
    assert moved == [["D"], ["G"], ["D"], ["G"]]


@pytest.mark.parametrize("unroll", [0, 2])
def test_gs_loss_leaves_no_gradient_in_d_nor_ds_loss_in_g(monkeypatch, unroll):
    """Not even when it depends on D's weights, through the steps that it looks ahead."""
    generator, discriminator = pair()
    left, plain_step = [], torch.optim.Adam.step

    def gradients(network):
        return [None if p.grad is None else p.grad.clone() for p in network.parameters()]

    def watched_step(optimiser, *arguments, **options):
        left.append((gradients(generator), gradients(discriminator)))
        plain_step(optimiser, *arguments, **options)

    monkeypatch.setattr(torch.optim.Adam, "step", watched_step)
    list(small_run(generator, discriminator, steps=1, unroll=unroll))
    (g_at_ds_step, d_at_ds_step), (g_at_gs_step, d_at_gs_step) = left
    assert g_at_ds_step == [None] * len(g_at_ds_step)
    assert all(gradient is not None for gradient in d_at_ds_step + g_at_gs_step)
    assert same(d_at_ds_step, d_at_gs_step)


def test_afterwards_both_networks_can_be_trained_on():
    generator, discriminator, _ = trained()
    for network in (generator, discriminator):
        assert network.training and all(parameter.requires_grad for parameter in network.parameters())


def test_the_objectives_differ_for_g():
    minimax, non_saturating = trained(objective="minimax"), trained(objective="non_saturating")
    assert not same(weights(minimax[0]), weights(non_saturating[0]))
    for one, other in zip(minimax[2], non_saturating[2]):
        assert one.loss_g < 0 < other.loss_g
    assert numbers(minimax[2])[0][:3] == numbers(non_saturating[2])[0][:3]  # D's first step is the same


def test_the_generator_follows_the_images():
    """From grey to white: a sign error anywhere would turn G away."""
    generator, discriminator = pair()
    for record in small_run(generator, discriminator, torch.ones(8, 1, 32, 32), steps=60, lr=2e-3):
        pass
    assert generator(torch.randn(16, 4, generator=torch.Generator().manual_seed(0))).mean() > 0.3


# What a record says of a step.


def test_records_are_sane():
    _, _, records = trained()
    assert [record.step for record in records] == [1, 2, 3, 4, 5]
    seconds = [record.seconds for record in records]
    assert seconds[0] > 0 and all(a < b for a, b in zip(seconds, seconds[1:]))
    for record in records:
        values = [record.loss_real, record.loss_fake, record.loss_g, record.d_real, record.d_fake, record.seconds]
        assert all(type(value) is float and math.isfinite(value) for value in values)
        assert 0 < record.d_real < 1 and 0 < record.d_fake < 1
        # Jensen: the mean of -log is at least -log of the mean.
        assert record.loss_real >= -math.log(record.d_real) - 1e-6
        assert record.loss_fake >= -math.log(1 - record.d_fake) - 1e-6


def test_d_is_asked_for_its_probabilities_before_its_update():
    """At first D's last layer is all but 0, so that it cannot tell."""
    first = trained(lr=0.05)[2][0]
    assert abs(first.d_real - 0.5) < 0.02 and abs(first.d_fake - 0.5) < 0.02


@pytest.mark.parametrize("progress", [True, False])
def test_the_progress_bar_can_be_turned_off(capsys, progress):
    trained(progress=progress)
    assert ("5/5" in capsys.readouterr().err) == progress


def test_nothing_happens_until_the_loop(tmp_path):
    generator, discriminator = pair()
    before = weights(generator, discriminator)
    run = small_run(generator, discriminator, checkpoint=tmp_path / "run")
    assert same(before, weights(generator, discriminator)) and list(tmp_path.iterdir()) == []
    next(run)
    assert not same(before, weights(generator, discriminator))


def test_the_images_are_left_alone():
    real = images()
    list(small_run(*pair(), real))
    assert torch.equal(real, images())


@pytest.mark.parametrize("channels, size", [(3, 32), (1, 64)])
def test_colour_and_larger_images_can_be_trained(channels, size):
    generator = DCGANGenerator(z_dim=4, channels=channels, size=size, width=2)
    discriminator = DCGANDiscriminator(channels=channels, size=size, width=2)
    assert len(list(small_run(generator, discriminator, images(4, channels, size), steps=2))) == 2


def test_networks_need_no_more_than_the_docstring_asks_for():
    """A generator with ``z_dim``, a discriminator that gives logits ``(N,)``: any other module will do."""
    generator = nn.Sequential(nn.Linear(4, 32 * 32), nn.Tanh(), nn.Unflatten(1, (1, 32, 32)))
    generator.z_dim = 4
    discriminator = nn.Sequential(nn.Flatten(), nn.Linear(32 * 32, 1), nn.Flatten(0))
    assert len(list(small_run(generator, discriminator, steps=2))) == 2


# Which images, which noise.


def test_an_epoch_uses_every_image_once():
    watched = Watched()
    list(small_run(pair()[0], watched, images(8), steps=6))
    for epoch in range(3):
        used = torch.cat(watched.real()[2 * epoch : 2 * epoch + 2]).flatten(1)
        assert torch.equal(used.unique(dim=0), images(8).flatten(1).unique(dim=0))


def test_an_epoch_uses_no_image_twice_when_batches_do_not_divide_it():
    watched = Watched()
    list(small_run(pair()[0], watched, images(10), steps=2))
    assert len(torch.cat(watched.real()).flatten(1).unique(dim=0)) == 8


def test_epochs_are_shuffled_differently():
    watched = Watched()
    list(small_run(pair()[0], watched, images(8), steps=8))
    epochs = [torch.cat(watched.real()[2 * epoch : 2 * epoch + 2]) for epoch in range(4)]
    assert all(not torch.equal(epochs[a], epochs[b]) for a in range(4) for b in range(a))


def test_noise_is_normal_and_new_each_step_and_each_seed():
    seen = []
    for seed in (0, 1, 2**40):
        generator, discriminator = pair()
        generator.register_forward_pre_hook(lambda module, arguments: seen.append(arguments[0]))
        list(small_run(generator, discriminator, images(40), batch_size=40, seed=seed))
    assert all(z.shape == (40, 4) for z in seen)
    everything = torch.cat(seen).flatten()
    assert len(everything) == len(everything.unique()) == 3 * STEPS * 160
    assert abs(everything.mean()) < 5 / len(everything) ** 0.5
    assert float(everything.std()) == pytest.approx(1, abs=5 / len(everything) ** 0.5)


def test_seeds_give_different_batches():
    first = []
    for seed in range(5):
        watched = Watched()
        next(small_run(pair()[0], watched, images(40), seed=seed))
        first.append(watched.real()[0])
    assert all(not torch.equal(first[a], first[b]) for a in range(5) for b in range(a))


# The same each time.


def test_two_runs_agree_bit_for_bit_whatever_the_global_seed():
    torch.manual_seed(1)
    one = trained()
    torch.manual_seed(2)
    other = trained()
    assert same(weights(*one[:2]), weights(*other[:2])) and numbers(one[2]) == numbers(other[2])
    assert not same(weights(*one[:2]), weights(*trained(seed=1)[:2]))


def test_training_leaves_the_global_random_numbers_alone(global_random_left_alone):
    list(small_run(*pair()))


def test_what_networks_draw_themselves_follows_the_seed_too(tmp_path):
    """Dropout takes its numbers from PyTorch's global generator: each step lends it one of its own."""

    def run(seed, global_seed, steps=4, **options):
        torch.manual_seed(global_seed)
        networks = MLPGenerator(4, 1, 8, 8), MLPDiscriminator(1, 8, 6)
        faces = torch.rand(12, 1, 8, 8, generator=torch.Generator().manual_seed(0)) * 2 - 1
        records = list(small_run(*networks, faces, steps=steps, seed=seed, **options))
        return numbers(records), torch.rand(1)

    first, drawn_after = run(0, 1)
    assert run(0, 2)[0] == first != run(3, 1)[0]
    torch.manual_seed(1)
    assert drawn_after == torch.rand(1), "the global generator goes on as if nothing had been trained"
    kept = {"checkpoint": tmp_path / "run.safetensors"}
    run(0, 5, steps=2, **kept)
    assert run(0, 6, steps=4, **kept)[0] == first[2:]
