"""What chapter 4 says of six remedies on the map."""

import math
import random
import statistics

import pytest

from gan_utils import collapse_map, experiments

from ..chapters import says
from .map_cells import CHAPTER, PLAIN, RATES, at_the_end, count


def tried(method):
    """A method's cells at every second rate, which is where all of those in the chapter were run."""
    return {(c.lr, c.lr_d): c for c in collapse_map.cells(method) if {c.lr, c.lr_d} <= set(RATES[::2])}


def test_where_unrolling_does_not_help():
    says(CHAPTER, "Seven hold one mode and the eighth none.")
    assert sorted(at_the_end(3e-4, 3e-3, "captured", "unrolled 5")) == [0] + [1] * 7


METHODS = {name: tried(name) for name in collapse_map.methods()}
KINDS = ("hops", "sits", "covers", "between")


def where(name, lr, lr_d, kind):
    """How many of a cell's eight runs are of a kind."""
    return METHODS[name][lr, lr_d].regimes.count(kind)


def test_each_remedy_has_its_place():
    assert all(len(cells) == 25 for cells in METHODS.values())
    counts = {name: [count(cells.values(), kind) for kind in KINDS[:3]] for name, cells in METHODS.items()}
    says(CHAPTER, "none of 200 runs, where 64 plain ones hop. The pile it makes rarer, 20 instead of 51.")
    says(CHAPTER, "none of 200 runs sits with either. Of the hop 19 and 21 are left")
    says(CHAPTER, "Five D steps leave 6 hops, and make 116 piles of 51. Five foreseen steps leave 8 hops")
    says(CHAPTER, "as many piles as before, 54, though not at the same pairs")
    says(CHAPTER, "49 runs hop. Only 21 sit")
    says(CHAPTER, "which does in 19 runs: packing 29, five foreseen steps 21, WGAN-GP 20, five D steps 17, R1 8, one ")
    says(CHAPTER, "with either penalty none of 200 sits")
    says(CHAPTER, "six hops are left of 64, and 116 of 200 runs sit")
    assert counts == {
        "plain": [64, 51, 19],
        "packing 2": [0, 20, 29],
        "r1": [19, 0, 8],
        "unrolled 5": [8, 54, 21],
        "unrolled 1": [49, 21, 3],
        "wgan_gp": [21, 0, 20],
        "five D steps": [6, 116, 17],
    }


def test_where_the_hops_are_that_penalties_leave():
    says(CHAPTER, "all of R1's with 0.003 or more for G, all of WGAN-GP's with 0.001 or more for G and 0.0003 or less")
    assert count([cell for (lr, _), cell in METHODS["r1"].items() if lr >= 3e-3], "hops") == 19
    slow = [cell for (lr, lr_d), cell in METHODS["wgan_gp"].items() if lr >= 1e-3 and lr_d <= 3e-4]
    assert count(slow, "hops") == 21


def test_single_pairs():
    says(CHAPTER, "all seeds of the latter hold one mode, with too few good samples to count as sitting")
    assert at_the_end(1e-4, 1e-2, "captured", "unrolled 5") == [1] * 8
    assert max(at_the_end(1e-4, 1e-2, "good", "unrolled 5")) < 0.25
    says(CHAPTER, "where the median run of unrolled 5 has 44 % good samples; here it has 52 at that pair")
    before = experiments.read("collapse-rates")["methods"]["unrolled 5"]["runs"]
    assert round(100 * statistics.median(run["seen"][-1]["high_quality"] for run in before)) == 44
    assert round(100 * METHODS["unrolled 5"][1e-3, 3e-4].high_quality) == 52
    says(CHAPTER, "with five foreseen steps five of eight cover at the chapter's pair, and no plain one")
    assert [where(name, 1e-3, 3e-4, "covers") for name in ("unrolled 5", "plain")] == [5, 0]
    says(CHAPTER, "six of eight sit with five foreseen steps, all eight with five D steps, and three plain ones")
    assert [where(name, 3e-4, 1e-3, "sits") for name in ("unrolled 5", "five D steps", "plain")] == [6, 8, 3]
    says(
        CHAPTER, "with 0.001 for both the plain GAN covers in five of eight, with packing, R1 or WGAN-GP in four, with "
    )
    says(CHAPTER, "with five foreseen steps in two, with five D steps in one, with one foreseen step in none")
    assert [where(name, 1e-3, 1e-3, "covers") for name in METHODS] == [5, 4, 4, 2, 0, 4, 1]


def test_one_foreseen_step_unsettles_the_pile():
    says(CHAPTER, "73 lie between with no more than two modes, where 5 plain ones do")
    few = {name: sum(captured <= 2 for captured in between(name)) for name in ("unrolled 1", "plain")}
    assert few == {"unrolled 1": 73, "plain": 5}


