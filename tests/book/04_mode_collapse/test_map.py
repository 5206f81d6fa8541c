"""What chapter 4 says of the map of the learning rates, tied to the results that ship."""

import itertools
import math
import statistics

import numpy as np
import pytest

from gan_utils import collapse_map, experiments, games
from gan_utils.metrics import wilson_interval

from ..chapters import says

CHAPTER = "04_mode_collapse"
RATES = collapse_map.rates()
PLAIN = {(cell.lr, cell.lr_d): cell for cell in collapse_map.cells("plain")}


def at_the_end(lr, lr_d, name, method="plain", steps=3000):
    """What each seed has come to, as it was written down."""
    wanted = {"method": method, "lr": lr, "lr_d": lr_d, "steps": steps}
    cells = experiments.read("collapse-map")["cells"]
    (found,) = [cell for cell in cells if {key: cell[key] for key in wanted} == wanted]
    return found[name][-1]


def count(cells, kind):
    return sum(cell.regimes.count(kind) for cell in cells)


def test_ds_rate_alone_ends_the_hop():
    says(CHAPTER, "Seven of the eight hold all eight modes, the other one holds seven, and in the median run 58 %")
    assert sorted(at_the_end(1e-3, 1e-3, "captured")) == [7] + [8] * 7
    assert round(100 * statistics.median(at_the_end(1e-3, 1e-3, "good"))) == 58
    says(CHAPTER, "the same eight seeds hold at most two modes, and the best of them has one good sample in a hundred")
    assert max(at_the_end(1e-3, 3e-4, "captured")) == 2
    assert round(100 * max(at_the_end(1e-3, 3e-4, "good"))) == 1


def test_where_it_hops():
    says(CHAPTER, "with 0.0001 for D 71 of 72 runs do, whatever G's rate, and from 0.0018 on none of 288")
    slow = [PLAIN[lr, 1e-4] for lr in RATES]
    assert (count(slow, "hops"), 8 * len(slow)) == (71, 72)
    fast = [cell for (_, lr_d), cell in PLAIN.items() if lr_d >= 1.8e-3]
    assert (count(fast, "hops"), 8 * len(fast)) == (0, 288)
    says(CHAPTER, "with 0.0001 for both all eight hop")
    assert PLAIN[1e-4, 1e-4].share("hops") == 1
    says(CHAPTER, "Hardly a sample is good.")
    assert max(cell.high_quality for cell in PLAIN.values() if cell.share("hops") == 1) < 0.02


def test_where_it_sits():
    says(CHAPTER, "For each rate of G up to 0.001 most seeds sit when D's rate is ten times as large or more")
    says(CHAPTER, "and with equal rates none does")
    slow = [(i, lr) for i, lr in enumerate(RATES) if lr <= 1e-3]
    for i, lr in slow:
        for lr_d in RATES[i + 4 :]:
            assert PLAIN[lr, lr_d].share("sits") > 0.5, (lr, lr_d)
        assert PLAIN[lr, lr].share("sits") == 0
    says(CHAPTER, "With 0.01 for G two or three of eight sit though D is no faster.")
    assert [PLAIN[1e-2, lr_d].regimes.count("sits") for lr_d in (5.6e-3, 1e-2)] == [2, 3]
    says(CHAPTER, "the median run that sits has 79 % good samples")
    good = [
        share
        for (lr, lr_d), cell in PLAIN.items()
        for kind, share in zip(cell.regimes, at_the_end(lr, lr_d, "good"))
        if kind == "sits"
    ]
    assert round(100 * statistics.median(good)) == 79
    says(CHAPTER, "a sharp pile, at rest, in most runs on one mode or two")
    assert max(PLAIN[lr, lr_d].captured for i, lr in slow for lr_d in RATES[i + 4 :]) <= 2


def test_where_it_covers():
    says(CHAPTER, "with 0.001 for G, and 0.001 or 0.0018 for D, five of eight seeds")
    assert [PLAIN[1e-3, lr_d].regimes.count("covers") for lr_d in (1e-3, 1.8e-3)] == [5, 5]
    says(CHAPTER, "The most, seven of eight, cover with 0.0056 for G and 0.01 for D")
    most = max(PLAIN, key=lambda pair: PLAIN[pair].share("covers"))
    assert most == (5.6e-3, 1e-2) and PLAIN[most].regimes.count("covers") == 7
    says(CHAPTER, "with G at 0.0003 or below hardly any do, three of 216")
    slow = [cell for (lr, _), cell in PLAIN.items() if lr <= 3e-4]
    assert (count(slow, "covers"), 8 * len(slow)) == (3, 216)
    says(CHAPTER, "The largest class, 238 of the 648 runs, is none of the three.")
    counts = {kind: count(PLAIN.values(), kind) for kind in ("hops", "sits", "covers", "between")}
    assert sum(counts.values()) == 648 and counts["between"] == 238 == max(counts.values())


