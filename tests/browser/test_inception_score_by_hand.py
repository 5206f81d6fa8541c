"""InceptionScoreByHand on a page: every bar, and every number against the Python package's."""

import math

import numpy as np
import pytest

from gan_utils.widgets import InceptionScoreByHand
from gan_utils.widgets.inception_score_by_hand.widget import MIXED, PRESETS

from .conftest import write_bench
from .widget import Widget

BUTTONS = {
    "sure and varied": "preset-sure-and-varied",
    "sure, all the same": "preset-sure-all-the-same",
    "never sure": "preset-never-sure",
    "one class missing": "preset-one-class-missing",
}


class Table(Widget):
    def agrees(self, table):
        """The read-outs and the bars are those of this table."""
        table = np.array(table, dtype=float)
        rows, classes = table.shape
        marginal = table.mean(axis=0)
        entropy = {"marginal": _entropy(marginal), "conditional": np.mean([_entropy(row) for row in table])}
        close = {"rel": 0, "abs": 1e-9}
        assert self.number("score") == pytest.approx(InceptionScoreByHand(probabilities=table).score(), **close)
        for name, value in entropy.items():
            assert self.number(f"{name}-entropy") == pytest.approx(value, **close)
        assert self.number("mean-kl") == pytest.approx(entropy["marginal"] - entropy["conditional"], **close)
        apart = [self.number(f"kl-{i + 1}") for i in range(rows)]
        np.testing.assert_allclose(apart, [_kl(row, marginal) for row in table], rtol=0, atol=1e-9)
        names = "ABCDEF"[:classes]
        np.testing.assert_allclose([self.number(f"marginal-{name}") for name in names], marginal, rtol=0, atol=1e-12)
        found = [[float(self.control(f"p-{i + 1}-{k}").input_value()) for k in names] for i in range(rows)]
        np.testing.assert_allclose(found, table, rtol=0, atol=0.00501)
        assert self.root.locator("input[type=range]").count() == rows * classes
        assert "NaN" not in self.root.inner_text()

    def pressed(self):
        state = {name: self.control(control).get_attribute("aria-pressed") for name, control in BUTTONS.items()}
        return [name for name, pressed in state.items() if pressed == "true"]

    def lengths(self, colour):
        """How many pixels of a colour there are along the upper edge of each of the figure's three bars."""
        pixels = self.pixels(self.canvas()).astype(int)
        tall = pixels.shape[0]
        rows = [round(30 + (tall - 70) * (i + 0.5) / 3) - 9 for i in range(3)]
        return [int((np.abs(pixels[row, :, :3] - colour).max(axis=-1) < 8).sum()) for row in rows]


def _entropy(p):
    return -sum(x * math.log(x) for x in p if x)


def _kl(p, q):
    return sum(x * math.log(x / y) for x, y in zip(p, q) if x)


def moved(table, i, k, value):
    """The table after one of its bars was moved."""
    row = np.array(table[i], dtype=float)
    others = np.arange(len(row)) != k
    rest = row[others].sum()
    row[others] = row[others] / rest * (1 - value) if rest else (1 - value) / others.sum()
    row[k] = value
    return [row.tolist() if j == i else list(old) for j, old in enumerate(table)]


@pytest.fixture(scope="module")
def page(site, shared_visits, tmp_path_factory):
    return shared_visits(write_bench(site, tmp_path_factory.mktemp("score") / "bench.html", [InceptionScoreByHand()]))


@pytest.fixture
def shown(page):
    widget = Table(page.locator('[data-widget="inception-score-by-hand"]'))
    widget.click("reset")
    return widget


def test_the_first_view_shows_a_score_between_the_ends(bench):
    widget = Table(bench(InceptionScoreByHand()).locator('[data-widget="inception-score-by-hand"]'))
    widget.agrees(MIXED)
    assert widget.pressed() == [] and 1.3 < widget.number("score") < 3
    assert "neither the image nor any real data" in widget.root.inner_text()


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_are_pythons_and_say_which_one_stands(shown, preset):
    shown.click(BUTTONS[preset])
    shown.agrees(PRESETS[preset])
    assert shown.pressed() == [preset]
    shown.slide("p-1-C", 0.5)
    assert shown.pressed() == []
    shown.click("reset")
    shown.agrees(MIXED)


def test_a_collapse_scores_1_and_so_does_never_being_sure(shown):
    entropies = {"sure, all the same": ["0", "0"], "never sure": ["1.386", "1.386"]}
    for preset, expected in entropies.items():
        shown.click(BUTTONS[preset])
        assert shown.text("score") == "1" and shown.text("mean-kl") == "0" and shown.text("kl-3") == "0"
        assert [shown.text(f"{name}-entropy") for name in ("marginal", "conditional")] == expected


def test_sure_rows_score_the_number_of_classes_that_are_there(shown):
    for preset, classes in {"sure and varied": "4", "one class missing": "3"}.items():
        shown.click(BUTTONS[preset])
        assert shown.text("score") == classes and shown.text("conditional-entropy") == "0"


def test_every_bar_moves_its_probability_and_the_others_make_room(shown):
    table = MIXED
    for number, value in enumerate(np.linspace(0.03, 0.97, 24).round(2)):
        i, k = divmod(number, 4)
        shown.slide(f"p-{i + 1}-{'ABCD'[k]}", value)
        # The page rounds no more than floats do.
        table = moved(table, i, k, value)
        let_go(shown, i, k)
        shown.agrees(table)


