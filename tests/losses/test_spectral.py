"""Clipped weights and spectral normalisation: singular values, slopes, and what is left alone."""

import copy

import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations

from gan_utils.losses import clip_weights, spectral_normalise
from gan_utils.models import DCGANDiscriminator, ToyDiscriminator
from gan_utils.models.together import Together

LAYERS = {
    "wide": lambda: nn.Linear(9, 4),
    "tall": lambda: nn.Linear(3, 8),
    "one output": lambda: nn.Linear(6, 1),
    "convolution": lambda: nn.Conv2d(3, 5, 4),
    "strided, without bias": lambda: nn.Conv2d(2, 7, 3, stride=2, bias=False),
    "grouped": lambda: nn.Conv2d(4, 6, 3, groups=2),
}


def layer_of(name: str, seed: int = 0) -> nn.Module:
    """With first weights of its own, three times as large, so that its norm is far from 1."""
    layer = LAYERS[name]()
    for weight in layer.parameters():
        weight.data = 3 * torch.randn(weight.shape, generator=torch.Generator().manual_seed(seed))
    return layer


def largest(weight: torch.Tensor) -> float:
    """The largest singular value of a weight as the matrix (outputs, all the rest)."""
    return float(torch.linalg.svdvals(weight.detach().double().reshape(len(weight), -1))[0])


# Clipping.


@pytest.mark.parametrize("bound", [0.01, 0.5])
def test_every_weight_and_bias_is_put_back_and_those_within_stay(bound):
    network = ToyDiscriminator(width=6, kernels=2)
    for index, weight in enumerate(network.parameters()):
        weight.data = torch.randn(weight.shape, generator=torch.Generator().manual_seed(index))
    before = [weight.detach().clone() for weight in network.parameters()]
    assert clip_weights(network, bound) is None
    for was, now in zip(before, network.parameters(), strict=True):
        assert torch.equal(now, was.clamp(-bound, bound)) and now.requires_grad and now.is_leaf
    assert max(float(weight.detach().abs().max()) for weight in network.parameters()) == pytest.approx(bound)


def test_weights_can_be_clipped_in_the_middle_of_a_graph_of_gradients():
    layer = nn.Linear(2, 1)
    layer(torch.ones(1, 2)).sum().backward()
    clip_weights(layer, 0.01)
    assert layer.weight.grad is not None and layer.weight.grad_fn is None


@pytest.mark.parametrize("bound", [0, -0.01, float("nan"), "tight", None])
def test_a_bad_bound_is_refused_before_any_weight_moves(bound):
    layer = nn.Linear(2, 1)
    before = layer.weight.detach().clone()
    with pytest.raises(ValueError, match="^bound must .*, not ") as caught:
        clip_weights(layer, bound)
    assert repr(bound) in str(caught.value) and torch.equal(layer.weight, before)


# Spectral normalisation.


def test_the_singular_value_is_the_oracles(oracle):
    case = oracle("spectral_norm")
    layer = nn.Linear(2, 2, bias=False).double()
    layer.weight.data = torch.tensor(case["input"]["W"], dtype=torch.float64)
    spectral_normalise(layer)
    layer(torch.ones(1, 2).double())
    expected = torch.tensor(case["input"]["W"], dtype=torch.float64) / case["expected"]["sigma"]
    torch.testing.assert_close(layer.weight.detach(), expected, rtol=0, atol=case["abs_tol"])
    assert largest(layer.weight) == pytest.approx(1, abs=case["abs_tol"])


@pytest.mark.parametrize("name", LAYERS)
def test_a_weight_is_divided_by_its_largest_singular_value(name):
    """Once enough forward passes in training mode have turned the vectors."""
    layer = layer_of(name)
    weight, sigma = layer.weight.detach().clone(), largest(layer.weight)
    spectral_normalise(layer)
    assert largest(layer.weight) == pytest.approx(1, abs=0.05), "fifteen steps are taken at once"
    channels = weight.shape[1] * getattr(layer, "groups", 1)
    for _ in range(200):
        layer(torch.zeros(1, channels, *[5] * (weight.ndim - 2)))
    torch.testing.assert_close(layer.weight.detach(), weight / sigma, rtol=1e-4, atol=1e-5)


def test_a_norm_is_at_least_1_at_first_and_1_after_some_passes():
    """Whatever the first weights: of layers like the docstring's, one in forty begins above 1.005."""
    first = []
    for seed in range(120):
        torch.manual_seed(seed)
        layer = nn.Linear(5, 4)
        spectral_normalise(layer)
        first.append(largest(layer.weight))
        if first[-1] > 1.005:
            for _ in range(500):
                layer(torch.zeros(1, 5))
            assert largest(layer.weight) == pytest.approx(1, abs=1e-5)
    assert min(first) >= 1 - 1e-5 and 1.005 < max(first) < 1.15


