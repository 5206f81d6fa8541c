"""What a family of distributions can do, found by trying."""

import dataclasses
import inspect
from collections.abc import Callable
from typing import Any

import torch

from gan_utils.arrays import tensor
from gan_utils.families.cannot import CannotError
from gan_utils.seeded import normals


def abilities(family: Any) -> dict[str, str]:
    """Try the three assumptions on a family: can it sample, can the sample be differentiated, is there a likelihood?

    Args:
        family: an object with ``sample``, ``differentiable_sample`` and ``log_prob``, such as ``Flow()``: a torch
            module or a dataclass of parameters, with ``noise(n, seed)`` where normal numbers ``(n,)`` are not enough.
    Returns:
        ``sample``, ``differentiable`` and ``likelihood``, each with ``"yes"``, ``"no: "`` and the reason that the
        family gave, or what it has instead: ``"nearly: a Markov chain"``, ``"a lower bound"``, ``"up to a constant"``.

    >>> from gan_utils.families import RBM, Flow
    >>> abilities(Flow())
    {'sample': 'yes', 'differentiable': 'yes', 'likelihood': 'yes'}
    >>> abilities(RBM())["likelihood"]
    'up to a constant'
    """
    tries = {"sample": _sample, "differentiable": _differentiate, "likelihood": _evaluate}
    return {name: _outcome(attempt, family) for name, attempt in tries.items()}


def _outcome(attempt: Callable[[Any], str], family: Any) -> str:
    try:
        return attempt(family)
    except CannotError as reason:
        return f"no: {reason}"


def _sample(family: Any) -> str:
    family.sample(4, seed=0)
    # What asks how many sweeps to make is still on its way when it stops.
    return "nearly: a Markov chain" if "sweeps" in inspect.signature(family.sample).parameters else "yes"


def _differentiate(family: Any) -> str:
    family, parameters = _tracked(family)
    noise = family.noise(4, seed=0) if hasattr(family, "noise") else torch.from_numpy(normals(0, 4))
    samples = family.differentiable_sample(noise)
    gradients = torch.autograd.grad(samples.sum(), parameters, allow_unused=True)
    reached = any(gradient is not None and gradient.abs().max() > 0 for gradient in gradients)
    return "yes" if reached else "no: no gradient reaches the parameters"


def _tracked(family: Any) -> tuple[Any, list[torch.Tensor]]:
    """The family, and its parameters as tensors that gradients reach; a family of plain numbers is copied for that."""
    if isinstance(family, torch.nn.Module):
        return family, list(family.parameters())
    values = {field.name: getattr(family, field.name) for field in dataclasses.fields(family)}
    tensors = {name: tensor(name, v).detach().requires_grad_() for name, v in values.items()}
    return dataclasses.replace(family, **tensors), list(tensors.values())


def _evaluate(family: Any) -> str:
    samples = family.sample(4, seed=0)
    try:
        family.log_prob(samples)
        return "yes"
    except CannotError:
        for method, words in (("elbo", "a lower bound"), ("unnormalised_log_prob", "up to a constant")):
            if hasattr(family, method):
                getattr(family, method)(samples)
                return words
        raise
