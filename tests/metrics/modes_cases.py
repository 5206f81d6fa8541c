"""Which modes points reach, as metrics.modes counts them."""

import itertools

import numpy as np

from gan_utils.data.toys import CENTERS, TARGETS
from gan_utils.metrics.modes import mode_coverage, regime


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


def regime_cases():
    """At each threshold, and a little to either side."""
    numbers = itertools.product((0, 3, 4, 5, 7, 8), (0.0, 0.24, 0.25, 0.49, 0.5, 1.0), (0.0, 0.49, 0.5, 3.0))
    return [[*each, regime(each[0], 8, each[1], each[2], radius=2.0)] for each in numbers]


CASES = {"coverage": coverage_cases, "regimes": regime_cases}
