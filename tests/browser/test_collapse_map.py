"""CollapseLab's map of the learning rates: a press on a cell, or Enter on it, opens its rates and runs their seeds."""

import math

import pytest

from gan_utils import collapse_map
from gan_utils.metrics import regime

from .lab import DEFAULTS, QUICK, WORK, job

RATES = collapse_map.rates()
USUAL = {"width": 64, "z_dim": 16, "batch_size": 128}
MARGINS = (62, 6, 6, 44)  # left, right, top and bottom of the map's cells, as map.js leaves them
SAID = {"hops": "hop", "sits": "sit", "covers": "cover all", "between": "lie between"}


def said(method, lr, lr_d):
    """What the map says of a cell."""
    kinds = next(cell.regimes for cell in collapse_map.cells(method) if (cell.lr, cell.lr_d) == (lr, lr_d))
    counts = [f"{kinds.count(kind)} {words}" for kind, words in SAID.items() if kind in kinds]
    return f"G {lr:g}, D {lr_d:g}: of {len(kinds)} seeds {', '.join(counts)}, after 3,000 rounds."


def middle(lab, lr, lr_d):
    """Where a cell's middle is in the map's picture."""
    left, right, top, bottom = MARGINS
    box = lab.control("map").bounding_box()
    side = min(box["width"] - left - right, box["height"] - top - bottom) / len(RATES)
    across, up = RATES.index(lr_d) + 0.5, RATES.index(lr) + 0.5
    return {"x": left + across * side, "y": top + len(RATES) * side - up * side}


def rates(lab):
    return {name: float(lab.controls()[name]) for name in ("lr", "lr_d")}


def test_it_says_what_became_of_the_seeds_where_the_lab_stands(open_lab):
    lab = open_lab()
    lab.put(**USUAL)
    assert lab.text("map-cell") == said("plain", 1e-3, 3e-4) and "8 hop" in lab.text("map-cell")


@pytest.mark.parametrize("lr, lr_d", [(1e-4, 1e-2), (5.6e-3, 1.8e-3)])
def test_a_press_opens_a_cells_rates_and_runs_its_seeds(open_lab, lr, lr_d):
    lab = open_lab()
    lab.put(**USUAL)
    lab.steps(3)
    lab.slide("many-rounds-wanted", 200)
    lab.control("map").scroll_into_view_if_needed()
    lab.control("map").click(position=middle(lab, lr, lr_d))
    lab.root.locator('[data-control="many"]:has-text("Stop")').wait_for()
    lab.root.locator('[data-control="many"]:has-text("Run 12 seeds")').wait_for(timeout=WORK)
    assert rates(lab) == {"lr": lr, "lr_d": lr_d}
    assert lab.text("map-cell") == said("plain", lr, lr_d)
    assert lab.exact("many-rounds") == "200" and lab.exact("step") == "0"
    assert lab.text("many-of") == f"Seeds of the plain GAN, G {lr:g}, D {lr_d:g}:"
    lab.slide("unroll", 3)
    assert lab.text("many-of") == f"Seeds of the plain GAN, G {lr:g}, D {lr_d:g}:", "which they are still"


def test_the_mouse_tells_of_the_cells_that_it_is_over(open_lab):
    lab = open_lab()
    lab.put(**USUAL)
    picture = lab.control("map")
    picture.hover(position=middle(lab, 1e-4, 1e-2))
    lab.settle()
    assert lab.text("map-cell") == said("plain", 1e-4, 1e-2)
    assert rates(lab) == {"lr": 1e-3, "lr_d": 3e-4}, "it only tells"
    assert lab.root.locator('[data-readout="map-cell"]').get_attribute("aria-live") == "off"
    lab.page.mouse.move(0, 0)
    lab.settle()
    assert lab.text("map-cell") == said("plain", 1e-3, 3e-4)


