"""What chapter 5 states of scores that compare features: FID, KID, precision and recall, density and coverage."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from gan_utils import experiments
from gan_utils.metrics.frechet import frechet_distance

from ..chapters import numbers_after, says

CHAPTER = "05_evaluation"


def test_the_distance_is_a_squared_wasserstein_2_distance():
    """Carrying sorted points to sorted points costs the square of the way: chapter 2's W1 is another number."""
    says(CHAPTER, "There a way of length $s$ cost $s$, which is $W_1$; here it costs $s^2$, and $d$ is $W_2$.")
    shares = (np.arange(200_000) + 0.5) / 200_000
    first = np.array([NormalDist(0, 1).inv_cdf(share) for share in shares])
    way = np.abs(3 + 2 * first - first)
    distance = frechet_distance(np.zeros(1), np.eye(1), np.array([3.0]), 4 * np.eye(1))
    assert distance == pytest.approx((way**2).mean(), rel=1e-3) and distance > 2 * way.mean() > 2 * 3


def test_the_distance_of_two_gaussians_to_be_predicted():
    says(CHAPTER, "one twice as wide as the other in each direction, with $\\sigma = 0.5$ and $1$")
    assert frechet_distance(np.zeros(2), np.eye(2) / 4, np.zeros(2), np.eye(2)) == pytest.approx(0.5)
    says(CHAPTER, "Coverage is 0.87 at best here")
    among = [(5000 - i) / (2500 + 5000 - i) for i in range(1, 6)]
    assert 1 - np.prod(among) == pytest.approx(0.87, abs=0.005)
    says(CHAPTER, "a matrix with 8,256 different numbers")
    assert 128 * 129 // 2 == 8256


def test_fid_puts_the_ages_in_order_and_real_digits_are_not_at_zero(printed):
    says(CHAPTER, "It puts the ages in order and is not taken in by either trick of the last section.")
    fids = {
        name: numbers_after(name, printed, which)[-1]
        for name, which in (
            ("DCGAN, 1 epoch ", 1),
            ("DCGAN, 3 epochs", 1),
            ("DCGAN, 10 epochs", 1),
            ("DCGAN, 30 epochs", 1),
            ("one image a digit  ", 0),
            ("climbed noise  ", 0),
            ("other real digits  ", 0),
        )
    }
    ages = list(fids.values())[:4]
    assert ages == sorted(ages, reverse=True) and fids["other real digits  "] > 1
    assert min(fids["one image a digit  "], fids["climbed noise  "]) > ages[0]


def test_the_bias_and_where_the_line_ends(printed):
    says(CHAPTER, "With 500 images on each side, real digits are 9.9 away from real digits; with 5,000 they are 0.9")
    says(CHAPTER, "a DCGAN of ten epochs judged with 5,000 samples (8.8) beats *real digits* judged with 500")
    found = {}
    for name in ("other real digits", "DCGAN, 30 epochs", "DCGAN, 10 epochs"):
        found[name] = numbers_after(name, printed[printed.index("FID to N training digits  N = 500") :])[-3:]
    real, late, early = found.values()
    assert (real[0], real[1]) == (pytest.approx(9.9, abs=0.05), pytest.approx(0.9, abs=0.05)) and abs(real[2]) < 0.3
    assert early[1] == pytest.approx(8.8, abs=0.05) and early[1] < real[0]
    assert all(a < b < c for a, b, c in zip(real, late, early))


def test_which_real_images():
    says(CHAPTER, "The two halves of the test set are 19.5 apart, more than three times as far as the DCGAN")
    says(CHAPTER, "Against the first half, *real* training digits (8.9) are hardly better than the DCGAN (9.6).")
    table = experiments.read("evaluation")["references"]
    first, late = "test digits, the first half", table["DCGAN, 30 epochs"]
    halves = table[first]["test digits, the second half"]
    assert round(halves, 1) == 19.5 and round(late["training digits"], 1) == 5.8 and halves > 3 * 5.8
    assert round(table["other training digits"][first], 1) == 8.9 and round(late[first], 1) == 9.6


