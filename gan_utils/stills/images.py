"""Rows of images as HTML: each image once, pixel by pixel, as many side by side as there is room for."""

import base64
import html
import io

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from gan_utils.arrays import Array

TALLEST = 16_000  # dots of WebP
PHONE = 6  # at most so many images side by side on a phone: they keep 50 of its dots


class Pictures(Figure):
    """A figure of nothing but images, which keeps them as they are."""

    rows: dict[str, Array]
    columns: int
    zoom: float


def rows_of_images(figure: Pictures) -> str:
    """The rows, each under its title, as HTML. Short rows stand side by side."""
    rows = (_row(title, pixels, figure.columns, figure.zoom) for title, pixels in figure.rows.items())
    return f'<div class="still-sheet">{"".join(rows)}</div>'


def _row(title: str, pixels: Array, columns: int, zoom: float) -> str:
    number, height, width = pixels.shape[:3]
    # A row that breaks does so in halves or thirds, the same in all rows; a sheet just flows.
    phone = -(-columns // -(-columns // PHONE)) if number == columns else min(columns, PHONE)
    size = max(1, round(zoom)) * width
    words = f'<p class="still-title">{html.escape(title)}</p>' if title else ""
    spots = "".join(f'<i style="--i:{place}"></i>' for place in range(number))
    style = (
        f"--n:{max(2, number)};--columns:{columns};--phone:{phone};--size:{size}px;--shape:{width}/{height};"
        f"--strip:url({_strip(pixels)})"
    )
    return f'<div class="still-row" style="{style}">{words}<div class="still-images">{spots}</div></div>'


def _strip(pixels: Array) -> str:
    """The images below each other as one picture."""
    whole = np.round(255 * pixels.reshape(-1, *pixels.shape[2:])).astype(np.uint8)
    if len(pixels) == 1:
        whole = np.concatenate([whole, whole])
    return packed(Image.fromarray(whole.squeeze(-1) if whole.shape[-1] == 1 else whole))


def packed(image: Image.Image) -> str:
    """A picture as text for a page, in 128 colours or fewer."""
    mode = image.mode
    if mode in ("RGB", "RGBA"):
        # The one of Pillow's methods that keeps half-transparent edges.
        method = Image.Quantize.MEDIANCUT if mode == "RGB" else Image.Quantize.FASTOCTREE
        image = image.quantize(128, method=method, dither=Image.Dither.NONE)
    file = io.BytesIO()
    if image.height < TALLEST:
        kind = "webp"
        image.convert(mode).save(file, kind, lossless=True, quality=100, method=6)
    else:
        kind = "png"
        image.save(file, kind, optimize=True)
    return f"data:image/{kind};base64,{base64.b64encode(file.getvalue()).decode()}"
