"""DCGAN's rules undone, one at a time or together: what each was for is seen without it."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from gan_utils.checks import one_of
from gan_utils.models.dcgan import DCGANDiscriminator, DCGANGenerator
from gan_utils.models.initial import initialise, random_from

# Each rule's ways, DCGAN's own first.
RULES: dict[str, tuple[str, ...]] = {
    "sampling": ("strides", "pooling"),
    "hidden": ("convolutions", "dense"),
    "norm": ("usual", "none", "everywhere"),
    "activation": ("leaky", "relu"),
    "start": ("dcgan", "he", "torch"),
}
DENSE = 512  # units of a fully connected hidden layer
_CONVOLUTIONS = (nn.Conv2d, nn.ConvTranspose2d)


def undo(network: nn.Module, rules: Mapping[str, str], *, seed: int = 0) -> None:
    """Undo some of DCGAN's rules in a fresh network, in place.

    Args:
        network: a ``DCGANGenerator`` or ``DCGANDiscriminator`` as it was made, with none of its rules undone.
        rules: a name of ``RULES`` -> one of its ways; those that are not named stay DCGAN's. ``sampling``: strided
            convolutions, or convolutions of 3 x 3 with max pooling in D and each pixel repeated in G. ``hidden``:
            convolutions alone, or a fully connected hidden layer of 512 units next to G's latent point and D's logit.
            ``norm``: batch normalisation where DCGAN has it, nowhere, or also where DCGAN spares it, at G's output and
            D's first layer. ``activation``: D's, leaky ReLU (0.2) or ReLU. ``start``: first weights from N(0, 0.02),
            from N(0, 2 / n), where n numbers make a value's sum, or as PyTorch's layers draw them.
        seed: the one that the network was made with; what is drawn anew comes from it.
    Raises:
        ValueError: for a network or a rule that is not of these, or a network whose rules are undone already.
    Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 3; He, Zhang, Ren and Sun 2015,
        arXiv:1502.01852, equation 10.

    >>> D = DCGANDiscriminator(width=4)
    >>> undo(D, {"norm": "none", "activation": "relu"})
    >>> [type(layer).__name__ for layer in D.layers]
    ['Conv2d', 'ReLU', 'Conv2d', 'ReLU', 'Conv2d', 'ReLU', 'Conv2d']
    """
    if not isinstance(network, (DCGANGenerator, DCGANDiscriminator)):
        raise ValueError(f"network must be a DCGANGenerator or DCGANDiscriminator, not {type(network).__name__}")
    if network.undone:
        raise ValueError(f"network must have all of DCGAN's rules, but of this one are undone: {network.undone}")
    for rule, way in rules.items():
        one_of("rule", rule, RULES)
        one_of(rule, way, RULES[rule])
    given = {rule: rules.get(rule, ways[0]) for rule, ways in RULES.items()}
    for rule, way in given.items():
        if way != RULES[rule][0]:
            _WAYS[way](network, seed)
    network.undone = {rule: way for rule, way in given.items() if way != RULES[rule][0]}


def _pooling(network: Any, seed: int) -> None:
    layers: list[nn.Module] = []
    for layer in network.layers:
        if not isinstance(layer, _CONVOLUTIONS) or layer.stride == (1, 1):
            layers.append(layer)
            continue
        plain = nn.Conv2d(layer.in_channels, layer.out_channels, 3, padding=1, bias=layer.bias is not None)
        grows = isinstance(layer, nn.ConvTranspose2d)
        layers += [nn.Upsample(scale_factor=2), plain] if grows else [plain, nn.MaxPool2d(2)]
    network.layers = nn.Sequential(*layers)
    initialise(network, seed)


def _dense(network: Any, seed: int) -> None:
    layers = list(network.layers)
    if isinstance(network, DCGANGenerator):
        first = layers[0]
        hidden = [nn.Conv2d(first.in_channels, DENSE, 1), nn.ReLU()]
        layers[:1] = [*hidden, nn.ConvTranspose2d(DENSE, first.out_channels, 4, bias=False)]
    else:
        layers[-1:] = [nn.Conv2d(layers[-1].in_channels, DENSE, 4), nn.LeakyReLU(0.2), nn.Conv2d(DENSE, 1, 1)]
    network.layers = nn.Sequential(*layers)
    initialise(network, seed)


def _no_norm(network: Any, seed: int) -> None:
    """The layers before it get the biases that it had stood in for."""
    for layer in network.layers:
        if isinstance(layer, _CONVOLUTIONS) and layer.bias is None:
            layer.bias = nn.Parameter(torch.zeros(layer.out_channels))
    network.layers = nn.Sequential(*[layer for layer in network.layers if not isinstance(layer, nn.BatchNorm2d)])


def _norm_everywhere(network: Any, seed: int) -> None:
    layers = list(network.layers)
    places = [place for place, layer in enumerate(layers) if isinstance(layer, _CONVOLUTIONS)]
    spared = places[-1] if isinstance(network, DCGANGenerator) else places[0]
    behind = spared + 1 + isinstance(layers[spared + 1], nn.MaxPool2d)
    layers.insert(behind, nn.BatchNorm2d(layers[spared].out_channels))
    network.layers = nn.Sequential(*layers)
    initialise(network, seed)


def _relu(network: Any, seed: int) -> None:
    network.layers = nn.Sequential(*[nn.ReLU() if isinstance(at, nn.LeakyReLU) else at for at in network.layers])


def _he(network: Any, seed: int) -> None:
    """A fractionally-strided convolution reaches a value from one place in ``stride**2`` of its filter.

    The first one, which sees a single place, reaches it from one in all.
    """
    source = random_from(seed)
    for layer in network.layers:
        if isinstance(layer, _CONVOLUTIONS):
            n = layer.in_channels * layer.kernel_size[0] ** 2
            if isinstance(layer, nn.ConvTranspose2d):
                n = layer.in_channels if layer.stride == (1, 1) else n // layer.stride[0] ** 2
            with torch.no_grad():
                layer.weight.normal_(0, (2 / n) ** 0.5, generator=source)


def _torch(network: Any, seed: int) -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for layer in network.layers:
            if hasattr(layer, "reset_parameters"):
                layer.reset_parameters()


_WAYS = {
    "pooling": _pooling,
    "dense": _dense,
    "none": _no_norm,
    "everywhere": _norm_everywhere,
    "relu": _relu,
    "he": _he,
    "torch": _torch,
}
