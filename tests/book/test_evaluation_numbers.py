"""What chapter 5 states, against computation, against what its cells printed, and against the results that ship."""

import math
import re

import numpy as np
import pytest

from gan_utils import experiments, pretrained
from gan_utils.metrics.frechet import frechet_distance
from gan_utils.metrics.human import binomial_test
from gan_utils.metrics.inception import inception_score

from .test_numbers import printed_in, says

CHAPTER = "05_evaluation"
TABLE = experiments.read("evaluation")["rows"]
LOWER_IS_BETTER = {"fid", "kid", "rater"}
SCORES = ("inception_score", "fid", "kid", "precision", "recall", "density", "coverage", "rater")


@pytest.fixture(scope="module")
def printed():
    return printed_in(CHAPTER)


def numbers_after(words, printed, which=0):
    """The numbers of the printed line that begins with these words, the first such line or a later one."""
    lines = re.findall(rf"^{re.escape(words)}(.*)$", printed, re.MULTILINE)
    assert len(lines) > which, f"{CHAPTER} no longer prints {words!r}"
    return [float(number.replace(",", "")) for number in re.findall(r"-?\d[\d,]*\.\d+|-?\d[\d,]*", lines[which])]


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
    says(CHAPTER, "1,048 of 2,000 would come from guessing in about three of a hundred such surveys")
    assert binomial_test(15, 20) < 0.05 < binomial_test(14, 20)
    assert round(100 * binomial_test(1048, 2000)) == 3 and 1048 / 2000 == 0.524
    assert numbers_after(" 1048 of 2000", printed)[-1] == pytest.approx(binomial_test(1048, 2000), abs=1e-4)


def test_raters_who_differ_give_false_alarms(printed):
    says(CHAPTER, "A test at the 5 % level should cry wolf in 5 % of them.")
    rates = [numbers_after(f"raters differ by {spread}:", printed)[0] for spread in ("0.00", "0.05", "0.10", "0.20")]
    assert rates[0] == pytest.approx(5, abs=1.5) and rates == sorted(rates) and rates[-1] > 50


def test_the_score_by_hand_is_the_packages(printed):
    assert numbers_after("exp of the difference", printed) == numbers_after("metrics.inception_score", printed)


def test_the_score_rises_with_training_and_a_collapse_gets_one(printed):
    says(CHAPTER, "The score rises with training, the collapsed generator gets 1, and the MLP GAN lies")
    ages = [numbers_after(f"DCGAN, {age} ", printed)[0] for age in ("1 epoch", "3 epochs", "10 epochs", "30 epochs")]
    real, mlp, collapsed = (
        numbers_after(name, printed)[0] for name in ("real digits, held out", "MLP GAN", "collapsed DCGAN")
    )
    assert ages == sorted(ages) and ages[-1] < real and collapsed == pytest.approx(1, abs=5e-3)
    assert ages[0] < mlp < ages[-1]


def test_ten_images_are_enough_and_five_digits_are_five_points(printed):
    says(CHAPTER, "Ten different images in all, and the score is as good as for real digits.")
    says(CHAPTER, "each of the five digits that are left is worth one point")
    ten, five = (
        numbers_after(name, printed)[-1] for name in ("one image a digit, repeated", "five digits missing")
    )
    assert ten >= numbers_after("real digits, held out", printed)[0] and five == pytest.approx(5, abs=0.1)
    assert inception_score(np.eye(10)[:5].repeat(100, axis=0), splits=1)[0] == pytest.approx(5)


def test_climbed_noise_and_the_pleaser(printed):
    says(CHAPTER, "Sixty steps lift a mediocre generator from 5.0 to 7.0, about as much as two more epochs")
    noise, (climbed, by_second) = numbers_after("noise      IS", printed), numbers_after("climbed    IS", printed)
    assert noise[0] < 1.01 and climbed > 9.99 and by_second < 2
    before, after = numbers_after("before           IS", printed), numbers_after("after 60 steps   IS", printed)
    assert round(before[0], 1) == 5.0 and round(after[0], 1) == 7.0
    assert after[0] == pytest.approx(mean("DCGAN, 3 epochs", "inception_score"), abs=0.15)
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


def test_splits_and_judges_matter(printed):
    says(CHAPTER, "With twenty samples in a split the score is more than a point and a half lower")
    says(CHAPTER, "its scores are lower by up to a point")
    twenty, ten_thousand = numbers_after("twenty samples in a split, and ten thousand:", printed)
    assert 1.5 < ten_thousand - twenty < 2
    gaps = numbers_after("the second judge's scores less the first's:", printed)
    assert 0.7 < max(-gap for gap in gaps) < 1.3 and all(gap < 0.1 for gap in gaps)
    assert numbers_after("the second judge reads", printed)[0] > 95


def test_the_distance_of_two_gaussians_to_be_predicted():
    says(CHAPTER, "one twice as wide as the other in each direction, with $\\sigma = 1$ and $2$")
    assert frechet_distance(np.zeros(2), np.eye(2), np.zeros(2), 4 * np.eye(2)) == pytest.approx(2)
    says(CHAPTER, "a matrix with 8,256 different numbers")
    assert 128 * 129 // 2 == 8256


def test_fid_puts_the_ages_in_order_and_real_digits_are_not_at_zero(printed):
    says(CHAPTER, "It puts the ages in order and is not taken in by either trick of the last section.")
    fids = {name: numbers_after(name, printed, which)[-1] for name, which in (
        ("DCGAN, 1 epoch ", 1), ("DCGAN, 3 epochs", 1), ("DCGAN, 10 epochs", 1), ("DCGAN, 30 epochs", 1),
        ("one image a digit  ", 0), ("climbed noise  ", 0), ("other real digits  ", 0),
    )}  # fmt: skip
    ages = list(fids.values())[:4]
    assert ages == sorted(ages, reverse=True) and fids["other real digits  "] > 1
    assert min(fids["one image a digit  "], fids["climbed noise  "]) > ages[0]


