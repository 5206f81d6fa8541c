"""What right answers tell, as metrics.human has it."""

import itertools

import numpy as np

from gan_utils.metrics.human import binomial_test, hype_staircase, wilson_interval

TOTALS = [*range(1, 31), 40, 77, 100, 400, 2000]


def count_cases():
    """Of every count of right answers: p and the interval; of every total: the fewest that tell."""
    cases = []
    for total in TOTALS:
        ps = [binomial_test(right, total) for right in range(total + 1)]
        telling = [right for right in range(total + 1) if right > total / 2 and ps[right] < 0.05]
        ends = [wilson_interval(right, total) for right in range(total + 1)]
        cases.append({"total": total, "ps": ps, "ends": ends, "fewest": min(telling, default=None)})
    return cases


def staircase_cases():
    random, cases = np.random.default_rng(3), []
    for trials, share, settings in itertools.product(
        (0, 1, 7, 8, 9, 20, 101),
        (0.0, 0.5, 0.75, 1.0),
        ({}, {"start": 130.0, "down": 7.5, "up": 40.0, "shortest": 120.0, "longest": 333.0}),
    ):
        correct = (random.random(trials) < share).tolist()
        exposures, threshold = hype_staircase(correct, **settings)
        cases.append({"correct": correct, "settings": settings, "exposures": exposures, "threshold": threshold})
    return cases


CASES = {"counts": count_cases, "staircases": staircase_cases}
