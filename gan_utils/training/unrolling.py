"""Unrolling: D some steps ahead, as a function of what G has just made."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.func import functional_call

Judge = Callable[[Tensor], Tensor]


def look_ahead(
    discriminator: nn.Module,
    optimiser: torch.optim.Adam,
    loss_of: Callable[[Judge], Tensor],
    steps: int,
    lr: float,
    clip: float | None = None,
) -> Judge:
    """D after ``steps`` more Adam steps on ``loss_of``, without touching D.

    The steps start from D's weights and from the moments that its optimiser holds. They stay part of the graph:
    a loss of the judge that is returned sends gradients through all of them, back to whatever ``loss_of``
    depends on, such as the generated samples.

    Args:
        discriminator: D; its weights, running statistics and optimiser stay bit for bit as they are.
        optimiser: D's.
        loss_of: what D minimises, a scalar, of a function that judges samples.
        steps: K, at least 0.
        lr: step size of these steps.
        clip: after each of them the weights are clipped to [-clip, clip], as a clipped WGAN's are; None is no clipping.
    Returns:
        the function that judges samples with the weights after the last step.
    Source: Metz, Poole, Pfau and Sohl-Dickstein 2017, arXiv:1611.02163, equations 7 to 9.

    >>> D = nn.Linear(1, 1, bias=False)
    >>> torch.nn.init.zeros_(D.weight).requires_grad
    True
    >>> adam = torch.optim.Adam(D.parameters())
    >>> D(torch.ones(1, 1)).sum().backward(); adam.step()
    >>> before = D.weight.clone()
    >>> fake = torch.ones(1, 1, requires_grad=True)
    >>> ahead = look_ahead(D, adam, lambda judge: judge(fake).sum(), steps=3, lr=0.1)
    >>> bool(ahead(torch.ones(1, 1)) < D(torch.ones(1, 1)) - 0.25), torch.equal(before, D.weight)
    (True, True)
    """
    fixed = {name: weight for name, weight in discriminator.named_parameters() if not weight.requires_grad}
    weights = {name: weight for name, weight in discriminator.named_parameters() if weight.requires_grad}
    running = {name: buffer.clone() for name, buffer in discriminator.named_buffers()}

    places = _places(discriminator)

    def judge_with(weights: dict[str, Tensor]) -> Judge:
        def judge(samples: Tensor) -> Tensor:
            tensors = weights | fixed | running
            given = {place: tensors[name] for place, name in places.items()}
            return functional_call(discriminator, given, (samples,), tie_weights=False)

        return judge

    # An optimiser that has not yet moved a weight holds nothing for it, and must not be asked to.
    states = {name: optimiser.state.get(weight, {}) for name, weight in weights.items()}
    first = {name: states[name].get("exp_avg", torch.zeros_like(weight)) for name, weight in weights.items()}
    second = {name: states[name].get("exp_avg_sq", torch.zeros_like(weight)) for name, weight in weights.items()}
    (group,) = optimiser.param_groups
    beta_1, beta_2 = group["betas"]
    taken = max(int(state.get("step", 0)) for state in states.values())
    for step in range(taken + 1, taken + steps + 1):
        loss = loss_of(judge_with(weights))
        gradients = torch.autograd.grad(loss, list(weights.values()), create_graph=True, materialize_grads=True)
        for (name, weight), gradient in zip(list(weights.items()), gradients):
            first[name] = beta_1 * first[name] + (1 - beta_1) * gradient
            second[name] = beta_2 * second[name] + (1 - beta_2) * gradient.square()
            # Where a gradient was always 0 the root has no derivative; the bound keeps it finite.
            root = (second[name] / (1 - beta_2**step)).clamp_min(1e-24).sqrt()
            weights[name] = weight - lr / (1 - beta_1**step) * first[name] / (root + group["eps"])
            if clip is not None:
                weights[name] = weights[name].clamp(-clip, clip)
    return judge_with(weights)


def _places(network: nn.Module) -> dict[str, str]:
    """Where each weight and buffer hangs, once for each layer that holds it, and the name that the network lists it by.

    PyTorch would look for shared ones itself, but takes a layer that is used twice for two, and leaves it spoilt.
    """
    names = {id(tensor): name for name, tensor in (*network.named_parameters(), *network.named_buffers())}
    found = {}
    for prefix, module in network.named_modules():
        for held in (module.named_parameters, module.named_buffers):
            for name, tensor in held(recurse=False, remove_duplicate=False):
                found[f"{prefix}.{name}" if prefix else name] = names[id(tensor)]
    return found