def test_what_hangs_on_the_thresholds():
    """Read off what was written down, not by ``regime``."""
    ends = {pair: [at_the_end(*pair, name) for name in ("captured", "good", "moved")] for pair in PLAIN}
    says(CHAPTER, "202 runs hop instead of 181, and five of them have 0.0018 or more for D")
    moving = {at: {pair: sum(each >= at for each in ends[pair][2]) for pair in PLAIN} for at in (0.2, 0.5)}
    assert [sum(moving[at].values()) for at in (0.2, 0.5)] == [202, 181]
    assert sum(hops for (_, lr_d), hops in moving[0.2].items() if lr_d >= 1.8e-3) == 5
    says(CHAPTER, "31 runs cover instead of 74, and of the eight with 0.001 for both one instead of five")
    covers = {
        least: {pair: sum(c == 8 and g >= least and m < 0.5 for c, g, m in zip(*ends[pair])) for pair in PLAIN}
        for least in (0.75, 0.5)
    }
    assert [sum(each.values()) for each in covers.values()] == [31, 74]
    assert [each[1e-3, 1e-3] for each in covers.values()] == [1, 5]


def test_eight_seeds_are_few():
    says(CHAPTER, "where all of eight do one thing, its rate may still be as low as 0.68")
    assert wilson_interval(8, 8)[0] == pytest.approx(0.68, abs=0.005)


LATE = {(cell.lr, cell.lr_d): cell for cell in collapse_map.cells("plain", 12_000)}
EARLY = [PLAIN[pair] for pair in LATE]


def test_what_patience_does():
    assert len(LATE) == 25
    says(CHAPTER, "21 of the 200 runs hop instead of 64, and 48 cover instead of 19")
    assert [[count(cells, kind) for kind in ("hops", "covers")] for cells in (LATE.values(), EARLY)] == [
        [21, 48],
        [64, 19],
    ]
    kinds = [pair for old, new in zip(EARLY, LATE.values()) for pair in zip(old.regimes, new.regimes)]
    says(CHAPTER, "of the 43 that have left the hop only 12 cover; 30 lie between")
    left = [new for old, new in kinds if old == "hops" != new]
    assert (len(left), left.count("covers"), left.count("between")) == (43, 12, 30)
    says(CHAPTER, "The chapter's own pair covers in none, and with 0.0001 for D 19 of 40 runs still hop.")
    assert LATE[1e-3, 3e-4].share("covers") == 0
    assert sum(pair == ("hops", "hops") for pair in kinds) == 21 == count(LATE.values(), "hops")
    says(CHAPTER, "From 0.0003 to 0.003 they now cover in 19 of 24 runs")
    equal = [LATE[lr, lr] for lr in (3e-4, 1e-3, 3e-3)]
    assert count(equal, "covers") == 19
    says(CHAPTER, "in the median run of each pair about nine samples of ten are good")
    assert all(cell.high_quality == pytest.approx(0.9, abs=0.05) for cell in equal)
    says(CHAPTER, "of 51 runs that sat after 3,000 steps 47 still sit, and 12 have joined them")
    assert [sum(old == "sits" for old, _ in kinds), kinds.count(("sits", "sits"))] == [51, 47]
    assert sum(new == "sits" != old for old, new in kinds) == 12
    says(CHAPTER, "there four of eight hold all eight at this pair of rates, and two still hop")
    assert at_the_end(1e-3, 3e-4, "captured", steps=12_000).count(8) == 4
    assert LATE[1e-3, 3e-4].regimes.count("hops") == 2


def alike(cells, others):
    """How many runs are in the same regime, cell by cell."""
    kinds = ("hops", "sits", "covers", "between")
    return sum(min(one.regimes.count(k), other.regimes.count(k)) for one, other in zip(cells, others) for k in kinds)


def test_many_small_steps_do_roughly_what_fewer_large_ones_do():
    partner = {lr: RATES[i + 2] for i, lr in enumerate(RATES[:-2])}
    pairs = [pair for pair in LATE if max(pair) <= 3e-3]
    late, same = [LATE[pair] for pair in pairs], [PLAIN[pair] for pair in pairs]
    faster = [PLAIN[partner[lr], partner[lr_d]] for lr, lr_d in pairs]
    assert len(pairs) == 16 and all(2.9 < partner[lr] / lr < 3.4 for lr in partner)
    says(
        CHAPTER,
        "how many runs of each regime the two have in common: 96 of 128. With equal rates, early and late, it is",
    )
    assert (alike(late, faster), alike(late, same)) == (96, 72)
    says(CHAPTER, "Seed by seed it is 62 and 64.")
    by_seed = [
        sum(a == b for one, other in zip(late, others) for a, b in zip(one.regimes, other.regimes))
        for others in (faster, same)
    ]
    assert by_seed == [62, 64]
    says(CHAPTER, "34 of the late runs cover, and 19 of their partners")
    assert (count(late, "covers"), count(faster, "covers")) == (34, 19)


