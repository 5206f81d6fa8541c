"""The checks of arguments: what passes comes back, what does not is named with what is allowed."""

import numpy as np
import pytest
import torch

from gan_utils.checks import finite_pair, in_range, one_of, positive, whole

HUGE = pytest.param(10**400, id="10**400")  # more than a float can hold
ARRAYS = [np.ones(1), np.ones(2), np.array("1"), torch.ones(1), torch.tensor(1j)]
NOT_NUMBERS = ["0.1", "", None, [1.0, 2.0], {}, 1j, True, np.True_, torch.tensor(True), *ARRAYS]


def test_one_of_accepts_each_allowed_value():
    for value in ("a", "b"):
        one_of("letter", value, ("a", "b"))


def test_one_of_accepts_an_iterator_of_keys():
    one_of("letter", "a", {"a": 1}.keys())


@pytest.mark.parametrize("value", ["c", "", None, 3, ["a"]])
def test_one_of_names_the_value_and_every_allowed_one(value):
    with pytest.raises(ValueError) as caught:
        one_of("letter", value, ("a", "b"))
    for part in ("letter", "'a'", "'b'", repr(value)):
        assert part in str(caught.value)


def test_one_of_says_so_when_nothing_is_allowed():
    """An empty list must not leave a hole in the sentence ("must be one of , not 'beta'")."""
    with pytest.raises(ValueError, match="'beta'") as caught:
        one_of("option of 'flow'", "beta", ())
    assert "one of ," not in str(caught.value)


@pytest.mark.parametrize("value", [1, 0.5, 1e-300, np.float32(2), np.int64(3)])
def test_positive_gives_back_a_float(value):
    assert positive("lr", value) == value
    assert type(positive("lr", value)) is float


@pytest.mark.parametrize("value", [0, -0.0, -1, float("nan"), float("inf"), -float("inf"), HUGE, *NOT_NUMBERS])
def test_positive_names_what_it_refuses(value):
    with pytest.raises(ValueError, match="lr") as caught:
        positive("lr", value)
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize("value", [-1, 0, 0.25, 1])
def test_in_range_includes_both_ends(value):
    assert in_range("t", value, -1, 1) == value
    assert type(in_range("t", value, -1, 1)) is float


@pytest.mark.parametrize("value", [-1.0001, 1.0001, float("nan"), float("inf"), HUGE, *NOT_NUMBERS])
def test_in_range_names_what_it_refuses(value):
    with pytest.raises(ValueError, match="t must") as caught:
        in_range("t", value, -1, 1)
    assert repr(value) in str(caught.value)


@pytest.mark.filterwarnings("error")
def test_numbers_of_any_kind_are_taken():
    for value in (np.float32(0.5), np.array(0.5), torch.tensor(0.5, requires_grad=True), torch.tensor(0.5).bfloat16()):
        assert positive("lr", value) == in_range("lr", value, 0, 1) == 0.5


@pytest.mark.parametrize("pair", [(1, 2), np.array([2.0, 1.0])[::-1], torch.tensor([1.0, 2.0], requires_grad=True)])
def test_a_pair_of_any_kind_is_taken(pair):
    assert finite_pair("start", pair).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("pair", [(1, 2, 3), 1.0, ("1", "2"), (1, 2j), None, [(1, 2)], torch.tensor([1.0, torch.inf])])
def test_what_is_no_pair_is_named(pair):
    with pytest.raises(ValueError, match="^start must be two finite numbers, not"):
        finite_pair("start", pair)


@pytest.mark.parametrize("value", [2, 3, np.int64(7), 10**30, np.array(4), torch.tensor(5)])
def test_whole_gives_back_an_int(value):
    assert whole("steps", value, 2) == value
    assert type(whole("steps", value, 2)) is int


@pytest.mark.parametrize("value", [True, False])
def test_whole_does_not_take_true_for_1(value):
    with pytest.raises(ValueError, match=f"at least 0, not {value}"):
        whole("steps", value, 0)


@pytest.mark.parametrize("value", [1, -5, 2.0, 2.5, float("nan"), torch.tensor(2.5), *NOT_NUMBERS])
def test_whole_names_what_it_refuses_and_the_least(value):
    with pytest.raises(ValueError, match="steps must be a whole number of at least 2") as caught:
        whole("steps", value, 2)
    assert repr(value) in str(caught.value)
