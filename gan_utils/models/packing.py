"""Packing: D gives several samples one value, so that it sees how alike they are."""

from torch import Tensor


def pack_samples(samples: Tensor, packing: int) -> Tensor:
    """Groups of ``packing`` neighbours in a batch, joined along the first axis of a sample.

    Args:
        samples: ``(N, C, ...)``; N must be a multiple of ``packing``.
        packing: how many samples make a pack; 1 changes nothing.
    Returns:
        ``(N / packing, packing * C, ...)``, a view where possible.
    Raises:
        ValueError: when N is not a multiple of ``packing``.
    Source: Lin, Khetan, Fanti and Oh 2018, arXiv:1712.04086, section 3.

    >>> import torch
    >>> pack_samples(torch.tensor([[1, 2], [3, 4], [5, 6], [7, 8]]), packing=2).tolist()
    [[1, 2, 3, 4], [5, 6, 7, 8]]
    """
    if packing == 1:
        return samples
    if len(samples) % packing:
        raise ValueError(f"{len(samples)} samples make no packs of {packing}: the batch must be a multiple of it")
    return samples.reshape(len(samples) // packing, packing * samples.shape[1], *samples.shape[2:])
