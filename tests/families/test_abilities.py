"""abilities: what it says is what happens when it is tried."""

import pytest
import torch

from gan_utils.families import RBM, VAE, CannotError, Flow, Implicit, Mixture, Normal, abilities
from gan_utils.models import ToyGenerator

TABLE = {
    "Normal": (Normal(0.0, 1.0), "yes", "yes", "yes"),
    "Mixture": (Mixture((0.5, 0.5), (-1.0, 1.0), (0.3, 0.3)), "yes", "no: ", "yes"),
    "Flow": (Flow(), "yes", "yes", "yes"),
    "VAE": (VAE(), "yes", "yes", "a lower bound"),
    "RBM": (RBM(), "nearly: a Markov chain", "no: ", "up to a constant"),
    "Implicit": (Implicit(ToyGenerator(dims=1)), "yes", "yes", "no: "),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_chapters_table(name):
    family, *expected = TABLE[name]
    found = abilities(family)
    assert list(found) == ["sample", "differentiable", "likelihood"]
    for answer, wanted in zip(found.values(), expected):
        assert answer.startswith(wanted) if wanted == "no: " else answer == wanted


@pytest.mark.parametrize("name", TABLE)
def test_a_no_carries_the_familys_own_reason(name):
    family = TABLE[name][0]
    found = abilities(family)
    if found["differentiable"].startswith("no"):
        with pytest.raises(CannotError) as caught:
            family.differentiable_sample(torch.zeros(4))
        assert found["differentiable"] == f"no: {caught.value}"
    if found["likelihood"] != "yes":
        with pytest.raises(CannotError):
            family.log_prob(family.sample(4))


class Cut(Flow):
    """A flow whose samples have lost their way to the parameters."""

    def differentiable_sample(self, noise):
        return super().differentiable_sample(noise).detach().requires_grad_()


class Still(Flow):
    """A flow whose samples its parameters do not move."""

    def differentiable_sample(self, noise):
        return noise + 0 * super().differentiable_sample(noise)


class Mute(Flow):
    def sample(self, n, seed=0):
        raise CannotError("broken")


def test_nothing_is_taken_for_granted():
    for broken in (Cut(), Still()):
        assert abilities(broken)["differentiable"] == "no: no gradient reaches the parameters"
    assert abilities(Mute())["sample"] == "no: broken"


def test_another_error_is_not_swallowed():
    class Wrong(Flow):
        def log_prob(self, x):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        abilities(Wrong())


def test_trying_leaves_the_family_as_it_was():
    flow = Flow()
    before = {name: value.clone() for name, value in flow.state_dict().items()}
    abilities(flow)
    assert all(torch.equal(value, before[name]) for name, value in flow.state_dict().items())
    assert all(parameter.grad is None for parameter in flow.parameters())
