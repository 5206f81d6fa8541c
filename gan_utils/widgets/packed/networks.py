"""Networks as the page reads them: a list of layers, weights in float16, scales and shifts in float32.

Batch norm in evaluation mode multiplies by a scale and adds a shift; a layer without it has scale 1 and its bias
as the shift. Weights have PyTorch's shapes, layer after layer; of each layer come the scales, then the shifts.
"""

import numpy as np
import torch
from torch import nn

from gan_utils.models import AttributeReader, DCGANGenerator, DigitClassifier


def pack_generator(generator: DCGANGenerator) -> tuple[list[dict], bytes, bytes]:
    """A generator's layers, weights, and scales and shifts. Weights have the shape ``(inputs, outputs, 4, 4)``.

    Raises:
        ValueError: when a weight is not finite or too large for float16.

    >>> layers, weights, affine = pack_generator(DCGANGenerator(z_dim=8, width=4))
    >>> [(layer["inputs"], layer["outputs"], layer["activation"]) for layer in layers]
    [(8, 16, 'relu'), (16, 8, 'relu'), (8, 4, 'relu'), (4, 1, 'tanh')]
    """
    stages = _stages(generator.layers)
    layers = [
        {
            "inputs": module.in_channels,
            "outputs": module.out_channels,
            "activation": "tanh" if norm is None else "relu",
            "project": place == 0,
        }
        for place, (module, norm) in enumerate(stages)
    ]
    return layers, *_numbers("generator", stages)


def pack_reader(reader: AttributeReader) -> tuple[list[dict], bytes, bytes]:
    """A reader's layers, weights, and scales and shifts. Weights have the shape ``(outputs, inputs, kernel, kernel)``.

    Raises:
        ValueError: as ``pack_generator``.

    >>> layers, weights, affine = pack_reader(AttributeReader(size=32))
    >>> [(layer["inputs"], layer["outputs"], layer["kernel"], layer["padding"]) for layer in layers]
    [(3, 12, 4, 1), (12, 24, 4, 1), (24, 32, 4, 1), (32, 64, 4, 0), (64, 9, 1, 0)]
    """
    convolutions, head = _stages(reader.body), reader.head
    layers = [*map(_convolution, convolutions), _linear(head, 1, "sigmoid")]
    return layers, *_numbers("reader", [*convolutions, (head, None)])


def pack_judge(judge: DigitClassifier) -> tuple[list[dict], bytes, bytes]:
    """A judge's layers, weights, and scales and shifts, as a reader's. A convolution's result is halved by a maximum.

    The first linear layer sees the whole image, so it is a convolution with a kernel as large: that is its shape here.

    Raises:
        ValueError: as ``pack_generator``.

    >>> layers, weights, affine = pack_judge(DigitClassifier())
    >>> [(layer["inputs"], layer["outputs"], layer["kernel"], layer["padding"]) for layer in layers]
    [(1, 16, 3, 1), (16, 32, 3, 1), (32, 64, 3, 1), (64, 128, 4, 0), (128, 10, 1, 0)]
    """
    convolutions = _stages(judge.body)
    (hidden,) = [module for module in judge.body if isinstance(module, nn.Linear)]
    side = judge.size // 2 ** len(convolutions)
    layers = [*map(_convolution, convolutions), _linear(hidden, side, "relu"), _linear(judge.head, 1, "linear")]
    return layers, *_numbers("judge", [*convolutions, (hidden, None), (judge.head, None)])


def _convolution(stage: tuple[nn.Conv2d, nn.BatchNorm2d | None]) -> dict:
    module = stage[0]
    sizes = {"inputs": module.in_channels, "outputs": module.out_channels, "activation": "relu"}
    return sizes | {"kernel": module.kernel_size[0], "padding": module.padding[0]}


def _linear(module: nn.Linear, side: int, activation: str) -> dict:
    sizes = {"inputs": module.in_features // side**2, "outputs": module.out_features, "activation": activation}
    return sizes | {"kernel": side, "padding": 0}


def _stages(modules: nn.Sequential) -> list[tuple[nn.Module, nn.BatchNorm2d | None]]:
    """The convolutions, each with the batch norm that follows it."""
    return [
        (module, after if isinstance(after, nn.BatchNorm2d) else None)
        for module, after in zip(modules, modules[1:])
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d))
    ]


def _numbers(name: str, stages: list) -> tuple[bytes, bytes]:
    weights, affine = [], []
    for module, norm in stages:
        if norm is None:
            shift = module.bias.detach().cpu().float()
            scale = torch.ones_like(shift)
        else:
            gain, bias, mean, var = (
                part.detach().cpu().float() for part in (norm.weight, norm.bias, norm.running_mean, norm.running_var)
            )
            scale = gain / torch.sqrt(var + norm.eps)
            shift = bias - mean * scale
        with np.errstate(over="ignore"):  # what is too large becomes inf, and is refused below
            weights.append(module.weight.detach().cpu().float().contiguous().numpy().astype("<f2"))
        affine += [scale.numpy().astype("<f4"), shift.numpy().astype("<f4")]
    if not all(np.isfinite(array).all() for array in (*weights, *affine)):
        raise ValueError(f"the {name} has weights that are not finite, or too large for float16")
    return b"".join(array.tobytes() for array in weights), b"".join(array.tobytes() for array in affine)
