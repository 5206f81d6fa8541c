"""What witnesses find of the divergence of two densities, and the way up, as the Python package has it."""

import math

import numpy as np
import torch

from gan_utils.divergences import F_DIVERGENCES, f_divergence
from gan_utils.widgets.bound_explorer.widget import KNOTS
from gan_utils.widgets.densities.densities import CELL, MIDDLES, cells

from ..densities.distances_cases import PAIRS, random_pairs


def bound_cases():
    """Random witnesses; knots that follow T*; and the way in which a step of ascent goes."""
    random = np.random.default_rng(1)
    pairs = {name: pair for name, pair in (PAIRS | random_pairs()).items() if not name.startswith("bells as far")}
    cases = []
    for number, (name, (p, q)) in enumerate(list(pairs.items())[:20]):
        for row in F_DIVERGENCES:
            knots = random.uniform(-5, 5, 13) * (0.2 if number % 2 else 1)
            both = [cells(p), cells(q)]
            case = {"name": f"{row}, {name}", "row": row, "p": p, "q": q, "knots": knots.tolist()}
            way, found = _ascent(row, *both, knots)
            case |= {"divergence": f_divergence(row, *both), "bound": found, "way": way}
            case["best"] = _best_knots(row, *both)
            cases.append(case)
    return cases


def _ascent(row, p, q, knots):
    """The bound, and its gradient by each knot over the mass that the knot sees."""
    hats = torch.from_numpy(np.stack([np.interp(MIDDLES, KNOTS, one) for one in np.eye(13)]))
    p, q = torch.from_numpy(p), torch.from_numpy(q)
    v = torch.tensor(knots, requires_grad=True)
    t = F_DIVERGENCES[row].activation(v @ hats)
    found = p @ t - q @ F_DIVERGENCES[row].conjugate(t)
    found.backward()
    seen = hats @ (p + q)
    return torch.where(seen > 0, v.grad / seen, 0.0).tolist(), found.item()


def _best_knots(row, p, q):
    """The v of T* in the cells where the knots are; the activation's inverse, found by bisection."""
    at = np.floor(KNOTS / CELL + 1e-9).astype(int) + 500
    wanted = []
    for a, b in zip(p[at], q[at]):
        low, high = -5.0, 5.0
        ratio = torch.tensor(1.0 if a == b == 0 else a / b if b else math.inf, dtype=torch.float64)
        best = float(F_DIVERGENCES[row].witness(ratio)) if 0 < ratio < math.inf else math.copysign(math.inf, ratio - 1)
        if row == "pearson" and ratio == 0:
            best = -2.0
        for _ in range(60):
            middle = (low + high) / 2
            if float(F_DIVERGENCES[row].activation(torch.tensor(middle, dtype=torch.float64))) < best:
                low = middle
            else:
                high = middle
        wanted.append(low)
    return wanted


CASES = {"bounds": bound_cases}
