"""BoundExplorer: the f-GAN paper's bound for a witness T to draw by hand, beside the best one."""

import numpy as np
import torch
import traitlets
from matplotlib.figure import Figure

from gan_utils.arrays import Array
from gan_utils.colours import SECOND
from gan_utils.divergences import F_DIVERGENCES, FDivergence
from gan_utils.widgets import bundle
from gan_utils.widgets.densities.densities import MIDDLES, Densities, cells
from gan_utils.widgets.traits import Numbers

KNOTS = np.arange(-6, 7) * 2 / 3  # from -4 to 4


class BoundExplorer(Densities):
    """Two densities, and what a witness T finds of their f-divergence: E_p T - E_q f*(T), at most the whole of it.

    T is drawn through 13 knots. A knot's height is a number v, as a network puts out, and T is the row's activation
    of it, so that T stays where f* is finite. Every value is that of ``gan_utils.divergences`` for ``cells(p)`` and
    ``cells(q)``.

    Args (all are traits; the page changes them too):
        p, q: as in ``DivergenceExplorer``.
        row: a name of ``divergences.F_DIVERGENCES``.
        knots: v at 13 equally distant places from -4 to 4, each from -5 to 5; T's v runs straight between them and
            level beyond. None for the best witness, T*.
    Raises:
        traitlets.TraitError: for a value that is out of range, naming it and what is allowed.

    >>> BoundExplorer(row="kl", knots=None).row
    'kl'
    """

    _esm = bundle.script("widgets/bound_explorer/view")
    constants = Densities.constants | {"knots": KNOTS.tolist()}
    row = traitlets.Enum(tuple(F_DIVERGENCES), "js").tag(sync=True)
    knots = Numbers(
        np.linspace(1.5, -1.5, len(KNOTS)).tolist(), -5.0, 5.0, len(KNOTS), len(KNOTS), allow_none=True
    ).tag(sync=True)
    title = traitlets.Unicode("A witness for the difference").tag(sync=True)
    caption = traitlets.Unicode(
        "Drag the green line T: high where the data are, low where the model is. T*, dashed, finds all of it."
    ).tag(sync=True)

    def witness(self) -> Array:
        """T in each cell, shape ``(1000,)``; NaN for T* where p or q is 0."""
        row = F_DIVERGENCES[self.row]
        if self.knots is not None:
            return row.activation(torch.from_numpy(np.interp(MIDDLES, KNOTS, self.knots))).numpy()
        return _best(row, cells(self.p), cells(self.q))

    def still(self) -> Figure:
        """The densities, and T beside T*."""
        figure = Figure(figsize=(7.2, 5), layout="constrained")
        above, below = figure.subplots(2, sharex=True)
        self._draw_densities(above)
        below.plot(MIDDLES, self.witness(), color=SECOND, linewidth=2.5, label="T")
        below.plot(MIDDLES, _best(F_DIVERGENCES[self.row], cells(self.p), cells(self.q)), "k--", label="T*")
        below.set(ylim=(-5, 5), xlabel="x", ylabel="T")
        below.legend(frameon=False)
        return figure


def _best(row: FDivergence, p: Array, q: Array) -> Array:
    both = (p > 0) & (q > 0)
    best = np.full(p.size, np.nan)
    best[both] = row.witness(torch.from_numpy(p[both] / q[both])).numpy()
    return best
