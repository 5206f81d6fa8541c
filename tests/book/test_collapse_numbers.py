"""What chapter 4 states, against computation and against the experiments that ship."""

import math
import re

import numpy as np
import pytest
import torch

from gan_utils import experiments, games
from gan_utils.data import toys
from gan_utils.metrics.modes import mode_coverage

from .test_numbers import BOOK, printed_in, says

CHAPTER = "04_mode_collapse"
ROOT = BOOK.parent


def test_the_ceiling_in_the_plane(oracle):
    says(CHAPTER, "\\approx 98.89\\,\\%")
    assert round(100 * oracle("hq_ceiling")["expected"]["twoD"], 2) == 98.89
    says(CHAPTER, "$\\log 8 \\approx 2.08$")
    assert math.log(8) == pytest.approx(2.08, abs=0.005)


def test_uniform_noise_captures_five_here_and_between_four_and_five_on_average():
    says(CHAPTER, "captures five of the eight here, and between four and five on average")
    centers = toys.ring_centers(radius=1.0)
    noise = 3 * torch.rand(2500, 2, generator=torch.Generator().manual_seed(0)) - 1.5
    assert mode_coverage(noise, centers, std=0.01).captured == 5
    hit = 1 - (1 - math.pi * 0.03**2 / 9) ** 2500  # a mode's disc in a square of area 9
    assert 4 < 8 * hit < 5


def test_too_long_a_look_ahead_leaves_the_unit_circle():
    says(CHAPTER, "from $K = 26$ on it is above 1")
    radii = [games.spectral_radius("unrolled", 0.2, unroll=K) for K in range(1, 40)]
    assert all(radius < 1 for radius in radii[:25]) and all(radius > 1 for radius in radii[25:])


def ends(method):
    return [run["seen"][-1] for run in experiments.read("collapse-rates")["methods"][method]["runs"]]


def missing(method):
    """How many runs end with a mode that no good sample reaches."""
    return sum(min(end["counts"]) == 0 for end in ends(method))


def test_the_experiments_runs_are_whole():
    methods = experiments.read("collapse-rates")["methods"]
    assert len(methods) == 10
    for name, result in methods.items():
        assert [run["seed"] for run in result["runs"]] == list(range(len(result["runs"]))) and len(result["runs"]) >= 4
        for run in result["runs"]:
            assert 0.99 <= run["seen"][-1]["step"] / result["training"]["steps"] <= 1, name
            for seen in run["seen"]:
                assert sum(seen["counts"]) == pytest.approx(2500 * seen["high_quality"]) and len(seen["counts"]) == 8


def test_how_many_runs_each_method_saves():
    says(CHAPTER, "Not one of the sixteen plain GANs holds all eight modes after 3,000 steps")
    assert missing("plain") == len(ends("plain")) == 16
    says(CHAPTER, "with batches four times as large only one does")
    assert (missing("larger batch, 512"), len(ends("larger batch, 512"))) == (15, 16)
    says(CHAPTER, "One foreseen step saves a quarter of the runs, five foreseen steps save every run that we did")
    assert (missing("unrolled 1"), len(ends("unrolled 1")), missing("unrolled 5")) == (12, 16, 0)
    says(CHAPTER, "Packing, which costs next to nothing, saves thirteen of sixteen")
    assert (missing("packing 2"), len(ends("packing 2"))) == (3, 16)
    says(CHAPTER, "WGAN-GP and minibatch discrimination do well too, at a price")
    for method in ("wgan_gp", "minibatch discrimination"):
        assert missing(method) <= len(ends(method)) / 4
    says(CHAPTER, "Looking ten steps ahead costs twice as much as five and was no better in the few runs")
    assert missing("unrolled 10") / len(ends("unrolled 10")) >= missing("unrolled 5") / len(ends("unrolled 5"))
    seconds = {
        name: np.median([run["seconds"] for run in experiments.read("collapse-rates")["methods"][name]["runs"]])
        for name in ("unrolled 5", "unrolled 10")
    }
    assert seconds["unrolled 10"] == pytest.approx(2 * seconds["unrolled 5"], rel=0.2)
    says(CHAPTER, "with four times the steps a few plain GANs get there by themselves, most do not")
    longer = "plain, four times the steps"
    assert 0 < len(ends(longer)) - missing(longer) < len(ends(longer)) / 2


