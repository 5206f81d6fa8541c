"""VendingMachine in Python: what it refuses, what it hands to the page, and what has dropped."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from gan_utils.data import toys
from gan_utils.families import Implicit, Mixture, Normal
from gan_utils.models import ToyDiscriminator, ToyGenerator
from gan_utils.widgets import VendingMachine
from gan_utils.widgets.packed.networks import pack_toy
from gan_utils.widgets.vending_machine.widget import HELD

DENSITY = Mixture((0.25, 0.75), (-1.0, 1.0), (0.4, 0.3))
GENERATOR, DISCRIMINATOR = ToyGenerator(z_dim=4, width=8, dims=1, seed=3), ToyDiscriminator(width=8, dims=1)


def machines(generator=GENERATOR, discriminator=DISCRIMINATOR, density=DENSITY, **traits):
    return VendingMachine(generator, discriminator, density, **traits)


@pytest.mark.parametrize("seed", [0, 9])
def test_what_has_dropped_is_what_the_families_sample(seed):
    shown = machines(seed=seed, count=50)
    sampler, model = shown.dropped()
    np.testing.assert_array_equal(model, DENSITY.sample(HELD, seed)[:50])
    np.testing.assert_allclose(sampler, Implicit(GENERATOR).sample(50, seed), rtol=1e-5, atol=1e-6)
    shown.count = 80
    for before, after in zip((sampler, model), shown.dropped()):
        assert len(after) == 80 and (after[:50] == before).all(), "what has dropped stays as it is"


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"generator": ToyGenerator()}, "generator must have dims=1, not 2"),
        ({"discriminator": ToyDiscriminator()}, "discriminator must have dims=1, not 2"),
        ({"discriminator": ToyDiscriminator(dims=1, packing=2)}, "discriminator must have packing=1, not 2"),
        ({"discriminator": ToyDiscriminator(dims=1, kernels=3)}, "discriminator must have kernels=0, not 3"),
        ({"discriminator": ToyDiscriminator(dims=1, head="energy")}, "must have head='value', not 'energy'"),
        ({"generator": DISCRIMINATOR}, "generator must be a ToyGenerator, not ToyDiscriminator"),
        ({"generator": torch.nn.Linear(4, 1)}, "generator must be a ToyGenerator, not Linear"),
        ({"discriminator": None}, "discriminator must be a ToyDiscriminator, not NoneType"),
        ({"density": Normal(0.0, 1.0)}, "density must have weights, means and stds, not be a Normal"),
        ({"density": None}, "not be a NoneType"),
        ({"density": SimpleNamespace(weights=[0.5], means=[0.0], stds=[1.0])}, "sum to 1"),
        ({"density": SimpleNamespace(weights=[1.0], means=[0.0], stds=[-1.0])}, "stds must be above 0"),
        ({"density": SimpleNamespace(weights=[1.0], means=[math.nan], stds=[1.0])}, "means must hold finite numbers"),
    ],
)
def test_what_is_no_such_machine_is_refused(parts, message):
    with pytest.raises(ValueError, match=message):
        machines(**parts)


@pytest.mark.parametrize("value", [math.nan, math.inf])
@pytest.mark.parametrize("make", [ToyGenerator, ToyDiscriminator])
def test_weights_that_are_not_finite_are_refused(make, value):
    broken = make(width=8, dims=1)
    with torch.no_grad():
        broken.layers[2].bias[1] = value
    with pytest.raises(ValueError, match=f"the {make.__name__} has weights that are not finite"):
        machines(**{"generator" if make is ToyGenerator else "discriminator": broken})


def test_anything_with_weights_means_and_stds_is_a_density():
    given = SimpleNamespace(weights=torch.tensor([0.25, 0.75]), means=np.array([-1.0, 1.0]), stds=[0.4, 0.3])
    other = machines(density=given, count=30).dropped()[1]
    np.testing.assert_allclose(other, machines(count=30).dropped()[1], rtol=0, atol=1e-6)
    tracked = Mixture(*(torch.tensor(part).double() for part in ((0.5, 0.5), (0.0, 1.0), (1.0, 1.0))))
    assert machines(density=tracked)._density == {"weights": [0.5, 0.5], "means": [0.0, 1.0], "stds": [1.0, 1.0]}


@pytest.mark.parametrize("name", toys.LINES)
def test_the_page_is_told_the_targets_density(name):
    line = machines(target=name)._lines[name]
    x = np.linspace(-4, 4, 101)
    expected = toys.log_prob(name, x[:, None])
    np.testing.assert_allclose(Mixture(**{k: tuple(v) for k, v in line.items()}).log_prob(x), expected, atol=1e-9)


def test_the_numbers_of_a_network_are_in_the_order_of_its_layers():
    layers, content = pack_toy(GENERATOR).values()
    numbers = torch.frombuffer(bytearray(content), dtype=torch.float32)
    assert torch.equal(numbers, torch.nn.utils.parameters_to_vector(GENERATOR.parameters()).detach())
    assert [layer["activation"] for layer in layers] == ["relu", "relu", "linear"]
    tanh = pack_toy(ToyDiscriminator(width=3, dims=1, activation="tanh"))["layers"]
    assert [(layer["inputs"], layer["outputs"], layer["activation"]) for layer in tanh] == [
        (1, 3, "tanh"),
        (3, 3, "tanh"),
        (3, 1, "linear"),
    ]


def test_the_still_shows_both_machines_against_the_data():
    left, right = machines(count=200, target="uneven").still().axes
    assert len(left.lines) == 1 and len(right.lines) == 2
    for axes in (left, right):
        line = axes.lines[0]
        expected = toys.log_prob("uneven", line.get_xdata()[:, None]).exp()
        np.testing.assert_allclose(line.get_ydata(), expected, atol=1e-12)
        area = sum(bar.get_height() * bar.get_width() for bar in axes.patches)
        assert area == pytest.approx(1)
    np.testing.assert_allclose(right.lines[1].get_ydata(), DENSITY.log_prob(right.lines[1].get_xdata()).exp())
