"""What chapter 4 says that one finds in its figure: run by the figure's own code, in Node; and its last exercise."""

import itertools
import json
import math
import re

import pytest
import torch
from torch.nn import functional

from gan_utils import experiments
from gan_utils.data import toys
from gan_utils.losses import OBJECTIVES
from gan_utils.models import ToyDiscriminator, ToyGenerator
from gan_utils.training import look_ahead, train

from ...browser.lab import DEFAULTS, Engine, job
from ..chapters import BOOK, prose, says

CHAPTER = "04_mode_collapse"


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return Engine(tmp_path_factory.mktemp("engine"))


def modes(engine, *acts, **settings):
    """How many modes the figure counts after each act."""
    (pictures,) = engine.node([job(DEFAULTS | settings, [], acts)])
    return [picture["captured"] for picture in pictures]


def rescued(engine, seed, *acts):
    """The same after two thousand plain rounds, and after each act from when on G looks five steps ahead."""
    ahead = ("change", DEFAULTS | {"seed": seed, "unroll": 5})
    return modes(engine, ("train", 2000), ahead, *acts, seed=seed)[1:]


def test_presets_go_by_their_names(engine):
    names = [preset["text"] for preset in engine.presets().values()]
    named = re.findall(r"\*(\d · [^*]+)\*", prose(CHAPTER))
    assert len(named) >= 2 and all(any(name.startswith(words) for name in names) for words in named)


@pytest.mark.slow
def test_looking_ahead_rescues_a_run_that_has_hopped(engine):
    says(CHAPTER, "From seed 0 it takes some two thousand more rounds until it holds all eight for good")
    assert rescued(engine, 0, ("train", 1000), ("train", 1000)) == [1, 6, 8]
    says(CHAPTER, "from seed 3 one thousand")
    assert rescued(engine, 3, ("train", 1000)) == [2, 8]


@pytest.mark.slow
def test_plain_runs_hold_two_modes_at_most_and_one_of_those_that_look_ahead_not_all(engine):
    """Half of the twelve plain runs, and the exception among the others: all of them take minutes."""
    says(CHAPTER, "Of the plain GANs none: after 2,000 rounds they hold at most two modes.")
    jobs = [job(DEFAULTS | {"seed": seed}, [], [("train", 2000)]) for seed in range(6)]
    assert max(pictures[0]["captured"] for pictures in engine.node(jobs)) == 2
    says(CHAPTER, "With $K = 5$ eleven of the twelve hold all eight, and the other one holds seven.")
    assert modes(engine, ("train", 2000), seed=5, unroll=5) == [7]


@pytest.mark.slow
def test_one_dial_ends_the_hop(engine):
    says(CHAPTER, "seeds 0 to 3 hold seven or eight modes after 2,000 rounds, and 21 to 38 % of their samples are good")
    jobs = [job(DEFAULTS | {"seed": seed, "lr_d": 1e-3}, [], [("train", 2000)]) for seed in range(4)]
    ends = [pictures[0] for pictures in engine.node(jobs)]
    assert {end["captured"] for end in ends} == {7, 8}
    good = [round(100 * end["highQuality"]) for end in ends]
    assert (min(good), max(good)) == (21, 38)


@pytest.mark.slow
def test_the_losses_of_the_hop_and_of_the_pile(engine):
    looks = [("train", 2000)] + [("train", 50)] * 4
    jobs = [
        job(DEFAULTS | settings | {"seed": seed}, [], looks)
        for settings in ({}, {"lr": 3e-4, "lr_d": 3e-3})
        for seed in (0, 1)
    ]
    *hop, first, second = engine.node(jobs)
    says(CHAPTER, "In the hop D loses about 1.4 and G about 0.7, close to $\\log 4$ and $\\log 2$")
    for picture in itertools.chain(*hop):
        assert (picture["lossD"], picture["lossG"]) == (pytest.approx(1.4, abs=0.1), pytest.approx(0.7, abs=0.1))
    says(CHAPTER, "At the pile D loses 0.3 to 0.5 and G 1.8 to 2.8.")
    for picture in first + second:
        assert picture["captured"] == 1 and 0.295 < picture["lossD"] < 0.5 and 1.75 < picture["lossG"] < 2.85
    says(CHAPTER, "the *best* D would get from a pile on one of eight modes, 0.39 and 2.20")
    assert round(math.log(9) / 8 - math.log(8 / 9), 2) == 0.39 and round(math.log(9), 2) == 2.20


@pytest.mark.slow
def test_the_pile_trembles(engine):
    says(CHAPTER, "the share of good samples may fall from nearly all to one in ten, and come back")
    looks = [("train", 2000)] + [("train", 20)] * 40
    (pictures,) = engine.node([job(DEFAULTS | {"lr": 3e-4, "lr_d": 3e-3, "seed": 1}, [], looks)])
    good = [picture["highQuality"] for picture in pictures]
    assert {picture["captured"] for picture in pictures} == {1}
    assert min(good) < 0.11 and max(good) > 0.95 and good[0] > 0.9 and max(good[good.index(min(good)) :]) > 0.9


@pytest.mark.slow
def test_a_plain_run_may_cure_itself(engine):
    says(CHAPTER, "seed 3 by round 3,000, seed 1 by 8,000, seed 0 only at the very end. Seed 2 still hops.")
    assert modes(engine, ("train", 3000), ("train", 1000), seed=3) == [8, 8]
    assert modes(engine, ("train", 7000), ("train", 1000), seed=1) == [2, 8]


def test_what_the_collapsed_generator_makes():
    says(CHAPTER, "The classifier reads a 5 in every one of them.")
    (run,) = [run for run in experiments.read("collapse-digits")["methods"]["collapsed"]["runs"] if run["seed"] == 2]
    (seen,) = [seen for seen in run["seen"] if seen["step"] == 1250]
    assert seen["counts"][5] == sum(seen["counts"])


@pytest.mark.slow
def test_from_where_on_a_look_ahead_is_long_enough():
    """By the chapter's own functions."""
    cells = json.loads((BOOK / f"{CHAPTER}.ipynb").read_text(encoding="utf-8"))["cells"]
    (source,) = ["".join(cell["source"]) for cell in cells if "def against_frozen" in "".join(cell["source"])]
    names = {
        "torch": torch,
        "functional": functional,
        "OBJECTIVES": OBJECTIVES,
        "ToyGenerator": ToyGenerator,
        "ToyDiscriminator": ToyDiscriminator,
        "look_ahead": look_ahead,
        "train": train,
        "points": toys.ring(20_000),
        "latent": torch.randn(2500, 16, generator=torch.Generator().manual_seed(99)),
    }
    exec(source[: source.index("frozen = against_frozen")], names)

    def width(lr):
        return float(names["against_frozen"](240, every=240, unroll=5, unroll_lr=lr)[240].std(0).norm())

    says(CHAPTER, "With 0.0009 the pile forms all the same, only more slowly: the width is 0.04 at the end.")
    assert width(9e-4) == pytest.approx(0.04, abs=0.005)
    says(CHAPTER, "With 0.0027 the cloud stays wide, 1.11")
    assert width(2.7e-3) == pytest.approx(1.11, abs=0.05)
