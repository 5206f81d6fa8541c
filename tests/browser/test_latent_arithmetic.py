"""LatentArithmetic on the built page: PyTorch's pictures, the reader's answers, and every way to choose faces."""

import json
import math
from urllib.parse import quote

import numpy as np
import pytest

from gan_utils import pretrained
from gan_utils.models import READ
from gan_utils.widgets import LatentArithmetic
from gan_utils.widgets.latent_arithmetic.recipes import FILLED, RECIPES, choose
from gan_utils.widgets.latent_arithmetic.widget import STREAM, WALL

from .conftest import write_bench
from .figures import FIGURES
from .widget import Widget

CHAPTER = "book/01_dcgan.html"
READ_OFF = ("glasses", "long_hair", "beard", "hat", "smile", "head_turn")
LAST_SEED = 4294967295


@pytest.fixture(scope="module")
def networks():
    return pretrained.load("dcgan-faces"), pretrained.load("attribute-reader")


@pytest.fixture
def sums(chapters, find):
    """The chapter's arithmetic as it begins."""
    widget = find(chapters("01_dcgan").page(), "latent-arithmetic")
    widget.click("reset")
    idle(widget)
    return widget


def idle(widget):
    """Waits until all pictures are there and no tray is being filled."""
    widget.settle()
    root = widget.root.element_handle()
    widget.page.wait_for_function("(root) => root.ariaBusy === 'false'", arg=root, timeout=20_000)


def trays_of(widget):
    return {tray: json.loads(widget.exact(f"holds-{tray}")) for tray in "abc"}


def in_python(widget, networks):
    """The same figure in Python, as the page's controls have it now."""
    return LatentArithmetic(
        *networks,
        seed=int(widget.control("seed").input_value()),
        **trays_of(widget),
        baseline=widget.control("baseline").input_value(),
        rescale=widget.control("rescale").is_checked(),
    )


def results(widget):
    return widget.root.locator(".gan-result canvas:visible")


def shown(widget, canvas):
    pixels = widget.pixels(canvas)
    assert (pixels[..., 3] == 255).all()
    return pixels[..., :3].astype(float)


def assert_drawn(widget, canvas, image):
    """A canvas shows an image of PyTorch's, (3, size, size) in [-1, 1], to two of 255 levels."""
    drawn = shown(widget, canvas)
    assert drawn.std() > 10, "a flat picture"
    assert np.abs(drawn - (image.permute(1, 2, 0).numpy() + 1) * 127.5).max() <= 2


def assert_agrees_with_python(widget, networks):
    """The result, its neighbours, and what is read off it."""
    idle(widget)
    python = in_python(widget, networks)
    if python.baseline == "pixels":
        assert results(widget).count() == 1 and widget.exact("norm") == ""
        assert_drawn(widget, results(widget), python.image())
    else:
        assert results(widget).count() == 9
        around = python.neighbours()
        images = python.images(np.vstack([around[:4], python.result()[None], around[4:]]))
        for number, image in enumerate(images):
            assert_drawn(widget, results(widget).nth(number), image)
        assert widget.number("norm") == pytest.approx(np.linalg.norm(python.result()), rel=1e-9)
    answers = dict(zip(READ, python.answers(python.image()[None])[0]))
    for name in READ_OFF:
        # What is read off a sum of pixels passes on what float16 costs each of its many images.
        assert widget.number(f"p-{name}") == pytest.approx(answers[name], abs=1e-3), name
    assert widget.number("typical-norm") == math.sqrt(python.z_dim)


def wall_face(widget, place):
    return widget.control("wall").nth(place)


def removals(widget, tray):
    return widget.control(f"remove-{tray}")


