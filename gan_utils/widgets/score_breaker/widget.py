"""ScoreBreaker: make a generator bad in a way of your choice, and see which scores notice."""

from typing import Any

import torch
import traitlets
from matplotlib.figure import Figure

from gan_utils.arrays import Array
from gan_utils.checks import image_batch
from gan_utils.colours import GENERATED, INK, SECOND
from gan_utils.data import spoil
from gan_utils.models import DigitClassifier, plain, sample, snapshot
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.packed.images import pack_images
from gan_utils.widgets.packed.networks import pack_digit_classifier
from gan_utils.widgets.score_breaker.scores import NEIGHBOURS, SCORES, by_chance, scores_of
from gan_utils.widgets.traits import Number

NOTICED = 3.0  # standard deviations
ENDS = (-400, 40)  # of the scale, in standard deviations
MARKS = (-100, -10, -3, 0, 3, 10)
SHOWN = 40  # samples in the picture


class ScoreBreaker(Card):
    """Real digits, spoilt in ways of the reader's choice as ``data.spoil`` does it, and seven scores of them.

    The page runs the classifier itself and computes all scores from its features, as ``metrics`` does: ``scores()``
    gives Python's. A generator gives as many samples as there are ``real`` digits. Whether a score noticed is compared
    with chance: ``real`` and ``images`` are put together, and 30 times two sets are drawn from them, none of them
    spoilt. A score noticed when it lies on its worse side of their mean by more than three of their standard
    deviations; so far on its better side it rewards what was done.

    Args:
        real: the digits with which samples are compared, ``(N, 1, 32, 32)`` in [-1, 1], N more than the classifier's
            128 features. They are rounded to 256 levels, as are ``images``.
        images: other real digits, what a perfect generator would give, ``(M, 1, 32, 32)``, M at least N. With more of
            them, fewer have to come twice when digits are dropped. Each of the ten digits must be there.
        classifier: a ``models.DigitClassifier``, used with weights rounded to float16 in the page.
        labels: the digit of each image, ``(M,)``; None for what the classifier says.
        blur: standard deviation of a blur, 0 to 3 pixels, a trait, as are all that follow.
        noise: standard deviation of noise on each pixel, 0 to 1.
        shift: to the right, 0 to 6 pixels.
        drop: how many of the ten digits never come, 0 to 9.
        variety: share of each digit's images that it keeps, 0 (one image of each) to 1.
        memorise: share of the samples that are copies of ``real`` ones, 0 to 1.
        seed: of the samples, 0 to 2**32 - 1.
    Raises:
        ValueError: for images, labels or a classifier that are not as above.
        traitlets.TraitError: for a trait out of range.

    >>> from gan_utils.data import digits
    >>> images, labels = digits.load("test")
    >>> copyist = ScoreBreaker(images[:150], images[150:400], DigitClassifier(), labels[150:400], memorise=1.0)
    >>> copyist.scores()["precision"], copyist.scores()["coverage"]
    (1.0, 1.0)
    """

    _esm = bundle.script("widgets/score_breaker/view")
    _real_sheet = traitlets.Dict().tag(sync=True)
    _real = traitlets.Bytes().tag(sync=True)
    _sheet = traitlets.Dict().tag(sync=True)
    _images = traitlets.Bytes().tag(sync=True)
    _labels: Any = traitlets.List().tag(sync=True)
    _packed_classifier = traitlets.Dict().tag(sync=True)
    # Of each score: its name, its better side, and mean and standard deviation when nothing is spoilt.
    _scores: Any = traitlets.List().tag(sync=True)
    constants = {"neighbours": NEIGHBOURS, "band": NOTICED, "ends": ENDS, "marks": MARKS, "shown": SHOWN}
    blur = Number(0.0, *spoil.LIMITS["blur"]).tag(sync=True)
    noise = Number(0.0, *spoil.LIMITS["noise"]).tag(sync=True)
    shift = traitlets.Int(0, min=spoil.LIMITS["shift"][0], max=spoil.LIMITS["shift"][1]).tag(sync=True)
    drop = traitlets.Int(0, min=spoil.LIMITS["drop"][0], max=spoil.LIMITS["drop"][1]).tag(sync=True)
    variety = Number(1.0, *spoil.LIMITS["variety"]).tag(sync=True)
    memorise = Number(0.0, *spoil.LIMITS["memorise"]).tag(sync=True)
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    title = traitlets.Unicode("Break every score once").tag(sync=True)
    caption = traitlets.Unicode(
        "Real digits, made bad on purpose. A score that notices moves left, out of the grey band of chance; one that "
        "is fooled stays inside, or even moves right."
    ).tag(sync=True)

    def __init__(
        self,
        real: torch.Tensor,
        images: torch.Tensor,
        classifier: DigitClassifier,
        labels: Any = None,
        **traits: Any,
    ) -> None:
        if not isinstance(classifier, torch.nn.Module) or not isinstance(plain(classifier), DigitClassifier):
            raise ValueError(f"classifier must be a DigitClassifier, not {type(classifier).__name__}")
        classifier = snapshot(classifier)
        real_sheet, packed_real = pack_images(real, "real")
        sheet, packed = pack_images(images)
        _check_sheets(real_sheet, sheet, classifier)
        super().__init__(
            _real_sheet=real_sheet,
            _real=packed_real,
            _sheet=sheet,
            _images=packed,
            _packed_classifier=pack_digit_classifier(classifier),
            **traits,
        )
        self._classifier, self._digits, self._others = classifier, _rounded(real), _rounded(images)
        n, m = len(self._digits), len(self._others)
        features, probabilities = self._classify(torch.cat([self._digits, self._others]))
        self._of_real = features[:n], probabilities[:n]
        self._labels = _named(probabilities[n:].argmax(axis=1) if labels is None else labels, m)
        self._scores = by_chance(features, probabilities, n)

    def samples(self) -> torch.Tensor:
        """What the generator gives, ``(N, 1, 32, 32)``: ``data.spoil`` with these traits."""
        ways = {name: getattr(self, name) for name in spoil.LIMITS}
        return spoil.spoil(self._others, self._labels, self._digits, count=len(self._digits), seed=self.seed, **ways)

    def scores(self) -> dict[str, float]:
        """The seven scores of ``samples()``, by the names of ``SCORES``."""
        samples, back = torch.unique(self.samples(), dim=0, return_inverse=True)  # copies must have the same bits
        features, probabilities = (part[back] for part in self._classify(samples))
        copies = spoil.copied(len(back), self.memorise, self.seed)
        features[copies], probabilities[copies] = (part[copies] for part in self._of_real)
        return scores_of(self._of_real[0], features, probabilities)

    def perfect(self) -> dict[str, tuple[float, float]]:
        """Of each score the mean and the standard deviation when nothing is spoilt."""
        return {score["name"]: (score["mean"], score["std"]) for score in self._scores}

    def verdicts(self) -> dict[str, str]:
        """Of each score whether it ``"noticed"``, did ``"not"``, or ``"rewarded"`` what was done."""
        found = {}
        for name, value in self.scores().items():
            apart = self._apart(name, value)
            found[name] = "noticed" if apart < -NOTICED else "rewarded" if apart > NOTICED else "not"
        return found

    def still(self) -> Figure:
        """Samples, and beside them how far each score lies from a perfect generator's."""
        figure = Figure(figsize=(7.2, 3.2), layout="constrained")
        left, right = figure.subplots(1, 2, width_ratios=(2, 3))
        rows = self.samples()[:SHOWN].reshape(5, 8, 32, 32)
        left.imshow(torch.cat([torch.cat(list(row), 1) for row in rows]).numpy(), cmap="gray", vmin=-1, vmax=1)
        left.axis("off")
        left.set_title("samples", fontsize=10)
        for row, (name, value) in enumerate(self.scores().items()):
            apart = self._apart(name, value)
            colour = GENERATED if apart < -NOTICED else SECOND if apart > NOTICED else INK
            right.barh(row, apart, color=colour, height=0.5)
            right.text(1.02, row, f"{value:.3g}", transform=right.get_yaxis_transform(), va="center", fontsize=9)
        right.axvspan(-NOTICED, NOTICED, color="0.9", zorder=0)
        right.set_xscale("symlog", linthresh=NOTICED)
        right.set_xlim(*ENDS)
        marks = [mark for mark in MARKS if mark]  # 0 would have no room between two others
        right.set_xticks(marks, [str(mark).replace("-", "−") for mark in marks], fontsize=8)
        right.set_yticks(range(len(SCORES)), [label for label, _ in SCORES.values()])
        right.invert_yaxis()
        right.set_xlabel("worse  ←  standard deviations from a perfect generator  →  better", fontsize=8)
        return figure

    def _apart(self, name: str, value: float) -> float:
        """How many standard deviations a score is on its better side of a perfect generator's."""
        mean, std = self.perfect()[name]
        return SCORES[name][1] * (value - mean) / std

    def _classify(self, images: torch.Tensor) -> tuple[Array, Array]:
        """The classifier's features and probabilities of images."""
        features = sample(self._classifier.body, images)
        return features.numpy(), sample(self._classifier.head, features).double().softmax(1).numpy()


