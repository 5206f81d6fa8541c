"""ScoreBreaker on a page: every way to be bad, and every number against the Python package's."""

import base64
import io
import itertools

import numpy as np
import pytest
from PIL import Image

from gan_utils import pretrained
from gan_utils.data import digits
from gan_utils.widgets import ScoreBreaker

from .conftest import write_bench
from .widget import Widget, wait_until_drawn

NOTHING = {"blur": 0.0, "noise": 0.0, "shift": 0, "drop": 0, "variety": 1.0, "memorise": 0.0}
PRESETS = {
    "perfect": {},
    "blurred": {"blur": 1.0},
    "noisy": {"noise": 0.6},
    "copyist": {"memorise": 1.0},
    "five": {"drop": 5},
    "one": {"variety": 0.0},
}
SIGNS = {"noticed": "◀ noticed", "not": "● not noticed", "rewarded": "▶ rewarded"}


@pytest.fixture(scope="module")
def python():
    """The widget in Python, whose numbers the page must show."""
    images, labels = digits.load("test")
    return ScoreBreaker(images[:160], images[160:460], pretrained.load("digit-classifier"), labels[160:460])


def put(python, **traits):
    for name, value in (NOTHING | {"seed": 0} | traits).items():
        setattr(python, name, value)
    return python


@pytest.fixture(scope="module")
def page(site, shared_visits, tmp_path_factory, python):
    file = tmp_path_factory.mktemp("breaker") / "b.html"
    put(python, variety=0.0)
    return shared_visits(write_bench(site, file, [python]))


class Breaker(Widget):
    def settled(self):
        """When every sample that is wanted has been classified."""
        self.settle()
        self.page.wait_for_function("() => !document.querySelector('[aria-busy=\"true\"]')")
        return self

    def spoil(self, **traits):
        for name, value in traits.items():
            self.type(name, value) if name == "seed" else self.slide(name, value)
        return self.settled()

    def samples(self):
        """The samples in the picture, (40, 32, 32), 0 to 255."""
        pngs = self.root.evaluate(
            "(root) => [...root.querySelectorAll('.gan-samples canvas')].map((one) => one.toDataURL().split(',')[1])"
        )
        return np.stack([np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("L")) for png in pngs])

    def values(self, names):
        return {name: float(self.control(name).input_value()) for name in names}

    def agrees(self, python):
        """All numbers and verdicts are Python's. The classifier's features differ by 1e-6, so a count hardly ever."""
        expected, verdicts = python.scores(), python.verdicts()
        for name, value in expected.items():
            assert self.number(name) == pytest.approx(value, rel=1e-4, abs=1e-4), name
            mean, std = python.perfect()[name]
            assert self.number(f"perfect-{name}") == mean
            better = -1 if name in ("fid", "kid") else 1
            if abs(abs(better * (value - mean) / std) - 3) > 0.01:
                assert self.exact(f"verdict-{name}") == verdicts[name], name
                assert self.text(f"verdict-{name}") == SIGNS[verdicts[name]]
        noticed = sum(self.exact(f"verdict-{name}") == "noticed" for name in expected)
        rewarded = sum(self.exact(f"verdict-{name}") == "rewarded" for name in expected)
        rest = f", {rewarded} rewarded it." if rewarded else "."
        assert self.text("noticed").startswith(f"{noticed} of 7 scores noticed{rest} Another draw")
        levels = ((python.samples()[:40, 0] + 1) * 127.5).round().numpy()
        assert np.abs(self.samples().astype(int) - levels).max() <= 1


@pytest.fixture
def shown(page):
    """A perfect generator, seed 0."""
    widget = Breaker(page.locator('[data-widget="score-breaker"]'))
    widget.type("seed", 0)
    widget.click("preset-perfect")
    return widget.settled()


@pytest.fixture
def open_with(bench, python):
    def opened(options=None, **traits):
        put(python, **traits)
        root = bench(python, **(options or {})).locator('[data-widget="score-breaker"]')
        return Breaker(root).settled()

    return opened


# Numbers.


def test_the_first_view_shows_what_python_asks_for(open_with, python):
    traits = {"blur": 0.3, "noise": 0.1, "shift": 1, "drop": 2, "variety": 0.4, "memorise": 0.2, "seed": 7}
    widget = open_with(**traits)
    assert widget.values(traits) == traits
    widget.agrees(python)
    assert all(widget.control(f"preset-{name}").get_attribute("aria-pressed") == "false" for name in PRESETS)


