"""Where data.toys puts its points."""

import numpy as np
import torch

from gan_utils.data.toys import CENTERS, LINES, TARGETS, mixture, sample
from gan_utils.seeded import uniforms

POINTS = 300
DRAWN = [[0.5, -1.25], [2.0, 0.75], [-1.5, 0.25]]


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


CASES = {"targets": target_cases}
