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


def image_rows(rows: dict, scale: float = 0.6):
    """Rows of images, each under its title, as a figure.

    Args:
        rows: title → tensor or array ``(N, C, H, W)`` in [-1, 1], C 1 or 3; the same N in every row.
        scale: inches an image.
    Returns:
        the matplotlib figure.

    >>> figure = image_rows({"black": -np.ones((5, 1, 32, 32)), "white": np.ones((5, 1, 32, 32))})
    >>> len(figure.axes)
    10
    """
    count = len(next(iter(rows.values())))
    figure, axes = plt.subplots(
        len(rows), count, figsize=(scale * count, (scale + 0.2) * len(rows)), squeeze=False, layout="none"
    )
    figure.subplots_adjust(0, 0, 1, 1 - 0.2 / (len(rows) * (scale + 0.2)), wspace=0.08, hspace=0.36)
    for line, (title, images) in zip(axes, rows.items()):
        for spot, image in zip(line, _pixels(images)):
            spot.imshow(image, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
            spot.axis("off")
        line[0].text(0, 1.06, title, transform=line[0].transAxes, fontsize=9, color=INK)
    return figure


def image_grid(images, columns: int = 8, scale: float = 0.6):
    """Images in rows, as a figure.

    Args:
        images: tensor or array ``(N, C, H, W)`` in [-1, 1], C 1 or 3.
        columns: images in a row.
        scale: inches an image.
    Returns:
        the matplotlib figure.

    >>> figure = image_grid(np.zeros((3, 1, 32, 32)), columns=2)
    >>> len(figure.axes)
    4
    """
    pixels = _pixels(images)
    rows = -(-len(pixels) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(scale * columns, scale * rows), squeeze=False)
    for place, spot in enumerate(axes.flat):
        spot.axis("off")
        if place < len(pixels):
            spot.imshow(pixels[place], cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    return figure


def _pixels(images):
    """Images ``(N, C, H, W)`` in [-1, 1] as matplotlib takes them: ``(N, H, W)`` or ``(N, H, W, 3)`` in [0, 1]."""
    pixels = np.clip((np.asarray(images).transpose(0, 2, 3, 1) + 1) / 2, 0, 1)
    return pixels[..., 0] if pixels.shape[-1] == 1 else pixels
