"""What chapter 5 states, against computation, against what its cells printed, and against the results that ship."""

import math

import numpy as np
import pytest

from gan_utils import experiments, pretrained
from gan_utils.data import digits
from gan_utils.metrics.features import probabilities
from gan_utils.metrics.human import binomial_test
from gan_utils.metrics.inception import inception_score

from ..chapters import numbers_after, says

CHAPTER = "05_evaluation"
TABLE = experiments.read("evaluation")["rows"]
LOWER_IS_BETTER = {"fid", "kid", "rater"}
SCORES = ("inception_score", "fid", "kid", "precision", "recall", "density", "coverage", "rater")


def mean(row, score):
    return float(np.mean(TABLE[row][score]))


def verdict(row, score):
    """As the text defines it: all five worse than all of the perfect generator's, all better, or neither."""
    pairs = [(a, b) for a in TABLE[row][score] for b in TABLE["perfect"][score]]
    worse, better = all(a < b for a, b in pairs), all(a > b for a, b in pairs)
    if score in LOWER_IS_BETTER:
        worse, better = better, worse
    return "noticed" if worse else "rewarded" if better else "not"


def noticed_by(row):
    return {score for score in SCORES if verdict(row, score) == "noticed"}


def rewarded_by(row):
    return {score for score in SCORES if verdict(row, score) == "rewarded"}


def test_mturk_and_fourteen_of_twenty(printed):
    says(CHAPTER, "Fourteen right answers of twenty, 70 %, still go with guessing; it takes fifteen.")
    says(CHAPTER, "of surveys in which all only guess, about three in a hundred end at least as far from half as 1,048")
    assert binomial_test(15, 20) < 0.05 < binomial_test(14, 20)
    assert round(100 * binomial_test(1048, 2000)) == 3 and 1048 / 2000 == 0.524
    assert numbers_after("1,048 of 2,000", printed)[-1] == pytest.approx(binomial_test(1048, 2000), abs=1e-4)


def at_least_as_far(right, total):
    """How often guessing ends at least so far from half, summed over the counts."""
    far = abs(right - total / 2)
    return sum(math.comb(total, k) for k in range(total + 1) if abs(k - total / 2) >= far) / 2**total


def test_what_the_p_value_is_the_probability_of():
    """Not of this count, which is rare in itself, but of all that are as far off."""
    assert at_least_as_far(1048, 2000) == pytest.approx(binomial_test(1048, 2000), rel=1e-6)
    assert math.comb(2000, 1048) / 2**2000 < 0.002
    says(CHAPTER, "with 2,000 votes that guess it does so in 4.7 %")
    size = sum(math.comb(2000, k) for k in range(2001) if binomial_test(k, 2000) < 0.05) / 2**2000
    assert size == pytest.approx(0.0466, abs=1e-4)


def test_raters_who_differ_give_false_alarms(printed):
    says(CHAPTER, "A test at the 5 % level should cry wolf in 5 % of them at most")
    surveys = printed[printed.index("raters differ by  p below 0.05") :]
    rows = [numbers_after(f"{spread}  ", surveys) for spread in ("0.00", "0.05", "0.10", "0.20")]
    alarms, as_far = zip(*rows)
    assert alarms[0] == pytest.approx(4.66, abs=0.4)  # within chance of the exact size: three standard errors
    assert list(alarms) == sorted(alarms) and list(as_far) == sorted(as_far)
    says(CHAPTER, "suffice for three times as many false alarms")
    assert 2.8 < alarms[1] / alarms[0] < 3.7
    says(CHAPTER, "one survey in eight of people who cannot tell ends as far from half")
    assert as_far[1] == pytest.approx(100 / 8, abs=1)


def test_the_score_by_hand_is_the_packages(printed):
    assert numbers_after("exp of the difference", printed) == numbers_after("metrics.inception_score", printed)


def test_the_score_rises_with_training_and_a_collapse_gets_one(printed):
    says(CHAPTER, "the collapsed generator gets 1, and the MLP GAN lies a little below the DCGAN of three epochs")
    ages = [numbers_after(f"DCGAN, {age} ", printed)[0] for age in ("1 epoch", "3 epochs", "10 epochs", "30 epochs")]
    real, mlp, collapsed = (
        numbers_after(name, printed)[0] for name in ("real digits, held out", "MLP GAN", "collapsed DCGAN")
    )
    assert ages == sorted(ages) and ages[-1] < real and collapsed == pytest.approx(1, abs=5e-3)
    assert ages[1] - 0.7 < mlp < ages[1]