def test_ten_d_steps_end_in_a_partial_collapse():
    says(CHAPTER, "Most runs miss modes all the same, but in another way: half of the samples are good")
    method = "ten D steps, a third of G's"
    assert missing(method) > len(ends(method)) / 2
    assert np.mean([end["high_quality"] for end in ends(method)]) == pytest.approx(0.5, abs=0.1)


def test_the_collapsed_digits_hop_and_are_never_mostly_ones():
    says(CHAPTER, "makes one thing at a time and jumps from shape to shape as training goes on")
    says(CHAPTER, "we saw no preference for the easiest digit")
    methods = experiments.read("collapse-digits")["methods"]
    for run in methods["collapsed"]["runs"]:
        most = [int(np.argmax(seen["counts"])) for seen in run["seen"]]
        assert 1 not in most and len(set(most)) >= 3 and run["seen"][0]["effective_classes"] < 1.5
    says(CHAPTER, "by step 2,000 the three runs amount to four to seven classes")
    assert all(3.5 < run["seen"][-1]["effective_classes"] < 7.5 for run in methods["collapsed"]["runs"])
    says(CHAPTER, "minimax, a fivefold learning rate of G or a tenfold one of D left all ten digits in place")
    for change in ("minimax", "lr of G five times as high", "lr of D as G's"):
        (run,) = methods[change]["runs"]
        assert min(run["seen"][-1]["counts"]) > 0 and run["seen"][-1]["effective_classes"] > 9
    for change in ("D of width 2", "D of width 1"):
        assert methods[change]["runs"][0]["seen"][-1]["effective_classes"] < 6
    says(CHAPTER, "The healthy generator makes all ten digits")
    for run in methods["healthy"]["runs"]:
        assert min(run["seen"][-1]["counts"]) > 0 and run["seen"][-1]["effective_classes"] > 9


def test_stacked_digits_do_not_collapse_here_and_noise_is_one_mode():
    says(CHAPTER, "At the end all our runs find between 820 and 930 of the thousand modes, with packing and without")
    results = experiments.read("stacked-digits")
    for method in results["methods"].values():
        assert all(820 <= run["seen"][-1]["modes"] <= 930 for run in method["runs"])
    says(CHAPTER, "Packing is ahead after 2,000 steps, in both pairs, and no longer at the end")
    for width in ("quarter", "equal"):
        (plain,), (packed,) = (results["methods"][f"{width}, {name}"]["runs"] for name in ("plain", "packing 2"))
        assert plain["seen"][0]["step"] == 2000 and packed["seen"][0]["modes"] > plain["seen"][0]["modes"]
        assert packed["seen"][-1]["modes"] <= plain["seen"][-1]["modes"]
    says(CHAPTER, "pure noise is *one* mode, and the judge is quite sure of it")
    noise = results["baselines"]["uniform noise"]
    assert noise["modes"] == 1 and noise["confidence"] > 0.99


@pytest.fixture(scope="module")
def printed():
    return printed_in(CHAPTER)


def test_against_a_frozen_d_the_cloud_shrinks_and_with_a_look_ahead_it_spreads(printed):
    says(CHAPTER, "its width falls by more than ten times")
    frozen, foreseen = (
        [
            float(width)
            for width in re.search(rf"^{name} +width of the cloud: ([\d. ]+)$", printed, re.MULTILINE)[1].split()
        ]
        for name in ("frozen D", "frozen D, G looks 10 steps ahead")
    )
    assert frozen[0] == foreseen[0] > 10 * frozen[-1]
    says(CHAPTER, "the pile dissolves")
    assert foreseen[-1] > 2 * foreseen[0]


def test_amounts_even_out_and_places_do_not(printed):
    says(CHAPTER, "The one that moves *places* does not get there")
    by_amount, by_place = (
        [float(mass) for mass in re.search(rf"{name}: \[([\d. ]+)\]", printed)[1].split()]
        for name in ("by amount", "by place")
    )
    assert by_amount == pytest.approx([1 / 8] * 8, abs=0.01) and max(by_place) > 0.9