def test_made_up_features_fool_the_fid_and_nothing_else(printed):
    says(CHAPTER, "their FID is better than that of 2,000 other real digits")
    says(CHAPTER, "The made-up features have a precision of about 0.06, so here the trick fails.")
    made_up, real, gan = (
        numbers_after(f"FID of {name}", printed)[-1]
        for name in ("the made-up features", "other real digits", "DCGAN, 30 epochs")
    )
    assert made_up < real < gan
    assert numbers_after("features below 0:", printed, 0)[0] == pytest.approx(33, abs=3)
    assert numbers_after("features below 0:", printed, 1)[0] == 0
    says(CHAPTER, "to it they are several times as far as the DCGAN of thirty epochs")
    by_kid, gan_by_kid = (
        numbers_after(f"KID of {name}", printed)[-1] for name in ("the made-up features", "DCGAN, 30 epochs")
    )
    assert 3 < by_kid / gan_by_kid < 5
    assert numbers_after("made-up features  ", printed)[0] == pytest.approx(0.06, abs=0.01)


def test_kid_has_no_bias(printed):
    says(CHAPTER, "An unbiased estimate of 0: how often is it negative?")
    says(CHAPTER, "About half of the time: 28 of 48.")
    says(CHAPTER, "while the FID of the same sets is 4 and more on average")
    rows = printed[printed.index("Two random sets of N real digits") :]
    found = [numbers_after(f"{count:,}  ", rows) for count in (150, 300, 600, 1200)]
    assert sum(below for *_, below, _ in found) == 28
    for biased, _, unbiased, spread, below, of in found:
        assert biased > 4 and abs(unbiased) < spread and 3 <= below <= 9 and of == 12


def test_precision_and_recall_of_the_generators(printed):
    says(CHAPTER, "One real image of each digit has a precision of 1 and a recall of 0: claim A61 in two numbers.")
    says(CHAPTER, "from one epoch to three its recall leaps, while its precision even falls")
    says(CHAPTER, "from three to thirty its recall hardly moves, and its precision grows")
    says(CHAPTER, "real digits under noise keep a precision of 0.94, where clean ones have 0.95, though FID, KID")
    noisy, clean = (experiments.read("evaluation")["rows"][name] for name in ("noise, 0.3", "perfect"))
    assert (round(np.mean(noisy["precision"]), 2), round(np.mean(clean["precision"]), 2)) == (0.94, 0.95)
    assert min(noisy["fid"]) > max(clean["fid"]) and min(noisy["kid"]) > max(clean["kid"])
    assert max(noisy["recall"]) < min(clean["recall"])
    says(CHAPTER, "the MLP GAN is *more* precise than any DCGAN")
    rows = printed[printed.index("k = 5  precision  recall") :]
    found = {
        name: numbers_after(name, rows)[-4:]
        for name in (
            "one image a digit",
            "DCGAN, 1 epoch ",
            "DCGAN, 3 epochs",
            "DCGAN, 10 epochs",
            "DCGAN, 30 epochs",
            "MLP GAN",
        )
    }
    assert found["one image a digit"][:2] == [1.0, 0.0]
    one, three, thirty = found["DCGAN, 1 epoch "], found["DCGAN, 3 epochs"], found["DCGAN, 30 epochs"]
    assert three[1] > one[1] + 0.4 and three[0] < one[0]
    assert thirty[0] > three[0] + 0.1 and abs(thirty[1] - three[1]) < 0.08
    says(CHAPTER, "the MLP GAN's recall is 0.70, that of the DCGAN 0.90 and more from three epochs on")
    assert found["MLP GAN"][1] == 0.7 and min(three[1], found["DCGAN, 10 epochs"][1], thirty[1]) >= 0.9
    assert found["MLP GAN"][0] > max(values[0] for name, values in found.items() if "epoch" in name)


def test_outliers(printed):
    says(CHAPTER, "a precision of 0.44 on average, instead of 0; their density is 0.10.")
    says(CHAPTER, "give a collapsed generator a recall of 0.92; its coverage is 0.27")
    assert numbers_after("samples elsewhere ", printed)[0] == 0
    precision, _, density, _ = numbers_after("the same, five real outliers", printed)
    assert precision == pytest.approx(0.44, abs=0.01) and density == pytest.approx(0.1, abs=0.01)
    pile = numbers_after("a pile, five wild ones", printed)
    assert pile[1:4:2] == pytest.approx([0.92, 0.27], abs=0.01) and pile[2] > 5
    says(CHAPTER, "which is 0.97 for $k = 5$ and $N = M$")
    assert 1 - math.prod((2000 - i) / (4000 - i) for i in range(1, 6)) == pytest.approx(0.97, abs=5e-3)
