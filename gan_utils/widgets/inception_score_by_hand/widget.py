"""InceptionScoreByHand: what a classifier says of a few images, to drag, and the score in three steps."""

import string
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from gan_utils.arrays import Array
from gan_utils.checks import in_range
from gan_utils.colours import GENERATED, HIGHLIGHT, SECOND
from gan_utils.metrics.inception import inception_score
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.traits import ListTrait, listed, menu, refuse

MIXED = [
    [0.9, 0.05, 0.03, 0.02],
    [0.04, 0.9, 0.03, 0.03],
    [0.1, 0.15, 0.7, 0.05],
    [0.85, 0.05, 0.05, 0.05],
    [0.35, 0.1, 0.45, 0.1],
    [0.1, 0.8, 0.05, 0.05],
]


def _sure(classes: str) -> list[list[float]]:
    """Rows that are sure of these classes."""
    return [[1.0 if name == own else 0.0 for name in "ABCD"] for own in classes]


# Each class comes as often as the others, so that the score is the number of classes that are there.
PRESETS = {
    "sure and varied": _sure("ABCDABCD"),
    "sure, all the same": _sure("BBBBBBBB"),
    "never sure": [[0.25] * 4] * 8,
    "one class missing": _sure("ABCABC"),
}


class Distributions(ListTrait):
    """Rows of probabilities, each a distribution: ``rows`` and ``classes`` are the least and the most of each."""

    def __init__(self, default: Any, rows: tuple[int, int], classes: tuple[int, int], **options: Any):
        self.rows, self.classes = rows, classes
        super().__init__(default_value=default, **options)

    def allowed(self) -> dict[str, Any]:
        return {"rows": list(self.rows), "classes": list(self.classes)}

    def validate(self, obj: Any, value: Any) -> Any:
        table = listed(value)
        (fewest, most), (least, last) = self.rows, self.classes
        if not (
            isinstance(table, (list, tuple))
            and fewest <= len(table) <= most
            and all(isinstance(row, (list, tuple)) and len(row) == len(table[0]) for row in table)
            and least <= len(table[0]) <= last
        ):
            allowed = f"{fewest} to {most} rows of {least} to {last} probabilities, as many in each"
            raise traitlets.TraitError(f"{self.name} must be {allowed}, not {value!r}")
        return [self._distribution(row) for row in table]

    def _distribution(self, row: Any) -> list[float]:
        numbers = [refuse(lambda: in_range(str(self.name), number, 0.0, 1.0)) for number in row]
        if abs(sum(numbers) - 1) > 1e-4:  # float32's rounding
            raise traitlets.TraitError(f"each row of {self.name} must sum to 1, not to {sum(numbers):.6g}: {row!r}")
        return numbers


class InceptionScoreByHand(Card):
    """A classifier's probabilities p(y|x) of a few images x, to drag; their mean p(y), both entropies, the score.

    The score is built up in three steps: the KL divergence of each row from p(y), their mean, which is the entropy
    H(y) of p(y) less the mean entropy H(y|x) of the rows, and exp of it. All numbers are those of
    ``metrics.inception.inception_score`` with one split; entropies and divergences are in nats.

    Args:
        probabilities: one row for each image and one column for each class, a list or an array of shape (2 to 8,
            2 to 6) whose rows sum to 1, a trait. The page changes it too.
    Raises:
        traitlets.TraitError: for rows that are no such table.
    Source: Salimans et al. 2016, arXiv:1606.03498, section 4.

    >>> round(InceptionScoreByHand(probabilities=PRESETS["sure, all the same"]).score(), 9)
    1.0
    """

    _esm = bundle.script("widgets/inception_score_by_hand/view")
    _presets = menu(PRESETS)
    probabilities = Distributions(MIXED, rows=(2, 8), classes=(2, 6)).tag(sync=True)
    title = traitlets.Unicode("The Inception Score by hand").tag(sync=True)
    caption = traitlets.Unicode(
        "A row is all that the score knows of an image: what a classifier says of it. It sees neither the image "
        "nor any real data."
    ).tag(sync=True)

    def score(self) -> float:
        """The Inception Score of the table, from 1 to the number of classes."""
        return inception_score(np.array(self.probabilities), splits=1)[0]

    def still(self) -> Figure:
        """The table with its mean below, and both entropies, as a matplotlib figure."""
        table = np.array(self.probabilities)
        marginal, names = table.mean(axis=0), list(string.ascii_uppercase[: table.shape[1]])
        figure = Figure(figsize=(7.2, 3.4), layout="constrained")
        bars, entropies = figure.subplots(1, 2, width_ratios=(3, 2))
        rows = [*table, marginal]
        for y, row in enumerate(rows):
            colour = SECOND if y == len(table) else GENERATED
            bars.barh([y] * len(row), 0.9 * row, left=np.arange(len(row)), height=0.6, color=colour)
        labels = [*(f"image {i + 1}" for i in range(len(table))), "p(y), their mean"]
        bars.set_yticks(range(len(rows)), labels)
        bars.set_xticks(range(len(names)), names)
        bars.set(xlim=(0, len(names)), xlabel="class y")
        bars.invert_yaxis()
        bars.grid(axis="x", linewidth=0.5)
        heights = [_entropy(marginal), float(np.mean([_entropy(row) for row in table]))]
        heights.append(heights[0] - heights[1])
        entropies.barh(["H(y)", "mean H(y|x)", "difference"], heights, color=[SECOND, GENERATED, HIGHLIGHT])
        entropies.set(xlim=(0, np.log(len(names))), xlabel="nats", title=f"score: exp of it, {self.score():.3f}")
        entropies.invert_yaxis()
        return figure


def _entropy(p: Array) -> float:
    seen = p[p > 0]
    return float(-(seen * np.log(seen)).sum())
