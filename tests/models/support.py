"""What the tests of networks share."""

import torch
from torch import nn


def count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def trained_looking(
    network: nn.Module, seed: int, scales: tuple[float, float] = (1, 0.3), exact: bool = True
) -> nn.Module:
    """Statistics and biases as training leaves them, all different and far enough from 0 and 1 to show.

    Batch normalisation's scales have this mean and deviation; with ``exact``, float16 holds the weights.
    """
    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.3, generator=random)
                module.running_var.uniform_(0.5, 2, generator=random)
                module.weight.normal_(*scales, generator=random)
                module.bias.normal_(0, 0.3, generator=random)
            elif isinstance(module, (nn.Conv2d, nn.Linear)):
                if module.bias is not None:
                    module.bias.normal_(0, 0.3, generator=random)
                if exact:
                    module.weight.copy_(module.weight.half().float())
    return network.eval()
