"""What a tray can be filled with: faces of a kind, chosen by what the attribute reader says of them."""

from typing import Any

import numpy as np

from gan_utils.arrays import Array
from gan_utils.models import READ


def _kind(sure: float = 0.9, **wanted: int) -> dict[str, Any]:
    """Faces that have an attribute (1) or have it not (0), each as surely as ``sure``, if the network is right."""
    return {"wanted": wanted, "sure": sure}


_PLAIN = {"beard": 0, "hat": 0}
# Smiles and turns have degrees, and their ends are rare.
RECIPES = {
    "short hair, glasses": _kind(long_hair=0, glasses=1, **_PLAIN),
    "short hair, no glasses": _kind(long_hair=0, glasses=0, **_PLAIN),
    "long hair, no glasses": _kind(long_hair=1, glasses=0, **_PLAIN),
    "long hair, glasses": _kind(long_hair=1, glasses=1, **_PLAIN),
    "beard": _kind(beard=1),
    "no beard": _kind(beard=0),
    "hat": _kind(hat=1),
    "smiling": _kind(0.75, smile=1),
    "not smiling": _kind(0.75, smile=0),
    "turned left": _kind(0.75, head_turn=0),
    "turned right": _kind(0.75, head_turn=1),
}
FILLED = {"a": "short hair, glasses", "b": "short hair, no glasses", "c": "long hair, no glasses"}  # at the start


def choose(answers: Array, recipe: dict[str, Any], count: int) -> tuple[list[int], bool]:
    """The first ``count`` faces that surely are as a recipe wants them; where there are too few, the nearest ones.

    Args:
        answers: the attribute reader's, shape ``(N, len(READ))``.
        recipe: one of ``RECIPES``.
    Returns:
        the faces' indices, and whether all of them are sure.

    >>> answers = np.full((4, len(READ)), 0.5)
    >>> answers[:, READ.index("hat")] = 0.1, 0.95, 0.6, 0.99
    >>> choose(answers, RECIPES["hat"], 2), choose(answers, RECIPES["hat"], 3)
    (([1, 3], True), ([3, 1, 2], False))
    """
    wanted = [(answers[:, READ.index(name)], has) for name, has in recipe["wanted"].items()]
    weakest = np.min([answer if has else 1 - answer for answer, has in wanted], axis=0)
    sure = np.flatnonzero(weakest > recipe["sure"])[:count]
    if len(sure) == count:
        return sure.tolist(), True
    return np.argsort(-weakest, kind="stable")[:count].tolist(), False
