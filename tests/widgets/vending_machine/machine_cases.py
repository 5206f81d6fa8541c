"""What the vending machines of the page drop, as the Python package has it."""

import torch

from gan_utils.families import Implicit, Mixture
from gan_utils.models import ToyDiscriminator, ToyGenerator
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets.packed.networks import pack_toy
from gan_utils.widgets.vending_machine.widget import HELD, VendingMachine

MIXTURES = [
    Mixture((0.5, 0.5), (-1.45, 1.5), (0.45, 0.3)),
    Mixture((1.0,), (0.25,), (1.5,)),
    Mixture((0.2, 0.0, 0.7, 0.1), (-3.0, 9.0, 0.5, 2.0), (0.1, 1.0, 0.4, 0.2)),
]


def lively(network, seed, strength=0.5):
    """Weights as training leaves them: larger than at first, biases that are not 0."""
    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(strength * torch.randn(parameter.shape, generator=random))
    return network


def drop_cases():
    """The first samples of a whole machine, and some near its end."""
    cases = []
    network = lively(ToyGenerator(z_dim=5, width=12, dims=1, activation="tanh"), 6)
    layers, weights = pack_toy(network).values()
    shown = [*range(300), HELD // 2, HELD - 1]
    for seed in (0, 7, LARGEST_SEED):
        cases.append(
            {
                "seed": seed,
                "layers": layers,
                "weights": weights,
                "shown": shown,
                "z_dim": 5,
                "held": HELD,
                "sampler": Implicit(network).sample(HELD, seed)[shown].tolist(),
                "mixtures": [
                    mixture.__dict__ | {"samples": mixture.sample(HELD, seed)[shown].tolist()} for mixture in MIXTURES
                ],
            }
        )
    return cases


def machine_state():
    """What the page is given of a VendingMachine."""
    generator = lively(ToyGenerator(z_dim=5, width=12, dims=1, activation="tanh"), 6)
    discriminator = lively(ToyDiscriminator(width=12, dims=1, activation="tanh"), 7)
    widget = VendingMachine(generator, discriminator, MIXTURES[0])
    names = {*VendingMachine.class_own_traits(sync=True), "_allowed"} - {"_esm"}
    return {name: getattr(widget, name) for name in sorted(names)}


CASES = {"drops": drop_cases, "machine": machine_state}
