"""What chapter 4 says of the map of the learning rates, tied to the results that ship."""

import statistics

import pytest

from gan_utils import collapse_map, experiments
from gan_utils.metrics import wilson_interval

from ..chapters import says

CHAPTER = "04_mode_collapse"
RATES = collapse_map.rates()
PLAIN = {(cell.lr, cell.lr_d): cell for cell in collapse_map.cells("plain")}
PACKED = {(cell.lr, cell.lr_d): cell for cell in collapse_map.cells("packing 2")}


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
    says(CHAPTER, "with 0.0001 for D 71 of 72 runs hop, whatever G's rate, and from 0.0018 on none of 288")
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


def test_packing_takes_away_the_hop_and_makes_the_pile_rarer():
    says(CHAPTER, "It takes away the hop in each of its 25 cells, where 64 of 200 plain runs hop.")
    assert len(PACKED) == 25 and count(PACKED.values(), "hops") == 0
    assert count([PLAIN[pair] for pair in PACKED], "hops") == 64
    says(CHAPTER, "of the 48 runs with D ten times as fast as G or more, 42 plain ones sit and 20 packed ones")
    fast = [pair for pair in PACKED if pair[1] > 9.9 * pair[0]]
    assert len(fast) == 6 and [count([cells[pair] for pair in fast], "sits") for cells in (PLAIN, PACKED)] == [42, 20]
    says(CHAPTER, "these often on three modes instead of one, and none of the packed ones holds all eight")
    packed = [captured for pair in fast for captured in at_the_end(*pair, "captured", method="packing 2")]
    assert max(packed) == 7 and packed.count(3) > 12
    says(CHAPTER, "four of eight packed runs cover, and five plain ones")
    assert [cells[1e-3, 1e-3].regimes.count("covers") for cells in (PACKED, PLAIN)] == [4, 5]


def test_eight_seeds_are_few():
    says(CHAPTER, "where all of eight hold eight modes, the rate may still be as low as 0.68")
    assert wilson_interval(8, 8)[0] == pytest.approx(0.68, abs=0.005)


def test_patience_ends_some_hops_and_no_pile():
    later = {(cell.lr, cell.lr_d): cell for cell in collapse_map.cells("plain", 12_000)}
    says(CHAPTER, "with 0.0001 for both rates, where one of eight is left to hop after 12,000 steps")
    assert later[1e-4, 1e-4].regimes.count("hops") == 1
    says(CHAPTER, "With 0.0003 for G and 0.0001 for D it does not: all eight still hop.")
    assert later[3e-4, 1e-4].share("hops") == 1
    says(CHAPTER, "With 0.0001 for G and 0.001 or more for D 21 of 24 sat after 3,000 steps, and 23 sit after 12,000.")
    fast = [pair for pair in later if pair[0] == 1e-4 and pair[1] >= 1e-3]
    assert len(fast) == 3 and [count([cells[pair] for pair in fast], "sits") for cells in (PLAIN, later)] == [21, 23]
    says(CHAPTER, "With 0.0003 for D five of eight now sit, on two to four modes, where none did.")
    assert PLAIN[1e-4, 3e-4].share("sits") == 0
    kinds = zip(later[1e-4, 3e-4].regimes, at_the_end(1e-4, 3e-4, "captured", steps=12_000))
    assert sorted(captured for kind, captured in kinds if kind == "sits") == [2, 2, 3, 4, 4]


def test_at_the_chapters_rate_of_g_no_border_is_sharp():
    says(CHAPTER, "At 0.0003 for D all seeds of the map hop, at 0.00056 three of eight, at 0.001 none.")
    assert [PLAIN[1e-3, lr_d].regimes.count("hops") for lr_d in (3e-4, 5.6e-4, 1e-3)] == [8, 3, 0]
    says(CHAPTER, "At 0.0018 none of eight sits, at 0.003 one, at 0.0056 three and at 0.01 seven")
    assert [PLAIN[1e-3, lr_d].regimes.count("sits") for lr_d in (1.8e-3, 3e-3, 5.6e-3, 1e-2)] == [0, 1, 3, 7]
