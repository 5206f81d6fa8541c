"""VendingMachine on a page: every control, and every number against the Python package's."""

import json
import math

import numpy as np
import pytest
import torch

from gan_utils.data import toys
from gan_utils.families import density_from_ratio
from gan_utils.metrics.parzen import parzen_log_density
from gan_utils.widgets.vending_machine.widget import HELD

from .conftest import write_bench
from .figures import DENSITY, DISCRIMINATOR, machines
from .widget import Widget, wait_until_drawn

CELL = 0.02
PLACES = -4 + CELL * (np.arange(400) + 0.5)


@pytest.fixture(scope="module")
def page(site, shared_visits, tmp_path_factory):
    widget = machines(count=0)
    return shared_visits(write_bench(site, tmp_path_factory.mktemp("vending") / "v.html", [widget]))


@pytest.fixture
def vending(page):
    """Both machines empty, seed 0, no estimate asked for, x = 0.5, bandwidth 0.2."""
    widget = Widget(page.locator('[data-widget="vending-machine"]'))
    widget.click("reset")
    return widget


@pytest.fixture
def open_with(bench):
    """``open_with(..., script=...)`` opens a page of its own with these traits."""

    def opened(options=None, **traits):
        widget = machines(**traits)
        shown = bench(widget, **(options or {}))
        return Widget(shown.locator('[data-widget="vending-machine"]'))

    return opened


def numbers(widget, name):
    return json.loads(widget.exact(name))


def assert_dropped(widget, count, seed=0):
    assert widget.number("count") == count
    sampler, model = machines(seed=seed, count=count).dropped()
    np.testing.assert_allclose(numbers(widget, "last-sampler"), sampler[-10:], rtol=0, atol=1e-5)
    np.testing.assert_allclose(numbers(widget, "last-model"), model[-10:], rtol=0, atol=1e-9)


def counted(widget):
    """Waits until all samples of the sampler are made."""
    widget.page.wait_for_function("() => !document.querySelector('[aria-busy=\"true\"]')")


def ratio(x, target="two_bumps"):
    with torch.no_grad():
        logits = DISCRIMINATOR(torch.as_tensor(np.atleast_1d(x)[:, None], dtype=torch.float32)).double()
    return density_from_ratio(toys.log_prob(target, np.atleast_1d(x)[:, None]), logits).exp().numpy()


def kernel(x, count, bandwidth, seed=0):
    return np.exp(parzen_log_density(np.atleast_1d(x), machines(seed=seed, count=count).dropped()[0], bandwidth))


# Dropping.


def test_the_first_view_shows_forty_samples_of_each_and_an_answer(open_with):
    widget = open_with()
    assert_dropped(widget, 40)
    assert widget.exact("answer") == "none" and widget.exact("model-answer") == "density"
    for number in (0, 1):
        assert widget.pixels(widget.canvas(number))[..., :3].std() > 10, "a blank picture"


def test_presses_drop_the_samples_of_the_families(vending):
    count = 0
    for presses in (1, 10, 1, 1000, 10, 1000):
        vending.click(f"press-{presses}")
        count += presses
        assert_dropped(vending, count)
    assert vending.text("count") == "2,022"
    newest = machines(count=count).dropped()[0][:-7:-1]
    assert vending.text("last-sampler") == ", ".join(f"{value:.2f}".replace("-", "−") for value in newest)


@pytest.mark.parametrize("number", [0, 1])
def test_each_press_changes_both_pictures(vending, number):
    seen = [vending.picture(number)]
    for presses in (1, 10, 1000):
        vending.click(f"press-{presses}")
        vending.page.wait_for_timeout(600)  # balls fall
        seen.append(vending.picture(number))
    assert len(set(seen)) == 4


def test_reset_empties_both_machines(vending):
    empty = vending.picture(0), vending.picture(1)
    vending.click("press-1000")
    vending.click("reset")
    assert vending.number("count") == 0 and (vending.picture(0), vending.picture(1)) == empty
    assert vending.text("last-sampler") == vending.text("last-model") == "nothing yet"
    vending.click("press-10")
    assert_dropped(vending, 10)


def test_reset_brings_all_back_that_was_first_shown(open_with):
    widget = open_with(count=40)
    first = widget.picture(0), widget.picture(1)
    widget.click("press-1000")
    widget.slide("x", -1)
    widget.type("seed", 5)
    widget.control("kernel").check()
    widget.slide("bandwidth", 0.7)
    counted(widget)
    widget.click("reset")
    assert_dropped(widget, 40)
    assert (widget.picture(0), widget.picture(1)) == first
    kept = [widget.control(name).input_value() for name in ("x", "seed", "bandwidth")]
    assert kept == ["0.5", "0", "0.2"] and not widget.control("kernel").is_checked()


