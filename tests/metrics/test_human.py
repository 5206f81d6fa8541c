"""Counts of right answers: the exact test and the interval, against the oracle, direct sums and each other."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.metrics.human import binomial_test, hype_staircase, wilson_interval

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


# The staircase.


def rate(middle, exposure, spread=60.0):
    """P(right) of a reader who guesses at a glance and is right three times in four at ``middle`` milliseconds."""
    return 0.5 + 0.5 / (1 + math.exp((middle - exposure) / spread))


def rated(reader, trials, seed, **steps):
    """The answers of a reader, a function exposure -> P(right), to a staircase that he climbs himself."""
    chance, answers, exposure = np.random.default_rng(seed), [], steps.get("start", 500.0)
    for _ in range(trials):
        answers.append(bool(chance.random() < reader(exposure)))
        step = -steps.get("down", 25.0) if answers[-1] else steps.get("up", 75.0)
        exposure = min(max(exposure + step, steps.get("shortest", 100.0)), steps.get("longest", 1000.0))
    return answers


def test_right_answers_shorten_the_exposure_and_wrong_ones_lengthen_it():
    found = hype_staircase([1, 0, 0, 1, 1], start=300, down=10, up=40)
    np.testing.assert_array_equal(found.exposures, [300, 290, 330, 370, 360, 350])


def test_no_answers_leave_the_first_exposure():
    exposures, threshold = hype_staircase([])
    np.testing.assert_array_equal(exposures, [500])
    assert math.isnan(threshold)


@pytest.mark.parametrize(("answer", "end"), [(True, 100.0), (False, 1000.0)])
def test_it_stops_at_its_ends(answer, end):
    exposures, threshold = hype_staircase([answer] * 60)
    assert exposures[-1] == end and threshold == end
    assert (np.abs(np.diff(exposures[:7])) == (25 if answer else 75)).all()


@given(st.lists(st.booleans(), max_size=40))
def test_the_threshold_is_the_mean_of_the_second_half_of_what_was_shown(answers):
    exposures, threshold = hype_staircase(answers)
    assert len(exposures) == len(answers) + 1
    assert exposures.min() >= 100 and exposures.max() <= 1000
    if len(answers) < 8:
        assert math.isnan(threshold)
    else:
        second = [exposures[i] for i in range(len(answers)) if i >= len(answers) // 2]
        assert threshold == pytest.approx(sum(second) / len(second))


@pytest.mark.parametrize("middle", [300, 450, 700])
def test_a_simulated_reader_hovers_where_three_of_four_are_right(middle):
    answers = rated(lambda exposure: rate(middle, exposure), 20_000, seed=1)
    assert hype_staircase(answers).threshold == pytest.approx(middle, abs=15)
    assert np.mean(answers) == pytest.approx(0.75, abs=0.01)


def test_other_steps_hover_elsewhere():
    """At up / (up + down), here 0.6; the logistic's 60 % point lies ln 4 spreads below its middle.

    Small steps, because there the curve bends: a wide staircase sees its mean, not its middle.
    """
    steps = {"down": 4.0, "up": 6.0}
    answers = rated(lambda exposure: rate(500, exposure), 20_000, seed=2, **steps)
    assert hype_staircase(answers, **steps).threshold == pytest.approx(500 - 60 * math.log(4), abs=15)
    assert np.mean(answers) == pytest.approx(0.6, abs=0.01)


def test_a_guesser_ends_near_the_longest_exposure():
    thresholds = [hype_staircase(rated(lambda _: 0.5, 100, seed)).threshold for seed in range(50)]
    assert np.mean(thresholds) > 900


@pytest.mark.parametrize(
    ("answers", "settings", "complaint"),
    [
        ([True, 2], {}, "True or False for each trial, not 2"),
        ([True, None], {}, "not None"),
        ([math.nan], {}, "not nan"),
        ([], {"down": 0}, "down must be a finite number above 0, not 0"),
        ([], {"up": -1}, "up must be a finite number above 0, not -1"),
        ([], {"up": "75"}, "up must be a number, not '75'"),
        ([], {"start": 99}, r"start must lie in \[100.0, 1000.0\], not 99"),
        ([], {"start": math.nan}, "start must lie .* not nan"),
        ([], {"shortest": 0}, "shortest must be a finite number above 0, not 0"),
        ([], {"longest": 90}, r"longest must lie in \[100.0, inf\], not 90"),
    ],
)
def test_bad_answers_and_steps_are_named(answers, settings, complaint):
    with pytest.raises(ValueError, match=complaint):
        hype_staircase(answers, **settings)
