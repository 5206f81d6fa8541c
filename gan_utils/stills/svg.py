"""A matplotlib figure as a small SVG inside a page: text as text, the book's colours by their names."""

import base64
import html
import io
import math
import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from PIL import Image

from gan_utils.colours import PALETTE
from gan_utils.stills.images import packed

MANY, DOTS_OF_LINES = 60, 1000  # marks beyond which a picture weighs less than their places: coloured ones, and others
EDGE = 3  # points by which a page's letters may be higher than matplotlib's, which sets them on end at the left
CLOSE = 0.08  # points: a tenth of a dot
SHARP = 160  # dots an inch of such a picture
POINT = 640 / 7.2 / 72  # CSS pixels: a figure of 7.2 inches is as wide as the page's text
NAMES = {colour.lower(): name for colour, (name, shades) in PALETTE.items()}
NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
BLACK = "#" + 6 * "0"  # what SVG paints with where nothing is said
INHERITED = {"fill": BLACK, "stroke": "none", "fill-opacity": "1", "stroke-opacity": "1", "opacity": "1"}
# What stands in every figure many times has a name in the style sheet.
LOOKS = {
    "fill:none;stroke:currentColor;stroke-opacity:0.22;stroke-width:0.7;stroke-linecap:square": "still-grid",
    "fill:none;stroke:var(--muted-line);stroke-width:0.8;stroke-linecap:square": "still-spine",
    "fill:var(--muted-mark);stroke:var(--muted-line);stroke-width:0.8": "still-tick",
    "font-size:9px;text-anchor:middle;fill:var(--muted-line)": "still-x",
    "font-size:9px;text-anchor:end;fill:var(--muted-line)": "still-y",
}
LINK = "{http://www.w3.org/1999/xlink}href"
ANCHORS = {"center": "middle", "right": "end"}


def svg(figure: Figure, name: str, kind: str) -> str:
    """The figure as an ``<svg>`` of the class ``kind``. ``name`` keeps its parts apart from those of other figures."""
    for line in (line for axes in figure.axes for line in axes.lines):
        line.set_rasterized(
            line.get_marker() not in ("None", "", " ", None) and np.size(line.get_xdata()) > DOTS_OF_LINES
        )
    for dots in (dots for axes in figure.axes for dots in axes.collections):
        many = isinstance(dots, PathCollection) and np.size(dots.get_offsets()) > 2 * MANY
        dots.set_rasterized(many or isinstance(dots, QuadMesh))
    for text in figure.findobj(Text):
        if isinstance(text, Text) and "\n" in text.get_text():
            text.set_gid(f"lines-{text.get_horizontalalignment()}")
    file = io.StringIO()
    with plt.rc_context({"svg.fonttype": "none", "svg.hashsalt": name, "image.composite_image": False}):
        figure.savefig(file, format="svg", dpi=SHARP, transparent=True, metadata=NO_METADATA)
    root = ElementTree.fromstring(file.getvalue())
    # What sticks out, such as the name of an axis that is longer than the axis, belongs to the drawing.
    width, height = 72 * figure.get_size_inches()
    (left, low), (right, high) = 72 * figure.get_tightbbox().get_points()
    left, top = left - EDGE if left < EDGE - 1 else 0, min(0, height - high)
    width, height = max(width, right) - left, max(height, height - low) - top
    radii: dict[str, float] = {}
    inner = "".join(_written(part, radii) for part in root)
    size = f'width="{width * POINT:.0f}" height="{height * POINT:.0f}"'
    view = f"{left:.4g} {top:.4g} {width:.4g} {height:.4g}"
    return f'<svg class="{kind}" {size} viewBox="{view}" aria-hidden="true">{inner}</svg>'


def _written(part: ElementTree.Element, radii: dict[str, float]) -> str:
    """An element and what it holds, without what says nothing: names of groups, groups of one, what is not painted."""
    tag = part.tag.split("}")[1]
    if tag in ("style", "metadata"):
        return ""
    if tag == "g" and (dots := _dots(part, radii)):
        return dots
    if tag == "path" and (round_mark := re.match(r"M 0 ([\d.]+)\s+C", part.attrib["d"])) and "id" in part.attrib:
        radii[part.attrib["id"]] = float(round_mark[1])
    name = part.attrib.get("id", "")
    if name.startswith("lines-"):
        _align(part, name.removeprefix("lines-"))
    if tag == "g" and len(part) > 1:
        _share_style(part)
    attributes = {}
    for key, value in part.attrib.items():
        key = key.split("}")[-1]
        if key == "style":
            value = _style(value, tag)
        elif key == "href" and value.startswith("data:"):
            value = _light(value)
        elif key == "id" and tag == "g":
            value = ""
        elif key == "d":
            value = _short(_thinned(value))
        elif key not in ("href", "id", "clip-path"):
            value = _short(value)
        if value:
            attributes[key] = value
    inner = "".join(_written(child, radii) for child in part)
    if tag in ("text", "tspan") and not len(part):
        inner = html.escape(part.text or "", quote=False)
    if look := LOOKS.get(attributes.get("style", "")):
        del attributes["style"]
        attributes = {"class": look} | attributes
        if look == "still-grid":
            attributes.pop("clip-path", None)
    if tag in ("g", "defs") and not (attributes and inner):
        return f"<defs>{inner}</defs>" if tag == "defs" and inner else inner
    if tag == "path" and (not attributes.get("d") or attributes.get("style") == "fill:none"):
        return ""
    words = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{tag}{words}>{inner}</{tag}>" if inner else f"<{tag}{words}/>"