def test_the_bandwidth_is_there_once_it_does_something(vending):
    assert not vending.shows("bandwidth")
    vending.control("kernel").check()
    assert vending.shows("bandwidth")


def test_it_says_who_can_answer(vending):
    vending.click("press-10")
    vending.click("tell")
    q = vending.number("density-at-x")
    assert vending.text("tells").startswith("10 samples have dropped from each machine. At x = 0.5, ")
    assert vending.text("tells").endswith(f"the model's is {q:.3g}, and the sampler cannot say.")
    vending.control("ratio").check()
    vending.click("tell")
    assert f"the sampler cannot say; D's ratio estimates {vending.number('ratio-at-x'):.3g}" in vending.text("tells")


def test_bars_stay_below_the_key_of_the_picture(vending):
    """Its lines have names at the top: no bar, and no yellow line, runs through them."""
    for _ in range(5):
        vending.click("press-1000")
    pixels = vending.pixels(vending.canvas(0)).astype(int)
    for colour in ((213, 94, 0), (230, 159, 0)):
        near = np.abs(pixels[8:26, 45:-10, :3] - colour).max(axis=-1) < 40
        assert not (near & (pixels[8:26, 45:-10, 3] > 60)).any()


def test_a_machine_that_is_sold_out_drops_no_more(vending):
    for _ in range(19):
        vending.click("press-1000")
    vending.click("press-10", times=2)
    assert vending.number("count") == 19_020 and vending.control("press-1").is_enabled()
    vending.click("press-1000")
    assert_dropped(vending, HELD)
    assert "sold out" in vending.text("count")
    for presses in (1, 10, 1000):
        assert vending.control(f"press-{presses}").is_disabled()
    vending.click("reset")
    assert vending.control("press-1").is_enabled()


@pytest.mark.parametrize("seed", [7, 2**32 - 1])
def test_another_seed_drops_other_samples(vending, seed):
    vending.click("press-10")
    before = vending.exact("last-sampler"), vending.exact("last-model")
    vending.type("seed", seed)
    assert_dropped(vending, 10, seed)
    assert before[0] != vending.exact("last-sampler") and before[1] != vending.exact("last-model")
    vending.type("seed", 0)
    assert before == (vending.exact("last-sampler"), vending.exact("last-model"))


def test_a_seed_out_of_range_is_clamped(vending):
    for typed, kept in ((1e12, 2**32 - 1), (-3, 0), (2.4, 2), ("", 2)):
        vending.type("seed", typed)
        assert vending.control("seed").input_value() == str(kept)


# Asking.


@pytest.mark.parametrize("x", [-4, -1.4, 0, 0.37, 4])
def test_the_model_with_a_density_answers_exactly(vending, x):
    vending.slide("x", x)
    log_q = float(DENSITY.log_prob([x]))
    assert vending.number("density-at-x") == pytest.approx(math.exp(log_q), rel=1e-9)
    assert vending.number("log-density-at-x") == pytest.approx(log_q, rel=1e-9)
    assert vending.number("density-area") == pytest.approx(float(DENSITY.log_prob(PLACES).exp().sum()) * CELL, rel=1e-9)
    assert vending.number("target-at-x") == pytest.approx(math.exp(toys.log_prob("two_bumps", [[x]])[0]), rel=1e-9)
    said = vending.text("model-answer")
    assert said.startswith(f"At x = {x}".replace("-", "−")) and vending.text("density-at-x") in said


@pytest.mark.parametrize("target", toys.LINES)
def test_every_target_has_its_own_density(open_with, target):
    widget = open_with(target=target, x=0.1, ratio=True)
    assert widget.number("target-at-x") == pytest.approx(math.exp(toys.log_prob(target, [[0.1]])[0]), rel=1e-9)
    assert widget.number("ratio-at-x") == pytest.approx(ratio(0.1, target)[0], rel=1e-5)
    assert widget.number("ratio-area") == pytest.approx(ratio(PLACES, target).sum() * CELL, rel=1e-5)


def test_the_sampler_says_why_it_has_no_density(vending):
    vending.click("press-1000")
    assert vending.exact("answer") == "none" and vending.text("answer").startswith("It cannot say.")
    for name in ("ratio-at-x", "ratio-area", "kernel-at-x", "kernel-area", "all-at-x", "d-at-x"):
        assert not vending.root.locator(f'[data-readout="{name}"]').is_visible()


