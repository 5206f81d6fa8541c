"""The book's visual language in matplotlib, and figures that more than one chapter draws."""

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from gan_utils import colours
from gan_utils.arrays import Array, finite_numbers
from gan_utils.checks import positive, whole
from gan_utils.colours import (
    AGES,
    GENERATED,
    HIGHLIGHT,
    INK,
    MODELS,
    MUTED,
    OBJECTIVES,
    PLAYERS,
    REAL,
    REGIMES,
    SECOND,
    THIRD,
    UPDATES,
)
from gan_utils.stills.images import Pictures
from gan_utils.stills.page import show_in_notebooks
from gan_utils.stills.phone import on_phone

__all__ = [
    "AGES",
    "GENERATED",
    "HIGHLIGHT",
    "INK",
    "MODELS",
    "MUTED",
    "OBJECTIVES",
    "PLAYERS",
    "RAMP",
    "REAL",
    "REGIMES",
    "SECOND",
    "THIRD",
    "UPDATES",
    "WHEEL",
    "image_grid",
    "image_rows",
    "on_phone",
    "use_style",
]
RAMP = LinearSegmentedColormap.from_list("ramp", colours.RAMP)
WHEEL = LinearSegmentedColormap.from_list("wheel", colours.WHEEL)


def use_style() -> None:
    """Set matplotlib to the book's looks: no background of its own, ink that reads on light and dark pages.

    A notebook shows figures from then on as drawings with text: for wide pages and for phones, light and dark.

    >>> use_style()
    >>> plt.rcParams["savefig.transparent"]
    True
    """
    show_in_notebooks()
    plt.rcParams.update(
        {
            "figure.figsize": (7.2, 3.2),
            "figure.dpi": 110,
            "figure.facecolor": "none",
            "figure.constrained_layout.use": True,
            "figure.labelsize": 10,
            "axes.facecolor": "none",
            "savefig.transparent": True,
            "savefig.facecolor": "none",
            "font.size": 10,
            "axes.titlesize": 10.5,
            "axes.titleweight": 600,
            "axes.titlelocation": "left",
            "axes.labelsize": 10,
            "xtick.labelsize": 9,
            "ytick.labelsize": 9,
            "xtick.major.size": 3,
            "ytick.major.size": 3,
            "xtick.minor.size": 0,
            "ytick.minor.size": 0,
            "axes.grid": True,
            "axes.axisbelow": True,
            "grid.alpha": 0.22,
            "grid.linewidth": 0.7,
            "grid.color": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.linewidth": 0.8,
            "lines.linewidth": 1.8,
            "legend.frameon": False,
            "axes.prop_cycle": cycler(color=[REAL, GENERATED, SECOND, THIRD, HIGHLIGHT]),
            **dict.fromkeys(("text.color", "axes.labelcolor", "axes.titlecolor"), INK),
            **dict.fromkeys(("axes.edgecolor", "xtick.color", "ytick.color"), MUTED),
        }
    )


def image_rows(rows: dict[str, ArrayLike], scale: float = 0.6, columns: int | None = None) -> Figure:
    """Rows of images, each under its title, as a figure.

    Args:
        rows: title → images as ``image_grid`` takes them, at least one row; the same N in every row.
        scale: about how many inches an image, above 0. A notebook shows each pixel as one dot or several.
        columns: images side by side, at least 1; all N if not said. A notebook puts short rows side by side.
    Returns:
        the matplotlib figure.
    Raises:
        ValueError: for no rows, rows of several lengths, or as ``image_grid``.

    >>> figure = image_rows({"black": -np.ones((5, 1, 32, 32)), "white": np.ones((5, 1, 32, 32))})
    >>> len(figure.axes)  # one a row
    2
    """
    pictures = [_pixels(images) for images in rows.values()]
    if len({len(row) for row in pictures}) != 1:
        raise ValueError(f"rows must be at least one, with one number of images each, not {[len(r) for r in pictures]}")
    columns = len(pictures[0]) if columns is None else whole("columns", columns, 1)
    sheets = [_sheet(row, columns) for row in pictures]
    zoom, dpi = _zoom(pictures[0], scale), plt.rcParams["figure.dpi"]
    title = 0.26  # inches above each row
    width, high = zoom * sheets[0].shape[1] / dpi, zoom * sheets[0].shape[0] / dpi + title
    size = (width, high * len(rows))
    figure, axes = plt.subplots(len(rows), 1, figsize=size, squeeze=False, layout="none", FigureClass=Pictures)
    assert isinstance(figure, Pictures)
    figure.rows, figure.columns, figure.zoom = dict(zip(rows, pictures)), columns, zoom
    figure.subplots_adjust(0, 0, 1, 1 - title / (high * len(rows)), hspace=title / (high - title))
    for spot, words, sheet in zip(axes.flat, rows, sheets):
        _show(spot, sheet, zoom)
        spot.set_title(words, loc="left", fontsize=9, pad=3)
    return figure


