"""Networks in evaluation mode: to look at what they make without changing them."""

import copy

import torch
from torch import Tensor, nn

from gan_utils import arrays

_BATCH = 64  # samples made at once, so that memory stays small


def sample(network: nn.Module, batch) -> Tensor:
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
    batch = batch.detach()
    if not batch.ndim or not len(batch):
        raise ValueError(f"batch must have shape (N, ...), N at least 1, not {tuple(batch.shape)}")
    like = next(network.parameters(), torch.zeros(0, dtype=torch.float32))
    modes = [(part, part.training) for part in network.modules()]
    try:
        network.eval()
        with torch.no_grad():
            made = [network(part.to(like.device, like.dtype)).float().cpu() for part in batch.split(_BATCH)]
    finally:
        for part, mode in modes:
            part.training = mode
    return torch.cat(made)


def plain(network: nn.Module) -> nn.Module:
    """The network itself where ``torch.compile`` has put a cover round it: its weights then keep their names."""
    return getattr(network, "_orig_mod", network)


def snapshot(network: nn.Module) -> nn.Module:
    """A copy of a network as it is now, float32 on the CPU, in evaluation mode, without gradients."""
    return copy.deepcopy(plain(network)).float().cpu().eval().requires_grad_(False)