def test_it_begins_with_faces_that_fit_their_trays(sums, networks):
    python = LatentArithmetic(*networks)
    assert trays_of(sums) == {tray: getattr(python, tray) for tray in "abc"}
    for tray, recipe in FILLED.items():
        assert sums.text(f"holds-{tray}") == recipe == sums.control(f"fill-{tray}").input_value()
        assert removals(sums, tray).count() == 3
    assert_agrees_with_python(sums, networks)


@pytest.mark.parametrize("rescale", [False, True])
@pytest.mark.parametrize("baseline", ["none", "random", "pixels"])
def test_each_sum_is_pythons(sums, networks, baseline, rescale):
    sums.reach("rescale").set_checked(rescale)
    sums.choose(baseline=baseline)
    assert_agrees_with_python(sums, networks)
    assert sums.shows("rescale") == (baseline != "pixels"), "a sum of pixels has no place on the shell"
    if rescale and baseline != "pixels":
        assert sums.number("norm") == pytest.approx(sums.number("typical-norm"), rel=1e-12)


def test_averages_tray_faces_and_the_wall_are_pythons(sums, networks):
    python = in_python(sums, networks)
    for number, image in enumerate(python.images(python.points(range(WALL)))):
        assert_drawn(sums, wall_face(sums, number).locator("canvas"), image)
    for number, tray in enumerate("abc"):
        average = sums.root.locator(".gan-average").nth(number)
        points = python.points(getattr(python, tray))
        sums.choose(baseline="none")
        idle(sums)
        assert_drawn(sums, average, python.images(points.mean(0, keepdims=True))[0])
        for place, image in enumerate(python.images(points)):
            assert_drawn(sums, removals(sums, tray).nth(place).locator("canvas"), image)
        sums.choose(baseline="pixels")
        idle(sums)
        assert_drawn(sums, average, python.images(points).mean(0))


@pytest.mark.parametrize("tray", "abc")
def test_a_face_of_the_wall_goes_into_the_active_tray_and_out_again(sums, networks, tray):
    sums.root.locator(".gan-tray-name").nth("abc".index(tray)).click()
    assert sums.control(f"tray-{tray}").is_checked()
    before = trays_of(sums)
    place = next(place for place in range(WALL) if place not in before[tray])
    face = wall_face(sums, place)
    assert face.get_attribute("aria-pressed") == "false"
    face.click()
    assert trays_of(sums) == before | {tray: [*before[tray], place]}
    assert face.get_attribute("aria-pressed") == "true" and tray.upper() in face.get_attribute("data-in")
    assert sums.text(f"holds-{tray}") == "chosen by hand" and sums.control(f"fill-{tray}").input_value() == ""
    assert_agrees_with_python(sums, networks)
    face.click()
    assert trays_of(sums) == before
    assert sums.text(f"holds-{tray}") == FILLED[tray], "the same faces again"


def test_the_active_tray_is_chosen_by_keyboard_too(sums):
    sums.control("tray-a").focus()
    for tray in "bca":
        sums.page.keyboard.press("ArrowRight")
        assert sums.control(f"tray-{tray}").is_checked()
        assert f"tray {tray.upper()}" in sums.root.inner_text()
    assert sums.page.url.endswith(CHAPTER)


@pytest.mark.parametrize("tray", "abc")
def test_pressing_a_face_of_a_tray_takes_it_out_and_the_last_leaves_words_in_place_of_the_result(sums, networks, tray):
    places = trays_of(sums)[tray]
    removals(sums, tray).nth(1).press("Enter")
    assert trays_of(sums)[tray] == [places[0], places[2]]
    assert sums.page.evaluate("document.activeElement.dataset.control") == f"remove-{tray}", "the focus stays near"
    assert_agrees_with_python(sums, networks)
    removals(sums, tray).first.click()
    removals(sums, tray).first.click()
    idle(sums)
    assert trays_of(sums)[tray] == [] and sums.text(f"holds-{tray}") == "empty"
    assert sums.page.evaluate("document.activeElement.dataset.control") == f"tray-{tray}"
    assert results(sums).count() == 0
    assert sums.text("waits") == f"Tray {tray.upper()} is empty: choose faces for it."
    assert [sums.exact(name) for name in ("norm", *(f"p-{name}" for name in READ_OFF))] == [""] * 7
    sums.control(f"tray-{tray}").check()
    wall_face(sums, 20).click()
    assert_agrees_with_python(sums, networks)


