"""Widgets in Python: what they refuse, what they hand to a notebook, and that they agree with the package."""

import functools
import io
import math

import matplotlib.image
import numpy as np
import pytest
import torch
import traitlets
from matplotlib.figure import Figure

from gan_utils import games
from gan_utils.data import digits, toys
from gan_utils.families import Mixture
from gan_utils.losses import OBJECTIVES
from gan_utils.models import (
    AttributeReader,
    DCGANDiscriminator,
    DCGANGenerator,
    DigitClassifier,
    ToyDiscriminator,
    ToyGenerator,
)
from gan_utils.seeded import LARGEST_SEED, normals
from gan_utils.widgets import (
    BoundExplorer,
    CollapseLab,
    DivergenceExplorer,
    FrechetByHand,
    GanOnALine,
    InceptionScoreByHand,
    LatentArithmetic,
    LatentWalk,
    MleFitter,
    OrbitStepper,
    RealOrFake,
    SaddleSurface,
    ScoreBreaker,
    VendingMachine,
)
from gan_utils.widgets.collapse_lab.widget import LAB_OBJECTIVES, REACH
from gan_utils.widgets.densities.densities import PRESETS
from gan_utils.widgets.packed.networks import pack_generator
from gan_utils.widgets.saddle_surface.widget import SURFACES

NAN, INF = math.nan, math.inf


@pytest.fixture(scope="module")
def generator():
    return DCGANGenerator(z_dim=8, width=4).eval()


def walk(**traits):
    return LatentWalk(DCGANGenerator(z_dim=8, width=4), **traits)


def arithmetic(**traits):
    return LatentArithmetic(DCGANGenerator(z_dim=8, channels=3, width=4), AttributeReader(32), **traits)


def vending(**traits):
    density = Mixture((0.5, 0.5), (-1.5, 1.5), (0.4, 0.4))
    return VendingMachine(ToyGenerator(z_dim=4, width=8, dims=1), ToyDiscriminator(width=8, dims=1), density, **traits)


def rating(**traits):
    made = {"early": torch.zeros(8, 1, 8, 8), "late": torch.full((9, 1, 8, 8), 0.5)}
    return RealOrFake(torch.rand(20, 1, 8, 8, generator=torch.Generator().manual_seed(0)), made, **traits)


@functools.cache  # it takes a while
def breaker(**traits):
    images, labels = digits.load("test")
    return ScoreBreaker(images[:130], images[130:280], DigitClassifier(), labels[130:280], **traits)


def bump(**numbers):
    return {"kind": "bell", "mean": 0.0, "width": 1.0, "weight": 1.0} | numbers


