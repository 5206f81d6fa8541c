"""Paints faces from signed distances: how far each pixel lies inside or outside a shape, in smooth edges.

A picture spans [-0.9, 0.9] both ways, y downwards. Source: the shapes' distances are Inigo Quilez's,
https://iquilezles.org/articles/distfunctions2d/ (formulas).
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

SKIN = [(1.00, 0.87, 0.76), (0.93, 0.72, 0.55), (0.72, 0.48, 0.32), (0.46, 0.30, 0.21)]
HAIR = [(0.95, 0.80, 0.42), (0.80, 0.42, 0.16), (0.42, 0.25, 0.14), (0.10, 0.09, 0.11)]
_FLOATS: dict[str, Any] = {"dtype": torch.float32, "device": "cpu"}  # whatever the default type and device
INK = (0.10, 0.09, 0.13)


def paint(values: dict[str, Tensor], size: int) -> Tensor:
    """Faces ``(n, 3, size, size)`` in [-1, 1] for the numbers ``(n,)`` that ``faces.sample`` draws.

    >>> from gan_utils.data import faces
    >>> names = (*faces.ATTRIBUTES.names, *faces.LOOKS)
    >>> paint({name: torch.full((2,), 0.5) for name in names}, 32).shape
    torch.Size([2, 3, 32, 32])
    """
    v = {name: value[:, None] for name, value in values.items()}
    canvas = Canvas(v, size)
    skin, hair = ramp(v["skin_tone"], SKIN), ramp(v["hair_colour"], HAIR)
    canvas.fill(hues(v["background"], 0.35, 0.92))
    _behind(canvas, v, skin, hair)
    _head(canvas, v, skin, hair)
    _features(canvas, v, skin, hair)
    _glasses(canvas, v)
    _hat(canvas, v)
    images: Tensor = 2 * canvas.pixels.reshape(-1, 3, size, size) - 1
    return images.clamp(-1, 1)


class Canvas:
    """Pixels ``(n, 3, size²)`` and, for each face, where they lie in its own upright coordinates."""

    def __init__(self, v: dict[str, Tensor], size: int):
        axis = (torch.arange(size, **_FLOATS) + 0.5) * 2 / size - 1
        y, x = torch.meshgrid(axis, axis, indexing="ij")
        x = 0.9 * x.reshape(1, -1) - 0.14 * (v["across"] - 0.5)
        y = 0.9 * y.reshape(1, -1) - 0.10 * (v["down"] - 0.5)
        angle = 0.24 * (v["tilt"] - 0.5)
        self.x, self.y = x * angle.cos() + y * angle.sin(), y * angle.cos() - x * angle.sin()
        self.pixel = 0.9 * 2 / size
        self.pixels = torch.empty(len(angle), 3, size * size, **_FLOATS)

    def fill(self, colour: Tensor) -> None:
        self.pixels[:] = colour[:, :, None]

    def add(self, distance: Tensor, colour: Tensor, strength: Tensor | float = 1.0) -> None:
        """Paint where ``distance`` is negative; an edge pixel gets its share."""
        cover = (0.5 - distance / self.pixel).clamp_(0, 1) * strength
        self.pixels.lerp_(colour[:, :, None], cover[:, None])


def ellipse(x: Tensor, y: Tensor, a: Tensor | float, b: Tensor | float) -> Tensor:
    """Close to the true distance near the edge, which is where it is used."""
    k = ((x / a) ** 2 + (y / b) ** 2).sqrt()
    gradient = ((x / a**2) ** 2 + (y / b**2) ** 2).sqrt().clamp_min(1e-6)
    distance: Tensor = k * (k - 1) / gradient
    return distance


def box(x: Tensor, y: Tensor, a: Tensor | float, b: Tensor | float, corner: float) -> Tensor:
    """A rectangle with half sides a and b and round corners."""
    dx, dy = x.abs() - a + corner, y.abs() - b + corner
    outside: Tensor = (dx.clamp_min(0) ** 2 + dy.clamp_min(0) ** 2).sqrt()
    return outside + torch.maximum(dx, dy).clamp_max(0) - corner


def ramp(t: Tensor, colours: Sequence[tuple[float, float, float]]) -> Tensor:
    """Colours ``(n, 3)`` at places t in [0, 1] along a list."""
    table = torch.tensor(colours, **_FLOATS)
    at = t[:, 0] * (len(colours) - 1)
    low = at.floor().clamp(0, len(colours) - 2).long()
    return torch.lerp(table[low], table[low + 1], (at - low)[:, None])


def hues(t: Tensor, saturation: float, value: float) -> Tensor:
    """Colours ``(n, 3)`` once round the circle of hues."""
    turned = (6 * t + torch.tensor([0.0, 4.0, 2.0], **_FLOATS)) % 6
    return value * (1 - saturation * (1 - ((turned - 3).abs() - 1).clamp(0, 1)))


def ink(v: dict[str, Tensor]) -> Tensor:
    return torch.tensor(INK, **_FLOATS).expand(len(v["smile"]), 3)


def _width(v: dict[str, Tensor]) -> Tensor:
    return 0.44 + 0.08 * v["face_width"]


def _behind(canvas: Canvas, v: dict[str, Tensor], skin: Tensor, hair: Tensor) -> None:
    """Long hair, neck and shoulders."""
    x, y = canvas.x, canvas.y
    wide = _width(v) + 0.17
    canvas.add(box(x, y - 0.13, wide, 0.80, 0.42), hair * 0.88, v["long_hair"])
    canvas.add(ellipse(x, y - 1.12, 0.80, 0.42), hues(v["shirt"], 0.65, 0.75))
    canvas.add(box(x, y - 0.62, 0.17, 0.26, 0.12), skin * 0.86)


def _head(canvas: Canvas, v: dict[str, Tensor], skin: Tensor, hair: Tensor) -> None:
    """Ears, face, beard and the hair on top."""
    x, y, wide, turn = canvas.x, canvas.y, _width(v), v["head_turn"]
    short = 1 - v["long_hair"]
    canvas.add(ellipse(x, y + 0.16, wide + 0.09, 0.60), hair)  # the crown, behind the face
    for side in (-1, 1):  # the far ear hides as the head turns
        canvas.add(ellipse(x - side * (wide - 0.05 * side * turn), y - 0.02, 0.09, 0.13), skin * 0.92, short)
    face = ellipse(x, y - 0.02, wide, 0.60)
    canvas.add(face, skin)
    chin = ellipse(x - 0.10 * turn, y + 0.22, wide * 0.96, 0.62)
    canvas.add(torch.maximum(face - 0.025, -chin), hair * 0.62, v["beard"])
    lip = ellipse(x - 0.17 * turn, y - 0.245, 0.17, 0.045)
    canvas.add(lip, hair * 0.62, v["beard"])
    part = 0.6 * (v["parting"] - 0.5) + 0.12 * turn
    fringe = y + 0.30 - 0.35 * (x - part).abs()
    canvas.add(torch.maximum(ellipse(x, y + 0.02, wide + 0.07, 0.67), fringe), hair)
    strands = torch.maximum(ellipse(x, y - 0.1, wide + 0.17, 0.86), wide - 0.055 - x.abs())
    canvas.add(torch.maximum(strands, -0.30 - y), hair * 0.94, v["long_hair"])


def _eyes(v: dict[str, Tensor]) -> tuple[list[Tensor], Tensor]:
    """Where the eyes' middles are: across for left and right, and down."""
    apart, middle = 0.185 + 0.03 * v["eyes_apart"], 0.17 * v["head_turn"]
    near = 0.035 * v["head_turn"].abs()  # the far eye comes closer to the nose
    return [middle - apart + near, middle + apart - near], torch.full_like(apart, -0.02)


