"""Stacked digits: the oracle's case, a plain loop, real stacks, what it refuses; and what the experiments kept."""

import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gan_utils import experiments, pretrained
from gan_utils.data import digits
from gan_utils.metrics.modes import reverse_kl
from gan_utils.metrics.stacked import expected_captured, stacked_coverage

SEEDS = st.integers(0, 10_000)
SURE = 40.0  # a logit so far above the others' 0 that its class has probability 1 but for rounding


def read_pixel(images: torch.Tensor, classes: int = 10) -> torch.Tensor:
    """A judge of images of one pixel, whose value is its class."""
    return SURE * torch.nn.functional.one_hot(images.flatten().long(), classes)


def images_of(modes, channels: int = 3) -> torch.Tensor:
    """One-pixel stacks of the modes with these numbers."""
    numerals = [[mode // 10**place % 10 for place in reversed(range(channels))] for mode in modes]
    return torch.tensor(numerals, dtype=torch.float32).reshape(-1, channels, 1, 1)


# What it counts.


def test_some_modes_alike_give_the_oracles_divergence(oracle):
    case = oracle("uniform_1000_kl")
    for m, expected in zip(case["input"]["m"], case["expected"], strict=True):
        found = stacked_coverage(images_of(list(range(m)) * 3), read_pixel)
        assert found.captured == m and found.reverse_kl == pytest.approx(expected, abs=case["abs_tol"])


def test_a_mode_is_the_number_that_its_digits_spell():
    found = stacked_coverage(images_of([307, 42, 307, 999, 0]), read_pixel)
    assert np.flatnonzero(found.counts).tolist() == [0, 42, 307, 999] and found.counts[307] == 2
    assert found.counts.shape == (1000,) and found.counts.dtype == np.int64 and found.captured == 4
    assert found.confidence == pytest.approx(1)


@given(SEEDS, st.integers(1, 3), st.integers(1, 4), st.integers(1, 20), st.integers(1, 7))
def test_coverage_is_that_of_a_plain_loop(seed, channels, classes, n, batch_size):
    random = np.random.default_rng(seed)
    images = torch.tensor(random.integers(0, 5, (n, channels, 1, 1)), dtype=torch.float32)
    table = torch.tensor(random.normal(size=(5, classes)))
    modes = list(itertools.product(range(classes), repeat=channels))
    counts, chances = [0] * len(modes), []
    for image in images.int().flatten(1).tolist():
        counts[modes.index(tuple(int(table[value].argmax()) for value in image))] += 1
        chances += [float(table[value].exp().max() / table[value].exp().sum()) for value in image]
    found = stacked_coverage(images, lambda part: table[part.flatten().long()], batch_size=batch_size)
    assert found.counts.tolist() == counts and found.captured == sum(count > 0 for count in counts)
    assert type(found.captured) is int and type(found.reverse_kl) is float and type(found.confidence) is float
    assert found.reverse_kl == pytest.approx(reverse_kl(counts)) and found.confidence == pytest.approx(np.mean(chances))


def test_the_judge_sees_each_channel_alone_and_at_most_a_batch_at_once():
    seen = []

    def judge(images):
        seen.append(images.clone())
        return torch.zeros(len(images), 10)

    images = torch.arange(5 * 3 * 2 * 4, dtype=torch.float32).reshape(5, 3, 2, 4)
    found = stacked_coverage(images, judge, batch_size=2)
    assert [tuple(part.shape) for part in seen] == [(6, 1, 2, 4), (6, 1, 2, 4), (3, 1, 2, 4)]
    assert torch.equal(torch.cat(seen).reshape(images.shape), images)
    assert found.confidence == pytest.approx(0.1)


def test_nothing_is_kept_for_a_gradient():
    weight = torch.ones(1, requires_grad=True)
    found = stacked_coverage(images_of([1, 2]), lambda part: weight * read_pixel(part))
    assert type(found.confidence) is float and weight.grad is None


# Real stacks.


@pytest.fixture(scope="module")
def judged():
    """The 2,000 test digits that ship, what the judge takes them for, and the probability of that."""
    images, _ = digits.load("test")
    with torch.no_grad():
        chances, choice = pretrained.load("digit-classifier")(images).double().softmax(1).max(1)
    return images, choice, chances


def test_of_real_stacks_it_says_what_the_judge_says_of_their_digits(judged):
    images, choice, chances = judged
    chosen = torch.randint(2000, (60, 3), generator=torch.Generator().manual_seed(0))
    found = stacked_coverage(images[:, 0][chosen], pretrained.load("digit-classifier"), batch_size=25)
    numbers = choice[chosen] @ torch.tensor([100, 10, 1])
    assert found.counts.tolist() == torch.bincount(numbers, minlength=1000).tolist()
    assert found.confidence == pytest.approx(float(chances[chosen].mean()), abs=1e-4)


def test_real_stacks_of_25600_cover_all_modes_nearly_evenly(judged):
    """The judge sees channels alone (test above), so what it said of each digit stands for it here: a pixel a digit.

    Of a divergence of 0.03, 0.02 is chance: 999 degrees of freedom, over two and over the number of samples.
    """
    _, choice, _ = judged
    shares = torch.bincount(choice, minlength=10).double() / len(choice)
    table = torch.einsum("a,b,c->abc", shares, shares, shares).flatten().numpy()
    assert expected_captured(table, 25_600) == pytest.approx(1000, abs=1e-4)
    chosen = torch.randint(2000, (25_600, 3), generator=torch.Generator().manual_seed(1))
    found = stacked_coverage(choice[chosen].float()[:, :, None, None], read_pixel, batch_size=25_600)
    assert found.captured == 1000
    uneven = float((table * np.log(table * 1000)).sum())
    chance = 999 / (2 * 25_600)
    assert found.reverse_kl == pytest.approx(uneven + chance, abs=5 * math.sqrt(999 / 2) / 25_600 + 0.005)


def test_few_samples_cannot_cover_all_modes():
    """Of the sample's size alone: a thousand uniform draws miss 368 modes in the mean, 1000 (1 - 1/1000)^1000."""
    uniform = np.full(1000, 1e-3)
    draws = [np.random.default_rng(seed).integers(0, 1000, 1000) for seed in range(200)]
    mean = np.mean([len(np.unique(draw)) for draw in draws])
    assert expected_captured(uniform, 1000) == pytest.approx(1000 - 367.7, abs=0.1)
    assert mean == pytest.approx(expected_captured(uniform, 1000), abs=5 * 10 / math.sqrt(200))
    assert expected_captured(uniform, 1) == pytest.approx(1) and expected_captured([1.0, 0.0], 50) == 1


# What it refuses.


@pytest.mark.parametrize(
    "bad, complaint",
    [
        (torch.zeros(3, 32, 32), r"shape \(N, C, H, W\).*not \(3, 32, 32\)"),
        (torch.zeros(0, 3, 2, 2), r"not \(0, 3, 2, 2\)"),
        (torch.zeros(2, 0, 2, 2), r"not \(2, 0, 2, 2\)"),
        (np.zeros((2, 3, 2, 2)), "not ndarray"),
        (torch.full((2, 3, 1, 1), math.nan), "finite"),
        (torch.tensor([0.0, math.inf]).reshape(1, 2, 1, 1), "finite"),
    ],
)
def test_bad_images_are_named(bad, complaint):
    with pytest.raises(ValueError, match=f"^images .*{complaint}"):
        stacked_coverage(bad, read_pixel)


@pytest.mark.parametrize(
    "logits, complaint",
    [
        (torch.zeros(5, 10), r"\(6, K\) for 6 images, not \(5, 10\)"),
        (torch.zeros(6), r"not \(6,\)"),
        (torch.zeros(6, 0), r"not \(6, 0\)"),
        (None, "not NoneType"),
        (torch.full((6, 10), math.nan), "NaN"),
        (torch.full((6, 10), math.inf), "infinity"),
    ],
)
def test_a_bad_judge_is_named(logits, complaint):
    with pytest.raises(ValueError, match=f"^classify .*{complaint}"):
        stacked_coverage(torch.zeros(2, 3, 1, 1), lambda images: logits)


@pytest.mark.parametrize("batch_size", [0, -1, 2.5, "3", True])
def test_a_bad_batch_size_is_named(batch_size):
    with pytest.raises(ValueError, match="^batch_size "):
        stacked_coverage(images_of([1]), read_pixel, batch_size=batch_size)


@pytest.mark.parametrize("shares", [[0.5, 0.6], [1.5, -0.5], [math.nan, 1.0], [[0.5, 0.5]], []])
def test_shares_that_are_no_distribution_are_refused(shares):
    with pytest.raises(ValueError, match="^shares "):
        expected_captured(shares, 10)


@pytest.mark.parametrize("samples", [0, 1.5, None])
def test_a_bad_number_of_samples_is_named(samples):
    with pytest.raises(ValueError, match="^samples "):
        expected_captured([1.0], samples)


# What was measured, and what ships of it.


def shipped_run(name: str) -> tuple[dict, dict]:
    """The kept run whose weights ship, and what was seen of it at the step at which they were taken."""
    results = experiments.read("collapse-digits")
    run = results["methods"][name]["runs"][results["shipped"]["seed"]]
    (seen,) = (seen for seen in run["seen"] if seen["step"] == results["shipped"]["step"])
    return run, seen


@pytest.fixture(scope="module")
def samples():
    """2,000 images of the healthy generator and of the collapsed one, from the latent points of their experiment."""
    made = {}
    for name in ("healthy", "collapsed"):
        z = torch.randn(2000, 64, generator=torch.Generator().manual_seed(1000 + shipped_run(name)[0]["seed"]))
        with torch.no_grad():
            made[name] = pretrained.load(f"dcgan-digits-{name}")(z)
    return made


def mean_distance(images: torch.Tensor) -> float:
    flat = images[:500].flatten(1).double()
    return float(torch.cdist(flat, flat).sum()) / (len(flat) * (len(flat) - 1))


@pytest.mark.parametrize("name", ["healthy", "collapsed"])
def test_the_shipped_generators_give_what_was_seen_in_training(name, samples):
    """Their weights are rounded to float16, so a few images near a border between digits may change sides."""
    run, seen = shipped_run(name)
    with torch.no_grad():
        choice = pretrained.load("digit-classifier")(samples[name]).argmax(1)
    counts = torch.bincount(choice, minlength=10).tolist()
    assert sum(abs(new - old) for new, old in zip(counts, seen["counts"], strict=True)) <= 40
    assert mean_distance(samples[name]) == pytest.approx(seen["distance"], rel=0.05)
    card = pretrained.card(f"dcgan-digits-{name}")
    assert (card["seed"], card["steps"]) == (run["seed"], seen["step"])
    assert (pretrained.FOLDER / f"dcgan-digits-{name}.safetensors").stat().st_size < 300_000


def test_one_is_collapsed_and_the_other_is_not(samples):
    real, _ = digits.load("test")
    assert mean_distance(samples["collapsed"]) < 0.25 * mean_distance(real)
    assert mean_distance(samples["healthy"]) > 0.9 * mean_distance(real)
    assert max(shipped_run("collapsed")[1]["counts"]) > 0.99 * 2000
    assert min(shipped_run("healthy")[1]["counts"]) > 0.02 * 2000


def test_the_two_differ_by_one_change():
    healthy, collapsed = (experiments.read("collapse-digits")["methods"][name] for name in ("healthy", "collapsed"))
    changed = {key for key in healthy["training"] if healthy["training"][key] != collapsed["training"][key]}
    assert changed == {"lr_d"} and healthy["discriminator"] == collapsed["discriminator"]
    assert [run["generator_seed"] for run in healthy["runs"]] == [run["generator_seed"] for run in collapsed["runs"]]


def test_what_was_seen_of_digits_fits_together():
    results = experiments.read("collapse-digits")
    for method in results["methods"].values():
        for run in method["runs"]:
            assert run["seen"][-1]["step"] == method["training"]["steps"]
            for seen in run["seen"]:
                shares = np.array([count for count in seen["counts"] if count]) / results["samples"]
                assert sum(seen["counts"]) == results["samples"]
                assert seen["entropy"] == pytest.approx(-float((shares * np.log(shares)).sum()), abs=1e-4)
                assert seen["effective_classes"] == pytest.approx(math.exp(seen["entropy"]), abs=2e-3)


def test_ratios_of_the_rates_begin_with_the_pair_that_ships():
    """The healthy and the collapsed training were run again, by another command."""
    runs = experiments.read("digit-rates")["runs"]
    for name, lr_d in (("healthy", 2e-4), ("collapsed", 5e-5)):
        before = experiments.read("collapse-digits")["methods"][name]["runs"]
        again = [run for run in runs if (run["lr"], run["lr_d"]) == (2e-3, lr_d)]
        for old, new in zip(before, again, strict=True):
            for one, other in zip(old["seen"], new["seen"], strict=True):
                assert one == {key: other[key] for key in one}


def test_what_was_seen_of_stacks_fits_together():
    results = experiments.read("stacked-digits")
    real, noise = results["baselines"]["real test stacks"], results["baselines"]["uniform noise"]
    assert real["modes"] == 1000 == round(real["expected_modes"]) and real["kl"] < 0.05
    assert noise["modes"] == 1 and noise["kl"] == pytest.approx(math.log(1000), abs=1e-3)
    assert noise["confidence"] > 0.99  # a judge that is sure of itself proves nothing
    for method in results["methods"].values():
        for run in method["runs"]:
            assert run["seen"][-1]["step"] == run["steps"] == results["training"]["steps"]
            for seen in run["seen"]:
                assert sum(seen["digit_shares"]) == pytest.approx(1, abs=1e-3)
                assert math.log(1000 / seen["modes"]) - 1e-3 <= seen["kl"]  # the least for so many modes: all alike
