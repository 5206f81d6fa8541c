"""Precision, recall, density, coverage: the oracle, closed forms, a plain double loop, edges, and what they refuse."""

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.metrics import neighbours
from gan_utils.metrics.neighbours import Prdc, prdc

SEEDS = st.integers(0, 10_000)


def two_sets(seed: int, n: int = 40, m: int = 30, d: int = 3) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.normal(size=(n, d)), 0.7 * random.normal(size=(m, d)) + 0.5


def by_hand(real, generated, k) -> Prdc:
    """As the authors define it, a pair at a time, in whole numbers where the points are: so edges are edges."""

    def square(a, b):
        return sum((x - y) ** 2 for x, y in zip(a, b))

    def reach(points):
        return [sorted(square(a, b) for j, b in enumerate(points) if j != i)[k - 1] for i, a in enumerate(points)]

    real, generated = np.asarray(real).tolist(), np.asarray(generated).tolist()
    of_real, of_generated = reach(real), reach(generated)
    return Prdc(
        np.mean([any(square(x, g) <= r for x, r in zip(real, of_real)) for g in generated]),
        np.mean([any(square(x, g) <= r for g, r in zip(generated, of_generated)) for x in real]),
        sum(square(x, g) < r for x, r in zip(real, of_real) for g in generated) / (k * len(generated)),
        np.mean([any(square(x, g) < r for g in generated) for x, r in zip(real, of_real)]),
    )


def test_the_oracles_points_on_a_line(oracle):
    case = oracle("prdc_1d")
    given = case["input"]
    found = prdc(given["real"], given["fake"], k=given["k"])
    assert found._asdict() == pytest.approx(case["expected"], abs=case["abs_tol"])


@pytest.mark.parametrize("n, m, k, d", [(300, 300, 5, 4), (60, 40, 5, 2), (40, 60, 3, 64), (50, 50, 1, 8)])
def test_density_and_coverage_of_equal_distributions_have_the_closed_forms_whatever_the_features(n, m, k, d):
    random, repeats = np.random.default_rng(n + d), 150
    found = np.array([prdc(random.normal(size=(n, d)), random.normal(size=(m, d)), k=k) for _ in range(repeats)])
    error = 4 * found.std(axis=0) / repeats**0.5
    assert found[:, 2].mean() == pytest.approx(1, abs=error[2]) and error[2] < 0.1
    coverage = 1 - math.prod((n - i) / (n + m - i) for i in range(1, k + 1))
    assert found[:, 3].mean() == pytest.approx(coverage, abs=error[3]) and error[3] < 0.03


def test_the_closed_form_is_the_oracles(oracle):
    case = oracle("prdc_same_expected")
    n, m, k = (case["input"][name] for name in ("N", "M", "k"))
    assert 1 - math.prod((n - i) / (n + m - i) for i in range(1, k + 1)) == pytest.approx(
        case["expected"]["E_coverage"], abs=case["abs_tol"]
    )


@given(SEEDS, st.integers(1, 6), st.integers(1, 5))
def test_it_is_a_plain_double_loop(seed, k, d):
    real, generated = two_sets(seed, 12, 9, d)
    assert prdc(real, generated, k=k) == pytest.approx(by_hand(real, generated, k))


@given(SEEDS, st.integers(1, 5))
def test_edges_and_duplicates_are_a_plain_double_loop_in_whole_numbers(seed, k):
    """Nearly every pair of these points is at the same distance as some other."""
    random = np.random.default_rng(seed)
    real, generated = random.integers(0, 4, (14, 2)), random.integers(0, 4, (9, 2))
    assert prdc(real, generated, k=k) == pytest.approx(by_hand(real, generated, k))
    assert prdc(real + 0.1, generated + 0.1, k=k)[:2] == prdc(real, generated, k=k)[:2]


def test_on_the_edge_is_inside_for_precision_and_recall_and_outside_for_density_and_coverage():
    found = prdc([[0.0], [1.0]], [[2.0], [3.0]], k=1)  # of the real balls only 1 -> 2 touches, and 2 -> 1 back
    assert found == Prdc(precision=0.5, recall=0.5, density=0.0, coverage=0.0)


@pytest.mark.parametrize("d", [1, 5, 100])
@pytest.mark.parametrize("k", [1, 5])
def test_a_set_has_all_four_1_with_itself(d, k):
    """Each ball holds its centre and k - 1 neighbours, and its k-th on the edge: rounding would make density differ."""
    points = 1e3 + np.random.default_rng(d).normal(size=(200, d))
    assert prdc(points, points, k=k) == Prdc(1, 1, 1, 1)
    assert prdc(points, np.random.default_rng(0).permutation(points), k=k) == Prdc(1, 1, 1, 1)


def test_a_copy_in_another_precision_is_still_a_copy():
    points = np.random.default_rng(0).normal(size=(200, 5)).astype(np.float32)
    assert prdc(points, points.astype(np.float64)) == prdc(points.astype(np.float64), points) == Prdc(1, 1, 1, 1)


