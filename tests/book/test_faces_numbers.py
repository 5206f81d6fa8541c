"""What chapter 1 states about faces, words and the rules, against the experiments that ship and the built page."""

import re
import sys

import numpy as np
import pytest
import torch

from gan_utils import experiments, pretrained
from gan_utils.models import DCGANDiscriminator, DCGANGenerator, MLPDiscriminator, MLPGenerator
from gan_utils.widgets import LatentArithmetic

from .test_numbers import BOOK, printed_in, says

CHAPTER = "01_dcgan"
ROOT = BOOK.parent
COUNT = experiments.read("arithmetic-faces")
RECIPES = COUNT["recipes"]


def share(recipe, k, way):
    return RECIPES[recipe][str(k)][way]["wanted_and_kept"]["share"]


@pytest.fixture(scope="module")
def printed():
    return printed_in(CHAPTER)


def test_how_often_the_arithmetic_works():
    says(CHAPTER, "four in ten for glasses, of three averaged each **six in ten**")
    assert share("glasses", 1, "arithmetic") == pytest.approx(0.4, abs=0.05)
    assert share("glasses", 3, "arithmetic") == pytest.approx(0.6, abs=0.03)
    says(CHAPTER, "of ten averaged and put on the shell more than nine in ten")
    assert share("glasses", 10, "on the shell") > 0.9
    says(CHAPTER, "Smiles are harder: with three averaged, less than half.")
    assert share("smile", 3, "arithmetic") < 0.5 < share("beard", 3, "arithmetic")
    for recipe in RECIPES.values():
        for k in ("1", "3", "10"):
            for way in recipe[k]:
                assert way == "norm" or recipe[k][way]["wanted"]["of"] == 500


def test_chance_and_the_other_ways_seldom_reach_it():
    says(CHAPTER, "Any random point has the wanted face about one time in ten")
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
    says(CHAPTER, "by its logit a latent sum is as good as any other sample, a pixel sum far worse")
    for k in (1, 3, 10):
        assert share("glasses", k, "pixels") > share("glasses", k, "on the shell")
        logits = {way: found["d_logit"] for way, found in RECIPES["glasses"][str(k)].items() if way != "norm"}
        assert logits["on the shell"] == pytest.approx(COUNT["d_logit"]["samples"], abs=1)
        assert logits["pixels"] < COUNT["d_logit"]["samples"] - 8


def test_lengths_of_the_sums_are_those_of_theory():
    for recipe in RECIPES.values():
        for k in (1, 3, 10):
            assert recipe[str(k)]["norm"] == pytest.approx((3 * 64 / k) ** 0.5, rel=0.1)


def test_two_steps_take_the_glasses_off():
    says(CHAPTER, "take the glasses off nearly every face, and in nearly nine of ten all else")
    off = COUNT["glasses_removed"]
    assert off["2"]["wanted"]["share"] > 0.95 and off["2"]["wanted_and_kept"]["share"] == pytest.approx(0.88, abs=0.03)
    says(CHAPTER, "More steps do not take off more glasses; they only do harm.")
    kept = [off[length]["wanted_and_kept"]["share"] for length in ("2", "3", "4", "6", "8")]
    assert kept == sorted(kept, reverse=True)


def test_the_turn_vector():
    says(CHAPTER, "Seven in ten of the faces end up looking the other way, with either vector")
    few, many = COUNT["turn"]["4"], COUNT["turn"]["50"]
    for found in (few, many):
        assert found["path"]["1"]["right"]["share"] == pytest.approx(0.7, abs=0.03)
    says(CHAPTER, "more than twice as long, and on most faces it also changes glasses, hair, beard or hat")
    assert few["norm"] > 2 * many["norm"] and few["path"]["1"]["kept"]["share"] < 0.5
    says(CHAPTER, "two faces in three keep the rest")
    assert many["path"]["1"]["kept"]["share"] == pytest.approx(2 / 3, abs=0.05)