def test_how_far_chapter_3_foresees_the_border():
    """As the chapter's cell counts it, with the sentence about a power of G's rate beside it."""

    def right(cells, rule):
        return 100 * np.mean([c.share("hops") if rule(c) else 1 - c.share("hops") for c in cells])

    def best(cells, rules):
        return max(right(cells, rule) for rule in rules)

    at = {steps: collapse_map.cells("plain", after=steps) for steps in (1000, 3000)}
    rule = {t: right(cells, lambda c, t=t: c.lr_d < min(1.3 * c.lr, 1.23 / t)) for t, cells in at.items()}
    says(CHAPTER, "the rule is right about 93 runs of a hundred")
    says(CHAPTER, "After 1,000 steps, with nothing fitted again, it is right about 90")
    assert (round(rule[3000]), round(rule[1000])) == (93, 90)
    says(CHAPTER, "even a rule that knows what most seeds of each cell do is right about 96 only")
    assert round(right(at[3000], lambda c: c.share("hops") > 0.5) + 1e-9) == 96
    says(CHAPTER, "where the best ratio is right about 85 and the best rate of D about 87")
    trials = np.geomspace(1e-5, 10, 121)
    ratios = [lambda c, t=t: c.lr_d < t * c.lr for t in trials]
    alone = [lambda c, t=t: c.lr_d < t for t in trials]
    assert (round(best(at[1000], ratios)), round(best(at[1000], alone))) == (85, 87)
    says(CHAPTER, "is right about 94 runs after 1,000 steps and about 93 after 3,000")
    powers = [
        lambda c, t=t, p=p: c.lr_d < t * (c.lr / 1e-3) ** p
        for t in np.geomspace(1e-4, 1e-2, 41)
        for p in np.linspace(-0.2, 1.2, 29)
    ]
    assert [round(best(at[steps], powers)) for steps in (1000, 3000)] == [94, 93]
    says(CHAPTER, "$1/\\sqrt T$ does as well")
    slower = right(at[1000], lambda c: c.lr_d < min(1.3 * c.lr, 1.23 / (1000 * 3000) ** 0.5))
    assert slower == pytest.approx(rule[1000], abs=1)
    says(CHAPTER, "with 88.5 it is no better than saying that nothing hops")
    now = right(LATE.values(), lambda c: c.lr_d < min(1.3 * c.lr, 1.23 / 12_000))
    assert now == 88.5 < right(LATE.values(), lambda c: False)
    says(CHAPTER, "There 19 of 40 runs hop, and 2 of the 160 beyond")
    assert pytest.approx(1e-4, rel=0.05) == 1.23 / 12_000
    assert count([LATE[lr, 1e-4] for lr in RATES[::2]], "hops") == 19
    assert count([cell for (_, lr_d), cell in LATE.items() if lr_d > 1e-4], "hops") == 2


def test_the_two_constants_fit_the_map_after_3000_steps_best():
    shares = [(cell.lr, cell.lr_d, cell.share("hops")) for cell in PLAIN.values()]

    def right(a, b):
        return sum(share if lr_d < min(a * lr, b / 3000) else 1 - share for lr, lr_d, share in shares)

    trials = itertools.product(np.geomspace(0.01, 10, 61), np.geomspace(0.1, 10, 61))
    assert right(1.3, 1.23) == pytest.approx(max(right(a, b) for a, b in trials))


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


def test_at_the_chapters_rate_of_g_no_border_is_sharp():
    says(CHAPTER, "At 0.0003 for D all seeds of the map hop, at 0.00056 three of eight, at 0.001 none.")
    assert [PLAIN[1e-3, lr_d].regimes.count("hops") for lr_d in (3e-4, 5.6e-4, 1e-3)] == [8, 3, 0]
    says(CHAPTER, "At 0.0018 none of eight sits, at 0.003 one, at 0.0056 three and at 0.01 seven")
    assert [PLAIN[1e-3, lr_d].regimes.count("sits") for lr_d in (1.8e-3, 3e-3, 5.6e-3, 1e-2)] == [0, 1, 3, 7]


