"""What chapter 4 says of the map's borders, and what chapter 3 foresees of them."""

import itertools
import math

import numpy as np
import pytest

from gan_utils import collapse_map, games

from ..chapters import says
from .map_cells import CHAPTER, LATE, PLAIN, RATES, count


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
