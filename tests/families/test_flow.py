"""Flow: its density integrates to 1, is that of its samples, and both can be differentiated."""

import math

import numpy as np
import pytest
import torch

from gan_utils.data import toys
from gan_utils.families import Flow
from gan_utils.seeded import normals

CASES = [(bumps, seed) for bumps in (1, 3, 8) for seed in (0, 1, 7)]


@pytest.mark.parametrize(("bumps", "seed"), CASES)
def test_the_density_integrates_to_1(bumps, seed):
    flow = Flow(bumps, seed=seed)
    x = torch.linspace(-14, 14, 200_001, dtype=torch.float64)
    heights = flow.log_prob(x).detach().exp()
    assert float(heights.sum() * (x[1] - x[0])) == pytest.approx(1, abs=1e-8)
    assert float(heights.max()) > 0.3, "a flat density shows no error"


@pytest.mark.parametrize(("bumps", "seed"), CASES)
def test_the_density_is_that_of_the_noise_over_the_maps_slope(bumps, seed):
    """The change of variables, with the slope from automatic differentiation."""
    flow = Flow(bumps, seed=seed)
    z = torch.linspace(-4, 4, 501, dtype=torch.float64, requires_grad=True)
    x = flow.differentiable_sample(z)
    (slope,) = torch.autograd.grad(x.sum(), z)
    assert (slope > 0).all() and slope.max() / slope.min() > 2
    expected = -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - slope.log()
    torch.testing.assert_close(flow.log_prob(x.detach()), expected, rtol=0, atol=1e-10)


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_samples_fall_where_the_density_says(seed):
    flow = Flow(seed=seed)
    samples = flow.sample(50_000, seed=3).numpy()
    x = torch.linspace(-10, 10, 40_001, dtype=torch.float64)
    cumulative = np.cumsum(flow.log_prob(x).detach().exp().numpy()) * float(x[1] - x[0])
    shares = np.searchsorted(np.sort(samples), x.numpy()) / len(samples)
    assert np.abs(shares - cumulative).max() < 1.63 / math.sqrt(len(samples))  # Kolmogorov and Smirnov, 1 %


def test_samples_are_the_map_of_the_seeds_normal_numbers():
    flow = Flow(seed=2)
    expected = flow.differentiable_sample(torch.from_numpy(normals(9, 20)))
    assert torch.equal(flow.sample(20, seed=9), expected.detach())
    assert not flow.sample(20, seed=9).requires_grad and expected.requires_grad
    assert not torch.equal(flow.sample(20, seed=10), flow.sample(20, seed=9))


@pytest.mark.parametrize("x", [1e3, -1e3, 1e-9])
def test_far_out_the_density_falls_off_like_that_of_the_noise(x):
    flow = Flow()
    reach = float(flow.log_heights.exp().sum().detach())
    nearest = (abs(x) - reach) / 0.3
    expected = -0.5 * nearest**2 - 0.5 * math.log(2 * math.pi) - math.log(0.3)
    found = float(flow.log_prob([x]).detach()[0])
    if abs(x) > 1:
        assert found == pytest.approx(expected, rel=1e-9)
    assert math.isfinite(found)


def test_gradients_are_those_of_finite_differences():
    flow, x = Flow(bumps=2, seed=4), torch.tensor([-2.0, -0.3, 0.0, 0.4, 1.7], dtype=torch.float64)
    names, values = zip(*flow.named_parameters())
    for function in ("log_prob", "differentiable_sample"):
        given = torch.func.functional_call
        wrapper = _Method(flow, function)
        assert torch.autograd.gradcheck(
            lambda at, *v: given(wrapper, {f"flow.{n}": part for n, part in zip(names, v)}, (at,)),
            (x.clone().requires_grad_(), *values),
        )


class _Method(torch.nn.Module):
    """A method as a module's forward, which is what functional_call calls."""

    def __init__(self, flow, name):
        super().__init__()
        self.flow, self.name = flow, name

    def forward(self, at):
        return getattr(self.flow, self.name)(at)


def test_maximum_likelihood_trains_it_to_two_bumps():
    data = toys.sample("two_bumps", 400, seed=1)[:, 0].double()
    flow = Flow(seed=0)
    optimiser = torch.optim.Adam(flow.parameters(), lr=0.02)
    before = float(flow.log_prob(data).mean().detach())
    for _ in range(150):
        loss = -flow.log_prob(data).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    truth = float(toys.log_prob("two_bumps", data[:, None]).mean())
    assert before < truth - 0.5 and -loss.item() == pytest.approx(truth, abs=0.05)


@pytest.mark.parametrize("bumps", [0, -1, 1.5, "3"])
def test_a_flow_without_bumps_is_refused(bumps):
    with pytest.raises(ValueError, match="bumps must be a whole number of at least 1"):
        Flow(bumps)


def test_what_is_no_row_of_finite_numbers_is_refused():
    flow = Flow()
    for wrong in (3.0, [[1.0]], torch.zeros(2, 1)):
        with pytest.raises(ValueError, match=r"x must have shape \(n,\)"):
            flow.log_prob(wrong)
    for wrong in ([math.nan], [0.0, math.inf]):
        with pytest.raises(ValueError, match="x must be finite"):
            flow.log_prob(wrong)
    with pytest.raises(ValueError, match="noise must have shape"):
        flow.differentiable_sample(torch.zeros(2, 2))
    with pytest.raises(ValueError, match="n must be a whole number"):
        flow.sample(0)
