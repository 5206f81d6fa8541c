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
    says(CHAPTER, "with a rate of 0.0001 for D 71 of 72 runs do, whatever G's rate, and from 0.0018 on none of 288")
    slow = [PLAIN[lr, 1e-4] for lr in RATES]
    assert (count(slow, "hops"), 8 * len(slow)) == (71, 72)
    fast = [cell for (_, lr_d), cell in PLAIN.items() if lr_d >= 1.8e-3]
    assert (count(fast, "hops"), 8 * len(fast)) == (0, 288)
    says(CHAPTER, "Hardly a sample is good.")
    assert max(cell.high_quality for cell in PLAIN.values() if cell.share("hops") == 1) < 0.02


def test_where_it_sits():
    says(CHAPTER, "For each rate of G up to 0.001 most seeds sit as soon as D's rate is ten times as large")
    says(CHAPTER, "and with equal rates none does")
    slow = [(i, lr) for i, lr in enumerate(RATES) if lr <= 1e-3]
    for i, lr in slow:
        for lr_d in RATES[i + 4 :]:
            assert PLAIN[lr, lr_d].share("sits") > 0.5, (lr, lr_d)
        assert PLAIN[lr, lr].share("sits") == 0
    says(CHAPTER, "a sharp pile on one mode or two")
    assert max(PLAIN[lr, lr_d].captured for i, lr in slow for lr_d in RATES[i + 4 :]) <= 2


def test_where_it_covers():
    says(CHAPTER, "at G's 0.001, with 0.001 or 0.0018 for D, seven and five of eight seeds hold all eight modes")
    assert [at_the_end(1e-3, lr_d, "captured").count(8) for lr_d in (1e-3, 1.8e-3)] == [7, 5]


def test_packing_takes_away_the_hop_and_not_the_pile():
    says(CHAPTER, "here in each of its 25 cells")
    assert len(PACKED) == 25 and count(PACKED.values(), "hops") == 0
    assert count([PLAIN[rates] for rates in PACKED], "hops") > 40, "the plain GAN does hop there"
    says(CHAPTER, "at 0.0003 for G and 0.003 for D all eight packed GANs sit")
    assert PACKED[3e-4, 3e-3].share("sits") == 1


def test_eight_seeds_are_few():
    says(CHAPTER, "where all of eight hold eight modes, the rate may still be as low as 0.68")
    assert wilson_interval(8, 8)[0] == pytest.approx(0.68, abs=0.005)


def test_patience_cures_the_hop_and_not_the_pile():
    later = {cell.lr_d: cell for cell in collapse_map.cells("plain", 12_000) if cell.lr == 1e-4}
    says(CHAPTER, "all eight hop after 3,000 steps, one after 12,000, and the median run holds seven modes")
    assert (PLAIN[1e-4, 1e-4].share("hops"), later[1e-4].regimes.count("hops"), later[1e-4].captured) == (1, 1, 7)
    says(CHAPTER, "It makes more piles, not fewer: with 0.0003 for D five of eight sit where none did")
    assert (PLAIN[1e-4, 3e-4].share("sits"), later[3e-4].regimes.count("sits")) == (0, 5)
    says(CHAPTER, "with 0.001 all eight")
    assert later[1e-3].share("sits") == 1
