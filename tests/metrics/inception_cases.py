"""Inception Scores of tables of probabilities, and their parts, as the Python package has them."""

import itertools

import numpy as np

from gan_utils.metrics.inception import inception_score
from gan_utils.widgets.inception_score_by_hand.widget import MIXED, PRESETS


def inception_cases():
    """The widget's tables, random ones from nearly even to nearly sure, and the ends of the score's range."""
    random = np.random.default_rng(0)
    tables = {"mixed": np.array(MIXED)} | {name: np.array(rows) for name, rows in PRESETS.items()}
    for sharpness, (rows, classes) in itertools.product((0.05, 0.3, 1.0, 20.0), ((2, 2), (6, 4), (300, 10))):
        tables[f"{rows} x {classes}, {sharpness}"] = random.dirichlet(np.full(classes, sharpness), rows)
    tables |= {"one of each": np.eye(10), "one class": np.eye(5)[[2] * 7], "even": np.full((4, 3), 1 / 3)}
    tables["sums off by rounding"] = random.dirichlet(np.ones(10), 50).astype(np.float32).astype(np.float64)
    return [_case(name, table) for name, table in tables.items()]


def _case(name, table):
    marginal = table.mean(axis=0)
    # Each row's divergence, apart from metrics.inception: as its cross-entropy less its entropy.
    cross = -np.array([sum(p * np.log(q) for p, q in zip(row, marginal) if p) for row in table])
    entropies = np.array([entropy(row) for row in table])
    return {
        "name": name,
        "table": table.ravel(),
        "classes": table.shape[1],
        "score": inception_score(table, splits=1)[0],
        "marginal": marginal,
        "divergences": cross - entropies,
        "conditionalEntropy": entropies.mean(),
        "marginalEntropy": entropy(marginal),
    }


def entropy(p):
    return float(-sum(x * np.log(x) for x in p if x))


CASES = {"inception": inception_cases}
