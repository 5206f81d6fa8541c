"""Several networks of one kind trained side by side, as one: many seeds in hardly more time than a few."""

import copy
from collections.abc import Sequence
from typing import Any

from torch import Tensor, nn, vmap
from torch.func import functional_call, stack_module_state


class Together(nn.Module):
    """Networks of one architecture as a single network: each sees its own columns of the data.

    ``training.train`` takes a ``Together`` of generators and one of discriminators, with data of as many parts. Its
    losses are then means over the pairs; as Adam does not care for a loss's scale, each pair trains as it would alone.
    A gradient penalty cannot tell the pairs' packs apart: with packing above 1 train them one by one. An objective
    with a balance (BEGAN) has one for all pairs, and spectral normalisation does not reach the stacked weights.

    Args:
        networks: ``ToyGenerator`` or ``ToyDiscriminator`` instances of equal settings; their weights are copied.
    Raises:
        ValueError: for no networks, or networks of different settings.

    >>> import torch
    >>> from gan_utils.models import ToyDiscriminator, ToyGenerator
    >>> generators = Together([ToyGenerator(z_dim=3, seed=s) for s in range(4)])
    >>> discriminators = Together([ToyDiscriminator(seed=s) for s in range(4)])
    >>> points = generators(torch.zeros(5, generators.z_dim))
    >>> points.shape, discriminators(points).shape  # four pairs of columns, five logits from each of four
    (torch.Size([5, 8]), torch.Size([20]))
    """

    def __init__(self, networks: Sequence[nn.Module]):
        super().__init__()
        if not networks:
            raise ValueError("networks must hold at least one network")
        members: list[Any] = list(networks)
        first = members[0]
        kinds = [(type(network), network.settings()) for network in members]
        if any(kind != kinds[0] for kind in kinds):
            raise ValueError(f"networks must be of one kind with equal settings, not {kinds}")
        self.count = len(networks)
        weights, _ = stack_module_state(members)
        self._names = list(weights)
        self.stacked = nn.ParameterList(nn.Parameter(weight.detach()) for weight in weights.values())
        self._one = [copy.deepcopy(first).to("meta")]  # in a list, so that it is no part of this module
        self.data_shape = (self.count * first.data_shape[0],)
        if hasattr(first, "z_dim"):
            self.z_dim = self.count * first.z_dim
        self.packing = getattr(first, "packing", 1)
        self.head = getattr(first, "head", "value")

    def forward(self, inputs: Tensor) -> Tensor:
        """Points ``(N, 2 count)`` for latent points ``(N, z_dim)``, or logits ``(N count / packing,)`` for points."""
        parts = inputs.reshape(len(inputs), self.count, -1)
        weights = dict(zip(self._names, self.stacked))
        outputs: Tensor = vmap(
            lambda own, part: functional_call(self._one[0], own, (part,)), in_dims=(0, 1), out_dims=1
        )(weights, parts)
        return outputs.flatten(1) if outputs.ndim == 3 else outputs.flatten()
