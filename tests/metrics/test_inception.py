"""The Inception Score: its extremes, what it does not see, and what it refuses."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.metrics.inception import inception_score


def random_rows(seed: int, count: int = 60, classes: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).dirichlet(np.full(classes, 0.4), count)


def test_score_of_explicit_rows_is_the_oracles(oracle):
    case = oracle("is_3x3")
    mean, deviation = inception_score(np.array(case["input"]["P"]), splits=1)
    assert mean == pytest.approx(case["expected"], abs=case["abs_tol"]) and deviation == 0


def test_extremes_are_the_oracles(oracle):
    case = oracle("is_extremes")
    rows = [
        np.tile(np.eye(10), (3, 1)),  # sure, all classes
        np.full((30, 10), 0.1),  # never sure
        np.tile(np.eye(10)[4], (30, 1)),  # sure, one class
        np.tile(np.eye(10)[:3], (10, 1)),  # sure, three classes
    ]
    found = [inception_score(table, splits=1)[0] for table in rows]
    assert found == pytest.approx(case["expected"], abs=case["abs_tol"])


@given(st.integers(0, 10_000))
def test_score_lies_between_1_and_the_number_of_classes(seed):
    mean, _ = inception_score(random_rows(seed), splits=3)
    assert 1 - 1e-12 <= mean <= 5


@given(st.integers(0, 10_000))
def test_score_depends_neither_on_the_order_of_rows_nor_of_classes(seed):
    table, rng = random_rows(seed), np.random.default_rng(seed)
    score = inception_score(table, splits=1)[0]
    assert inception_score(rng.permutation(table), splits=1)[0] == pytest.approx(score, rel=1e-12)
    assert inception_score(rng.permutation(table, axis=1), splits=1)[0] == pytest.approx(score, rel=1e-12)


@given(st.integers(0, 10_000), st.integers(1, 4))
def test_rows_given_again_change_nothing(seed, times):
    """It cannot see repetition: one image of each class, a thousand times, scores as well as a thousand images."""
    table = random_rows(seed)
    assert inception_score(np.tile(table, (times, 1)), splits=1) == pytest.approx(inception_score(table, splits=1))


def test_splits_are_contiguous_and_mean_and_deviation_are_taken_over_them():
    table = random_rows(1)
    scores = [inception_score(part, splits=1)[0] for part in np.split(table, 4)]
    mean, deviation = inception_score(table, splits=4)
    assert (mean, deviation) == pytest.approx((np.mean(scores), np.std(scores)))
    assert deviation > 0


def test_sorted_rows_look_worse_than_shuffled_ones():
    """Why the rows should be in random order: a split of one class alone scores 1."""
    table = np.repeat(np.eye(10), 10, axis=0)
    assert inception_score(table, splits=10)[0] == pytest.approx(1)
    assert inception_score(np.random.default_rng(0).permutation(table), splits=10)[0] > 4


def test_splits_are_ten_unless_told_otherwise():
    table = random_rows(2)
    assert inception_score(table) == inception_score(table, splits=10) != inception_score(table, splits=5)


def test_rows_need_not_divide_evenly():
    table = random_rows(3, count=7)
    scores = [inception_score(part, splits=1)[0] for part in (table[:3], table[3:5], table[5:])]
    assert inception_score(table, splits=3)[0] == pytest.approx(np.mean(scores))


def test_float32_rows_are_near_enough_to_1():
    table = random_rows(4, count=20, classes=1000).astype(np.float32)
    assert inception_score(table, splits=1)[0] == pytest.approx(inception_score(table.astype(float), 1)[0])


def test_probabilities_next_to_nothing_count_next_to_nothing():
    """A softmax in float64 may give the smallest number there is; its class's mean then rounds to 0."""
    table = np.eye(3)[np.zeros(10, dtype=int)]
    table[0, 1] = 5e-324
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert inception_score(table, splits=1)[0] == pytest.approx(1)


@pytest.mark.parametrize(
    "table, complaint",
    [
        (np.full(10, 0.1), "shape"),
        (np.full((2, 2, 2), 0.5), "shape"),
        (np.array([[1.5, -0.5], [0.5, 0.5]]), "not negative"),
        (np.array([[np.nan, 1.0], [0.5, 0.5]]), "finite"),
        (np.array([[np.inf, 0.0], [0.5, 0.5]]), "finite"),
        (np.array([[0.5, 0.4], [0.5, 0.5]]), "sum to 1"),
        (np.array([[0.5, 0.501], [0.5, 0.5]]), "sum to 1"),  # ten times what rounding explains
        (np.array([[5.0, 2.0], [0.5, 0.5]]), "sum to 1"),  # logits, most likely
        (np.zeros((3, 0)), "sum to 1"),
    ],
)
def test_rows_that_are_no_distributions_are_refused(table, complaint):
    with pytest.raises(ValueError, match=complaint):
        inception_score(table, splits=1)


@pytest.mark.parametrize("splits", [0, -1, 2.5, 61])
def test_bad_splits_are_named(splits):
    with pytest.raises(ValueError, match="splits") as caught:
        inception_score(random_rows(0), splits=splits)
    assert repr(splits) in str(caught.value)


def test_no_rows_are_refused():
    with pytest.raises(ValueError, match="splits"):
        inception_score(np.zeros((0, 10)), splits=1)
