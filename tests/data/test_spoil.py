"""Digits spoilt on purpose: each way does what it says and nothing else, the same for the same seed."""

import inspect
import math

import numpy as np
import pytest
import torch

from gan_utils.data import digits
from gan_utils.data.spoil import DIGITS, LIMITS, chosen, copied, distorted, spoil
from gan_utils.seeded import LARGEST_SEED

IMAGES, LABELS = digits.load("test")
REFERENCE, IMAGES, NAMED = IMAGES[:60], IMAGES[60:360], LABELS[60:360]


def spoilt(**settings):
    return spoil(IMAGES, NAMED, REFERENCE, **settings)


def places(samples, images=IMAGES):
    """Where each sample stands in ``images``, which are all different; -1 where it does not."""
    same = (samples.flatten(1)[:, None] == images.flatten(1)[None]).all(2)
    return np.where(same.any(1), same.int().argmax(1), -1)


def test_a_perfect_generator_gives_each_image_once():
    assert sorted(places(spoilt())) == list(range(len(IMAGES)))
    assert len(set(places(spoilt(count=100)))) == 100
    assert np.bincount(places(spoilt(count=700))).tolist().count(3) == 100  # 300, again, and 100 a third time


def test_the_defaults_spoil_nothing():
    defaults = {name: inspect.signature(spoil).parameters[name].default for name in LIMITS}
    assert defaults == {"blur": 0, "noise": 0, "shift": 0, "drop": 0, "variety": 1, "memorise": 0}
    assert torch.equal(spoilt(**defaults), spoilt())


@pytest.mark.parametrize("settings", [{}, {"noise": 0.3}, {"drop": 4}, {"memorise": 0.5}], ids=str)
def test_the_same_seed_gives_the_same_samples_and_another_gives_others(settings):
    torch.manual_seed(1)
    np.random.seed(1)
    one = spoilt(seed=7, **settings)
    torch.manual_seed(2)
    np.random.seed(2)
    assert torch.equal(one, spoilt(seed=7, **settings))
    assert not torch.equal(one, spoilt(seed=8, **settings))
    assert torch.isfinite(spoilt(seed=LARGEST_SEED, **settings)).all()


def test_nothing_that_is_given_is_changed():
    before = IMAGES.clone(), REFERENCE.clone()
    spoilt(blur=1, noise=0.5, shift=2, drop=3, variety=0.5, memorise=0.5)
    assert torch.equal(IMAGES, before[0]) and torch.equal(REFERENCE, before[1])
    spoilt(memorise=1.0).zero_()
    spoilt().zero_()
    assert torch.equal(IMAGES, before[0]) and torch.equal(REFERENCE, before[1])


# What is done to each image.


@pytest.mark.parametrize("blur", [0.2, 0.5, 1.0, 2.35, 3.0])
def test_a_blur_is_the_sum_by_hand(blur):
    image = IMAGES[:1]
    reach = math.ceil(3 * blur)
    weights = [math.exp(-0.5 * (i / blur) ** 2) for i in range(-reach, reach + 1)]
    ink = np.pad(image[0, 0].double().numpy() + 1, reach)
    expected = np.zeros((32, 32))
    for down, first in enumerate(weights):
        for across, second in enumerate(weights):
            expected += first * second * ink[down : down + 32, across : across + 32]
    made = distorted(image, np.array([0]), blur, 0, 0, 0)
    np.testing.assert_allclose(made[0, 0], expected / sum(weights) ** 2 - 1, atol=1e-6)


def test_a_blur_spreads_ink_and_loses_none_within_the_frame():
    dot = torch.full((1, 1, 33, 33), -1.0)
    dot[..., 16, 16] = 1
    for blur in (1.0, 2.0, 3.0):
        ink = (distorted(dot, np.array([0]), blur, 0, 0, 0) + 1)[0, 0].double()
        assert float(ink.sum()) == pytest.approx(2, rel=1e-5)
        across = torch.arange(33, dtype=torch.float64) - 16
        # Cut off at three standard deviations, or just beyond.
        assert float((ink.sum(0) * across**2).sum() / 2) == pytest.approx(blur**2, rel=0.03)
    assert torch.equal(distorted(dot, np.array([0]), 0, 0, 0, 0), dot)


