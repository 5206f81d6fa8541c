"""Ways in which a generator can be bad, put on real digits on purpose: what does a score make of each?

``page/data/spoil.js`` does the same in the page, with the same seeded numbers.
"""

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gan_utils.arrays import Array, numbers
from gan_utils.checks import image_batch, in_range, whole
from gan_utils.seeded import checked_seed, later_seed, normals, shuffled

DIGITS = 10
# Each way to be bad, and from where to where it goes.
LIMITS = {
    "blur": (0.0, 3.0),
    "noise": (0.0, 1.0),
    "shift": (0, 6),
    "drop": (0, DIGITS - 1),
    "variety": (0.0, 1.0),
    "memorise": (0.0, 1.0),
}


def spoil(
    images: Tensor,
    labels: Any,
    reference: Tensor,
    *,
    blur: float = 0.0,
    noise: float = 0.0,
    shift: int = 0,
    drop: int = 0,
    variety: float = 1.0,
    memorise: float = 0.0,
    count: int | None = None,
    seed: int = 0,
) -> Tensor:
    """Samples of a generator that is bad in known ways. With none of them it is perfect: it gives other real digits.

    First each image is blurred, moved and made noisy; then it is decided which images are given; in the end copies
    take the place of some. More ``images`` than ``count`` are of use when digits are dropped: the samples are then
    of the digits that are left, and each comes once as long as there are enough.

    Args:
        images: what the perfect generator would give, ``(N, C, H, W)`` in [-1, 1], N at least 1; tensor or array.
        labels: the digit 0 to 9 of each, ``(N,)``, as array, tensor or list.
        reference: the real images ``(M, C, H, W)`` in [-1, 1] with which samples are compared, M at least 1. They
            are what ``memorise`` copies.
        blur: standard deviation of a Gaussian blur, 0 to 3 pixels. It is cut off at three of them; beyond the edges
            lies black.
        noise: standard deviation of Gaussian noise on each pixel, 0 to 1, held within [-1, 1] afterwards.
        shift: pixels to the right, 0 to 6; black comes in from the left.
        drop: how many of the ten digits never come, 0 to 9. Which ones is the seed's choice.
        variety: share of a digit's images that it keeps, 0 to 1; they come again in turn. 0 leaves one image each.
        memorise: share of the samples that are exact copies of ``reference`` instead, 0 to 1, each of another one as
            long as there are enough. They are neither blurred nor noisy.
        count: how many samples, at least 1; None for N.
        seed: 0 to 2**32 - 1, of the images that are given, of the noise, and of what is dropped and copied.
    Returns:
        float32 ``(count, C, H, W)`` in [-1, 1].
    Raises:
        ValueError: for images or labels of other shapes or values, numbers out of range, or when no image is left.

    >>> images, labels = torch.linspace(-1, 1, 20).reshape(20, 1, 1, 1).expand(20, 1, 8, 8), np.arange(20) % 10
    >>> reference = torch.zeros(5, 1, 8, 8)
    >>> len(spoil(images, labels, reference, variety=0.0).unique(dim=0))  # one image of each digit
    10
    >>> bool((spoil(images, labels, reference, blur=1, memorise=1.0) == 0).all())
    True
    """
    images, reference = image_batch("images", images), image_batch("reference", reference)
    if images.shape[1:] != reference.shape[1:]:
        raise ValueError(f"images and reference must be alike, not {tuple(images.shape)} and {tuple(reference.shape)}")
    amounts: dict[str, Any] = {
        "blur": blur,
        "noise": noise,
        "shift": shift,
        "drop": drop,
        "variety": variety,
        "memorise": memorise,
    }
    for name, value in amounts.items():
        amounts[name] = whole(name, value, 0) if name in ("shift", "drop") else in_range(name, value, *LIMITS[name])
        in_range(name, amounts[name], *LIMITS[name])
    blur, noise, shift, drop, variety, memorise = amounts.values()
    seed = checked_seed(seed)
    count = len(images) if count is None else whole("count", count, 1)
    indices = chosen(checked_labels(labels, len(images)), count, drop, variety, seed)
    shown, back = np.unique(indices, return_inverse=True)
    samples = distorted(images[torch.from_numpy(shown)], shown, blur, noise, shift, seed)[torch.from_numpy(back)]
    copies = copied(count, memorise, seed)
    samples[copies] = reference[torch.from_numpy(copies % len(reference))]
    return samples


