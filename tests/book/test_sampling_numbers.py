"""What chapter 2 states, against computation, against what its cells printed, and against the bench that ships."""

import math
import re

import numpy as np
import pytest
import torch

from gan_utils import experiments
from gan_utils.data import toys
from gan_utils.divergences import js, kl, total_variation, wasserstein_1
from gan_utils.losses import OBJECTIVES, minimax_generator_loss, non_saturating_generator_loss

from .test_numbers import printed_in, says

CHAPTER = "02_likelihood_free"
GRID = torch.linspace(-10, 10, 2001, dtype=torch.float64)


@pytest.fixture(scope="module")
def printed():
    return printed_in(CHAPTER)


def numbers_after(words, printed):
    """The numbers of the printed line that begins with these words."""
    line = re.search(rf"^{re.escape(words)}(.*)$", printed, re.MULTILINE)
    assert line, f"{CHAPTER} no longer prints {words!r}"
    return [float(number) for number in re.findall(r"-?\d+\.\d+|-?\d+", line[1])]


def bump(mean, std):
    q = torch.exp(-0.5 * ((GRID - mean) / std) ** 2) + 1e-300
    return q / q.sum()


def bumps(distance):
    return (bump(-distance, 0.4) + bump(distance, 0.4)) / 2


def best(divergence, p, means, stds):
    """The least divergence over a lattice of means and stds, and where it is taken."""
    return min((divergence(p, bump(mean, std)), mean, std) for mean in means for std in stds)


def test_likelihood_covers_reverse_kl_picks_one_and_jensen_shannon_depends_on_the_distance():
    says(CHAPTER, "The fit by likelihood **covers**")
    says(CHAPTER, "with the bumps at $\\pm 2$ instead of $\\pm 1.5$ it lets one go")
    stds = np.geomspace(0.3, 3, 40)
    for divergence, distance, mean in (
        (kl, 1.5, 0), (kl, 2.0, 0), (js, 1.5, 0), (js, 2.0, 2.0), (lambda p, q: kl(q, p), 1.5, 1.5),
    ):  # fmt: skip
        found = best(divergence, bumps(distance), (0.0, distance / 2, distance), stds)
        assert found[1] == mean


def test_from_the_middle_reverse_kl_stays_there_in_a_valley_of_its_own():
    says(CHAPTER, "From a start exactly in the middle it would stay there: that divergence has more than one valley")
    p, stds = bumps(1.5), np.geomspace(0.3, 3, 40)
    middle, one = (best(lambda p, q: kl(q, p), p, [mean], stds)[0] for mean in (0.0, 1.5))
    between = best(lambda p, q: kl(q, p), p, [0.2], stds)[0]
    assert one < middle < between


def test_the_three_fits_are_as_printed_and_shown(printed):
    covers, js_fit, picks = (
        numbers_after(f"fitted by {name}:", printed) for name in ("KL(P || Q)", "JSD(P, Q)", "KL(Q || P)")
    )
    assert covers[0] < picks[0] and picks[2] < covers[2] and js_fit[1] <= min(covers[1], picks[1])


def test_gradient_and_closed_form_agree_and_likelihood_is_kl(printed):
    assert numbers_after("by gradient", printed) == pytest.approx(numbers_after("closed form", printed), abs=2e-4)
    for model in ("N(1.0, 0.5²)", "N(0.0, 1.0²)", "N(2.0, 0.8²)"):
        surprise, divergence = numbers_after(model, printed)
        assert surprise == pytest.approx(divergence, abs=0.02)


def test_a_gan_keeps_two_assumptions_of_three(printed):
    says(CHAPTER, "It keeps the first two and drops only the third: the table's last row")
    (line,) = re.findall(r"^a GAN's generator +(\w+) +(\w+) +(\w+)$", printed, re.MULTILINE)
    assert line == ("yes", "yes", "no")
    assert re.search(r"^variational auto-encoder .* a lower bound$", printed, re.MULTILINE)
    assert re.search(r"^Boltzmann machine \(RBM\) .* up to a constant$", printed, re.MULTILINE)


def test_kernel_estimates_are_good_on_a_line_and_far_off_in_64_dimensions(printed):
    says(CHAPTER, "In 64 dimensions *no* bandwidth is near")
    for d, near in ((1, True), (64, False)):
        estimate, bandwidth, truth = numbers_after(f"{d:2d} dimensions: best estimate", printed)
        assert (abs(estimate - truth) < 0.05) == near
        assert 0.02 < bandwidth < 3, "not at an end of those tried"
    says(CHAPTER, "On a line the estimate is good over a wide range of bandwidths")


def test_a_trained_d_measures_the_divergence(printed):
    (measured,) = numbers_after("V of the trained D, mean of the last 200 steps:", printed)
    (_, _, exact) = [4, 2, *numbers_after("-log 4 + 2 JSD, from the densities            :", printed)]
    p, q = bumps(1.5), bump(0.0, 1.0)
    assert exact == pytest.approx(-math.log(4) + 2 * js(p, q), abs=2e-3)
    assert measured == pytest.approx(exact, abs=0.03)


