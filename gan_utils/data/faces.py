"""Drawn faces whose attributes are known exactly: a generator's vector arithmetic can be measured on them."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from gan_utils.arrays import Array
from gan_utils.checks import in_range, one_of, whole
from gan_utils.data.painter import paint
from gan_utils.seeded import checked_seed, uniforms

SIZES = (32, 64)
# Attribute -> the chance that a face has it.
CHANCES = {"glasses": 0.4, "long_hair": 0.5, "beard": 0.3, "hat": 0.2}
# Attribute -> the lowest and the highest value; faces are spread evenly between them.
RANGES = {
    "smile": (-1.0, 1.0),
    "head_turn": (-1.0, 1.0),
    "skin_tone": (0.0, 1.0),
    "hair_colour": (0.0, 1.0),
    "brow": (0.0, 1.0),
    "background": (0.0, 1.0),
}
ATTRIBUTES = np.dtype([(name, bool) for name in CHANCES] + [(name, np.float32) for name in RANGES])
# What else differs from face to face and is no attribute: each a uniform number that the painter reads.
LOOKS = ("across", "down", "tilt", "face_width", "shirt", "parting", "eyes_apart", "hat_colour")
# Drawing conventions of these pictures, not facts about people: how likely each attribute is in either mixture.
CONVENTIONS = {
    "man": {"long_hair": 0.15, "beard": 0.55, "brow": (0.4, 1.0)},
    "woman": {"long_hair": 0.85, "beard": 0.02, "brow": (0.0, 0.6)},
}
_BATCH = 250  # faces painted at once, so that memory stays small


def sample(
    n: int, size: int = 32, seed: int = 0, *, convention: str | None = None, **fixed: Any
) -> tuple[Tensor, Array]:
    """Drawn faces with their attributes, which are independent of each other unless fixed.

    Face number i depends on ``seed`` and i alone: a smaller ``n`` gives the first of the same faces, and
    fixing an attribute changes that one and nothing else of each face.

    Args:
        n: how many.
        size: height and width in pixels, 32 or 64.
        seed: from 0 to 2**32 - 1.
        convention: None, or ``"man"`` or ``"woman"``: long hair, beard and brow then follow ``CONVENTIONS``,
            two mixtures that overlap. They are conventions of drawing and say nothing about people.
        **fixed: an attribute and its value, for all faces or one for each, shape ``(n,)``. ``glasses``,
            ``long_hair``, ``beard`` and ``hat`` are True or False; ``smile`` (frown to smile) and ``head_turn``
            (to the left, to the right) lie in [-1, 1]; ``skin_tone`` (light to dark), ``hair_colour`` (fair to
            black), ``brow`` (thin to thick) and ``background`` (once round the hues) in [0, 1].
    Returns:
        images, float32 ``(n, 3, size, size)`` in [-1, 1], red, green, blue; attributes, a structured array
        ``(n,)`` of type ``ATTRIBUTES``.
    Raises:
        ValueError: for an unknown attribute or convention, a value out of range or of another shape, and
            n, size or seed out of range.

    >>> images, attributes = sample(3, glasses=True, smile=0.5)
    >>> images.shape, attributes["glasses"].tolist(), attributes["smile"].tolist()
    (torch.Size([3, 3, 32, 32]), [True, True, True], [0.5, 0.5, 0.5])
    """
    n, seed = whole("n", n, 1), checked_seed(seed)
    one_of("size", size, SIZES)
    size = int(size)
    if convention is not None:
        one_of("convention", convention, CONVENTIONS)
    columns = (*CHANCES, *RANGES, *LOOKS)
    drawn = dict(zip(columns, uniforms(seed, n * len(columns)).reshape(n, len(columns)).T))
    attributes = _attributes(drawn, CONVENTIONS.get(convention or "", {}))
    for name, value in fixed.items():
        attributes[name] = _checked(name, value, n)
    looks = np.stack([drawn[name] for name in LOOKS], axis=1)
    images = torch.empty(n, 3, size, size, dtype=torch.float32, device="cpu")
    for start in range(0, n, _BATCH):
        part = slice(start, start + _BATCH)
        values = {name: torch.from_numpy(attributes[name][part].astype(np.float32)) for name in (*CHANCES, *RANGES)}
        values |= {name: torch.from_numpy(looks[part, i]).float() for i, name in enumerate(LOOKS)}
        images[part] = paint(values, size)
    return images, attributes


def _attributes(drawn: dict[str, Array], convention: dict[str, Any]) -> Array:
    attributes = np.empty(len(drawn["glasses"]), ATTRIBUTES)
    for name, chance in CHANCES.items():
        attributes[name] = drawn[name] < convention.get(name, chance)
    for name, usual in RANGES.items():
        low, high = convention.get(name, usual)
        attributes[name] = low + (high - low) * drawn[name]
    return attributes


def _checked(name: str, value: Any, n: int) -> Array:
    one_of("attribute", name, (*CHANCES, *RANGES))
    try:
        values = np.asarray(value.tolist() if isinstance(value, Tensor) else value)
    except ValueError:  # lists of several lengths
        raise ValueError(f"{name} must be one value or have shape ({n},), not {value!r}") from None
    if values.shape not in ((), (n,)):
        raise ValueError(f"{name} must be one value or have shape ({n},), not {values.shape}")
    if name in CHANCES:
        if values.dtype != bool:
            raise ValueError(f"{name} must be True or False, not {value!r}")
        return values
    for each in values.ravel().tolist():
        in_range(name, each, *RANGES[name])
    return values
