"""Unrolling: D some steps ahead, what it is told apart from D itself, and the gradient that goes through the steps."""

import copy

import pytest
import torch
from torch import nn

from gan_utils.losses import (
    OBJECTIVES,
    discriminator_loss,
    gradient_penalty,
    non_saturating_generator_loss,
    spectral_normalise,
)
from gan_utils.models import DCGANDiscriminator, ToyDiscriminator
from gan_utils.training import look_ahead

from .support import images, points, same

D_AND_DATA = [
    pytest.param(lambda: (ToyDiscriminator(width=8, seed=2), points(), points() - 2), id="toy"),
    pytest.param(lambda: (ToyDiscriminator(width=8, packing=2, kernels=3), points(), points() - 2), id="packs"),
    pytest.param(lambda: (DCGANDiscriminator(width=4, seed=2), images(6), images(12)[6:]), id="dcgan"),
    pytest.param(lambda: (normalised(ToyDiscriminator(width=8, seed=2)), points(), points() - 2), id="normalised"),
]


def normalised(network: nn.Module) -> nn.Module:
    spectral_normalise(network)
    return network


def d_loss(real, fake):
    return lambda discriminate: sum(discriminator_loss(discriminate(real), discriminate(fake)).values())


def stepped(discriminator, loss_of, times: int = 2, **options) -> torch.optim.Adam:
    """D's optimiser after some steps, so that it has moments."""
    adam = torch.optim.Adam(discriminator.parameters(), **({"lr": 0.01, "betas": (0.5, 0.999)} | options))
    for _ in range(times):
        adam.zero_grad()
        loss_of(discriminator).backward()
        adam.step()
    return adam


def state(discriminator, adam) -> list[torch.Tensor]:
    """All of D and its optimiser: weights, buffers, gradients, moments and step counts."""
    parameters = list(discriminator.parameters())
    moments = [adam.state[p][key] for p in parameters for key in ("step", "exp_avg", "exp_avg_sq")]
    return [t.detach().clone() for t in (*discriminator.state_dict().values(), *(p.grad for p in parameters), *moments)]


# D ahead.


@pytest.mark.parametrize("build", D_AND_DATA)
@pytest.mark.parametrize("steps", [0, 1, 3])
@pytest.mark.parametrize("options", [{}, {"betas": (0.9, 0.8), "eps": 1e-2}], ids=str)
def test_d_ahead_is_d_after_so_many_steps_of_pytorchs_adam(build, steps, options):
    discriminator, real, fake = build()
    adam = stepped(discriminator, d_loss(real, fake), **options)
    really, its_adam = copy.deepcopy((discriminator, adam))
    for group in its_adam.param_groups:
        group["lr"] = 0.03
    for _ in range(steps):
        its_adam.zero_grad()
        d_loss(real, fake)(really).backward()
        its_adam.step()

    ahead = look_ahead(discriminator, adam, d_loss(real, fake), steps, lr=0.03)
    found = ahead(fake)
    torch.testing.assert_close(found, really(fake), rtol=1e-3, atol=2e-4)  # Adam blows rounding up
    if steps:
        assert (found - discriminator(fake)).abs().max() > 0.01
    discriminator.eval(), really.eval()  # with batch normalisation's running statistics, which went along
    torch.testing.assert_close(ahead(fake), really(fake), rtol=1e-3, atol=2e-4)


def test_tiny_gradients_count_as_much_as_they_do_for_adam():
    """It divides by their size, so the bound that keeps the root's derivative finite must be far below them."""
    discriminator, real, fake = ToyDiscriminator(width=8, seed=2), points(), points() - 2

    def loss_of(discriminate):
        return 1e-5 * d_loss(real, fake)(discriminate)

    adam = stepped(discriminator, loss_of, lr=0.03)
    really, its_adam = copy.deepcopy((discriminator, adam))
    its_adam.zero_grad()
    loss_of(really).backward()
    its_adam.step()
    found = look_ahead(discriminator, adam, loss_of, 1, lr=0.03)(fake)
    torch.testing.assert_close(found, really(fake), rtol=1e-3, atol=1e-4)
    assert (found - discriminator(fake)).abs().max() > 0.01


@pytest.mark.parametrize("build", D_AND_DATA)
@pytest.mark.parametrize("penalised", [False, True])
def test_looking_ahead_leaves_d_and_its_optimiser_bit_for_bit(build, penalised):
    discriminator, real, fake = build()
    adam = stepped(discriminator, d_loss(real, fake))
    before, flags = state(discriminator, adam), [p.requires_grad for p in discriminator.parameters()]
    fake = fake.clone().requires_grad_(True)

    def loss_of(discriminate):
        penalty = gradient_penalty(discriminate, real, fake, torch.full((len(real),), 0.5)) if penalised else 0
        return d_loss(real, fake)(discriminate) + penalty

    ahead = look_ahead(discriminator, adam, loss_of, steps=3, lr=0.03)
    assert same(before, state(discriminator, adam))
    loss = non_saturating_generator_loss(ahead(fake))
    loss.backward(inputs=[fake])
    assert fake.grad.isfinite().all() and fake.grad.any()
    assert same(before, state(discriminator, adam)) and len(adam.state) == len(flags)
    assert flags == [p.requires_grad for p in discriminator.parameters()] and discriminator.training


def test_a_look_0_steps_ahead_is_d_itself():
    discriminator, real, fake = ToyDiscriminator(width=8), points(), points() - 2
    adam = stepped(discriminator, d_loss(real, fake))
    ahead = look_ahead(discriminator, adam, lambda discriminate: pytest.fail("there is nothing to minimise"), 0, lr=0.1)
    assert torch.equal(ahead(fake), discriminator(fake))