def test_slopes_of_the_two_objectives_where_d_is_sure_of_a_fake():
    says(CHAPTER, "the first is $-0.0067$ and the second $-0.9933$")
    for loss, slope in ((minimax_generator_loss, -0.0067), (non_saturating_generator_loss, -0.9933)):
        logit = torch.tensor(-5.0, requires_grad=True)
        loss(logit).backward()
        assert round(float(logit.grad), 4) == slope


def test_the_usual_objective_pushes_against_the_divergence(printed):
    says(CHAPTER, "at $\\theta = \\pm 1$ and $0.3$ the two pairs have *opposite signs*")
    for theta in ("-1.0", "0.3", "1.0", "2.0"):
        minimax, twice_js, usual, other = numbers_after(f"{float(theta):5.1f}   ", printed)
        assert minimax == pytest.approx(twice_js, abs=1e-3) and usual == pytest.approx(other, abs=1e-2)
        assert theta == "2.0" or minimax * usual < 0


def test_what_lsgan_ebgan_and_hinge_leave_to_g(printed):
    p, q = bumps(1.5), bump(0.0, 1.0)
    tv = total_variation(p, q)
    expected = {
        "LSGAN: left at the best D": ((p - q) ** 2 / (p + q)).sum().item(),
        "EBGAN: least loss of D": 1 - tv, "hinge: least loss of D": 2 * (1 - tv),
    }  # fmt: skip
    for words, value in expected.items():
        found = [number for number in numbers_after(words, printed) if abs(number) not in (1, 2)]
        assert found == pytest.approx([value, value], abs=3e-3)


def test_two_came_before_the_wgan(printed):
    says(CHAPTER, "EBGAN and LSGAN came *before* the WGAN")
    (before,) = re.findall(r"^before the WGAN: (.*)$", printed, re.MULTILINE)
    (after,) = re.findall(r"^after it +: (.*)$", printed, re.MULTILINE)
    assert {"EBGAN", "LSGAN"} <= set(before.split(", ")) and "BEGAN" in after.split(", ")
    named = ("ebgan", "lsgan", "wgan", "began")
    numbers = {name: re.search(r"arXiv:(\d{4})", OBJECTIVES[name].source)[1] for name in named}
    assert numbers == {"ebgan": "1609", "lsgan": "1611", "wgan": "1701", "began": "1703"}


def test_an_f_of_ones_own_trains(printed):
    (untrained,), (trained,) = (numbers_after(f"W1 {name}:", printed) for name in ("untrained", "after 1,000 steps"))
    assert trained < untrained / 4
    assert re.search(r"^refused: f must be convex", printed, re.MULTILINE)


def test_the_bound_of_the_auto_encoder_lies_below_and_comes_near(printed):
    (start, exact), (bound, near) = (numbers_after(f"auto-encoder, step {s:3d}:", printed) for s in (0, 300))
    assert start < exact and bound < near and near - bound < 0.3 < exact - start


def test_minimax_and_the_f_gan_of_js_are_one_game():
    says(CHAPTER, "`minimax` and `fgan_js` are the same game, written twice, and agree to the last digit")
    runs = bench("line")["objectives"]
    for one, other in zip(runs["minimax"]["runs"], runs["fgan_js"]["runs"]):
        assert one["seen"][0]["w1"] == pytest.approx(other["seen"][0]["w1"], rel=1e-4)
        assert f"{half(one, 'w1'):.2f}" == f"{half(other, 'w1'):.2f}"


def test_began_sits_on_one_spot_and_calls_it_converged(printed):
    says(CHAPTER, "BEGAN sits on one spot")
    says(CHAPTER, "BEGAN's measure says 0.03, converged, at a distance of 1.5")
    says(CHAPTER, "the balance $k$ hardly moves from 0")
    assert numbers_after("BEGAN's own measure of convergence:", printed)[0] < 0.1
    for run in bench("line")["objectives"]["began"]["runs"]:
        assert half(run, "w1") == pytest.approx(1.5, abs=0.05)
        assert half(run, "measure") == pytest.approx(0.03, abs=0.015)
        assert max(seen["k"] for seen in run["seen"]) < 0.02


def test_two_sets_of_samples_are_as_near_as_the_floor_says(printed):
    (floor,) = numbers_after("two sets of data", printed)
    real = [toys.sample("two_bumps", 5000, seed=seed)[:, 0] for seed in (20, 21)]
    assert floor == pytest.approx(wasserstein_1(*real), abs=0.03) and floor < 0.05


def bench(place):
    return experiments.read("family")["places"][place]