def let_go(shown, i, k):
    """What a browser tells when a slider is let go."""
    shown.control(f"p-{i + 1}-{'ABCD'[k]}").dispatch_event("change")


def test_in_one_drag_the_others_come_back_as_they_were(shown):
    for value in (0.5, 1.0, 0.0, 0.9):
        shown.slide("p-1-A", value)
        shown.agrees(moved(MIXED, 0, 0, value))
    let_go(shown, 0, 0)
    shown.slide("p-1-A", 1)
    let_go(shown, 0, 0)
    shown.slide("p-1-A", 0.4)
    shown.agrees([[0.4, 0.2, 0.2, 0.2], *MIXED[1:]])
    let_go(shown, 0, 0)


def test_bars_are_moved_by_keyboard_and_by_mouse(shown):
    bar = shown.control("p-2-B")
    bar.focus()
    for _ in range(3):
        shown.page.keyboard.press("ArrowLeft")
    table = MIXED
    for value in (0.89, 0.88, 0.87):
        table = moved(table, 1, 1, value)
    shown.agrees(table)
    assert bar.get_attribute("aria-valuetext") == "0.87" and bar.get_attribute("aria-label") == "p(B | image 2)"
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    middle = box["y"] + box["height"] / 2
    shown.page.mouse.move(box["x"] + 0.9 * box["width"], middle)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + 0.5 * box["width"], middle)
    shown.page.mouse.up()
    value = float(bar.input_value())
    assert value == pytest.approx(0.5, abs=0.05)
    shown.agrees(moved(table, 1, 1, value))


def test_the_bars_of_the_figure_are_the_numbers_and_their_difference_moves_down(shown):
    green, red, yellow = (0, 158, 115), (213, 94, 0), (230, 159, 0)
    for preset in (None, "sure and varied", "one class missing"):
        if preset:
            shown.click(BUTTONS[preset])
        width = shown.canvas().evaluate("(canvas) => canvas.clientWidth")
        nats = (width - 150) / math.log(4)
        names = ("marginal-entropy", "conditional-entropy", "mean-kl")
        all_of_them, given, kl = (nats * shown.number(name) for name in names)
        assert shown.lengths(green) == pytest.approx([all_of_them, 0, 0], abs=2)
        assert shown.lengths(red) == pytest.approx([0, given, 0], abs=2)
        assert shown.lengths(yellow) == pytest.approx([0, kl, kl], abs=4)


def test_shares_are_drawn_under_the_numbers(shown):
    share = "(output) => Number(output.style.getPropertyValue('--share'))"
    marginal = shown.root.locator('[data-readout="marginal-B"]').evaluate(share)
    assert marginal == pytest.approx(shown.number("marginal-B"))
    kl = shown.root.locator('[data-readout="kl-2"]').evaluate(share)
    assert kl == pytest.approx(shown.number("kl-2") / math.log(4))


@pytest.mark.parametrize(("rows", "classes"), [(2, 2), (8, 6), (3, 5)])
def test_a_table_of_ones_own_is_shown_and_a_preset_brings_back_its_own_shape(bench, rows, classes):
    table = np.random.default_rng(rows).dirichlet(np.ones(classes), rows).tolist()
    widget = Table(bench(InceptionScoreByHand(probabilities=table)).locator('[data-widget="inception-score-by-hand"]'))
    widget.agrees(table)
    widget.slide("p-2-B", 0.3)
    widget.agrees(moved(table, 1, 1, 0.3))
    widget.click(BUTTONS["never sure"])
    widget.agrees(PRESETS["never sure"])
    widget.click("reset")
    widget.agrees(table)


def test_it_says_why_the_score_is_what_it_is(shown):
    said = {
        "sure, all the same": "one class comes up (H(y) 0 of 1.39), and each image alone leaves the classifier sure",
        "never sure": "all classes come up (H(y) 1.39 of 1.39), and each image alone leaves the classifier never sure",
        "sure and varied": "The score is 4 of at most 4.",
    }
    for preset, words in said.items():
        shown.click(BUTTONS[preset])
        shown.click("tell")
        assert words in shown.text("tells")
        assert ("Every row is the average" in shown.text("tells")) == (preset != "sure and varied")


def test_copied_numbers_are_the_table(shown):
    shown.page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    shown.click("copy-numbers")
    head, *rows = shown.page.evaluate("window.copied").splitlines()
    assert head == "image,A,B,C,D,KL from p(y)" and len(rows) == 7
    assert [float(cell) for cell in rows[1].split(",")[1:5]] == MIXED[1]


BROKEN = ("[[1]]", "[[2,-1],[0,1]]", "[[0.5,0.5],[0.5]]", "[[0.9,0.9],[1,0]]", "[]", "7", "[[null,1],[1,0]]")


def test_a_link_holds_another_shape_of_table_and_a_broken_one_is_said_to_be_so(bench):
    page = bench(InceptionScoreByHand())
    address = page.url.partition("#")[0]
    for text, table in (("[[1,0],[0.5,0.5],[0,1]]", [[1, 0], [0.5, 0.5], [0, 1]]), *((text, None) for text in BROKEN)):
        page.goto("about:blank")
        page.goto(f"{address}#inception-score-by-hand=probabilities:{text.replace(',', '%2C')}")
        widget = Table(page.locator('[data-widget="inception-score-by-hand"]'))
        widget.agrees(table or MIXED)
        assert ("cannot be read" in widget.text("tells")) == (table is None)
