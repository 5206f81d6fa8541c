"""Seeded streams of uniform and normal numbers, as the Python package draws them."""

import itertools

from gan_utils.seeded import LARGEST_SEED, later_seed, normals, shuffled, uniforms


def seeded_cases():
    cases = []
    for seed, start in itertools.product((0, 1, 7, 2**31, 123456789, LARGEST_SEED), (0, 1, 1000, 2**20)):
        streams = {"uniforms": uniforms(seed, 64, start), "normals": normals(seed, 64, start)}
        streams |= {"order": shuffled(seed, 64, start).tolist(), "later": later_seed(seed, start)}
        cases.append({"seed": seed, "start": start, **streams})
    return cases


CASES = {"seeded": seeded_cases}
