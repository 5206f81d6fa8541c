"""Rows of images as HTML: each image once, pixel by pixel, as many side by side as there is room for."""

import base64
import html
import io

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from gan_utils.arrays import Array

PHONE = 6  # at most so many images side by side on a phone: they keep 50 of its dots


class Pictures(Figure):
    """A figure of nothing but images, which keeps them as they are."""

    rows: dict[str, Array]
    columns: int
    zoom: float


def rows_of_images(figure: Pictures) -> str:
    """The rows, each under its title, as HTML."""
    return "".join(_row(title, pixels, figure.columns, figure.zoom) for title, pixels in figure.rows.items())


def _row(title: str, pixels: Array, columns: int, zoom: float) -> str:
    number, height, width = pixels.shape[:3]
    lines = -(-min(number, columns) // PHONE)
    phone = -(-min(number, columns) // lines)
    size = max(1, round(zoom)) * width
    words = f'<p class="gan-title">{html.escape(title)}</p>' if title else ""
    spots = "".join(f'<i style="--i:{place}"></i>' for place in range(number))
    style = (
        f"--n:{max(2, number)};--columns:{columns};--phone:{phone};--size:{size}px;--shape:{width}/{height};"
        f"--strip:url({_strip(pixels)})"
    )
    return f'{words}<div class="gan-images" style="{style}">{spots}</div>'


def _strip(pixels: Array) -> str:
    """The images below each other as one picture, in the fewer bytes of two formats without loss."""
    whole = np.round(255 * pixels.reshape(-1, *pixels.shape[2:])).astype(np.uint8)
    if len(pixels) == 1:
        whole = np.concatenate([whole, whole])
    image = Image.fromarray(whole.squeeze(-1) if whole.shape[-1] == 1 else whole)
    found = {}
    for kind in ("png", "webp"):
        if kind == "webp" and image.height > 16_000:  # the format's limit
            continue
        file = io.BytesIO()
        image.save(
            file, kind, **({"lossless": True, "quality": 100, "method": 6} if kind == "webp" else {"optimize": True})
        )
        found[kind] = file.getvalue()
    kind, data = min(found.items(), key=lambda item: len(item[1]))
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