def test_in_training_mode_a_forward_pass_takes_a_step_and_in_evaluation_mode_none():
    layer = layer_of("wide")
    spectral_normalise(layer)
    vectors = layer.parametrizations.weight[0]
    before = vectors._u.clone()
    layer.parametrizations.weight.original.data = 3 * torch.randn(4, 9, generator=torch.Generator().manual_seed(8))
    layer.eval()(torch.zeros(1, 9))
    assert torch.equal(vectors._u, before)
    layer.train()(torch.zeros(1, 9))
    assert not torch.equal(vectors._u, before)


def test_every_linear_and_convolutional_layer_is_normalised_and_nothing_else():
    for network, count in ((ToyDiscriminator(width=6, kernels=2), 3), (DCGANDiscriminator(width=4), 4)):
        plain = copy.deepcopy(network)
        spectral_normalise(network)
        normalised = [name for name, layer in network.named_modules() if hasattr(layer, "parametrizations")]
        kinds = [type(layer) for layer in plain.modules() if isinstance(layer, (nn.Linear, nn.Conv2d))]
        assert len(normalised) == len(kinds) == count
        names = {name.replace("parametrizations.weight.original", "weight") for name, _ in network.named_parameters()}
        assert names == {name for name, _ in plain.named_parameters()}, "the same weights are trained, by other names"


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_normalised_network_is_lipschitz(activation):
    """Each layer stretches no distance, and no activation does, so neither does the whole."""
    network = ToyDiscriminator(width=12, activation=activation)
    for index, weight in enumerate(network.parameters()):
        weight.data = 2 * torch.randn(weight.shape, generator=torch.Generator().manual_seed(index))
    points = 2 * torch.randn(300, 2, generator=torch.Generator().manual_seed(50))

    def stretch():
        with torch.no_grad():
            values, apart = network(points), torch.cdist(points, points) + torch.eye(300)
        return float(((values[:, None] - values).abs() / apart).max())

    assert stretch() > 5
    spectral_normalise(network)
    for _ in range(100):
        network(points)
    network.eval()
    assert 0.1 < stretch() <= 1 + 1e-3
    for layer in network.layers[::2]:
        assert largest(layer.weight) <= 1 + 1e-4


def test_the_gradient_takes_the_division_into_account():
    """As the paper's equation 12: a step along the weight itself changes nothing."""
    layer = layer_of("wide").double()
    spectral_normalise(layer)
    for _ in range(300):
        layer(torch.zeros(1, 9).double())
    layer(torch.randn(5, 9, generator=torch.Generator().manual_seed(2)).double()).square().sum().backward()
    original = layer.parametrizations.weight.original
    assert original.grad.norm() > 0.1
    assert float((original.grad * original.detach()).sum()) == pytest.approx(0, abs=1e-9)


def test_asking_again_changes_nothing():
    network, points = ToyDiscriminator(width=6), torch.ones(4, 2)
    spectral_normalise(network)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    spectral_normalise(network, seed=7)
    after = network.state_dict()
    assert list(before) == list(after) and all(torch.equal(before[name], after[name]) for name in before)
    assert network(points).shape == (4,)


def test_a_layer_that_is_normalised_already_keeps_its_vectors_and_others_get_theirs():
    network = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    parametrizations.spectral_norm(network[0])
    kept = network[0].parametrizations.weight[0]
    spectral_normalise(network)
    assert network[0].parametrizations.weight[0] is kept and len(network[0].parametrizations.weight) == 1
    assert hasattr(network[1], "parametrizations")


def test_the_seed_decides_and_global_random_numbers_are_left_alone():
    states = []
    for seed, global_seed in ((0, 1), (0, 2), (5, 1)):
        network = layer_of("tall")
        torch.manual_seed(global_seed)
        expected = torch.rand(2)
        torch.manual_seed(global_seed)
        spectral_normalise(network, seed=seed)
        assert torch.equal(torch.rand(2), expected)
        states.append(list(network.state_dict().values()))
    first, again, other = states
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert not all(torch.equal(a, b) for a, b in zip(first, other, strict=True))


def test_a_network_with_nothing_to_normalise_is_refused():
    """Networks put together hold their weights in a list: a training by SNGAN would in silence be one by the hinge."""
    for network in (nn.Tanh(), Together([ToyDiscriminator(width=4, seed=seed) for seed in range(2)])):
        with pytest.raises(ValueError, match=f"^network must have linear or .*, not {type(network).__name__}$"):
            spectral_normalise(network)
