"""Chapter 2 as it is built: its five live figures answer, from a file and from a server. Each has its own tests too."""

import math

import numpy as np
import pytest

from ..book.chapters import says
from .line import runs

CHAPTER = "02_likelihood_free"
# The chapter's own settings.
LINE = {"lr": 5e-4, "width": 32, "batch_size": 256}


@pytest.fixture(scope="module", params=["file", "http"])
def chapter(request, shared_visits, site, server):
    start = f"{site.as_uri()}/" if request.param == "file" else server
    return shared_visits(f"{start}book/02_likelihood_free.html")


def test_the_five_figures_are_there(chapter):
    kinds = chapter.locator("[data-widget]").evaluate_all("(roots) => roots.map((root) => root.dataset.widget)")
    assert kinds == ["mle-fitter", "vending-machine", "gan-on-a-line", "divergence-explorer", "bound-explorer"]


def test_solving_reaches_the_best_likelihood(chapter, find):
    fitter = find(chapter, "mle-fitter")
    assert fitter.number("log-likelihood") < fitter.number("best") - 10
    fitter.click("solve")
    assert fitter.number("log-likelihood") == pytest.approx(fitter.number("best"), abs=1e-9)


def test_both_machines_drop_samples_of_the_chapters_own_models(chapter, find):
    machine = find(chapter, "vending-machine")
    before = machine.number("count")
    machine.click("press-1000")
    assert machine.number("count") == before + 1000
    assert machine.exact("answer") == "none"
    machine.click("kernel")
    chapter.wait_for_function("() => !document.querySelector('[aria-busy=\"true\"]')")
    assert machine.exact("answer") == "estimates"
    assert machine.number("kernel-area") == pytest.approx(1, abs=0.02)
    assert machine.number("density-area") == pytest.approx(1, abs=0.01)


def test_what_both_machines_say_between_the_bumps(chapter, find):
    says(CHAPTER, "At 0 the mixture says 0.00095, close to the true 0.00088.")
    says(CHAPTER, "What D tells is 0.018.")
    says(CHAPTER, "about 0.02 with the bandwidth of 0.2, and 0.12 with a bandwidth of 1")
    says(CHAPTER, "What D tells integrates to 0.99 here")
    machine = find(chapter, "vending-machine")
    while machine.number("count") < 5000:
        machine.click("press-1000")
    for name in ("ratio", "kernel"):
        machine.control(name).evaluate("(box) => box.checked || box.click()")
    machine.slide("x", 0)
    told = {}
    for width in (1, 0.2):
        machine.slide("bandwidth", width)
        chapter.wait_for_function("() => !document.querySelector('[aria-busy=\"true\"]')")
        told[width] = machine.number("kernel-at-x")
    assert machine.number("density-at-x") == pytest.approx(0.00095, abs=5e-6)
    assert machine.number("target-at-x") == pytest.approx(0.00088, abs=5e-6)
    assert machine.number("ratio-at-x") == pytest.approx(0.018, abs=6e-4)
    assert machine.number("ratio-area") == pytest.approx(0.99, abs=0.005)
    assert told[0.2] == pytest.approx(0.02, abs=0.005) and told[1] == pytest.approx(0.12, abs=0.01)


def test_the_gan_on_a_line_takes_a_step(chapter, find):
    gan = find(chapter, "gan-on-a-line")
    assert gan.number("step") == 0 and gan.control("lr-number").input_value() == "0.0005"
    before = gan.number("w1")
    gan.click("step")
    gan.page.wait_for_function(
        "(root) => root.querySelector('[data-readout=\"step\"]').dataset.value === '1'", arg=gan.root.element_handle()
    )
    assert gan.number("w1") != before and 1 < gan.number("w1") < 2


def test_two_hundred_steps_of_d_tell_the_objectives_apart(engine):
    says(CHAPTER, "both objectives push alike: in the figure above by 0.02 on average")
    says(CHAPTER, "D finds them real with probability 0.02. Now the non-saturating objective pushes with 3.49, and")
    says(CHAPTER, "with 3.49, and minimax with 0.097")
    for objective, pushes in (("non_saturating", (0.02, 3.49)), ("minimax", (0.02, 0.097))):
        (told,) = runs(engine, (LINE | {"objective": objective}, [["look", None]] + 200 * [["stepD", None]], {}))
        start, end = told["pictures"][0], told["pictures"][-1]
        assert start["dFake"] == pytest.approx(0.5, abs=0.01) and end["dFake"] == pytest.approx(0.02, abs=0.002)
        assert [float(f"{picture['push']:.{n}g}") for picture, n in ((start, 1), (end, 3))] == [
            pushes[0],
            pytest.approx(pushes[1], rel=0.01),
        ]


def test_d_ends_near_one_half_at_the_bumps_and_dips_between_them(engine):
    says(CHAPTER, "There D dips: after 2,000 rounds to 0.05 at $x = 0$")
    says(CHAPTER, "D's curve ends near one half where the samples are")
    (told,) = runs(engine, (LINE | {"objective": "non_saturating"}, [["train", 2000]], {}))
    curve = np.array(told["pictures"][0]["curve"])
    at = dict(zip(np.round(np.linspace(-4, 4, len(curve)), 2), curve))
    assert round(at[0.0], 2) == pytest.approx(0.05, abs=0.011)
    for x in (-1.5, 1.5):
        assert abs(curve[np.abs(np.linspace(-4, 4, len(curve)) - x).argmin()] - 0.5) < 0.05


def test_the_figure_has_the_button_that_the_chapter_names(chapter, find):
    says(CHAPTER, "Press *Step D ×50* four times")
    assert find(chapter, "gan-on-a-line").control("step-d-50").inner_text() == "Step D ×50"


def test_boxes_apart_give_no_push_but_by_the_way_to_go(chapter, find):
    says(CHAPTER, "**$W_1$ alone pushes, and once they overlap others do too.**")
    explorer = find(chapter, "divergence-explorer")
    assert explorer.number("js") == pytest.approx(math.log(2), abs=1e-9) and explorer.number("js-gradient") == 0
    assert explorer.number("w1") == pytest.approx(3, abs=1e-6) and explorer.number("w1-gradient") == pytest.approx(1)
    assert math.isinf(explorer.number("kl"))


def test_the_best_witness_leaves_no_gap(chapter, find):
    bound = find(chapter, "bound-explorer")
    assert bound.number("gap") > 0.1
    bound.click("best")
    assert bound.number("gap") == pytest.approx(0, abs=1e-9)