def image_grid(images: ArrayLike, columns: int = 8, scale: float = 0.6) -> Figure:
    """Images in rows, as a figure.

    Args:
        images: list, array or tensor ``(N, C, H, W)`` of any precision, with or without a gradient, in [-1, 1], C 1 or
            3, none of the four 0. What rounding or interpolation puts beyond is drawn black or white.
        columns: images in a row, at least 1.
        scale: about how many inches an image, above 0.
    Returns:
        the matplotlib figure.
    Raises:
        ValueError: for another shape, numbers that are not finite or lie beyond [-2, 2], or settings out of range.

    >>> figure = image_grid(np.zeros((3, 1, 32, 32)), columns=2)
    >>> len(figure.axes)
    1
    """
    pictures = _pixels(images)
    sheet, zoom = _sheet(pictures, columns := whole("columns", columns, 1)), _zoom(pictures, scale)
    size = zoom * np.array(sheet.shape[1::-1]) / plt.rcParams["figure.dpi"]
    figure, axes = plt.subplots(figsize=size, layout="none", FigureClass=Pictures)
    assert isinstance(figure, Pictures)
    figure.rows, figure.columns, figure.zoom = {"": pictures}, columns, zoom
    figure.subplots_adjust(0, 0, 1, 1)
    _show(axes, sheet, zoom)
    return figure


def _zoom(pictures: Array, scale: float) -> float:
    """How many dots a pixel gets each way: a whole number where it is one or more, so that all pixels look alike."""
    zoom: float = positive("scale", scale) * plt.rcParams["figure.dpi"] / pictures.shape[2]
    return round(zoom) if zoom > 0.9 else zoom


def _show(axes: Axes, sheet: Array, zoom: float) -> None:
    axes.imshow(sheet, interpolation="nearest" if zoom >= 1 else "antialiased", aspect="auto")
    axes.axis("off")


def _sheet(pixels: Array, columns: int) -> Array:
    """Images side by side as one picture, clear between them: matplotlib draws that much faster than many axes."""
    height, width = pixels.shape[1:3]
    gap = max(1, width // 16)
    rows = -(-len(pixels) // columns)
    sheet = np.zeros((rows * (height + gap) - gap, columns * (width + gap) - gap, 4))
    for index, image in enumerate(pixels):
        down, across = divmod(index, columns)
        spot = sheet[down * (height + gap) :, across * (width + gap) :][:height, :width]
        spot[..., :3], spot[..., 3] = image, 1
    return sheet


def _pixels(images: ArrayLike) -> Array:
    """Images ``(N, C, H, W)`` in [-1, 1] as pictures ``(N, H, W, 1 or 3)`` in [0, 1]."""
    array = finite_numbers("images", images)
    if array.ndim != 4 or 0 in array.shape or array.shape[1] not in (1, 3):
        last = array.ndim == 4 and array.shape[3] in (1, 3)
        hint = ": the channels come before height and width" if last else ""
        raise ValueError(f"images must have shape (N, C, H, W), C 1 or 3 and no other 0, not {array.shape}{hint}")
    if np.abs(array).max() > 2:
        raise ValueError(
            f"images must lie in [-1, 1], not [{array.min():g}, {array.max():g}]: "
            "divide pixels of 0 to 255 by 127.5 and take away 1"
        )
    return np.clip((array.transpose(0, 2, 3, 1) + 1) / 2, 0, 1)
