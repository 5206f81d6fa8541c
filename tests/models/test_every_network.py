"""What is true of every network: a seed decides all of its weights and nothing else does, and inputs are checked."""

import inspect

import pytest
import torch

from gan_utils import models
from gan_utils.models import (
    AttributeReader,
    DCGANDiscriminator,
    DCGANGenerator,
    DigitClassifier,
    MinibatchDiscrimination,
    MLPDiscriminator,
    MLPGenerator,
    ToyDiscriminator,
    ToyGenerator,
)

from .support import noise

# Each by what it is built of, with the shape of an input.
NETWORKS = {
    "DCGAN generator": (DCGANGenerator, {"z_dim": 4, "width": 2}, (6, 4)),
    "DCGAN generator, large, in colour": (DCGANGenerator, {"z_dim": 4, "channels": 3, "size": 64, "width": 2}, (6, 4)),
    "DCGAN discriminator": (DCGANDiscriminator, {"width": 2}, (6, 1, 32, 32)),
    "DCGAN discriminator, packing": (DCGANDiscriminator, {"width": 2, "packing": 2}, (6, 1, 32, 32)),
    "MLP generator": (MLPGenerator, {"z_dim": 5, "channels": 2, "size": 6, "width": 7}, (6, 5)),
    "MLP discriminator": (MLPDiscriminator, {"channels": 2, "size": 6, "width": 7}, (6, 2, 6, 6)),
    "toy generator": (ToyGenerator, {"z_dim": 7, "width": 9}, (6, 7)),
    "toy generator on a line": (ToyGenerator, {"z_dim": 4, "width": 9, "dims": 1, "activation": "tanh"}, (6, 4)),
    "toy discriminator": (ToyDiscriminator, {"width": 9}, (6, 2)),
    "toy discriminator, packing": (ToyDiscriminator, {"width": 9, "packing": 3}, (6, 2)),
    "toy discriminator, kernels": (ToyDiscriminator, {"width": 9, "kernels": 4}, (6, 2)),
    "toy discriminator, both": (ToyDiscriminator, {"width": 9, "packing": 2, "kernels": 4}, (6, 2)),
    "toy discriminator on a line": (ToyDiscriminator, {"width": 9, "dims": 1, "activation": "tanh"}, (6, 1)),
    "toy discriminator, energy": (
        ToyDiscriminator,
        {"width": 9, "dims": 3, "packing": 2, "kernels": 2, "head": "energy"},
        (6, 3),
    ),
    "digit classifier": (DigitClassifier, {}, (2, 1, 32, 32)),
    "attribute reader, 32": (AttributeReader, {"size": 32}, (2, 3, 32, 32)),
    "attribute reader, 64": (AttributeReader, {"size": 64}, (2, 3, 64, 64)),
}


@pytest.fixture(params=NETWORKS)
def network(request):
    return NETWORKS[request.param]


def test_no_network_is_left_out():
    public = {each for each in map(models.__dict__.get, models.__all__) if inspect.isclass(each)}
    networks = {each for each in public if issubclass(each, torch.nn.Module)}
    others = {MinibatchDiscrimination, models.Together}  # a layer, and several networks as one
    assert networks == {build for build, *_ in NETWORKS.values()} | others


def test_settings_and_seed_build_the_same_network_again(network):
    build, settings, shape = network
    torch.manual_seed(1)
    one = build(**settings, seed=3).eval()
    torch.manual_seed(2)  # the global seed must play no part
    again, other = build(**one.settings(), seed=3).eval(), build(**settings, seed=4)
    assert one.settings() == again.settings()
    assert settings.items() <= one.settings().items()
    inputs = noise(*shape)
    assert torch.equal(one(inputs), again(inputs))
    others = other.state_dict()
    for name, tensor in one.state_dict().items():
        assert torch.equal(tensor, again.state_dict()[name])
        if name.endswith("weight") and tensor.ndim > 1:
            assert not torch.equal(tensor, others[name]), name


def test_without_a_seed_it_is_that_of_seed_0(network):
    build, settings, _ = network
    usual, first = build(**settings).state_dict(), build(**settings, seed=0).state_dict()
    assert usual and all(torch.equal(tensor, first[name]) for name, tensor in usual.items())


def test_building_it_leaves_the_global_random_numbers_alone(network, global_random_left_alone):
    build, settings, _ = network
    build(**settings, seed=0)


def test_the_layer_that_compares_samples_is_built_of_its_seed_too(global_random_left_alone):
    one, again, other = (MinibatchDiscrimination(4, 2, seed=seed).state_dict() for seed in (3, 3, 4))
    assert all(torch.equal(one[name], again[name]) for name in one)
    assert any(not torch.equal(one[name], other[name]) for name in one)


def wrong(shape):
    """Shapes that are not right for an input of this one: one number less, one more, another length, turned about."""
    count, *each = shape
    yield from ((), (each[0],), tuple(each) if len(each) > 1 else (count,), (*shape, 1))
    for i, length in enumerate(each):
        yield (count, *each[:i], length + 1, *each[i + 1 :])
        yield (count, *each[:i], 2 * length, *each[i + 1 :])
    if len(each) > 1:
        side = each[-1]
        yield from ((count, each[0] * side * side), (count, each[0], side // 2, 2 * side), (count, side, side))
        yield (count, each[0], 2 * side, side // 2)
        yield (count, 4 * each[0], side // 2, side // 2)  # as many pixels, which a flattened layer takes in silence


def test_an_input_of_another_shape_is_refused_with_both_shapes(network):
    """A convolution takes images of other sizes in silence, and then gives several logits an image."""
    build, settings, shape = network
    asked = build(**settings)
    allowed = ", ".join(map(str, shape[1:]))
    for look in (asked, *([asked.features] if hasattr(asked, "features") else [])):
        for given in wrong(shape):
            with pytest.raises(ValueError, match=rf"must have shape \(N, {allowed}\)") as caught:
                look(torch.zeros(given))
            assert str(given) in str(caught.value)
