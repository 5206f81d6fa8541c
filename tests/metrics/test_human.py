"""Counts of right answers: the exact test and the interval, against the oracle, direct sums and each other."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.metrics.human import binomial_test, wilson_interval

CHANCES = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 10), Fraction(9, 10)]


def exact(correct: int, total: int, chance: Fraction) -> float:
    """In fractions, so that counts which are equally likely are equal."""
    masses = [math.comb(total, i) * chance**i * (1 - chance) ** (total - i) for i in range(total + 1)]
    return float(sum(mass for mass in masses if mass <= masses[correct]))


def test_salimans_votes_are_the_oracles(oracle):
    case = oracle("binom_mturk_mnist")
    correct, total = case["input"]["k"], case["input"]["n"]
    assert binomial_test(correct, total) == pytest.approx(case["expected"]["p_two_sided"], abs=case["abs_tol"])
    assert wilson_interval(correct, total) == pytest.approx(case["expected"]["wilson"], abs=case["abs_tol"])


def test_twenty_answers_need_fifteen_right_ones():
    assert round(binomial_test(14, 20), 3) == 0.115
    assert binomial_test(15, 20) < 0.05 < binomial_test(14, 20)


@given(st.integers(1, 60), st.data(), st.sampled_from(CHANCES))
def test_it_is_the_sum_in_fractions(total, data, chance):
    correct = data.draw(st.integers(0, total))
    assert binomial_test(correct, total, float(chance)) == pytest.approx(exact(correct, total, chance), rel=1e-9)


@given(st.integers(1, 3000), st.data())
def test_right_and_wrong_may_be_swapped(total, data):
    correct, chance = data.draw(st.integers(0, total)), data.draw(st.sampled_from([0.5, 0.25, 0.01]))
    value = binomial_test(correct, total, chance)
    assert 0 <= value <= 1
    assert binomial_test(total - correct, total, 1 - chance) == pytest.approx(value, rel=1e-6, abs=1e-300)


def test_the_likeliest_count_has_p_1_and_none_right_has_both_ends():
    assert binomial_test(50, 100) == pytest.approx(1, abs=1e-12)
    assert binomial_test(0, 10) == binomial_test(10, 10) == pytest.approx(2 / 2**10)
    assert binomial_test(1, 1) == pytest.approx(1)


def test_a_hundred_thousand_answers_are_counted():
    """There the normal approximation with a continuity correction is good to a few digits."""
    for correct in (50_100, 50_400, 49_500):
        approximate = math.erfc((abs(correct - 50_000) - 0.5) / math.sqrt(25_000) / math.sqrt(2))
        assert binomial_test(correct, 100_000) == pytest.approx(approximate, rel=2e-3)
    assert binomial_test(100_000, 100_000) == 0  # below the smallest number there is


def test_unequal_chances_take_the_far_tail_by_likelihood():
    """Doubling the nearer tail would give 0.2147."""
    masses = [math.comb(10, i) * 0.2**i * 0.8 ** (10 - i) for i in range(11)]
    assert masses[4] < masses[0] < masses[3]
    assert binomial_test(0, 10, 0.2) == pytest.approx(masses[0] + sum(masses[4:])) == pytest.approx(0.2282, abs=1e-4)


@given(st.integers(0, 200))
def test_the_interval_holds_its_rate_and_narrows_with_the_answers(successes):
    low, high = wilson_interval(successes, 200)
    assert 0 <= low <= successes / 200 <= high <= 1
    more_low, more_high = wilson_interval(10 * successes, 2000)
    assert more_high - more_low < high - low
    wide_low, wide_high = wilson_interval(successes, 200, confidence=0.99)
    assert wide_low <= low and high <= wide_high


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_the_interval_covers_the_truth_about_as_often_as_it_says(share):
    n = 50
    mass = [math.comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(n + 1)]
    covered = sum(m for i, m in enumerate(mass) if wilson_interval(i, n)[0] <= share <= wilson_interval(i, n)[1])
    assert covered == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize(
    "given, complaint",
    [
        ((1, 0), "total must be a whole number of at least 1, not 0"),
        ((-1, 5), "must be a whole number of at least 0, not -1"),
        ((6, 5), r"must lie in \[0, 5\], not 6"),
        ((2.5, 5), "not 2.5"),
        ((True, 5), "not True"),
        ((2, 5, 0), "must lie between 0 and 1, not 0"),
        ((2, 5, 1), "must lie between 0 and 1, not 1"),
        ((2, 5, math.nan), "not nan"),
        ((2, 5, "0.5"), "must be a number, not '0.5'"),
    ],
)
@pytest.mark.parametrize("function", [binomial_test, wilson_interval])
def test_bad_numbers_are_named(function, given, complaint):
    with pytest.raises(ValueError, match=complaint):
        function(*given)