def between(name):
    """The modes that those runs of a method hold which lie between."""
    return [
        captured
        for (lr, lr_d), cell in METHODS[name].items()
        for kind, captured in zip(cell.regimes, at_the_end(lr, lr_d, "captured", name))
        if kind == "between"
    ]


def shared_with_plain(name, moved):
    """The share of a method's runs of one regime with the plain GAN's, whose D is so many rates of the map faster."""
    found = [
        sum(min(cell.regimes.count(kind), other.regimes.count(kind)) for kind in KINDS) / 8
        for (lr, lr_d), cell in METHODS[name].items()
        if (other := PLAIN.get((lr, RATES[min(RATES.index(lr_d) + moved, 8)]))) and RATES.index(lr_d) + moved < 9
    ]
    return sum(found) / len(found)


def test_five_steps_of_d_are_a_faster_d():
    says(CHAPTER, "Unmoved, 39 % of its runs find one of the same regime in the cell below")
    says(CHAPTER, "moved by three and by four, 72 and 74 %")
    five = [round(100 * shared_with_plain("five D steps", moved)) for moved in range(6)]
    assert [five[moved] for moved in (0, 3, 4)] == [39, 72, 74] and max(five) == 74
    says(CHAPTER, "54 % unmoved, and at best 65, moved by two")
    ahead = [round(100 * shared_with_plain("unrolled 5", moved)) for moved in range(6)]
    assert ahead[0] == 54 and max(ahead) == ahead[2] == 65
    assert RATES[4] / RATES[0] == pytest.approx(10) and RATES[3] / RATES[0] == pytest.approx(5.6)


def test_what_two_draws_from_one_cell_have_in_common():
    says(CHAPTER, "As much as one can expect is 88 %, since that is what two draws of eight from one and the same cell")
    source, shares = random.Random(0), []
    for _ in range(300):
        for cell in METHODS["plain"].values():
            one, other = (source.choices(cell.regimes, k=8) for _ in range(2))
            shares.append(sum(min(one.count(kind), other.count(kind)) for kind in KINDS) / 8)
    assert 100 * statistics.mean(shares) == pytest.approx(88, abs=0.5)


def test_pair_by_pair_eight_seeds_say_little():
    says(CHAPTER, "is five that cover against none, or the reverse")
    gaps = [
        where(name, *rates, "covers") - where("plain", *rates, "covers")
        for name in METHODS
        for rates in METHODS["plain"]
    ]
    assert (min(gaps), max(gaps)) == (-5, 5) and len(gaps) - 25 == 150
    says(CHAPTER, "for which Fisher's exact test has $p = 0.03$")
    chance = math.comb(8, 5) * math.comb(8, 0) / math.comb(16, 5)  # all five on one side
    assert 2 * chance == pytest.approx(0.026, abs=0.001)


def test_what_a_step_costs():
    costs = experiments.read("collapse-map")["costs"]
    says(CHAPTER, "at more than three times the time")
    assert 3 < costs["five D steps"] / costs["plain"] < 4
    says(CHAPTER, "packing turns out the cheapest")
    assert min(costs, key=costs.get) == "packing 2"


def test_wide_clouds_on_all_eight_modes():
    says(CHAPTER, "most of the rest lie between, wide clouds on all eight modes with too few good samples")
    for name in ("packing 2", "r1", "wgan_gp"):
        ends = between(name)
        assert sum(captured == 8 for captured in ends) > 0.5 * len(ends) > 60, name


def test_four_times_the_steps_take_half_as_long_as_unrolling():
    says(CHAPTER, "with four times the steps, which takes half as long as unrolling, covered in 48")
    methods = experiments.read("collapse-rates")["methods"]
    longer, unrolled = (
        statistics.median(run["seconds"] for run in methods[name]["runs"])
        for name in ("plain, four times the steps", "unrolled 5")
    )
    assert longer == pytest.approx(unrolled / 2, rel=0.1)


def test_what_packing_and_r1_make_of_a_pile():
    says(CHAPTER, "Packed, all eight seeds of the map sit, on three modes or so instead of one.")
    assert tried("packing 2")[3e-4, 3e-3].share("sits") == 1 and tried("packing 2")[3e-4, 3e-3].captured == 3
    says(CHAPTER, "With five D steps all eight sit on one mode.")
    assert tried("five D steps")[3e-4, 3e-3].share("sits") == 1
    assert at_the_end(3e-4, 3e-3, "captured", "five D steps") == [1] * 8
    says(CHAPTER, "With R1 none sits: seven of eight hold all eight modes, with 4 % good samples, after 3,000 steps.")
    assert tried("r1")[3e-4, 3e-3].share("sits") == 0
    assert at_the_end(3e-4, 3e-3, "captured", "r1").count(8) == 7
    assert round(100 * tried("r1")[3e-4, 3e-3].high_quality) == 4
