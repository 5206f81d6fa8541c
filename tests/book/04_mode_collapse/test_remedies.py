"""What chapter 4 says of packing, R1 and unrolling on the map."""

import statistics

import pytest

from gan_utils import collapse_map, experiments

from ..chapters import says
from .map_cells import CHAPTER, RATES, at_the_end, count


def tried(method):
    """A method's cells at every second rate, which is where all of those in the chapter were run."""
    return {(c.lr, c.lr_d): c for c in collapse_map.cells(method) if {c.lr, c.lr_d} <= set(RATES[::2])}


def test_where_unrolling_does_not_help():
    says(CHAPTER, "Seven hold one mode and the eighth none.")
    assert sorted(at_the_end(3e-4, 3e-3, "captured", "unrolled 5")) == [0] + [1] * 7


def test_each_remedy_has_its_place():
    methods = {name: tried(name) for name in ("plain", "packing 2", "r1", "unrolled 5")}
    assert all(len(cells) == 25 for cells in methods.values())
    counts = {
        name: [count(cells.values(), kind) for kind in ("hops", "sits", "covers")] for name, cells in methods.items()
    }
    says(CHAPTER, "none of 200 runs, where 64 plain ones hop. The pile it makes rarer, 20 instead of 51.")
    says(CHAPTER, "none of 200. Of the hop 19 are left, all of them with 0.003 or more for G.")
    says(
        CHAPTER, "leaves 8 hops, and as many piles as before, 54 where 51 plain runs sit, though not at the same pairs"
    )
    says(CHAPTER, "29, 8 and 21 runs, and 19 plain ones")
    says(CHAPTER, "with R1's penalty none of 200 sits")
    assert counts == {"plain": [64, 51, 19], "packing 2": [0, 20, 29], "r1": [19, 0, 8], "unrolled 5": [8, 54, 21]}
    assert count([cell for (lr, _), cell in methods["r1"].items() if lr >= 3e-3], "hops") == 19
    says(CHAPTER, "With 0.0001 for G and 0.01 for D all its seeds hold one mode, with too few good samples")
    assert at_the_end(1e-4, 1e-2, "captured", "unrolled 5") == [1] * 8
    assert max(at_the_end(1e-4, 1e-2, "good", "unrolled 5")) < 0.25
    says(CHAPTER, "where the median unrolled run has 44 % good samples; here it has 52 at that pair")
    before = experiments.read("collapse-rates")["methods"]["unrolled 5"]["runs"]
    assert round(100 * statistics.median(run["seen"][-1]["high_quality"] for run in before)) == 44
    assert round(100 * methods["unrolled 5"][1e-3, 3e-4].high_quality) == 52
    says(CHAPTER, "at the chapter's pair five of eight cover, and no plain one")
    assert [methods[name][1e-3, 3e-4].regimes.count("covers") for name in ("unrolled 5", "plain")] == [5, 0]
    says(CHAPTER, "with 0.0003 for G and 0.001 for D six of eight sit, and three plain ones")
    assert [methods[name][3e-4, 1e-3].regimes.count("sits") for name in ("unrolled 5", "plain")] == [6, 3]
    says(CHAPTER, "the plain GAN covers in five of eight, with packing or R1 in four, unrolled in two")
    assert [methods[name][1e-3, 1e-3].regimes.count("covers") for name in methods] == [5, 4, 4, 2]


def test_wide_clouds_on_all_eight_modes():
    says(CHAPTER, "most of the rest lie between, wide clouds on all eight modes with too few good samples")
    for name in ("packing 2", "r1"):
        ends = [
            captured
            for (lr, lr_d), cell in tried(name).items()
            for kind, captured in zip(cell.regimes, at_the_end(lr, lr_d, "captured", name))
            if kind == "between"
        ]
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
    says(CHAPTER, "With R1 none sits: seven of eight hold all eight modes, with 4 % good samples, after 3,000 steps.")
    assert tried("r1")[3e-4, 3e-3].share("sits") == 0
    assert at_the_end(3e-4, 3e-3, "captured", "r1").count(8) == 7
    assert round(100 * tried("r1")[3e-4, 3e-3].high_quality) == 4
