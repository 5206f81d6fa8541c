"""Networks as the page reads them: a list of layers, and their numbers as bytes, little-endian.

``pack_generator``, ``pack_attribute_reader`` and ``pack_digit_classifier`` give ``{"layers", "weights", "affine"}``:
weights in float16, scales and shifts in float32. Batch norm in evaluation mode multiplies by a scale and adds a shift;
a layer without it has scale 1 and its bias as the shift. Weights have PyTorch's shapes, layer after layer; of each
layer come the scales, then the shifts. ``pack_toy`` gives ``{"layers", "weights"}``, all in float32: of each layer the
matrix, ``(outputs, inputs)``, then the biases.

All raise ``ValueError`` when a number is not finite, or too large for its precision.
"""

import itertools
from typing import Any

import numpy as np
import torch
from torch import nn

from gan_utils.arrays import Array
from gan_utils.models import AttributeReader, DCGANGenerator, DigitClassifier, ToyDiscriminator, ToyGenerator

# What one layer of a network is, and a layer of PyTorch with the batch norm that follows it, if one does.
Layer = dict[str, Any]
Stage = tuple[Any, nn.BatchNorm2d | None]


def pack_generator(generator: DCGANGenerator) -> dict[str, Any]:
    """A generator of images. Weights have the shape ``(inputs, outputs, 4, 4)``.

    >>> packed = pack_generator(DCGANGenerator(z_dim=8, width=4))
    >>> [(layer["inputs"], layer["outputs"], layer["activation"]) for layer in packed["layers"]]
    [(8, 16, 'relu'), (16, 8, 'relu'), (8, 4, 'relu'), (4, 1, 'tanh')]
    """
    if generator.undone:
        raise ValueError(f"generator must have all of DCGAN's rules, but of this one are undone: {generator.undone}")
    stages = _stages(generator.layers)
    layers = [
        {
            "inputs": module.in_channels,
            "outputs": module.out_channels,
            "activation": "tanh" if norm is None else "relu",
            "project": index == 0,
        }
        for index, (module, norm) in enumerate(stages)
    ]
    return _packed("generator", layers, stages)


def pack_attribute_reader(reader: AttributeReader) -> dict[str, Any]:
    """An attribute reader. Weights have the shape ``(outputs, inputs, filter, filter)``.

    >>> packed = pack_attribute_reader(AttributeReader(size=32))
    >>> [(layer["inputs"], layer["outputs"], layer["kernel"], layer["padding"]) for layer in packed["layers"]]
    [(3, 12, 4, 1), (12, 24, 4, 1), (24, 32, 4, 1), (32, 64, 4, 0), (64, 9, 1, 0)]
    """
    convolutions, head = _stages(reader.body), reader.head
    layers = [*map(_convolution, convolutions), _linear(head, 1, "sigmoid")]
    return _packed("attribute reader", layers, [*convolutions, (head, None)])


def pack_digit_classifier(classifier: DigitClassifier) -> dict[str, Any]:
    """A classifier of digits, as an attribute reader. A convolution's result is halved by a maximum.

    The first linear layer sees the whole image, so it is a convolution with a filter as large: that is its shape here.

    >>> packed = pack_digit_classifier(DigitClassifier())
    >>> [(layer["inputs"], layer["outputs"], layer["kernel"], layer["padding"]) for layer in packed["layers"]]
    [(1, 16, 3, 1), (16, 32, 3, 1), (32, 64, 3, 1), (64, 128, 4, 0), (128, 10, 1, 0)]
    """
    convolutions, head = _stages(classifier.body), classifier.head
    (hidden,) = [module for module in classifier.body if isinstance(module, nn.Linear)]
    side = classifier.size // 2 ** len(convolutions)
    layers = [*map(_convolution, convolutions), _linear(hidden, side, "relu"), _linear(head, 1, "linear")]
    return _packed("digit classifier", layers, [*convolutions, (hidden, None), (head, None)])


def pack_toy(network: ToyGenerator | ToyDiscriminator) -> dict[str, Any]:
    """A fully connected network for points.

    >>> packed = pack_toy(ToyGenerator(z_dim=8, width=4, dims=1))
    >>> [(layer["inputs"], layer["outputs"], layer["activation"]) for layer in packed["layers"]]
    [(8, 4, 'relu'), (4, 4, 'relu'), (4, 1, 'linear')]
    >>> len(packed["weights"]) == 4 * (8 * 4 + 4 + 4 * 4 + 4 + 4 * 1 + 1)
    True
    """
    linear = [module for module in network.layers if isinstance(module, nn.Linear)]
    bends = [network.activation] * (len(linear) - 1) + ["linear"]
    layers = [
        {"inputs": module.in_features, "outputs": module.out_features, "activation": bend}
        for module, bend in zip(linear, bends)
    ]
    numbers = [_floats(part) for module in linear for part in (module.weight, module.bias)]
    if not _all_finite(numbers):
        raise ValueError(f"the {type(network).__name__} has weights that are not finite")
    return {"layers": layers, "weights": _joined(numbers)}


def _convolution(stage: Stage) -> Layer:
    module = stage[0]
    sizes = {"inputs": module.in_channels, "outputs": module.out_channels, "activation": "relu"}
    return sizes | {"kernel": module.kernel_size[0], "padding": module.padding[0]}


def _linear(module: nn.Linear, side: int, activation: str) -> Layer:
    sizes = {"inputs": module.in_features // side**2, "outputs": module.out_features, "activation": activation}
    return sizes | {"kernel": side, "padding": 0}


def _stages(modules: nn.Sequential) -> list[Stage]:
    """The convolutions, each with the batch norm that follows it."""
    return [
        (module, after if isinstance(after, nn.BatchNorm2d) else None)
        for module, after in itertools.pairwise(modules)
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d))
    ]


def _packed(name: str, layers: list[Layer], stages: list[Stage]) -> dict[str, Any]:
    weights, affine = [], []
    for module, norm in stages:
        if norm is None:
            shift = module.bias.detach().cpu().float()
            scale = torch.ones_like(shift)
        else:
            parts: Any = (norm.weight, norm.bias, norm.running_mean, norm.running_var)
            gain, bias, mean, var = (part.detach().cpu().float() for part in parts)
            scale = gain / torch.sqrt(var + norm.eps)
            shift = bias - mean * scale
        with np.errstate(over="ignore"):  # what is too large becomes inf, and is refused below
            weights.append(_floats(module.weight).astype("<f2"))
        affine += [_floats(scale), _floats(shift)]
    if not _all_finite([*weights, *affine]):
        raise ValueError(f"the {name} has weights that are not finite, or too large for float16")
    return {"layers": layers, "weights": _joined(weights), "affine": _joined(affine)}


def _floats(part: torch.Tensor) -> Array:
    return part.detach().cpu().float().numpy().astype("<f4")


def _all_finite(arrays: list[Array]) -> bool:
    return all(np.isfinite(array).all() for array in arrays)


def _joined(arrays: list[Array]) -> bytes:
    return b"".join(array.tobytes() for array in arrays)
