"""What chapter 4 says of the map of the learning rates: where a plain GAN hops, sits and covers."""

import math
import statistics

import pytest

from gan_utils.metrics import wilson_interval

from ..chapters import says
from .map_cells import CHAPTER, PLAIN, RATES, at_the_end, count


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


def test_at_the_chapters_rate_of_g_no_border_is_sharp():
    says(CHAPTER, "At 0.0003 for D all seeds of the map hop, at 0.00056 three of eight, at 0.001 none.")
    assert [PLAIN[1e-3, lr_d].regimes.count("hops") for lr_d in (3e-4, 5.6e-4, 1e-3)] == [8, 3, 0]
    says(CHAPTER, "At 0.0018 none of eight sits, at 0.003 one, at 0.0056 three and at 0.01 seven")
    assert [PLAIN[1e-3, lr_d].regimes.count("sits") for lr_d in (1.8e-3, 3e-3, 5.6e-3, 1e-2)] == [0, 1, 3, 7]


def test_the_least_change_that_ends_the_hop():
    says(
        CHAPTER, "At 0.00056 five of eight hold all eight modes and one covers, at 0.001 seven hold all and five cover."
    )
    assert [at_the_end(1e-3, lr_d, "captured").count(8) for lr_d in (5.6e-4, 1e-3)] == [5, 7]
    assert [PLAIN[1e-3, lr_d].regimes.count("covers") for lr_d in (5.6e-4, 1e-3)] == [1, 5]
    says(CHAPTER, "with 0.0001 for G and 0.0003 for D nothing hops, but nothing covers either, and 1 % of the samples")
    cell = PLAIN[1e-4, 3e-4]
    assert cell.share("hops") == cell.share("covers") == 0 and round(100 * cell.high_quality) == 1
