"""SaddleSurface on the built page: every way to turn it, and what it says about each surface."""

import numpy as np
import pytest

from gan_utils.widgets import SaddleSurface
from gan_utils.widgets.saddle_surface.widget import SURFACES

from .widget import Widget

# Both players gain 1 by leaving (0, 0) where each stands on the wrong side of the saddle, else nothing.
SAID = {"xy": (0, "equilibrium"), "x2-y2": (0, "equilibrium"), "y2-x2": (1, "no-equilibrium")}


@pytest.fixture
def saddle(chapters, find):
    widget = find(chapters("03_convergence").page(), "saddle-surface")
    widget.choose(surface="xy")
    widget.click("reset")
    return widget


@pytest.mark.parametrize("surface", SURFACES)
def test_each_surface_is_drawn_and_judged(saddle, surface):
    before = saddle.picture()
    saddle.choose(surface=surface)
    gain, verdict = SAID[surface]
    grid = [-1 + i / 10 for i in range(21)]
    value = SURFACES[surface]
    assert saddle.number("gain-x") == pytest.approx(max(-value(x, 0) for x in grid)) == gain
    assert saddle.number("gain-y") == pytest.approx(max(value(0, y) for y in grid)) == gain
    assert saddle.exact("verdict") == verdict
    assert ("no equilibrium" in saddle.text("verdict")) == (verdict == "no-equilibrium")
    assert (saddle.picture() == before) == (surface == "xy")


def test_the_picture_is_drawn_wherever_the_page_comes_from(address, visits, find):
    widget = find(visits(address + "book/03_convergence.html"), "saddle-surface")
    pixels = widget.pixels(widget.canvas())
    assert len({tuple(pixel) for pixel in pixels[::4, ::4].reshape(-1, 4)}) > 50


def test_how_far_a_player_may_go_stands_beside_what_it_gains(bench):
    root = bench(SaddleSurface(surface="y2-x2")).locator('[data-widget="saddle-surface"]')
    terms = root.locator("dt").all_inner_texts()[1:]
    assert all("up to 1 away" in term for term in terms), terms


@pytest.mark.parametrize("key", ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"])
def test_arrow_keys_turn_it_and_the_opposite_key_turns_it_back(saddle, key):
    opposite = {"Left": "Right", "Right": "Left", "Up": "Down", "Down": "Up"}
    first = saddle.picture()
    saddle.control("surface-view").focus()
    saddle.page.keyboard.press(key)
    assert saddle.picture() != first
    saddle.page.keyboard.press(f"Arrow{opposite[key.removeprefix('Arrow')]}")
    saddle.page.keyboard.press("q")
    assert saddle.picture() == first


@pytest.mark.parametrize("target", [(0.7, 0.5), (0.5, 0.7)])
def test_dragging_turns_it_and_letting_go_ends_it(saddle, target):
    first = saddle.picture()
    saddle.drag(0, (0.5, 0.5), (0.55, 0.52), target)
    turned = saddle.picture()
    assert turned != first
    box = saddle.canvas().bounding_box()
    saddle.page.mouse.move(box["x"] + 20, box["y"] + 20)
    assert saddle.picture() == turned


def test_tilting_ends_from_above_and_from_the_side(saddle):
    for key in ("ArrowUp", "ArrowDown"):
        saddle.control("surface-view").focus()
        for _ in range(25):
            saddle.page.keyboard.press(key)
        end = saddle.picture()
        saddle.page.keyboard.press(key)
        assert saddle.picture() == end


def test_24_steps_are_a_full_turn(saddle):
    first = saddle.pixels(saddle.canvas()).astype(int)
    changed = []
    for _ in range(24):
        saddle.control("step").click()
        changed.append(np.mean(np.abs(saddle.pixels(saddle.canvas()) - first).max(axis=-1) > 8))
    # By rounding a few pixels at the tiles' edges may differ after a whole turn. Half a turn shows V(-x, -y) = V(x, y).
    assert max(changed[11], changed[23]) < 0.005 < min(changed[:11] + changed[12:23])


def test_play_turns_it_pause_holds_it_and_reset_brings_it_back(saddle):
    first = saddle.picture()
    saddle.play(1)
    turned = saddle.picture()
    assert turned != first
    saddle.control("play").click()
    assert saddle.control("play").inner_text() == "Pause"
    saddle.page.wait_for_timeout(200)
    saddle.control("play").click()
    held = saddle.picture()
    assert held != turned
    saddle.page.wait_for_timeout(200)
    assert saddle.picture() == held
    saddle.control("reset").click()
    assert saddle.picture() == first


def test_reset_brings_back_the_surface_too_and_what_happened_is_told(bench):
    root = bench(SaddleSurface(surface="y2-x2", turn=1.0)).locator('[data-widget="saddle-surface"]')
    saddle = Widget(root)
    first = saddle.picture(), saddle.picture(1)
    saddle.click("tell")
    assert "On V = y² − x²" in saddle.text("tells") and "x gains 1 and y gains 1" in saddle.text("tells")
    saddle.choose(surface="xy")
    saddle.click("step")
    saddle.click("tell")
    assert "x gains 0 and y gains 0: (0, 0) is an equilibrium" in saddle.text("tells")
    assert saddle.picture() != first[0] and saddle.picture(1) != first[1]
    saddle.click("reset")
    assert (saddle.picture(), saddle.picture(1)) == first and saddle.exact("verdict") == "no-equilibrium"
