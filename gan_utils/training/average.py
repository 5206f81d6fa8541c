"""The running average of G's weights: a network like G that follows it."""

import copy

import torch
from torch import Tensor, nn

from gan_utils.models import plain
from gan_utils.training.networks import kind_of


def check_average(average: nn.Module | None, generator: nn.Module) -> None:
    """Raise ``ValueError`` unless ``average`` is None or another network like the generator."""
    if average is None:
        return
    wanted = "average must be another network of the generator's kind and size"
    if not isinstance(average, nn.Module):
        raise ValueError(f"{wanted}, not {average!r:.80}")
    if plain(average) is plain(generator):
        raise ValueError(f"{wanted}, not the generator itself")
    if _shapes(average) != _shapes(generator):
        raise ValueError(f"{wanted}, not a {kind_of(average)} of other weights than the {kind_of(generator)}'s")


def _shapes(network: nn.Module) -> dict[str, torch.Size | None]:
    return {name: getattr(tensor, "shape", None) for name, tensor in plain(network).state_dict().items()}


def start_average(average: nn.Module, generator: nn.Module) -> None:
    """Make ``average`` a copy of the generator."""
    plain(average).load_state_dict(copy.deepcopy(plain(generator).state_dict()))


@torch.no_grad()
def move_average(average: nn.Module, generator: nn.Module, decay: float, step: int) -> None:
    """Move ``average`` towards the generator that step number ``step`` (from 1) has left.

    Early on a long memory would mostly remember the untrained weights, so it starts short.
    """
    decay = min(decay, (1 + step) / (10 + step))
    for slow, fast in zip(plain(average).state_dict().values(), plain(generator).state_dict().values()):
        if not isinstance(slow, Tensor):  # an extra state, which is nobody's mean
            continue
        if slow.is_floating_point():
            slow.lerp_(fast, 1 - decay)
        else:
            slow.copy_(fast)
