"""Vector arithmetic in latent space: exact sums, exact on a linear generator, lengths, and what it refuses."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.latent import arithmetic, attribute_direction

SEEDS = st.integers(0, 10_000)
KINDS = st.integers(1, 6)


def points(seed: int, k: int, size: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(k, size))


def linear_generator(seed: int, z_dim: int = 5, pixels: int = 12):
    """G(z) = W z + b, for one point or for several."""
    random = np.random.default_rng(seed)
    weight, bias = random.normal(size=(pixels, z_dim)), random.normal(size=pixels)
    return lambda z: np.asarray(z) @ weight.T + bias


# Sums.


def test_what_the_first_group_has_and_the_second_lacks_is_added_to_the_third():
    assert arithmetic([[3.0, 1.0]], [[1.0, 4.0]], [[10.0, 20.0]]).tolist() == [12, 17]
    found = arithmetic([[2.0, 0.0], [4.0, 0.0]], [[1.0, 1.0], [1.0, 2.0], [1.0, 6.0]], [[0.0, 7.0]])
    assert found.tolist() == [2, 4]  # 3 - 1 + 0 and 0 - 3 + 7


@given(SEEDS, KINDS, KINDS, KINDS)
def test_groups_of_different_numbers_are_averaged_each_for_itself(seed, k_a, k_b, k_c):
    a, b, c = points(seed, k_a), points(seed + 1, k_b), points(seed + 2, k_c)
    found = arithmetic(a, b, c)
    assert found.shape == (5,)
    expected = [sum(a[:, i]) / k_a - sum(b[:, i]) / k_b + sum(c[:, i]) / k_c for i in range(5)]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


@given(SEEDS)
def test_what_is_taken_away_from_itself_leaves_the_rest(seed):
    a, b = points(seed, 3), points(seed + 1, 4)
    np.testing.assert_allclose(arithmetic(a, a, b), b.mean(0), atol=1e-12)
    np.testing.assert_allclose(arithmetic(a, b, b), a.mean(0), atol=1e-12)
    np.testing.assert_allclose(arithmetic(a, b, a), 2 * a.mean(0) - b.mean(0), atol=1e-12)


@given(SEEDS, KINDS, KINDS, KINDS)
def test_it_is_exact_on_a_linear_generator(seed, k_a, k_b, k_c):
    """The pictures obey the same sum, since b cancels once and stays once."""
    G = linear_generator(seed)
    a, b, c = points(seed, k_a), points(seed + 1, k_b), points(seed + 2, k_c)
    np.testing.assert_allclose(G(arithmetic(a, b, c)), G(a).mean(0) - G(b).mean(0) + G(c).mean(0), atol=1e-10)


@pytest.mark.parametrize("k, expected", [(1, math.sqrt(3)), (3, 1.0), (12, 0.5)])
def test_three_averaged_points_each_give_the_usual_length_and_single_ones_one_that_is_too_long(k, expected):
    """The root of the mean square over many trials, in units of sqrt(d): within five standard errors."""
    d, trials = 100, 400
    random = np.random.default_rng(k)
    squares = [np.sum(arithmetic(*random.normal(size=(3, k, d))) ** 2) for _ in range(trials)]
    assert np.mean(squares) == pytest.approx(expected**2 * d, rel=5 * math.sqrt(2 / (d * trials)))


# Directions.


def test_the_direction_goes_from_those_without_to_those_with():
    latents = [[0.0, 0.0], [3.0, 4.0], [1.0, 1.0], [4.0, 5.0]]
    np.testing.assert_allclose(attribute_direction(latents, [False, True, False, True]), [0.6, 0.8], atol=1e-15)
    np.testing.assert_allclose(attribute_direction(latents, [True, False, True, False]), [-0.6, -0.8], atol=1e-15)


@given(SEEDS, st.integers(1, 8), st.integers(1, 8))
def test_the_direction_is_the_difference_of_the_two_means_at_length_1(seed, k_with, k_without):
    having, without = points(seed, k_with), points(seed + 1, k_without)
    order = np.random.default_rng(seed).permutation(k_with + k_without)
    latents, labels = np.concatenate([having, without])[order], (np.arange(k_with + k_without) < k_with)[order]
    found, difference = attribute_direction(latents, labels), having.mean(0) - without.mean(0)
    assert np.linalg.norm(found) == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(found * np.linalg.norm(difference), difference, atol=1e-12)


@given(SEEDS)
def test_the_direction_is_arithmetics_without_a_third_group(seed):
    latents, labels = points(seed, 9), np.arange(9) % 3 == 0
    step = arithmetic(latents[labels], latents[~labels], np.zeros((1, 5)))
    np.testing.assert_allclose(attribute_direction(latents, labels), step / np.linalg.norm(step), atol=1e-12)


def test_a_planted_direction_is_found_on_a_linear_generator():
    """The attribute is one pixel above its mean, so the direction is that pixel's row of W; by 20,000 normal points."""
    d, n = 16, 20_000
    random = np.random.default_rng(1)
    row, latents = random.normal(size=d), random.normal(size=(n, d))
    found = attribute_direction(latents, latents @ row > 0)
    assert found @ row / np.linalg.norm(row) > 0.995
    brighter = (latents + 2 * found) @ row
    assert (brighter > latents @ row).all() and (brighter > 0).mean() > 0.95


# NumPy and PyTorch.