def _check_sheets(real: dict[str, Any], images: dict[str, Any], classifier: DigitClassifier) -> None:
    """Raise ``ValueError`` unless the classifier can read both, and there are enough of them."""
    for name, sheet in (("real", real), ("images", images)):
        if (sheet["channels"], sheet["size"]) != (classifier.channels, classifier.size):
            found = f"(N, {sheet['channels']}, {sheet['size']}, {sheet['size']})"
            raise ValueError(f"{name} must have shape (N, 1, 32, 32), not {found}")
    features = classifier.head.in_features
    if not features < real["count"] <= images["count"]:
        raise ValueError(
            f"real must be more than {features} images, and images no fewer than these, "
            f"not {real['count']} and {images['count']}"
        )


def _rounded(images: torch.Tensor) -> torch.Tensor:
    """To 256 levels, as the page has them."""
    return ((image_batch("images", images) + 1) * 127.5).round().div(127.5).sub(1)


def _named(labels: Any, count: int) -> list[int]:
    """The digit of each image; ``ValueError`` unless each of the ten is there."""
    digits: list[int] = spoil.checked_labels(labels, count).tolist()
    missing = sorted(set(range(spoil.DIGITS)) - set(digits))
    if missing:
        raise ValueError(f"images must hold each of the ten digits, but there is no {missing[0]}")
    return digits