def test_one_image_of_each_digit_fools_two_scores(open_with, python):
    seed = next(seed for seed in range(9) if put(python, variety=0.0, seed=seed).verdicts()["is"] != "noticed")
    widget = open_with(variety=0.0, seed=seed)
    widget.agrees(python)
    assert len(np.unique(widget.samples().reshape(40, -1), axis=0)) == 10
    assert widget.exact("verdict-recall") == "noticed"
    assert widget.exact("verdict-precision") != "noticed" and widget.exact("verdict-is") != "noticed"


def test_another_draw_is_the_next_seed_and_with_ten_images_verdicts_change_with_it(open_with, python):
    said = [tuple(put(python, variety=0.0, seed=seed).verdicts().values()) for seed in range(6)]
    assert len(set(said)) > 1, "or there would be nothing to say of luck"
    widget = open_with(variety=0.0, seed=4294967295)
    assert "Another draw of images may change" in widget.text("noticed")
    for seed in (0, 1):
        widget.click("another")
        widget.settled()
        assert widget.control("seed").input_value() == str(seed)
        widget.agrees(put(python, variety=0.0, seed=seed))


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_set_every_slider(shown, python, preset):
    shown.spoil(shift=2, memorise=0.5)
    shown.click(f"preset-{preset}")
    shown.settled()
    assert shown.values(NOTHING) == NOTHING | PRESETS[preset]
    for name in PRESETS:
        assert shown.control(f"preset-{name}").get_attribute("aria-pressed") == str(name == preset).lower()
    shown.agrees(put(python, **PRESETS[preset]))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("blur", (0.4, 3)),
        ("noise", (0.2, 1)),
        ("shift", (1, 6)),
        ("drop", (1, 9)),
        ("variety", (0.1, 0.01)),
        ("memorise", (0.33, 1)),
        ("seed", (3, 2**32 - 1)),
    ],
)
def test_every_control_changes_the_samples_and_the_scores(shown, python, name, values):
    before = shown.samples(), {score: shown.exact(score) for score in python.perfect()}
    for value in values:
        shown.spoil(**{name: value})
        shown.agrees(put(python, **{name: value}))
        assert (shown.samples() != before[0]).any()
        assert {score: shown.exact(score) for score in before[1]} != before[1]
    shown.spoil(**{name: (NOTHING | {"seed": 0})[name]})
    assert (shown.samples() == before[0]).all() and {score: shown.exact(score) for score in before[1]} == before[1]


def test_ways_to_be_bad_go_together(shown, python):
    traits = {"blur": 0.5, "noise": 0.3, "shift": 2, "drop": 4, "variety": 0.6, "memorise": 0.25, "seed": 5}
    shown.spoil(**traits)
    shown.agrees(put(python, **traits))


def test_copies_lie_on_the_very_edge_and_count(shown):
    shown.click("preset-copyist")
    shown.settled()
    for name in ("precision", "recall", "density", "coverage"):
        assert shown.number(name) == 1
    assert shown.number("fid") == pytest.approx(0, abs=1e-6) and shown.exact("verdict-fid") == "rewarded"


# How it works.


def test_it_says_by_name_and_number_who_noticed(shown, python):
    shown.click("preset-copyist")
    shown.settled()
    shown.click("tell")
    words = shown.text("tells")
    verdicts = put(python, memorise=1.0).verdicts()
    assert words.startswith("A copyist.")
    for kind, start in (("noticed", "Noticed by"), ("rewarded", "Rewarded by"), ("not", "Not noticed by")):
        assert (f" {start}: " in words) == (kind in verdicts.values())
    assert f"FID ({python.scores()['fid']:.1f}".rstrip("0.") in words
    shown.spoil(blur=0.5)
    shown.click("tell")
    assert shown.text("tells").startswith("blur, pixels 0.5; copies of real images, share 1.")


def test_reset_brings_back_the_first_settings(open_with):
    widget = open_with(variety=0.0, seed=3)
    widget.click("preset-noisy")
    widget.click("another")
    widget.settled()
    widget.click("reset")
    widget.settled()
    assert widget.control("preset-one").get_attribute("aria-pressed") == "true"
    assert widget.control("seed").input_value() == "3"


def test_choosing_needs_no_classifier_and_is_there_at_once(shown):
    shown.page.wait_for_timeout(1500)  # the images that were not wanted are classified in peace
    for name, value in (("drop", 5), ("variety", 0.3), ("memorise", 0.5), ("seed", 9)):
        before = shown.exact("kid")
        shown.type(name, value) if name == "seed" else shown.slide(name, value)
        assert shown.root.get_attribute("aria-busy") == "false" and shown.exact("kid") != before


