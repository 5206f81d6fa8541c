"""VAE: with a linear decoder everything has a closed form; the bound stays below the truth; training raises both."""

import math

import pytest
import torch
from torch import nn

from gan_utils.data import toys
from gan_utils.families import VAE, CannotError

SLOPE, MIDDLE, STD = 1.7, -0.4, 0.3
X = torch.linspace(-4, 4, 41, dtype=torch.float64)


class Posterior(nn.Module):
    """The exact posterior of z for a linear decoder: N(slope (x - middle) / total, std^2 / total)."""

    def forward(self, x):
        total = SLOPE**2 + STD**2
        mean = SLOPE * (x - MIDDLE) / total
        return torch.cat([mean, torch.full_like(mean, 0.5 * math.log(STD**2 / total))], dim=1)


@pytest.fixture
def linear():
    """x = slope z + middle + std noise, which is N(middle, slope^2 + std^2), with its exact encoder."""
    vae = VAE(std=STD)
    vae.decoder = nn.Linear(1, 1).double()
    with torch.no_grad():
        vae.decoder.weight.fill_(SLOPE)
        vae.decoder.bias.fill_(MIDDLE)
    vae.encoder = Posterior()
    return vae


def exact(x):
    total = SLOPE**2 + STD**2
    return -0.5 * (x - MIDDLE) ** 2 / total - 0.5 * math.log(2 * math.pi * total)


def test_quadrature_is_the_closed_form(linear):
    torch.testing.assert_close(linear.log_prob_by_quadrature(X).detach(), exact(X), rtol=0, atol=1e-9)


def test_the_bound_is_tight_where_the_encoder_is_the_posterior(linear):
    """The average over draws of z is all that is left between them."""
    bound = linear.elbo(X, samples=20_000).detach()
    assert (bound - exact(X)).abs().max() < 0.05


@pytest.mark.parametrize("shift", [0.5, -1.0, 2.0])
def test_a_wrong_encoder_costs_its_divergence_from_the_posterior(linear, shift):
    """log q(x) - bound = KL(encoder || posterior), here that of two Gaussians of one width."""
    posterior = linear.encoder

    class Shifted(nn.Module):
        def forward(self, x):
            return posterior(x) + torch.tensor([shift * STD / math.sqrt(SLOPE**2 + STD**2), 0.0])

    linear.encoder = Shifted()
    gap = exact(X) - linear.elbo(X, samples=40_000).detach()
    torch.testing.assert_close(gap, torch.full_like(gap, shift**2 / 2), rtol=0, atol=0.08)


@pytest.mark.parametrize("seed", range(4))
def test_the_bound_lies_below_the_truth(seed):
    vae = VAE(seed=seed)
    x = vae.sample(200, seed=1)
    bound, truth = vae.elbo(x, samples=2000).detach(), vae.log_prob_by_quadrature(x).detach()
    assert (bound < truth).double().mean() > 0.98 and bound.mean() < truth.mean() - 0.1


@pytest.mark.parametrize("seed", range(4))
def test_the_density_by_quadrature_integrates_to_1_and_is_that_of_the_samples(seed):
    vae = VAE(seed=seed)
    x = torch.linspace(-12, 12, 4001, dtype=torch.float64)
    heights = vae.log_prob_by_quadrature(x).detach().exp()
    step = float(x[1] - x[0])
    assert float(heights.sum() * step) == pytest.approx(1, abs=1e-6)
    samples = vae.sample(100_000, seed=2)
    mean = float((x * heights).sum() * step)
    std = math.sqrt(float(((x - mean) ** 2 * heights).sum() * step))
    assert float(samples.mean()) == pytest.approx(mean, abs=5 * std / math.sqrt(len(samples)))
    assert float(samples.std()) == pytest.approx(std, rel=0.02)


def test_a_sample_is_the_decoders_mean_and_noise_about_it(linear):
    noise = torch.tensor([[0.0, 0.0], [1.0, 0.0], [1.0, -2.0]])
    found = linear.differentiable_sample(noise)
    expected = torch.tensor([MIDDLE, MIDDLE + SLOPE, MIDDLE + SLOPE - 2 * STD], dtype=torch.float64)
    torch.testing.assert_close(found.detach(), expected)
    found.sum().backward()
    assert float(linear.decoder.weight.grad) == pytest.approx(2) and float(linear.decoder.bias.grad) == 3
    assert float(linear.log_std.grad) == pytest.approx(-2 * STD)


def test_the_bounds_gradient_is_that_of_finite_differences():
    vae, x = VAE(width=3, seed=1), torch.tensor([-1.0, 0.2])
    vae.elbo(x, samples=5).mean().backward()
    for parameter in vae.parameters():
        flat, gradient = parameter.data.flatten(), parameter.grad.flatten()
        sides = []
        for step in (1e-6, -1e-6):
            flat[0] += step
            parameter.data = flat.reshape(parameter.shape)
            sides.append(float(vae.elbo(x, samples=5).mean().detach()))
            flat[0] -= step
        parameter.data = flat.reshape(parameter.shape)
        assert (sides[0] - sides[1]) / 2e-6 == pytest.approx(float(gradient[0]), rel=1e-5, abs=1e-7)


def test_the_bound_trains_it_to_two_bumps():
    data = toys.sample("two_bumps", 400, seed=1)[:, 0].double()
    vae = VAE(seed=0)
    optimiser = torch.optim.Adam(vae.parameters(), lr=0.02)
    for step in range(400):
        loss = -vae.elbo(data, samples=4, seed=step).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    bound = float(vae.elbo(data, samples=500).mean().detach())
    found = float(vae.log_prob_by_quadrature(data).mean().detach())
    truth = float(toys.log_prob("two_bumps", data[:, None]).mean())
    normal = -0.5 * math.log(2 * math.pi * math.e * float(data.var(correction=0)))  # the best single Gaussian's
    assert truth > found > bound > normal, (truth, found, bound, normal)
    density = vae.log_prob_by_quadrature(torch.tensor([-1.5, 0.0, 1.5])).detach().exp()
    assert density[0] > 2 * density[1] and density[2] > 2 * density[1]


def test_the_likelihood_is_refused_with_what_can_be_had():
    with pytest.raises(CannotError, match=r"every latent z.*elbo\(x\) is a lower bound"):
        VAE().log_prob([0.0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"width": 0}, "width must be"), ({"std": 0.0}, "std must be"), ({"std": math.nan}, "std must be")],
)
def test_bad_numbers_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        VAE(**arguments)


def test_bad_noise_and_places_are_refused():
    vae = VAE()
    with pytest.raises(ValueError, match=r"noise must have shape \(n, 2\)"):
        vae.differentiable_sample(torch.zeros(3))
    with pytest.raises(ValueError, match="x must be finite"):
        vae.elbo([math.nan])
    with pytest.raises(ValueError, match="samples must be"):
        vae.elbo([0.0], samples=0)


def test_the_first_weights_are_the_seeds_and_leave_the_global_seed_alone():
    torch.manual_seed(5)
    first = VAE(seed=3).sample(5)
    assert float(torch.rand(1)) == float(torch.rand(1, generator=torch.Generator().manual_seed(5)))
    assert torch.equal(VAE(seed=3).sample(5), first) and not torch.equal(VAE(seed=4).sample(5), first)
