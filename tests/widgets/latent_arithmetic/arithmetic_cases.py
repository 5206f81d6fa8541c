"""Arithmetic with faces, and faces of a kind, by the Python package."""

import itertools

import numpy as np

from gan_utils.models import READ, AttributeReader, DCGANGenerator
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets import LatentArithmetic
from gan_utils.widgets.latent_arithmetic.recipes import RECIPES, choose
from gan_utils.widgets.latent_arithmetic.widget import NOISE


def arithmetic_cases():
    cases = []
    networks = DCGANGenerator(16, 3, 32, 2), AttributeReader(32)
    groups = ([0], [1], [2]), ([5, 9, 400], [3, 3], list(range(10)))
    for seed, trays in itertools.product((0, 7, LARGEST_SEED), groups):
        widget = LatentArithmetic(*networks, seed=seed, **dict(zip("abc", trays)))
        for baseline, rescale in itertools.product(("none", "random"), (False, True)):
            widget.baseline, widget.rescale = baseline, rescale
            cases.append(
                {
                    "settings": {"seed": seed, "baseline": baseline, "rescale": rescale},
                    "width": 16,
                    "noise": NOISE,
                    "trays": trays,
                    "result": widget.result(),
                    "neighbours": widget.neighbours(),
                }
            )
    return cases


def search_cases():
    answers = np.random.default_rng(0).uniform(0, 1, (200, len(READ))) ** 0.3
    named = [dict(zip(READ, row)) for row in answers]
    found = []
    for recipe, count in itertools.product(RECIPES.values(), (1, 3, 10)):
        indices, sure = choose(answers, recipe, count)
        found.append({"recipe": recipe, "count": count, "indices": indices, "sure": sure})
    assert {case["sure"] for case in found} == {True, False}, "some kinds must be found, some only nearly"
    return {"answers": named, "found": found}


CASES = {"arithmetic": arithmetic_cases, "searches": search_cases}