def test_a_tray_holds_ten_faces(sums):
    for place in [place for place in range(WALL) if place not in trays_of(sums)["a"]][:7]:
        wall_face(sums, place).click()
    full = trays_of(sums)["a"]
    assert len(full) == 10 and sums.text("says") == ""
    outside = next(place for place in range(WALL) if place not in full)
    wall_face(sums, outside).click()
    assert trays_of(sums)["a"] == full and sums.text("says") == "Tray A is full: it has 10 faces."
    wall_face(sums, full[-1]).click()
    assert len(trays_of(sums)["a"]) == 9 and sums.text("says") == ""


@pytest.mark.parametrize("count", [1, 3, 10])
def test_a_tray_is_filled_with_the_faces_that_python_finds(sums, networks, count):
    sums.choose(count=str(count))
    idle(sums)
    python = in_python(sums, networks)
    answers = python.answers(python.images(python.points(range(STREAM))))
    for tray, recipe in FILLED.items():  # the number fills again what was filled
        assert trays_of(sums)[tray] == choose(answers, RECIPES[recipe], count)[0]
    offered = sums.control("fill-b").locator("option").evaluate_all("(all) => all.map((each) => each.value)")
    assert offered == ["", *RECIPES]
    for name, recipe in RECIPES.items():
        sums.choose(**{"fill-b": name})
        idle(sums)
        expected, sure = choose(answers, recipe, count)
        assert trays_of(sums)["b"] == expected
        assert sums.text("holds-b") == (name if sure else f"nearest to: {name}")
    assert_agrees_with_python(sums, networks)


def test_the_number_leaves_trays_alone_that_were_chosen_by_hand(sums):
    removals(sums, "c").first.click()
    kept = trays_of(sums)["c"]
    sums.choose(count="1")
    idle(sums)
    assert [len(places) for places in trays_of(sums).values()] == [1, 1, 2] and trays_of(sums)["c"] == kept


def test_a_new_wall_is_the_next_seeds_and_its_trays_hold_faces_of_the_same_kinds(sums, networks):
    sums.choose(**{"fill-a": "hat"})
    idle(sums)
    sums.control("new-wall").click()
    idle(sums)
    assert sums.control("seed").input_value() == "1"
    python = in_python(sums, networks)
    answers = python.answers(python.images(python.points(range(STREAM))))
    for tray, recipe in (FILLED | {"a": "hat"}).items():
        assert trays_of(sums)[tray] == choose(answers, RECIPES[recipe], 3)[0]
    assert_drawn(sums, wall_face(sums, 0).locator("canvas"), python.images(python.points([0]))[0])
    assert_agrees_with_python(sums, networks)
    sums.type("seed", LAST_SEED)
    idle(sums)
    assert_agrees_with_python(sums, networks)
    sums.choose(baseline="random")
    assert_agrees_with_python(sums, networks)
    sums.control("new-wall").click()
    assert sums.control("seed").input_value() == "0"


def test_a_seed_out_of_range_is_clamped_and_none_is_undone(sums):
    for typed, kept in ((1e12, LAST_SEED), (2.4, 2), ("", 2), (-3, 0)):
        sums.type("seed", typed)
        assert sums.control("seed").input_value() == str(kept)


def test_a_seed_that_is_being_typed_stays_when_a_search_ends(sums):
    sums.choose(**{"fill-a": "turned left"})
    sums.reach("seed").fill("77")
    idle(sums)
    assert sums.control("seed").input_value() == "77" and sums.text("holds-a").endswith("turned left")
    said = sums.watch("holds-a")
    sums.control("seed").press("Tab")
    idle(sums)
    assert said() == ["looking for: turned left …", "turned left"]