@pytest.mark.parametrize("shift", range(1, 7))
def test_a_shift_moves_to_the_right_and_black_comes_in(shift):
    images = torch.rand(2, 1, 32, 32, generator=torch.Generator().manual_seed(0))
    moved = distorted(images, np.arange(2), 0, 0, shift, 0)
    assert (moved[..., :shift] == -1).all() and torch.equal(moved[..., shift:], images[..., :-shift])


def test_noise_has_its_standard_deviation_and_stays_in_range():
    grey = torch.zeros(40, 1, 32, 32)
    made = distorted(grey, np.arange(40), 0, 0.2, 0, 3)
    assert float(made.mean()) == pytest.approx(0, abs=5 * 0.2 / 200)
    assert float(made.std()) == pytest.approx(0.2, rel=5 / 280)
    assert (made[0] - made[1]).abs().max() > 0.1, "each image has noise of its own"
    wild = distorted(IMAGES[:40], np.arange(40), 0, 1.0, 0, 3)
    assert wild.min() == -1 and wild.max() == 1 and wild.dtype == torch.float32


def test_an_image_keeps_its_noise_wherever_it_comes():
    made = spoilt(noise=0.5, variety=0.0)
    assert len(made.unique(dim=0)) == DIGITS
    both = distorted(IMAGES[[3, 9]], np.array([3, 9]), 0, 0.5, 0, 0)
    assert torch.equal(both[1:], distorted(IMAGES[9:10], np.array([9]), 0, 0.5, 0, 0))


# What is given.


@pytest.mark.parametrize("drop", range(10))
def test_so_many_digits_never_come_and_the_others_come_once_where_they_can(drop):
    given = chosen(NAMED, 100, drop, 1.0, 5)
    kept = set(NAMED[given].tolist())
    assert len(kept) <= DIGITS - drop
    there = sum(int((digit == NAMED).sum()) for digit in kept)
    assert len(set(given.tolist())) == min(100, there)
    if drop:
        fewer = chosen(NAMED, 100, drop - 1, 1.0, 5)
        assert kept < set(NAMED[fewer].tolist()), "one more digit is gone, and none has come back"
    whole = chosen(NAMED, 100, 0, 1.0, 5)
    stays = np.isin(NAMED[whole], list(kept))
    np.testing.assert_array_equal(given[stays], whole[stays], "what need not change stays")


@pytest.mark.parametrize("variety", [0.0, 0.1, 0.5, 0.99, 1.0])
def test_each_digit_keeps_its_share_of_images_and_comes_as_often_as_before(variety):
    whole, given = chosen(NAMED, 200, 0, 1.0, 2), chosen(NAMED, 200, 0, variety, 2)
    np.testing.assert_array_equal(NAMED[given], NAMED[whole])
    for digit in range(DIGITS):
        before, after = whole[NAMED[whole] == digit], given[NAMED[given] == digit]
        assert len(set(after)) == max(1, math.ceil(variety * len(set(before))))
        counts = np.unique(after, return_counts=True)[1]
        assert counts.max() - counts.min() <= 1, "they take turns"


@pytest.mark.parametrize("memorise", [0.0, 0.25, 0.5, 1.0])
def test_copies_are_exact_and_each_of_another_image(memorise):
    made = spoilt(memorise=memorise, blur=1.0, count=60)
    copies = places(made, REFERENCE)
    assert (copies >= 0).sum() == round(60 * memorise) == len(copied(60, memorise, 0))
    np.testing.assert_array_equal(np.flatnonzero(copies >= 0), copies[copies >= 0])
    if memorise == 1:
        assert torch.equal(made, REFERENCE)


def test_more_copies_than_there_are_begin_again():
    assert torch.equal(spoilt(memorise=1.0, count=150), REFERENCE[torch.arange(150) % 60])


def test_all_at_once():
    made = spoilt(blur=0.5, noise=0.1, shift=3, drop=5, variety=0.5, memorise=0.5, count=80, seed=9)
    assert made.shape == (80, 1, 32, 32) and made.abs().max() <= 1
    copies = copied(80, 0.5, 9)
    rest = np.setdiff1d(np.arange(80), copies)
    assert torch.equal(made[copies], REFERENCE[torch.from_numpy(copies % 60)])
    given = chosen(NAMED, 80, 5, 0.5, 9)[rest]
    expected = distorted(IMAGES[torch.from_numpy(given)], given, 0.5, 0.1, 3, 9)
    assert torch.equal(made[torch.from_numpy(rest)], expected)


