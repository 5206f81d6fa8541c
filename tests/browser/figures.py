"""Every figure on a page of its own: how it is made, what the tests of all figures press, and how it may look."""

from collections.abc import Callable
from dataclasses import dataclass, field

import anywidget
import numpy as np

from gan_utils import pretrained
from gan_utils.data import digits
from gan_utils.families import Mixture
from gan_utils.models import AttributeReader, DCGANGenerator, ToyDiscriminator, ToyGenerator
from gan_utils.widgets import (
    BoundExplorer,
    CollapseLab,
    DCGANLab,
    DivergenceExplorer,
    FrechetByHand,
    GanOnALine,
    InceptionScoreByHand,
    LatentArithmetic,
    LatentWalk,
    MleFitter,
    OrbitStepper,
    SaddleSurface,
    ScoreBreaker,
    VendingMachine,
)
from gan_utils.widgets.densities.densities import PRESETS

from ..widgets.vending_machine.machine_cases import lively
from .image_lab import QUICK as QUICK_IMAGES
from .lab import QUICK
from .line import Line
from .rating import Rating, rating, right

GENERATOR = lively(ToyGenerator(z_dim=5, width=16, dims=1, activation="tanh"), 1, 0.35)
DISCRIMINATOR = lively(ToyDiscriminator(width=16, dims=1, activation="tanh"), 2, 0.35)
DENSITY = Mixture((0.4, 0.6), (-1.4, 1.5), (0.5, 0.35))


@dataclass(frozen=True)
class Figure:
    """``make(**traits)`` gives a widget that shows so many ``controls`` at first.

    ``press`` names one of them, and ``answer`` a read-out that then says something else; without one the picture does.
    A thumb hits what is at least ``thumb`` pixels wide and high; the guidelines ask for 24.
    """

    make: Callable[..., anywidget.AnyWidget]
    controls: int
    press: str = "step"
    answer: str | None = "step"
    thumb: int = 28


@dataclass(frozen=True)
class Look:
    """A figure with other traits, or once something was done with it: at least so many texts can be read, and these."""

    figure: str
    least: int
    traits: dict = field(default_factory=dict)
    texts: frozenset = frozenset()
    prepare: Callable = lambda root: None


def lab(**traits):
    return CollapseLab(**(QUICK | traits))


def image_lab(**traits):
    return DCGANLab(**(QUICK_IMAGES | traits))


def arithmetic(**traits):
    trays = {"a": [0, 5], "b": [1], "c": [2, 30]}
    return LatentArithmetic(DCGANGenerator(8, 3, 64, 4), AttributeReader(64), **(trays | traits))


def walk(**traits):
    return LatentWalk(DCGANGenerator(8, 1, 32, 4), **traits)


def stepper(**traits):
    """At its start."""
    return OrbitStepper(**({"steps": 0} | traits))


def breaker(**traits):
    images, labels = digits.load("test")
    return ScoreBreaker(images[:130], images[130:280], pretrained.load("digit-classifier"), labels[130:280], **traits)


def machines(**traits):
    return VendingMachine(GENERATOR, DISCRIMINATOR, DENSITY, **traits)


def empty_machines(**traits):
    """As a reset leaves them."""
    return machines(**({"count": 0} | traits))


FIGURES = {
    "bound-explorer": Figure(BoundExplorer, 12, press="best", answer="gap"),
    "collapse-lab": Figure(lab, 18),
    "dcgan-lab": Figure(image_lab, 12),
    "divergence-explorer": Figure(DivergenceExplorer, 10, answer="js"),
    "frechet-by-hand": Figure(FrechetByHand, 16, press="equal", answer="distance"),
    "gan-on-a-line": Figure(GanOnALine, 12),
    "inception-score-by-hand": Figure(InceptionScoreByHand, 34, press="preset-never-sure", answer="score"),
    "latent-arithmetic": Figure(arithmetic, 43, press="new-wall", answer="norm", thumb=40),
    "latent-walk": Figure(walk, 10, answer="where"),
    "mle-fitter": Figure(MleFitter, 15, answer="mean"),
    "orbit-stepper": Figure(stepper, 13),
    "real-or-fake": Figure(rating, 12, press="start", answer="progress"),
    "saddle-surface": Figure(SaddleSurface, 9, answer=None),
    "score-breaker": Figure(breaker, 13, press="preset-blurred", answer="kid"),
    "vending-machine": Figure(empty_machines, 13, press="press-1", answer="count"),
}


def trained_by(objective):
    """Three steps with this objective."""

    def prepare(root):
        line = Line(root)
        line.choose(objective=objective)
        line.settle()
        line.steps(3)

    return prepare


def played(answers):
    """A game with all that can be unfolded, after so many right answers; after 20 it is over."""

    def prepare(root):
        game = Rating(root).hold()
        for fold in ("examples", "how"):
            game.click(fold)
        if answers:
            game.begin().play(right(rating().dealt()[:answers]))
            game.click("how", times=2)
        if answers == 20:
            game.finish()
        game.let_go()

    return prepare


EQUAL = {"generated_mean": [-0.9, -0.4], "generated_stds": [1.3, 0.5], "generated_angle": 40.0}
LOOKS = {
    "bound": Look("bound-explorer", 25),
    "bound, T* of Pearson": Look(
        "bound-explorer", 25, {"row": "pearson", "knots": None, **PRESETS["needle and cloud"]}
    ),
    "distances": Look("divergence-explorer", 30, PRESETS["overlapping bells"]),
    **{
        f"distances, {name}": Look("divergence-explorer", 30, PRESETS[name] | {"divergence": distance})
        for name, distance in (("two boxes apart", "w1"), ("two bumps, one model", "kl"), ("needle and cloud", "js"))
    },
    "Gaussians": Look("frechet-by-hand", 35),
    "equal Gaussians": Look("frechet-by-hand", 35, {"shape": "ring", "count": 20, **EQUAL}),
    "probabilities": Look("inception-score-by-hand", 35),
    "many images and classes": Look("inception-score-by-hand", 35, {"probabilities": np.full((8, 6), 1 / 6)}),
    "the highest score": Look("inception-score-by-hand", 35, {"probabilities": np.eye(4)}),
    **{
        f"a line, {name}": Look(
            "gan-on-a-line", 40, {"width": 16}, frozenset({"target", "generated"}), trained_by(name)
        )
        for name in ("non_saturating", "fgan_pearson", "wgan_gp", "began")
    },
    "a normal distribution": Look("mle-fitter", 40, {"model": "normal"}, frozenset({"density"})),
    "a mixture": Look("mle-fitter", 40, {"model": "mixture"}, frozenset({"mean of component 1"})),
    **{
        f"a game after {answers} answers": Look("real-or-fake", 20, {"staircase": True}, prepare=played(answers))
        for answers in (0, 5, 20)
    },
    "a collapse": Look(
        "score-breaker", 50, {"variety": 0.0}, frozenset({"Inception Score", "◀ noticed", "● not noticed"})
    ),
    "machines": Look("vending-machine", 30, {"count": 500}),
    "machines that are asked": Look("vending-machine", 30, {"count": 500, "ratio": True, "kernel": True}),
}