def test_it_says_that_it_is_busy_while_the_classifier_looks(shown):
    seen = shown.root.evaluate(
        """(root) => new Promise((done) => {
          const range = root.querySelector('[data-control="blur"]');
          range.value = 2;
          range.dispatchEvent(new Event("input", { bubbles: true }));
          requestAnimationFrame(() => done([root.getAttribute("aria-busy"),
            root.querySelector('[data-readout="noticed"]').textContent]));
        })"""
    )
    assert seen == ["true", "The classifier looks at the samples …"]
    assert shown.settled().root.get_attribute("aria-busy") == "false"
    assert shown.text("noticed").startswith("7 of 7")


def test_the_last_of_many_quick_moves_counts(shown, python):
    for value in (0.4, 1.2, 2.0, 0.8):
        shown.slide("blur", value)
    shown.settled()
    shown.agrees(put(python, blur=0.8))


def test_where_there_is_no_webassembly_the_numbers_are_the_same(open_with, python):
    widget = open_with({"script": "delete globalThis.WebAssembly;"}, drop=2)
    widget.page.set_default_timeout(30_000)
    widget.settled().agrees(python)


# The picture.


def marker(widget, name):
    """Where a score's marker stands on its track, 0 to 1."""
    track = widget.root.locator(f'li:has([data-readout="{name}"]) .gan-track')
    left, spot = track.bounding_box(), track.locator("span").bounding_box()
    return (spot["x"] + spot["width"] / 2 - left["x"]) / left["width"]


def test_each_marker_stands_where_its_score_is(shown, python):
    ends = np.arcsinh([-400, 40])
    for traits in ({}, {"variety": 0.0}, {"memorise": 1.0}, {"blur": 1.0}):
        shown.spoil(**(NOTHING | traits))
        for name, (mean, std) in python.perfect().items():
            apart = (shown.number(name) - mean) / std * (-1 if name in ("fid", "kid") else 1)
            expected = (np.arcsinh(np.clip(apart, -400, 40)) - ends[0]) / (ends[1] - ends[0])
            assert marker(shown, name) == pytest.approx(expected, abs=0.01), (traits, name)


def test_verdicts_differ_in_colour_too(shown):
    colours = {}
    for preset in ("one", "copyist"):
        shown.click(f"preset-{preset}")
        shown.settled()
        for row in shown.root.locator(".gan-scores li[data-verdict]").all():
            colour = row.locator(".gan-track span").evaluate("(spot) => getComputedStyle(spot).backgroundColor")
            colours.setdefault(row.get_attribute("data-verdict"), set()).add(colour)
    assert set(colours) == set(SIGNS) and all(len(found) == 1 for found in colours.values())
    assert len(set.union(*colours.values())) == 3


# Controls.


def test_what_is_typed_out_of_range_is_clamped(shown):
    for name, typed, kept in (
        ("blur", 9, "3"),
        ("noise", -1, "0"),
        ("shift", 2.4, "2"),
        ("drop", 99, "9"),
        ("variety", 7, "1"),
        ("memorise", "", "0"),
    ):
        shown.type(f"{name}-number", typed)
        assert shown.control(name).input_value() == kept == shown.control(f"{name}-number").input_value()
    for typed, kept in ((1e12, 2**32 - 1), (-3, 0), ("", 0)):
        shown.type("seed", typed)
        assert shown.control("seed").input_value() == str(kept)
    shown.settled()


def test_presets_and_sliders_answer_to_the_keyboard(shown):
    shown.control("preset-five").focus()
    shown.page.keyboard.press("Enter")
    assert shown.settled().control("drop").input_value() == "5"
    shown.reach("drop").focus()
    shown.page.keyboard.press("ArrowRight")
    assert shown.settled().control("drop").input_value() == "6" and shown.number("is") < 5


# Room.


def test_on_a_desk_scores_stand_beside_the_samples_and_on_a_phone_below(open_with, subtests):
    widget = open_with(variety=0.0)
    for width in (360, 390, 1280):
        with subtests.test(width=width):
            widget.page.set_viewport_size({"width": width, "height": 800})
            wait_until_drawn(widget.page)
            left = widget.root.locator(".gan-samples").bounding_box()
            right = widget.root.locator(".gan-scores").bounding_box()
            assert (left["x"] + left["width"] < right["x"]) == (width == 1280)
            assert left["width"] > 240 and right["width"] > 300
            for row in widget.root.locator(".gan-scores li").all():
                boxes = [child.bounding_box() for child in row.locator("> :not(.gan-track)").all()]
                assert all(a["x"] + a["width"] <= b["x"] + 0.5 for a, b in itertools.pairwise(boxes)), "texts overlap"
