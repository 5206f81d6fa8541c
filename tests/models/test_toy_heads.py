"""Toy networks on a line, with tanh, and with an auto-encoder's head; and several of them as one."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from gan_utils.models import DCGANDiscriminator, MLPDiscriminator, ToyDiscriminator, ToyGenerator
from gan_utils.models.together import Together

from .support import noise

BENDS = {"relu": lambda x: np.maximum(x, 0), "tanh": np.tanh}


def shaken(network: nn.Module, seed: int = 0) -> nn.Module:
    """With biases that are not 0, so that they count."""
    for index, parameter in enumerate(network.parameters()):
        parameter.data += 0.3 * noise(*parameter.shape, seed=100 * seed + index)
    return network


def by_hand(network: nn.Module, inputs: torch.Tensor, activation: str) -> np.ndarray:
    """Three linear layers with a bend after the first two, in float64."""
    values = inputs.double().numpy()
    layers = [layer for layer in network.modules() if isinstance(layer, nn.Linear)]
    for index, layer in enumerate(layers):
        values = values @ layer.weight.detach().double().numpy().T + layer.bias.detach().double().numpy()
        values = values if index == len(layers) - 1 else BENDS[activation](values)
    return values


# What they compute.


@pytest.mark.parametrize("activation", BENDS)
@pytest.mark.parametrize("dims", [1, 2, 3])
def test_a_generator_gives_points_of_so_many_dimensions(dims, activation):
    generator, z = shaken(ToyGenerator(4, 9, dims=dims, activation=activation)), 3 * noise(20, 4)
    points = generator(z)
    assert points.shape == (20, dims) and generator.data_shape == (dims,)
    np.testing.assert_allclose(points.detach(), by_hand(generator, z, activation), atol=1e-5)


@pytest.mark.parametrize("activation", BENDS)
@pytest.mark.parametrize(("dims", "packing"), [(1, 1), (1, 3), (2, 1), (2, 2), (3, 2)])
def test_a_discriminator_gives_a_number_for_each_pack(dims, packing, activation):
    options = {"dims": dims, "packing": packing, "activation": activation}
    discriminator, points = shaken(ToyDiscriminator(9, **options)), 3 * noise(6, dims)
    values = discriminator(points)
    assert values.shape == (6 // packing,) and discriminator.data_shape == (dims,)
    packs = points.reshape(6 // packing, dims * packing)  # neighbours side by side
    np.testing.assert_allclose(values.detach(), by_hand(discriminator, packs, activation)[:, 0], atol=1e-5)


@pytest.mark.parametrize("activation", BENDS)
@pytest.mark.parametrize(("dims", "packing"), [(1, 1), (1, 3), (2, 1), (2, 2), (3, 2)])
def test_an_energy_is_the_mean_absolute_error_of_what_is_given_back(dims, packing, activation):
    options = {"dims": dims, "packing": packing, "activation": activation, "head": "energy"}
    discriminator, points = shaken(ToyDiscriminator(9, **options)), 3 * noise(6, dims)
    energies = discriminator(points)
    packs = points.reshape(6 // packing, dims * packing).double().numpy()
    expected = np.abs(by_hand(discriminator, torch.from_numpy(packs), activation) - packs).mean(axis=1)
    assert energies.shape == (6 // packing,) and (energies >= 0).all()
    np.testing.assert_allclose(energies.detach(), expected, atol=1e-5)


def test_a_point_that_is_given_back_as_it_is_has_no_energy():
    """The hidden layers pass positive numbers on; negative ones are lost, and cost their size."""
    discriminator = ToyDiscriminator(2, dims=2, head="energy")
    for layer in discriminator.layers[::2]:
        layer.weight.data = torch.eye(2)
    assert discriminator(torch.tensor([[1.0, 2.0], [-3.0, 2.0], [-1.0, -2.0]])).tolist() == [0, 1.5, 1.5]


def test_an_energy_sees_the_batch_where_there_are_kernels():
    options = {"dims": 1, "kernels": 3, "head": "energy"}
    discriminator, points, others = ToyDiscriminator(9, **options), noise(6, 1), noise(6, 1, seed=1)
    others[0] = points[0]
    assert discriminator(points).shape == (6,) and abs(discriminator(points)[0] - discriminator(others)[0]) > 1e-4


def test_energies_have_slopes_for_points_and_for_every_weight():
    discriminator, points = shaken(ToyDiscriminator(9, dims=1, head="energy")), noise(6, 1).requires_grad_()
    discriminator(points).sum().backward()
    assert points.grad.any() and all(weight.grad.any() for weight in discriminator.parameters())


def test_tanh_has_no_kinks_and_ends_flat():
    """Far out a ReLU network goes on in a straight line, and one of tanh does not go on at all."""
    far = torch.tensor([[100.0], [200.0], [300.0]])
    bent, straight = (ToyDiscriminator(9, dims=1, activation=name)(far).detach() for name in ("tanh", "relu"))
    assert float(bent.diff().abs().max()) < 1e-3 < float(straight.diff().abs().min())
    torch.testing.assert_close(straight[2] - straight[1], straight[1] - straight[0], rtol=1e-3, atol=1e-4)


# First weights, sizes.


@pytest.mark.parametrize(
    "build",
    [
        lambda **seed: ToyGenerator(4, 9, dims=1, activation="tanh", **seed),
        lambda **seed: ToyDiscriminator(9, dims=1, activation="tanh", **seed),
        lambda **seed: ToyDiscriminator(9, dims=3, packing=2, kernels=2, head="energy", **seed),
    ],
    ids=["generator", "value", "energy"],
)
def test_first_weights_are_orthogonal_times_0_8_and_biases_0(build):
    for layer in (layer for layer in build(seed=3).modules() if isinstance(layer, nn.Linear)):
        weight = layer.weight.detach()
        weight = weight if weight.shape[0] <= weight.shape[1] else weight.T
        torch.testing.assert_close(weight @ weight.T, 0.64 * torch.eye(len(weight)), rtol=0, atol=1e-6)
        assert not layer.bias.any()


def test_an_energy_head_has_as_many_outputs_as_it_has_inputs():
    def count(**options):
        return sum(weight.numel() for weight in ToyDiscriminator(8, **options).parameters())

    inside = 8 * 8 + 8
    assert count(dims=1) == count(dims=1, head="energy") == (8 + 8) + inside + (8 + 1)
    assert count(dims=3, packing=2, head="energy") == (6 * 8 + 8) + inside + (6 * 8 + 6)


# Several as one.


@pytest.mark.parametrize(
    "options", [{"dims": 1, "activation": "tanh"}, {"dims": 2}, {"dims": 1, "head": "energy"}], ids=str
)
def test_networks_together_are_each_alone(options):
    """Each sees its own columns; their values stand sample by sample, and within a sample network by network."""
    makers = {key: value for key, value in options.items() if key != "head"}
    generators = [shaken(ToyGenerator(3, 8, seed=seed, **makers), seed) for seed in range(4)]
    discriminators = [shaken(ToyDiscriminator(8, seed=seed, **options), seed) for seed in range(4)]
    z, dims = noise(5, 12), options["dims"]
    points, values = Together(generators)(z), Together(discriminators)(noise(5, 4 * dims, seed=1))
    assert points.shape == (5, 4 * dims) and values.shape == (20,)
    for index, (generator, discriminator) in enumerate(zip(generators, discriminators)):
        own = slice(index * dims, (index + 1) * dims)
        torch.testing.assert_close(points[:, own], generator(z[:, 3 * index : 3 * index + 3]))
        torch.testing.assert_close(values[index::4], discriminator(noise(5, 4 * dims, seed=1)[:, own]))
    assert Together(generators).data_shape == Together(discriminators).data_shape == (4 * dims,)
    assert Together(generators).z_dim == 12 and Together(discriminators).packing == 1


@pytest.mark.parametrize("options", [{"activation": "tanh"}, {"head": "energy"}], ids=str)
def test_networks_of_different_settings_are_not_put_together(options):
    with pytest.raises(ValueError, match="networks must be of one kind with equal settings"):
        Together([ToyDiscriminator(8, dims=1), ToyDiscriminator(8, dims=1, **options)])


# What is refused.


@pytest.mark.parametrize("value", ["sigmoid", "ReLU", None, 1])
def test_an_unknown_activation_or_head_is_refused_with_those_there_are(value):
    for build in (ToyGenerator, ToyDiscriminator):
        with pytest.raises(ValueError, match="^activation must be one of 'relu', 'tanh', not ") as caught:
            build(activation=value)
        assert repr(value) in str(caught.value)
    with pytest.raises(ValueError, match="^head must be one of 'value', 'energy', not ") as caught:
        ToyDiscriminator(head=value)
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize("value", [0, -1, 1.5, True, None, "2", math.nan])
def test_bad_dimensions_are_refused(value):
    for build in (ToyGenerator, ToyDiscriminator):
        with pytest.raises(ValueError, match="^dims must be a whole number of at least 1, not ") as caught:
            build(dims=value)
        assert repr(value) in str(caught.value)


@pytest.mark.parametrize("shape", [(4,), (4, 2), (4, 1, 1)])
@pytest.mark.parametrize("head", ["value", "energy"])
def test_points_that_are_not_on_the_line_are_refused(shape, head):
    with pytest.raises(ValueError, match=r"points must have shape \(N, 1\)") as caught:
        ToyDiscriminator(dims=1, head=head)(torch.zeros(shape))
    assert str(shape) in str(caught.value)


@pytest.mark.parametrize("discriminator", [DCGANDiscriminator(width=4), MLPDiscriminator(width=4)])
def test_discriminators_of_images_give_values(discriminator):
    assert discriminator.head == "value"


def test_networks_side_by_side_have_the_head_of_each():
    for head in ("value", "energy"):
        assert Together([ToyDiscriminator(width=4, dims=1, head=head, seed=s) for s in range(2)]).head == head
