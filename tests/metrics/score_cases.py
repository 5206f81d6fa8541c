"""All seven scores of some sets, as the Python package has them."""

import itertools

import numpy as np

from gan_utils.metrics.frechet import fid
from gan_utils.metrics.inception import inception_score
from gan_utils.metrics.kernel import kid
from gan_utils.metrics.neighbours import prdc

REAL = 60


def score_cases():
    """Rows of features, and every score of rows that are chosen among them: others, the same again, real ones."""
    random = np.random.default_rng(1)
    features = np.maximum(random.normal(size=(150, 11)), 0).astype(np.float32)
    features[REAL:] *= 1.2
    grid = random.integers(0, 3, (150, 11)).astype(np.float32)  # nearly every distance comes many times
    probabilities = random.dirichlet(np.full(10, 0.2), 150)
    chosen = {
        "others": np.arange(REAL, 2 * REAL),
        "one many times": np.arange(REAL) % 7 + REAL,
        "copies": np.arange(REAL),
        "fewer": np.arange(100, 120),
        "some copies": np.where(np.arange(REAL) % 3, np.arange(REAL), 70 + np.arange(REAL)),
    }
    cases = []
    for (kind, rows), (name, places) in itertools.product({"real": features, "whole": grid}.items(), chosen.items()):
        real, made = rows[:REAL], rows[places]
        scores = {"is": inception_score(probabilities[places], 1)[0], "fid": fid(real, made), "kid": kid(real, made)}
        scores |= prdc(real, made, 5)._asdict()
        cases.append({"name": f"{name}, {kind} numbers", "kind": kind, "places": places.tolist(), "scores": scores})
    tables = {"real": features.tolist(), "whole": grid.tolist()}
    return {"tables": tables, "count": REAL, "probabilities": probabilities, "cases": cases}


CASES = {"scores": score_cases}
