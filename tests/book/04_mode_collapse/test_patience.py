"""What chapter 4 says of four times the steps."""

import pytest

from ..chapters import says
from .map_cells import CHAPTER, LATE, PLAIN, RATES, at_the_end, count, in_common

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
    return sum(in_common(one.regimes, other.regimes) for one, other in zip(cells, others))


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
