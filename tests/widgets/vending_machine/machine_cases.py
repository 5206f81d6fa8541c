"""What the vending machines of the page drop, and what they estimate, as the Python package has it."""

import base64
import itertools

import numpy as np
import torch

from gan_utils.data import toys
from gan_utils.families import Implicit, Mixture, density_from_ratio
from gan_utils.metrics.parzen import parzen_log_density
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


def small_network_cases():
    """Points, and what PyTorch makes of them in float64 with float32 weights."""
    cases = []
    for activation, kind in itertools.product(("relu", "tanh"), (ToyGenerator, ToyDiscriminator)):
        network = lively(kind(width=19, dims=1, activation=activation), 3)
        layers, weights = pack_toy(network).values()
        points = torch.randn(20, layers[0]["inputs"], generator=torch.Generator().manual_seed(4), dtype=torch.float64)
        with torch.no_grad():
            made = network.double()(points).flatten()
        assert made.std() > 0.1, f"{made.std()}: flat answers show no error"
        case = {"name": f"{kind.__name__}, {activation}", "layers": layers, "weights": _base64(weights)}
        cases.append(case | {"points": points.tolist(), "made": made.tolist()})
    return cases


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
                "weights": _base64(weights),
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


def estimate_cases():
    """Kernel densities and the densities from D's ratio at the middles of cells, and the areas under them."""
    low, high, count = -4.0, 4.0, 400
    places = low + (high - low) * (np.arange(count) + 0.5) / count
    cell = (high - low) / count
    random = np.random.default_rng(0)
    sets = {"one": [0.3], "two bumps": np.concatenate([random.normal(-1.5, 0.4, 300), random.normal(1.5, 0.4, 300)])}
    sets["some outside"] = np.concatenate([random.normal(0, 3, 200), [-4.0, 4.0, -9.0, 5.5]])
    kernels = []
    for (name, samples), h in itertools.product(sets.items(), (0.02, 0.2, 1.0)):
        heights = np.exp(parzen_log_density(places, np.asarray(samples), h))
        case = {"name": name, "samples": samples, "bandwidth": h}
        kernels.append(case | {"heights": heights, "area": heights.sum() * cell})
    ratios = []
    for name in toys.LINES:
        log_p = toys.log_prob(name, places[:, None]).numpy()
        logits = 3 * random.normal(size=count)
        heights = np.exp(density_from_ratio(log_p, logits))
        ratios.append({"name": name, "p": np.exp(log_p), "logits": logits, "q": heights, "area": heights.sum() * cell})
    return {"low": low, "high": high, "places": places, "kernels": kernels, "ratios": ratios}


def machine_state():
    """What the page is given of a VendingMachine."""
    generator = lively(ToyGenerator(z_dim=5, width=12, dims=1, activation="tanh"), 6)
    discriminator = lively(ToyDiscriminator(width=12, dims=1, activation="tanh"), 7)
    widget = VendingMachine(generator, discriminator, MIXTURES[0])
    names = {*VendingMachine.class_own_traits(sync=True), "_allowed"} - {"_esm"}
    state = {name: getattr(widget, name) for name in sorted(names)}
    for packed in (state["_packed_generator"], state["_packed_discriminator"]):
        packed["weights"] = _base64(packed["weights"])
    return state


def _base64(content):
    return base64.b64encode(content).decode()


CASES = {
    "drops": drop_cases,
    "estimates": estimate_cases,
    "machine": machine_state,
    "small_networks": small_network_cases,
}