def test_what_comes_while_a_tray_is_being_filled_is_not_lost(sums, networks):
    """All within one frame: two fillings, a new seed, a face, and another baseline."""
    sums.root.evaluate(
        """(root) => {
          const control = (name) => root.querySelector(`[data-control="${name}"]`);
          const pick = (name, value) => { control(name).value = value; control(name).onchange(); };
          pick("fill-a", "hat");
          pick("fill-b", "beard");
          pick("seed", 5);
          pick("fill-a", "smiling");
          pick("baseline", "random");
          root.querySelectorAll('[data-control="wall"]')[4].click();
          pick("fill-c", "no beard");
        }"""
    )
    idle(sums)
    python = in_python(sums, networks)
    answers = python.answers(python.images(python.points(range(STREAM))))
    # The face was put into tray A, which was then no longer to be filled.
    assert 4 in trays_of(sums)["a"] and sums.text("holds-a") == "chosen by hand"
    assert trays_of(sums)["b"] == choose(answers, RECIPES["beard"], 3)[0]
    assert trays_of(sums)["c"] == choose(answers, RECIPES["no beard"], 3)[0]
    assert_agrees_with_python(sums, networks)


def told(widget):
    widget.click("tell")
    return widget.text("tells")


def test_it_says_what_the_reader_sees_in_the_sum(sums):
    words = told(sums)
    for name, label in (("glasses", "glasses"), ("long_hair", "long hair"), ("beard", "beard"), ("hat", "hat")):
        assert f"{label} {100 * sums.number(f'p-{name}'):.0f}\xa0%" in words
    assert words.startswith("= A − B + C. The attribute reader sees long hair, glasses")
    assert f"is {sums.number('norm'):.3g} long" in words
    for _ in range(3):
        removals(sums, "b").first.click()
    idle(sums)
    assert told(sums) == "Tray B is empty: choose faces for it."


def test_the_name_of_a_face_says_what_it_shows(sums, networks):
    """And so do they in trays: not its number alone."""
    python = LatentArithmetic(*networks)
    answers = [dict(zip(READ, each)) for each in python.answers(python.images(python.points(range(WALL))))]
    for place, read in enumerate(answers):
        name = wall_face(sums, place).get_attribute("aria-label")
        assert name.startswith(f"Face {place + 1}: {'long' if read['long_hair'] > 0.5 else 'short'} hair, ")
        assert ("no glasses" in name) == (read["glasses"] <= 0.5) and ("hat" in name) == (read["hat"] > 0.5)
        assert ("smiling" in name) == (read["smile"] > 0.75) and ("beard" in name) == (read["beard"] > 0.5)
    assert removals(sums, "a").first.get_attribute("aria-label").startswith("Take out of tray A: face")
    assert "glasses" in removals(sums, "a").first.get_attribute("aria-label")


def test_the_wall_is_one_stop_of_the_tab_key_and_arrow_keys_go_from_face_to_face(sums):
    def focused():
        return sums.page.evaluate("document.activeElement.getAttribute('aria-label')").split(":")[0]

    wall_face(sums, 0).focus()
    for key, face in (
        ("ArrowRight", 2),
        ("ArrowDown", 14),
        ("ArrowDown", 14),
        ("ArrowLeft", 13),
        ("ArrowUp", 1),
        ("End", 24),
        ("ArrowRight", 24),
        ("Home", 1),
        ("ArrowLeft", 1),
    ):
        sums.page.keyboard.press(key)
        assert focused() == f"Face {face}", key
    stops = sums.root.evaluate(
        "(root) => [...root.querySelectorAll('.gan-face')].filter((e) => e.tabIndex === 0).length"
    )
    assert stops == 4, "one of the wall, one of each tray"
    sums.page.keyboard.press("Tab")
    assert sums.page.evaluate("document.activeElement.closest('.gan-wall')") is None