def test_ten_images_are_enough_and_five_digits_are_five_points(printed):
    says(CHAPTER, "Ten different images in all, and the score is hardly lower than that of real digits.")
    says(CHAPTER, "one image that the classifier is unsure of costs up to a point or more")
    by_draw = TABLE["one image a digit"]["inception_score"]
    assert max(by_draw) > mean("perfect", "inception_score") > min(by_draw) + 1
    says(CHAPTER, "each of the five digits that are left is worth one point")
    ten, five = (numbers_after(name, printed)[-1] for name in ("one image a digit, repeated", "five digits missing"))
    of_real = inception_score(probabilities(digits.load("test")[0], pretrained.load("digit-classifier")), splits=1)[0]
    assert of_real - 0.15 < ten < of_real and five == pytest.approx(5, abs=0.1)
    assert inception_score(np.eye(10)[:5].repeat(100, axis=0), splits=1)[0] == pytest.approx(5)


def test_climbed_noise_and_the_pleaser(printed):
    says(CHAPTER, "from 5 to about 7, as much as two more epochs of honest training")
    noise, (climbed, by_second) = numbers_after("noise      IS", printed), numbers_after("climbed    IS", printed)
    assert noise[0] < 1.01 and climbed > 9.99 and by_second < 2
    before, after = numbers_after("before           IS", printed), numbers_after("after 60 steps   IS", printed)
    assert before[0] == pytest.approx(5, abs=0.1) and after[0] == pytest.approx(7, abs=0.3)
    assert after[0] == pytest.approx(mean("DCGAN, 3 epochs", "inception_score"), abs=0.3)
    assert after[1] - before[1] < (after[0] - before[0]) / 2


def test_the_long_way_of_pleasing():
    says(CHAPTER, "After 800 steps it scores 9.0, more than the DCGAN of thirty epochs ever does, with scribbles.")
    says(CHAPTER, "For the first hundred steps even the FID, which the next section builds, improves a little; then it")
    course = experiments.read("evaluation")["course"]
    assert course[-1]["step"] == 800 and round(course[-1]["inception_score"], 1) == 9.0
    assert min(TABLE["fine-tuned DCGAN"]["inception_score"]) > max(TABLE["DCGAN, 30 epochs"]["inception_score"])
    distances = [seen["fid"] for seen in course]
    assert 0.7 * distances[0] < distances[1] < distances[0] and distances[-1] > 2 * distances[1]
    others = [seen["inception_score_other"] for seen in course]
    assert others[0] + 1 < others[-1] < course[-1]["inception_score"] - 1  # less impressed, and yet not immune


def test_splits_and_classifiers_matter(printed):
    says(CHAPTER, "With twenty samples in a split the score is more than a point and a half lower")
    says(CHAPTER, "its scores are lower by up to a point")
    twenty, ten_thousand = numbers_after("twenty samples in a split, and ten thousand:", printed)
    assert 1.5 < ten_thousand - twenty < 2
    gaps = numbers_after("second less first:", printed)
    assert 0.7 < max(-gap for gap in gaps) < 1.3 and all(gap < 0.1 for gap in gaps)
    says(CHAPTER, "The second classifier errs several times as often as the first, is less often sure")
    first, second = (100 - numbers_after(name, printed)[0] for name in ("the classifier reads", "the second     reads"))
    assert 2.5 * first < second < 5


def test_who_noticed():
    """The findings below the table."""
    says(CHAPTER, "makes five values all worse in one comparison of 252, and all better in another one")
    says(CHAPTER, "so of the 136 comparisons in this table about one may be a fluke")
    assert math.comb(10, 5) == 252 and (len(TABLE) - 1) * len(SCORES) == 136
    assert set(TABLE["perfect"]) >= set(SCORES) and all(len(TABLE[row]["fid"]) == 5 for row in TABLE)
    says(CHAPTER, "It has nothing against ten images of each digit, against one, against copies, or against a shift.")
    for row in ("ten images a digit", "one image a digit", "copyist", "shift, 2 pixels"):
        assert verdict(row, "inception_score") != "noticed"
    says(CHAPTER, "The best mark of the table goes to noise.")
    assert max(TABLE, key=lambda row: mean(row, "inception_score")) == "climbed noise"
    says(CHAPTER, "**FID and KID** notice all but the copyist, whom both *reward*.")
    for score in ("fid", "kid"):
        assert all(verdict(row, score) == "noticed" for row in TABLE if row not in ("perfect", "copyist"))
        assert verdict("copyist", score) == "rewarded"
        assert mean("shift, 2 pixels", score) > mean("noise, 0.3", score)
        assert mean("blur, 1 pixel", score) > mean("one image a digit", score)
    says(CHAPTER, "none of the rows with digits or images missing is noticed by either")
    missing = [row for row in TABLE if row.endswith(("missing", "a digit"))]
    assert len(missing) == 5
    for row in missing:
        assert not noticed_by(row) & {"precision", "density"} and noticed_by(row) >= {"recall", "coverage"}
    says(CHAPTER, "**The copyist** is noticed by nobody, and rewarded by five of seven")
    assert not noticed_by("copyist") and len(rewarded_by("copyist") - {"rater"}) == 5
    says(CHAPTER, "5,000 of these are 2.3 away from test digits at random, by FID, and other test digits 1.3")
    references = experiments.read("evaluation")["references"]
    of_training, of_test = (
        references[name]["test digits, at random"] for name in ("other training digits", "other test digits, at random")
    )
    assert (round(of_training, 1), round(of_test, 1)) == (2.3, 1.3)


