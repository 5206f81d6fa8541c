"""RBM: every number against sums over all its states, done here in another order."""

import itertools
import math

import pytest
import torch

from gan_utils.families import RBM, CannotError
from gan_utils.families.rbm import all_states

SIZES = [(8, 4, 0), (8, 4, 1), (3, 5, 2), (1, 1, 3)]


def joint(rbm):
    """p(v, h) without its constant, by plain loops: {(v, h): number}."""
    a, b, weights = (p.detach().tolist() for p in (rbm.visible_biases, rbm.hidden_biases, rbm.weights))
    table = {}
    for v in itertools.product((0, 1), repeat=rbm.visible):
        for h in itertools.product((0, 1), repeat=rbm.hidden):
            energy = sum(x * y for x, y in zip(a, v)) + sum(x * y for x, y in zip(b, h))
            energy += sum(weights[i][j] for i in range(len(v)) for j in range(len(h)) if v[i] and h[j])
            table[v, h] = math.exp(energy)
    return table


@pytest.mark.parametrize(("visible", "hidden", "seed"), SIZES)
def test_the_free_energy_sums_the_hidden_units_out(visible, hidden, seed):
    rbm = RBM(visible, hidden, seed=seed)
    table = joint(rbm)
    for v in itertools.product((0, 1), repeat=visible):
        summed = sum(weight for (state, _), weight in table.items() if state == v)
        assert float(rbm.unnormalised_log_prob([v]).detach()) == pytest.approx(math.log(summed), abs=1e-10)
    assert float(rbm.log_normaliser().detach()) == pytest.approx(math.log(sum(table.values())), abs=1e-10)


def test_more_states_than_a_block_are_added_up_too():
    """The same constant by summing over the hidden units' states, of which there are few."""
    rbm = RBM(visible=16, hidden=3, seed=5)
    h = all_states(3)
    by_hidden = h @ rbm.hidden_biases + torch.nn.functional.softplus(rbm.visible_biases + h @ rbm.weights.T).sum(1)
    torch.testing.assert_close(rbm.log_normaliser(), by_hidden.logsumexp(0), rtol=1e-12, atol=0)


@pytest.mark.parametrize("seed", [0, 1])
def test_long_chains_visit_states_as_often_as_the_model_says(seed):
    rbm = RBM(seed=seed)
    states = all_states(8)
    exact = (rbm.unnormalised_log_prob(states) - rbm.log_normaliser()).detach().exp()
    samples = rbm.sample(20_000, seed=3)
    assert set(samples.unique().tolist()) == {0.0, 1.0}
    numbers = (samples @ (2.0 ** torch.arange(7, -1, -1)).double()).long()
    found = torch.bincount(numbers, minlength=256).double() / len(samples)
    assert (found - exact).abs().sum() / 2 < 0.06  # total variation; 20,000 exact draws are some 0.04 away
    assert (exact - 1 / 256).abs().sum() / 2 > 0.4, "a uniform law shows no error"


def test_one_sweep_is_not_enough():
    """Samples are approximate: a chain that has hardly begun remembers its fair coins."""
    rbm = RBM(seed=2)
    states = all_states(8)
    exact = (rbm.unnormalised_log_prob(states) - rbm.log_normaliser()).detach().exp() @ states
    apart = [float((rbm.sample(20_000, sweeps=sweeps).mean(0) - exact).abs().max()) for sweeps in (1, 200)]
    assert apart[1] < 0.015 and apart[0] > 0.05, apart


def test_the_seed_decides_the_samples():
    rbm = RBM()
    assert torch.equal(rbm.sample(9, seed=4), rbm.sample(9, seed=4))
    assert not torch.equal(rbm.sample(9, seed=4), rbm.sample(9, seed=5))


def test_the_likelihood_is_refused_and_the_constant_named():
    with pytest.raises(CannotError, match=r"sum over 2\^8 states.*unnormalised_log_prob"):
        RBM().log_prob(torch.zeros(1, 8))
    with pytest.raises(CannotError, match=r"2\^784 states, about 10\^236"):
        RBM(visible=784, hidden=2).log_normaliser()


def test_a_sample_has_no_derivative():
    with pytest.raises(CannotError, match="toss of a coin"):
        RBM().differentiable_sample(torch.zeros(3))


@pytest.mark.parametrize("v", [torch.zeros(8), torch.zeros(2, 7)])
def test_states_of_another_shape_are_refused(v):
    with pytest.raises(ValueError, match=r"v must have shape \(n, 8\)"):
        RBM().unnormalised_log_prob(v)


@pytest.mark.parametrize("value", [0.5, 2.0, -1.0])
def test_states_other_than_0_and_1_are_refused(value):
    with pytest.raises(ValueError, match="0s and 1s only"):
        RBM().unnormalised_log_prob(torch.full((1, 8), value))


def test_bad_numbers_are_refused():
    for arguments, message in (({"visible": 0}, "visible"), ({"hidden": 0}, "hidden"), ({"seed": -1}, "seed")):
        with pytest.raises(ValueError, match=message):
            RBM(**arguments)
    for arguments, message in (({"n": 0}, "n must"), ({"n": 3, "sweeps": 0}, "sweeps must")):
        with pytest.raises(ValueError, match=message):
            RBM().sample(**arguments)
