"""Cases at the ends of what the page's controls allow and numbers can hold, with their right values by mpmath."""

import itertools

import numpy as np
from mpmath import mp, mpf

from gan_utils.widgets.densities.densities import cells

from ..oracles import extremes
from ..widgets.densities.distances_cases import bump

COUNT = 1000  # the page's cells
NAMES = ("kl", "reverse_kl", "pearson", "hellinger", "js", "tv")
# Bumps at the ends of what their controls allow.
ENDS = {
    "narrow bells at both ends": ([bump("bell", 4.0, 0.4)], [bump("bell", -4.0, 0.4)]),
    "a narrow bell against a wide one": ([bump("bell", 4.0, 0.4)], [bump("bell", -4.0, 2.0)]),
    "a needle of a box in a wide bell": ([bump("box", -4.0, 0.05)], [bump("bell", 4.0, 2.0)]),
    "boxes at both ends": ([bump("box", 4.0, 0.05)], [bump("box", -4.0, 0.05)]),
    "a light bump far away": (
        [bump("bell", 4.0, 0.4, 0.05), bump("bell", -4.0, 0.4, 1.0)],
        [bump("bell", 4.0, 0.4, 1.0)],
    ),
    "bells a cell apart": ([bump("bell", 0.0, 2.0)], [bump("bell", 0.02, 2.0)]),
    "bells next to each other": ([bump("bell", 0.0, 2.0)], [bump("bell", 1e-6, 2.0)]),
}
OPPOSITE = [([1.0, 0.0], [-1.0, 0.0], 0.5), ([1.0, 0.0], [-2.0, 1e-7], 0.3), ([1e200, 1e200], [-1e-200, -1e-200], 0.9)]
COUNTS = [
    (0, 1),
    (1, 1),
    (0, 8),
    (8, 8),
    (1, 2),
    (0, 2000),
    (1, 2000),
    (1999, 2000),
    (2000, 2000),
    (1000, 2000),
    (1, 10**6),
]
# Data, weights, means and stds of MleFitter: a component that reaches no number, or hardly one.
STEPS = [
    ([-0.14, 2.0, 2.1], (0.5, 0.5), (-4.0, 2.0), (0.1, 0.3)),
    ([1.0, 1.5, 4.0], (0.02, 0.98), (-4.0, 4.0), (0.1, 0.1)),
    ([-4.0, 4.0], (0.98, 0.02), (-4.0, -4.0), (0.1, 0.1)),
    ([-4.0, 4.0, 4.0], (0.5, 0.5), (4.0, -4.0), (4.0, 0.1)),
    ([0.0, 0.01], (0.5, 0.5), (4.0, -4.0), (0.1, 0.1)),
]
RATIOS = [(0.0, -800.0), (1e-300, -800.0), (1e-300, -1300.0), (0.5, 800.0), (0.5, -700.0), (5e-324, -740.0), (1.0, 0.0)]
TABLES = {
    "a denormal chance": [[1.0, 5e-324], [1.0, 0.0]],
    "one in a denormal many": [[1.0, 5e-324], [5e-324, 1.0]],
    "the same but for the last digits": [[0.5, 0.5], [0.5 + 2**-50, 0.5 - 2**-50]],
    "the same": [[0.1, 0.2, 0.7]] * 8,
    "sure of each": np.eye(6).tolist(),
    "tiny and sure": [[1e-300, 1.0]] * 2 + [[1.0, 1e-300]] * 2,
}
# Mean, stds and angle of both Gaussians at the ends of FrechetByHand's controls.
GAUSSIANS = [
    (((4.0, -4.0), (2.0, 0.2), 180.0), ((-4.0, 4.0), (0.2, 2.0), -180.0)),
    (((0.0, 0.0), (2.0, 0.2), 30.0), ((0.0, 0.0), (2.0, 0.2), 30.0)),
    (((0.0, 0.0), (2.0, 0.2), 30.0), ((0.0, 0.0), (2.0, 0.2), 30.0 + 1e-6)),
    (((0.0, 0.0), (0.2, 0.2), 0.0), ((1e-9, 0.0), (0.2, 0.2), 90.0)),
    (((0.0, 0.0), (2.0, 0.2), 0.0), ((0.0, 0.0), (2.0, 0.2), 90.0)),
]


