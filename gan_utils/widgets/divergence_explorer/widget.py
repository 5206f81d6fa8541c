"""DivergenceExplorer: seven distances between two densities, and the push that each gives a generator."""

import math
from collections.abc import Callable

import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gan_utils import divergences
from gan_utils.arrays import Array
from gan_utils.colours import HIGHLIGHT
from gan_utils.widgets import bundle
from gan_utils.widgets.densities.densities import CELL, MIDDLES, Bump, Bumps, Densities, cells, moved

DISTANCES: dict[str, Callable[[Array, Array], float]] = {
    "kl": divergences.kl,
    "reverse_kl": divergences.reverse_kl,
    "js": divergences.js,
    "tv": divergences.total_variation,
    "pearson": lambda p, q: divergences.f_divergence("pearson", p, q),
    "hellinger": lambda p, q: divergences.f_divergence("hellinger", p, q),
    "w1": lambda p, q: divergences.wasserstein_1(MIDDLES, MIDDLES, p, q),
}
TITLES = ("KL", "reverse KL", "Jensen-Shannon", "total variation", "Pearson", "squared Hellinger", "Wasserstein-1")


class DivergenceExplorer(Densities):
    """Two densities on a line to drag and reshape, and seven distances between them.

    Each distance comes with its gradient by a move of q, the push that a generator gets which can only move what it
    makes. Every value is that of ``gan_utils.divergences`` for ``cells(p)`` and ``cells(q)``.

    Args (all are traits; the page changes them too):
        p, q: the data's density and the model's: lists of one or two bumps as in ``densities.cells``, of mean -4 to
            4, weight 0.05 to 1 and width 0.05 to 2. A bell is at least 0.4 wide, so that none of its cells rounds to
            0: its tails never end, and its KL is finite.
        divergence: the distance that q follows: ``"kl"``, ``"reverse_kl"``, ``"js"``, ``"tv"``, ``"pearson"``,
            ``"hellinger"`` or ``"w1"``.
    Raises:
        traitlets.TraitError: for a value that is out of range, naming it and what is allowed.

    >>> DivergenceExplorer(divergence="w1").q
    [{'kind': 'bell', 'mean': 1.0, 'width': 1.0, 'weight': 1.0}]
    """

    _esm = bundle.script("widgets/divergence_explorer/view")
    divergence = traitlets.Enum(tuple(DISTANCES), "js").tag(sync=True)
    title = traitlets.Unicode("Seven distances, seven pushes").tag(sync=True)
    caption = traitlets.Unicode(
        "Drag a density sideways to move it, up and down to reshape it. Where a distance is flat, q gets no push."
    ).tag(sync=True)

    def still(self) -> Figure:
        """The densities, and each distance by how far q is moved."""
        figure = Figure(figsize=(7.2, 5), layout="constrained")
        grid = figure.add_gridspec(3, 4)
        self._draw_densities(figure.add_subplot(grid[0, :]))
        for number, (name, title) in enumerate(zip(DISTANCES, TITLES)):
            axes = figure.add_subplot(grid[1 + number // 4, number % 4])
            here = self._draw_curve(axes, name)
            axes.set_title(title if math.isfinite(here) else f"{title}: infinite", fontsize=9)
        figure.supxlabel("move of q", fontsize=9)
        return figure

    def _draw_curve(self, axes: Axes, name: str) -> float:
        p, here = cells(self.p), DISTANCES[name](cells(self.p), cells(self.q))
        means = [bump["mean"] for bump in self.q]
        least, most = Bumps.MEANS
        moves = np.linspace(least - min(means), most - max(means), 41)
        values = np.array([DISTANCES[name](p, cells(moved(self.q, move))) for move in moves])
        values[np.isinf(values)] = np.nan
        axes.plot(moves, values, color="black")
        slope = gradient(name, self.p, self.q)
        if slope is not None:
            axes.plot([-1, 1], [here - slope, here + slope], color=HIGHLIGHT, linewidth=2.5)
        top = 1.05 * max([0.1, *values[np.isfinite(values)]])
        axes.set(xlim=(moves[0], moves[-1]), ylim=(0, min(top, max(6, 1.4 * here))))
        return here


def gradient(name: str, p: list[Bump], q: list[Bump]) -> float | None:
    """How a distance changes as q is moved to the right; None where it is infinite, here or a step away.

    By moving q one and two whole cells to either side: for bells that is the derivative, to three digits or more; for
    boxes it does not depend on where in a cell their ends lie. 0 where the distance turns within a hundred-thousandth
    of here: means are set in hundredths.

    Args:
        name: one of ``DISTANCES``.
        p, q: bumps as in ``densities.cells``.

    >>> boxes = [[{"kind": "box", "mean": mean, "width": 1.0, "weight": 1.0}] for mean in (-2.0, 2.0)]
    >>> gradient("js", *boxes), round(gradient("w1", *boxes), 9), gradient("kl", *boxes)
    (0.0, 1.0, None)
    """
    masses = cells(p)
    before, back, here, on, after = (DISTANCES[name](masses, cells(moved(q, k * CELL))) for k in (-2, -1, 0, 1, 2))
    if not all(map(math.isfinite, (before, back, here, on, after))):
        return None
    slope = (8 * (on - back) - (after - before)) / (12 * CELL)
    rounding, turn = 1e-12 * (1 + here), 1e-5 * abs(on - 2 * here + back) / CELL**2
    return 0.0 if abs(slope) < max(rounding, turn) else slope
