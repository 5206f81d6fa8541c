"""What the tests of DivergenceExplorer and BoundExplorer share: a page of one, and its densities by name."""

import copy

import pytest

from gan_utils.widgets.densities.densities import PRESETS

from .widget import Widget


class Pair(Widget):
    """A widget with p and q, and a copy of them that is changed along with it, in Python."""

    def start(self, preset="overlapping bells"):
        other = next(name for name in PRESETS if name != preset)
        self.choose(preset=other)
        self.choose(preset=preset)
        self.choose(bump="q0")
        return self.know(preset)

    def know(self, preset):
        self.pair = copy.deepcopy(PRESETS[preset])
        return self

    def change(self, who, at=0, **numbers):
        self.pair[who][at] |= numbers

    def handle(self, mean, height):
        """Where in the densities' picture a point stands, as shares of it; height as a share of the axis."""
        return self.in_axes(0, (mean + 6) / 12, height)


def agree(found, expected):
    """Equal to 1e-6, of its value where that is large."""
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)
