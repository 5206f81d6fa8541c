"""What chapter 1 states about faces, words and the rules, against the experiments that ship and the built page."""

import re

import numpy as np
import pytest
import torch

from gan_utils import experiments, pretrained
from gan_utils.widgets import LatentArithmetic
from tools.experiments import arithmetic_faces

from ..chapters import says

CHAPTER = "01_dcgan"
COUNT = experiments.read("arithmetic-faces")
RECIPES = COUNT["recipes"]


def share(recipe, k, way):
    return RECIPES[recipe][str(k)][way]["wanted_and_kept"]["share"]


def test_how_often_the_arithmetic_works():
    says(CHAPTER, "four in ten for glasses, of three averaged each **six in ten**")
    assert share("glasses", 1, "arithmetic") == pytest.approx(0.4, abs=0.05)
    assert share("glasses", 3, "arithmetic") == pytest.approx(0.6, abs=0.03)
    says(CHAPTER, "of ten nine in ten")
    assert share("glasses", 10, "arithmetic") == pytest.approx(0.9, abs=0.03)
    says(CHAPTER, "Smiles are harder: with three averaged about half, with ten six in ten.")
    low, high = RECIPES["smile"]["3"]["arithmetic"]["wanted_and_kept"]["interval"]
    assert low < 0.5 < high and share("smile", 10, "arithmetic") == pytest.approx(0.6, abs=0.03)
    for recipe in RECIPES.values():
        for k in ("1", "3", "10"):
            for way in recipe[k]:
                assert way == "norm" or recipe[k][way]["wanted"]["of"] == 500


def test_two_nulls_and_two_rows_that_the_picking_makes_nothing():
    says(CHAPTER, "Any random point has the wanted face about one time in ten")
    says(CHAPTER, "and a random direction about as often, from three to sixteen times in a hundred")
    found = [share(name, k, "random direction") for name in RECIPES for k in (1, 3, 10)]
    assert round(min(found), 2) == 0.03 and round(max(found), 2) == 0.16
    says(CHAPTER, "*$c$ alone* was picked to lack what is wanted, so with $k = 1$ it is 0 by construction")
    for recipe in RECIPES.values():
        assert recipe["1"]["C alone"]["wanted"]["share"] == 0
    for name, recipe in RECIPES.items():
        assert 0.05 < recipe["chance"]["wanted_and_kept"]["share"] < 0.15
        for k in (1, 3, 10):
            others = [share(name, k, way) for way in ("random direction", "C alone", "the wrong way")]
            assert max(others) < 0.17 < 0.3 < share(name, k, "arithmetic")
            lowest = RECIPES[name][str(k)]["arithmetic"]["wanted_and_kept"]["interval"][0]
            assert lowest > max(
                RECIPES[name][str(k)][way]["wanted_and_kept"]["interval"][1] for way in ("random direction", "C alone")
            )


def test_pixels_put_on_more_glasses_and_d_is_not_taken_in():
    says(CHAPTER, "puts glasses on long hair **more** often")
    says(
        CHAPTER, "by its logit a latent sum on the shell is as good as any other sample, one left as it is hardly worse"
    )
    for k in (1, 3, 10):
        assert share("glasses", k, "pixels") > share("glasses", k, "on the shell")
        logits = {way: found["d_logit"] for way, found in RECIPES["glasses"][str(k)].items() if way != "norm"}
        assert logits["on the shell"] == pytest.approx(COUNT["d_logit"]["samples"], abs=1)
        assert logits["arithmetic"] == pytest.approx(COUNT["d_logit"]["samples"], abs=1.2)
        assert logits["pixels"] < COUNT["d_logit"]["samples"] - 8


def test_lengths_of_the_sums_are_those_of_theory():
    for recipe in RECIPES.values():
        for k in (1, 3, 10):
            assert recipe[str(k)]["norm"] == pytest.approx((3 * 64 / k) ** 0.5, rel=0.1)


