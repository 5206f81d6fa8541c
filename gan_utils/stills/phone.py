"""A figure laid anew for a phone: fewer panels side by side, words that fit, the same size of letters."""

import copy
import math
import textwrap
from typing import Any
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, LogFormatterSciNotation

WIDTH = 4.0  # inches: a phone's column, at the scale at which 7.2 inches are the width of the text
LEAST = 8.5  # points of the smallest letters
_wishes: WeakKeyDictionary[Figure, dict[str, Any]] = WeakKeyDictionary()


def on_phone(figure: Figure, instead: Figure | None = None, columns: int | None = None, high: float = 0) -> None:
    """Say how a figure is shown on a phone, where the usual way, fewer panels side by side, does not do.

    Args:
        figure: the figure as it is on a wide page.
        instead: another figure, about 4 inches wide, drawn for a phone.
        columns: how many panels stand side by side.
        high: inches of height, for all rows together.

    >>> figure, panels = plt.subplots(1, 3)
    >>> on_phone(figure, columns=1, high=6)
    """
    _wishes[figure] = {"instead": instead, "columns": columns, "high": high}
    if instead is not None:
        plt.close(instead)  # it is shown with the other, not after it


def detached(figure: Figure) -> Figure:
    """A copy that pyplot does not know, with letters that can be read and powers of ten written as text."""
    manager, figure.canvas.manager = figure.canvas.manager, None
    try:
        twin = copy.deepcopy(figure)
    finally:
        figure.canvas.manager = manager
    for axis in (axis for axes in twin.axes for axis in (axes.xaxis, axes.yaxis)):
        if isinstance(axis.get_major_formatter(), LogFormatterSciNotation):
            axis.set_major_formatter(FuncFormatter(_plain))
            axis.set_minor_formatter(FuncFormatter(lambda value, place: ""))
    for text in twin.findobj(Text):
        assert isinstance(text, Text)
        text.set_fontsize(max(text.get_fontsize(), LEAST))
        text.set_linespacing(1.35)  # a page's letters may be taller than matplotlib's
    return twin


def narrow(figure: Figure) -> Figure | None:
    """A copy for a phone, or nothing where the figure fits as it is."""
    wish = _wishes.get(figure, {})
    if wish.get("instead"):
        return detached(wish["instead"])
    wide, high = figure.get_size_inches()
    if wide <= WIDTH + 0.4:
        return None
    twin = detached(figure)
    # Matplotlib's types know less of a figure than it does.
    panels: list[Any] = [axes for axes in twin.axes if axes.get_subplotspec() is not None and not _empty(axes)]
    for axes in twin.axes:
        if _empty(axes):
            axes.remove()
    if not panels:
        return None
    rows, columns = panels[0].get_subplotspec().get_gridspec().get_geometry()
    across = wish.get("columns") or min(len(panels), max(1, int(WIDTH / max(0.95, 0.8 * wide / columns))))
    each = high / rows
    if not wish.get("columns") and len(panels) == 3 and across == 2:  # two and one: none stands alone
        across, each = 1, 0.75 * each
    if any(axes.get_aspect() == 1 for axes in panels):
        each = 0.6 + (each - 0.6) * (WIDTH / across) / (wide / columns)
    down = -(-len(panels) // across)
    twin.set_size_inches(WIDTH, wish.get("high") or each * down)
    grid = GridSpec(down, across, figure=twin)
    for place, axes in enumerate(panels):
        axes.set_subplotspec(grid[divmod(place, across)])
    _label_edges(panels, across)
    _wrap(twin, panels, WIDTH / across)
    return twin


def _label_edges(panels: list[Any], across: int) -> None:
    """Panels that share an axis write its numbers and its name at the edge of the new grid, once a row or column."""
    first, last = panels[0], panels[-1]
    if first.get_shared_x_axes().joined(first, last) and first is not last:
        words = {axes.get_xlabel() for axes in panels}
        for place, axes in enumerate(panels):
            axes.tick_params(labelbottom=place + across >= len(panels))
            axes.set_xlabel(max(words) if place + across >= len(panels) else "")
    if first.get_shared_y_axes().joined(first, last) and first is not last:
        words = {axes.get_ylabel() for axes in panels}
        for place, axes in enumerate(panels):
            axes.tick_params(labelleft=place % across == 0)
            axes.set_ylabel(max(words) if place % across == 0 else "")


def _wrap(figure: Any, panels: list[Any], wide: float) -> None:
    for axes in panels:
        for text in (axes.title, axes._left_title, axes.xaxis.label):
            _fit(text, wide - 0.25)
    for text in (figure._suptitle, figure._supxlabel, figure._supylabel):
        if text is not None:
            _fit(text, WIDTH - 0.3)


def _fit(text: Text, wide: float) -> None:
    letter = float(text.get_fontsize()) * (0.55 if text.get_fontweight() in ("normal", 400) else 0.62)
    letters = int(wide * 72 / letter)
    lines = text.get_text().split("\n")
    if max(map(len, lines)) > letters:
        text.set_text("\n".join(part for line in lines for part in textwrap.wrap(line, letters)))


def _empty(axes: Axes) -> bool:
    return not axes.axison and not (axes.has_data() or axes.texts or axes.patches)


def _plain(value: float, place: int) -> str:
    """1e-05 as 10⁻⁵, and what is short as itself."""
    if 0.01 <= value <= 10_000:
        return f"{value:,.10g}"
    return "10" + str(round(math.log10(value))).translate(SUPERSCRIPT)


SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