def test_the_keyboard_walks_the_cells_and_enter_opens_one(open_lab):
    lab = open_lab()
    lab.put(**USUAL)
    lab.slide("many-rounds-wanted", 200)
    lab.control("map").focus()
    words = lab.root.locator('[data-readout="map-cell"]')
    assert words.get_attribute("aria-live") == "off"
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        lab.page.keyboard.press(key)
    lab.settle()
    assert lab.text("map-cell") == said("plain", 1.8e-3, 1e-3) and rates(lab) == {"lr": 1e-3, "lr_d": 3e-4}
    assert words.get_attribute("aria-live") == "polite", "a walk is told"
    for key, cell in (
        ("Home", (1.8e-3, 1e-4)),
        ("PageUp", (1e-2, 1e-4)),
        ("End", (1e-2, 1e-2)),
        ("PageDown", (1e-4, 1e-2)),
    ):
        lab.page.keyboard.press(key)
        lab.settle()
        assert lab.text("map-cell") == said("plain", *cell)
    lab.page.keyboard.press("Enter")
    lab.root.locator('[data-control="many"]:has-text("Run 12 seeds")').wait_for(timeout=WORK)
    assert rates(lab) == {"lr": 1e-4, "lr_d": 1e-2}


def test_settings_that_were_not_run_have_no_cell(open_lab):
    lab = open_lab()
    lab.put(**USUAL)
    lab.slide("unroll", 2)
    lab.settle()
    assert lab.text("map-cell") == "The map has no runs of these settings."
    lab.slide("unroll", 0)
    lab.settle()
    assert lab.text("map-cell") == said("plain", 1e-3, 3e-4)


def test_a_method_is_chosen_at_the_map(open_lab):
    lab = open_lab()
    lab.put(**USUAL)
    assert lab.control("map-method").input_value() == "plain"
    lab.put(target="blobs", width=16)
    lab.settle()
    assert lab.control("map-method").input_value() == "other"
    lab.steps(3)
    for method, settings in (("packing 2", {"packing": "2"}), ("r1", {"objective": "r1", "packing": "1"})):
        lab.choose(**{"map-method": method})
        lab.settle()
        shown = lab.controls()
        assert {name: shown[name] for name in settings} == settings and shown["target"] == "ring"
        assert lab.exact("step") == "0" and shown["width"] == "64"
        assert lab.text("map-cell") == said(method, 1e-3, 3e-4)
    assert lab.control("map-method").input_value() == "r1"


@pytest.mark.parametrize("rates", [{}, {"lr": 0.01, "lr_d": 0.0001}])
def test_seeds_are_told_in_the_maps_words(open_lab, engine, rates):
    """The samples' mean is looked up after 100 rounds and after 200."""
    lab = open_lab("#ring=" + ",".join(f"{name}:{value}" for name, value in rates.items()))
    lab.slide("many-rounds-wanted", 200)
    lab.control("many").click()
    lab.root.locator('[data-control="many"]:has-text("Run 12 seeds")').wait_for(timeout=WORK)
    looks = [("train", 100), ("train", 100)]
    jobs = [job(DEFAULTS | QUICK | rates | {"seed": seed}, [], looks) for seed in range(12)]
    kinds = []
    for before, now in engine.node(jobs):
        moved = math.dist(before["centre"], now["centre"])
        kinds.append(regime(now["captured"], 8, now["highQuality"], moved, radius=2.0))
    assert lab.exact("regimes") == " ".join(str(kinds.count(kind)) for kind in ("hops", "sits", "covers"))
    words = [f"{kinds.count(kind)} {said}" for kind, said in SAID.items() if kind in kinds]
    assert lab.text("regimes") == ", ".join(words)


def test_of_another_target_nothing_is_said_in_the_maps_words(open_lab):
    lab = open_lab("#ring=target:blobs")
    lab.slide("many-rounds-wanted", 200)
    lab.control("many").click()
    lab.root.locator('[data-control="many"]:has-text("Run 12 seeds")').wait_for(timeout=WORK)
    assert not lab.root.locator('[data-readout="regimes"]').is_visible()
