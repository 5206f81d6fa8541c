"""Ways between latent points, as the Python package goes them."""

import itertools
import math

import numpy as np

from gan_utils import latent
from gan_utils.seeded import normals


def path_cases():
    rng = np.random.default_rng(0)
    a, b, c = rng.standard_normal((3, 64))
    pairs = {
        "usual": (a, b),
        "equal": (a, a),
        "parallel": (a, 3 * a),
        "almost parallel": (a, a + 1e-9 * b),
        "from 0": (0 * a, b),
        "to 0": (a, 0 * b),
        "long": (1e100 * a, b),
        "opposite": (a, -2 * a),
        "short": (a[:1], b[:1]),
    }
    cases = []
    for (name, (p, q)), t in itertools.product(pairs.items(), (0.0, 0.25, 0.5, 0.9, 1.0)):
        cosine = float(p @ q) / (math.sqrt(p @ p) * math.sqrt(q @ q) or 1.0)
        turn = None if cosine < -1 + 1e-12 else latent.slerp(p, q, t)
        cases.append({"name": name, "a": p, "b": q, "t": t, "lerp": latent.lerp(p, q, t), "slerp": turn})
    blends = []
    for method, weights in itertools.product(latent.PATHS, ((1, 0, 0), (0, 1, 0), (0, 0, 1), (0.2, 0.3, 0.5))):
        path, (wa, wb, wc) = latent.PATHS[method], weights
        point = path(path(a, b, wb / (wa + wb)), c, wc) if wa + wb else c
        blends.append({"method": method, "corners": [a, b, c], "weights": weights, "point": point})
    return {"pairs": cases, "blends": blends}


def walk_cases():
    corners = normals(3, 3 * 16).reshape(3, 16)
    path = np.vstack([corners, corners[:1]])
    return [{"method": m, "path": path, "steps": 8, "walk": latent.walk(path, 8, m)} for m in latent.PATHS]


CASES = {"paths": path_cases, "walks": walk_cases}
