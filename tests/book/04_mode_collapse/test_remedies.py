"""What chapter 4 says of six remedies on the map."""

import math
import random
import statistics

import pytest

from gan_utils import collapse_map, experiments

from ..chapters import says
from .map_cells import CHAPTER, KINDS, PLAIN, RATES, at_the_end, count, in_common


def tried(method):
    """A method's cells at every second rate, which is where all of those in the chapter were run."""
    return {(c.lr, c.lr_d): c for c in collapse_map.cells(method) if {c.lr, c.lr_d} <= set(RATES[::2])}


def test_where_unrolling_does_not_help():
    says(CHAPTER, "Seven hold one mode and the eighth none.")
    assert sorted(at_the_end(3e-4, 3e-3, "captured", "unrolled 5")) == [0] + [1] * 7


METHODS = {name: tried(name) for name in collapse_map.methods()}


def where(name, lr, lr_d, kind):
    """How many of a cell's eight runs are of a kind."""
    return METHODS[name][lr, lr_d].regimes.count(kind)


def ends(name, steps=3000):
    """Of each run of a method its pair of rates, modes, share of good samples, and how far its centre has moved."""
    return [
        (rates, *each)
        for rates in METHODS["plain"]
        for each in zip(*(at_the_end(*rates, look, name, steps) for look in ("captured", "good", "moved")))
    ]


def test_each_remedy_has_its_place():
    assert all(len(cells) == 25 for cells in METHODS.values())
    counts = {name: [count(cells.values(), kind) for kind in KINDS[:3]] for name, cells in METHODS.items()}
    says(CHAPTER, "With packing none of 200 runs hops, where 64 plain ones do")
    says(CHAPTER, "Five D steps leave 6, unrolled 5 leaves 8")
    says(CHAPTER, "With R1 or WGAN-GP none of 200 runs sits, where 51 plain ones do. Hops remain, 19 with R1 and 21")
    says(CHAPTER, "With packing 20 runs sit")
    says(CHAPTER, "With five D steps 116 runs sit.")
    says(CHAPTER, "With unrolled 5 it is 54")
    says(CHAPTER, "49 runs hop. Only 21 sit")
    says(CHAPTER, "half of the samples are good in only 29, 8 and 20 of them, and in 19 plain ones")
    says(CHAPTER, "with either penalty none of 200 sits")
    assert counts == {
        "plain": [64, 51, 19],
        "packing 2": [0, 20, 29],
        "r1": [19, 0, 8],
        "unrolled 5": [8, 54, 21],
        "unrolled 1": [49, 21, 3],
        "wgan_gp": [21, 0, 20],
        "five D steps": [6, 116, 17],
    }


def new_hops(name):
    """The runs of a method that hop where no plain run does, by D's rate."""
    cells = METHODS[name].items()
    found = {rates: cell.regimes.count("hops") for rates, cell in cells if not where("plain", *rates, "hops")}
    return [lr_d for (_, lr_d), hops in found.items() for _ in range(hops)]


def test_hops_where_no_plain_run_hops():
    says(CHAPTER, "Seven of R1's are where no plain run hops, six of these with 0.01 for D")
    assert sorted(new_hops("r1")) == [1e-3] + [1e-2] * 6
    says(CHAPTER, "unrolled 5 leaves 8, of which two are new")
    assert len(new_hops("unrolled 5")) == 2 and not new_hops("wgan_gp") and not new_hops("five D steps")


def test_runs_that_rest_on_few_modes_with_too_few_good_samples():
    few = {
        name: sum(captured <= 4 and moved < 0.5 for _, captured, _, moved in ends(name)) - count(cells.values(), "sits")
        for name, cells in METHODS.items()
    }
    says(CHAPTER, "23 more rest on four modes or fewer with too few good samples to count, as 9 plain ones do")
    assert (few["packing 2"], few["plain"]) == (23, 9)
    says(CHAPTER, "and 28 more rest on four modes or fewer")
    assert few["unrolled 5"] == 28
    says(CHAPTER, "73 lie between with no more than two modes, where 5 plain ones do")
    least = {
        name: sum(
            kind == "between" and captured <= 2
            for rates, cell in METHODS[name].items()
            for kind, captured in zip(cell.regimes, at_the_end(*rates, "captured", name))
        )
        for name in ("unrolled 1", "plain")
    }
    assert least == {"unrolled 1": 73, "plain": 5}


def test_whether_a_wide_cloud_covers_hangs_on_the_line():
    held = {name: [good for _, captured, good, _ in ends(name) if captured == 8] for name in METHODS}
    says(CHAPTER, "hold all eight modes in 111, 105 and 122 runs, the plain GAN in 35")
    says(CHAPTER, "At a quarter it would be 61, 35 and 62 against 29, at three quarters 1, none and none against 8")
    several = ("packing 2", "r1", "wgan_gp", "plain")
    assert [len(held[name]) for name in several] == [111, 105, 122, 35]
    for line, expected in ((0.25, [61, 35, 62, 29]), (0.75, [1, 0, 0, 8])):
        assert [sum(good >= line for good in held[name]) for name in several] == expected
    says(CHAPTER, "At its best pair of the 25 the plain GAN covers in five of eight, and no remedy in more at its own")
    best = {name: max(cell.regimes.count("covers") for cell in cells.values()) for name, cells in METHODS.items()}
    assert best["plain"] == 5 == max(best.values())
    says(CHAPTER, "the plain GAN holds all eight modes in 63 runs, and covers in 48")
    assert sum(captured == 8 for _, captured, *_ in ends("plain", 12_000)) == 63


