"""Networks in evaluation mode: to look at what they make without changing them."""

import copy
from typing import TypeVar

import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from gan_utils import arrays

Network = TypeVar("Network", bound=nn.Module)

_BATCH = 64  # samples made at once, so that memory stays small


def sample(network: nn.Module, batch: ArrayLike) -> Tensor:
    """What a network makes of a batch in evaluation mode: what it makes of one point does not depend on the others.

    It is left as it was: the mode of each of its parts, running statistics, gradients, global seeds. So the body of a
    training loop may look at G with it as often as it likes.

    Args:
        network: a generator, or any other network of one input. It may be compiled, on any device, in any precision.
        batch: its inputs, such as latent points ``(N, z_dim)``, N at least 1: tensor, array or list. They are brought
            to the network's device and precision.
    Returns:
        float32 on the CPU, ``(N, ...)``, without a gradient.
    Raises:
        ValueError: for an empty batch, or one that does not hold real numbers.

    >>> from gan_utils.models import DCGANGenerator
    >>> G = DCGANGenerator(z_dim=8, width=4)
    >>> images = sample(G, torch.zeros(5, 8))
    >>> images.shape, images.requires_grad, G.training
    (torch.Size([5, 1, 32, 32]), False, True)
    """
    if not (isinstance(batch, Tensor) and batch.is_floating_point()):  # many images need no way round by float64
        batch = arrays.tensor("batch", batch)
    inputs = batch.detach()
    if not inputs.ndim or not len(inputs):
        raise ValueError(f"batch must have shape (N, ...), N at least 1, not {tuple(inputs.shape)}")
    like = next(network.parameters(), torch.zeros(0, dtype=torch.float32))
    modes = [(part, part.training) for part in network.modules()]
    try:
        network.eval()
        with torch.no_grad():
            made = [network(part.to(like.device, like.dtype)).float().cpu() for part in torch.split(inputs, _BATCH)]
    finally:
        for part, mode in modes:
            part.training = mode
    return torch.cat(made)


def plain(network: Network) -> Network:
    """The network itself where ``torch.compile`` has put a cover round it: its weights then keep their names."""
    inner: Network = getattr(network, "_orig_mod", network)
    return inner


def snapshot(network: Network) -> Network:
    """A copy of a network as it is now, float32 on the CPU, in evaluation mode, without gradients."""
    return copy.deepcopy(plain(network)).float().cpu().eval().requires_grad_(False)
