"""The networks of 2014: what they compute, their sizes at the paper's widths, first weights, and some training."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from gan_utils.models import MLPDiscriminator, MLPGenerator
from gan_utils.training import train

from .support import count, noise

SHAPES = [(1, 28), (3, 32), (2, 5)]
PIECES = 5


def linear_layers(network: nn.Module) -> list[nn.Linear]:
    return [layer for layer in network.modules() if isinstance(layer, nn.Linear)]


def shaken(network: nn.Module) -> nn.Module:
    """With biases that are not 0, so that they count."""
    for index, parameter in enumerate(network.parameters()):
        parameter.data += 0.3 * noise(*parameter.shape, seed=index)
    return network


def numbers(layer: nn.Linear) -> tuple[np.ndarray, np.ndarray]:
    return layer.weight.detach().double().numpy(), layer.bias.detach().double().numpy()


def maxout(layer: nn.Linear, rows: np.ndarray) -> np.ndarray:
    """Each unit is the largest of five weighted sums, number by number."""
    weight, bias = numbers(layer)
    units = range(len(bias) // PIECES)
    own = [range(PIECES * unit, PIECES * (unit + 1)) for unit in units]
    return np.array([[max(float(row @ weight[k] + bias[k]) for k in own[unit]) for unit in units] for row in rows])


# What they compute.


@pytest.mark.parametrize("channels, size", SHAPES)
def test_shapes_are_those_of_the_arguments(channels, size):
    generator = MLPGenerator(z_dim=4, channels=channels, size=size, width=6)
    discriminator = MLPDiscriminator(channels=channels, size=size, width=6)
    for n in (1, 3):
        images = generator(noise(n, 4))
        assert images.shape == (n, channels, size, size) and images.dtype == torch.float32
        assert discriminator(images).shape == (n,)
    assert generator.data_shape == discriminator.data_shape == (channels, size, size)


def test_the_generator_is_two_hidden_layers_of_relus_and_a_tanh():
    generator, z = shaken(MLPGenerator(z_dim=5, channels=2, size=3, width=7)), 3 * noise(20, 5)
    layers = [numbers(layer) for layer in linear_layers(generator)]
    values = z.double().numpy()
    for weight, bias in layers[:2]:
        values = np.maximum(values @ weight.T + bias, 0)
    expected = np.tanh(values @ layers[2][0].T + layers[2][1]).reshape(20, 2, 3, 3)
    assert len(layers) == 3
    np.testing.assert_allclose(generator(z).detach(), expected, atol=1e-5)


def test_the_discriminator_is_two_hidden_layers_of_maxout_and_a_logit():
    discriminator, images = shaken(MLPDiscriminator(channels=2, size=3, width=7)).eval(), noise(20, 2, 3, 3)
    first, second, last = linear_layers(discriminator)
    hidden = maxout(second, maxout(first, images.flatten(1).double().numpy()))
    weight, bias = numbers(last)
    logits = discriminator(images).detach()
    np.testing.assert_allclose(logits, (hidden @ weight.T + bias)[:, 0], atol=1e-5)
    assert logits.min() < 0 or logits.max() > 1  # no probability


def test_dropout_is_the_papers_in_training_and_none_in_evaluation():
    """A fifth of the pixels, half of the units: with all weights 1 the first sums count the pixels that are left."""
    discriminator, ones = MLPDiscriminator(width=50), torch.ones(40, 1, 32, 32)
    for layer in linear_layers(discriminator):
        nn.init.ones_(layer.weight)
    torch.manual_seed(0)
    seen = []
    for layer in linear_layers(discriminator):
        layer.register_forward_pre_hook(lambda _, inputs: seen.append((inputs[0] == 0).float().mean(1)))
    discriminator.train()(ones)
    for dropped, share, inputs in zip(seen, (0.2, 0.5, 0.5), (1024, 50, 50), strict=True):
        assert abs(float(dropped.mean()) - share) < 5 * math.sqrt(share * (1 - share) / (40 * inputs))
        assert len(dropped.unique()) > 5  # each image on its own
    assert (discriminator(ones) != discriminator(ones)).any()
    discriminator.eval()
    assert torch.equal(discriminator(ones), discriminator(ones)) and not any(part.any() for part in seen[-3:])
    assert discriminator(ones).tolist() == [1024 * 50 * 50] * 40


# Sizes and first weights.


def generator_count(z_dim: int, pixels: int, width: int) -> int:
    return z_dim * width + width + width * width + width + width * pixels + pixels


def discriminator_count(pixels: int, units: int) -> int:
    sums = units * PIECES
    return pixels * sums + sums + units * sums + sums + units + 1


def test_parameter_counts_are_those_counted_by_hand():
    assert count(MLPGenerator(100, 1, 28)) == generator_count(100, 784, 1200) == 2_503_984
    assert count(MLPDiscriminator(1, 28)) == discriminator_count(784, 240) == 1_231_441
    assert count(MLPGenerator()) == generator_count(64, 1024, 1200)
    assert count(MLPDiscriminator()) == discriminator_count(1024, 240)
    assert count(MLPGenerator(3, 3, 8, 5)) == generator_count(3, 192, 5)
    assert count(MLPDiscriminator(3, 8, 5)) == discriminator_count(192, 5)


def test_defaults_are_the_papers_widths_for_the_books_images():
    assert MLPGenerator().settings() == {"z_dim": 64, "channels": 1, "size": 32, "width": 1200}
    assert MLPDiscriminator().settings() == {"channels": 1, "size": 32, "width": 240}


def test_first_weights_are_spread_evenly_and_as_far_as_their_layer_is_wide_and_biases_are_0():
    for network in (MLPGenerator(seed=2), MLPDiscriminator(seed=2)):
        for layer in linear_layers(network):
            shares = (layer.weight.detach().flatten().double() * math.sqrt(layer.in_features)).sort().values
            even = 2 * (torch.arange(len(shares)) + 0.5) / len(shares) - 1
            assert shares.abs().max() <= 1 + 1e-6 and (shares - even).abs().max() < 4 / math.sqrt(len(shares))
            assert not layer.bias.any()


def test_untrained_images_are_neither_flat_nor_saturated():
    images = MLPGenerator()(noise(50, 64)).detach()
    assert 0.05 < images.std() < 0.5 and images.abs().max() < 0.95


# Training.


@pytest.mark.parametrize("objective", ["non_saturating", "minimax"])
def test_they_learn_in_the_training_loop(objective):
    """One blot on every real image, which D must tell from untrained images, and G must follow."""
    data = -torch.ones(32, 1, 6, 6)
    data[:, :, 1:3, 1:3] = 1
    generator, discriminator = MLPGenerator(4, 1, 6, 32), MLPDiscriminator(1, 6, 16)
    before = [{name: weight.clone() for name, weight in net.state_dict().items()} for net in (generator, discriminator)]
    torch.manual_seed(0)  # dropout's
    run = train(generator, discriminator, data, objective=objective, steps=60, batch_size=16, lr=2e-3, progress=False)
    records = list(run)
    assert all(math.isfinite(record.loss_g) and math.isfinite(record.loss_real) for record in records)
    for net, weights in zip((generator, discriminator), before):
        assert all(not torch.equal(weight, weights[name]) for name, weight in net.state_dict().items())
    with torch.no_grad():
        means = generator.eval()(noise(50, 4)).mean(0)
    assert torch.corrcoef(torch.stack([means.flatten(), data[0].flatten()]))[0, 1] > 0.8


# What they refuse.


@pytest.mark.parametrize(
    "build, name",
    [
        *[(MLPGenerator, name) for name in ("z_dim", "channels", "size", "width")],
        *[(MLPDiscriminator, name) for name in ("channels", "size", "width")],
    ],
)
def test_bad_sizes_are_named_with_what_is_allowed(build, name):
    small = {"size": 2, "width": 2}
    for value in (0, -3, 2.5, True, None, "2"):
        with pytest.raises(ValueError, match=f"^{name} .* at least 1, ") as caught:
            build(**(small | {name: value}))
        assert f"not {value!r}" in str(caught.value)
    build(**(small | {name: 1}))
