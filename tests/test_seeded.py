"""The seeded stream: number for number mulberry32, so that the page and Python draw the same."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.seeded import LARGEST_SEED, later_seed, normals, shuffled, uniforms

SEEDS = st.integers(0, LARGEST_SEED)
STEP = 0x6D2B79F5
HUGE = pytest.param(10**400, id="10**400")  # more than a float can hold


def mulberry32(seed: int, count: int) -> list[float]:
    """Tommy Ettinger's generator, line by line, in whole numbers without a size."""
    numbers, state = [], seed
    for _ in range(count):
        state = (state + STEP) % 2**32
        t = ((state ^ (state >> 15)) * (state | 1)) % 2**32
        t ^= (t + (t ^ (t >> 7)) * (t | 61)) % 2**32
        numbers.append((t ^ (t >> 14)) / 2**32)
    return numbers


def test_first_numbers_are_those_of_the_page():
    """Printed by the five lines of JavaScript, in Node."""
    assert uniforms(1, 3).tolist() == [0.6270739405881613, 0.002735721180215478, 0.5274470399599522]


@given(SEEDS)
def test_uniforms_are_mulberry32_bit_for_bit(seed):
    assert uniforms(seed, 20).tolist() == mulberry32(seed, 20)


@pytest.mark.parametrize("seed", [0, 2**31, LARGEST_SEED])
def test_extreme_seeds_are_mulberry32_too(seed):
    assert uniforms(seed, 1000).tolist() == mulberry32(seed, 1000)


@given(SEEDS, st.integers(0, 50), st.integers(0, 20))
def test_start_enters_the_stream_where_it_says(seed, start, count):
    np.testing.assert_array_equal(uniforms(seed, count, start), uniforms(seed, start + count)[start:])
    np.testing.assert_array_equal(normals(seed, count, start), normals(seed, start + count)[start:])


@pytest.mark.parametrize("start", [2**32 - 3, 2**40, 2**62])
def test_far_starts_do_not_overflow(start):
    """After ``start`` numbers the state is seed + start * STEP, which is a seed as well."""
    assert uniforms(5, 10, start).tolist() == mulberry32((5 + start * STEP) % 2**32, 10)


def test_uniforms_are_float64_in_the_half_open_interval():
    numbers = uniforms(3, 100_000)
    assert numbers.dtype == np.float64 and numbers.shape == (100_000,)
    assert numbers.min() >= 0 and numbers.max() < 1
    assert np.all(numbers * 2**32 % 1 == 0)


def test_uniforms_have_the_moments_of_the_uniform():
    """Five standard errors, so that only a wrong distribution fails."""
    numbers = uniforms(7, 200_000)
    assert abs(numbers.mean() - 1 / 2) < 5 * math.sqrt(1 / 12 / 200_000)
    assert abs(numbers.var() - 1 / 12) < 5 * math.sqrt(1 / 180 / 200_000)
    assert abs(np.corrcoef(numbers[:-1], numbers[1:])[0, 1]) < 5 / math.sqrt(200_000)


def test_normals_are_box_and_mullers_of_two_uniforms_each():
    u = mulberry32(9, 40)
    expected = [math.sqrt(-2 * math.log(1 - a)) * math.cos(2 * math.pi * b) for a, b in zip(u[::2], u[1::2])]
    np.testing.assert_allclose(normals(9, 20), expected, rtol=0, atol=1e-14)


def test_normals_have_the_moments_of_the_normal():
    numbers = normals(11, 200_000)
    error = 1 / math.sqrt(200_000)
    assert abs(numbers.mean()) < 5 * error
    assert abs(numbers.var() - 1) < 5 * math.sqrt(2) * error
    assert abs((numbers**3).mean()) < 5 * math.sqrt(15) * error
    assert abs((numbers**4).mean() - 3) < 5 * math.sqrt(96) * error
    assert np.abs(numbers).max() < 6.7


def test_different_seeds_give_different_streams():
    assert len({tuple(uniforms(seed, 4)) for seed in range(100)}) == 100


def test_no_numbers_are_an_empty_array():
    assert uniforms(1, 0).shape == normals(1, 0).shape == (0,)


@pytest.mark.parametrize("draw", [uniforms, normals])
@pytest.mark.parametrize("seed", [-1, 2**32, HUGE, 1.5, float("nan"), True, "1", None])
def test_bad_seeds_are_named(draw, seed):
    with pytest.raises(ValueError, match="seed") as caught:
        draw(seed, 3)
    assert repr(seed) in str(caught.value)


@pytest.mark.parametrize("draw", [uniforms, normals])
@pytest.mark.parametrize("argument", ["count", "start"])
@pytest.mark.parametrize("value", [-1, 1.5, None])
def test_bad_counts_and_starts_are_named(draw, argument, value):
    with pytest.raises(ValueError, match=argument) as caught:
        draw(1, **({"count": 3} | {argument: value}))
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize(("seed", "count", "start"), [(0, 1, 0), (3, 50, 0), (LARGEST_SEED, 200, 2**20)])
def test_an_order_holds_each_number_once_and_follows_the_uniforms(seed, count, start):
    order = shuffled(seed, count, start)
    assert sorted(order.tolist()) == list(range(count))
    assert (np.diff(uniforms(seed, count, start)[order]) >= 0).all()


def test_later_seeds_begin_again_after_the_largest():
    assert later_seed(5, 3) == 8 and later_seed(LARGEST_SEED, 1) == 0


def test_a_stream_begins_anew_after_all_its_numbers_and_can_be_entered_anywhere():
    for start in (2**32, 2**64, 10**30 - 10**30 % 2**32):
        assert np.array_equal(uniforms(7, 5, start), uniforms(7, 5))
    assert np.array_equal(uniforms(7, 5, 2**32 - 2)[2:], uniforms(7, 3))


@pytest.mark.parametrize("seed, steps", [(-1, 1), (LARGEST_SEED + 1, 1), (1.5, 1), (1, -1), (1, 0.5)])
def test_later_seeds_come_from_seeds(seed, steps):
    with pytest.raises(ValueError, match="^(seed|steps) must"):
        later_seed(seed, steps)
