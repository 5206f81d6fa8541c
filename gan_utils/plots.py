"""The book's visual language in matplotlib, and figures that more than one chapter draws."""

import matplotlib.pyplot as plt
import numpy as np

REAL, GENERATED, SECOND, THIRD, HIGHLIGHT = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"  # Okabe and Ito
INK = "#6e7781"  # between black and white: it reads on a light page and on a dark one


def use_style() -> None:
    """Set matplotlib to the book's looks: no background of its own, ink that reads on light and dark pages.

    >>> use_style()
    >>> plt.rcParams["savefig.transparent"]
    True
    """
    plt.rcParams.update(
        {
            "figure.figsize": (7.2, 3.2),
            "figure.dpi": 110,
            "figure.facecolor": "none",
            "figure.constrained_layout.use": True,
            "axes.facecolor": "none",
            "savefig.transparent": True,
            "savefig.facecolor": "none",
            "font.size": 11,
            "axes.grid": True,
            "grid.alpha": 0.25,
            "grid.color": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "lines.linewidth": 1.8,
            "legend.frameon": False,
            "axes.prop_cycle": plt.cycler(color=[REAL, GENERATED, SECOND, THIRD, HIGHLIGHT]),
            **{key: INK for key in ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color")},
            "axes.titlecolor": INK,
            "axes.titlesize": 11,
        }
    )


def image_grid(images, columns: int = 8, titles=None, scale: float = 0.9):
    """Images in rows, as a figure.

    Args:
        images: tensor or array ``(N, C, H, W)`` in [-1, 1], C 1 or 3.
        columns: images in a row.
        titles: one short text an image, or None.
        scale: inches an image.
    Returns:
        the matplotlib figure.

    >>> figure = image_grid(np.zeros((3, 1, 32, 32)), columns=2)
    >>> len(figure.axes)
    4
    """
    pixels = np.clip((np.asarray(images).transpose(0, 2, 3, 1) + 1) / 2, 0, 1)
    rows = -(-len(pixels) // columns)
    height = scale * rows * (1.25 if titles is not None else 1.0)
    figure, axes = plt.subplots(rows, columns, figsize=(scale * columns, height), squeeze=False)
    for place, spot in enumerate(axes.flat):
        spot.axis("off")
        if place < len(pixels):
            spot.imshow(pixels[place].squeeze(), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
            if titles is not None:
                spot.set_title(titles[place], fontsize=9, pad=2)
    return figure
