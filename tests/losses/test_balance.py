"""BEGAN's k and measure: the paper's recursion by hand, its range, and what is refused."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gan_utils import checkpoints
from gan_utils.losses import BEGANState

ENERGIES = st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), min_size=1, max_size=30)


def test_one_step_is_the_oracles(oracle):
    """L(x) = 0.20 and L(G(z)) = 0.15, in float64."""
    case = oracle("began_step")
    real, fake = torch.tensor([0.20, 0.15], dtype=torch.float64)
    for k, expected in zip(case["input"]["k0"], case["expected"]["k1"]):
        state = BEGANState(gamma=0.5, rate=0.001).double()
        state.k.fill_(k)
        state.update(real, fake)
        assert float(state.k) == pytest.approx(expected, abs=case["abs_tol"])
        assert float(state.measure(real, fake)) == pytest.approx(case["expected"]["M"], abs=case["abs_tol"])


@given(gamma=st.floats(0.01, 1), rate=st.floats(1e-4, 2), energies=ENERGIES)
def test_k_is_the_papers_recursion_and_stays_between_0_and_1(gamma, rate, energies):
    state, k = BEGANState(gamma, rate).double(), 0.0
    for real, fake in energies:
        state.update(*torch.tensor([real, fake], dtype=torch.float64))
        k = min(1.0, max(0.0, k + rate * (gamma * real - fake)))
        assert float(state.k) == pytest.approx(k, abs=1e-12) and 0 <= float(state.k) <= 1


def test_k_comes_to_rest_where_generated_energy_is_gamma_times_the_real_one():
    """Below it k grows, so that D minds generated samples more; above it k shrinks."""
    low, still, high = (BEGANState(gamma=0.6, rate=0.1) for _ in range(3))
    for state, fake in ((low, 1.0), (still, 1.2), (high, 1.4)):
        state.k.fill_(0.5)
        state.update(2.0, fake)
    assert low.k > 0.5 == float(still.k) > high.k


@given(gamma=st.floats(0.01, 1), real=st.floats(0, 50), fake=st.floats(0, 50))
def test_the_measure_is_the_real_energy_and_how_far_the_balance_is_off(gamma, real, fake):
    found = BEGANState(gamma).measure(*torch.tensor([real, fake], dtype=torch.float64))
    assert float(found) == pytest.approx(real + abs(gamma * real - fake), abs=1e-9)
    assert found >= real and float(BEGANState(gamma).measure(real, gamma * real)) == pytest.approx(real, abs=1e-5)


def test_defaults_are_the_papers_and_k_starts_at_0():
    state = BEGANState()
    assert (state.gamma, state.rate, float(state.k)) == (0.5, 0.001, 0)
    assert state.k.shape == () and not list(state.parameters()) and not state.k.requires_grad


def test_energies_with_a_graph_leave_k_without_one():
    state, real = BEGANState(rate=0.1), torch.tensor(2.0, requires_grad=True)
    state.update(real, torch.tensor(0.5))
    assert not state.k.requires_grad and float(state.k) == pytest.approx(0.05) and real.grad is None


def test_k_is_kept_by_checkpoints(tmp_path):
    state, other = BEGANState(rate=0.1), BEGANState(rate=0.1)
    state.update(2.0, 0.5)
    path = tmp_path / "state"
    checkpoints.save(path, {}, {}, checkpoints.pack({"balance": state}))
    checkpoints.unpack({"balance": other}, checkpoints.load(path, {})[0], path)
    assert torch.equal(state.k, other.k) and float(other.k) > 0.04


@pytest.mark.parametrize("value", [0, -0.5, 1.01, math.nan, math.inf, "half", None, True])
def test_a_bad_gamma_is_named(value):
    with pytest.raises(ValueError, match="^gamma must .*, not ") as caught:
        BEGANState(gamma=value)
    assert repr(value) in str(caught.value)
    BEGANState(gamma=1)


@pytest.mark.parametrize("value", [0, -1e-3, math.nan, math.inf, "slow", None, True])
def test_a_bad_rate_is_named(value):
    with pytest.raises(ValueError, match="^rate must .*, not ") as caught:
        BEGANState(rate=value)
    assert repr(value) in str(caught.value)