LINK = "#latent-arithmetic="


@pytest.fixture
def linked(site, visits, tmp_path):
    """``linked(part)``: small networks, opened by a link."""
    address = write_bench(site, tmp_path / "sums.html", [FIGURES["latent-arithmetic"].make()])

    def opened(part):
        widget = Widget(visits(address + part).locator("[data-widget]"))
        idle(widget)
        return widget

    return opened


def test_a_link_holds_the_trays_and_what_they_were_filled_with(linked):
    widget = linked("")
    widget.choose(**{"fill-b": "hat"})
    idle(widget)
    said = widget.text("holds-b")
    assert said.endswith("hat")
    widget.page.wait_for_function("() => location.hash.includes('_filled')")
    held = trays_of(widget)
    again = linked(widget.page.evaluate("location.hash"))
    assert trays_of(again) == held and again.text("holds-b") == said
    assert again.control("fill-b").input_value() == "hat"


@pytest.mark.parametrize(
    "part",
    [
        "a:[1.5]",
        "a:[424]",
        "a:[[0]]",
        f"a:{[0] * 11}",
        "a:7",
        "seed:-1",
        "baseline:noise",
        "rescale:2",
        '_filled:{"a":{"recipe":"unicorn","places":[1],"sure":true,"seed":0}}',
        '_filled:{"d":{"recipe":"hat","places":[1],"sure":true,"seed":0}}',
        '_filled:{"a":null}',
        "_filled:null",
        "_filled:[1]",
    ],
)
def test_a_link_that_cannot_be_is_refused_in_words(linked, part):
    name, value = part.split(":", 1)
    widget = linked(f"{LINK}{name}:{quote(value)}")
    assert widget.text("tells").startswith(f"This link cannot be read in full ({name}:")
    assert trays_of(widget) == {"a": [0, 5], "b": [1], "c": [2, 30]}


def test_reset_brings_back_the_beginning(sums):
    first = trays_of(sums), [shown(sums, results(sums).nth(number)).tolist() for number in range(9)]
    sums.choose(count="10", baseline="random", **{"fill-a": "hat"})
    sums.reach("rescale").check()
    sums.control("tray-c").check()
    sums.type("seed", 8)
    idle(sums)
    assert trays_of(sums) != first[0]
    sums.control("reset").click()
    idle(sums)
    assert (trays_of(sums), [shown(sums, results(sums).nth(number)).tolist() for number in range(9)]) == first
    assert sums.control("count").input_value() == "3" and sums.control("baseline").input_value() == "none"
    assert not sums.control("rescale").is_checked() and sums.control("tray-a").is_checked()
    assert sums.control("seed").input_value() == "0" and sums.text("says") == ""


def test_wherever_the_page_comes_from_the_pictures_are_the_same(address, visits, find, networks):
    assert_agrees_with_python(find(visits(address + CHAPTER), "latent-arithmetic"), networks)


@pytest.mark.clock
def test_filling_a_tray_never_holds_the_page_for_long(sums):
    """The longest time between two frames while 400 faces are made and read."""
    longest = sums.root.evaluate(
        """async (root) => {
          const select = root.querySelector('[data-control="fill-a"]');
          select.value = "turned left";
          root.querySelector('[data-control="count"]').value = "10";
          root.querySelector('[data-control="count"]').onchange();
          select.onchange();
          const gaps = [];
          let last = performance.now();
          do {
            await new Promise(requestAnimationFrame);
            gaps.push(performance.now() - last);
            last = performance.now();
          } while (root.ariaBusy === "true");
          return gaps.sort((p, q) => q - p)[Math.floor(gaps.length / 100)];
        }"""
    )
    print(f"\nmilliseconds between frames, the slowest hundredth: {longest:.1f}")
    assert longest < 100