def test_a_second_look_is_like_the_first():
    discriminator, real, fake = DCGANDiscriminator(width=4), images(6), images(12)[6:]
    adam = stepped(discriminator, d_loss(real, fake))
    one, other = (look_ahead(discriminator, adam, d_loss(real, fake), 2, lr=0.03)(fake) for _ in range(2))
    assert torch.equal(one, other)


# The gradient.


class Smooth(nn.Module):
    """Tanh in float64: with all derivatives, for finite differences."""

    def __init__(self, inputs: int, outputs: int, seed: int):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(inputs, 4), nn.Tanh(), nn.Linear(4, outputs)).double()
        for index, weight in enumerate(self.parameters()):
            random = torch.Generator().manual_seed(100 * seed + index)
            weight.data = 0.7 * torch.randn(weight.shape, generator=random, dtype=torch.float64)

    def forward(self, inputs):
        return self.layers(inputs)


def smooth_game(objective: str):
    """G's weights, and G's loss against D so many steps ahead; with or without a gradient through the steps."""
    generator, discriminator = Smooth(3, 2, seed=1), Smooth(2, 1, seed=2)
    z = torch.randn(6, 3, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    mix = torch.rand(6, generator=torch.Generator().manual_seed(6), dtype=torch.float64)
    real, rules = points(6).double(), OBJECTIVES[objective]

    def d_loss_of(fake):
        def loss_of(discriminate):
            terms = rules.discriminator(discriminate(real), discriminate(fake))
            return sum(terms.values()) + (0.5 * rules.penalty(discriminate, real, fake, mix) if rules.penalty else 0)

        return loss_of

    adam = stepped(discriminator, d_loss_of(generator(z).detach()), lr=0.1)

    def g_loss(steps: int, through: bool = True):
        fake = generator(z)
        ahead = look_ahead(discriminator, adam, d_loss_of(fake if through else fake.detach()), steps, lr=0.1)
        return rules.generator(ahead(fake))

    return list(generator.parameters()), g_loss


@pytest.mark.parametrize("objective", ["non_saturating", "lsgan", "wgan_gp", "r1", "fgan_reverse_kl", "fgan_js"])
@pytest.mark.parametrize("steps", [1, 3])
def test_gs_gradient_through_the_steps_is_the_finite_difference(objective, steps):
    parameters, g_loss = smooth_game(objective)
    gradients = torch.autograd.grad(g_loss(steps), parameters)
    small = 1e-5
    for parameter, gradient in zip(parameters, gradients):
        flat = parameter.data.reshape(-1)
        for index in range(len(flat)):
            before, values = float(flat[index]), []
            for shift in (small, -small):
                flat[index] = before + shift
                values.append(g_loss(steps).item())
            flat[index] = before
            slope = (values[0] - values[1]) / (2 * small)
            assert float(gradient.reshape(-1)[index]) == pytest.approx(slope, rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("objective", ["non_saturating", "lsgan", "wgan_gp"])
def test_gs_gradient_through_the_steps_is_another_than_past_them(objective):
    """Both are of the same loss: only the unrolled one knows how D will answer."""
    parameters, g_loss = smooth_game(objective)
    assert torch.equal(g_loss(3), g_loss(3, through=False))
    through, past = (
        torch.cat([gradient.flatten() for gradient in torch.autograd.grad(g_loss(3, way), parameters)])
        for way in (True, False)
    )
    assert (through - past).norm() > 0.05 * past.norm()


def test_dead_units_leave_the_gradient_finite():
    """Adam divides by the root of 0 there; the root's derivative is infinite, and infinity times 0 is NaN."""
    discriminator, real = ToyDiscriminator(width=8, seed=2), points()
    discriminator.layers[0].bias.data[:3] = -1000
    fake = (points() - 2).requires_grad_(True)
    adam = stepped(discriminator, d_loss(real, fake.detach()))
    assert not discriminator.layers[0].weight.grad[:3].any()
    ahead = look_ahead(discriminator, adam, d_loss(real, fake), steps=3, lr=0.03)
    (gradient,) = torch.autograd.grad(non_saturating_generator_loss(ahead(fake)), fake)
    assert gradient.isfinite().all() and gradient.any()


def _twice(shared):
    """A discriminator that uses a layer twice, or has its weights in two layers."""
    first, second = torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)
    if shared == "layer":
        second = first
    else:
        second.weight, second.bias = first.weight, first.bias
    return torch.nn.Sequential(first, second, torch.nn.Linear(2, 1))


@pytest.mark.parametrize("shared", ["layer", "weights"])
def test_a_discriminator_that_shares_weights_stays_as_it_was_and_moves_as_it_would(shared):
    torch.manual_seed(0)
    network = _twice(shared)
    real = torch.randn(6, 2)

    def loss_of(discriminate):
        return discriminate(real).square().mean()

    adam = torch.optim.Adam(network.parameters(), lr=0.1)
    before, weights = [weight.clone() for weight in network.parameters()], list(network.parameters())
    ahead = look_ahead(network, adam, loss_of, steps=2, lr=0.1)
    found = ahead(real).detach()
    assert all(a is b for a, b in zip(network.parameters(), weights, strict=True))
    assert all(torch.equal(a, b) for a, b in zip(network.parameters(), before))
    for _ in range(2):
        adam.zero_grad()
        loss_of(network).backward()
        adam.step()
    torch.testing.assert_close(found, network(real).detach())
