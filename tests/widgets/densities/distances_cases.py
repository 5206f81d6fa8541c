"""Distances between densities of bumps, their gradients by a move of q."""

import math

import numpy as np

from gan_utils.widgets.densities.densities import CELL, PRESETS, cells, moved
from gan_utils.widgets.divergence_explorer.widget import DISTANCES, gradient


def bump(kind, mean, width, weight=1.0):
    return {"kind": kind, "mean": mean, "width": width, "weight": weight}


PAIRS = {
    **{name: (preset["p"], preset["q"]) for name, preset in PRESETS.items()},
    "a model where its KL is least": (PRESETS["two bumps, one model"]["p"], [bump("bell", -0.4, 0.7)]),
    "equal bells": ([bump("bell", 0.3, 0.8)], [bump("bell", 0.3, 0.8, 0.5)]),
    "equal boxes": ([bump("box", 0.31, 0.8)], [bump("box", 0.31, 0.8)]),
    "a box in a box": ([bump("box", 0.0, 0.5)], [bump("box", 0.2, 1.5)]),
    "boxes with an end in common": ([bump("box", 0.0, 0.5)], [bump("box", 0.7, 0.2)]),
    "boxes that touch": ([bump("box", -1.0, 1.0)], [bump("box", 1.0, 1.0)]),
    "a box almost at the end of another": ([bump("box", 0.0, 0.5)], [bump("box", 0.52, 1.04)]),
    "bells as far apart and narrow as can be": ([bump("bell", 4.0, 0.4)], [bump("bell", -4.0, 0.4)]),
    "the widest bells": ([bump("bell", 4.0, 2.0)], [bump("bell", -4.0, 2.0)]),
}


def random_pairs():
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
    for name, (p, q) in (PAIRS | random_pairs()).items():
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


def erfc_cases():
    xs = np.concatenate([np.linspace(-6, 26.5, 400), [0.0, 2.0, np.nextafter(2, 0), 1e-12]])
    return {"xs": xs, "values": [math.erfc(x) for x in xs]}


CASES = {"distances": distance_cases, "erfc": erfc_cases}