def test_lists_and_arrays_give_arrays():
    for kind in (list, np.array, lambda rows: np.array(rows, dtype=np.float32)):
        found = arithmetic(*(kind([[1.0, 2.0], [3.0, 4.0]]) for _ in range(3)))
        assert isinstance(found, np.ndarray) and found.dtype == float and found.tolist() == [2, 3]
        direction = attribute_direction(kind([[1.0, 2.0], [3.0, 2.0]]), [False, True])
        assert isinstance(direction, np.ndarray) and direction.dtype == float and direction.tolist() == [1, 0]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_tensors_give_tensors_of_their_dtype_and_the_same_numbers(dtype):
    groups, latents, labels = [points(seed, seed) for seed in (1, 2, 3)], points(4, 8), np.arange(8) < 3
    found = arithmetic(*(torch.tensor(group, dtype=dtype) for group in groups))
    assert isinstance(found, torch.Tensor) and found.dtype == dtype
    np.testing.assert_allclose(found, arithmetic(*groups), rtol=0, atol=1e-6 if dtype == torch.float32 else 1e-12)
    for kind in (list, np.array, torch.tensor):
        direction = attribute_direction(torch.tensor(latents, dtype=dtype), kind(labels.tolist()))
        assert isinstance(direction, torch.Tensor) and direction.dtype == dtype
        np.testing.assert_allclose(direction, attribute_direction(latents, labels), rtol=0, atol=1e-6)
    assert isinstance(attribute_direction(latents, torch.tensor(labels)), np.ndarray)


def test_whole_numbers_are_averaged_as_floats():
    halves = arithmetic(torch.tensor([[1, 0], [2, 0]]), torch.tensor([[0, 0]]), torch.tensor([[0, 1]]))
    assert halves.dtype == torch.float32 and halves.tolist() == [1.5, 1]
    assert arithmetic([[1], [2]], [[0]], [[0]]).tolist() == [1.5]
    assert attribute_direction(torch.tensor([[0, 0], [3, 4]]), [False, True]).tolist() == pytest.approx([0.6, 0.8])


def test_what_goes_in_is_left_as_it_was():
    for kind in (np.array, torch.tensor):
        latents = kind(points(0, 4))
        before = kind(points(0, 4))
        arithmetic(latents, latents, latents)
        attribute_direction(latents, [True, False, True, False])
        assert (latents == before).all()


# What they refuse.

GOOD = np.ones((2, 3))
BAD_GROUPS = [
    pytest.param(np.ones((0, 3)), r"\(k, z_dim\).*\(0, 3\)", id="empty"),
    pytest.param(np.ones((2, 0)), r"\(k, z_dim\).*\(2, 0\)", id="no width"),
    pytest.param(np.ones(3), r"\(k, z_dim\).*\(3,\)", id="one point alone"),
    pytest.param(np.ones((1, 2, 3)), r"\(k, z_dim\).*\(1, 2, 3\)", id="too deep"),
    pytest.param(np.array([[1.0, math.nan, 1.0]]), "finite", id="nan"),
    pytest.param(np.array([[1.0, 1.0, -math.inf]]), "finite", id="inf"),
]


@pytest.mark.parametrize("bad, message", BAD_GROUPS)
@pytest.mark.parametrize("kind", [np.array, torch.tensor])
def test_a_bad_group_is_named_with_its_shape(bad, message, kind):
    for place, name in enumerate("abc"):
        groups = [kind(GOOD) for _ in range(3)]
        groups[place] = kind(bad)
        with pytest.raises(ValueError, match=f"^{name} must .*{message}"):
            arithmetic(*groups)
    with pytest.raises(ValueError, match=f"^latents must .*{message}"):
        attribute_direction(kind(bad), [True] * len(bad))


@pytest.mark.parametrize("widths", [(3, 3, 2), (3, 1, 3), (1, 3, 3)])
def test_groups_of_other_widths_are_refused_although_they_could_be_stretched(widths):
    with pytest.raises(ValueError, match="one width, not of {}, {}, {}".format(*widths)):
        arithmetic(*(np.ones((2, width)) for width in widths))


@pytest.mark.parametrize(
    "labels",
    [[1, 0], [1.0, 0.0], ["yes", "no"], None, True, [True], [True, False, True], [[True], [False]], [True, None], []],
)
def test_labels_that_are_not_true_or_false_for_each_point_are_refused(labels):
    with pytest.raises(ValueError, match="^labels must be 2 values True or False, not ") as caught:
        attribute_direction(np.eye(2), labels)
    assert str(np.asarray(labels).shape) in str(caught.value)


@pytest.mark.parametrize("labels, count", [([True, True], "2 True of 2"), ([False, False], "0 True of 2")])
def test_labels_that_are_all_alike_are_refused_with_how_many(labels, count):
    with pytest.raises(ValueError, match=f"both True and False, not {count}"):
        attribute_direction(np.eye(2), labels)


@pytest.mark.parametrize("kind", [np.array, torch.tensor])
def test_means_that_agree_have_no_direction(kind):
    with pytest.raises(ValueError, match="the same mean"):
        attribute_direction(kind([[1.0, 2.0], [0.0, 2.0], [2.0, 2.0]]), [True, False, False])


def test_groups_of_mixed_kinds_become_the_first_ones_kind():
    arrays, tensors = np.ones((2, 3)), torch.ones(2, 3)
    assert arithmetic(tensors, arrays, tensors).dtype == torch.float32
    assert isinstance(arithmetic(arrays, tensors, arrays), np.ndarray)


def test_a_difference_of_rounding_is_no_direction():
    with pytest.raises(ValueError, match="same mean"):
        attribute_direction([[0.1, 0.2, 0.3]] * 10, [True] * 7 + [False] * 3)


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32])
def test_large_points_have_a_direction_of_length_one(dtype):
    large = torch.tensor([[1.0, 0.0], [0.0, 1.0]]).to(dtype) * (500 if dtype == torch.float16 else 1e25)
    direction = attribute_direction(large, [True, False])
    assert direction.dtype == dtype and float(direction.double().norm()) == pytest.approx(1, rel=1e-3)
