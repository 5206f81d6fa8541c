"""What chapter 4 states of digits, against the experiments that ship."""

import numpy as np
import pytest

from gan_utils import experiments

from ..chapters import says

CHAPTER = "04_mode_collapse"


def test_the_collapsed_digits_hop_and_are_never_mostly_ones():
    says(CHAPTER, "makes one thing at a time and jumps from shape to shape as training goes on")
    says(CHAPTER, "we saw no preference for the easiest digit")
    methods = experiments.read("collapse-digits")["methods"]
    for run in methods["collapsed"]["runs"]:
        most = [int(np.argmax(seen["counts"])) for seen in run["seen"]]
        assert 1 not in most and len(set(most)) >= 3 and run["seen"][0]["effective_classes"] < 1.5
    says(CHAPTER, "For the first 750 steps of each run it is no digit at all but a blob that the classifier calls an 8")
    noise = experiments.read("stacked-digits")["baselines"]["uniform noise"]
    assert noise["digit_shares"][8] == 1  # as it does pure noise
    for run in methods["collapsed"]["runs"]:
        assert {int(np.argmax(seen["counts"])) for seen in run["seen"] if seen["step"] <= 750} == {8}
    says(CHAPTER, "by step 2,000 the three runs amount to four to seven classes")
    assert all(3.5 < run["seen"][-1]["effective_classes"] < 7.5 for run in methods["collapsed"]["runs"])
    says(CHAPTER, "minimax left all ten digits in place; a much narrower D and a momentum of 0.9 did not")
    end = methods["minimax"]["runs"][0]["seen"][-1]
    assert min(end["counts"]) > 0 and end["effective_classes"] > 9
    for change in ("D of width 2", "D of width 1", "momentum 0.9"):
        assert methods[change]["runs"][0]["seen"][-1]["effective_classes"] < 6
    says(CHAPTER, "By its end the healthy generator makes all ten digits")
    for run in methods["healthy"]["runs"]:
        assert min(run["seen"][-1]["counts"]) > 0 and run["seen"][-1]["effective_classes"] > 9


def first_with_five_classes(lr, lr_d):
    """The first step, seed by seed, at which the samples amount to five classes; None where none was."""
    runs = [run for run in experiments.read("digit-rates")["runs"] if (run["lr"], run["lr_d"]) == (lr, lr_d)]
    assert [run["seed"] for run in runs] == [0, 1, 2]
    return [next((s["step"] for s in run["seen"] if s["effective_classes"] >= 5), None) for run in runs]


def classes_at(lr, lr_d, seed, step):
    wanted = {"lr": lr, "lr_d": lr_d, "seed": seed}
    (run,) = [run for run in experiments.read("digit-rates")["runs"] if {key: run[key] for key in wanted} == wanted]
    return next(seen["effective_classes"] for seen in run["seen"] if seen["step"] == step)


def test_on_digits_it_is_not_the_ratio():
    runs = experiments.read("digit-rates")["runs"]
    ends = {(run["lr"], run["lr_d"], run["seed"]): run["seen"][-1] for run in runs}
    assert len(ends) == len(runs) == 33

    def classes(lr, lr_d):
        return [classes_at(lr, lr_d, seed, 2000) for seed in range(3)]

    says(CHAPTER, "Forty to one collapses with 0.002 for G, and with 0.008 all ten digits are there.")
    assert pytest.approx(40) == 2e-3 / 5e-5 and pytest.approx(40) == 8e-3 / 2e-4
    assert max(classes(2e-3, 5e-5)) < 7.5 and min(classes(8e-3, 2e-4)) > 9.4
    assert all(min(ends[8e-3, 2e-4, seed]["counts"]) > 0 for seed in range(3))
    says(
        CHAPTER, "One to four is as good as any with 0.002 for G, and with 0.00005 the three seeds amount to one or two"
    )
    assert min(classes(2e-3, 8e-3)) > 9.8 - 0.05 and [round(each) for each in classes(5e-5, 2e-4)] == [1, 1, 2]
    says(
        CHAPTER, "five classes are first seen at step 250 if D's rate is 0.0002, between 750 and 1,500 if it is 0.0001"
    )
    assert first_with_five_classes(2e-3, 2e-4) == [250] * 3
    assert sorted(first_with_five_classes(2e-3, 1e-4)) == [750, 750, 1500]
    says(CHAPTER, "if it is 0.00005 at step 2,000 in one seed and not yet in the others")
    assert first_with_five_classes(2e-3, 5e-5) == [None, None, 2000]
    says(CHAPTER, "at step 500 the three seeds of 0.008 and 0.0002 amount to six to eight classes")
    fast = [classes_at(8e-3, 2e-4, seed, 500) for seed in range(3)]
    assert (round(min(fast)), round(max(fast))) == (6, 8)
    says(CHAPTER, "those of 0.002 and 0.00005 to four to seven at step 2,000")
    slow = classes(2e-3, 5e-5)
    assert (round(min(slow)), round(max(slow))) == (4, 7)
    says(
        CHAPTER,
        "two of three seeds had reached three or four classes at step 750, and from step 1,750 on they make one",
    )
    assert [round(classes_at(5e-5, 2e-4, seed, 750)) for seed in (0, 1)] == [4, 3]
    assert all(round(classes_at(5e-5, 2e-4, seed, step)) == 1 for seed in (0, 1) for step in (1750, 2000))
    says(CHAPTER, "In the six runs of these two pairs the mean image has moved by 12 to 16 in the last 250 steps")
    says(CHAPTER, "in the other 27 by 2 to 5, where two real digits are 20 apart")
    assert round(experiments.read("collapse-digits")["real"]["distance"]) == 20
    pairs = [(2e-3, 5e-5), (5e-5, 2e-4)]
    inside = [round(end["moved"]) for (lr, lr_d, _), end in ends.items() if (lr, lr_d) in pairs]
    others = [round(end["moved"]) for (lr, lr_d, _), end in ends.items() if (lr, lr_d) not in pairs]
    assert [(len(each), min(each), max(each)) for each in (inside, others)] == [(6, 12, 16), (27, 2, 5)]


def test_stacked_digits_do_not_collapse_here_and_noise_is_one_mode():
    says(CHAPTER, "At the end all our runs find between 820 and 930 of the thousand modes, with packing and without")
    results = experiments.read("stacked-digits")
    for method in results["methods"].values():
        assert all(820 <= run["seen"][-1]["modes"] <= 930 for run in method["runs"])
    says(CHAPTER, "Packing is ahead after 2,000 steps, in both pairs, and no longer at the end")
    for width in ("quarter", "equal"):
        (plain,), (packed,) = (results["methods"][f"{width}, {name}"]["runs"] for name in ("plain", "packing 2"))
        assert plain["seen"][0]["step"] == 2000 and packed["seen"][0]["modes"] > plain["seen"][0]["modes"]
        assert packed["seen"][-1]["modes"] <= plain["seen"][-1]["modes"]
    says(CHAPTER, "grows surer from step 2,000 to step 6,000 in each of the four")
    for method in results["methods"].values():
        for run in method["runs"]:
            assert run["seen"][0]["confidence"] < run["seen"][-1]["confidence"] < 0.85
    says(CHAPTER, "pure noise is *one* mode, and the classifier is quite sure of it")
    noise = results["baselines"]["uniform noise"]
    assert noise["modes"] == 1 and noise["confidence"] > 0.99