def test_what_lies_between():
    ends = [
        (captured, good)
        for (lr, lr_d), cell in PLAIN.items()
        for kind, captured, good in zip(
            cell.regimes, at_the_end(lr, lr_d, "captured"), at_the_end(lr, lr_d, "good"), strict=True
        )
        if kind == "between"
    ]
    says(CHAPTER, "179 hold six modes or more, 38 have half of their samples good")
    assert sum(captured >= 6 for captured, _ in ends) == 179 and sum(good >= 0.5 for _, good in ends) == 38
    says(CHAPTER, "26 of the runs between hold four modes or more with less than 1 %")
    assert sum(captured >= 4 and good < 0.01 for captured, good in ends) == 26


def test_what_noise_captures_on_this_ring():
    """In the page's square and in that of the chapter's panels."""
    says(CHAPTER, "captures four or five of the eight, with 0.3 % of its samples good")
    hits = [math.pi * 0.06**2 / (2 * reach) ** 2 for reach in (2.6, 2.9)]  # a mode's disc in the square
    assert all(4.4 < 8 * (1 - (1 - hit) ** 2500) < 5.3 and round(100 * 8 * hit, 1) == 0.3 for hit in hits)


def test_the_least_change_that_ends_the_hop():
    says(
        CHAPTER, "At 0.00056 five of eight hold all eight modes and one covers, at 0.001 seven hold all and five cover."
    )
    assert [at_the_end(1e-3, lr_d, "captured").count(8) for lr_d in (5.6e-4, 1e-3)] == [5, 7]
    assert [PLAIN[1e-3, lr_d].regimes.count("covers") for lr_d in (5.6e-4, 1e-3)] == [1, 5]
    says(CHAPTER, "with 0.0001 for G and 0.0003 for D nothing hops, but nothing covers either, and 1 % of the samples")
    cell = PLAIN[1e-4, 3e-4]
    assert cell.share("hops") == cell.share("covers") == 0 and round(100 * cell.high_quality) == 1


def test_the_piles_border_is_a_ratio_and_the_hops_is_not():
    cells = list(PLAIN.values())
    says(
        CHAPTER, "While G's rate grows eighteenfold, from 0.0001 to 0.0018, the border stays between 3.6 and 8.7 times"
    )
    slow = [lr for lr in RATES if lr <= 1.8e-3]
    ratios = [round(collapse_map.border(cells, lr, "sits") / lr, 1) for lr in slow]
    assert max(slow) / min(slow) == pytest.approx(18) and (min(ratios), max(ratios)) == (3.6, 8.7)
    says(CHAPTER, "in four of the six rows between 4.8 and 6: D must be about five times as fast")
    assert sum(4.8 <= ratio <= 6 for ratio in ratios) == 4 and len(ratios) == 6
    says(CHAPTER, "For a faster G it leaves the map.")
    assert all(cell.share("sits") < 0.5 for (lr, _), cell in PLAIN.items() if lr > max(slow))
    says(CHAPTER, "With 0.0001 for G nothing sat, whatever D's rate")
    early = collapse_map.cells("plain", after=1000)
    assert all(cell.share("sits") == 0 for cell in early if cell.lr == 1e-4)
    says(CHAPTER, "It begins at 1.3 times G's rate, is down to half of it at 0.001 and to a thirtieth at the end.")
    hop = {lr: collapse_map.border(cells, lr, "hops") / lr for lr in RATES}
    assert (round(hop[1e-4], 1), round(hop[1e-3], 1)) == (1.3, 0.5) and round(1 / hop[1e-2], -1) == 30
    says(CHAPTER, "after 1,000 steps it lies higher in every row")
    early = collapse_map.cells("plain", after=1000)
    assert all(collapse_map.border(early, lr, "hops") > collapse_map.border(cells, lr, "hops") for lr in RATES)


def test_one_round_of_chapter_3s_game_with_a_bowl_for_d():
    """Its determinant, where it turns, and how fast that fades."""
    says(CHAPTER, "\\text{with the determinant } 1 - \\kappa\\eta_D")
    for eta_g, eta_d, kappa in itertools.product((1e-3, 1e-2, 0.3), (1e-3, 1e-2, 0.3), (0.5, 1.75)):
        one = np.array([[1, -eta_g], [eta_d, 1 - kappa * eta_d - eta_g * eta_d]])
        x, y = 0.3, -0.7
        moved = x - eta_g * y
        np.testing.assert_allclose(one @ [x, y], [moved, y + eta_d * (moved - kappa * y)])
        assert np.linalg.det(one) == pytest.approx(1 - kappa * eta_d)
        values = games.eigenvalues(one)
        assert (abs(values[0].imag) > 0) == ((kappa + eta_g) ** 2 * eta_d < 4 * eta_g)
        if values[0].imag:
            assert abs(values[0]) == pytest.approx(math.sqrt(1 - kappa * eta_d))
