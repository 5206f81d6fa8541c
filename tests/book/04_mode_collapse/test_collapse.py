"""What chapter 4 states, against computation and against the experiments that ship."""

import json
import math
import re

import numpy as np
import pytest
import torch

from gan_utils import experiments, games
from gan_utils.data import toys
from gan_utils.metrics.human import wilson_interval
from gan_utils.metrics.modes import mode_coverage
from gan_utils.models import ToyDiscriminator, ToyGenerator
from gan_utils.training import train

from ..chapters import BOOK, says

CHAPTER = "04_mode_collapse"


def test_the_ceiling_in_the_plane(oracle):
    says(CHAPTER, "\\approx 98.89\\,\\%")
    assert round(100 * oracle("hq_ceiling")["expected"]["twoD"], 2) == 98.89
    says(CHAPTER, "when it lies within three standard deviations of its nearest centre")
    says(CHAPTER, "when it is the nearest to at least one good sample")  # both before the first number that needs them
    says(CHAPTER, "99.3 % for a GAN that captures *one* mode, which is above this ceiling")
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


def seconds(method):
    return np.median([run["seconds"] for run in experiments.read("collapse-rates")["methods"][method]["runs"]])


def missing(method):
    """How many runs end with a mode that no good sample reaches."""
    return sum(min(end["counts"]) == 0 for end in ends(method))


def test_one_foreseen_step_may_be_luck():
    """Fisher's exact test, two-sided: of 32 runs four are complete; how often all of them in one half of the runs?"""
    says(CHAPTER, "One foreseen step saves four of sixteen runs, which may be luck (Fisher's exact test: $p = 0.10$)")
    assert (missing("plain"), missing("unrolled 1"), len(ends("unrolled 1"))) == (16, 12, 16)
    assert 2 * math.comb(16, 4) / math.comb(32, 4) == pytest.approx(0.10, abs=0.005)


def test_25_good_samples_in_each_mode_are_more_than_one():
    says(CHAPTER, "Ask for 25, a twelfth of what is its due, and packing misses a mode in eight of sixteen runs")
    assert pytest.approx(2500 / 8, rel=0.05) == 25 * 12
    few = {
        method: sum(min(end["counts"]) < 25 for end in ends(method))
        for method in ("plain", "packing 2", "unrolled 1", "unrolled 5", "wgan_gp")
    }
    says(CHAPTER, "five foreseen steps in two of eight, and WGAN-GP in one of eight")
    says(CHAPTER, "sixteen and fourteen of sixteen")
    assert few == {"plain": 16, "packing 2": 8, "unrolled 1": 14, "unrolled 5": 2, "wgan_gp": 1}
    assert len(ends("unrolled 5")) == len(ends("wgan_gp")) == 8


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
    says(CHAPTER, "One foreseen step saves four of sixteen runs")
    assert (missing("unrolled 1"), len(ends("unrolled 1"))) == (12, 16)
    assert wilson_interval(12, 16)[1] > wilson_interval(16, 16)[0]
    says(CHAPTER, "five foreseen steps save every run that we did, and those were eight")
    assert (missing("unrolled 5"), len(ends("unrolled 5"))) == (0, 8)
    says(CHAPTER, "Packing saves thirteen of sixteen and takes 7 s where the plain GAN takes 5")
    assert (missing("packing 2"), len(ends("packing 2"))) == (3, 16)
    assert (round(seconds("packing 2")), round(seconds("plain"))) == (7, 5)
    says(CHAPTER, "WGAN-GP and minibatch discrimination do well too, at a price")
    for method in ("wgan_gp", "minibatch discrimination"):
        assert missing(method) <= len(ends(method)) / 4
    says(CHAPTER, "with another value function, WGAN-GP's, no run of the table misses a mode")
    assert missing("wgan_gp") == 0
    says(CHAPTER, "Looking ten steps ahead costs twice as much as five and was no better in the few runs")
    assert missing("unrolled 10") / len(ends("unrolled 10")) >= missing("unrolled 5") / len(ends("unrolled 5"))
    assert seconds("unrolled 10") == pytest.approx(2 * seconds("unrolled 5"), rel=0.2)


