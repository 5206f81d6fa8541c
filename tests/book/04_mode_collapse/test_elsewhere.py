"""What chapter 4 says of the map when something else than the rates is changed."""

import random
import statistics

import pytest

from gan_utils import collapse_map, experiments
from gan_utils.data import toys

from ..chapters import says
from .map_cells import CHAPTER, PLAIN, RATES, at_the_end, in_common

MIDDLE = RATES[2:8:2]
BEFORE = {rates: cell for rates, cell in PLAIN.items() if set(rates) <= set(MIDDLE)}
OTHERS = {name: {(c.lr, c.lr_d): c for c in collapse_map.cells(name)} for name in collapse_map.others()}
NINE = {"plain": BEFORE} | {name: {rates: cells[rates] for rates in BEFORE} for name, cells in OTHERS.items()}


def total(name, kind, lr_d=None):
    """How many of a map's 72 runs are of a kind, of those with one rate of D where it is said."""
    return sum(cell.regimes.count(kind) for rates, cell in NINE[name].items() if lr_d in (None, rates[1]))


def changed(name):
    return sum(8 - in_common(cell.regimes, BEFORE[rates].regimes) for rates, cell in NINE[name].items())


def test_what_was_changed():
    says(CHAPTER, "the batch (128 so far), Adam's $\\beta_1$ (0.5), the width of the hidden layers (64), the spread")
    others = experiments.read("collapse-map")["others"]
    assert list(others) == list(OTHERS) and len(OTHERS) == 12
    assert all(len(cells) == 9 for cells in NINE.values())
    says(CHAPTER, "Sixteen modes on the same circle lie half as far apart.")
    near = {n: float((toys.ring_centers(n)[0] - toys.ring_centers(n)[1]).norm()) for n in (8, 16)}
    assert near[16] / near[8] == pytest.approx(0.5, abs=0.02)


def test_the_order_holds():
    says(
        CHAPTER,
        "In each of the thirteen maps the hops grow fewer with D's rate, and the piles, where there are any, more",
    )
    for name in NINE:
        hops, piles = ([total(name, kind, lr_d) for lr_d in MIDDLE] for kind in ("hops", "sits"))
        assert hops == sorted(hops, reverse=True) and piles == sorted(piles), name


def test_how_many_cover_and_sit():
    says(
        CHAPTER,
        "covered in none of 72 runs with narrow modes, with sixteen modes or with $\\beta_1 = 0.9$, and in 33 with",
    )
    assert [total(name, "covers") for name in ("std 0.005", "modes 16", "beta1 0.9", "std 0.1")] == [0, 0, 0, 33]
    says(CHAPTER, "In 11 of 72 runs the plain GAN sits with eight modes.")
    says(CHAPTER, "with four modes, far apart, it sits in 38")
    assert [total(name, "sits") for name in ("plain", "modes 4", "modes 16")] == [11, 38, 0]
    says(CHAPTER, "on a wide ring that touches all of them, with about one good sample in seven")
    wide = [
        good
        for rates in BEFORE
        for captured, good in zip(*(at_the_end(*rates, look, "modes 16") for look in ("captured", "good")))
        if captured == 16
    ]
    assert len(wide) > total("modes 16", "between") / 2 and statistics.median(wide) == pytest.approx(1 / 7, abs=0.02)
    says(CHAPTER, "where Adam keeps more of its past steps, 33 runs hop")
    assert total("beta1 0.9", "hops") == 33
    says(CHAPTER, "with two random numbers 28 runs cover and 8 hop, with 128 it is 6 and 27")
    two, many = ([total(name, kind) for kind in ("covers", "hops")] for name in ("noise 2", "noise 128"))
    assert (two, many) == ([28, 8], [6, 27])
    assert two[0] > total("plain", "covers") > many[0] and two[1] < total("plain", "hops") < many[1]


