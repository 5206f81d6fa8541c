"""SaddleSurface: a saddle V(x, y) that can be turned."""

import math
from collections.abc import Callable

import numpy as np
import traitlets
from matplotlib.figure import Figure

from gan_utils.arrays import Array
from gan_utils.colours import GENERATED, REAL
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.traits import Number

SURFACES: dict[str, Callable[[Array, Array], Array]] = {
    "xy": lambda x, y: x * y,
    "x2-y2": lambda x, y: x**2 - y**2,
    "y2-x2": lambda x, y: y**2 - x**2,
}


class SaddleSurface(Card):
    """A surface V(x, y) to turn, with the two lines along which each player can leave (0, 0) alone.

    Args (all are traits):
        surface: ``"xy"``, ``"x2-y2"`` or ``"y2-x2"``.
        turn: angle about the upright axis in radians, 0 to 2 pi.
        tilt: how far from above it is seen, in radians, 0.05 (from the side) to 1.5 (from above).
    Raises:
        traitlets.TraitError: for a value that is out of range, naming it and what is allowed.

    >>> SaddleSurface(surface="x2-y2").surface
    'x2-y2'
    """

    _esm = bundle.script("widgets/saddle_surface/view")
    surface = traitlets.Enum(tuple(SURFACES), "xy").tag(sync=True)
    turn = Number(0.5, 0.0, 2 * math.pi).tag(sync=True)
    tilt = Number(0.55, 0.05, 1.5).tag(sync=True)
    title = traitlets.Unicode("The saddle").tag(sync=True)
    caption = traitlets.Unicode(
        "Drag to turn it. x wants to go down and moves along the blue line, y wants to go up and moves along the "
        "dashed orange one."
    ).tag(sync=True)

    def still(self) -> Figure:
        """The surface as a matplotlib figure."""
        grid = np.linspace(-1, 1, 31)
        x, y = np.meshgrid(grid, grid)
        value = SURFACES[self.surface]
        figure = Figure(figsize=(5, 3.6), layout="constrained")
        axes = figure.add_subplot(projection="3d", elev=90 * self.tilt / 1.57, azim=-90 - math.degrees(self.turn))
        axes.plot_surface(x, y, value(x, y), cmap="Greys", vmin=-1, vmax=2, alpha=0.8, linewidth=0)
        axes.plot(grid, 0 * grid, value(grid, 0 * grid), color=REAL, linewidth=3)
        axes.plot(0 * grid, grid, value(0 * grid, grid), "--", color=GENERATED, linewidth=3)
        axes.set(xlabel="x", ylabel="y", zlabel="V")
        return figure