def test_colour_images_are_spoilt_channel_by_channel():
    coloured = IMAGES[:5].repeat(1, 3, 1, 1)
    made = spoil(coloured, NAMED[:5], coloured, blur=1.0, shift=1)
    grey = spoil(IMAGES[:5], NAMED[:5], IMAGES[:5], blur=1.0, shift=1)
    assert all(torch.equal(made[:, c : c + 1], grey) for c in range(3))


# Bad input.


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        *((name, value, "[0.0, 1.0]") for name in ("noise", "variety", "memorise") for value in (-0.1, 1.1, math.nan)),
        *(("blur", value, "[0.0, 3.0]") for value in (-0.1, 3.1, math.inf)),
        *((name, value, "whole number") for name in ("shift", "drop", "seed") for value in (-1, 1.5, "1", True)),
        ("shift", 7, "[0, 6]"),
        ("drop", 10, "[0, 9]"),
        ("seed", LARGEST_SEED + 1, str(LARGEST_SEED)),
        ("blur", "1", "a number"),
        ("count", 0, "at least 1"),
        ("count", 2.5, "whole number"),
    ],
)
def test_numbers_out_of_range_are_refused(name, value, allowed):
    with pytest.raises(ValueError, match=name) as caught:
        spoilt(**{name: value})
    assert allowed in str(caught.value) and repr(value) in str(caught.value)


@pytest.mark.parametrize(
    "images, labels, reference, message",
    [
        (IMAGES[0], NAMED, REFERENCE, r"images must have shape \(N, C, H, W\)"),
        ("images", NAMED, REFERENCE, "images must hold real numbers, not str"),
        (IMAGES.permute(0, 2, 3, 1), NAMED, REFERENCE, r"see images.permute\(0, 3, 1, 2\)"),
        ((IMAGES + 1) * 127.5, NAMED, REFERENCE, "divide pixels by 127.5"),
        (IMAGES[:0], NAMED[:0], REFERENCE, "none of them 0"),
        (IMAGES, NAMED, REFERENCE[:0], "reference must have shape .* none of them 0"),
        (IMAGES, NAMED, REFERENCE[..., :30], "must be alike"),
        (IMAGES * 1.5, NAMED, REFERENCE, r"images must lie in \[-1, 1\]"),
        (IMAGES, NAMED, REFERENCE * math.nan, "reference must be finite"),
        (IMAGES, NAMED[:5], REFERENCE, "300 digits"),
        (IMAGES, NAMED + 1, REFERENCE, "from 0 to 9"),
        (IMAGES, NAMED + 0.5, REFERENCE, "from 0 to 9"),
    ],
)
def test_what_is_no_set_of_images_is_refused(images, labels, reference, message):
    with pytest.raises(ValueError, match=message):
        spoil(images, labels, reference)


def test_a_drop_that_leaves_no_image_says_so():
    only = NAMED == 3
    with pytest.raises(ValueError, match="drop = 9 leaves no image"):
        for seed in range(30):
            spoil(IMAGES[only], NAMED[only], REFERENCE, drop=9, seed=seed)


@pytest.mark.parametrize(
    "as_given",
    [lambda t: t.numpy(), lambda t: t.numpy()[::-1][::-1], lambda t: t.double(), lambda t: t.clone().requires_grad_()],
)
def test_images_and_labels_come_as_any_array(as_given):
    labels = torch.as_tensor(NAMED)
    expected = spoil(IMAGES, NAMED, REFERENCE, noise=0.1, memorise=0.2)
    made = spoil(as_given(IMAGES), labels, as_given(REFERENCE), noise=0.1, memorise=0.2)
    assert torch.equal(made, expected) and not made.requires_grad


def test_pixels_a_hair_past_white_are_white():
    past = IMAGES.clone()
    past[past == 1] = 1.0000002
    past[0, 0, 0, 0] = 1.0000002
    made = spoil(past, NAMED, REFERENCE * 1.0000002)
    assert float(made.max()) <= 1