def test_patience_ends_the_hopping_of_nearly_all_plain_gans():
    says(CHAPTER, "two of eight plain GANs hold all eight modes; but five of the other six hold seven")
    modes = [sum(count > 0 for count in end["counts"]) for end in ends("plain, four times the steps")]
    assert (len(modes), modes.count(8), modes.count(7)) == (8, 2, 5)
    assert max(sum(count > 0 for count in end["counts"]) for end in ends("plain")) <= 2


def test_ten_d_steps_end_in_a_partial_collapse():
    says(CHAPTER, "Most runs miss modes all the same, but in another way: half of the samples are good")
    method = "ten D steps, 1,000 of G"
    assert missing(method) > len(ends(method)) / 2
    assert np.mean([end["high_quality"] for end in ends(method)]) == pytest.approx(0.5, abs=0.1)
    says(CHAPTER, "most of those lie at a few modes that G has come to hold")
    three = [sum(sorted(end["counts"])[-3:]) / sum(end["counts"]) for end in ends(method)]
    assert min(three) > 0.5
    for run in experiments.read("collapse-rates")["methods"][method]["runs"]:
        half_way, end = np.array(run["seen"][2]["counts"]), run["seen"][-1]["counts"]
        assert np.argmax(end) in np.argsort(half_way)[-3:]


def printed_numbers(printed, name):
    """The numbers of the line that begins with a name."""
    return [float(number) for number in re.search(rf"^{name} +([-\d. ]+)$", printed, re.MULTILINE)[1].split()]


def test_the_plain_gan_goes_from_island_to_island_and_settles_on_none(printed):
    says(CHAPTER, "at nearly every look the plain GAN is at another island")
    says(CHAPTER, "settles on none, and hardly a sample is good")
    islands, share, good = re.search(r"^plain  ([\d ]+?)  (\d+)  ([\d.]+)$", printed, re.MULTILINE).groups()
    islands = islands.split()
    says(CHAPTER, "is seen at all eight in twenty looks")
    assert len(set(islands)) == 8
    assert len(islands) == 20 and sum(a != b for a, b in zip(islands, islands[1:])) >= 15
    assert int(share) > 30 and float(good) < 1
    says(CHAPTER, "With unrolling the leading island has 16 % of the samples")
    assert re.search(r"^unrolled  [\d ]+?  (\d+)  ", printed, re.MULTILINE)[1] == "16"
    checks = [seen for run in experiments.read("collapse-rates")["methods"]["plain"]["runs"] for seen in run["seen"]]
    assert np.median([seen["high_quality"] for seen in checks]) < 0.005
    assert max(seen["high_quality"] for seen in checks) < 0.05


def test_against_a_frozen_d_the_cloud_shrinks_and_with_a_long_look_ahead_it_spreads(printed):
    says(CHAPTER, "its width falls by more than ten times")
    frozen, foreseen, short = (
        printed_numbers(printed, name)
        for name in ("frozen D", "frozen D, G looks 10 long steps ahead", "frozen D, G looks 5 short steps ahead")
    )
    assert frozen[0] == foreseen[0] == short[0] > 10 * frozen[-1]
    says(CHAPTER, "and the cloud spreads out instead")
    assert foreseen[-1] > 2 * foreseen[0]
    says(CHAPTER, "With five of the usual 0.0003 the pile forms all the same")
    assert short[-1] < short[0] / 5


def test_the_frozen_d_likes_a_corner_of_the_fence_better_than_any_real_point():
    says(CHAPTER, "The point is no mode but a corner of the fence, which this D likes better than any real data")
    cells = json.loads((BOOK / f"{CHAPTER}.ipynb").read_text(encoding="utf-8"))["cells"]
    (source,) = ["".join(cell["source"]) for cell in cells if "def against_frozen" in "".join(cell["source"])]
    names = {"torch": torch}
    exec(source[: source.index("def against_frozen")], names)  # the fence, as the chapter has it
    points = toys.ring(20_000)
    D = ToyDiscriminator(seed=1)
    settings = {"steps": 300, "batch_size": 128, "lr": 1e-3, "lr_d": 3e-4, "progress": False}
    for _ in train(names["Fenced"](ToyGenerator(seed=0)), D, points, **settings):
        pass
    side = torch.linspace(-2.6, 2.6, 27)
    places = torch.cartesian_prod(side, side)
    with torch.no_grad():
        liked = D(places).flatten()
        assert places[liked.argmax()].abs().min() == pytest.approx(2.6)
        assert liked.max() > D(points).max()