def test_the_rater():
    says(CHAPTER, "from 1,250 examples of each it has not learned the difference")
    says(CHAPTER, "It cannot tell the DCGAN of thirty epochs from real digits any better than it can tell")
    says(CHAPTER, "FID and precision see it plainly.")
    assert verdict("DCGAN, 30 epochs", "rater") == "not"
    assert {"fid", "precision"} <= noticed_by("DCGAN, 30 epochs")
    for row in ("blur, 1 pixel", "noise, 0.3", "ten images a digit", "one image a digit"):
        assert mean(row, "rater") > 0.95
    assert verdict("copyist", "rater") == "not"


def test_the_faces():
    says(CHAPTER, "has a precision of two thirds and a recall of four fifths")
    says(CHAPTER, "By FID blurred drawings are no worse than the DCGAN, by KID they are nearly three times as far away")
    says(CHAPTER, "faces without hats, every one of them perfect, are by far the worst by both")
    rows = {
        name: {score: float(np.mean(values)) for score, values in row.items()}
        for name, row in experiments.read("evaluation")["faces"].items()
    }
    gan, blurred, hats = (rows[name] for name in ("DCGAN, 12 epochs", "blur, 1 pixel", "without hats"))
    assert gan["precision"] == pytest.approx(2 / 3, abs=0.05) and gan["recall"] == pytest.approx(0.8, abs=0.03)
    assert blurred["fid"] < gan["fid"] and 2.5 < blurred["kid"] / gan["kid"] < 3
    for score in ("fid", "kid"):
        assert hats[score] > 3 * max(gan[score], blurred[score])
    assert hats["precision"] == pytest.approx(rows["drawn, other faces"]["precision"], abs=0.01)
    says(CHAPTER, "their recall, 0.78, fits what is missing")
    says(CHAPTER, "blurred faces have 0.80 with the same precision of 0.97")
    says(CHAPTER, "Coverage tells the two apart, 0.79 and 0.94.")
    for scores, found in ((hats, (0.97, 0.78, 0.79)), (blurred, (0.97, 0.80, 0.94))):
        assert tuple(round(scores[name], 2) for name in ("precision", "recall", "coverage")) == found


def test_k_means_beats_the_data(printed):
    says(CHAPTER, "500 averages of 2,000 images against all of these (about 180 to 150)")
    says(CHAPTER, "2,000 averages of 10,000 images against all ten thousand (about 250 to 225)")
    says(CHAPTER, "by 70 from 2,000 images to 10,000")
    rows = printed[printed.index("samples  width  log-likelihood") :]
    names = (
        "2,000 training images  ",
        "500 centres of these",
        "10,000 training images",
        "2,000 centres of these",
        "2,000 of DCGAN, 30 epochs",
        "2,000 of MLP GAN",
    )
    found = [numbers_after(name, rows)[-3:] for name in names]
    (few, _, _), (of_few, _, _), (many, _, _), (of_many, _, _), (late, _, _), (mlp, _, _) = found
    assert (few, of_few, many, of_many) == pytest.approx((150, 180, 225, 250), abs=7)
    assert mlp < late < few and many - few == pytest.approx(70, abs=8)
    says(CHAPTER, "an average of several digits is *nearer* than the digits themselves: the last column says so")
    assert found[1][2] < found[0][2] and found[3][2] < found[2][2]


def test_the_classifier_is_as_good_as_said():
    says(CHAPTER, "right on 99.3 % of MNIST's test images, all 10,000 of them")
    assert pretrained.card("digit-classifier")["scores"]["test_accuracy"] == 0.993
