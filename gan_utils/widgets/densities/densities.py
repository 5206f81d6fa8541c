"""What DivergenceExplorer and BoundExplorer share: two densities on a line, and the cells that both compute with."""

import math
from typing import Any

import numpy as np
import traitlets
from matplotlib.axes import Axes

from gan_utils.arrays import Array
from gan_utils.checks import in_range, one_of
from gan_utils.colours import GENERATED, REAL
from gan_utils.widgets.card import Card
from gan_utils.widgets.traits import ListTrait, menu, refuse

Bump = dict[str, Any]  # its kind, mean, width and weight

COUNT, CELLS_PER_UNIT = 1000, 50
CELL = 1 / CELLS_PER_UNIT
EDGES = np.arange(-COUNT // 2, COUNT // 2 + 1) / CELLS_PER_UNIT  # of the cells, from -10 to 10
MIDDLES = (EDGES[1:] + EDGES[:-1]) / 2


def _bump(kind: str, mean: float, width: float, weight: float = 1.0) -> Bump:
    return {"kind": kind, "mean": mean, "width": width, "weight": weight}


PRESETS = {
    "overlapping bells": {"p": [_bump("bell", -1.0, 0.7)], "q": [_bump("bell", 1.0, 1.0)]},
    "two boxes apart": {"p": [_bump("box", -1.5, 0.8)], "q": [_bump("box", 1.5, 0.8)]},
    "two bumps, one model": {
        "p": [_bump("bell", -2.0, 0.5, 0.6), _bump("bell", 2.0, 0.5, 0.4)],
        "q": [_bump("bell", 0.6, 0.7)],
    },
    "needle and cloud": {"p": [_bump("box", -0.5, 0.1)], "q": [_bump("bell", 1.0, 1.5)]},
}


class Bumps(ListTrait):
    """One or two bumps of a density on a line: dicts of kind, mean, width and weight."""

    WIDTHS = {"bell": (0.4, 2.0), "box": (0.05, 2.0)}  # by kind
    MEANS = (-4.0, 4.0)
    WEIGHTS = (0.05, 1.0)

    def __init__(self, default: Any, **options: Any) -> None:
        super().__init__(default_value=default, **options)

    def allowed(self) -> dict[str, Any]:
        return {"mean": list(self.MEANS), "width": {kind: list(v) for kind, v in self.WIDTHS.items()}} | {
            "weight": list(self.WEIGHTS)
        }

    def validate(self, obj: Any, value: Any) -> Any:
        if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= 2:
            raise traitlets.TraitError(f"{self.name} must be a list of one or two bumps, not {value!r}")
        return [self._bump(bump) for bump in value]

    def _bump(self, bump: Any) -> Bump:
        if not isinstance(bump, dict) or set(bump) != {"kind", "mean", "width", "weight"}:
            raise traitlets.TraitError(
                f"{self.name} must hold dicts of 'kind', 'mean', 'width' and 'weight', not {bump!r}"
            )
        kind = bump["kind"]
        refuse(lambda: one_of(f"{self.name}'s kind", kind, self.WIDTHS))
        ranges = {"mean": self.MEANS, "width": self.WIDTHS[kind], "weight": self.WEIGHTS}
        return {"kind": kind} | {
            name: refuse(lambda: in_range(f"{self.name}'s {name}", bump[name], *limits))
            for name, limits in ranges.items()
        }


class Densities(Card):
    """A card with two densities to drag and reshape: p, the data's, and q, the model's."""

    constants = {"cell_count": COUNT, "cells_per_unit": CELLS_PER_UNIT}
    _presets = menu(PRESETS)
    p = Bumps(PRESETS["overlapping bells"]["p"]).tag(sync=True)
    q = Bumps(PRESETS["overlapping bells"]["q"]).tag(sync=True)

    def _draw_densities(self, axes: Axes) -> None:
        p, q = cells(self.p) / CELL, cells(self.q) / CELL
        axes.fill_between(MIDDLES, p, color=REAL, alpha=0.4, label="p, data")
        axes.fill_between(MIDDLES, q, color=GENERATED, alpha=0.4, label="q, model")
        # A needle beside a cloud leaves the picture, so that the cloud is seen.
        tops = sorted((p.max(), q.max()))
        axes.set(xlim=(-6, 6), ylim=(0, 1.2 * min(tops[1], 4 * tops[0])), ylabel="density")
        axes.legend(frameon=False)


def cells(bumps: list[Bump]) -> Array:
    """The probabilities of 1000 equal cells of [-10, 10] under a mixture, which is what the page computes with.

    Args:
        bumps: one or more dicts of ``kind``, ``"bell"`` (normal) or ``"box"`` (uniform); ``mean``; ``width``, the
            standard deviation or half the box's length; and ``weight``, in proportion to the others'.
    Returns:
        shape ``(1000,)``: the integral of the density over each cell, divided by their sum.

    >>> p = cells([{"kind": "box", "mean": 0.0, "width": 2.0, "weight": 1.0}])
    >>> int((p > 0).sum()), round(float(p.max()), 6)
    (200, 0.005)
    """
    total = sum(bump["weight"] for bump in bumps)
    masses: Array = sum(bump["weight"] / total * _MASSES[bump["kind"]](bump["mean"], bump["width"]) for bump in bumps)
    shares: Array = masses / masses.sum()
    return shares


def moved(bumps: list[Bump], shift: float) -> list[Bump]:
    """The bumps, each moved to the right.

    >>> moved([{"kind": "box", "mean": 0.0, "width": 2.0, "weight": 1.0}], 1.5)[0]["mean"]
    1.5
    """
    return [bump | {"mean": bump["mean"] + shift} for bump in bumps]


def _bell(mean: float, width: float) -> Array:
    places = (EDGES - mean) / (width * math.sqrt(2))
    tails = np.array([math.erfc(abs(place)) / 2 for place in places])
    # By differences of the tails, which are exact far out too.
    masses = np.where(places[:-1] >= 0, tails[:-1] - tails[1:], tails[1:] - tails[:-1])
    across = (places[:-1] < 0) & (places[1:] > 0)
    masses[across] = 1 - tails[:-1][across] - tails[1:][across]
    return masses


def _box(mean: float, width: float) -> Array:
    overlaps = np.minimum(EDGES[1:], mean + width) - np.maximum(EDGES[:-1], mean - width)
    return np.where(overlaps > 1e-9, overlaps, 0) / (2 * width)  # a sliver at an end is rounding


_MASSES = {"bell": _bell, "box": _box}
