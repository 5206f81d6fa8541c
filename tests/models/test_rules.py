"""DCGAN's rules undone: each changes what it names and no more, and all go together."""

import itertools

import pytest
import torch
from torch import nn

from gan_utils import pretrained
from gan_utils.models import RULES, DCGANDiscriminator, DCGANGenerator, MLPGenerator, undo
from gan_utils.training import train
from gan_utils.widgets import LatentWalk


def pair(seed=3, **rules):
    networks = DCGANGenerator(8, 1, 32, 4, seed=seed), DCGANDiscriminator(1, 32, 4, seed=seed)
    for network in networks:
        undo(network, rules, seed=seed)
    return networks


def kinds(network):
    return [type(layer).__name__ for layer in network.layers]


@pytest.mark.parametrize("ways", [*itertools.product(*RULES.values())], ids="-".join)
def test_whatever_is_undone_the_networks_make_images_and_a_value_each_and_can_be_trained(ways):
    generator, discriminator = pair(**dict(zip(RULES, ways)))
    images = torch.rand(8, 1, 32, 32, generator=torch.Generator().manual_seed(0)) * 2 - 1
    for record in train(generator, discriminator, images, steps=1, batch_size=4, progress=False):
        assert record.step == 1
    assert generator(torch.zeros(2, 8)).shape == (2, 1, 32, 32) and discriminator(images).shape == (8,)
    assert all(weight.isfinite().all() for net in (generator, discriminator) for weight in net.parameters())


def test_nothing_undone_changes_nothing():
    for before, after in zip((DCGANGenerator(8, 1, 32, 4, seed=3), DCGANDiscriminator(1, 32, 4, seed=3)), pair()):
        assert kinds(before) == kinds(after) and after.undone == {}
        assert all(torch.equal(a, b) for a, b in zip(before.state_dict().values(), after.state_dict().values()))


def test_each_rule_changes_what_it_names():
    plain = [kinds(network) for network in pair()]
    assert [each.count("BatchNorm2d") for each in map(kinds, pair(norm="none"))] == [0, 0]
    assert [each.count("BatchNorm2d") for each in map(kinds, pair(norm="everywhere"))] == [
        each.count("BatchNorm2d") + 1 for each in plain
    ]
    assert kinds(pair(norm="everywhere")[0])[-3:] == ["ConvTranspose2d", "BatchNorm2d", "Tanh"]
    assert kinds(pair(norm="everywhere")[1])[:3] == ["Conv2d", "BatchNorm2d", "LeakyReLU"]
    assert kinds(pair(norm="everywhere", sampling="pooling")[1])[:4] == [
        "Conv2d",
        "MaxPool2d",
        "BatchNorm2d",
        "LeakyReLU",
    ]
    pooled = [kinds(network) for network in pair(sampling="pooling")]
    assert pooled[0].count("Upsample") == 3 and pooled[0].count("ConvTranspose2d") == 1
    assert pooled[1].count("MaxPool2d") == 3
    assert "LeakyReLU" not in kinds(pair(activation="relu")[1]) and kinds(pair(activation="relu")[0]) == plain[0]
    dense = pair(hidden="dense")
    assert dense[0].layers[0].out_channels == dense[1].layers[-1].in_channels == 512


def test_first_weights_are_spread_as_they_should():
    for start, spread in (("he", (2 / 64) ** 0.5), ("torch", (1 / 3 / 16 / 32) ** 0.5), ("dcgan", 0.02)):
        generator = DCGANGenerator(64, 1, 32, 8, seed=1)
        undo(generator, {"start": start}, seed=1)
        assert float(generator.layers[0].weight.detach().std()) == pytest.approx(spread, rel=0.05), start


def test_the_seed_decides_and_the_global_one_is_left_alone():
    before = torch.random.get_rng_state()
    one, same, other = (pair(seed, start="torch")[0].layers[0].weight for seed in (3, 3, 4))
    assert torch.equal(one, same) and not torch.equal(one, other)
    assert torch.equal(before, torch.random.get_rng_state())


def test_others_are_refused():
    with pytest.raises(ValueError, match="must be a DCGANGenerator or DCGANDiscriminator, not MLPGenerator"):
        undo(MLPGenerator(), {})
    with pytest.raises(ValueError, match="must be a DCGANGenerator or DCGANDiscriminator, not Linear"):
        undo(nn.Linear(1, 1), {})
    with pytest.raises(ValueError, match="rule must be one of 'sampling', .*, not 'pooling'"):
        undo(DCGANGenerator(width=4), {"pooling": "yes"})
    with pytest.raises(ValueError, match="norm must be one of 'usual', 'none', 'everywhere', not 'off'"):
        undo(DCGANGenerator(width=4), {"norm": "off"})
    generator, _ = pair(norm="none")
    with pytest.raises(ValueError, match="of this one are undone: {'norm': 'none'}"):
        undo(generator, {"norm": "everywhere"})
    with pytest.raises(ValueError, match="generator must have all of DCGAN's rules"):
        LatentWalk(generator)


@pytest.mark.parametrize("rules", [{}, {"norm": "none"}, {"sampling": "pooling", "hidden": "dense", "start": "he"}])
def test_a_file_of_weights_keeps_what_is_undone(rules, tmp_path):
    for network in pair(**rules):
        pretrained.write(network, tmp_path / "own.safetensors")
        again = pretrained.read(tmp_path / "own.safetensors")
        assert kinds(again) == kinds(network) and again.undone == network.undone
        for name, tensor in again.state_dict().items():
            assert torch.allclose(tensor.float(), network.state_dict()[name].float(), atol=1e-3), name
