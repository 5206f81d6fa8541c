"""The networks for points of the plane: what they compute, first weights, and minibatch discrimination."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from gan_utils.models import MinibatchDiscrimination, ToyDiscriminator, ToyGenerator

from .support import count, noise

NETWORKS = [
    pytest.param(lambda **options: ToyGenerator(z_dim=7, width=9, **options), id="generator"),
    pytest.param(lambda **options: ToyDiscriminator(width=9, **options), id="discriminator"),
    pytest.param(lambda **options: ToyDiscriminator(width=9, packing=3, **options), id="packing"),
    pytest.param(lambda **options: ToyDiscriminator(width=9, kernels=4, **options), id="kernels"),
    pytest.param(lambda **options: ToyDiscriminator(width=9, packing=2, kernels=4, **options), id="both"),
]


def linear_layers(network: nn.Module) -> list[tuple[np.ndarray, np.ndarray]]:
    return [
        (layer.weight.detach().double().numpy(), layer.bias.detach().double().numpy())
        for layer in network.modules()
        if isinstance(layer, nn.Linear)
    ]


def shaken(network: nn.Module) -> nn.Module:
    """With biases that are not 0, so that they count."""
    for index, parameter in enumerate(network.parameters()):
        parameter.data += 0.3 * noise(*parameter.shape, seed=index)
    return network


def hidden(layers: list, inputs: torch.Tensor) -> np.ndarray:
    """Two layers of ReLU, in NumPy."""
    values = inputs.double().numpy()
    for weight, bias in layers[:2]:
        values = np.maximum(values @ weight.T + bias, 0)
    return values


def closeness(layer: MinibatchDiscrimination, features: np.ndarray) -> np.ndarray:
    """Salimans et al. 2016, section 3.2, number by number; a sample is not compared with itself."""
    tensor = layer.T.detach().double().numpy().reshape(features.shape[1], layer.kernels, layer.dims)
    closer = np.zeros((len(features), layer.kernels))
    for i in range(len(features)):
        for j in range(len(features)):
            for b in range(layer.kernels):
                apart = sum(abs((features[i] - features[j]) @ tensor[:, b, c]) for c in range(layer.dims))
                closer[i, b] += math.exp(-apart) if j != i else 0
    return closer


# What they compute.


def test_the_generator_is_two_hidden_layers_and_a_linear_end():
    generator = shaken(ToyGenerator(z_dim=7, width=9))
    z = 3 * noise(20, 7)
    layers = linear_layers(generator)
    points = generator(z)
    assert points.shape == (20, 2) and points.dtype == torch.float32 and len(layers) == 3
    np.testing.assert_allclose(points.detach(), hidden(layers, z) @ layers[2][0].T + layers[2][1], atol=1e-5)


@pytest.mark.parametrize("packing", [1, 2, 3])
def test_the_discriminator_is_two_hidden_layers_and_a_logit_a_pack(packing):
    discriminator = shaken(ToyDiscriminator(width=9, packing=packing))
    points = 3 * noise(6, 2)
    layers = linear_layers(discriminator)
    joined = torch.cat([points[k::packing] for k in range(packing)], dim=1)  # neighbours side by side
    expected = hidden(layers, joined) @ layers[2][0].T + layers[2][1]
    logits = discriminator(points)
    assert logits.shape == (6 // packing,) and logits.dtype == torch.float32 and len(layers) == 3
    np.testing.assert_allclose(logits.detach(), expected[:, 0], atol=1e-5)
    assert discriminator(points[:packing]).shape == (1,)


@pytest.mark.parametrize("packing", [1, 2])
def test_kernels_join_the_last_hidden_layer(packing):
    discriminator = shaken(ToyDiscriminator(width=9, packing=packing, kernels=4))
    points = noise(6, 2)
    layers = linear_layers(discriminator)
    (minibatch,) = [layer for layer in discriminator.modules() if isinstance(layer, MinibatchDiscrimination)]
    features = hidden(layers, points.reshape(-1, 2 * packing))
    expected = np.hstack([features, closeness(minibatch, features)]) @ layers[2][0].T + layers[2][1]
    np.testing.assert_allclose(discriminator(points).detach(), expected[:, 0], atol=1e-5)


def test_without_kernels_and_packing_a_logit_depends_on_its_point_alone():
    points, others = noise(6, 2), noise(6, 2, seed=1)
    others[0] = points[0]
    plain, seeing = ToyDiscriminator(width=9), ToyDiscriminator(width=9, kernels=4)
    torch.testing.assert_close(plain(points)[0], plain(others)[0])
    assert abs(seeing(points)[0] - seeing(others)[0]) > 1e-3


@pytest.mark.parametrize("kernels", [0, 4])
def test_the_order_of_points_orders_the_logits(kernels):
    """With minibatch discrimination each is compared with all the others, whatever their order."""
    discriminator, points = ToyDiscriminator(width=9, kernels=kernels), noise(6, 2)
    order = torch.tensor([3, 0, 5, 1, 4, 2])
    torch.testing.assert_close(discriminator(points[order]), discriminator(points)[order])


def test_the_order_within_a_pack_matters_and_that_of_packs_does_not():
    packed, points = ToyDiscriminator(width=9, packing=2), noise(4, 2)
    logits = packed(points)
    torch.testing.assert_close(packed(points[[2, 3, 0, 1]]), logits.flip(0))
    assert (packed(points[[1, 0, 3, 2]]) - logits).abs().min() > 1e-3


# Sizes and first weights.


def test_parameter_counts_are_those_counted_by_hand():
    assert count(ToyGenerator(16, 64)) == 16 * 64 + 64 + 64 * 64 + 64 + 64 * 2 + 2 == 5378
    plain = 2 * 64 + 64 + 64 * 64 + 64 + 64 + 1
    assert count(ToyDiscriminator(64)) == plain == 4417
    assert count(ToyDiscriminator(64, packing=3)) == plain + 2 * 2 * 64
    assert count(ToyDiscriminator(64, kernels=5)) == plain + 64 * 5 * 4 + 5
    assert count(MinibatchDiscrimination(10, 3, dims=7)) == 10 * 3 * 7


def test_defaults_are_the_books_networks():
    assert ToyGenerator().settings() == {"z_dim": 16, "width": 64, "dims": 2, "activation": "relu"}
    plain = {"width": 64, "dims": 2, "activation": "relu", "packing": 1, "kernels": 0, "head": "value"}
    assert ToyDiscriminator().settings() == plain
    assert ToyGenerator().data_shape == ToyDiscriminator().data_shape == (2,)


@pytest.mark.parametrize("build", NETWORKS)
def test_first_weights_are_orthogonal_times_0_8_and_biases_0(build):
    for weight, bias in linear_layers(build(seed=5)):
        narrow = weight if weight.shape[0] <= weight.shape[1] else weight.T
        np.testing.assert_allclose(narrow @ narrow.T, 0.8**2 * np.eye(len(narrow)), atol=1e-6)
        assert not bias.any()


def test_the_tensor_of_minibatch_discrimination_begins_as_small_normal_numbers():
    """Five standard errors; inside a discriminator, too, where only linear layers are orthogonal."""
    inside = next(m for m in ToyDiscriminator(kernels=100).modules() if isinstance(m, MinibatchDiscrimination))
    for layer in (MinibatchDiscrimination(64, 100, seed=7), inside):
        values = layer.T.detach()
        assert values.shape == (64, 400) and abs(float(values.mean())) < 5 * 0.1 / 160
        assert float(values.std()) == pytest.approx(0.1, abs=5 * 0.1 / 160 / math.sqrt(2))


def test_the_seed_reaches_every_weight():
    one, other = ToyDiscriminator(width=9, kernels=4, seed=1), ToyDiscriminator(width=9, kernels=4, seed=2)
    for (name, a), b in zip(one.named_parameters(), other.parameters()):
        assert name.endswith("bias") or not torch.equal(a, b)


# Minibatch discrimination.


@pytest.mark.parametrize("n, features, kernels, dims", [(1, 3, 2, 4), (5, 3, 2, 4), (6, 2, 5, 1), (4, 7, 1, 3)])
def test_minibatch_discrimination_is_that_of_a_plain_double_loop(n, features, kernels, dims):
    layer = MinibatchDiscrimination(features, kernels, dims, seed=n)
    layer.T.data *= 5
    batch = noise(n, features)
    found = layer(batch)
    assert found.shape == (n, features + kernels) and torch.equal(found[:, :features], batch)
    np.testing.assert_allclose(found[:, features:].detach(), closeness(layer, batch.double().numpy()), atol=1e-5)


def test_equal_samples_are_as_close_as_can_be_and_a_lone_or_distant_one_has_no_neighbour():
    layer = MinibatchDiscrimination(3, 2)
    assert layer(noise(1, 3).expand(7, 3))[:, 3:].tolist() == [[6, 6]] * 7
    assert layer(noise(1, 3))[:, 3:].tolist() == [[0, 0]]
    apart = 1e4 * torch.arange(4.0)[:, None] * torch.ones(4, 3)
    np.testing.assert_allclose(layer(apart)[:, 3:].detach(), 0, atol=1e-6)


def test_a_collapsed_batch_has_finite_gradients():
    """All distances are 0 there, where the absolute value has no derivative."""
    discriminator = ToyDiscriminator(width=9, kernels=4)
    points = torch.ones(5, 2, requires_grad=True)
    discriminator(points).sum().backward()
    assert points.grad.isfinite().all() and all(p.grad.isfinite().all() for p in discriminator.parameters())


# What they refuse.


@pytest.mark.parametrize(
    "build, name, least",
    [
        (ToyGenerator, "z_dim", 1),
        (ToyGenerator, "width", 1),
        (ToyDiscriminator, "width", 1),
        (ToyDiscriminator, "packing", 1),
        (ToyDiscriminator, "kernels", 0),
        (lambda **options: MinibatchDiscrimination(**({"features": 3, "kernels": 1} | options)), "kernels", 1),
        (lambda **options: MinibatchDiscrimination(**({"features": 3, "kernels": 1} | options)), "dims", 1),
    ],
)
def test_bad_sizes_are_named_with_what_is_allowed(build, name, least):
    for value in (least - 1, -3, 2.5, True, None, "2"):
        with pytest.raises(ValueError, match=f"^{name} .* at least {least}, ") as caught:
            build(**{name: value})
        assert repr(value) in str(caught.value)
    build(**{name: least})


@pytest.mark.parametrize("shape", [(2,), (6, 1), (6, 3), (2, 6), (6, 2, 1)])
@pytest.mark.parametrize("packing", [1, 3])
def test_points_of_the_wrong_shape_are_refused(shape, packing):
    """Even (2, 6), which is as wide as a pack of three."""
    with pytest.raises(ValueError, match=r"points must have shape \(N, 2\)") as caught:
        ToyDiscriminator(packing=packing)(torch.zeros(shape))
    assert str(shape) in str(caught.value)


def test_points_that_fill_no_pack_are_refused_with_both_numbers():
    with pytest.raises(ValueError, match="^7 samples make no packs of 3: "):
        ToyDiscriminator(packing=3)(torch.zeros(7, 2))
