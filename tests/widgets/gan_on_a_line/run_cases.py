"""A GAN on a line as the page shows it: what D's values mean, the best D, densities and distances."""

import numpy as np
import torch

from gan_utils.data import toys
from gan_utils.divergences import wasserstein_1
from gan_utils.divergences.table import F_DIVERGENCES
from gan_utils.losses import OBJECTIVES

VALUES = torch.linspace(-5, 5, 41, dtype=torch.float64)
PAIRS = [(0.5, 0.5), (0.1, 0.9), (0.9, 0.1), (1e-3, 2.0), (2.0, 1e-3), (0.3, 0.30001)]


def line_cases():
    return {"views": [_view(name) for name in OBJECTIVES], "densities": _densities(), "distances": _distances()}


def _view(name):
    objective, p, q = OBJECTIVES[name], *torch.tensor(PAIRS, dtype=torch.float64).T
    shown, best = VALUES, None
    if objective.head == "logit":
        shown, best = VALUES.sigmoid(), p / (p + q)
    elif name == "lsgan":
        best = p / (p + q)
    elif name == "hinge":
        best = (p - q).sign()
    elif name.startswith("fgan_"):
        row = F_DIVERGENCES[name.removeprefix("fgan_")]
        shown, best = row.activation(VALUES), row.witness(p / q)
    case = {"name": name, "values": VALUES.tolist(), "shown": shown.tolist(), "pairs": PAIRS}
    return case | {"best": None if best is None else best.tolist()}


def _densities():
    x = torch.linspace(-4, 4, 161, dtype=torch.float64)
    return {name: toys.log_prob(name, x[:, None]).exp().tolist() for name in toys.LINES}


def _distances():
    random = np.random.default_rng(4)
    pairs = [random.normal(size=(2, 50)), random.normal(size=(2, 1)), np.sort(random.uniform(-3, 3, (2, 333)), axis=1)]
    pairs += [np.array([[1.0, 1.0, 2.0], [2.0, 1.0, 1.0]]), np.array([[-1.0, 5.0], [3.0, -7.5]])]
    return [{"a": a, "b": b, "w1": wasserstein_1(a, b)} for a, b in pairs]


CASES = {"lines": line_cases}
