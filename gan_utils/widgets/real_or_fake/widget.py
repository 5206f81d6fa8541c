"""RealOrFake: the reader is the judge. One image at a time, against the clock: real, or made by a generator?"""

from typing import Any

import torch
import traitlets
from matplotlib.figure import Figure

from gan_utils.arrays import Array
from gan_utils.checks import image_batch
from gan_utils.seeded import LARGEST_SEED, shuffled, uniforms
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.packed.images import pack_images
from gan_utils.widgets.traits import Choice, NumberOrZero

# A game of 20 shows about ten of each kind: with fewer than eight one would come round twice or more, and be known
# by heart. A generator with one good image for each digit, ten in all, must still fit.
FEWEST = 8
SHORTEST, LONGEST = 100.0, 1000.0  # milliseconds
APART = 2**20  # numbers of the seed's stream between the use for one set of images and for the next
PRINTED = 12  # images of the still figure


class RealOrFake(Card):
    """A timed test: is this image real, or one of the opponent's? With an honest verdict on the reader's answers.

    Each trial tosses a fair coin for a real image or one of the opponent's, and shows one that has not been shown
    yet, until all have been. The exposure is kept to within a frame of the screen; a trial where that failed does
    not count. The staircase is ``metrics.human.hype_staircase``, the numbers are those of ``metrics.human``. Answers
    stay in the reader's browser, and are not sent to Python; "Export CSV" gives them to the reader.

    Args:
        real: real images, ``(N, channels, size, size)`` in [-1, 1], at least 8, channels 1 or 3.
        opponents: images of generators by name, each set of at least 8, channels and size as of ``real``.
        opponent: the name of the one that is played against, by default the first, a trait, as are all that follow.
        exposure: how long an image is shown, 100 to 1000 ms, or 0: until the reader answers.
        staircase: whether the exposure follows the answers instead.
        count: images in a game, 20, 40 or 100.
        feedback: whether the reader is told after each answer if it was right.
        seed: of the coin, the order of the images and the mask, 0 to 2**32 - 1.
        store: the name under which the browser keeps the answers. Figures of one name share them.
    Raises:
        ValueError: for images that are not as above.
        traitlets.TraitError: for a trait out of range, or an unknown opponent.
    Source: Salimans et al. 2016, arXiv:1606.03498, section 4, for the test and for what feedback does to it;
        Zhou et al. 2019, arXiv:1904.01121, for exposures and error rates.

    >>> made = {"flat": torch.zeros(10, 1, 32, 32)}
    >>> game = RealOrFake(torch.ones(50, 1, 32, 32), made, seed=1)
    >>> game.dealt()[:3]  # whether it is real, and the image's place in its set
    [(False, 2), (True, 24), (False, 7)]
    """

    _esm = bundle.script("widgets/real_or_fake/view")
    _real = traitlets.Bytes().tag(sync=True)
    _real_sheet = traitlets.Dict().tag(sync=True)
    _made = traitlets.Bytes().tag(sync=True)  # of all opponents, one after the other
    _made_sheets: "traitlets.List[dict[str, Any]]" = traitlets.List().tag(
        sync=True
    )  # of each, in order: name, bytes, and what pack_images says
    opponent = traitlets.Unicode().tag(sync=True)
    exposure = NumberOrZero(500.0, SHORTEST, LONGEST).tag(sync=True)
    staircase = traitlets.Bool(False).tag(sync=True)
    count = Choice((20, 40, 100), 20).tag(sync=True)
    feedback = traitlets.Bool(True).tag(sync=True)
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    store = traitlets.Unicode("real-or-fake").tag(sync=True, linked=False)
    title = traitlets.Unicode("Real or fake?").tag(sync=True)
    caption = traitlets.Unicode(
        "One image at a time, against the clock: is it real, or did a network make it? Press F for fake and J for "
        "real. At the end you learn whether your answers differ from guessing."
    ).tag(sync=True)

    def __init__(self, real: torch.Tensor, opponents: dict[str, torch.Tensor], **traits: Any):
        sets = _checked(real, opponents)
        packed = [pack_images(images, owner) for owner, images in sets.items()]
        self._sets, names = list(sets.values()), list(opponents)
        super().__init__(
            _real=packed[0][1],
            _real_sheet=packed[0][0],
            _made=b"".join(content for _, content in packed[1:]),
            _made_sheets=[sheet | {"name": n, "bytes": len(c)} for n, (sheet, c) in zip(names, packed[1:])],
            **{"opponent": names[0]} | traits,
        )

    @traitlets.validate("opponent")
    def _known(self, proposal: Any) -> Any:
        if proposal["value"] not in self._names():
            allowed = ", ".join(map(repr, self._names()))
            raise traitlets.TraitError(f"opponent must be one of {allowed}, not {proposal['value']!r}")
        return proposal["value"]

    @traitlets.validate("store")
    def _named(self, proposal: Any) -> Any:
        if not proposal["value"].strip():
            raise traitlets.TraitError(f"store must be a name, not {proposal['value']!r}")
        return proposal["value"]

    def dealt(self) -> list[tuple[bool, int]]:
        """The first ``count`` trials of a reader of whom no answers are kept: real or not, and the image's place."""
        sets = self._playing()
        orders = {real: self._order(place) for real, place in sets.items()}
        trials, shown = [], {True: 0, False: 0}
        for real in (uniforms(self.seed, self.count) < 0.5).tolist():
            trials.append((real, int(orders[real][shown[real] % len(orders[real])])))
            shown[real] += 1
        return trials

    def _names(self) -> list[str]:
        return [sheet["name"] for sheet in self._made_sheets]

    def _playing(self) -> dict[bool, int]:
        """The places of the sets that are played with: the real images are set 0, the opponents' follow."""
        return {True: 0, False: 1 + self._names().index(self.opponent)}

    def _order(self, place: int) -> Array:
        """In which order the images of a set are shown."""
        return shuffled(self.seed, len(self._sets[place]), (place + 1) * APART)

    def still(self) -> Figure:
        """The first twelve images, to be judged on paper, with the answers under them."""
        figure = Figure(figsize=(7.2, 2.9), layout="constrained")
        trials, sets = self.dealt()[:PRINTED], self._playing()
        for number, (axes, (real, image)) in enumerate(zip(figure.subplots(2, PRINTED // 2).flat, trials), start=1):
            pixels = (self._sets[sets[real]][image].permute(1, 2, 0).numpy() + 1) / 2
            axes.imshow(pixels, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
            axes.set_title(number, fontsize=9)
            axes.set_axis_off()
        answers = ", ".join(str(number) for number, (real, _) in enumerate(trials, start=1) if real) or "none"
        figure.supxlabel(f"Real or fake? The real ones are: {answers}. The others: {self.opponent}.", fontsize=8)
        return figure


def _checked(real: Any, opponents: Any) -> dict[str, torch.Tensor]:
    """All sets by whose they are, the real images first; ``ValueError`` unless the widget can use them."""
    if not isinstance(opponents, dict) or not opponents:
        raise ValueError(f"opponents must be a dict of at least one name and its images, not {opponents!r}")
    for name in opponents:
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"an opponent's name must be a text that is not empty, not {name!r}")
    given = {"real": real} | {f"opponent {name!r}": images for name, images in opponents.items()}
    sets = {owner: image_batch(owner, images) for owner, images in given.items()}
    for owner, images in sets.items():
        if images.shape[1] not in (1, 3):
            shape = tuple(images.shape)
            raise ValueError(f"{owner} must have shape (N, channels, size, size), channels 1 or 3, not {shape}")
        if len(images) < FEWEST:
            raise ValueError(f"{owner} must have at least {FEWEST} images, not {len(images)}")
        if images.shape[1:] != sets["real"].shape[1:]:
            wanted, shape = tuple(sets["real"].shape[1:]), tuple(images.shape[1:])
            raise ValueError(f"{owner} must have images of the shape of the real ones, {wanted}, not {shape}")
    return sets
