"""Distances between densities of bumps, their gradients by a move of q, and what witnesses find of them."""

import math

import numpy as np
import torch

from gan_utils.divergences import F_DIVERGENCES, f_divergence
from gan_utils.widgets.bound_explorer.widget import KNOTS
from gan_utils.widgets.densities.densities import CELL, MIDDLES, PRESETS, cells, moved
from gan_utils.widgets.divergence_explorer.widget import DISTANCES, gradient


def bump(kind, mean, width, weight=1.0):
    return {"kind": kind, "mean": mean, "width": width, "weight": weight}


PAIRS = {
    **{name: (preset["p"], preset["q"]) for name, preset in PRESETS.items()},
    "equal bells": ([bump("bell", 0.3, 0.8)], [bump("bell", 0.3, 0.8, 0.5)]),
    "equal boxes": ([bump("box", 0.31, 0.8)], [bump("box", 0.31, 0.8)]),
    "a box in a box": ([bump("box", 0.0, 0.5)], [bump("box", 0.2, 1.5)]),
    "boxes with an end in common": ([bump("box", 0.0, 0.5)], [bump("box", 0.7, 0.2)]),
    "boxes that touch": ([bump("box", -1.0, 1.0)], [bump("box", 1.0, 1.0)]),
    "a box almost at the end of another": ([bump("box", 0.0, 0.5)], [bump("box", 0.52, 1.04)]),
    "bells as far apart and narrow as can be": ([bump("bell", 4.0, 0.4)], [bump("bell", -4.0, 0.4)]),
    "the widest bells": ([bump("bell", 4.0, 2.0)], [bump("bell", -4.0, 2.0)]),
}


def _random_pairs():
    random = np.random.default_rng(0)

    def density():
        kinds = random.choice(["bell", "box"], random.integers(1, 3), p=[0.7, 0.3])
        return [
            bump(
                str(kind),
                float(random.uniform(-4, 4)),
                float(random.uniform(0.4 if kind == "bell" else 0.05, 2)),
                float(random.uniform(0.05, 1)),
            )
            for kind in kinds
        ]

    return {f"random pair {number}": (density(), density()) for number in range(30)}


def distance_cases():
    cases = []
    for name, (p, q) in (PAIRS | _random_pairs()).items():
        distances = {key: distance(cells(p), cells(q)) for key, distance in DISTANCES.items()}
        slopes = {key: gradient(key, p, q) for key in DISTANCES}
        case = {"name": name, "p": p, "q": q, "cells": [cells(p), cells(q)], "distances": distances}
        cases.append(case | {"gradients": slopes, "curve": _curve(p, q) if name in PRESETS else None})
    return cases


def _curve(p, q):
    """Distances at a few of the places of the page's curves, by the number of the cell that q is moved."""
    means = [each["mean"] for each in q]
    shifts = np.linspace(math.ceil((-4 - min(means)) / CELL - 1e-6), (4 - max(means)) / CELL + 1e-6, 5)
    shifts = shifts[0] + 5 * np.floor((shifts - shifts[0]) / 5)
    weights = np.array([each["weight"] for each in q])
    mean = float(weights @ means / weights.sum())
    moves = [(mean + CELL * k, cells(moved(q, k * CELL))) for k in shifts]
    return [[place, [distance(cells(p), now) for distance in DISTANCES.values()]] for place, now in moves]


def bound_cases():
    """Random witnesses; knots that follow T*; and the way in which a step of ascent goes."""
    random = np.random.default_rng(1)
    pairs = {name: pair for name, pair in (PAIRS | _random_pairs()).items() if not name.startswith("bells as far")}
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


def erfc_cases():
    xs = np.concatenate([np.linspace(-6, 26.5, 400), [0.0, 2.0, np.nextafter(2, 0), 1e-12]])
    return {"xs": xs, "values": [math.erfc(x) for x in xs]}


CASES = {"bounds": bound_cases, "distances": distance_cases, "erfc": erfc_cases}
