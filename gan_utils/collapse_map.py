"""The map of collapse on the ring of eight: what ``tools.experiments.collapse_map`` found, cell by cell."""

import math
import statistics
from collections import Counter
from functools import cache
from typing import Any, NamedTuple

from gan_utils import experiments
from gan_utils.checks import one_of
from gan_utils.metrics import Regime, regime

RADIUS = 2.0  # of ``data.toys.ring``


class Cell(NamedTuple):
    """A method at one pair of learning rates.

    ``regimes`` has the regime of each seed at the look asked for, in the order of the seeds.
    ``captured`` is the median number of modes, ``high_quality`` the median share of good samples, ``seconds`` the
    processor time of all seeds together.
    """

    lr: float
    lr_d: float
    regimes: tuple[Regime, ...]
    captured: float
    high_quality: float
    seconds: float

    def share(self, kind: Regime) -> float:
        """The share of the seeds in this regime."""
        return Counter(self.regimes)[kind] / len(self.regimes)


@cache
def _results() -> dict[str, Any]:
    return experiments.read("collapse-map")


def methods() -> list[str]:
    """The methods that the map knows, the plain GAN first.

    >>> methods()[0]
    'plain'
    """
    return list(_results()["methods"])


def others() -> list[str]:
    """What else was changed of the plain GAN, one number at a time, as ``cells`` takes it.

    >>> others()[:2]
    ['batch 32', 'batch 512']
    """
    return list(_results()["others"])


def rates() -> list[float]:
    """The learning rates of the map, of G and of D alike.

    >>> len(rates()), rates()[0], rates()[-1]
    (9, 0.0001, 0.01)
    """
    found: list[float] = _results()["rates"]
    return found


def cells(method: str, steps: int = 3000, after: int | None = None) -> list[Cell]:
    """The cells of a method that were run for so many steps; fewer than the whole grid where they are expensive.

    Args:
        after: what they had come to after so many steps, a third, two thirds or all of ``steps``; at the end if None.
    Raises:
        ValueError: for a method that the map does not know, or steps after which nobody looked.

    >>> cell = next(cell for cell in cells("plain") if (cell.lr, cell.lr_d) == (1e-3, 3e-4))
    >>> cell.share("hops"), cell.captured
    (1.0, 1.0)
    """
    results = _results()
    one_of("method", method, [*results["methods"], *results["others"]])
    modes = {"modes": 8} | results["others"].get(method, {})
    found = [each for each in results["cells"] if each["method"] == method and each["steps"] == steps]
    looks = [steps * k // 3 for k in (1, 2, 3)]
    after = steps if after is None else after
    one_of("after", after, looks)
    return [_cell(each, modes["modes"], looks.index(after)) for each in found if len(each["step"]) == len(looks)]


def border(cells: list[Cell], lr: float, kind: Regime) -> float:
    """D's learning rate at which the share of the seeds in a regime crosses a half, for one rate of G.

    The regime is taken to lie on one side: what hops where D is slow, what sits where it is fast. Where the shares fall
    step by step the place is that of a sharp border with as many seeds beyond it.

    Raises:
        ValueError: if no cell has this rate of G, or the regime is neither "hops" nor "sits".

    >>> round(border(cells("plain"), 1e-3, "hops"), 6), round(border(cells("plain"), 1e-3, "sits"), 4)
    (0.000523, 0.006)
    """
    one_of("kind", kind, ["hops", "sits"])
    one_of("lr", lr, sorted({cell.lr for cell in cells}))
    row = sorted((cell for cell in cells if cell.lr == lr), key=lambda cell: cell.lr_d)
    logs = [math.log(cell.lr_d) for cell in row]
    # Each cell stands for what is nearer to it than to its neighbours.
    step = (logs[-1] - logs[0]) / (len(logs) - 1)
    wide = step * sum(cell.share(kind) for cell in row)
    return math.exp(logs[0] - step / 2 + wide if kind == "hops" else logs[-1] + step / 2 - wide)


def _cell(found: dict[str, Any], modes: int, look: int) -> Cell:
    last = [found[name][look] for name in ("captured", "good", "moved")]
    kinds = tuple(regime(captured, modes, good, moved, RADIUS) for captured, good, moved in zip(*last))
    captured, good = (float(statistics.median(numbers)) for numbers in last[:2])
    return Cell(found["lr"], found["lr_d"], kinds, captured, good, found["seconds"])
