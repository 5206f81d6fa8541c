"""Training with points: several steps of D's, clipping, penalties, and runs taken up again."""

import math

import pytest
import torch
from torch import nn

from gan_utils.losses import OBJECTIVES
from gan_utils.models import DCGANDiscriminator, DCGANGenerator
from gan_utils.training.batches import mix_seeds

from .support import STEPS, head_of, numbers, points, same, small_run, toy_pair, toy_run, trained, watched_pair, weights


def moved(before: list[torch.Tensor], network: nn.Module) -> float:
    """How far the weight that moved most has moved."""
    return max(float((a - b).abs().max()) for a, b in zip(before, weights(network), strict=True))


# Which points, which networks.


def test_points_need_not_lie_in_a_plane_nor_in_the_range_of_images():
    generator, discriminator = nn.Linear(4, 3), nn.Sequential(nn.Linear(3, 1), nn.Flatten(0))
    generator.z_dim = 4
    assert len(list(small_run(generator, discriminator, 100 * torch.ones(8, 3), steps=2))) == 2


def test_images_can_be_packed_and_penalised_and_unrolled():
    """In channels that lie next to each other in memory, and with batch normalisation in D."""
    networks = DCGANGenerator(z_dim=4, width=2), DCGANDiscriminator(width=2, packing=2)
    before = weights(*networks)
    records = list(small_run(*networks, objective="wgan_gp", steps=2, unroll=2, d_steps=2))
    assert all(math.isfinite(number) for row in numbers(records) for number in row)
    assert all(tensor.isfinite().all() for tensor in weights(*networks)) and not same(before, weights(*networks))


# Several steps of D's.


def test_d_takes_its_steps_and_then_g_takes_one(monkeypatch):
    networks = toy_pair()
    order, plain_step = [], torch.optim.Adam.step

    def watched_step(optimiser, *arguments, **options):
        before = weights(networks[0]), weights(networks[1])
        plain_step(optimiser, *arguments, **options)
        after = weights(networks[0]), weights(networks[1])
        order.append([name for name, a, b in zip("GD", before, after) if not same(a, b)])

    monkeypatch.setattr(torch.optim.Adam, "step", watched_step)
    list(toy_run(networks, steps=2, d_steps=3))
    assert order == 2 * [["D"], ["D"], ["D"], ["G"]]