def test_the_count_is_what_its_command_counts(monkeypatch):
    """A part of it again: fewer points and triples, so within the chance of so few."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import arithmetic_rates

    torch.set_num_threads(1)
    generator = pretrained.load("dcgan-faces")
    pool = torch.randn(3000, generator.z_dim, generator=torch.Generator().manual_seed(5))
    read, _ = arithmetic_rates.read_faces(arithmetic_rates.draw(generator, pool))
    monkeypatch.setattr(arithmetic_rates, "SIZES", (1, 3, 10))
    again = arithmetic_rates.recipe_rates("glasses", generator, pool, read, triples=80)
    for k in (1, 3, 10):
        for way in ("arithmetic", "on the shell", "random direction", "pixels"):
            found = again[str(k)][way]["wanted_and_kept"]["share"]
            assert found == pytest.approx(share("glasses", k, way), abs=0.2), (k, way)
    sys.modules.pop("arithmetic_rates")


def test_the_examples_of_the_chapter_fail_with_three_and_work_with_ten(printed):
    says(CHAPTER, "The first three of each give long hair and *no* glasses.")
    says(CHAPTER, "Ten of each give both.")
    for words, glasses in (("three of each", False), ("ten of each", True)):
        found = re.search(rf"^{words}: glasses ([\d.]+), long_hair ([\d.]+)", printed, re.MULTILINE)
        assert (float(found[1]) > 0.5, float(found[2]) > 0.5) == (glasses, True)


def means(printed, *words):
    """The means in the printed line that begins with these words, each before its ±."""
    line = re.search("^" + " +".join(map(re.escape, words)) + r"(.*)$", printed, re.MULTILINE)[1]
    return [float(number) for number in re.findall(r"([\d.]+) ±", line)]


def test_words_without_gender_pass_the_usual_test(printed):
    says(CHAPTER, "every answer is right, and there was nothing to know. Both cheats are always right too.")
    twins = means(printed, "6 of 6", "0 of 6")
    assert twins[2:] == [1, 1, 1] and twins[0] > 0.9
    says(CHAPTER, "every answer is right, even when any word is allowed, and the wrong way never is")
    gendered = means(printed, "6 of 6", "6 of 6")
    assert gendered[1] == gendered[2] == 1 and gendered[4] == 0
    says(CHAPTER, "$c$ alone is seldom right, the wrong way never, and striking words out hardly matters")
    apart = means(printed, "4 of 6", "4 of 4")
    assert apart[3] < 0.25 and apart[4] < 0.02 and abs(apart[1] - apart[2]) < 0.1 and apart[2] > 0.7
    says(CHAPTER, "about half are right, many times a blind pick, and *forgetting the arithmetic scores better*")
    nothing = means(printed, "4 of 6", "0 of 4")
    assert 0.4 < nothing[2] < 0.7 and nothing[3] > nothing[2] + 0.15


def test_features_against_pixels(printed):
    says(CHAPTER, "with a hundred labels the trained $D$ names about five in six, pixels less than two in three")
    at = {
        name: float(re.findall(r"([\d.]+)% ±", re.search(rf"^{name} +(\d.*)$", printed, re.MULTILINE)[1])[2])
        for name in ("the trained D", "the fresh D", "pixels")
    }
    assert at["the trained D"] == pytest.approx(83, abs=3) and at["pixels"] < 66
    says(CHAPTER, "It gives two fifths of the gain")
    gain = (at["the fresh D"] - at["pixels"]) / (at["the trained D"] - at["pixels"])
    assert gain == pytest.approx(0.4, abs=0.08)


def test_sixteen_channels_draw_the_glasses(printed):
    says(CHAPTER, "Without sixteen of the 96 channels most wearers have lost their glasses, and few anything else")
    line = r"without +(\d+) channels ([a-z ]+?) *: glasses on +(\d+)%, all else as before on +(\d+)%"
    found = {(int(count), name): (int(left), int(kept)) for count, name, left, kept in re.findall(line, printed)}
    assert len(found) == 8
    assert found[16, "that draw glasses"][0] < 20 and found[16, "that draw glasses"][1] > 80
    says(CHAPTER, "sixteen picked blindly take glasses from hardly anybody")
    assert found[16, "picked blindly"][0] > 90
    says(CHAPTER, "Each alone can be spared")
    assert found[4, "that draw glasses"][0] > 75


def test_samples_are_no_nearer_to_the_training_set_than_unseen_faces(printed):
    says(CHAPTER, "Samples lie even a little farther from the training set than faces that nobody has drawn before")
    distances = [
        float(re.search(rf"^{name} +median distance to the nearest face trained on ([\d.]+)", printed, re.MULTILINE)[1])
        for name in ("unseen drawn faces", "samples", "along the walk")
    ]
    assert distances[0] < distances[1] and distances[2] > 0.95 * distances[0]


def ends(name):
    return np.array([run["looks"][-1]["frechet_distance"] for run in experiments.read("guidelines")["variants"][name]])


def test_which_rules_are_missed(printed):
    usual = ends("as DCGAN says")
    assert all(len(ends(name)) == 3 for name in experiments.read("guidelines")["variants"])
    says(CHAPTER, "Without batch normalisation the samples end nine times as far from the faces as DCGAN's own")
    times = {name: ends(name).mean() / usual.mean() for name in experiments.read("guidelines")["variants"]}
    assert times["no batch norm"] == pytest.approx(9, abs=0.5)
    says(CHAPTER, "with pooling seven times, with the usual momentum or with fully connected layers between four")
    assert times["pooling"] == pytest.approx(7, abs=0.5)
    assert 4 < times["momentum 0.9"] < 5 and 4 < times["fully connected layers"] < 5
    for name in ("no batch norm", "pooling", "momentum 0.9", "fully connected layers"):
        assert ends(name).min() > usual.max(), name
    says(CHAPTER, "Normalising *everything* and a plain ReLU in $D$ do less harm, but do it in every seed.")
    for name in ("batch norm everywhere", "ReLU in D"):
        assert usual.max() < ends(name).min() and ends(name).mean() < ends("fully connected layers").mean(), name
    says(CHAPTER, "two seeds of three come out better and one worse, which is no clear difference")
    for name in ("PyTorch's first weights", "step size 0.001"):
        assert sum(ends(name) < usual) == 2, name
    says(CHAPTER, "The networks of 2014 (A3), with some sixty times as many weights, end several times as far")
    count = [
        sum(parameter.numel() for network in pair for parameter in network.parameters())
        for pair in (
            (MLPGenerator(64, 3, 32), MLPDiscriminator(3, 32)),
            (DCGANGenerator(64, 3, 32, 16), DCGANDiscriminator(3, 32, 16)),
        )
    ]
    assert count[0] == pytest.approx(60 * count[1], rel=0.05)
    assert ends("networks of 2014").min() > 2 * usual.max()


def test_where_eyes_and_reader_differ():
    says(CHAPTER, "One face in tray C wears glasses that the reader has overlooked.")
    generator, reader = pretrained.load("dcgan-faces"), pretrained.load("attribute-reader")
    widget = LatentArithmetic(generator, reader)
    assert 20 in widget.c and widget.answers(widget.images(widget.points([20])))[0, 0] < 0.1
    says(CHAPTER, "The last wears glasses that it overlooks.")
    z = torch.randn(64, 64, generator=torch.Generator().manual_seed(0))[[13, 28, 34, 46, 60, 45]]
    with torch.no_grad():
        assert (reader(generator(z)).sigmoid()[:, 0] < 0.5).all()
