"""What chapter 5 says that one finds in its figures."""

import math

import numpy as np
import pytest

from gan_utils import experiments, pretrained
from gan_utils.data import digits
from gan_utils.widgets import FrechetByHand, InceptionScoreByHand, ScoreBreaker
from gan_utils.widgets.inception_score_by_hand.widget import PRESETS

from ..chapters import says

CHAPTER = "05_evaluation"
TABLE = experiments.read("evaluation")["rows"]


def mean(row, score):
    return float(np.mean(TABLE[row][score]))


def test_what_a_network_in_a_persons_place_told_apart():
    says(CHAPTER, "told the images of one epoch from real ones every time, and those of thirty in 51 % of the cases")
    assert mean("DCGAN, 1 epoch", "rater") == 1 and round(mean("DCGAN, 30 epochs", "rater"), 2) == 0.51
    says(CHAPTER, "twenty answers move it by eleven points of a hundred by chance alone")
    assert round(100 * math.sqrt(0.25 / 20)) == 11


def test_the_inception_score_by_hand():
    scores = {name: InceptionScoreByHand(probabilities=rows).score() for name, rows in PRESETS.items()}
    for name in scores:
        says(CHAPTER, f"*{name}*")
    says(CHAPTER, "**1 both times.**")
    assert scores["sure, all the same"] == pytest.approx(1) == scores["never sure"]
    says(CHAPTER, "One point, from 4 to 3")
    assert (scores["sure and varied"], scores["one class missing"]) == pytest.approx((4, 3))


def test_the_frechet_distance_of_equal_gaussians_and_of_other_shapes():
    says(CHAPTER, "of 20 samples each 0.26 on average, of 300 only 0.028, of 2,000 no more than 0.004")
    first = FrechetByHand()
    same = {f"generated_{part}": getattr(first, f"real_{part}") for part in ("mean", "stds", "angle")}
    found = []
    for count in (20, 300, 2000):
        equal = FrechetByHand(count=count, **same)
        assert equal.distance() == pytest.approx(0, abs=1e-9)
        found.append(float(np.mean(equal.estimates())))
    assert [round(value, digits) for value, digits in zip(found, (2, 3, 3))] == [0.26, 0.028, 0.004]
    says(CHAPTER, "it knows the mean and the covariance, and these shapes have the same")
    shapes = FrechetByHand.class_traits()["shape"].values
    assert len({round(FrechetByHand(shape=shape).distance(), 9) for shape in shapes}) == 1


@pytest.fixture(scope="module")
def breaker():
    """The chapter's figure, whose generator starts perfect: ``breaker(blur=1)`` says who notices and who rewards."""
    images, labels = digits.load("test")
    classifier = pretrained.load("digit-classifier")
    card = ScoreBreaker(images[:500], images[500:1500], classifier, labels[500:1500])
    perfect = {"blur": 0, "noise": 0, "shift": 0, "drop": 0, "variety": 1, "memorise": 0, "seed": 0}

    def verdicts(**ways):
        card.set_trait("seed", 0)
        for name, value in (perfect | ways).items():
            card.set_trait(name, value)
        return card.verdicts()

    return verdicts


def those(verdicts, what):
    return {name for name, verdict in verdicts.items() if verdict == what}


@pytest.mark.slow
def test_who_notices_in_the_figure(breaker):
    says(CHAPTER, "of the draws 0 to 5 the score rewards four and notices two, and density notices three")
    draws = [breaker(variety=0, seed=seed) for seed in range(6)]
    assert [draw["is"] for draw in draws].count("rewarded") == 4 and [d["is"] for d in draws].count("noticed") == 2
    assert [draw["density"] for draw in draws].count("noticed") == 3
    for draw in draws:
        assert those(draw, "noticed") >= {"fid", "kid", "recall", "coverage"} and draw["precision"] == "rewarded"
    says(CHAPTER, "which rewards it in the draws 0 to 8 (in draw 9 it complains)")
    assert [breaker(variety=0, seed=seed)["precision"] for seed in (6, 7, 8, 9)] == ["rewarded"] * 3 + ["noticed"]
    says(CHAPTER, "None. FID, precision and recall reward it, and the others find nothing.")
    copied = breaker(memorise=1)
    assert those(copied, "rewarded") == {"fid", "precision", "recall"} and not those(copied, "noticed")
    says(CHAPTER, "At one pixel FID, recall, density and coverage notice, at two pixels KID and precision as well.")
    assert those(breaker(shift=1), "noticed") == {"fid", "recall", "density", "coverage"}
    assert those(breaker(shift=2), "noticed") == {"fid", "recall", "density", "coverage", "kid", "precision"}
    assert breaker(shift=3)["is"] == "noticed"
    says(CHAPTER, "**The Inception Score, FID, KID, recall and coverage.**")
    assert those(breaker(drop=5), "noticed") == {"is", "fid", "kid", "recall", "coverage"}


@pytest.mark.slow
def test_who_is_the_first_to_complain_of_blur(breaker):
    says(CHAPTER, "Recall, FID and KID, at 0.4 to 0.5 pixels by the draw.")
    for seed in (0, 1):
        assert not those(breaker(blur=0.3, seed=seed), "noticed")
        assert those(breaker(blur=0.4, seed=seed), "noticed") <= {"recall", "kid", "fid"}
        assert those(breaker(blur=0.5, seed=seed), "noticed") >= {"recall", "kid", "fid"}
    says(CHAPTER, "Density *rewards* so little blur")
    assert breaker(blur=0.4)["density"] == "rewarded"
    says(CHAPTER, "it still says nothing at 0.8")
    assert breaker(blur=0.8)["precision"] == "not" and len(those(breaker(blur=1), "noticed")) == 7


def test_what_costs_much_and_is_hardly_seen():
    says(CHAPTER, "In the big table that costs 24.3 and 19.0, where the perfect generator has 1.6.")
    found = [round(mean(row, "fid"), 1) for row in ("shift, 2 pixels", "one digit missing", "perfect")]
    assert found == [24.3, 19.0, 1.6]
