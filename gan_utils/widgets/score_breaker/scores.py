"""The seven scores of ScoreBreaker, and how far each of them moves by chance alone."""

from typing import Any

import numpy as np

from gan_utils.arrays import Array
from gan_utils.metrics.frechet import fid
from gan_utils.metrics.inception import inception_score
from gan_utils.metrics.kernel import kid
from gan_utils.metrics.neighbours import prdc

NEIGHBOURS = 5
PAIRS = 30  # of sets of real digits, to learn how much a score moves by chance
# Each score, its name for people, and whether more of it is better (1) or worse (-1).
SCORES = {
    "is": ("Inception Score", 1),
    "fid": ("FID", -1),
    "kid": ("KID", -1),
    "precision": ("precision", 1),
    "recall": ("recall", 1),
    "density": ("density", 1),
    "coverage": ("coverage", 1),
}


def scores_of(real: Array, features: Array, probabilities: Array) -> dict[str, float]:
    """The scores of images with these features and probabilities, by the names of ``SCORES``."""
    found: list[Any] = [
        inception_score(probabilities, 1)[0],
        fid(real, features),
        kid(real, features),
        *prdc(real, features, NEIGHBOURS),
    ]
    return {name: float(value) for name, value in zip(SCORES, found)}


def by_chance(features: Array, probabilities: Array, count: int) -> list[dict[str, Any]]:
    """Of each score its names, its better side, and mean and standard deviation when nothing is spoilt.

    ``PAIRS`` times two sets of ``count`` images with nothing in common are drawn, and scored against each other.
    """
    random, found = np.random.default_rng(0), []
    for _ in range(PAIRS):
        order = random.permutation(len(features))
        a, b = order[:count], order[count : 2 * count]
        found.append(scores_of(features[a], features[b], probabilities[b]))
    return [
        {"name": name, "label": label, "better": better} | _spread([each[name] for each in found])
        for name, (label, better) in SCORES.items()
    ]


def _spread(values: list[float]) -> dict[str, float]:
    return {"mean": float(np.mean(values)), "std": max(float(np.std(values, ddof=1)), 1e-12)}  # it is divided by