@pytest.mark.parametrize("x", [-1.5, 0.37, 2])
def test_the_estimate_from_ds_ratio(vending, x):
    vending.slide("x", x)
    before = vending.picture(0), vending.picture(1)
    vending.control("ratio").check()
    assert vending.exact("answer") == "estimates"
    assert vending.number("ratio-at-x") == pytest.approx(ratio(x)[0], rel=1e-5)
    assert vending.number("ratio-area") == pytest.approx(ratio(PLACES).sum() * CELL, rel=1e-5)
    assert abs(vending.number("ratio-area") - 1) > 0.05, "this D is not optimal, and it shows"
    d = vending.number("d-at-x")
    p = vending.number("target-at-x")
    assert p * (1 - d) / d == pytest.approx(vending.number("ratio-at-x"), rel=1e-9)
    assert vending.picture(0) != before[0]
    vending.control("ratio").uncheck()
    assert vending.exact("answer") == "none" and (vending.picture(0), vending.picture(1)) == before


@pytest.mark.parametrize("bandwidth", [0.02, 0.2, 1])
def test_the_kernel_density_of_what_has_dropped(vending, bandwidth):
    vending.click("press-1000")
    vending.control("kernel").check()
    vending.slide("bandwidth", bandwidth)
    for x in (-0.4, 0.5):
        vending.slide("x", x)
        assert vending.number("kernel-at-x") == pytest.approx(kernel(x, 1000, bandwidth)[0], rel=1e-5)
    expected = kernel(PLACES, 1000, bandwidth).sum() * CELL
    assert vending.number("kernel-area") == pytest.approx(expected, rel=1e-5)
    vending.click("press-10")
    assert vending.number("kernel-at-x") == pytest.approx(kernel(0.5, 1010, bandwidth)[0], rel=1e-5)
    vending.type("seed", 3)
    assert vending.number("kernel-at-x") == pytest.approx(kernel(0.5, 1010, bandwidth, seed=3)[0], rel=1e-5)


def test_the_kernel_curve_is_drawn_and_moves_with_the_bandwidth(vending):
    vending.click("press-1000")
    seen = [vending.picture(0)]
    vending.control("kernel").check()
    counted(vending)
    seen.append(vending.picture(0))
    for bandwidth in (0.05, 0.9):
        vending.slide("bandwidth", bandwidth)
        seen.append(vending.picture(0))
    assert len(set(seen)) == 4


def test_nothing_dropped_gives_no_kernel_density(vending):
    vending.control("kernel").check()
    assert vending.exact("kernel-at-x") == vending.exact("kernel-area") == "none"
    assert vending.text("kernel-at-x") == "nothing has dropped yet"
    vending.click("press-1")
    assert vending.number("kernel-at-x") == pytest.approx(kernel(0.5, 1, 0.2)[0], rel=1e-5)
    vending.click("reset")
    assert vending.exact("kernel-at-x") == "none"


@pytest.mark.parametrize("x", [-4, -0.5, 0.5, 4])
def test_all_samples_of_the_machine_are_counted(vending, x):
    vending.control("kernel").check()
    vending.slide("x", x)
    counted(vending)
    for seed in (0, 4):
        vending.type("seed", seed)
        counted(vending)
        samples = machines(seed=seed, count=HELD).dropped()[0]
        counts = np.histogram(samples, 100, (-4, 4))[0]
        expected = counts[min(int((x + 4) / 0.08 + 1e-9), 99)] / (HELD * 0.08)
        assert vending.number("all-at-x") == pytest.approx(expected, abs=1.5 / (HELD * 0.08))  # one may lie on an edge


def drawn(widget, number, colour):
    """How many pixels of a picture's middle, where no words stand, are of this colour, pale bars apart."""
    pixels = widget.pixels(widget.canvas(number)).astype(int)
    height, width = pixels.shape[:2]
    middle = pixels[int(0.3 * height) : int(0.8 * height), int(0.15 * width) : int(0.95 * width)]
    near = np.abs(middle[..., :3] - [int(colour[i : i + 2], 16) for i in (0, 2, 4)]).max(axis=-1) < 12
    return int((near & (middle[..., 3] > 110)).sum())  # bars let 102 of 255 through


