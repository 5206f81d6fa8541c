"""Where the page's targets put their points, which modes points reach, and a network's first weights."""

import numpy as np
import torch

from gan_utils.data.toys import CENTERS, LINES, TARGETS, mixture, sample
from gan_utils.metrics.modes import mode_coverage
from gan_utils.seeded import normals, uniforms

POINTS = 300
DRAWN = [[0.5, -1.25], [2.0, 0.75], [-1.5, 0.25]]
NETWORKS = {0: (2, 7, 7, 1), 1: (5, 3, 8), 2: (1, 1), 3: (16, 64, 64, 2), 2**32 - 1: (6, 6)}


def target_cases():
    edges = [k / n for n in (1, 2, 3, 8, 25) for k in range(n)] + [1 - 2**-32, 0.5 - 2**-32, 0.5 + 2**-32, 2**-32]
    u = np.concatenate([edges, uniforms(seed=9, count=200)])
    cases = [
        {
            "name": name,
            "drawn": None,
            "u": u,
            "places": place(u).tolist(),
            "std": std,
            "centers": _centers(name),
            "seed": seed,
            "points": sample(name, POINTS, seed).tolist(),
        }
        for seed, (name, (place, std)) in enumerate(TARGETS.items())
    ]
    bounds = np.concatenate([np.cumsum(line.weights) for line in LINES.values()])
    u = np.concatenate([u, bounds, np.nextafter(bounds, 0), np.nextafter(bounds, 1)])
    u = u[u < 1]
    cases += [
        {
            "name": name,
            "drawn": None,
            "u": u,
            "places": line.place(u).tolist(),
            "std": line.std,
            "seed": seed,
            "centers": [[center] for center in line.centers],
            "weights": line.weights,
            "points": sample(name, POINTS, seed).tolist(),
        }
        for seed, (name, line) in enumerate(LINES.items())
    ]
    # A reader's own points: the page alone has them, and its noise.
    drawn = torch.tensor(DRAWN)
    places = drawn[(torch.from_numpy(u) * len(DRAWN)).long()].tolist()
    own = {"name": "drawn", "drawn": DRAWN, "u": u, "places": places, "std": 0.06, "centers": DRAWN}
    return cases + [own | {"seed": 40, "points": mixture(POINTS, drawn, 0.06, 40).tolist()}]


def _centers(name):
    return CENTERS[name].tolist() if name in CENTERS else None


def coverage_cases():
    """Points about the modes, some a little inside and some outside; then ties that numbers hold exactly."""
    cases = []
    for number, (name, centers) in enumerate(CENTERS.items()):
        std, random = TARGETS[name][1], np.random.default_rng(number)
        for share in (0.0, 0.3, 1.0):  # of the points that are near a mode
            near = centers.numpy()[random.integers(0, max(1, int(share * len(centers))), 400)]
            near = near + random.normal(0, 1.5 * std, (400, 2))
            points = np.where(random.random((400, 1)) < share, near, random.uniform(-3, 3, (400, 2))).astype(np.float32)
            cases.append(_coverage(f"{name}, {share} near", points, centers.numpy(), std))
    square = [[0.0, 0.0], [1.5, 0.0], [0.0, 1.5], [1.5, 1.5]]
    at_reach = [[0.75, 0.0], [0.0, 0.75], [-0.75, 0.0], [0.45, 0.6], [0.7500001, 0.0], [0.74999994, 0.0], [0.75, 0.75]]
    cases.append(_coverage("at the threshold and between modes", at_reach, square, 0.25))
    cases.append(_coverage("a mode twice", [[0.0, 0.0], [0.1, 0.0]], [[0.0, 0.0], [0.0, 0.0]], 0.25))
    return cases + [_coverage("far from all", [[9.0, 9.0]], square, 0.25)]


def _coverage(name, points, centers, std):
    points, centers = np.asarray(points, np.float32), np.asarray(centers, float)
    found = mode_coverage(points, centers, std)
    case = {"name": name, "points": points.flatten().tolist(), "centers": centers.tolist(), "std": std}
    return case | {"captured": found.captured, "high_quality": found.high_quality, "counts": found.counts.tolist()}


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


CASES = {"coverage": coverage_cases, "networks": network_cases, "targets": target_cases}
