"""Fully connected networks as the page reads them: a list of layers, and all their numbers in float32.

Of each layer comes first the matrix, with PyTorch's shape ``(outputs, inputs)``, then the biases.
"""

import numpy as np
from torch import nn

from gan_utils.models import ToyDiscriminator, ToyGenerator


def pack_small(network: ToyGenerator | ToyDiscriminator) -> tuple[list[dict], bytes]:
    """A network's layers, and its numbers in float32, little-endian.

    Raises:
        ValueError: when a number is not finite.

    >>> layers, weights = pack_small(ToyGenerator(z_dim=8, width=4, dims=1))
    >>> [(layer["inputs"], layer["outputs"], layer["activation"]) for layer in layers]
    [(8, 4, 'relu'), (4, 4, 'relu'), (4, 1, 'linear')]
    >>> len(weights) == 4 * (8 * 4 + 4 + 4 * 4 + 4 + 4 * 1 + 1)
    True
    """
    linear = [module for module in network.layers if isinstance(module, nn.Linear)]
    bends = [network.activation] * (len(linear) - 1) + ["linear"]
    layers = [
        {"inputs": module.in_features, "outputs": module.out_features, "activation": bend}
        for module, bend in zip(linear, bends)
    ]
    parts = [part.detach().cpu().float().numpy() for module in linear for part in (module.weight, module.bias)]
    numbers = np.concatenate([part.ravel() for part in parts]).astype("<f4")
    if not np.isfinite(numbers).all():
        raise ValueError(f"the {type(network).__name__} has weights that are not finite")
    return layers, numbers.tobytes()
