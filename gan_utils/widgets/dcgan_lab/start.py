"""Networks of the reader's own, as the lab's run begins with them."""

from typing import Any

import torch
from torch import nn

from gan_utils.models import RULES, DCGANDiscriminator, DCGANGenerator, plain, snapshot


def pack_start(generator: nn.Module, discriminator: nn.Module, channels: int) -> tuple[dict[str, Any], bytes]:
    """Two networks as settings of the lab, and as the numbers that its run begins with.

    Args:
        generator, discriminator: ``DCGANGenerator`` and ``DCGANDiscriminator`` for images of 32 pixels and so many
            channels, of one width, with the same rules undone.
    Returns:
        the traits that say which networks these are; and float32, little-endian: all weights of G, then of D, as the
        page's tape holds them, then the running statistics in the same order.
    Raises:
        ValueError: for networks that do not go together, or that the lab cannot have.

    >>> traits, numbers = pack_start(DCGANGenerator(8, 1, 32, 16), DCGANDiscriminator(1, 32, 16), 1)
    >>> traits["z_dim"], traits["width"], traits["norm"]
    (8, 16, 'usual')
    """
    kinds: dict[str, tuple[nn.Module, type[nn.Module]]] = {
        "generator": (generator, DCGANGenerator),
        "discriminator": (discriminator, DCGANDiscriminator),
    }
    for name, (network, kind) in kinds.items():
        if not isinstance(network, nn.Module) or not isinstance(plain(network), kind):
            raise ValueError(f"{name} must be a {kind.__name__}, not {type(network).__name__}")
        own: Any = snapshot(network)
        found = tuple(own.data_shape)
        if found != (channels, 32, 32):
            raise ValueError(f"{name} must be for images of shape ({channels}, 32, 32), not {found}")
    G: Any = snapshot(generator)
    D: Any = snapshot(discriminator)
    rules = {rule: ways[0] for rule, ways in RULES.items() if rule != "start"}
    of_g, of_d = ({rule: network.undone.get(rule, way) for rule, way in rules.items()} for network in (G, D))
    shared = [rule for rule in rules if rule != "activation"]  # which is D's alone
    if G.width != D.width or any(of_g[rule] != of_d[rule] for rule in shared) or D.packing != 1:
        raise ValueError(
            "generator and discriminator must be of one width and have the same rules undone, D without packing, not "
            f"{G.width} and {D.width}, {dict(G.undone)} and {dict(D.undone)}, packing {D.packing}"
        )
    weights: list[Any] = []
    statistics: list[Any] = []
    for network in (G, D):
        for layer in network.layers:
            if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
                order = (2, 3, 1, 0) if isinstance(layer, nn.Conv2d) else (0, 2, 3, 1)
                weights.append(layer.weight.permute(order))
            elif isinstance(layer, nn.BatchNorm2d):
                weights.append(layer.weight)
                statistics += [layer.running_mean, layer.running_var]
            else:
                continue
            if layer.bias is not None:
                weights.append(layer.bias)
    numbers = torch.cat([part.flatten() for part in (*weights, *statistics)])
    if not numbers.isfinite().all():
        raise ValueError("generator and discriminator must have finite weights")
    return {"z_dim": G.z_dim, "width": G.width, **of_d}, numbers.numpy().astype("<f4").tobytes()
