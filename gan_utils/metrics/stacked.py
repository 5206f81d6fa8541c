"""Stacked digits: images of several channels, a digit in each, whose modes are known: a thousand for three channels."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from gan_utils.arrays import Array, numbers
from gan_utils.checks import positive, whole
from gan_utils.metrics.features import check_images
from gan_utils.metrics.modes import reverse_kl


class StackedCoverage(NamedTuple):
    """What ``stacked_coverage`` finds.

    ``captured`` counts the modes that at least one image is taken for, ``reverse_kl`` is KL(counts / N || uniform)
    in nats, 0 to log(modes), ``counts`` holds the images of each mode, int64 ``(modes,)``, and ``confidence`` is the
    classifier's mean probability of the class it chose, over all channels, in [0, 1].
    """

    captured: int
    reverse_kl: float
    counts: Array
    confidence: float


@torch.no_grad()
def stacked_coverage(images: Tensor, classify: Callable[[Tensor], Tensor], batch_size: int = 250) -> StackedCoverage:
    """Classify each channel on its own and count the combinations: (3, 0, 7) of ten digits is mode 307.

    Every image counts for some mode, however bad it is: read ``captured`` together with ``confidence``.

    Args:
        images: ``(N, C, H, W)``, finite, N and C at least 1.
        classify: maps images ``(n, 1, H, W)`` to class logits ``(n, K)``, each image apart from the others, such as
            ``pretrained.load("digit-classifier")``. There are ``K ** C`` modes.
        batch_size: how many images are classified at once.
    Returns:
        a ``StackedCoverage``.
    Raises:
        ValueError: for images or logits of another shape, or that hold NaN or infinity.
    Source: Srivastava et al. 2017 (VEEGAN), arXiv:1705.07761, section 4.2, after Metz et al. 2017,
        arXiv:1611.02163, section 3.3.1; a mode is captured by one sample in Lin et al. 2018 (PacGAN),
        arXiv:1712.04086, section 4.2.

    >>> def classify(images):  # two classes, dark and bright, so two channels have four modes
    ...     brightness = images.mean(dim=(1, 2, 3))
    ...     return torch.stack([-brightness, brightness], dim=1)
    >>> images = torch.tensor([[-1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]).reshape(4, 2, 1, 1)
    >>> found = stacked_coverage(images, classify)
    >>> found.captured, found.counts.tolist(), round(found.reverse_kl, 3), round(found.confidence, 3)
    (2, [0, 1, 0, 3], 0.824, 0.881)
    """
    check_images(images)
    combinations, chances = [], []
    for batch in torch.split(images, whole("batch_size", batch_size, 1)):
        logits = classify(batch.reshape(-1, 1, *batch.shape[2:]))  # the channels of an image stay neighbours
        _check_logits(logits, batch.shape[0] * batch.shape[1])
        classes = logits.shape[1]
        highest, choice = logits.double().softmax(dim=1).max(dim=1)
        # the first channel is the first numeral
        weights = classes ** torch.arange(images.shape[1] - 1, -1, -1, device="cpu")
        combinations.append((choice.cpu().reshape(len(batch), -1) * weights).sum(dim=1))
        chances.append(highest.cpu())
    counts = np.bincount(torch.cat(combinations).numpy(), minlength=classes ** images.shape[1])
    return StackedCoverage(int((counts > 0).sum()), reverse_kl(counts), counts, float(torch.cat(chances).mean()))


def expected_captured(shares: ArrayLike, samples: int) -> float:
    """How many modes independent samples capture in the mean, sum of 1 - (1 - p)^N: what a perfect model can reach.

    Args:
        shares: probability of each mode, ``(modes,)``.
        samples: how many are drawn, at least 1.
    Returns:
        above 0, and at most the number of modes.
    Raises:
        ValueError: when ``shares`` is no distribution, or for a number of samples out of range.

    >>> expected_captured([0.5, 0.5], 2)
    1.5
    >>> 1000 - expected_captured(np.full(1000, 0.001), 25_600) < 1e-8  # one mode missed in a hundred million trials
    True
    """
    table = numbers("shares", shares)
    if table.ndim != 1 or not np.all(table >= 0) or abs(table.sum() - 1) > 1e-6:  # NaN fails the comparison
        raise ValueError(f"shares must be of shape (modes,), not negative, and sum to 1, not {shares!r}")
    drawn = positive("samples", whole("samples", samples, 1))
    # 1 - (1 - p)^N by logarithms: beside 1 a probability below 1e-16 would be lost
    with np.errstate(divide="ignore"):
        return float(-np.expm1(drawn * np.log1p(-np.minimum(table, 1))).sum())


def _check_logits(logits: Any, count: int) -> None:
    if not isinstance(logits, Tensor) or logits.ndim != 2 or len(logits) != count or not logits.shape[1]:
        shape = tuple(logits.shape) if isinstance(logits, Tensor) else type(logits).__name__
        raise ValueError(f"classify must give logits of shape ({count}, K) for {count} images, not {shape}")
    if not torch.isfinite(logits).all():
        raise ValueError("classify must give finite logits, but they hold NaN or infinity")
