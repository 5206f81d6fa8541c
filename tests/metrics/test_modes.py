"""Mode coverage: the oracle's cases, closed forms, a plain double loop, and what it refuses."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gan_utils.data.toys import ring, ring_centers
from gan_utils.metrics.modes import mode_coverage, regime, reverse_kl

SEEDS = st.integers(0, 10_000)
SQUARE = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def circle(radius: float) -> np.ndarray:
    angles = 2 * np.pi * np.arange(8) / 8
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


# The oracle's cases.


def test_a_perfect_sample_is_the_oracles(oracle):
    case = oracle("modes_perfect")
    random = np.random.RandomState(0)
    labels = random.randint(0, 8, 2500)
    found = mode_coverage(circle(2.0)[labels] + 0.02 * random.randn(2500, 2), circle(2.0), std=0.02)
    assert found.captured == case["expected"]["modes"] and found.counts.tolist() == case["expected"]["hist"]
    assert found.high_quality == pytest.approx(case["expected"]["hq"], abs=case["abs_tol"])


@pytest.mark.parametrize("d, key", [(1, "oneD"), (2, "twoD"), (3, None)])
def test_a_perfect_model_stays_below_a_ceiling_that_falls_with_the_dimension(oracle, d, key):
    in_space = math.erf(3 / math.sqrt(2)) - 3 * math.sqrt(2 / math.pi) * math.exp(-4.5)  # chi with three degrees
    ceiling = oracle("hq_ceiling")["expected"].get(key, in_space)
    centers, random = np.eye(d) * 10, np.random.default_rng(d)
    n = 100_000
    samples = centers[random.integers(0, d, n)] + 0.5 * random.normal(size=(n, d))
    found = mode_coverage(samples, centers, std=0.5)
    assert found.high_quality == pytest.approx(ceiling, abs=5 * math.sqrt(ceiling * (1 - ceiling) / n))
    assert found.captured == d and found.reverse_kl < 1e-3


def test_the_books_ring_reaches_the_ceiling(oracle):
    ceiling, n = oracle("hq_ceiling")["expected"]["twoD"], 100_000
    found = mode_coverage(ring(n), ring_centers(), std=0.02)
    assert found.captured == 8 and found.reverse_kl < 1e-3
    assert found.high_quality == pytest.approx(ceiling, abs=5 * math.sqrt(ceiling * (1 - ceiling) / n))
    narrow = mode_coverage(ring(n), ring_centers(), std=0.02, threshold=2).high_quality
    assert narrow == pytest.approx(1 - math.exp(-2), abs=5 * math.sqrt(0.25 / n))


def test_reverse_kl_of_some_modes_alike_is_the_oracles(oracle):
    case = oracle("uniform_1000_kl")
    for m, expected in zip(case["input"]["m"], case["expected"], strict=True):
        assert reverse_kl([7] * m + [0] * (1000 - m)) == pytest.approx(expected, abs=case["abs_tol"])


# What becomes of a sample.


def test_a_collapsed_sample_covers_one_mode_and_may_pass_the_ceiling():
    """All in one place, and closer to it than the target's own noise: of better quality than the target."""
    samples = circle(2.0)[3] + 0.01 * np.random.default_rng(0).normal(size=(5000, 2))
    found = mode_coverage(samples, circle(2.0), std=0.02)
    assert found.captured == 1 and found.high_quality > 0.998
    assert found.counts.tolist() == [0, 0, 0, round(5000 * found.high_quality), 0, 0, 0, 0]
    assert found.reverse_kl == pytest.approx(math.log(8), abs=1e-12)


def test_uniform_noise_covers_about_half_of_the_modes_with_hardly_any_good_sample():
    """Eight discs of radius 3 std in a square of side 3: so many samples fall in by chance."""
    draws = [np.random.RandomState(seed).uniform(-1.5, 1.5, (2500, 2)) for seed in range(100)]
    found = [mode_coverage(samples, circle(1.0), std=0.01) for samples in draws]
    disc = math.pi * 0.03**2 / 3**2
    assert np.mean([f.high_quality for f in found]) == pytest.approx(8 * disc, abs=5 * math.sqrt(8 * disc / 250_000))
    chance = 1 - (1 - disc) ** 2500  # of a mode to be captured, 0.54
    captured = np.mean([f.captured for f in found])
    assert captured == pytest.approx(8 * chance, abs=5 * math.sqrt(chance * (1 - chance) / 800) * 8)
    assert {f.captured for f in found} >= {3, 4, 5}  # in fact three to six, as a rule


