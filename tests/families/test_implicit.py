"""Implicit: the network's samples and gradients, no density; and what the optimal discriminator's ratio gives back."""

import numpy as np
import pytest
import torch
from torch import nn

from gan_utils.data import toys
from gan_utils.families import CannotError, Implicit, Normal, density_from_ratio
from gan_utils.models import ToyGenerator
from gan_utils.seeded import normals


@pytest.fixture
def machine():
    return Implicit(ToyGenerator(z_dim=5, width=7, dims=1, activation="tanh", seed=2))


def test_samples_are_the_networks_of_the_seeds_normal_numbers(machine):
    z = torch.from_numpy(normals(6, 4 * 5).reshape(4, 5)).float()
    with torch.no_grad():
        expected = machine.network(z)[:, 0]
    assert torch.equal(machine.sample(4, seed=6), expected)
    torch.testing.assert_close(machine.sample(2, seed=6), expected[:2])  # a longer run begins like a shorter one
    assert expected.std() > 0 and not machine.sample(4, seed=6).requires_grad


def test_gradients_reach_every_layer(machine):
    machine.differentiable_sample(machine.noise(64)).pow(2).sum().backward()
    for parameter in machine.parameters():
        assert parameter.grad.abs().max() > 0


def test_the_gradient_of_a_sample_is_that_of_finite_differences(machine):
    noise, bias = machine.noise(3), machine.network.layers[0].bias
    before = machine.sample(3)
    machine.differentiable_sample(noise).sum().backward()
    with torch.no_grad():
        bias[0] += 1e-2
    moved = (machine.sample(3) - before).sum() / 1e-2
    assert float(moved) == pytest.approx(float(bias.grad[0]), rel=0.05)


def test_the_density_is_refused_with_both_ways_around(machine):
    with pytest.raises(CannotError, match="never wrote its density down.*metrics.parzen.*density_from_ratio"):
        machine.log_prob(torch.zeros(3))


def test_a_network_without_z_dim_is_refused():
    with pytest.raises(ValueError, match="network must have the attribute z_dim, which Linear lacks"):
        Implicit(nn.Linear(3, 1))


def test_a_network_of_the_plane_is_refused():
    with pytest.raises(ValueError, match=r"network must make shape \(4, 1\), not \(4, 2\)"):
        Implicit(ToyGenerator()).sample(4)


def test_noise_of_another_width_is_refused(machine):
    with pytest.raises(ValueError, match=r"noise must have shape \(n, 5\)"):
        machine.differentiable_sample(torch.zeros(3, 4))


@pytest.mark.parametrize("name", toys.LINES)
def test_the_optimal_discriminators_ratio_gives_the_density_back(name):
    x = torch.linspace(-3, 3, 61, dtype=torch.float64)
    log_p, log_q = toys.log_prob(name, x[:, None]), Normal(0.3, 1.1).log_prob(x)
    d = torch.sigmoid(log_p - log_q)  # D* = p / (p + q)
    keep = (d > 1e-6) & (d < 1 - 1e-6)
    found = density_from_ratio(log_p[keep], torch.logit(d[keep]))
    assert keep.sum() > 5
    torch.testing.assert_close(found, log_q[keep], rtol=0, atol=1e-8)


def test_another_discriminator_gives_a_density_that_does_not_sum_to_1():
    x = np.linspace(-12, 12, 4801)
    log_p = -0.5 * x**2 - 0.5 * np.log(2 * np.pi)
    logits = -0.5 * x**2 + 0.5 * (x - 1) ** 2  # log p - log q for q = N(1, 1)
    total = np.exp(density_from_ratio(log_p, logits)).sum() * 0.005
    off = np.exp(density_from_ratio(log_p, logits + 0.3)).sum() * 0.005
    assert total == pytest.approx(1, abs=1e-9) and off == pytest.approx(np.exp(-0.3), abs=1e-9)


def test_shapes_that_differ_are_refused():
    with pytest.raises(ValueError, match=r"one shape, not \(3,\) and \(3, 1\)"):
        density_from_ratio(torch.zeros(3), torch.zeros(3, 1))