def test_the_bias_and_where_the_line_ends(printed):
    says(CHAPTER, "With 500 images on each side, real digits are 9.9 away from real digits; with 5,000 they are 0.9")
    says(CHAPTER, "a DCGAN of ten epochs judged with 5,000 samples (8.8) beats *real digits* judged with 500")
    found = {}
    for name in ("other real digits", "DCGAN, 30 epochs", "DCGAN, 10 epochs"):
        few, _, many, endless = numbers_after(f"{name:18s} FID with 500 samples", printed)
        found[name] = (few, many, endless)
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
    says(CHAPTER, "The made-up features have a precision of 0.05, so here the trick fails.")
    made_up, real, gan = numbers_after("FID of the made-up features", printed)[:3]
    assert made_up < real < gan
    assert numbers_after("features below 0:", printed, 0)[0] == pytest.approx(33, abs=3)
    assert numbers_after("features below 0:", printed, 1)[0] == 0
    by_kid, _, gan_by_kid = numbers_after("the made-up features against real ones: KID", printed)
    assert by_kid > 2 * gan_by_kid
    assert numbers_after("made-up features  ", printed)[0] == 0.05


def test_kid_has_no_bias(printed):
    for count in (150, 300, 600, 1200):
        biased, _, unbiased, spread, below, _, _ = numbers_after(f"N = {count:5d}", printed)
        assert biased > 4 and abs(unbiased) < spread and 3 <= below <= 9
    says(CHAPTER, "An unbiased estimate of 0: how often is it negative?")


def test_precision_and_recall_of_the_generators(printed):
    says(CHAPTER, "One real image of each digit has a precision of 1 and a recall of 0: claim A61 in two numbers.")
    says(CHAPTER, "between three epochs and thirty its recall hardly moves, and its precision grows")
    says(CHAPTER, "the MLP GAN is *more* precise than any DCGAN")
    rows = printed[printed.index("recall  density coverage") :]
    found = {name: numbers_after(name, rows)[-4:] for name in (
        "one image a digit", "DCGAN, 1 epoch ", "DCGAN, 3 epochs", "DCGAN, 10 epochs", "DCGAN, 30 epochs", "MLP GAN",
    )}  # fmt: skip
    assert found["one image a digit"][:2] == [1.0, 0.0]
    three, thirty = found["DCGAN, 3 epochs"], found["DCGAN, 30 epochs"]
    assert thirty[0] > three[0] + 0.1 and abs(thirty[1] - three[1]) < 0.08
    assert found["MLP GAN"][0] > max(values[0] for name, values in found.items() if "epoch" in name)


def test_outliers(printed):
    says(CHAPTER, "take the precision of samples that lie elsewhere from 0 to 1.00; the density goes to 0.20")
    says(CHAPTER, "give a collapsed generator a recall of 0.93; its coverage is 0.27")
    assert numbers_after("generated points elsewhere", printed)[0] == 0
    assert numbers_after("... and five real outliers", printed)[:2] == [1.0, 0.2]
    pile = numbers_after("collapsed, with five wild samples", printed)
    assert pile[2:] == [0.93, 0.27] and pile[1] > 5
    says(CHAPTER, "which is 0.97 for $k = 5$ and $N = M$")
    assert 1 - math.prod((2000 - i) / (4000 - i) for i in range(1, 6)) == pytest.approx(0.97, abs=5e-3)


def test_who_noticed():
    """The findings below the table."""
    says(CHAPTER, "chance alone does either in one comparison of 252")
    assert math.comb(10, 5) == 252
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
    missing = [row for row in TABLE if row.endswith("missing") or row.endswith("a digit")]
    assert len(missing) == 5
    for row in missing:
        assert not noticed_by(row) & {"precision", "density"} and noticed_by(row) >= {"recall", "coverage"}
    says(CHAPTER, "**The copyist** is noticed by nobody, and rewarded by five of seven.")
    assert not noticed_by("copyist") and len(rewarded_by("copyist") - {"rater"}) == 5


def test_the_rater():
    says(CHAPTER, "It cannot tell the DCGAN of thirty epochs from real digits any better than it can tell")
    says(CHAPTER, "FID and precision see it plainly.")
    assert verdict("DCGAN, 30 epochs", "rater") == "not"
    assert {"fid", "precision"} <= noticed_by("DCGAN, 30 epochs")
    for row in ("blur, 1 pixel", "noise, 0.3", "ten images a digit", "one image a digit"):
        assert mean(row, "rater") > 0.95
    assert verdict("copyist", "rater") == "not"


def test_the_faces():
    says(CHAPTER, "is precise in two cases of three and misses about a fifth")
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
    assert hats["recall"] == pytest.approx(0.8, abs=0.03)


def test_k_means_beats_the_data(printed):
    says(CHAPTER, "win by far: about 250, and the *training images* get 150")
    rows = printed[printed.index("2,000 samples each") :]
    centres, images, late, mlp = (
        numbers_after(name, rows)[-2]
        for name in ("k-means, 2,000 centres", "training images  ", "DCGAN, 30 epochs  ", "MLP GAN  ")
    )
    assert mlp < late < images
    assert centres == pytest.approx(250, abs=7) and images == pytest.approx(150, abs=6)


def test_the_judge_is_as_good_as_said():
    says(CHAPTER, "right on 99.3 % of MNIST's test images")
    assert pretrained.card("digit-classifier")["scores"]["test_accuracy"] == 0.993