def test_how_many_steps_take_the_glasses_off():
    says(CHAPTER, "One step takes the glasses off seven faces in ten, two off nearly all, three off every one.")
    off, on = COUNT["glasses_removed"], COUNT["glasses_added"]
    shares = {length: each["wanted"]["share"] for length, each in off.items()}
    assert shares["1"] == pytest.approx(0.7, abs=0.03) and 0.95 < shares["2"] < 1
    assert all(shares[length] == 1 for length in ("3", "4", "6", "8"))
    says(CHAPTER, "is highest at two or three steps, nearly nine in ten, and falls to two in three at eight")
    kept = {length: each["wanted_and_kept"] for length, each in off.items()}
    assert max(kept, key=lambda length: kept[length]["share"]) == "2"
    assert kept["3"]["interval"][1] > kept["2"]["share"] > 0.85, "two and three steps differ by no more than chance"
    assert kept["8"]["share"] == pytest.approx(2 / 3, abs=0.03)
    falling = [kept[length]["share"] for length in ("3", "4", "6", "8")]
    assert falling == sorted(falling, reverse=True) and kept["4"]["interval"][1] < kept["2"]["share"] + 0.05
    says(CHAPTER, "Putting glasses on takes up to one step more.")
    worn = {length: each["wanted"]["share"] for length, each in on.items()}
    assert shares["2"] - 0.1 < worn["2"] < shares["2"] < worn["3"] < 1 == worn["4"]
    assert max(on, key=lambda length: on[length]["wanted_and_kept"]["share"]) == "3"


def test_the_turn_vector():
    says(CHAPTER, "Seven in ten of the faces end up looking the other way, with either vector")
    few, many = COUNT["turn"]["4"], COUNT["turn"]["50"]
    for found in (few, many):
        assert found["path"]["1"]["right"]["share"] == pytest.approx(0.7, abs=0.03)
    says(CHAPTER, "more than twice as long, and on most faces it also changes glasses, hair, beard or hat")
    assert few["norm"] > 2 * many["norm"] and few["path"]["1"]["kept"]["share"] < 0.5
    says(CHAPTER, "two faces in three keep the rest")
    says(CHAPTER, "a squared length of $2 \\cdot 64 / 50 \\approx 2.6$, two fifths of the vector's own")
    assert 2 * 64 / 50 / many["norm"] ** 2 == pytest.approx(0.4, abs=0.02)
    assert many["path"]["1"]["kept"]["share"] == pytest.approx(2 / 3, abs=0.05)


def test_the_count_is_what_its_command_counts(monkeypatch):
    """A part of it again: fewer points and triples, so within the chance of so few."""
    torch.set_num_threads(1)
    generator = pretrained.load("dcgan-faces")
    pool = torch.randn(3000, generator.z_dim, generator=torch.Generator().manual_seed(5))
    read, _ = arithmetic_faces.read_faces(arithmetic_faces.draw(generator, pool))
    monkeypatch.setattr(arithmetic_faces, "SIZES", (1, 3, 10))
    again = arithmetic_faces.recipe_rates("glasses", generator, pool, read, triples=80)
    for k in (1, 3, 10):
        for way in ("arithmetic", "on the shell", "random direction", "pixels"):
            found = again[str(k)][way]["wanted_and_kept"]["share"]
            assert found == pytest.approx(share("glasses", k, way), abs=0.2), (k, way)


def test_the_examples_of_the_chapter_waver_with_three_and_work_with_ten(printed):
    says(CHAPTER, "the attribute reader says no to the sum and wavers over its neighbours")
    says(CHAPTER, "Ten of each give glasses every time.")
    worn = {}
    for words in ("three of each", "ten of each"):
        line = re.search(rf"^{words} +\d.*$", printed, re.MULTILINE)[0]
        worn[words] = [float(number) for number in re.findall(r"\d\.\d\d", line)]
    assert len(worn["three of each"]) == 9 and worn["three of each"][0] < 0.1
    assert min(worn["three of each"][1:]) < 0.1 and max(worn["three of each"][1:]) > 0.9
    assert len(worn["ten of each"]) == 9 and min(worn["ten of each"]) > 0.9


def test_what_fails_in_sums_of_three(printed):
    says(CHAPTER, "What fails? Most often the glasses")
    found = re.search(r"of 200 sums (\d+) fail: no glasses (\d+), short hair (\d+), beard or hat (\d+)", printed)
    fail, glasses, hair, other = (int(number) for number in found.groups())
    assert 0.3 < fail / 200 < 0.5 and glasses > max(hair, other) and fail <= glasses + hair + other


def means(printed, *words):
    """The means in the printed line that begins with these words, each before its ±."""
    line = re.search("^" + " +".join(map(re.escape, words)) + r"(.*)$", printed, re.MULTILINE)[1]
    return [float(number) for number in re.findall(r"([\d.]+) ±", line)]


