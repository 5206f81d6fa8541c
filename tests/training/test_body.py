"""The loop's body belongs to the reader: what it does has no influence, a documented one, or is refused by name."""

import random

import pytest
import torch
from torch import nn

from gan_utils.losses import OBJECTIVES, spectral_normalise
from gan_utils.models import DCGANGenerator, MLPDiscriminator, MLPGenerator, sample
from gan_utils.training import train

from .support import head_of, images, numbers, pair, points, same, small_run, toy_pair, toy_run, weights

SEEDS = range(6)


def z(seed=0, count=5):
    return torch.randn(count, 4, generator=torch.Generator().manual_seed(seed))


# Each is called with G, D and the average between two steps.
HARMLESS = {
    "nothing": lambda g, d, a: None,
    "evaluation mode, forgotten": lambda g, d, a: (g.eval(), d.eval()),
    "one part's mode": lambda g, d, a: (g.layers[1].eval(), d.layers[3].eval()),
    "samples in training mode": lambda g, d, a: g.train()(z()),
    "samples without a gradient": lambda g, d, a: g(z()).detach(),
    "D in training mode": lambda g, d, a: d.train()(images()),
    "the average in training mode": lambda g, d, a: a.train()(z()),
    "sample": lambda g, d, a: sample(g, z()),
    "gradients of the reader's own": lambda g, d, a: d(g(z())).sum().backward(),
    "gradients thrown away": lambda g, d, a: (g.zero_grad(), d.zero_grad()),
    "the global seed": lambda g, d, a: torch.manual_seed(random.randrange(2**32)),
    "draws": lambda g, d, a: torch.rand(3),
    "another training": lambda g, d, a: list(small_run(*pair(), steps=1, seed=9)),
}


def run(body, **changes):
    generator, discriminator = pair()
    average = DCGANGenerator(z_dim=4, width=4)
    records = []
    for record in small_run(generator, discriminator, average=average, **changes):
        records.append(record)
        body(generator, discriminator, average)
    return records, weights(generator, discriminator, average)


@pytest.fixture(scope="module")
def unlooked():
    return run(HARMLESS["nothing"])


@pytest.mark.parametrize("what", HARMLESS)
def test_what_the_body_looks_at_has_no_influence(what, unlooked):
    records, after = run(HARMLESS[what])
    assert numbers(records) == numbers(unlooked[0]) and same(after[:-1], unlooked[1][:-1])


@pytest.mark.parametrize("seed", SEEDS)
def test_nor_has_any_mixture_of_it(seed, unlooked):
    dice = random.Random(seed)
    records, after = run(lambda *networks: [HARMLESS[what](*networks) for what in dice.choices([*HARMLESS], k=2)])
    assert numbers(records) == numbers(unlooked[0]) and same(after, unlooked[1])


def test_looking_at_a_spectrally_normalised_critic_does_not_move_its_vectors():
    """In training mode each look is a step of the power iteration."""
    ends = []
    for looks in (0, 3):
        generator, discriminator = toy_pair()
        for _ in toy_run((generator, discriminator), objective="sngan"):
            for _ in range(looks):
                discriminator(points())
        ends.append(weights(generator, discriminator))
    assert same(*ends)


@pytest.mark.parametrize("around", [torch.no_grad, torch.inference_mode])
@pytest.mark.parametrize("objective", ["non_saturating", "sngan", "r1"])
def test_a_loop_without_gradients_trains_all_the_same(tmp_path, around, objective):
    plain, within = toy_pair(), toy_pair()
    list(toy_run(plain, objective=objective))
    with around():
        list(toy_run(within, objective=objective, steps=2, checkpoint=tmp_path / "run"))
        list(toy_run(within, objective=objective, checkpoint=tmp_path / "run"))
    assert same(weights(*plain), weights(*within))
    list(toy_run(within, objective=objective))  # and they can be trained on outside


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_default_type_plays_no_part(objective):
    ends = []
    for dtype in (torch.float32, torch.float64):
        networks, data = toy_pair(head=head_of(objective)), points()
        torch.set_default_dtype(dtype)
        try:
            ends.append((numbers(list(toy_run(networks, data, objective=objective))), weights(*networks)))
        finally:
            torch.set_default_dtype(torch.float32)
    assert ends[0][0] == ends[1][0] and same(ends[0][1], ends[1][1])


def test_two_trainings_in_turn_are_two_trainings():
    apart = [toy_pair(), toy_pair()]
    for seed, networks in enumerate(apart):
        list(toy_run(networks, seed=seed))
    turns = [toy_pair(), toy_pair()]
    for _ in zip(*(toy_run(networks, seed=seed) for seed, networks in enumerate(turns))):
        torch.manual_seed(5)
    for networks, expected in zip(turns, apart):
        assert same(weights(*networks), weights(*expected))


def test_an_error_of_the_body_s_leaves_a_run_that_goes_on():
    straight, broken = pair(), pair()
    expected = list(small_run(*straight))
    run = small_run(*broken)
    found = []
    with pytest.raises(KeyError):
        for record in run:
            found.append(record)
            raise KeyError
    assert numbers(found + list(run)) == numbers(expected) and same(weights(*broken), weights(*straight))


def test_after_a_break_another_loop_can_go_on():
    generator, discriminator = pair()
    for record in small_run(generator, discriminator):
        break
    assert record.step == 1 and all(p.requires_grad for p in generator.parameters())
    assert len(list(small_run(generator, discriminator))) == 5