def half(run, key):
    """The mean over the second half of what was seen."""
    return np.mean([seen[key] for seen in run["seen"][len(run["seen"]) // 2 :]])


def ends(entry):
    return [half(run, "w1") for run in bench("line")["objectives"][entry]["runs"]]


@pytest.mark.parametrize("place", ["line", "plane"])
def test_the_benchs_runs_are_whole(place):
    results = bench(place)
    assert list(results["objectives"]) == [*OBJECTIVES, "non_saturating, 5 D steps", "hinge, 5 D steps"]
    for name, result in results["objectives"].items():
        assert [run["seed"] for run in result["runs"]] == list(range(results["seeds"])), name
        for run in result["runs"]:
            steps = [seen["step"] for seen in run["seen"]]
            assert run["failure"] or steps == list(range(results["every"], results["steps"] + 1, results["every"]))
            assert run["failure"] is None


def test_how_the_objectives_rank_on_the_line():
    says(CHAPTER, "Eight of the fifteen end around 0.1, some five times what two sets of real data differ by")
    median = {entry: np.median(ends(entry)) for entry in bench("line")["objectives"]}
    near = {name for name in OBJECTIVES if median[name] < 0.12}
    assert near == {"minimax", "non_saturating", "wgan_gp", "r1"} | {
        f"fgan_{f}" for f in ("reverse_kl", "pearson", "hellinger", "js")
    }
    says(CHAPTER, "EBGAN, KL, the hinge, LSGAN and SNGAN follow; the clipped WGAN stays near 0.45")
    assert all(0.12 < median[name] < 0.3 for name in ("ebgan", "fgan_kl", "hinge", "lsgan", "sngan"))
    assert all(0.4 < end < 0.5 for end in ends("wgan"))
    says(CHAPTER, "With five steps of D the *plain* non-saturating GAN comes first, ahead of WGAN-GP")
    assert min(median, key=median.get) == "non_saturating, 5 D steps"


def test_what_the_critics_say_of_themselves():
    says(CHAPTER, "The clipped critic's estimate stays at 0 while the truth stays near 0.45")
    for run in bench("line")["objectives"]["wgan"]["runs"]:
        assert abs(half(run, "d_loss")) < 0.1
    says(CHAPTER, "WGAN-GP's estimate falls *with* the truth, though it starts three times too high")
    says(CHAPTER, "now and then ends below 0")
    runs = bench("line")["objectives"]["wgan_gp"]["runs"]
    seen = [seen for run in runs for seen in run["seen"]]
    told, truth = [-each["d_loss"] for each in seen], [each["w1"] for each in seen]
    assert np.corrcoef(told, truth)[0, 1] > 0.85 and min(told) < 0
    first = [-run["seen"][0]["d_loss"] / run["seen"][0]["w1"] for run in runs]
    assert np.median(first) == pytest.approx(3, abs=0.6)


def test_how_the_objectives_fare_on_the_ring():
    modes = {
        entry: [run["seen"][-1]["modes"] for run in result["runs"]]
        for entry, result in bench("plane")["objectives"].items()
    }
    good = {
        entry: np.median([run["seen"][-1]["high_quality"] for run in result["runs"]])
        for entry, result in bench("plane")["objectives"].items()
    }
    bounded, five = ("wgan", "wgan_gp", "sngan"), ("non_saturating, 5 D steps", "hinge, 5 D steps")
    says(CHAPTER, "WGAN, WGAN-GP and SNGAN hold all eight modes in every run")
    assert all(modes[name] == [8] * 5 for name in bounded)
    says(CHAPTER, "with five the plain GAN holds six to eight and the plain hinge three to seven, with more good")
    assert [(min(modes[name]), max(modes[name])) for name in five] == [(6, 8), (3, 7)]
    assert min(good[name] for name in five) > max(good[name] for name in bounded)
    says(CHAPTER, "nearly all runs hop, as in chapter 4, and end with two modes or fewer, now and then with more")
    single = [count for name in OBJECTIVES if name not in (*bounded, "began") for count in modes[name]]
    assert 0.75 < np.mean(np.array(single) <= 2) < 1
    says(CHAPTER, "BEGAN sits on one mode with 100 % good samples")
    assert modes["began"] == [1] * 5
    for run in bench("plane")["objectives"]["began"]["runs"]:
        assert round(100 * run["seen"][-1]["high_quality"]) == 100 > 98.9


def test_losses_are_alike_and_distances_are_not():
    says(CHAPTER, "In all eight runs D's loss lies between 1.37 and 1.39 and G's between 0.70 and 0.74")
    runs = bench("line")["objectives"]["non_saturating"]["runs"]
    assert len(runs) == 8
    assert all(1.37 <= half(run, "d_loss") <= 1.39 and 0.70 <= half(run, "g_loss") <= 0.74 for run in runs)
    says(CHAPTER, "The distances differ by a factor of nearly two, and none is at the floor")
    assert max(ends("non_saturating")) / min(ends("non_saturating")) == pytest.approx(1.9, abs=0.15)
    assert min(ends("non_saturating")) > 0.06
