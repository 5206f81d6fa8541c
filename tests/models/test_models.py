"""The networks: sizes, counts, first weights, and logits that are logits."""

import numpy as np
import pytest
import torch
from torch import nn

from gan_utils.models import (
    DCGANDiscriminator,
    DCGANGenerator,
    DigitClassifier,
    ToyDiscriminator,
    initialise,
    pack_samples,
)

from .support import count, noise

SHAPES = [(channels, size) for channels in (1, 3) for size in (32, 64)]


# Shapes and sizes.


@pytest.mark.parametrize("channels, size", SHAPES)
def test_the_generator_makes_images_in_the_open_range_of_tanh(channels, size):
    images = DCGANGenerator(z_dim=5, channels=channels, size=size, width=2)(noise(3, 5))
    assert images.shape == (3, channels, size, size) and images.dtype == torch.float32
    assert -1 < images.min() < 0 < images.max() < 1


@pytest.mark.parametrize("channels, size", SHAPES)
def test_the_discriminator_gives_a_logit_an_image(channels, size):
    logits = DCGANDiscriminator(channels=channels, size=size, width=2)(noise(3, channels, size, size))
    assert logits.shape == (3,) and logits.dtype == torch.float32


@pytest.mark.parametrize("channels, size", SHAPES)
def test_one_image_alone_keeps_its_dimension(channels, size):
    """Without ``flatten`` a batch of one could come out as a number."""
    generator = DCGANGenerator(z_dim=5, channels=channels, size=size, width=2).eval()
    discriminator = DCGANDiscriminator(channels=channels, size=size, width=2).eval()
    assert discriminator(generator(noise(1, 5))).shape == (1,)


# By hand: inputs * outputs * 4 * 4 weights a convolution, two numbers a channel of batch normalisation, biases.
GENERATOR_32 = 64 * 128 * 16 + 2 * 128 + 128 * 64 * 16 + 2 * 64 + 64 * 32 * 16 + 2 * 32 + 32 * 16 + 1
GENERATOR_64 = 64 * 256 * 16 + 2 * 256 + 256 * 128 * 16 + 2 * 128 + GENERATOR_32 - 64 * 128 * 16 - 2 * 128
DISCRIMINATOR_32 = 32 * 16 + 32 + 32 * 64 * 16 + 2 * 64 + 64 * 128 * 16 + 2 * 128 + 128 * 16 + 1
DISCRIMINATOR_64 = DISCRIMINATOR_32 + 128 * 256 * 16 + 2 * 256 + 128 * 16
CLASSIFIER = 16 * 9 + 2 * 16 + 16 * 32 * 9 + 2 * 32 + 32 * 64 * 9 + 2 * 64 + 1024 * 128 + 128 + 128 * 10 + 10


def test_parameter_counts_are_those_counted_by_hand():
    assert count(DCGANGenerator(64, 1, 32, 32)) == GENERATOR_32 == 295_873
    assert count(DCGANGenerator(64, 1, 64, 32)) == GENERATOR_64 == 951_745
    assert count(DCGANDiscriminator(1, 32, 32)) == DISCRIMINATOR_32 == 166_817
    assert count(DCGANDiscriminator(1, 64, 32)) == DISCRIMINATOR_64 == 693_665
    assert count(DigitClassifier()) == CLASSIFIER == 155_898


def test_colour_adds_channels_at_the_image_alone():
    assert count(DCGANGenerator(64, 3, 32, 32)) == GENERATOR_32 + 2 * (32 * 16 + 1)
    assert count(DCGANDiscriminator(3, 32, 32)) == DISCRIMINATOR_32 + 2 * 32 * 16


def test_defaults_are_the_books_network():
    assert DCGANGenerator().settings() == {"z_dim": 64, "channels": 1, "size": 32, "width": 32}
    assert DCGANDiscriminator().settings() == {"channels": 1, "size": 32, "width": 32, "packing": 1}


@pytest.mark.parametrize("width", [1, 3, 5])
def test_odd_widths_work(width):
    assert DCGANGenerator(z_dim=2, size=64, width=width)(noise(2, 2)).shape == (2, 1, 64, 64)
    assert DCGANDiscriminator(size=64, width=width)(noise(2, 1, 64, 64)).shape == (2,)


@pytest.mark.parametrize("channels, size", SHAPES)
def test_settings_build_the_same_network_again(channels, size):
    discriminators = [DCGANDiscriminator(channels, size, 3, packing=packing) for packing in (1, 2)]
    for network in (DCGANGenerator(7, channels, size, 3), *discriminators, DigitClassifier()):
        again = type(network)(**network.settings())
        shapes = {name: tensor.shape for name, tensor in network.state_dict().items()}
        assert {name: tensor.shape for name, tensor in again.state_dict().items()} == shapes


# What is in them.


def test_the_generator_is_dcgans():
    kinds = [type(layer) for layer in DCGANGenerator(z_dim=4, width=2).layers]
    block = [nn.ConvTranspose2d, nn.BatchNorm2d, nn.ReLU]
    assert kinds == 3 * block + [nn.ConvTranspose2d, nn.Tanh]


def test_the_discriminator_is_dcgans():
    layers = DCGANDiscriminator(width=2).layers
    block = [nn.Conv2d, nn.BatchNorm2d, nn.LeakyReLU]
    assert [type(layer) for layer in layers] == [nn.Conv2d, nn.LeakyReLU, *2 * block, nn.Conv2d]
    assert {layer.negative_slope for layer in layers if isinstance(layer, nn.LeakyReLU)} == {0.2}