def test_without_a_good_sample_nothing_is_captured_and_the_shares_are_undefined():
    found = mode_coverage(np.zeros((10, 2)), circle(2.0), std=0.02)
    assert found.captured == 0 and found.high_quality == 0 and math.isnan(found.reverse_kl)
    assert found.counts.tolist() == [0] * 8


def test_a_sample_exactly_at_the_threshold_is_good_and_one_beyond_is_not():
    """In numbers that binary fractions hold exactly, along an axis and aslant (3, 4, 5)."""
    for x, good in ((0.5, 1), (-0.5, 1), (0.5 + 2**-40, 0)):
        assert mode_coverage([[x, 0.0]], [[0.0, 0.0]], std=0.25, threshold=2).high_quality == good
    assert mode_coverage([[3.0, 4.0]], [[0.0, 0.0]], std=2.5, threshold=2).captured == 1
    assert mode_coverage([[3.0, 4.0]], [[0.0, 0.0]], std=2.5, threshold=2 - 1e-12).captured == 0


def test_the_threshold_is_three_unless_told():
    samples, centers = [[2.9, 0.0], [3.1, 0.0]], [[0.0, 0.0]]
    assert mode_coverage(samples, centers, std=1).high_quality == 0.5
    assert mode_coverage(samples, centers, std=1, threshold=4).high_quality == 1


def test_a_sample_counts_once_even_where_modes_overlap():
    samples = np.random.default_rng(1).uniform(0, 1, (1000, 2))
    found = mode_coverage(samples, SQUARE, std=1)
    assert found.high_quality == 1 and found.counts.sum() == 1000
    nearest = 2 * (samples[:, 1] > 0.5) + (samples[:, 0] > 0.5)
    assert found.counts.tolist() == np.bincount(nearest).tolist()


@given(SEEDS, st.integers(1, 4), st.integers(1, 5), st.integers(1, 30))
def test_coverage_is_that_of_a_plain_double_loop(seed, d, modes, n):
    random = np.random.default_rng(seed)
    samples, centers = random.normal(size=(n, d)), random.normal(size=(modes, d))
    counts = [0] * modes
    for sample in samples:
        distances = [math.dist(sample, center) for center in centers]
        if min(distances) <= 1.5 * 0.5:
            counts[distances.index(min(distances))] += 1
    shares = [count / sum(counts) for count in counts if count]
    found = mode_coverage(samples, centers, std=0.5, threshold=1.5)
    assert found.counts.tolist() == counts and found.counts.dtype == np.int64
    assert found.captured == len(shares) and type(found.captured) is int
    assert found.high_quality == pytest.approx(sum(counts) / n) and type(found.high_quality) is float
    expected = sum(share * math.log(share * modes) for share in shares) if shares else math.nan
    assert found.reverse_kl == pytest.approx(expected, abs=1e-12, nan_ok=True)


@given(SEEDS)
def test_the_order_of_samples_plays_no_part_and_that_of_modes_orders_the_counts(seed):
    random = np.random.default_rng(seed)
    samples, centers = random.normal(size=(50, 2)), random.normal(size=(5, 2))
    found, order = mode_coverage(samples, centers, std=0.3), random.permutation(5)
    shuffled = mode_coverage(random.permutation(samples), centers, std=0.3)
    reordered = mode_coverage(samples, centers[order], std=0.3)
    assert shuffled.counts.tolist() == found.counts.tolist() and shuffled[:2] == found[:2]
    assert reordered.counts.tolist() == found.counts[order].tolist() and reordered[:2] == found[:2]
    for other in (shuffled, reordered):
        assert other.reverse_kl == pytest.approx(found.reverse_kl, abs=1e-12, nan_ok=True)


def test_tensors_arrays_and_lists_give_the_same():
    samples, centers = ring(500, seed=2), ring_centers()
    one = mode_coverage(samples, centers, std=0.02)
    for kind in (torch.Tensor.numpy, torch.Tensor.tolist, torch.Tensor.double):
        other = mode_coverage(kind(samples), kind(centers), std=0.02)
        assert other.counts.tolist() == one.counts.tolist() and other.reverse_kl == one.reverse_kl
        assert other[:2] == one[:2]


def test_samples_and_centers_are_left_alone():
    samples, centers = ring(100).numpy(), ring_centers().numpy()
    before = samples.copy(), centers.copy()
    mode_coverage(samples, centers, std=0.02)
    assert np.array_equal(samples, before[0]) and np.array_equal(centers, before[1])