def chosen(labels: Any, count: int, drop: int, variety: float, seed: int) -> Array:
    """Which images a generator gives that drops digits and has lost variety: indices of ``labels``, ``(count,)``.

    Of a seed's order of the images the perfect generator gives the first ``count``. Where one of these is of a
    dropped digit comes the next of the others, those first that have not been given.
    """
    labels = np.asarray(labels)
    order = shuffled(later_seed(seed, 1), len(labels))
    left = order[np.isin(labels[order], shuffled(seed, DIGITS)[drop:])]
    if not len(left):
        raise ValueError(f"drop = {drop} leaves no image: none of images is of a digit that is kept")
    indices: Array = order[np.arange(count) % len(order)]
    gone = np.flatnonzero(~np.isin(indices, left))
    spare = np.concatenate([left[~np.isin(left, indices)], left[np.isin(left, indices)]])
    indices[gone] = spare[np.arange(len(gone)) % len(spare)]
    for digit in range(DIGITS):
        slots = np.flatnonzero(labels[indices] == digit)
        images = list(dict.fromkeys(indices[slots].tolist()))  # each once, in the order in which they come
        kept = images[: max(1, math.ceil(variety * len(images)))]
        turn = {image: kept[number % len(kept)] for number, image in enumerate(images)}
        indices[slots] = [turn[index] for index in indices[slots].tolist()]
    return indices


def copied(count: int, memorise: float, seed: int) -> Array:
    """Which of ``count`` samples are copies: sample i is then the reference's image i."""
    return np.sort(shuffled(later_seed(seed, 2), count)[: math.floor(memorise * count + 0.5)])


def distorted(images: Tensor, indices: Array, blur: float, noise: float, shift: int, seed: int) -> Tensor:
    """Images blurred, then moved to the right, then with noise; ``indices`` say which part of the noise is whose."""
    if blur > 0:
        reach = math.ceil(3 * blur)
        bell = torch.exp(-0.5 * (torch.arange(-reach, reach + 1, dtype=torch.float64, device="cpu") / blur) ** 2)
        rows = (bell / bell.sum()).reshape(1, 1, 1, -1)
        ink = (images.double() + 1).reshape(-1, 1, *images.shape[2:])  # above black, which is what lies outside
        ink = torch.nn.functional.conv2d(ink, rows, padding=(0, reach))
        ink = torch.nn.functional.conv2d(ink, rows.transpose(2, 3), padding=(reach, 0))
        images = (ink - 1).reshape(images.shape).float().clamp(-1, 1)
    if shift:
        images = torch.nn.functional.pad(images, (shift, 0), value=-1.0)[..., : images.shape[-1]]
    if noise > 0:
        size = images[0].numel()
        added = np.stack([normals(later_seed(seed, 3), size, int(index) * size) for index in indices])
        images = (images + noise * torch.from_numpy(added).reshape(images.shape)).clamp(-1, 1).float()
    return images


def checked_labels(labels: Any, count: int) -> Array:
    """``labels`` as int64 ``(count,)``; ``ValueError`` unless they are so many digits."""
    digits = numbers("labels", labels)
    if digits.shape != (count,) or not np.isin(digits, np.arange(DIGITS)).all():
        raise ValueError(f"labels must be {count} digits from 0 to 9, one for each image, not {labels!r}")
    return digits.astype(np.int64)
