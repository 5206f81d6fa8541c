"""What chapter 4 states, against computation and against the experiments that ship."""

import math

import numpy as np
import pytest
import torch

from gan_utils import experiments, games
from gan_utils.data import toys
from gan_utils.metrics.modes import mode_coverage

from .test_numbers import says

CHAPTER = "04_mode_collapse"


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
        assert [run["seed"] for run in result["runs"]] == list(range(len(result["runs"]))) and len(result["runs"]) >= 8
        for run in result["runs"]:
            assert run["seen"][-1]["step"] == result["training"]["steps"], name
            for seen in run["seen"]:
                assert sum(seen["counts"]) == pytest.approx(2500 * seen["high_quality"]) and len(seen["counts"]) == 8