def test_each_estimate_has_its_line_and_the_histogram_its_outline(vending):
    third, generated, muted, second = "b4558d", "d55e00", "59636e", "009e73"
    vending.type("seed", 21)  # of which nothing has been made yet
    assert max(drawn(vending, 0, colour) for colour in (third, generated, muted)) < 10
    assert drawn(vending, 1, second) > 50
    vending.control("ratio").check()
    assert drawn(vending, 0, third) > 50 and drawn(vending, 0, generated) < 10
    counted(vending)
    assert drawn(vending, 0, muted) > 50
    vending.control("ratio").uncheck()
    assert drawn(vending, 0, muted) < 10 and drawn(vending, 0, third) < 10
    vending.click("press-1000")
    assert drawn(vending, 0, generated) < 10, "bars are pale"
    vending.control("kernel").check()
    assert drawn(vending, 0, generated) > 50


def test_what_python_asks_for_is_there_at_first(open_with):
    widget = open_with(seed=5, count=300, x=-1.2, ratio=True, kernel=True, bandwidth=0.5)
    counted(widget)
    assert_dropped(widget, 300, seed=5)
    assert widget.control("ratio").is_checked() and widget.control("kernel").is_checked()
    assert widget.control("x").input_value() == "-1.2" and widget.control("bandwidth").input_value() == "0.5"
    assert widget.number("kernel-at-x") == pytest.approx(kernel(-1.2, 300, 0.5, seed=5)[0], rel=1e-5)
    assert widget.number("ratio-at-x") == pytest.approx(ratio(-1.2)[0], rel=1e-5)
    assert widget.exact("all-at-x") != "none"


# The place x.


@pytest.mark.parametrize("number", [0, 1])
def test_the_line_can_be_dragged_in_either_picture(vending, number):
    at = 0.5
    for x in (-2, 2.5, 4):
        vending.drag(number, *(vending.in_axes(number, (place + 4) / 8, 0.5) for place in (at, x)))
        at = float(vending.control("x").input_value())
        assert at == pytest.approx(x, abs=0.03)
        assert vending.control("x-number").input_value() == vending.control("x").input_value()
    for end, x in ((0.01, "-4"), (0.999, "4")):  # beyond the axes
        vending.drag(number, vending.in_axes(number, (at + 4) / 8, 0.5), (end, 0.4))
        assert vending.control("x").input_value() == x
        at = float(x)


@pytest.mark.parametrize("name", ["sampler-view", "model-view"])
def test_arrow_keys_move_the_line_and_turn_no_page(vending, name):
    address = vending.page.url
    vending.control(name).focus()
    before = vending.picture(0), vending.picture(1)
    for key, x in (("ArrowRight", 0.55), ("ArrowRight", 0.6), ("ArrowLeft", 0.55), ("ArrowUp", 0.55), ("x", 0.55)):
        vending.page.keyboard.press(key)
        assert float(vending.control("x").input_value()) == pytest.approx(x)
    assert vending.picture(0) != before[0] and vending.picture(1) != before[1]
    assert vending.page.url == address


def test_numbers_typed_out_of_range_are_clamped(vending):
    vending.control("kernel").check()
    for name, typed, kept in (("x", 99, "4"), ("x", -99, "-4"), ("bandwidth", 0, "0.02"), ("bandwidth", 7, "1")):
        vending.type(f"{name}-number", typed)
        assert vending.control(name).input_value() == kept
    vending.type("x-number", "")
    assert vending.control("x-number").input_value() == "-4"


def test_buttons_and_questions_answer_to_the_keyboard(vending):
    vending.control("press-10").focus()
    vending.page.keyboard.press("Enter")
    assert_dropped(vending, 10)
    vending.control("ratio").focus()
    vending.page.keyboard.press("Space")
    assert vending.exact("answer") == "estimates"


# Motion and room.


def test_a_ball_falls_and_comes_to_rest(vending):
    vending.click("press-1")
    falling = vending.picture(0)
    vending.page.wait_for_timeout(700)
    rest = vending.picture(0)
    assert falling != rest
    vending.page.wait_for_timeout(200)
    assert vending.picture(0) == rest


def test_with_less_motion_it_is_there_at_once(open_with):
    widget = open_with({"reduced_motion": "reduce"}, count=0)
    widget.click("press-1")
    at_once = widget.picture(0)
    widget.page.wait_for_timeout(600)
    assert widget.picture(0) == at_once


def test_on_a_desk_both_machines_stand_side_by_side(open_with, subtests):
    widget = open_with(count=500)
    for width in (360, 390, 1280):
        with subtests.test(width=width):
            widget.page.set_viewport_size({"width": width, "height": 800})
            wait_until_drawn(widget.page)
            left, right = (widget.canvas(number).bounding_box() for number in (0, 1))
            assert (left["y"] == right["y"]) == (width == 1280) and left["width"] > 250