# The trait, values that are refused, and what the message says is allowed.
REFUSED = [
    (OrbitStepper, "game", ["chess", None, 3], "bilinear"),
    (OrbitStepper, "method", ["newton", None], "simultaneous"),
    (OrbitStepper, "variant", ["lsgan", None], "non_saturating"),
    (OrbitStepper, "update", ["never", None], "alternating"),
    (OrbitStepper, "first", ["z", None], "x"),
    (OrbitStepper, "lr", [0, 0.009, 2.51, -1, NAN, INF], "[0.01, 2.5]"),
    (OrbitStepper, "lr", ["a", None], "a number"),
    (OrbitStepper, "momentum", [-0.96, 1, NAN], "[-0.95, 0.95]"),
    (OrbitStepper, "beta", [0, 2.1, NAN], "[0.05, 2.0]"),
    (OrbitStepper, "unroll", [0, 11, 1.5, NAN, None], ""),
    (OrbitStepper, "unroll_lr", [0, 2.6, NAN], "[0.01, 2.5]"),
    (OrbitStepper, "clip", [0, 2.1, NAN], "[0.1, 2.0]"),
    (OrbitStepper, "penalty", [0, 2.1, NAN], "[0.05, 2.0]"),
    (OrbitStepper, "target", [-0.1, 2.1, NAN], "[0.0, 2.0]"),
    (OrbitStepper, "noise", [0, 2.1, NAN], "[0.1, 2.0]"),
    (OrbitStepper, "samples", [0, 1001, 1.5], ""),
    (OrbitStepper, "seed", [-1, LARGEST_SEED + 1, 0.5], ""),
    (OrbitStepper, "start", [[1], [1, 2, 3], [NAN, 0], [0, 10.1], [-INF, 0], "ab", []], ""),
    (OrbitStepper, "start", [5, None], "two finite numbers"),
    (OrbitStepper, "steps", [-1, 2001, 0.5, None], ""),
    (OrbitStepper, "kept", [3, "r1", [1], [{}] * 4], ""),
    (walk, "seed", [-1, LARGEST_SEED + 1, 0.5, NAN], ""),
    (walk, "method", ["spline", None], "slerp"),
    (walk, "view", ["cube", None], "triangle"),
    (walk, "position", [-0.01, 1.01, NAN], "[0.0, 1.0]"),
    (walk, "position", ["a", None], "a number"),
    (walk, "weights", [[1, 0], 1, None], "3 numbers"),
    (walk, "weights", [[1, 0, 0.1], [0, 0, 0]], "sum to 1"),
    (walk, "weights", [[2, -1, 0], [NAN, 0, 1]], "[0.0, 1.0]"),
    (walk, "path", [3, None, [[1, 0, 0]] * 13], "at most 12"),
    (walk, "path", [[[1, 0, 0], [1, 1, 1]]], "sum to 1"),
    (arithmetic, "seed", [-1, LARGEST_SEED + 1, 0.5, NAN], ""),
    *((arithmetic, name, [[-1], [0, 424], [1.5], ["a"], [True], [None]], "") for name in "abc"),
    *((arithmetic, name, [[0] * 11, 3, None], "at most 10") for name in "abc"),
    (arithmetic, "a", [[424]], "[0, 423]"),
    (arithmetic, "baseline", ["noise", None, 3], "pixels"),
    (arithmetic, "rescale", ["yes", 2], ""),
    (SaddleSurface, "surface", ["x3", None], "x2-y2"),
    (SaddleSurface, "turn", [-0.1, 6.3, NAN], "[0.0, 6.28"),
    (SaddleSurface, "tilt", [0, 1.6, NAN], "[0.05, 1.5]"),
    (CollapseLab, "target", ["circle", "Ring", None, 3], "spiral"),
    (CollapseLab, "objective", ["gan", None, 3], "wgan_gp"),
    (CollapseLab, "optimiser", ["rmsprop", None], "sgd"),
    (CollapseLab, "batch_size", [0, 100, 1024, 64.5, "64", None], "512"),
    (CollapseLab, "packing", [0, 3, 8, 1.5, None], "4"),
    *((CollapseLab, name, [11], "10") for name in ("unroll", "d_steps", "g_steps")),
    *((CollapseLab, name, [-1], "0") for name in ("unroll", "d_steps", "g_steps")),
    *(
        (CollapseLab, name, [1.5, NAN, "a", None], "")
        for name in ("unroll", "d_steps", "g_steps", "width", "z_dim", "seed")
    ),
    *((CollapseLab, name, [0, 0.00009, 0.0101, -1, NAN, INF], "[0.0001, 0.01]") for name in ("lr", "lr_d")),
    *((CollapseLab, name, ["a", None], "a number") for name in ("lr", "lr_d", "penalty", "clip")),
    (CollapseLab, "width", [7, 0, -8], "8"),
    (CollapseLab, "width", [129, 1000], "128"),
    (CollapseLab, "z_dim", [0, -1], "1"),
    (CollapseLab, "z_dim", [65], "64"),
    (CollapseLab, "penalty", [0, 0.04, 10.1, NAN, INF], "[0.05, 10.0]"),
    (CollapseLab, "clip", [0, 0.009, 1.01, NAN], "[0.01, 1.0]"),
    (CollapseLab, "seed", [-1], "0"),
    (CollapseLab, "seed", [LARGEST_SEED + 1], str(LARGEST_SEED)),
    (CollapseLab, "drawn", [[], [[0, 0]] * 31, 5, None], "1 to 30 points"),
    (CollapseLab, "drawn", [[[0, 2.61]], [[-3, 0]], [[0, 0], [1, -2.7]]], f"[{-REACH}, {REACH}]"),
    (
        CollapseLab,
        "drawn",
        [[[1]], [[1, 2, 3]], [[NAN, 0]], [[0, INF]], [5], "ab", ["ab"], [["a", "b"]]],
        "two finite numbers",
    ),
    (CollapseLab, "name", [3, None], "unicode"),
    (GanOnALine, "target", ["ring", "Bell", None, 3], "two_bumps"),
    (GanOnALine, "objective", ["gan", None, 3], "fgan_hellinger"),
    (GanOnALine, "batch_size", [0, 100, 1024, 64.5, "64", None], "512"),
    (GanOnALine, "d_steps", [11], "10"),
    (GanOnALine, "g_steps", [6], "5"),
    (GanOnALine, "width", [65], "64"),
    (GanOnALine, "z_dim", [17], "16"),
    *((GanOnALine, name, [-1, 1.5, NAN, "a", None], "") for name in ("d_steps", "g_steps", "width", "z_dim", "seed")),
    *((GanOnALine, name, [0, 0.00009, 0.0101, -1, NAN, INF], "[0.0001, 0.01]") for name in ("lr", "lr_d")),
    *((GanOnALine, name, ["a", None], "a number") for name in ("lr", "lr_d", "penalty", "clip")),
    (GanOnALine, "penalty", [0, 0.04, 10.1, NAN, INF], "[0.05, 10.0]"),
    (GanOnALine, "clip", [0, 0.009, 1.01, NAN], "[0.01, 1.0]"),
    (GanOnALine, "seed", [LARGEST_SEED + 1], str(LARGEST_SEED)),
    (GanOnALine, "name", [3, None], "unicode"),
    (vending, "target", ["ring", None, 3], "two_bumps"),
    (vending, "seed", [-1, LARGEST_SEED + 1, 0.5, NAN], ""),
    (vending, "count", [-1, 1.5, None], ""),
    (vending, "count", [20_001], "20000"),
    (vending, "x", [-4.01, 4.01, NAN, INF], "[-4.0, 4.0]"),
    (vending, "bandwidth", [0, 0.01, 1.01, NAN], "[0.02, 1.0]"),
    *((vending, name, ["a", None], "a number") for name in ("x", "bandwidth")),
    *((vending, name, ["yes", 2, None], "") for name in ("ratio", "kernel")),
    (MleFitter, "model", ["gaussian", None], "mixture"),
    (MleFitter, "data", [[], [1.0], [0.0] * 61, 3, "ab", None], "2 to 60 numbers"),
    (MleFitter, "data", [[0, 4.01], [NAN, 0], [0, -INF]], "[-4.0, 4.0]"),
    *((MleFitter, name, [[1], [1, 2, 3], 1, None], "a list of 2 numbers") for name in ("means", "stds")),
    *((MleFitter, name, [["a", 1], [None, 1], [True, 1]], "a number") for name in ("data", "means", "stds")),
    (MleFitter, "means", [[0, 4.1], [NAN, 0], [-INF, 0]], "[-4.0, 4.0]"),
    (MleFitter, "stds", [[1, 0.09], [0, 1], [1, 4.1], [NAN, 1]], "[0.1, 4.0]"),
    (MleFitter, "weight", [0.01, 0.99, NAN], "[0.02, 0.98]"),
    (MleFitter, "lr", [0, 1.1, NAN], "[0.01, 1.0]"),
    (MleFitter, "seed", [-1, LARGEST_SEED + 1, 0.5, NAN], ""),
    *(
        (widget, name, values, allowed)
        for widget in (DivergenceExplorer, BoundExplorer)
        for name in "pq"
        for values, allowed in [
            ([[], [bump()] * 3, None, 3], "one or two bumps"),
            ([[3], [{}], [bump(speed=1)], [{"kind": "bell", "mean": 0.0}]], "'kind', 'mean', 'width' and 'weight'"),
            ([[bump(kind="star")], [bump(kind=None)], [bump(kind=["bell"])]], "'bell', 'box'"),
            ([[bump(mean=4.1)], [bump(), bump(mean=-4.1)], [bump(mean=NAN)]], "[-4.0, 4.0]"),
            ([[bump(width=0.39)], [bump(width=2.1)], [bump(width=INF)]], "[0.4, 2.0]"),
            ([[bump(kind="box", width=0.04)], [bump(kind="box", width=2.1)]], "[0.05, 2.0]"),
            ([[bump(weight=0.04)], [bump(weight=1.1)], [bump(weight=-1)]], "[0.05, 1.0]"),
            ([[bump(mean="a")], [bump(width=None)], [bump(weight=True)]], "a number"),
        ]
    ),
    (DivergenceExplorer, "divergence", ["gan", "reverse-kl", None], "reverse_kl"),
    (BoundExplorer, "row", ["tv", "w1", None], "pearson"),
    (BoundExplorer, "knots", [[], [0.0] * 12, [0.0] * 14, 3], "13 numbers"),
    (BoundExplorer, "knots", [[5.1] + [0.0] * 12, [0.0] * 12 + [NAN], [-INF] * 13], "[-5.0, 5.0]"),
    (
        InceptionScoreByHand,
        "probabilities",
        [[[0.5, 0.5]], [[0.5, 0.5]] * 9, [[1.0]] * 2, [[1 / 7] * 7] * 2, [[0.5, 0.5], [1]], [1, 0], 3, None, "ab", []],
        "2 to 8 rows of 2 to 6 probabilities",
    ),
    (InceptionScoreByHand, "probabilities", [[[0.5, 0.5], [0.5, 0.4]], [[0, 0]] * 2, [[0.6, 0.4002]] * 2], "sum to 1"),
    (InceptionScoreByHand, "probabilities", [[[1.5, -0.5], [0, 1]], [[0, 1], [NAN, 1]], [[INF, 0]] * 2], "[0.0, 1.0]"),
    (InceptionScoreByHand, "probabilities", [[["a", 1], [0, 1]], [[0, 1], [None, 1]], [[True, 0]] * 2], "a number"),
    *(
        (FrechetByHand, f"{which}_{part}", values, allowed)
        for which in ("real", "generated")
        for part, values, allowed in [
            ("mean", [[0, 2.6], [-3, 0]], "[-2.5, 2.5]"),
            ("mean", [[1], [NAN, 0], 5, None], "two finite numbers"),
            ("stds", [[1, 0.19], [1.6, 1], [NAN, 1]], "[0.2, 1.5]"),
            ("stds", [[1], 1, None], "a list of 2 numbers"),
            ("angle", [-181, 180.5, NAN], "[-180.0, 180.0]"),
        ]
    ),
    (rating, "opponent", ["never", "", "Early"], "'early', 'late'"),
    (rating, "opponent", [None, 3], "unicode"),
    (rating, "exposure", [1, 99, 1001, -500, NAN, INF], "[100.0, 1000.0]"),
    (rating, "exposure", [99, 1001], "0 is allowed too"),
    (rating, "exposure", ["500", None, True, False], "a number"),
    (rating, "count", [0, 10, 21, "20", None], "40"),
    (rating, "seed", [-1, LARGEST_SEED + 1, 0.5, NAN], ""),
    (rating, "store", ["", " "], "a name"),
    (rating, "store", [None, 3], "unicode"),
    *((rating, name, ["yes", 2, None], "") for name in ("staircase", "feedback")),
    (FrechetByHand, "shape", ["spiral", None, 3], "four_clumps"),
    (FrechetByHand, "count", [19], "20"),
    (FrechetByHand, "count", [2001], "2000"),
    *((FrechetByHand, name, [-1, 20.5, NAN, "a", None], "") for name in ("count", "seed")),
    (FrechetByHand, "seed", [LARGEST_SEED + 1], str(LARGEST_SEED)),
    (breaker, "blur", [-0.1, 3.1, NAN, INF], "[0.0, 3.0]"),
    *((breaker, name, [-0.1, 1.1, NAN], "[0.0, 1.0]") for name in ("noise", "variety", "memorise")),
    *((breaker, name, ["a", None], "a number") for name in ("blur", "noise", "variety", "memorise")),
    (breaker, "shift", [7], "6"),
    (breaker, "drop", [10], "9"),
    (breaker, "seed", [LARGEST_SEED + 1], str(LARGEST_SEED)),
    *((breaker, name, [-1, 1.5, NAN, "a", None], "") for name in ("shift", "drop", "seed")),
]


