"""Which images RealOrFake shows, and what answers amount to."""

import itertools
import math
import statistics

import numpy as np
import torch

from gan_utils.metrics.human import binomial_test, wilson_interval
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets import RealOrFake


def deal_cases():
    """First games: among few images, which come round again, and among many."""
    cases = []
    for seed, count, (real, made) in itertools.product((0, 7, LARGEST_SEED), (20, 100), ((8, 8), (60, 200))):
        opponents = {"one": torch.zeros(made, 1, 4, 4), "two": torch.zeros(9, 1, 4, 4)}
        for opponent in opponents:
            game = RealOrFake(torch.zeros(real, 1, 4, 4), opponents, seed=seed, count=count, opponent=opponent)
            sets = [{"name": "real", "count": real}, {"name": "one", "count": made}, {"name": "two", "count": 9}]
            cases.append({"seed": seed, "sets": sets, "opponent": opponent, "dealt": game.dealt()})
    return cases


def summary_cases():
    """Answers of readers who know little or much, some of which do not count, and what they amount to."""
    random, cases = np.random.default_rng(5), []
    for count, skill, out in itertools.product((0, 1, 5, 20, 100), (0.1, 0.5, 0.8, 1.0), (0.0, 0.2)):
        trials = []
        for _ in range(count):
            real, right = random.random() < 0.5, random.random() < skill
            trials.append(
                {
                    "truth": "real" if real else "fake",
                    "answer": "real" if real == right else "fake",
                    "counted": bool(random.random() >= out),
                    "answer_ms": float(random.integers(200, 3000)),
                }
            )
        cases.append({"trials": trials, "expected": _summary(trials)})
    return cases


def _summary(trials):
    told = [(t["truth"], t["truth"] == t["answer"], t["answer_ms"]) for t in trials if t["counted"]]
    right, total = sum(correct for _, correct, _ in told), len(told)

    def mean(values):
        return float(np.mean(values)) if values else math.nan

    return {
        "total": total,
        "right": right,
        "left": len(trials) - total,
        "p": binomial_test(right, total) if told else math.nan,
        "interval": wilson_interval(right, total) if told else [math.nan, math.nan],
        "share": mean([correct for _, correct, _ in told]),
        "error": mean([not correct for _, correct, _ in told]),
        "real": mean([correct for truth, correct, _ in told if truth == "real"]),
        "fake": mean([correct for truth, correct, _ in told if truth == "fake"]),
        "time": statistics.median(time for *_, time in told) if told else math.nan,
    }


CASES = {"deals": deal_cases, "summaries": summary_cases}
