"""What chapter 1 says of its predictions and of what one finds in its figures, against computation and the page."""

import re

import numpy as np
import pytest
import torch

from gan_utils import latent, pretrained
from gan_utils.exercises import EXERCISES
from gan_utils.models import READ
from gan_utils.widgets import LatentArithmetic, LatentWalk
from gan_utils.widgets.latent_arithmetic.recipes import RECIPES, choose
from gan_utils.widgets.latent_arithmetic.widget import MOST, STREAM, WALL

from ..chapters import numbers_after, says

CHAPTER = "01_dcgan"


def test_answers_have_the_numbers_that_the_cells_print(printed):
    says(CHAPTER, "the standard deviation is 0.165 with batch normalisation and 0.0015 without")
    assert numbers_after("at the output:", printed) == [0.165, 0.0015]
    says(CHAPTER, "It begins at 1.79, comes to 5.91 and ends at 2.40")
    assert numbers_after("generator's loss, mean of 40 steps:", printed) == [1.79, 5.91]
    assert "2.40 at the end" in printed
    says(CHAPTER, "The memoriser's largest step is 18.7 times its median one, DCGAN's 2.8 times.")
    says(CHAPTER, "is 2.6 for the one and 8.7 for the other")
    walks = printed.split("largest / median step  median distance")[1]
    says(CHAPTER, "Its largest step is even larger than the memoriser's, 6.2 against 5.2")
    assert [numbers_after(f"{name}  ", walks) for name in ("memoriser", "DCGAN")] == [
        [5.2, 0.28, 18.7, 2.6],
        [6.2, 2.25, 2.8, 8.7],
    ]
    says(CHAPTER, "In the second text the cosine with *king* is 0.99 and with *queen* 0.94")
    assert re.search(r"^any word  king 0\.99  queen 0\.94", printed, re.MULTILINE)
    says(CHAPTER, "With a hundred labels they name 82.4 %, 70.9 % and 62.6 % right.")
    labels = printed.split("labels  20  50")[1]
    shares = [re.search(rf"^{name}  (.*)$", labels, re.M)[1] for name in ("the trained D", "the fresh D", "pixels")]
    assert [re.findall(r"([\d.]+)% ±", share)[2] for share in shares] == ["82.4", "70.9", "62.6"]
    says(
        CHAPTER,
        "is right for 83.8 % with a thousand labels, though with a hundred it is no better than the linear rule",
    )
    nearest = re.findall(r"([\d.]+)% ±", re.search(r"^nearest digit  (.*)$", labels, re.M)[1])
    assert float(nearest[2]) < 62.6 and nearest[4] == "83.8"


def test_no_twentieth_of_the_samples_lies_at_training_images(printed):
    says(CHAPTER, "the nearest twentieth of DCGAN's samples ends at 5.2, of test images already at 3.7")
    distances = printed.split("5 % lie nearer than")[-1]
    nearer = {name: numbers_after(f"{name}  ", distances)[1] for name in ("test images", "DCGAN", "memoriser")}
    assert round(nearer["DCGAN"], 1) == 5.2 and round(nearer["test images"], 1) == 3.7 and nearer["memoriser"] < 2


def test_how_long_points_are_half_way():
    says(CHAPTER, "‖z‖ is 5.0 to 5.4 with lerp and 7.6 to 8.7 with slerp")
    corners = LatentWalk(pretrained.load("dcgan-digits")).corners()
    for path, ends in ((latent.lerp, (5.0, 5.4)), (latent.slerp, (7.6, 8.7))):
        halves = [path(corners[i], corners[(i + 1) % 3], np.array([0.5])) for i in range(3)]
        lengths = [float(np.linalg.norm(half)) for half in halves]
        assert (min(lengths), max(lengths)) == pytest.approx(ends, abs=0.06)