@pytest.mark.parametrize("seed", range(8))
def test_an_edge_is_an_edge_when_one_of_the_points_is_0(seed):
    """Rounding is then all on the side of the other."""
    origin, point = np.zeros(50), np.random.default_rng(seed).normal(size=50)
    assert prdc([origin, point], [origin, origin], k=1) == Prdc(1.0, 0.5, 1.0, 0.5)
    assert prdc([origin, origin], [origin, point], k=1) == Prdc(0.5, 1.0, 0.0, 0.0)
    assert prdc([origin, point], [origin, point], k=1) == Prdc(1, 1, 1, 1)


def test_copies_of_one_point_have_no_inside():
    same = np.ones((8, 2))
    assert prdc(same, same, k=3) == Prdc(1, 1, 0, 0)
    assert prdc(same, same + 1e-9, k=3) == Prdc(0, 0, 0, 0)


def test_tight_clusters_far_apart_keep_their_digits():
    """|a|^2 + |b|^2 - 2 a.b alone would have none left: it is off by more than the clusters are wide."""
    random = np.random.default_rng(0)
    real, generated = random.integers(0, 9, (2, 40, 3))  # whole numbers, so that the units below lose nothing
    side = np.where(np.arange(40) < 20, 2**40, -(2**40))[:, None]
    found = prdc((real + side) * 2.0**-20, (generated + side) * 2.0**-20, k=3)
    assert found == pytest.approx(by_hand(real + side, generated + side, 3)) and 0.3 < found.coverage < 1


def test_outliers_mislead_precision_and_recall_but_not_density_and_coverage():
    random = np.random.default_rng(0)
    real, bad = random.normal(size=(500, 4)), random.normal(size=(500, 4)) + 6
    before = prdc(real, bad)
    assert before.precision < 0.02
    outlier = np.concatenate([real, np.full((1, 4), 30.0)])
    after = prdc(outlier, bad)
    assert after.precision == 1 and after.density < 0.25
    scattered = prdc(real, np.concatenate([bad, random.normal(size=(5, 4)) * 40]))
    assert scattered.recall > 0.9 and scattered.coverage < 0.2


def test_density_can_exceed_1():
    real = np.random.default_rng(0).normal(size=(200, 16))
    assert prdc(real, 0.5 * real).density > 3  # near the middle, where many balls overlap


@given(SEEDS)
def test_order_turn_shift_and_unit_change_nothing_and_roles_swap_precision_and_recall(seed):
    real, generated = two_sets(seed)
    random, found = np.random.default_rng(seed), prdc(real, generated, k=3)
    turn = np.linalg.qr(random.normal(size=(3, 3)))[0]
    assert prdc(random.permutation(real), random.permutation(generated), k=3) == pytest.approx(found)
    assert prdc(7 * real @ turn - 3, 7 * generated @ turn - 3, k=3) == pytest.approx(found)
    swapped = prdc(generated, real, k=3)
    assert (swapped.recall, swapped.precision) == found[:2]


def test_generated_rows_given_twice_raise_no_precision_and_lower_recall():
    """Each then has its copy as nearest neighbour, and a ball of three reaches to the nearest other and its copy: so
    recall falls, while precision, density and coverage see the same points in the same real balls."""
    real, generated = two_sets(4)
    found, twice = prdc(real, generated, k=3), prdc(real, np.repeat(generated, 2, axis=0), k=3)
    assert (twice.precision, twice.density, twice.coverage) == pytest.approx((found.precision, *found[2:]))
    assert twice.recall == prdc(real, generated, k=1).recall < found.recall


@pytest.mark.parametrize("block", [1, 100, 370])
def test_blocks_change_nothing(monkeypatch, block):
    real, generated = two_sets(1)
    expected = prdc(real, generated)
    monkeypatch.setattr(neighbours, "BLOCK", block)
    assert prdc(real, generated) == expected and prdc(real, real) == Prdc(1, 1, 1, 1)


def test_no_more_than_a_few_blocks_are_held(monkeypatch):
    """The table of all pairs would take 72 MB here."""
    monkeypatch.setattr(neighbours, "BLOCK", 2**17)
    real, generated = np.random.default_rng(0).normal(size=(2, 3000, 16))
    tracemalloc.start()
    prdc(real, generated)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12e6


def test_k_is_five_unless_told_otherwise():
    sets = two_sets(2)
    assert prdc(*sets) == prdc(*sets, k=5) != prdc(*sets, k=3)


def test_the_greatest_k_takes_in_all_of_the_smaller_set():
    real, generated = two_sets(3, 8, 6)
    assert prdc(real, generated, k=5) == pytest.approx(by_hand(real, generated, 5))


@pytest.mark.parametrize("k", [0, -1, 2.0, None, 30, 40])
def test_bad_k_is_named(k):
    with pytest.raises(ValueError, match="^k must be") as caught:
        prdc(*two_sets(0), k=k)
    assert f"not {k!r}" in str(caught.value)
    if k and k >= 30:
        assert "smaller set, 30" in str(caught.value)
