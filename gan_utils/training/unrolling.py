"""Unrolling: D some steps ahead, as a function of what G has just made."""

from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.func import functional_call

Discriminate = Callable[[Tensor], Tensor]  # D as a function: samples to values
Weights = Mapping[str, Tensor]  # by the names that a network lists them by


def look_ahead(
    discriminator: nn.Module,
    optimiser: torch.optim.Adam,
    loss_of: Callable[[Discriminate], Tensor],
    steps: int,
    lr: float,
    clip: float | None = None,
) -> Discriminate:
    """D after ``steps`` more Adam steps on ``loss_of``, without touching D.

    The steps start from D's weights and from the moments that its optimiser holds. They stay part of the graph:
    a loss of the values that the returned function gives sends gradients through all of them, back to whatever
    ``loss_of`` depends on, such as the generated samples.

    Args:
        discriminator: D; its weights, running statistics and optimiser stay bit for bit as they are.
        optimiser: D's.
        loss_of: what D minimises, a scalar, of D as a function from samples to values.
        steps: K, at least 0.
        lr: step size of these steps.
        clip: after each of them the weights are clipped to [-clip, clip], as a clipped WGAN's are; None is no clipping.
    Returns:
        D with the weights after the last step, as a function from samples to values.
    Source: Metz, Poole, Pfau and Sohl-Dickstein 2017, arXiv:1611.02163, equations 7 to 9.

    >>> D = nn.Linear(1, 1, bias=False)
    >>> torch.nn.init.zeros_(D.weight).requires_grad
    True
    >>> adam = torch.optim.Adam(D.parameters())
    >>> D(torch.ones(1, 1)).sum().backward(); adam.step()
    >>> before = D.weight.clone()
    >>> fake = torch.ones(1, 1, requires_grad=True)
    >>> ahead = look_ahead(D, adam, lambda discriminate: discriminate(fake).sum(), steps=3, lr=0.1)
    >>> bool(ahead(torch.ones(1, 1)) < D(torch.ones(1, 1)) - 0.25), torch.equal(before, D.weight)
    (True, True)
    """
    with_weights = _with_weights(discriminator)
    weights: Weights = {name: weight for name, weight in discriminator.named_parameters() if weight.requires_grad}
    adam = _Adam(optimiser, weights, lr)
    for _ in range(steps):
        loss = loss_of(with_weights(weights))
        gradients = torch.autograd.grad(loss, list(weights.values()), create_graph=True, materialize_grads=True)
        weights = adam.step(weights, gradients)
        if clip is not None:
            weights = {name: weight.clamp(-clip, clip) for name, weight in weights.items()}
    return with_weights(weights)


class _Adam:
    """Adam's steps as part of the graph, from the moments that an optimiser holds, which stay there as they are."""

    def __init__(self, optimiser: torch.optim.Adam, weights: Weights, lr: float) -> None:
        (group,) = optimiser.param_groups
        self.lr, self.eps, (self.beta_1, self.beta_2) = lr, group["eps"], group["betas"]
        # An optimiser that has not yet moved a weight holds nothing for it, and must not be asked to.
        states = {name: optimiser.state.get(weight, {}) for name, weight in weights.items()}
        self.first = {name: states[name].get("exp_avg", torch.zeros_like(w)) for name, w in weights.items()}
        self.second = {name: states[name].get("exp_avg_sq", torch.zeros_like(w)) for name, w in weights.items()}
        self.taken = max(int(state.get("step", 0)) for state in states.values())

    def step(self, weights: Weights, gradients: Sequence[Tensor]) -> Weights:
        """The weights after one more step."""
        self.taken += 1
        moved = {}
        for (name, weight), gradient in zip(weights.items(), gradients):
            first = self.first[name] = self.beta_1 * self.first[name] + (1 - self.beta_1) * gradient
            second = self.second[name] = self.beta_2 * self.second[name] + (1 - self.beta_2) * gradient.square()
            # Where a gradient was always 0 the root has no derivative; the bound keeps it finite.
            root = (second / (1 - self.beta_2**self.taken)).clamp_min(1e-24).sqrt()
            moved[name] = weight - self.lr / (1 - self.beta_1**self.taken) * first / (root + self.eps)
        return moved


def _with_weights(network: nn.Module) -> Callable[[Weights], Discriminate]:
    """The network as a function of weights in place of those that are trained; its running statistics stay."""
    fixed = {name: weight for name, weight in network.named_parameters() if not weight.requires_grad}
    running = {name: buffer.clone() for name, buffer in network.named_buffers()}
    listed = _listed(network)

    def with_weights(weights: Weights) -> Discriminate:
        def discriminate(samples: Tensor) -> Tensor:
            tensors = {**weights, **fixed, **running}
            given = {path: tensors[name] for path, name in listed.items()}
            values: Tensor = functional_call(network, given, (samples,), tie_weights=False)
            return values

        return discriminate

    return with_weights


def _listed(network: nn.Module) -> dict[str, str]:
    """Each path to a weight or buffer, through every layer that holds it, and the name that the network lists it by.

    PyTorch would look for shared ones itself, but takes a layer that is used twice for two, and leaves it spoilt.
    """
    names = {id(tensor): name for name, tensor in (*network.named_parameters(), *network.named_buffers())}
    found = {}
    for prefix, module in network.named_modules():
        for held in (module.named_parameters, module.named_buffers):
            for name, tensor in held(recurse=False, remove_duplicate=False):
                found[f"{prefix}.{name}" if prefix else name] = names[id(tensor)]
    return found