# The reverse KL.


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_reverse_kl_lies_between_0_and_the_logarithm_of_the_modes(counts):
    found = reverse_kl(counts)
    if not any(counts):
        assert math.isnan(found)
    else:
        assert 0 <= found <= math.log(len(counts)) + 1e-12
        assert (found < 1e-12) == (len(set(counts)) == 1)
        assert reverse_kl([10 * count for count in counts]) == pytest.approx(found, abs=1e-12)


def test_reverse_kl_is_never_below_0_by_rounding():
    assert all(reverse_kl([count] * modes) >= 0 for modes in range(1, 60) for count in (1, 3, 7))


def test_reverse_kl_of_unequal_shares_is_the_formula():
    assert reverse_kl([3, 1]) == pytest.approx(0.75 * math.log(1.5) + 0.25 * math.log(0.5))  # not KL(uniform || .)


# What it refuses.


@pytest.mark.parametrize("name", ["samples", "centers"])
@pytest.mark.parametrize(
    "bad, complaint",
    [
        (np.zeros(2), r"shape \(N, d\).*not \(2,\)"),
        (np.zeros((2, 2, 2)), r"not \(2, 2, 2\)"),
        (np.zeros((0, 2)), r"not \(0, 2\)"),
        (np.zeros((2, 0)), r"not \(2, 0\)"),
        (0.0, r"not \(\)"),
        ([], r"not \(0,\)"),
        (torch.zeros(3), r"not \(3,\)"),
        ([[0.0, math.nan]], "finite"),
        ([[math.inf, 0.0], [0.0, 0.0]], "finite"),
        (torch.tensor([[0.0, -math.inf]]), "finite"),
    ],
)
def test_bad_points_are_named(name, bad, complaint):
    with pytest.raises(ValueError, match=f"^{name} .*{complaint}"):
        mode_coverage(**({"samples": SQUARE, "centers": SQUARE, "std": 0.1} | {name: bad}))


def test_points_of_other_dimensions_are_refused_with_both_numbers():
    """Even of one coordinate, which arithmetic would spread over two."""
    for d in (1, 3):
        with pytest.raises(ValueError, match=f"samples have {d} coordinates, but centers have 2"):
            mode_coverage(np.zeros((4, d)), SQUARE, std=0.1)


@pytest.mark.parametrize("name", ["std", "threshold"])
@pytest.mark.parametrize("value", [0, -0.1, math.nan, math.inf, "3", None])
def test_bad_sizes_are_named_with_their_value(name, value):
    with pytest.raises(ValueError, match=f"^{name} ") as caught:
        mode_coverage(SQUARE, SQUARE, **({"std": 0.1} | {name: value}))
    assert f"not {value!r}" in str(caught.value)


# Regimes.


@pytest.mark.parametrize(
    ("captured", "good", "moved", "expected"),
    [
        (8, 0.9, 0.5, "hops"),  # a cloud that moves hops, whatever it holds just now
        (8, 0.9, 0.499, "covers"),
        (8, 0.5, 0, "covers"),
        (8, 0.499, 0, "between"),
        (7, 0.99, 0, "between"),
        (5, 0.9, 0, "between"),
        (4, 0.25, 0, "sits"),
        (4, 0.249, 0, "between"),
        (0, 0.0, 0, "between"),
    ],
)
def test_a_regime_has_its_borders(captured, good, moved, expected):
    assert regime(captured, 8, good, moved, radius=2.0) == expected
    assert regime(captured, 8, good, moved / 2, radius=1.0) == expected, "in units of the ring"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"captured": 9}, "captured must be at most modes, 8, not 9"),
        ({"captured": -1}, "captured must be a whole number of at least 0"),
        ({"modes": 0, "captured": 0}, "modes must be a whole number of at least 1"),
        ({"high_quality": math.nan}, "high_quality must lie in"),
        ({"high_quality": 1.1}, "high_quality must lie in"),
        ({"moved": -0.1}, "moved must be at least 0"),
        ({"moved": math.nan}, "moved must be at least 0"),
        ({"radius": 0.0}, "radius must be a finite number above 0"),
    ],
)
def test_a_regime_of_numbers_out_of_range_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        regime(**({"captured": 4, "modes": 8, "high_quality": 0.5, "moved": 0.1, "radius": 2.0} | changes))