@pytest.mark.parametrize("d_steps", [1, 2, 3])
def test_each_of_ds_steps_has_its_own_batch_and_noise(d_steps):
    """Twelve points are three batches of four: every three of D's steps use each point once."""
    generator, discriminator, shown, given = watched_pair()
    list(toy_run((generator, discriminator), steps=6, d_steps=d_steps))
    turns, looks, real = 6 * d_steps, iter(shown), []
    for turn in range(turns):
        real.append(next(looks))
        next(looks)  # generated
        if turn % d_steps == d_steps - 1:
            next(looks)  # generated, once more: G's step
    assert next(looks, None) is None
    whole = points().unique(dim=0)
    for epoch in range(turns // 3):
        assert torch.equal(torch.cat(real[3 * epoch : 3 * epoch + 3]).unique(dim=0), whole)
    z = torch.cat(given).flatten()
    assert len(given) == turns and len(z.unique()) == len(z)


def test_ds_first_step_does_not_depend_on_how_many_follow():
    seen = []
    for d_steps in (1, 3):
        generator, discriminator, shown, given = watched_pair()
        next(toy_run((generator, discriminator), d_steps=d_steps))
        seen.append([*shown[:2], given[0]])
    assert same(*seen)


def test_the_place_of_the_penalty_is_on_the_line_of_each_pair_and_new_each_time():
    generator, discriminator, shown, _ = watched_pair()
    list(toy_run((generator, discriminator), objective="wgan_gp", steps=3, d_steps=2))
    shares = []
    for start in (0, 3, 7, 10, 14, 17):  # three looks each time, and one of G's after two of them
        real, fake, between = shown[start : start + 3]
        share = (between - fake)[:, :1] / (real - fake)[:, :1]
        torch.testing.assert_close(between, share * real + (1 - share) * fake, rtol=1e-4, atol=1e-4)
        shares.append(share.flatten())
    for turn, share in enumerate(shares):
        for use in (0, 1):  # batches and noise, of which it must be independent
            other = torch.rand(4, generator=torch.Generator().manual_seed(mix_seeds(0, turn, use)))
            assert (share - other).abs().min() > 1e-4
    shares = torch.cat(shares)
    assert 0 <= shares.min() < 0.3 and 0.7 < shares.max() <= 1
    assert len(shares.mul(1e4).round().unique()) == 24


def test_the_place_of_r1_is_the_real_samples():
    generator, discriminator, shown, _ = watched_pair()
    next(toy_run((generator, discriminator), objective="r1"))
    assert torch.equal(shown[2], shown[0])


# Step sizes, clipping, the penalty's weight.


def test_each_player_has_its_own_step_size():
    """Adam's first step moves each weight by the step size, and none by more."""
    for changes, of_g, of_d in (({"lr": 0.01}, 0.01, 0.01), ({"lr": 0.01, "lr_d": 0.003}, 0.01, 0.003)):
        networks = toy_pair()
        before = weights(networks[0]), weights(networks[1])
        next(toy_run(networks, **changes))
        assert moved(before[0], networks[0]) == pytest.approx(of_g, rel=1e-3)
        assert moved(before[1], networks[1]) == pytest.approx(of_d, rel=1e-3)


@pytest.mark.parametrize(
    "objective, changes, bound", [("wgan", {}, 0.01), ("wgan", {"clip": 0.05}, 0.05), ("hinge", {"clip": 0.1}, 0.1)]
)
@pytest.mark.parametrize("d_steps", [1, 2])
def test_after_each_step_ds_weights_are_within_the_clip(objective, changes, bound, d_steps):
    generator, discriminator = toy_pair()
    for record in toy_run((generator, discriminator), objective=objective, d_steps=d_steps, **changes):
        assert max(float(p.detach().abs().max()) for p in discriminator.parameters()) == pytest.approx(bound, rel=1e-6)
        assert max(float(p.detach().abs().max()) for p in generator.parameters()) > 0.2


def test_between_ds_steps_its_weights_are_clipped_too(monkeypatch):
    """Not only before G's step: a critic that is not Lipschitz would learn from the second batch on."""
    generator, discriminator = toy_pair()
    sizes = []
    discriminator.register_forward_pre_hook(
        lambda module, arguments: sizes.append(max(float(p.detach().abs().max()) for p in module.parameters()))
    )
    next(toy_run((generator, discriminator), objective="wgan", d_steps=3))
    assert sizes[0] > 0.2 and len(sizes) == 7 and max(sizes[2:]) <= 0.01 * (1 + 1e-6)


@pytest.mark.parametrize("objective", [name for name in OBJECTIVES if name != "wgan"])
def test_without_a_clip_weights_are_left_as_they_are(objective):
    networks = toy_pair(head=head_of(objective))
    list(toy_run(networks, objective=objective))
    assert max(float(p.detach().abs().max()) for p in networks[1].parameters()) > 0.2


@pytest.mark.parametrize("objective", ["wgan_gp", "r1"])
def test_the_penalty_is_recorded_and_felt_with_its_weight(objective):
    runs = {}
    for weight in (None, 10, 20):
        networks = toy_pair()
        runs[weight] = list(toy_run(networks, objective=objective, penalty=weight)), weights(networks[1])
    assert runs[20][0][0].penalty == pytest.approx(2 * runs[10][0][0].penalty, rel=1e-6)
    assert runs[10][0][0].penalty > 1e-3
    assert numbers(runs[None][0]) == numbers(runs[10][0]) and same(runs[None][1], runs[10][1])
    assert not same(runs[20][1], runs[10][1]) and runs[20][0][0].loss_real == runs[10][0][0].loss_real


# The same each time.


@pytest.mark.parametrize("stop", [1, 3])
@pytest.mark.parametrize("objective", ["wgan_gp", "wgan"])
def test_an_unrolled_run_that_stopped_goes_on_as_if_it_had_not(tmp_path, stop, objective):
    """With a penalty, several steps of D's, and D's moments, from which it looks ahead: all from the file."""
    options = {"objective": objective, "unroll": 2, "d_steps": 2, "lr_d": 0.005, "unroll_lr": 0.02}
    straight, first, second = toy_pair(kernels=2), toy_pair(kernels=2), toy_pair(kernels=2)
    for weight in (p for network in second for p in network.parameters()):
        weight.data += 1
    expected = list(toy_run(straight, **options))
    path = tmp_path / "run.safetensors"
    before = list(toy_run(first, steps=stop, checkpoint=path, **options))
    after = list(toy_run(second, checkpoint=path, **options))
    assert numbers(before + after) == numbers(expected) and len(after) == STEPS - stop
    assert same(weights(*second), weights(*straight))


def test_a_run_without_unrolling_is_the_plain_run_bit_for_bit():
    plain, written_out = trained(), trained(unroll=0, unroll_lr=0.5, d_steps=1, lr_d=2e-4, penalty=None, clip=None)
    assert numbers(plain[2]) == numbers(written_out[2])
    assert same(weights(*plain[:2]), weights(*written_out[:2]))
    networks, others = toy_pair(), toy_pair()
    assert numbers(list(toy_run(networks))) == numbers(list(toy_run(others, unroll=0, unroll_lr=0.5)))
    assert same(weights(*networks), weights(*others))


def test_two_runs_agree_bit_for_bit_whatever_the_global_seed_and_leave_it_alone():
    options = {"objective": "wgan_gp", "unroll": 2, "d_steps": 2}
    runs = []
    for global_seed in (1, 2):
        networks = toy_pair()
        torch.manual_seed(global_seed)
        expected = torch.rand(2)
        torch.manual_seed(global_seed)
        runs.append((numbers(list(toy_run(networks, **options))), weights(*networks)))
        assert torch.equal(torch.rand(2), expected)
    assert runs[0][0] == runs[1][0] and same(runs[0][1], runs[1][1])


def test_the_points_are_left_alone():
    real = points()
    list(toy_run(toy_pair(), real, objective="r1", unroll=1))
    assert torch.equal(real, points()) and not real.requires_grad and real.grad is None