def test_our_relu_discriminators_rise_for_ever_in_some_direction():
    says(CHAPTER, "our ReLU discriminators have no highest point in the plane")
    angles = torch.linspace(0, 2 * math.pi, 360)
    directions = torch.stack([angles.cos(), angles.sin()], dim=1)
    for seed in (1, 3, 5, 7, 9, 11):
        discriminator = ToyDiscriminator(width=64, seed=seed)
        with torch.no_grad():
            near, far = discriminator(1e3 * directions).max(), discriminator(1e4 * directions).max()
        assert far > near + 1
    says(CHAPTER, "$1 - |x_1| - |x_2|$ is such a network")


def value(D, q):
    """V for eight equal places; a term of q where q is 0 counts as 0."""
    return float(np.mean(np.log(D)) + sum(mass * math.log(1 - d) for mass, d in zip(q, D) if mass))


def test_min_max_and_max_min_have_one_value_and_other_answers():
    says(CHAPTER, "the two values are *equal*, $-\\log 4$")
    random, eighth = np.random.default_rng(0), np.full(8, 1 / 8)
    for _ in range(200):
        D, q = random.uniform(0.01, 0.99, 8), random.dirichlet(np.ones(8))
        assert min(value(D, pile) for pile in np.eye(8)) <= -math.log(4)  # max-min: no D does better than 1/2
        assert value(eighth / (eighth + q), q) >= -math.log(4) - 1e-12  # min-max: no q does better than the data
        assert value(np.full(8, 0.5), q) == pytest.approx(-math.log(4))
    says(CHAPTER, "For a $D$ with one highest place the best answer is a pile there and nothing else")
    D = np.array([0.6] + [0.4] * 7)
    assert all(value(D, np.eye(8)[0]) < value(D, q) for q in random.dirichlet(np.ones(8), 200))
    says(CHAPTER, "where several places share the highest value, any mix of them is as good")
    D = np.array([0.6, 0.6] + [0.4] * 6)
    assert value(D, [0.3, 0.7] + [0] * 6) == pytest.approx(value(D, np.eye(8)[0]))
    says(CHAPTER, "the pile, the spread and every other $q$ are *equally good*")


def test_amounts_even_out_and_places_do_not_with_either_objective(printed):
    says(
        CHAPTER, "stays where it began, whichever objective it has: on the first island, if all of its bumps start near"
    )
    for objective in ("minimax", "non-saturating"):
        assert printed_numbers(printed, f"amounts, {objective}") == pytest.approx([1 / 8] * 8, abs=0.01)
        assert printed_numbers(printed, f"places, {objective}") == [1] + [0] * 7
        near_each = printed_numbers(printed, f"places, one near each, {objective}")
        assert near_each == pytest.approx([1 / 8] * 8, abs=0.01)
    says(CHAPTER, "at every point of the island: flat")
    low, high = re.search(r"all bumps sit, from (-[\d.]+) to (-[\d.]+)", printed).groups()
    assert float(low) == float(high) == pytest.approx(math.log(1 / 8), abs=0.01)


def test_between_islands_the_objective_decides(printed):
    """With D* held fixed, by quadrature: the two slopes add up to the distance over the variance."""
    says(CHAPTER, "the minimax slope is practically 0")
    says(CHAPTER, "The non-saturating slope grows with the distance instead, and pulls the bump in")
    x = np.linspace(-3, 4, 70_001)
    log_p, log_q = (-((x - middle) ** 2) / 0.02 - math.log(0.1 * (2 * math.pi) ** 0.5) for middle in (0.0, 1.0))
    moved = np.exp(log_q) * (x - 1.0) / 0.01  # how q's density changes with its place
    softplus = np.logaddexp(0, log_p - log_q), np.logaddexp(0, log_q - log_p)
    slopes = [float(np.sum(moved * loss) * (x[1] - x[0])) for loss in (-softplus[0], softplus[1])]
    for name, slope in zip(("minimax", "non-saturating"), slopes):
        assert printed_numbers(printed, f"slope at a distance of ten σ, {name}") == [pytest.approx(slope, rel=0.02)]
    assert slopes[0] < 1e-4 and sum(slopes) == pytest.approx(1.0 / 0.1**2)
