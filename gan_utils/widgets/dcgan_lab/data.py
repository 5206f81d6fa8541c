"""What DCGANLab trains on, scores by, and shows where nothing can be trained, as its page reads it."""

import functools
from typing import Any

import torch

from gan_utils import experiments, pretrained
from gan_utils.data import digits, faces
from gan_utils.widgets.packed.images import pack_images
from gan_utils.widgets.packed.networks import pack_digit_classifier

SIZE = 32  # pixels a side
FACES = 800
# Chapter 5's ScoreBreaker has the first two as well: one file of the site for both.
DIGITS = (("test", 0, 500), ("test", 500, 1500), ("train", 0, 2000))


def packed(images: torch.Tensor) -> dict[str, Any]:
    """Images ``(N, C, 32, 32)`` in [-1, 1] for the page's ``unpackLevels``."""
    sheet, content = pack_images(images)
    return {"sheet": sheet, "content": content}


def digit_images() -> torch.Tensor:
    """Real digits, ``(3500, 1, 32, 32)``."""
    return torch.cat([digits.load(split)[0][first:last] for split, first, last in DIGITS])


def face_images() -> torch.Tensor:
    """Drawn faces, ``(800, 3, 32, 32)``."""
    return faces.sample(FACES, SIZE, seed=0)[0]


@functools.lru_cache
def packed_digits() -> list[dict[str, Any]]:
    """The digits in sheets."""
    return [packed(digits.load(split)[0][first:last]) for split, first, last in DIGITS]


@functools.lru_cache
def packed_faces() -> list[dict[str, Any]]:
    """The faces in one sheet."""
    return [packed(face_images())]


@functools.lru_cache
def packed_film() -> dict[str, Any]:
    """The samples of a run that ``tools/experiments/lab_rules.py`` has made, round by round."""
    walls = experiments.images("lab-rules")
    whole = packed(torch.cat([torch.from_numpy(wall) for wall in walls.values()]))
    return {"rounds": [int(step) for step in walls], **whole}


@functools.lru_cache
def packed_classifier() -> dict[str, Any]:
    """The classifier that scores digits."""
    classifier: Any = pretrained.load("digit-classifier")
    return pack_digit_classifier(classifier)