def test_words_without_gender_pass_the_usual_test(printed):
    says(CHAPTER, "every answer is right, and there was nothing to know. Both cheats are always right too.")
    twins = means(printed, "6 of 6", "0 of 6")
    assert twins[2:] == [1, 1, 1] and twins[0] > 0.9
    says(CHAPTER, "So are three in four of $c$'s nearest neighbours, so that alone would prove little.")
    says(CHAPTER, "But it holds even when any word is allowed, and the wrong way is never right")
    gendered = means(printed, "6 of 6", "6 of 6")
    assert gendered[1] == gendered[2] == 1 and gendered[4] == 0 and gendered[3] == pytest.approx(0.75, abs=0.05)
    says(CHAPTER, "$c$ alone is seldom right, the wrong way never, and striking words out hardly matters")
    apart = means(printed, "4 of 6", "4 of 4")
    assert apart[3] < 0.25 and apart[4] < 0.02 and abs(apart[1] - apart[2]) < 0.1 and apart[2] > 0.7
    says(CHAPTER, "about half are right, many times a blind pick, and *forgetting the arithmetic scores better*")
    nothing = means(printed, "4 of 6", "0 of 4")
    assert 0.4 < nothing[2] < 0.7 and nothing[3] > nothing[2] + 0.15


def test_features_against_pixels(printed):
    says(CHAPTER, "with a hundred labels the trained $D$ names about five in six, pixels less than two in three")
    names = ("the trained D", "the fresh D", "pixels")
    printed = printed.split("labels  20  50")[1]
    rows = [re.search(rf"^{name}  (\d.*)$", printed, re.MULTILINE)[1] for name in names]
    trained, fresh, pixels = (np.array(re.findall(r"([\d.]+)% ±", row), dtype=float) for row in rows)
    assert trained[2] == pytest.approx(83, abs=3) and pixels[2] < 66
    says(CHAPTER, "With a hundred labels it gives two fifths of the gain, with a thousand three quarters")
    gain = (fresh - pixels) / (trained - pixels)
    assert gain[2] == pytest.approx(0.4, abs=0.08) and gain[4] == pytest.approx(0.75, abs=0.08)


def test_sixteen_channels_draw_the_glasses(printed):
    says(CHAPTER, "Without sixteen of the 96 channels most wearers have lost their glasses, and few anything else")
    line = r"^(\d+)  (that draw glasses|picked blindly)  (\d+)%  (\d+)%$"
    found = {(int(count), name): (int(left), int(kept)) for count, name, left, kept in re.findall(line, printed, re.M)}
    assert len(found) == 8
    assert found[16, "that draw glasses"][0] < 20 and found[16, "that draw glasses"][1] > 80
    says(CHAPTER, "sixteen picked blindly take glasses from hardly anybody")
    assert found[16, "picked blindly"][0] > 90
    says(CHAPTER, "The first four can be spared: without them 87 % still wear glasses")
    assert found[4, "that draw glasses"][0] == 87


def test_samples_are_no_nearer_to_the_training_set_than_unseen_faces(printed):
    says(CHAPTER, "Samples lie even a little farther from the training set than faces that nobody has drawn before")
    nearest = printed.split("median distance to the nearest face trained on")[-1]
    distances = [
        float(re.search(rf"^{name}  ([\d.]+)$", nearest, re.MULTILINE)[1])
        for name in ("unseen drawn faces", "samples", "along the walk")
    ]
    assert distances[0] < distances[1] and distances[2] > 0.95 * distances[0]


def test_where_eyes_and_reader_differ():
    says(CHAPTER, "One face in tray C wears glasses that the attribute reader has overlooked.")
    generator, reader = pretrained.load("dcgan-faces"), pretrained.load("attribute-reader")
    widget = LatentArithmetic(generator, reader)
    assert 20 in widget.c and widget.answers(widget.images(widget.points([20])))[0, 0] < 0.1
    says(CHAPTER, "The last wears glasses that it overlooks.")
    z = torch.randn(64, 64, generator=torch.Generator().manual_seed(0))[[13, 28, 34, 46, 60, 45]]
    with torch.no_grad():
        assert (reader(generator(z)).sigmoid()[:, 0] < 0.5).all()
