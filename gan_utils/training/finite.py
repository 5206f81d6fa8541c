"""What of a training is not finite: found, and named in errors."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from gan_utils.training.body import running_statistics


def all_finite(tensors: Sequence[Tensor]) -> bool:
    """Whether no number is NaN or infinite; the device is asked once."""
    return not tensors or bool(torch.stack([tensor.isfinite().all() for tensor in tensors]).all())


def spoilt(network: nn.Module) -> str | None:
    """The name of the first weight or running statistic that holds NaN or infinity; a mask of -inf may be meant."""
    counted: dict[str, Tensor] = dict(network.named_parameters())
    counted |= {full: getattr(layer, name) for full, layer, name in running_statistics(network)}
    return next((name for name, tensor in counted.items() if not tensor.isfinite().all()), None)


def cause(networks: Mapping[str, nn.Module], real: Tensor, fake: Tensor) -> str:
    """The first thing that is not finite, in the order in which one spoils the next; or what else may help.

    Args:
        networks: by the names that the text gives them.
        real, fake: the batch on which a loss or its gradient was not finite, and what G had made.
    """
    if not real.isfinite().all():
        return ": the data hold NaN or infinity, which they did not when training began"
    for name, network in networks.items():
        if spoiled := spoilt(network):
            return f": {name}'s {spoiled} holds NaN or infinity"
    if not fake.isfinite().all():
        return ": the generator makes NaN or infinity out of finite weights"
    return ", where data and weights are finite: try a smaller lr, or mend the objective"