def test_single_pairs():
    says(CHAPTER, "With 0.001 for both, where no plain run does, it is seven of eight.")
    assert [where(name, 1e-3, 1e-3, "sits") for name in ("plain", "five D steps")] == [0, 7]
    says(CHAPTER, "at the chapter's pair five of eight cover, and no plain one")
    assert [where(name, 1e-3, 3e-4, "covers") for name in ("unrolled 5", "plain")] == [5, 0]
    says(CHAPTER, "where the median run of unrolled 5 has 44 % good samples; here it has 52 at that pair")
    before = experiments.read("collapse-rates")["methods"]["unrolled 5"]["runs"]
    assert round(100 * statistics.median(run["seen"][-1]["high_quality"] for run in before)) == 44
    assert round(100 * METHODS["unrolled 5"][1e-3, 3e-4].high_quality) == 52


def test_what_becomes_of_the_hop_with_five_steps_of_d():
    says(CHAPTER, "of the 64 plain runs that hop six still do, six sit, eight cover, and 44 lie between")
    became = [
        now
        for rates, cell in METHODS["plain"].items()
        for before, now in zip(cell.regimes, METHODS["five D steps"][rates].regimes)
        if before == "hops"
    ]
    assert [became.count(kind) for kind in KINDS] == [6, 6, 8, 44]


def shared_with_plain(name, moved, most=1e-3, slower=0):
    """The share of runs in common with the plain GAN whose D is so many rates faster, and its G so many slower."""
    found = [
        in_common(cell.regimes, PLAIN[RATES[at], RATES[RATES.index(lr_d) + moved]].regimes)
        for (lr, lr_d), cell in METHODS[name].items()
        if lr_d <= most and (at := RATES.index(lr) - slower) >= 0
    ]
    return round(100 * statistics.mean(found) / 8)


def test_five_steps_of_d_are_roughly_a_faster_d():
    says(
        CHAPTER,
        "At the same rates it is 22 of 100. If the plain GAN's D is ten times as fast it is 74, and if 5.6 times, 72.",
    )
    assert [shared_with_plain("five D steps", moved) for moved in (0, 3, 4)] == [22, 72, 74]
    says(CHAPTER, "for the 15 cells with 0.001 or less for D")
    assert RATES[4] / RATES[0] == pytest.approx(10) and RATES[3] / RATES[0] == pytest.approx(5.6)
    says(CHAPTER, "with a slower G as well the maps agree as much")
    assert shared_with_plain("five D steps", 3, slower=1) >= 72
    says(CHAPTER, "For unrolled 5 no faster D makes the maps alike: 65 of 100 at best.")
    ahead = [
        shared_with_plain("unrolled 5", moved, most)
        for most, last in ((1e-3, 4), (3e-3, 2))
        for moved in range(last + 1)
    ]
    assert max(ahead) == 65
    says(CHAPTER, "at more than three times the cost")
    costs = experiments.read("collapse-map")["costs"]
    assert 3 < costs["five D steps"] / costs["plain"] < 4
    says(CHAPTER, "Packing turns out the cheapest")
    assert min(costs, key=costs.get) == "packing 2"


def test_how_much_two_cells_have_in_common_by_chance():
    says(CHAPTER, "Cells paired at random have 43 of 100 in common, two draws of eight runs from one cell 81 to 88.")
    plain = [cell.regimes for cell in METHODS["plain"].values()]
    five = [cell.regimes for (_, lr_d), cell in METHODS["five D steps"].items() if lr_d <= 1e-3]
    faster = [PLAIN[lr, RATES[RATES.index(lr_d) + 4]].regimes for lr, lr_d in METHODS["plain"] if lr_d <= 1e-3]
    by_chance = statistics.mean(in_common(one, other) for one in five for other in faster)
    assert 100 * by_chance / 8 == pytest.approx(43, abs=2)
    source, drawn = random.Random(0), {0: [], 0.25: []}
    for prior, shares in drawn.items():
        for _ in range(300):
            for regimes in plain:
                weights = [regimes.count(kind) + prior for kind in KINDS]
                shares.append(in_common(*(source.choices(KINDS, weights, k=8) for _ in range(2))))
    assert 100 * statistics.mean(drawn[0]) / 8 == pytest.approx(88, abs=1)
    assert 100 * statistics.mean(drawn[0.25]) / 8 == pytest.approx(81, abs=3)


def fisher(one, other):
    """Of eight runs and eight, two-sided."""
    both = one + other
    chances = [
        math.comb(8, k) * math.comb(8, both - k) / math.comb(16, both)
        for k in range(max(0, both - 8), min(8, both) + 1)
    ]
    mine = math.comb(8, one) * math.comb(8, other) / math.comb(16, both)
    return sum(chance for chance in chances if chance <= mine * (1 + 1e-9))


def test_what_eight_seeds_say_at_a_single_pair():
    chances = {
        kind: [
            fisher(where(name, *rates, kind), where("plain", *rates, kind))
            for name in list(METHODS)[1:]
            for rates in METHODS["plain"]
        ]
        for kind in KINDS[:3]
    }
    says(CHAPTER, "29 remain, each of them eight runs against none")
    low = 0.05 / 300
    assert fisher(8, 1) > low > fisher(8, 0) == min(chances["hops"]) == min(chances["sits"])
    says(CHAPTER, "make 300 comparisons")
    few = {kind: sum(chance < low for chance in found) for kind, found in chances.items()}
    assert few["hops"] + few["sits"] == 29
    assert len(chances["hops"]) + len(chances["sits"]) == 300
    says(CHAPTER, "Of the 150 that compare who covers none remains.")
    assert len(chances["covers"]) == 150 and few["covers"] == 0


def test_four_times_the_steps_take_half_as_long_as_unrolling():
    says(CHAPTER, "With four times the steps, which take about half as long as unrolled 5")
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