def _dots(group: ElementTree.Element, radii: dict[str, float]) -> str:
    """Many round marks of one colour as one line that is lifted between them."""
    kinds = {(use.attrib.get(LINK, ""), use.attrib.get("style", "")) for use in group}
    mark, style = next(iter(kinds), ("", ""))
    fill, stroke = (re.findall(rf"{key}: (#\w+)", style) for key in ("fill", "stroke"))
    if len(group) < 20 or len(kinds) > 1 or mark[1:] not in radii or not fill or fill != stroke:
        return ""
    edge = float((re.findall(r"stroke-width: ([\d.]+)", style) or ["1"])[0])
    step = 0.1 if len(group) < 200 else 0.5  # a cloud needs no more
    places = np.round(np.array([(float(use.attrib["x"]), float(use.attrib["y"])) for use in group]) / step) * step
    moves = np.diff(places, axis=0, prepend=np.zeros((1, 2)))
    path = "".join(f"m{x:.1f} {y:.1f}h0".replace(".0", "") for x, y in moves).replace(" -", "-")
    clip = f' clip-path="{group.attrib["clip-path"]}"' if "clip-path" in group.attrib else ""
    look = f"stroke:{_named(fill[0], thin=False)};stroke-width:{2 * radii[mark[1:]] + edge:.1f};stroke-linecap:round"
    faint = "".join(f";{key}:{value}" for key, value in re.findall(r"(stroke-opacity|opacity): ([\d.]+)", style)[:1])
    return f'<path d="{path}" style="fill:none;{look}{faint}"{clip}/>'


def _share_style(group: ElementTree.Element) -> None:
    """Marks of one look take it from their group."""
    looks = {mark.attrib.get("style", "") if mark.tag.endswith("}use") else "" for mark in group}
    if len(looks) == 1 and looks != {""}:
        group.attrib["style"] = looks.pop()
        for mark in group:
            del mark.attrib["style"]


def _short(value: str) -> str:
    """Numbers with one digit behind the point, a tenth of a dot of the screen."""
    value = re.sub(r"\s*rotate\(-?0 [^)]*\)", "", value)
    value = re.sub(r"-?\d+\.\d+(e-?\d+)?", lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), value)
    return re.sub(r"(?<=[A-Za-z]) | (?=[A-Za-z])", "", " ".join(value.split())).replace("-0 ", "0 ")


def _thinned(path: str) -> str:
    """A long line without the points that lie on the way between its others."""
    found = re.fullmatch(r"M ([-\d. L]+?)( z)?\s*", " ".join(path.split()))
    if not found or found[1].count("L") < 40:
        return path
    points = np.array([[float(number) for number in point.split()] for point in found[1].split("L")])
    keep, open_ends = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_ends:
        start, end = open_ends.pop()
        if end - start < 2:
            continue
        along = points[end] - points[start]
        apart = points[start + 1 : end] - points[start]
        length = np.hypot(*along)
        far = np.abs(apart @ (along[::-1] * [1, -1])) / length if length > 0.1 else np.hypot(*apart.T)
        if far.max() > CLOSE:
            middle = start + 1 + int(far.argmax())
            keep.add(middle)
            open_ends += [(start, middle), (middle, end)]
    return "M " + " L ".join(f"{x} {y}" for x, y in points[sorted(keep)]) + (found[2] or "")


def _style(value: str, tag: str) -> str:
    pairs = [pair.split(": ", 1) for pair in value.split("; ") if ": " in pair]
    style = {key: text.strip() for key, text in pairs if key not in ("font-family", "white-space")}
    for key in ("fill", "stroke"):
        # A line and a letter need more contrast than an area.
        thin = key == "stroke" or tag in ("text", "tspan")
        if key in style:
            style[key] = _named(style[key], thin)
    if tag in ("text", "tspan") and style.get("fill") == "currentColor":
        del style["fill"]  # the style sheet says so
    for key, usual in INHERITED.items():
        if style.get(key) == usual:
            del style[key]
    if style.get("stroke-linejoin") == "miter":
        del style["stroke-linejoin"]
    if style.get("stroke-width", "").count("."):
        style["stroke-width"] = f"{float(style['stroke-width']):.2f}".rstrip("0").rstrip(".")
    return ";".join(f"{key}:{text}" for key, text in style.items())


def _named(colour: str, thin: bool) -> str:
    name = NAMES.get(colour)
    if colour == BLACK or name == "ink":
        return "currentColor"
    if name is None:
        return colour
    return f"var(--{name}-line)" if thin else f"var(--{name}-mark)"


def _align(group: ElementTree.Element, side: str) -> None:
    """Lines under each other are placed for matplotlib's letters: they go by their middle or end, as one line does."""
    if side not in ANCHORS:
        return
    for line in group.iter("{http://www.w3.org/2000/svg}text"):
        style, places = line.attrib["style"], re.findall(r"-?[\d.]+", line.attrib["transform"])
        x, y, turn = (float(place) for place in [*places, 0][:3])
        size = float(re.findall(r"font-size: ([\d.]+)px", style)[0])
        font = FontProperties(size=size, weight="bold" if "font-weight" in style else "normal")
        wide = text_to_path.get_text_width_height_descent(line.text or "", font, ismath=False)[0]
        along = wide / 2 if side == "center" else wide
        x, y = x + along * math.cos(math.radians(turn)), y + along * math.sin(math.radians(turn))
        line.attrib["style"] = f"{style}; text-anchor: {ANCHORS[side]}"
        line.attrib["transform"] = f"translate({x} {y})" + (f" rotate({turn})" if turn else "")


def _light(picture: str) -> str:
    """A picture inside a drawing, as few bytes as it takes."""
    with Image.open(io.BytesIO(base64.b64decode(picture.partition("base64,")[2]))) as image:
        return packed(image.convert("RGBA"))