def _id(part):
    return getattr(part, "__name__", None) or repr(part)[:24]


CASES = [(widget, name, value, allowed) for widget, name, values, allowed in REFUSED for value in values]


@pytest.mark.parametrize(("widget", "name", "value", "allowed"), CASES, ids=_id)
def test_a_trait_refuses_what_it_cannot_show_and_says_what_is_allowed(widget, name, value, allowed):
    with pytest.raises(traitlets.TraitError) as caught:
        widget(**{name: value})
    message = str(caught.value)
    assert name in message and allowed in message
    # The value that was wrong: of two numbers, a list of dicts or a list of points it may be the one that is.
    assert any(repr(part) in message or str(part) in message for part in _parts(value))


def _parts(value):
    """A value, and all that it holds."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value, *(part for inner in inside for part in _parts(inner))]


@pytest.mark.parametrize(("widget", "name", "value", "allowed"), CASES, ids=_id)
def test_a_refused_value_leaves_the_widget_as_it_was(widget, name, value, allowed):
    shown = widget()
    before = getattr(shown, name)
    with pytest.raises(traitlets.TraitError):
        setattr(shown, name, value)
    assert getattr(shown, name) == before


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("lr", [0.01, 2.5]),
        ("momentum", [-0.95, 0.95]),
        ("unroll", [1, 10]),
        ("unroll_lr", [None, 2.5]),
        ("steps", [0, 2000]),
        ("seed", [0, LARGEST_SEED]),
        ("penalty", [None, 0.05]),
        ("start", [[-10, 10], (0, 0)]),
    ],
)
def test_the_ends_of_a_range_are_allowed(name, values):
    for value in values:
        kept = getattr(OrbitStepper(**{name: value}), name)
        assert kept == (list(value) if name == "start" else value)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("target", [*toys.TARGETS, "drawn"]),
        ("objective", list(LAB_OBJECTIVES)),
        ("optimiser", ["adam", "sgd"]),
        ("unroll", [0, 10]),
        ("d_steps", [0, 10]),
        ("g_steps", [0, 10]),
        ("lr", [1e-4, 1e-2]),
        ("lr_d", [1e-4, 1e-2]),
        ("width", [8, 128]),
        ("z_dim", [1, 64]),
        ("batch_size", [64, 128, 256, 512]),
        ("packing", [1, 2, 4]),
        ("penalty", [0.05, 10]),
        ("clip", [0.01, 1]),
        ("seed", [0, LARGEST_SEED]),
        ("drawn", [[[REACH, -REACH]], [[0.0, 0.0]] * 30]),
    ],
)
def test_the_ends_of_a_labs_range_are_allowed(name, values):
    for value in values:
        assert getattr(CollapseLab(**{name: value}), name) == value


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("target", list(toys.LINES)),
        ("objective", list(OBJECTIVES)),
        ("d_steps", [0, 10]),
        ("g_steps", [0, 5]),
        ("lr", [1e-4, 1e-2]),
        ("lr_d", [1e-4, 1e-2]),
        ("width", [8, 64]),
        ("z_dim", [1, 16]),
        ("penalty", [0.05, 10]),
        ("batch_size", [64, 128, 256, 512]),
        ("clip", [0.01, 1]),
        ("seed", [0, LARGEST_SEED]),
    ],
)
def test_the_ends_of_a_lines_range_are_allowed(name, values):
    for value in values:
        assert getattr(GanOnALine(**{name: value}), name) == value


def test_a_lines_still_shows_its_targets_density():
    for name in toys.LINES:
        (axes,) = GanOnALine(target=name).still().axes
        x, density = axes.lines[0].get_xydata().T
        area = np.diff(x) @ (density[1:] + density[:-1]) / 2
        assert abs(area - 1) < 1e-3, name


def test_a_labs_points_may_be_tuples_and_whole_numbers_and_become_lists():
    assert CollapseLab(drawn=((1, -2), (0, 0.5))).drawn == [[1.0, -2.0], [0.0, 0.5]]


def test_a_labs_still_shows_its_target_in_its_place():
    for settings in [*({"target": target} for target in toys.TARGETS), {"target": "drawn", "drawn": [[2, -1], [0, 2]]}]:
        (axes,) = CollapseLab(**settings).still().axes
        (line,) = axes.lines
        shown = line.get_xydata()
        assert len(shown) == 600 and axes.get_xlim() == axes.get_ylim() == (-REACH, REACH)
        assert np.abs(shown).max() < REACH + 0.3
    assert (np.linalg.norm(shown[:, None] - [[2, -1], [0, 2]], axis=-1).min(axis=1) < 0.4).all()


@pytest.mark.parametrize("settings", [{"lr": 3.0}, {"method": "newton"}, {"momentum": NAN}, {"unroll": 0}])
def test_kept_settings_are_checked_like_the_current_ones(settings):
    ((name, value),) = settings.items()
    with pytest.raises(traitlets.TraitError, match=name) as caught:
        OrbitStepper(kept=[{"method": "alternating"}, settings])
    assert str(value) in str(caught.value)


def test_a_kept_setting_of_an_unknown_name_is_refused():
    with pytest.raises((traitlets.TraitError, TypeError), match="speed"):
        OrbitStepper(kept=[{"speed": 3}])


@pytest.mark.parametrize(("widget", "name"), [(OrbitStepper, "methd"), (CollapseLab, "unrol"), (CollapseLab, "steps")])
def test_a_trait_of_an_unknown_name_is_refused(widget, name):
    with pytest.raises((traitlets.TraitError, TypeError), match=f"{widget.__name__} has no trait '{name}'"):
        widget(**{name: 1})


def test_three_settings_may_be_kept():
    kept = [{"method": "alternating"}, {"lr": 0.2}, {"method": "unrolled", "unroll": 3}]
    assert OrbitStepper(kept=kept).kept == kept


@pytest.mark.parametrize("method", games.METHODS)
def test_points_are_those_of_the_bilinear_game(method):
    traits = {"momentum": 0.5, "first": "y", "beta": 0.3, "unroll": 4, "unroll_lr": 0.7}
    options = {name: traits[name] for name in games.METHOD_OPTIONS.get(method, ())}
    points = OrbitStepper(method=method, lr=0.3, start=(2, -1), steps=40, **traits).points()
    np.testing.assert_array_equal(points, games.bilinear_orbit(method, 0.3, (2, -1), 40, **options))


@pytest.mark.parametrize("update", ["simultaneous", "alternating"])
@pytest.mark.parametrize("variant", games.DIRAC_VARIANTS)
def test_points_are_those_of_the_dirac_gan(variant, update):
    traits = {"clip": 0.4, "penalty": 0.9, "target": 0.2, "noise": 1.5, "samples": 9, "seed": 11, "beta": 0.6}
    options = {name: traits[name] for name in games.DIRAC_OPTIONS.get(variant, {})}
    shown = OrbitStepper(game="dirac", variant=variant, update=update, lr=0.2, start=(1, 1), steps=30, **traits)
    np.testing.assert_array_equal(shown.points(), games.dirac_orbit(variant, 0.2, (1, 1), 30, update, **options))


@pytest.mark.parametrize("variant", ["r1", "wgan_gp"])
def test_a_penalty_that_is_not_set_is_that_of_the_games(variant):
    points = OrbitStepper(game="dirac", variant=variant, start=(1, 1), steps=20).points()
    np.testing.assert_array_equal(points, games.dirac_orbit(variant, 0.1, (1, 1), 20))


def test_corners_are_the_seeds_normal_numbers():
    np.testing.assert_array_equal(walk(seed=5).corners(), normals(5, 24).reshape(3, 8))


@pytest.mark.parametrize("thing", [None, "dcgan-digits", torch.nn.Linear(8, 4), DCGANDiscriminator(width=2)])
def test_latent_walk_refuses_what_is_no_generator(thing):
    with pytest.raises(ValueError, match=f"must be a DCGANGenerator, not {type(thing).__name__}"):
        LatentWalk(thing)


@pytest.mark.parametrize("value", [NAN, INF, 1e6])
@pytest.mark.parametrize("place", ["weight", "running_mean"])
def test_latent_walk_refuses_weights_that_the_page_cannot_hold(value, place):
    broken = DCGANGenerator(z_dim=8, width=4)
    tensor = broken.layers[0].weight if place == "weight" else broken.layers[1].running_mean
    with torch.no_grad():
        tensor.flatten()[3] = value
    if place == "running_mean" and value == 1e6:
        LatentWalk(broken)  # float32 holds it
        return
    with pytest.raises(ValueError, match="not finite, or too large for float16"):
        LatentWalk(broken)


def test_packing_changes_nothing_in_the_generator(generator):
    before = {name: tensor.clone() for name, tensor in generator.state_dict().items()}
    generator.train()
    shown = LatentWalk(generator)
    shown.still()
    assert generator.training, "the reader's network is left in the mode in which it was"
    for name, tensor in generator.state_dict().items():
        torch.testing.assert_close(tensor, before[name], rtol=0, atol=0)
    generator.eval()


def test_packed_sizes_are_those_of_the_layers(generator):
    layers, weights, affine = pack_generator(generator).values()
    assert len(weights) == 2 * sum(16 * layer["inputs"] * layer["outputs"] for layer in layers)
    assert len(affine) == 4 * sum(2 * layer["outputs"] for layer in layers)
    assert [layer["project"] for layer in layers] == [True, False, False, False]


WIDGETS = {
    "bilinear": OrbitStepper,
    "dirac": lambda: OrbitStepper(game="dirac", start=(1, 1)),
    "flies off": lambda: OrbitStepper(method="unrolled", lr=2.5, unroll=10, steps=2000),
    "walk": walk,
    "arithmetic": arithmetic,
    "arithmetic in pixels": lambda: arithmetic(baseline="pixels"),
    "arithmetic that waits": lambda: arithmetic(b=[]),
    "vending machines": vending,
    "vending machines, empty": lambda: vending(count=0),
    "fitter": MleFitter,
    **{f"distances, {name}": lambda pair=pair: DivergenceExplorer(**pair) for name, pair in PRESETS.items()},
    **{f"bound, {name}": lambda pair=pair: BoundExplorer(**pair) for name, pair in PRESETS.items()},
    "bound at T*": lambda: BoundExplorer(knots=None, row="kl"),
    "fitter of two": lambda: MleFitter(model="mixture", data=[1, 1]),
    "inception score": InceptionScoreByHand,
    "inception score, two classes": lambda: InceptionScoreByHand(probabilities=[[1, 0], [0.5, 0.5]]),
    "rating game": rating,
    "rating game, faces": lambda: RealOrFake(torch.rand(8, 3, 8, 8), {"a": torch.zeros(8, 3, 8, 8)}, staircase=True),
    "score breaker": breaker,
    "score breaker, a copyist": lambda: breaker(memorise=1.0),
    "frechet": FrechetByHand,
    "frechet of a ring": lambda: FrechetByHand(shape="ring", count=20),
    **{name: lambda name=name: SaddleSurface(surface=name) for name in SURFACES},
    **{f"lab, {name}": lambda name=name: CollapseLab(target=name) for name in (*toys.TARGETS, "drawn")},
    **{f"line, {name}": lambda name=name: GanOnALine(target=name) for name in toys.LINES},
}


@pytest.mark.parametrize("make", WIDGETS.values(), ids=WIDGETS)
def test_a_notebook_gets_the_live_view_a_picture_and_a_text(make):
    widget = make()
    assert isinstance(widget.still(), Figure)
    data, _ = widget._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    assert data["text/plain"] == f"{widget.title}. {widget.caption}"
    pixels = matplotlib.image.imread(io.BytesIO(data["image/png"]), format="png")
    assert pixels.shape[0] > 100 and pixels.shape[1] > 300
    assert pixels[..., :3].std() > 0.01, "a blank picture"


def test_a_title_and_a_caption_of_ones_own_are_shown():
    data, _ = OrbitStepper(title="Mine", caption="See.")._repr_mimebundle_()
    assert data["text/plain"] == "Mine. See."


def test_checking_the_kept_settings_makes_no_second_widget():
    """A widget that is made and closed at once reaches JupyterLab half closed, and it reports an error."""
    made = []

    class Counted(OrbitStepper):
        def __init__(self, **traits):
            made.append(traits)
            super().__init__(**traits)

    Counted(kept=[{"method": "alternating"}, {"lr": 0.2}])
    assert len(made) == 1


@pytest.mark.parametrize("four", [np.int64(4), np.array(4), np.float32(4), torch.tensor(4), 4.0])
def test_a_choice_is_kept_as_the_number_that_is_listed(four):
    lab = CollapseLab(packing=four)
    assert lab.packing == 4 and type(lab.packing) is int


@pytest.mark.parametrize("odd", [True, 3, "4", np.array([1, 2]), torch.tensor([0.5, 0.5], requires_grad=True), None])
def test_a_choice_that_is_not_listed_is_refused(odd):
    with pytest.raises(traitlets.TraitError, match="packing"):
        CollapseLab(packing=odd)
