"""Small networks: first weights as models.toy draws them, and PyTorch's answers."""

import itertools

import numpy as np
import torch

from gan_utils.models import ToyDiscriminator, ToyGenerator
from gan_utils.seeded import normals
from gan_utils.widgets.packed.networks import pack_toy

from ..widgets.vending_machine.machine_cases import lively

NETWORKS = {0: (2, 7, 7, 1), 1: (5, 3, 8), 2: (1, 1), 3: (16, 64, 64, 2), 2**32 - 1: (6, 6)}


def network_cases():
    """First weights: Gram and Schmidt's vectors of seeded normal numbers, found apart from the page as a QR product."""
    cases = []
    for seed, sizes in NETWORKS.items():
        weights, used = [], 0
        for inputs, outputs in zip(sizes, sizes[1:]):
            random = normals(seed, inputs * outputs, start=used).reshape(min(inputs, outputs), -1)
            q, r = np.linalg.qr(random.T)
            vectors = 0.8 * (q * np.sign(np.diag(r))).T
            weights += [vectors if inputs <= outputs else vectors.T, np.zeros((1, outputs))]
            used += inputs * outputs
        cases.append({"seed": seed, "sizes": sizes, "weights": [weight.flatten() for weight in weights]})
    return cases


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
        case = {
            "name": f"{kind.__name__}, {activation}",
            "layers": layers,
            "weights": weights,
        }
        cases.append(case | {"points": points.tolist(), "made": made.tolist()})
    return cases


CASES = {"networks": network_cases, "small_networks": small_network_cases}