# Documented influence.


def test_weights_that_the_body_changes_stay_changed():
    generator, discriminator = pair()
    for _ in small_run(generator, discriminator, steps=2):
        with torch.no_grad():
            generator.layers[0].weight.zero_()
    assert not generator.layers[0].weight.any()


@pytest.mark.parametrize("whose", [0, 1])
@pytest.mark.parametrize("unroll", [0, 2])
def test_frozen_weights_are_not_moved_as_long_as_they_are_frozen(whose, unroll):
    """Not even where a whole player is frozen."""
    networks = toy_pair()
    networks[whose].requires_grad_(False)
    before = weights(networks[whose])
    loop = toy_run(networks, unroll=unroll)
    next(loop), next(loop)
    assert same(before, weights(networks[whose])) and not any(p.requires_grad for p in networks[whose].parameters())
    networks[whose].requires_grad_(True)
    next(loop)
    assert not same(before, weights(networks[whose]))
    frozen = weights(networks[1 - whose])
    networks[1 - whose].requires_grad_(False)
    next(loop)
    assert same(frozen, weights(networks[1 - whose]))


def test_parts_in_evaluation_mode_stay_there_and_wholes_do_not():
    generator, discriminator = pair()
    generator.layers[1].eval()
    discriminator.eval()
    before = generator.layers[1].running_mean.clone(), generator.layers[4].running_mean.clone()
    for _ in small_run(generator, discriminator):
        assert not generator.layers[1].training and generator.layers[4].training and discriminator.training
        generator.train()
    assert torch.equal(generator.layers[1].running_mean, before[0])
    assert not torch.equal(generator.layers[4].running_mean, before[1])
    modes = [part.training for part in generator.modules()]
    assert modes.count(False) == 1 and not generator.layers[1].training, "they are left in these modes"
    assert all(part.training for part in discriminator.modules())


# Refused by name.


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.z_dim, self.inner = 4, nn.Linear(4, 2)

    def forward(self, latent):
        return self.inner(latent)


def replace(network):
    network.inner = nn.Linear(4, 2)


@pytest.mark.parametrize(
    "change, complaint",
    [
        (replace, "generator's weights were replaced while it trained"),
        (lambda network: spectral_normalise(network), "generator's weights were replaced while it trained"),
        (lambda network: network.half(), r"must stay torch.float32 on cpu while it trains, not become torch.float16"),
        (lambda network: network.to("meta"), r"must stay torch.float32 on cpu|weights were replaced"),
    ],
)
def test_weights_that_are_replaced_or_moved_are_refused_by_name(change, complaint):
    generator = Tied()
    loop = toy_run((generator, toy_pair()[1]))
    next(loop)
    change(generator)
    with pytest.raises(ValueError, match=complaint):
        next(loop)


def test_networks_made_without_gradients_are_refused():
    with torch.inference_mode():
        networks = toy_pair()
    with pytest.raises(ValueError, match="generator was made in torch.inference_mode"):
        toy_run(networks)


# Sampling.


@pytest.mark.parametrize("seed", SEEDS)
def test_sample_leaves_a_network_as_it_was(seed):
    dice = random.Random(seed)
    network = MLPGenerator(4, 1, 8, 8) if seed % 2 else pair()[0]
    for part in network.modules():
        part.training = dice.random() < 0.5
    modes, before = [part.training for part in network.modules()], weights(network)
    torch.manual_seed(seed)
    drawn = torch.rand(1)
    torch.manual_seed(seed)
    made = sample(network, z(count=70))
    assert [part.training for part in network.modules()] == modes and same(before, weights(network))
    assert torch.equal(torch.rand(1), drawn) and not made.requires_grad and made.dtype == torch.float32
    torch.testing.assert_close(sample(network, z(count=70)[3:4]), made[3:4], rtol=1e-4, atol=1e-5)


def test_sample_restores_the_modes_when_the_network_fails():
    network = pair()[0].train()
    with pytest.raises(ValueError, match="z must have shape"):
        sample(network, torch.zeros(2, 3))
    assert all(part.training for part in network.modules())


@pytest.mark.parametrize("given", [z(), z().double(), z().half().numpy()[::-1], z().tolist(), z().requires_grad_()])
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.float32])
def test_sample_takes_every_kind_of_latent_points_and_precision(given, dtype):
    made = sample(pair()[0].to(dtype), given)
    assert made.shape == (5, 1, 32, 32) and made.dtype == torch.float32 and torch.isfinite(made).all()


@pytest.mark.parametrize("given", [[], torch.zeros(0, 4), 3.0])
def test_sample_refuses_an_empty_batch(given):
    with pytest.raises(ValueError, match=r"batch must have shape \(N, ...\), N at least 1"):
        sample(pair()[0], given)


def test_dropout_in_the_body_does_not_move_training():
    data = torch.rand(12, 1, 8, 8, generator=torch.Generator().manual_seed(0)) * 2 - 1
    ends = []
    for looks in (0, 2):
        networks = MLPGenerator(4, 1, 8, 8), MLPDiscriminator(1, 8, 6)
        for _ in train(*networks, data, steps=4, batch_size=4, progress=False):
            for _ in range(looks):
                networks[1](data)
        ends.append(weights(*networks))
    assert same(*ends)


def test_the_average_keeps_its_mode():
    average = DCGANGenerator(z_dim=4, width=4).eval()
    for _ in small_run(*pair(), average=average):
        assert not average.training
