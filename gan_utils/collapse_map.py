"""The map of collapse on the ring of eight: what ``tools.experiments.collapse_map`` found, cell by cell."""

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

    ``regimes`` has the regime of each seed at the last look, in the order of the seeds; of a run that diverged none.
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


def rates() -> list[float]:
    """The learning rates of the map, of G and of D alike.

    >>> len(rates()), rates()[0], rates()[-1]
    (9, 0.0001, 0.01)
    """
    found: list[float] = _results()["rates"]
    return found


def cells(method: str, steps: int = 3000) -> list[Cell]:
    """The cells of a method that were run for so many steps; fewer than the whole grid where they are expensive.

    Raises:
        ValueError: for a method that the map does not know.

    >>> cell = next(cell for cell in cells("plain") if (cell.lr, cell.lr_d) == (1e-3, 3e-4))
    >>> cell.share("hops"), cell.captured
    (1.0, 1.0)
    """
    results = _results()
    one_of("method", method, [*results["methods"], *results["others"]])
    modes = {"modes": 8} | results["others"].get(method, {})
    found = [each for each in results["cells"] if each["method"] == method and each["steps"] == steps]
    return [_cell(each, modes["modes"]) for each in found if each["step"] and each["step"][-1] == steps]


def _cell(found: dict[str, Any], modes: int) -> Cell:
    last = [found[name][-1] for name in ("captured", "good", "moved")]
    kinds = tuple(regime(captured, modes, good, moved, RADIUS) for captured, good, moved in zip(*last))
    captured, good = (float(statistics.median(numbers)) for numbers in last[:2])
    return Cell(found["lr"], found["lr_d"], kinds, captured, good, found["seconds"])