def extreme_cases():
    arcs = [{"a": a, "b": b, "t": t, "point": list(map(float, extremes.arc(a, b, t)))} for a, b, t in extremes.ARCS]
    intervals = [{"count": pair, "ends": list(map(float, extremes.wilson(*pair, 0.95)))} for pair in COUNTS]
    return {
        "distributions": [_distances(name, *pair) for name, pair in (_padded() | _at_the_ends()).items()],
        "arcs": arcs,
        "opposite": [{"a": a, "b": b, "t": t} for a, b, t in OPPOSITE],
        "intervals": intervals,
        "tails": [{"count": pair, "p": _two_sided(*pair)} for pair in COUNTS if pair[1] <= 2000],
        "steps": [_step(*step) for step in STEPS],
        "ratios": [{"p": p, "logit": logit, "q": float(mpf(p) * mp.exp(-mpf(logit)))} for p, logit in RATIOS],
        "tables": [_score(name, rows) for name, rows in TABLES.items()],
        "gaussians": [_frechet(*pair) for pair in GAUSSIANS],
        "roots": _roots(),
    }


def _padded():
    """The oracle's distributions over a few of the cells."""
    whole = {name: [np.array(part) / np.sum(part) for part in pair] for name, pair in extremes.DISTRIBUTIONS.items()}
    return {name: [np.pad(part, (400, COUNT - 400 - len(part))) for part in pair] for name, pair in whole.items()}


def _at_the_ends():
    return {name: [cells(part) for part in pair] for name, pair in ENDS.items()}


def _distances(name, p, q):
    both = [(a, b) for a, b in zip(p, q) if a or b]
    found = {each: extremes.divergence(each, *zip(*both)) for each in NAMES}
    found["js"] /= 2  # the paper's is twice the divergence
    return {"name": name, "p": p, "q": q, "found": {each: float(value) for each, value in found.items()}}


def _two_sided(correct, total):
    ways = [mp.binomial(total, k) for k in range(total + 1)]
    return float(mp.fsum(way for way in ways if way <= ways[correct]) / mpf(2) ** total)


def _step(data, weights, means, stds):
    """One step of EM, before the page keeps it in its ranges."""
    heights = [
        [mpf(w) / mpf(s) * mp.exp(-(((mpf(x) - mpf(m)) / mpf(s)) ** 2) / 2) for w, m, s in zip(weights, means, stds)]
        for x in data
    ]
    shares = [[height / mp.fsum(row) for height in row] for row in heights]
    found = {"weights": [], "means": [], "stds": []}
    for k in range(2):
        whole = mp.fsum(row[k] for row in shares)
        mean = mp.fsum(row[k] * mpf(x) for row, x in zip(shares, data)) / whole
        variance = mp.fsum(row[k] * (mpf(x) - mean) ** 2 for row, x in zip(shares, data)) / whole
        for name, value in zip(found, (whole / len(data), mean, mp.sqrt(variance))):
            found[name].append(float(value))
    return {"data": data, "model": {"weights": weights, "means": means, "stds": stds}, "found": found}


def _score(name, rows):
    marginal = [mp.fsum(map(mpf, column)) / len(rows) for column in zip(*rows)]
    terms = [mpf(p) * mp.log(mpf(p) / q) for row in rows for p, q in zip(row, marginal) if p]
    score = mp.exp(mp.fsum(terms) / len(rows))
    return {"name": name, "table": np.ravel(rows), "classes": len(rows[0]), "score": float(score)}


def _frechet(real, generated):
    """By the closed form of 2 x 2 matrices: the trace of their product's root is sqrt(trace + 2 sqrt(determinant))."""
    (mean_1, cov_1), (mean_2, cov_2) = (_moments(*each) for each in (real, generated))
    product = cov_1 * cov_2
    root = mp.sqrt(product[0, 0] + product[1, 1] + 2 * mp.sqrt(mp.det(cov_1) * mp.det(cov_2)))
    means = mp.fsum((a - b) ** 2 for a, b in zip(mean_1, mean_2))
    traces = mp.fsum(cov[i, i] for cov in (cov_1, cov_2) for i in (0, 1))
    both = [{"mean": mean, "stds": stds, "angle": angle} for mean, stds, angle in (real, generated)]
    return {"both": both, "means": float(means), "distance": float(means + traces - 2 * root)}


def _moments(mean, stds, angle):
    turn = mp.radians(mpf(angle))
    factor = mp.matrix([[mp.cos(turn), -mp.sin(turn)], [mp.sin(turn), mp.cos(turn)]]) * mp.diag(list(map(mpf, stds)))
    return list(map(mpf, mean)), factor * factor.T


def _roots():
    """Maps of simultaneous steps with momentum: as complex numbers z' = (1 + i lr + m) z - m z-before."""
    cases = []
    for lr, momentum in itertools.product((1e-8, 0.01, 2.5), (-0.95, 0.05, 0.95)):
        middle = mp.mpc(1 + mpf(momentum), mpf(lr)) / 2
        gap = mp.sqrt(middle**2 - mpf(momentum))
        pair = [[float(each.real), float(each.imag)] for each in (middle + gap, middle - gap)]
        cases.append({"lr": lr, "momentum": momentum, "values": [*pair, *([re, -im] for re, im in pair)]})
    return cases


CASES = {"extremes": extreme_cases}
