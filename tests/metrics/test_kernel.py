"""KID: the oracle, the population's formula, a plain double loop, and what it refuses."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.metrics import kernel
from gan_utils.metrics.kernel import kid

SEEDS = st.integers(0, 10_000)


def two_sets(seed: int, n: int = 30, m: int = 20, d: int = 4) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.normal(size=(n, d)), 1.5 * random.normal(size=(m, d)) + 0.3


def population(shift_squared: float, d: int) -> float:
    """The true distance of N(0, I) and N(mu, I) with |mu|^2 = shift_squared."""
    s = shift_squared
    return (s**3 + 6 * s**2 + 3 * s * d + 6 * s) / d**3 + 3 * s**2 / d**2 + 3 * s / d


def test_random_features_are_the_oracles(oracle):
    case = oracle("kid_seed")
    real, generated = np.random.RandomState(0).randn(200, 8), np.random.RandomState(1).randn(200, 8) + 0.5
    assert kid(real, generated) == pytest.approx(case["expected"]["kid"], abs=case["abs_tol"])


@pytest.mark.parametrize("d, shift", [(1, 0.5), (4, 0.4), (16, 0.5), (16, 0.0)])
def test_the_mean_over_many_pairs_is_the_populations_even_for_few_samples(d, shift):
    random, pairs = np.random.default_rng(d), 4000
    values = [kid(random.normal(size=(10, d)), random.normal(size=(15, d)) + shift) for _ in range(pairs)]
    error, expected = np.std(values) / pairs**0.5, population(d * shift**2, d)
    assert np.mean(values) == pytest.approx(expected, abs=4 * error)
    assert error < max(0.05 * expected, 0.02)  # else the test could not fail


def test_about_half_the_estimates_of_equal_distributions_are_below_0():
    random = np.random.default_rng(0)
    below = [kid(*random.normal(size=(2, 100, 8))) < 0 for _ in range(200)]
    assert 0.4 < np.mean(below) < 0.75


@given(SEEDS, st.integers(1, 6))
def test_it_is_a_plain_double_loop(seed, d):
    real, generated = two_sets(seed, 7, 5, d)

    def k(x, y):
        return (sum(a * b for a, b in zip(x, y)) / d + 1) ** 3

    own = [
        np.mean([k(x, y) for i, x in enumerate(rows) for j, y in enumerate(rows) if i != j])
        for rows in (real, generated)
    ]
    assert kid(real, generated) == pytest.approx(
        sum(own) - 2 * np.mean([k(x, y) for x in real for y in generated]), rel=1e-10, abs=1e-10
    )


@given(SEEDS)
def test_order_and_a_turn_of_the_features_change_nothing_and_it_is_symmetric(seed):
    real, generated = two_sets(seed)
    random, value = np.random.default_rng(seed), kid(real, generated)
    turn = np.linalg.qr(random.normal(size=(4, 4)))[0]
    for other in (kid(random.permutation(real), generated), kid(real @ turn, generated @ turn), kid(generated, real)):
        assert other == pytest.approx(value, rel=1e-10, abs=1e-10)


@given(SEEDS)
def test_rows_given_twice_are_taken_for_two_images_that_agree(seed):
    """A row then meets its own copy, which counts as a pair: up by (mean k(x, x) less mean other k) / (2n - 1)."""
    real, generated = two_sets(seed)
    value = kid(real, generated)
    twice = kid(np.repeat(real, 2, axis=0), generated)
    table = (real @ real.T / 4 + 1) ** 3
    own, n = np.trace(table) / 30, 30
    others = (table.sum() - np.trace(table)) / (n * (n - 1))
    assert twice == pytest.approx(value + (own - others) / (2 * n - 1), rel=1e-9, abs=1e-9)


def test_a_set_against_itself_is_below_0_because_its_copies_meet_across_only():
    """So a memoriser can beat fresh data: 0 is what two sets of one distribution give on average."""
    real, _ = two_sets(5)
    table = (real @ real.T / 4 + 1) ** 3
    others = (table.sum() - np.trace(table)) / (30 * 29)
    assert kid(real, real) == pytest.approx(2 * (others - table.mean()), rel=1e-9) and kid(real, real) < -0.1


def test_a_shift_of_both_does_change_it():
    """The kernel has an origin, unlike a distance."""
    real, generated = two_sets(0)
    assert abs(kid(real + 1, generated + 1) - kid(real, generated)) > 0.1


@pytest.mark.parametrize("block", [1, 7, 20, 30, 1000])
def test_blocks_change_nothing(monkeypatch, block):
    real, generated = two_sets(1)
    expected = kid(real, generated)
    monkeypatch.setattr(kernel, "BLOCK", block)
    assert kid(real, generated) == pytest.approx(expected, rel=1e-12)


def test_the_table_of_all_pairs_is_never_held():
    """For 8,000 rows each it would take 512 MB."""
    random = np.random.default_rng(0)
    real, generated = random.normal(size=(2, 8000, 2))
    tracemalloc.start()
    kid(real, generated)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64e6


def test_subsets_give_mean_and_deviation_of_their_own_estimates():
    """Of all rows there is one subset, whatever its order."""
    real, generated = two_sets(2, 20, 20)
    mean, deviation = kid(real, generated, subsets=5, size=20)
    assert mean == pytest.approx(kid(real, generated), rel=1e-12) and deviation == pytest.approx(0, abs=1e-12)


def test_subsets_are_as_large_as_asked_and_without_repetition(monkeypatch):
    real, generated = np.arange(30.0)[:, None], np.arange(20.0)[:, None]
    seen = []
    monkeypatch.setattr(kernel, "_unbiased", lambda *parts: seen.append(parts) or float(len(seen)))
    assert kid(real, generated, subsets=3, size=12) == (2.0, pytest.approx((2 / 3) ** 0.5))  # of 1, 2, 3, with ddof 0
    assert len(seen) == 3
    for first, second in seen:
        assert len(set(first.ravel())) == len(set(second.ravel())) == 12
        assert set(first.ravel()) <= set(range(30)) and set(second.ravel()) <= set(range(20))
    assert len({tuple(first.ravel()) for first, _ in seen}) == 3


def test_subsets_are_as_good_as_all_rows_on_average():
    random = np.random.default_rng(3)
    real, generated = random.normal(size=(1000, 8)), random.normal(size=(1000, 8)) + 0.3
    mean, deviation = kid(real, generated, subsets=200, size=100)
    assert mean == pytest.approx(kid(real, generated), abs=4 * deviation / 200**0.5) and deviation > 0


def test_a_seed_gives_the_same_subsets_again():
    sets = two_sets(4)
    once = kid(*sets, subsets=3, size=10, seed=1)
    assert once == kid(*sets, subsets=3, size=10, seed=1) != kid(*sets, subsets=3, size=10, seed=2)
    assert kid(*sets, subsets=3, size=10) == kid(*sets, subsets=3, size=10, seed=0)


@pytest.mark.parametrize(
    "wrong, complaint",
    [
        ({"subsets": 0}, "subsets must be a whole number of at least 1, not 0"),
        ({"subsets": 2.5}, "subsets .* not 2.5"),
        ({"size": 1}, "size must be a whole number of at least 2, not 1"),
        ({"size": 21}, "size must be at most the rows of the smaller set, 20, not 21"),
        ({"size": 10.0}, "size .* not 10.0"),
        ({"seed": -1}, "seed .* not -1"),
    ],
)
def test_bad_numbers_are_named(wrong, complaint):
    with pytest.raises(ValueError, match=complaint):
        kid(*two_sets(0), **({"subsets": 2, "size": 10} | wrong))


def test_the_usual_subsets_have_a_thousand_rows():
    with pytest.raises(ValueError, match="20, not 1000"):
        kid(*two_sets(0), subsets=2)