def test_the_strokes_half_way():
    says(CHAPTER, "about a seventh more ink half way")
    source = torch.Generator().manual_seed(0)
    a, b = (torch.randn(150, 64, generator=source) for _ in range(2))
    turned = [latent.slerp(x.numpy(), y.numpy(), np.array([0.5]))[0] for x, y in zip(a, b)]
    generator = pretrained.load("dcgan-digits")
    with torch.no_grad():
        ink = [generator(z).add(1).mean() for z in ((a + b) / 2, torch.tensor(np.stack(turned)).float())]
    assert float(ink[0] / ink[1]) == pytest.approx(1 + 1 / 7, abs=0.02)


def test_how_much_of_a_triangle_is_no_digit():
    says(CHAPTER, "less than half sure at two places in a hundred, and in many triangles nowhere")
    generator, classifier = pretrained.load("dcgan-digits"), pretrained.load("digit-classifier")
    weights = torch.tensor([(i / 8, j / 8, 1 - (i + j) / 8) for i in range(9) for j in range(9 - i)])
    shares = []
    for seed in range(1000, 1025):
        corners = torch.randn(3, 64, generator=torch.Generator().manual_seed(seed))
        with torch.no_grad():
            sure = classifier(generator(weights @ corners / weights.norm(dim=1, keepdim=True))).softmax(1).amax(1)
        shares.append(float((sure < 0.5).float().mean()))
    assert np.mean(shares) == pytest.approx(0.02, abs=0.005) and shares.count(0) >= 8


def test_where_a_trays_faces_come_from():
    says(CHAPTER, "these look through 424 faces, of which 24 hang on the wall")
    says(CHAPTER, "Then fill all three with ten faces (*All settings*, *faces that fill a tray*).")
    assert (STREAM, WALL, MOST) == (424, 24, 10)


def test_a_hundred_times_weaker():
    says(CHAPTER, "at the output it is about a hundred times weaker than with it")
    assert pytest.approx(100, rel=0.15) == 0.165 / 0.0015


@pytest.mark.parametrize(
    "exercise, number, words",
    [
        ("1.1", 5.77, r"\sqrt{100/3} \approx 5.77$."),
        ("1.2", 0.71, r"\sqrt{1/2} \approx 0.71$."),
        ("1.3", 32768, r"64 \cdot 32 \cdot 16 = 32{,}768$."),
        ("1.4", 4.38, r"\sqrt{3 \cdot 64 / 10} \approx 4.38$"),
    ],
)
def test_a_solution_has_the_number_that_the_exercise_takes(exercise, number, words):
    says(CHAPTER, words)
    assert EXERCISES[exercise](number) is None


def test_what_the_trays_make():
    widget = LatentArithmetic(pretrained.load("dcgan-faces"), pretrained.load("attribute-reader"))
    pool = widget.answers(widget.images(widget.points(range(424))))

    def has(name, **trays):
        for tray, places in trays.items():
            setattr(widget, tray, places)
        return widget.answers(widget.images(widget.result()[None]))[0, READ.index(name)] > 0.5

    def filled(name, count):
        return choose(pool, RECIPES[name], count)[0]

    a, b, c = list(widget.a), list(widget.b), list(widget.c)
    says(CHAPTER, "It is the second of tray C. Without it the result wears its glasses all the same.")
    assert c[1] == 20 and has("glasses", c=[c[0], c[2]])
    says(CHAPTER, "Even with one face in each tray it is a face, with glasses and long hair, though ‖z‖ is 14.2.")
    assert has("glasses", a=a[:1], b=b[:1], c=c[:1]) and has("long_hair")
    assert float(np.linalg.norm(widget.result())) == pytest.approx(14.2, abs=0.05)
    says(CHAPTER, "With three of each the result has no beard, but a hat")
    assert has("hat", a=filled("beard", 3), b=filled("no beard", 3), c=c) and not has("beard")
    says(CHAPTER, "With ten of each, in tray C too, it has the beard.")
    assert has("beard", a=filled("beard", 10), b=filled("no beard", 10), c=filled("long hair, no glasses", 10))
    says(CHAPTER, "The random direction draws another face, and it wears no glasses.")
    widget.baseline = "random"
    assert not has("glasses", a=a, b=b, c=c)