def _features(canvas: Canvas, v: dict[str, Tensor], skin: Tensor, hair: Tensor) -> None:
    x, y = canvas.x, canvas.y
    across, down = _eyes(v)
    for middle in across:
        canvas.add(ellipse(x - middle, y - down, 0.052, 0.066), ink(v))
        bow = y - down + 0.165 + 0.8 * (x - middle) ** 2 * 1.5
        brow = torch.maximum(bow.abs() - (0.014 + 0.032 * v["brow"]), (x - middle).abs() - 0.125)
        canvas.add(brow, hair * 0.5)
    nose = 0.22 * v["head_turn"]
    canvas.add(ellipse(x - nose, y - 0.135, 0.05, 0.042), skin * 0.78)
    mouth, smile = x - 0.17 * v["head_turn"], v["smile"]
    curve = y - 0.335 + smile * (3.2 * mouth**2 - 0.045)
    slope = (1 + (6.4 * smile * mouth) ** 2).sqrt()  # distance across a steep curve is less than along y
    lips = torch.maximum(curve.abs() / slope - 0.032, mouth.abs() - 0.19)
    canvas.add(lips, torch.tensor([[0.70, 0.16, 0.18]], **_FLOATS).expand(len(smile), 3))


def _glasses(canvas: Canvas, v: dict[str, Tensor]) -> None:
    x, y = canvas.x, canvas.y
    across, down = _eyes(v)
    on = v["glasses"]
    white = torch.ones(len(on), 3, **_FLOATS)
    for middle in across:
        lens = box(x - middle, y - down, 0.155, 0.135, 0.11)
        canvas.add(lens, white, 0.38 * on)
        canvas.add(lens.abs() - 0.030, ink(v), on)
    canvas.add(box(x - (across[0] + across[1]) / 2, y - down + 0.03, 0.06, 0.026, 0.02), ink(v), on)


def _hat(canvas: Canvas, v: dict[str, Tensor]) -> None:
    x, y, wide = canvas.x, canvas.y, _width(v)
    colour = hues(v["hat_colour"], 0.75, 0.62)
    shift = 0.10 * v["head_turn"]
    canvas.add(torch.maximum(ellipse(x, y + 0.36, wide + 0.11, 0.50), y + 0.38), colour, v["hat"])
    canvas.add(box(x - shift, y + 0.37, wide + 0.19, 0.075, 0.07), colour * 0.78, v["hat"])