def test_what_is_no_more_than_chance():
    says(CHAPTER, "differ in 12 of 72 runs on average, and seldom in more than 19")
    source, gaps = random.Random(0), []
    for _ in range(1000):
        pairs = [[source.choices(cell.regimes, k=8) for _ in range(2)] for cell in BEFORE.values()]
        gaps.append(sum(8 - in_common(one, other) for one, other in pairs))
    assert statistics.mean(gaps) == pytest.approx(12, abs=0.5)
    assert sorted(gaps)[975] in (18, 19, 20)
    says(CHAPTER, "So of batch, width and $\\beta_1 = 0$, which change 12 to 19, nothing can be said.")
    little = ["batch 32", "batch 512", "width 16", "width 256", "beta1 0"]
    assert {min(map(changed, little)), max(map(changed, little))} == {12, 19}
    assert min(changed(name) for name in OTHERS if name not in little) > 19


def test_the_two_that_change_most():
    says(
        CHAPTER,
        "changes 66 of 144 runs, their width 54, then come the noise with 50 and $\\beta_1$ with 47",
    )
    both = {(low, high): changed(low) + changed(high) for low, high in zip(list(OTHERS)[::2], list(OTHERS)[1::2])}
    ranked = sorted(((total, *names) for names, total in both.items()), reverse=True)[:4]
    names = ["modes 4", "std 0.005", "noise 2", "beta1 0"]
    assert [(total, name) for total, name, _ in ranked] == list(zip([66, 54, 50, 47], names))


COARSE = RATES[::2]
PLAIN_25 = {rates: cell for rates, cell in PLAIN.items() if set(rates) <= set(COARSE)}
MAPPED = {name: OTHERS[name] for name in ("modes 4", "modes 16", "std 0.005", "std 0.1")}


def moved(name, kind):
    """For each rate of G by which factor a border has moved."""
    plain, cells = ([*each.values()] for each in (PLAIN_25, MAPPED[name]))
    return [collapse_map.border(cells, lr, kind) / collapse_map.border(plain, lr, kind) for lr in COARSE]


def within(factors, most):
    return all(1 / most <= factor <= most for factor in factors)


def whole(name, kind):
    cells = PLAIN_25 if name == "plain" else MAPPED[name]
    return sum(cell.regimes.count(kind) for cell in cells.values())


def test_wide_modes_move_no_border_and_leave_room_to_cover():
    says(
        CHAPTER,
        "is within a factor of 1.2 of where it was, only for the fastest G is it lower, and the pile's is within 1.6",
    )
    hops = moved("std 0.1", "hops")
    assert within(hops[:-1], 1.2) and hops[-1] < 0.7 and within(moved("std 0.1", "sits"), 1.6)
    says(CHAPTER, "67 of 200 runs instead of 19, and 23 lie between instead of 66")
    assert [[whole(name, kind) for name in ("std 0.1", "plain")] for kind in ("covers", "between")] == [
        [67, 19],
        [23, 66],
    ]


def test_narrow_modes_hide_the_pile():
    says(CHAPTER, "With a quarter of $\\sigma$ the hop's border stays as well, within 1.4")
    assert within(moved("std 0.005", "hops"), 1.4)
    says(CHAPTER, "5 runs sit, and 100 more rest on four modes or fewer with less than a quarter of their samples good")
    rest = [
        good
        for rates in PLAIN_25
        for captured, good, far in zip(
            *(at_the_end(*rates, look, "std 0.005") for look in ("captured", "good", "moved"))
        )
        if captured <= 4 and far < 0.5
    ]
    assert whole("std 0.005", "sits") == 5 == sum(good >= 0.25 for good in rest)
    assert sum(good < 0.25 for good in rest) == 100


def test_fewer_modes_more_piles():
    says(CHAPTER, "With four its border lies at a third to a fifth of D's rate, and 99 runs sit")
    assert all(0.17 < factor < 1 / 3 for factor in moved("modes 4", "sits"))
    assert [whole(name, "sits") for name in ("modes 4", "modes 16")] == [99, 4]
    says(CHAPTER, "The hop stays with sixteen modes, but for the fastest G.")
    hops = moved("modes 16", "hops")
    assert within(hops[:-1], 1.4) and hops[-1] < 0.5
    says(CHAPTER, "With four it begins only at slower D's, for two of G's rates at less than a third.")
    four = moved("modes 4", "hops")
    assert sum(factor < 1 / 3 for factor in four) == 2 and sum(factor < 1 for factor in four) == 4
