"""Which digits data.spoil chooses, copies and how it distorts them."""

import itertools

import numpy as np

from gan_utils.data import digits, spoil
from gan_utils.seeded import LARGEST_SEED

SETTINGS = [
    {"drop": 0, "variety": 1.0, "memorise": 0.0, "seed": 0},
    {"drop": 0, "variety": 0.0, "memorise": 0.0, "seed": 1},
    {"drop": 5, "variety": 0.5, "memorise": 0.31, "seed": LARGEST_SEED},
    {"drop": 9, "variety": 0.07, "memorise": 0.0, "seed": 2},
    {"drop": 2, "variety": 1.0, "memorise": 1.0, "seed": 3},
]


def spoil_cases():
    """What is chosen and copied, and some images distorted in every way."""
    images, labels = digits.load("test")
    labels = labels[:120].tolist()
    chosen = []
    for settings, count in itertools.product(SETTINGS, (50, 200)):
        places = spoil.chosen(labels, count, settings["drop"], settings["variety"], settings["seed"])
        copies = spoil.copied(count, settings["memorise"], settings["seed"])
        chosen.append({"settings": settings, "count": count, "places": places.tolist(), "copies": copies.tolist()})
    distorted, places = [], np.array([0, 5, 119])
    for blur, noise, shift in ((0, 0, 0), (0.3, 0, 0), (1.0, 0, 0), (3.0, 0, 0), (0, 0.4, 0), (0, 0, 6), (1.7, 1.0, 2)):
        settings = {"blur": blur, "noise": noise, "shift": shift, "seed": LARGEST_SEED}
        made = spoil.distorted(images[places], places, **settings)
        distorted.append({"settings": settings, "pixels": made.flatten(1).tolist()})
    return {
        "labels": labels,
        "chosen": chosen,
        "places": places.tolist(),
        "distorted": distorted,
        "images": images[places].flatten(1).tolist(),
    }


CASES = {"spoils": spoil_cases}
