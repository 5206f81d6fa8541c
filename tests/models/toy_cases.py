"""First weights of small networks, as models.toy draws them."""

import numpy as np

from gan_utils.seeded import normals

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


CASES = {"networks": network_cases}
