"""OrbitStepper: step two players through V(x, y) = xy, or through the Dirac-GAN."""

from collections.abc import Iterable
from typing import Any

import traitlets
from matplotlib.figure import Figure

from gan_utils.arrays import Array
from gan_utils.colours import REAL
from gan_utils.games import DIRAC_OPTIONS, DIRAC_VARIANTS, METHOD_OPTIONS, METHODS, bilinear_orbit, dirac_orbit
from gan_utils.games.dirac import UPDATES
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.traits import Number, Point

MOST_KEPT = 3  # orbits beside the current one


class OrbitStepper(Card):
    """The phase plane of a two-player game, stepped in the page.

    Drag the start point, choose how the players move, step, play, and keep up to three orbits to compare
    with the current one. Every number it shows equals that of ``gan_utils.games``, to rounding: for long
    steps a few Dirac-GAN orbits are chaotic, and the last bit of an exponential then grows with the rounds.

    Args (all are traits; the page changes them too):
        game: ``"bilinear"``, V(x, y) = xy, or ``"dirac"``, the Dirac-GAN.
        method, lr, first, momentum, beta, unroll, unroll_lr: as in ``games.bilinear_orbit``; lr from 0.01 to 2.5.
        variant, update, clip, penalty, target, noise, samples, seed, beta: as in ``games.dirac_orbit``.
        start: two numbers from -10 to 10.
        steps: rounds shown at first, 0 to 2000.
        kept: up to three dicts of settings that differ from those at first, drawn beside the current ones.
    Raises:
        traitlets.TraitError: for a value that is out of range, naming it and what is allowed.

    >>> OrbitStepper(method="alternating", lr=0.3).lr
    0.3
    >>> OrbitStepper(lr=3.0)
    Traceback (most recent call last):
    ...
    traitlets.traitlets.TraitError: lr must lie in [0.01, 2.5], not 3.0
    """

    _esm = bundle.script("widgets/orbit_stepper/view")
    game = traitlets.Enum(("bilinear", "dirac"), "bilinear").tag(sync=True)
    method = traitlets.Enum(METHODS, "simultaneous").tag(sync=True)
    variant = traitlets.Enum(DIRAC_VARIANTS, "gan").tag(sync=True)
    update = traitlets.Enum(UPDATES, "simultaneous").tag(sync=True)
    first = traitlets.Enum(("x", "y"), "x").tag(sync=True)
    lr = Number(0.1, 0.01, 2.5).tag(sync=True)
    momentum = Number(0.0, -0.95, 0.95).tag(sync=True)
    beta = Number(1.0, 0.05, 2.0).tag(sync=True)
    unroll = traitlets.Int(1, min=1, max=10).tag(sync=True)
    unroll_lr = Number(None, 0.01, 2.5, allow_none=True).tag(sync=True)
    clip = Number(1.0, 0.1, 2.0).tag(sync=True)
    penalty = Number(None, 0.05, 2.0, allow_none=True).tag(sync=True)
    target = Number(1.0, 0.0, 2.0).tag(sync=True)
    noise = Number(0.7, 0.1, 2.0).tag(sync=True)
    samples = traitlets.Int(100, min=1, max=1000).tag(sync=True)
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    start = Point((1.0, 0.0), 10.0).tag(sync=True)
    steps = traitlets.Int(60, min=0, max=2000).tag(sync=True)
    kept = traitlets.List(traitlets.Dict(), maxlen=MOST_KEPT).tag(sync=True)
    title = traitlets.Unicode("Two players, one saddle").tag(sync=True)
    caption = traitlets.Unicode(
        "Drag the ring to choose a start. Each dot is one round of both players; arrows show where they want to go."
    ).tag(sync=True)
    constants = {
        "most_kept": MOST_KEPT,
        # Which settings a method or a variant takes, and how strong a penalty is that is not set.
        "options": {
            "bilinear": METHOD_OPTIONS,
            "dirac": {variant: list(options) for variant, options in DIRAC_OPTIONS.items()},
        },
        "penalties": {
            variant: options["penalty"] for variant, options in DIRAC_OPTIONS.items() if "penalty" in options
        },
    }

    @traitlets.validate("kept")
    def _check_kept(self, proposal: Any) -> Any:
        for settings in proposal["value"]:
            for name, value in settings.items():
                if not self.has_trait(name) or name == "kept":
                    raise traitlets.TraitError(f"kept settings have no {name!r}")
                self.traits()[name]._validate(self, value)  # the trait of that name does the checking
        return proposal["value"]

    def points(self) -> Array:
        """The current orbit, as ``games.bilinear_orbit`` or ``games.dirac_orbit`` gives it, ``(steps + 1, 2)``."""
        if self.game == "bilinear":
            return bilinear_orbit(
                self.method, self.lr, self.start, self.steps, **self._chosen(METHOD_OPTIONS.get(self.method, ()))
            )
        options = self._chosen(DIRAC_OPTIONS.get(self.variant, ()))
        return dirac_orbit(self.variant, self.lr, self.start, self.steps, self.update, **options)

    def _chosen(self, names: Iterable[str]) -> dict[str, Any]:
        """The options of these names that are set; the others keep the defaults of ``games``."""
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}

    def still(self) -> Figure:
        """The orbit as a matplotlib figure."""
        points = self.points()
        figure = Figure(figsize=(4.2, 4), layout="constrained")
        axes = figure.subplots()
        axes.plot(*points.T, "o-", color=REAL, markersize=3, linewidth=0.8)
        axes.plot(*points[0], "o", markersize=10, markerfacecolor="none", color="black")
        axes.set_aspect("equal", "datalim")
        names = ("x", "y") if self.game == "bilinear" else ("θ", "ψ")
        axes.set(xlabel=names[0], ylabel=names[1])
        axes.grid(alpha=0.3)
        return figure