def test_the_discriminator_ends_in_a_logit_and_not_in_a_probability():
    """A last layer of twice the size doubles a logit; a probability would stay in [0, 1]."""
    discriminator = DCGANDiscriminator(width=2).eval()
    assert not any(isinstance(module, nn.Sigmoid) for module in discriminator.modules())
    images = noise(4, 1, 32, 32)
    with torch.no_grad():
        before = discriminator(images)
        discriminator.layers[-1].weight *= 1e6
        after = discriminator(images)
    torch.testing.assert_close(after, before * 1e6, rtol=1e-4, atol=0)
    assert after.min() < 0 or after.max() > 1


def test_the_classifiers_logits_are_a_linear_layer_on_its_features():
    classifier = DigitClassifier().eval()
    images = noise(4, 1, 32, 32).clamp(-1, 1)
    features = classifier.features(images)
    assert features.shape == (4, 128) and features.min() == 0 < features.max()  # after a ReLU
    torch.testing.assert_close(classifier(images), features @ classifier.head.weight.T + classifier.head.bias)


# Packs.


def test_packs_are_neighbours_joined_along_the_first_axis_of_a_sample():
    images = torch.arange(4 * 3 * 2 * 2).reshape(4, 3, 2, 2)
    packs = pack_samples(images, 2)
    assert packs.shape == (2, 6, 2, 2)
    assert torch.equal(packs[0], torch.cat([images[0], images[1]]))
    assert torch.equal(packs[1], torch.cat([images[2], images[3]]))
    assert pack_samples(torch.arange(12).reshape(6, 2), 3).tolist() == [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]
    assert pack_samples(images, 1) is images


@pytest.mark.parametrize("n, packing", [(5, 2), (1, 3), (10, 4)])
def test_samples_that_fill_no_pack_are_refused_with_both_numbers(n, packing):
    packed = DCGANDiscriminator(width=1, packing=packing)
    for look, batch in ((packed, noise(n, 1, 32, 32)), (lambda x: pack_samples(x, packing), noise(n, 2))):
        with pytest.raises(ValueError, match=f"^{n} samples make no packs of {packing}: "):
            look(batch)


@pytest.mark.parametrize("channels, size", SHAPES)
def test_a_packed_discriminator_gives_a_logit_a_pack(channels, size):
    packed = DCGANDiscriminator(channels, size, 2, packing=3)
    images = noise(6, channels, size, size)
    logits = packed(images)
    assert logits.shape == (2,)
    joined = torch.cat([images[0::3], images[1::3], images[2::3]], dim=1)  # a picture of three times the channels
    torch.testing.assert_close(logits, packed.layers(joined).flatten())
    assert packed.eval()(images[:3]).shape == (1,)


def test_the_order_within_a_pack_matters_and_that_of_packs_does_not():
    packed, images = DCGANDiscriminator(width=2, packing=2).eval(), noise(4, 1, 32, 32)
    logits = packed(images)
    torch.testing.assert_close(packed(images[[2, 3, 0, 1]]), logits.flip(0))
    assert (packed(images[[1, 0, 3, 2]]) != logits).all()


def test_packing_adds_channels_at_the_image_alone():
    assert count(DCGANDiscriminator(3, 32, 32, packing=4)) == DISCRIMINATOR_32 + (4 * 3 - 1) * 32 * 16
    assert DCGANDiscriminator(3, packing=4).data_shape == (3, 32, 32)  # of one sample


@pytest.mark.parametrize("packing", [0, -1, 1.5, True, "2", None])
def test_a_bad_packing_is_named(packing):
    for build in (DCGANDiscriminator, ToyDiscriminator):
        with pytest.raises(ValueError, match="packing") as caught:
            build(width=1, packing=packing)
        assert repr(packing) in str(caught.value)


# First weights.


def test_weights_begin_as_dcgans():
    """N(0, 0.02), gains N(1, 0.02), biases 0: within five standard errors."""
    for network in (DCGANGenerator(), DCGANDiscriminator()):
        for layer in network.layers:
            if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d, nn.BatchNorm2d)):
                centre = 1 if isinstance(layer, nn.BatchNorm2d) else 0
                error = 0.02 / np.sqrt(layer.weight.numel())
                weight = layer.weight.detach()
                assert abs(float(weight.mean()) - centre) < 5 * error
                assert float(weight.std()) == pytest.approx(0.02, abs=5 * error)
                assert layer.bias is None or not layer.bias.any()


def test_initialise_leaves_other_layers_alone():
    layer = nn.Linear(3, 3)
    before = layer.weight.clone()
    initialise(layer, seed=0)
    assert torch.equal(layer.weight, before)


# What they refuse.


@pytest.mark.parametrize("build", [DCGANGenerator, DCGANDiscriminator])
@pytest.mark.parametrize(
    "bad, allowed",
    [
        ({"size": 28}, "32, 64"),
        ({"size": 0}, "32, 64"),
        ({"size": "32"}, "32, 64"),
        ({"channels": 2}, "1, 3"),
        ({"channels": None}, "1, 3"),
        ({"width": 0}, "at least 1"),
        ({"width": 2.5}, "at least 1"),
    ],
)
def test_bad_sizes_are_named_with_what_is_allowed(build, bad, allowed):
    ((name, value),) = bad.items()
    with pytest.raises(ValueError, match=name) as caught:
        build(**bad)
    assert repr(value) in str(caught.value) and allowed in str(caught.value)


@pytest.mark.parametrize("z_dim", [0, -3, 2.5])
def test_a_bad_z_dim_is_named(z_dim):
    with pytest.raises(ValueError, match="z_dim") as caught:
        DCGANGenerator(z_dim=z_dim)
    assert repr(z_dim) in str(caught.value)
