"""The gradient penalties: closed forms, finite differences in float64, packs, and a discriminator that is flat."""

import math

import pytest
import torch
from torch import nn

from gan_utils.losses import gradient_penalty, r1_penalty
from gan_utils.models import ToyDiscriminator

PENALTIES = [gradient_penalty, r1_penalty]


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def batches(n: int = 6, *shape: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Real and generated samples far from each other, and the mix."""
    shape = shape or (3,)
    mix = torch.rand(n, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    return normal(n, *shape, seed=1), normal(n, *shape, seed=2) + 4, mix


def smooth(inputs: int = 3) -> nn.Module:
    """A discriminator with all derivatives, so that finite differences agree."""
    network = nn.Sequential(nn.Linear(inputs, 5), nn.Tanh(), nn.Linear(5, 4), nn.Softplus(), nn.Linear(4, 1)).double()
    for index, weight in enumerate(network.parameters()):
        weight.data = 0.7 * normal(*weight.shape, seed=10 + index)
    return network


def slopes_by_differences(network: nn.Module, points: torch.Tensor, small: float = 1e-5) -> torch.Tensor:
    """The gradient of D at each point, one coordinate after the other."""
    columns = []
    for shift in small * torch.eye(points.shape[1], dtype=torch.float64):
        columns.append((network(points + shift) - network(points - shift)).detach().flatten() / (2 * small))
    return torch.stack(columns, dim=1)


def change(function, weight: torch.Tensor, index: int, small: float = 1e-5) -> float:
    """The central difference of ``function()`` in one number of ``weight``, which is put back."""
    flat, values = weight.data.reshape(-1), []
    before = float(flat[index])
    for shift in (small, -small):
        flat[index] = before + shift
        values.append(function().item())
    flat[index] = before
    return (values[0] - values[1]) / (2 * small)


# Closed forms.


def test_penalties_of_a_linear_discriminator_are_the_oracles(oracle):
    """Whatever the samples: its gradient is w everywhere. The papers' weights, 10 and gamma = 10."""
    case = oracle("gp_linear")
    w = torch.tensor(case["input"]["w"], dtype=torch.float64, requires_grad=True)
    gp, r1 = (penalty(lambda x: x @ w + 5, *batches()) for penalty in PENALTIES)
    assert 10 * gp.item() == pytest.approx(case["expected"]["wgan_gp"], abs=case["abs_tol"])
    assert 10 * r1.item() == pytest.approx(case["expected"]["r1_paper"], abs=case["abs_tol"])
    (by_gp,), (by_r1,) = torch.autograd.grad(gp, w), torch.autograd.grad(r1, w)
    torch.testing.assert_close(by_gp, w.detach())  # 2 (|w| - 1) w / |w|, and |w| is 2
    torch.testing.assert_close(by_r1, w.detach())


@pytest.mark.parametrize("shape", [(3,), (2, 4, 4)])
def test_penalties_look_at_the_right_places(shape):
    """D(x) = |x|^2 has the gradient 2 x, so a penalty tells where it looked: R1 at real samples, the other between."""
    real, fake, mix = batches(6, *shape)
    lengths_real, lengths_between = [], []
    for x, y, share in zip(real, fake, mix):
        lengths_real.append(2 * math.sqrt(float(x.square().sum())))
        lengths_between.append(2 * math.sqrt(float((share * x + (1 - share) * y).square().sum())))

    def discriminate(x):
        return x.square().flatten(1).sum(1)

    expected = sum((length - 1) ** 2 for length in lengths_between) / 6
    assert gradient_penalty(discriminate, real, fake, mix).item() == pytest.approx(expected, rel=1e-9)
    expected = sum(length**2 for length in lengths_real) / 12
    assert r1_penalty(discriminate, real, fake, mix).item() == pytest.approx(expected, rel=1e-9)


def test_a_mix_of_1_is_the_real_sample_and_of_0_the_generated_one():
    real, fake, _ = batches(4)
    seen = []

    def discriminate(x):
        seen.append(x.detach())
        return x.sum(1)

    for mix in (torch.ones(4), torch.zeros(4)):
        gradient_penalty(discriminate, real, fake, mix.double())
    torch.testing.assert_close(seen, [real, fake], rtol=0, atol=0)


def test_a_slope_of_1_costs_nothing_and_less_costs_as_much_as_more():
    """The gradient penalty is two-sided; R1 pulls every slope to 0."""
    gentle, right, steep = (gradient_penalty(lambda x: c * x[:, 0], *batches()) for c in (0.5, 1.0, 1.5))
    assert right.item() == pytest.approx(0, abs=1e-12)
    assert gentle.item() == pytest.approx(0.25) and steep.item() == pytest.approx(0.25)
    for c, expected in ((1.0, 0.5), (-2.0, 2.0)):
        assert r1_penalty(lambda x: c * x[:, 0], *batches()).item() == pytest.approx(expected)


# Finite differences.


@pytest.mark.parametrize("penalty", PENALTIES)
def test_values_are_those_of_slopes_by_finite_differences(penalty):
    real, fake, mix = batches()
    network = smooth()
    between = mix[:, None] * real + (1 - mix[:, None]) * fake
    lengths = slopes_by_differences(network, real if penalty is r1_penalty else between).norm(dim=1)
    expected = lengths.square().mean() / 2 if penalty is r1_penalty else (lengths - 1).square().mean()
    found = penalty(network, real, fake, mix)
    assert found.shape == () and found.requires_grad
    assert found.item() == pytest.approx(float(expected), rel=1e-7)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_derivatives_by_ds_weights_are_the_finite_differences(penalty):
    """A gradient of a gradient: without ``create_graph`` there would be none."""
    network, data = smooth(), batches()
    gradients = torch.autograd.grad(penalty(network, *data), list(network.parameters()), allow_unused=True)
    assert gradients[-1] is None or not gradients[-1].any()  # the last bias moves D, but no slope of it
    for weight, gradient in list(zip(network.parameters(), gradients))[:-1]:
        expected = [change(lambda: penalty(network, *data), weight, index) for index in range(weight.numel())]
        torch.testing.assert_close(gradient.flatten(), torch.tensor(expected).double(), rtol=1e-5, atol=1e-8)
        assert gradient.any()


def test_the_gradient_penalty_sends_gradients_on_to_what_g_made():
    """As unrolling needs; R1 does not look at it."""
    network, (real, fake, mix) = smooth(), batches()
    fake.requires_grad_(True)
    (gradient,) = torch.autograd.grad(gradient_penalty(network, real, fake, mix), fake)
    expected = [change(lambda: gradient_penalty(network, real, fake, mix), fake, index) for index in range(18)]
    torch.testing.assert_close(gradient.flatten(), torch.tensor(expected).double(), rtol=1e-5, atol=1e-8)
    assert torch.autograd.grad(r1_penalty(network, real, fake, mix), fake, allow_unused=True) == (None,)


# Packs, flat discriminators, and what is left behind.


@pytest.mark.parametrize("penalty", PENALTIES)
def test_the_gradient_of_a_pack_counts_as_one(penalty):
    """A packed D is a plain D of joined samples; here each pack's mix is one, so that the lines agree too."""
    real, fake, mix = batches(6, 2)
    mix = mix[:2].repeat_interleave(3)
    packed = ToyDiscriminator(width=5, packing=3, seed=4).double()
    joined = penalty(packed.layers, real.reshape(2, 6), fake.reshape(2, 6), mix[::3])
    assert penalty(packed, real, fake, mix).item() == pytest.approx(joined.item(), rel=1e-12)


def test_a_linear_pack_has_the_closed_form_of_its_whole_gradient():
    w = torch.tensor([1.2, 0.0, 0.0, 1.6], dtype=torch.float64)  # |w| is 2; of one sample alone 1.2 or 1.6
    data = batches(6, 2)
    assert gradient_penalty(lambda x: x.reshape(3, 4) @ w, *data).item() == pytest.approx(1)
    assert r1_penalty(lambda x: x.reshape(3, 4) @ w, *data).item() == pytest.approx(2)


@pytest.mark.parametrize("penalty, value", [(gradient_penalty, 1), (r1_penalty, 0)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_flat_discriminator_has_a_finite_penalty_and_finite_gradients(penalty, value, dtype):
    """The root of 0 has an infinite derivative, and times a gradient of 0 that is NaN: D's weights would be lost."""
    flat = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1)).to(dtype)
    nn.init.constant_(flat[0].bias, -1000)  # every unit is dead
    found = penalty(flat, *(batch.to(dtype) for batch in batches()))
    assert found.item() == pytest.approx(value, abs=1e-5)
    gradients = torch.autograd.grad(found, list(flat.parameters()), allow_unused=True)
    assert gradients[0] is not None and all(gradient is None or gradient.isfinite().all() for gradient in gradients)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_penalties_take_values_with_an_axis_of_their_own(penalty):
    w = torch.tensor([[1.2], [1.6], [0.0]], dtype=torch.float64)
    data = batches()
    column, flat = penalty(lambda x: x @ w, *data), penalty(lambda x: (x @ w)[:, 0], *data)
    assert column.item() == pytest.approx(flat.item()) and column.item() > 0.5


@pytest.mark.parametrize("penalty", PENALTIES)
def test_penalties_leave_samples_and_networks_as_they_were(penalty):
    network, data = smooth(), batches()
    before = [batch.clone() for batch in data]
    penalty(network, *data).backward()
    assert all(torch.equal(batch, kept) and batch.grad is None for batch, kept in zip(data, before))
    assert not any(batch.requires_grad for batch in data)
    fresh = smooth()
    penalty(fresh, *data)
    assert all(weight.grad is None for weight in fresh.parameters())
