"""DivergenceExplorer on the page: every number is Python's, every control does what it says."""

import math

import numpy as np
import pytest

from gan_utils.widgets import DivergenceExplorer
from gan_utils.widgets.densities.densities import PRESETS, cells
from gan_utils.widgets.divergence_explorer.widget import DISTANCES, gradient

from .conftest import write_bench
from .densities import Pair, agree
from .legible import LISTEN

REAL, GENERATED, INK, HIGHLIGHT = (tuple(bytes.fromhex(text)) for text in ("0072b2", "d55e00", "1b1f24", "e69f00"))


def near(pixels, colour):
    """Where pixels have a colour, about."""
    return (np.abs(pixels[..., :3].astype(int) - colour).max(axis=-1) < 30) & (pixels[..., 3] > 120)


class Explorer(Pair):
    def agrees(self):
        """All 14 read-outs are those of Python for the densities that we expect."""
        p, q = cells(self.pair["p"]), cells(self.pair["q"])
        for name, distance in DISTANCES.items():
            label, slope = name.replace("_", "-"), gradient(name, **self.pair)
            agree(self.number(label), distance(p, q))
            if slope is None:
                assert self.exact(f"{label}-gradient") == "none" and self.text(f"{label}-gradient").startswith("none")
            else:
                agree(self.number(f"{label}-gradient"), slope)
        assert "NaN" not in self.root.inner_text()

    def seen(self, number, x, y, colour):
        """Whether a canvas has a colour within three pixels of a place, in pixels."""
        pixels = self.pixels(self.canvas(number))
        scale = pixels.shape[1] / self.canvas(number).evaluate("(canvas) => canvas.clientWidth")
        row, column = int(y * scale), int(x * scale)
        return near(pixels[row - 3 : row + 4, column - 3 : column + 4], colour).any()

    def words(self, number=0):
        """What is written into a canvas."""
        self.canvas(number).evaluate("(canvas) => canvas.written?.clear()")
        self.page.set_viewport_size({"width": self.page.viewport_size["width"] ^ 4, "height": 900})  # draws it anew
        self.settle()
        return self.canvas(number).evaluate("(canvas) => [...canvas.written.keys()]")


@pytest.fixture(scope="module")
def page(site, shared_visits, tmp_path_factory):
    address = write_bench(site, tmp_path_factory.mktemp("distances") / "bench.html", [DivergenceExplorer()])
    return shared_visits(address, script=LISTEN, viewport={"width": 700, "height": 900})


@pytest.fixture
def explorer(page):
    shown = Explorer(page.locator('[data-widget="divergence-explorer"]')).start()
    shown.choose(divergence="js")
    return shown


# Numbers.


def test_the_first_view_shows_both_densities_and_their_distances(bench):
    shown = Explorer(bench(DivergenceExplorer()).locator('[data-widget="divergence-explorer"]'))
    shown.know("overlapping bells").agrees()
    assert shown.control("preset").input_value() == "overlapping bells"
    for colour in (REAL, GENERATED):
        assert near(shown.pixels(shown.canvas()), colour).sum() > 300


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_opened_and_every_number_is_pythons(explorer, preset):
    explorer.start(preset).agrees()
    assert explorer.control("preset").input_value() == preset


def test_boxes_apart_are_said_to_be_infinitely_far_or_flat_but_for_w1(explorer):
    explorer.start("two boxes apart")
    for mean, push in ((1.5, "←"), (3.7, "←"), (-3.9, "→")):
        explorer.slide("mean", mean)
        assert explorer.number("js") == pytest.approx(math.log(2), abs=1e-12)
        assert [explorer.number(f"{name}-gradient") for name in ("js", "tv", "hellinger")] == [0, 0, 0]
        assert explorer.text("js-gradient") == "0, no push"
        assert explorer.number("w1-gradient") == pytest.approx(math.copysign(1, mean + 1.5), abs=1e-9)
        assert explorer.text("w1-gradient").endswith(f"push {push}")
        for name in ("kl", "reverse-kl", "pearson"):
            assert explorer.exact(name) == "Infinity" and explorer.text(name) == "infinite"
            assert explorer.text(f"{name}-gradient") == "none: infinite"


def test_what_is_infinite_only_a_step_away_is_said_so(explorer):
    explorer.start("two boxes apart")
    explorer.type("mean-number", -1.5)
    explorer.change("q", mean=-1.5)
    explorer.agrees()
    assert explorer.number("kl") == 0 and explorer.text("kl-gradient") == "none: infinite a step away"


def test_large_numbers_are_not_called_infinite(explorer):
    for bump, mean in (("p0", 4), ("q0", -4)):
        explorer.choose(bump=bump)
        explorer.slide("width", 0.4)
        explorer.slide("mean", mean)
        explorer.change(bump[0], width=0.4, mean=float(mean))
    expected = DISTANCES["pearson"](cells(explorer.pair["p"]), cells(explorer.pair["q"]))
    assert explorer.number("pearson") == pytest.approx(expected, rel=1e-6)
    assert 1e160 < explorer.number("pearson") < 1e170 and explorer.text("pearson").endswith("e167")
    assert explorer.number("kl") == pytest.approx(200, rel=0.01) and explorer.text("reverse-kl") != "infinite"


# Controls.


def test_each_control_of_a_bump_changes_that_bump_alone(explorer):
    explorer.slide("mean", -0.35)
    explorer.change("q", mean=-0.35)
    explorer.agrees()
    explorer.type("width-number", 1.62)
    explorer.change("q", width=1.62)
    explorer.agrees()
    explorer.choose(bump="p0")
    assert [explorer.control(f"{name}-number").input_value() for name in ("mean", "width")] == ["-1", "0.7"]
    explorer.choose(kind="box")
    explorer.slide("width", 0.12)
    explorer.change("p", kind="box", width=0.12)
    explorer.agrees()
    assert explorer.control("preset").input_value() == "densities of your own"
    explorer.choose(kind="bell")  # which is at least 0.4 wide
    explorer.change("p", kind="bell", width=0.4)
    explorer.agrees()
    assert explorer.control("width-number").input_value() == "0.4"


def test_a_density_has_one_bump_or_two(explorer):
    options = explorer.control("bump").locator("option:not([hidden])")
    assert [options.nth(i).get_attribute("value") for i in range(options.count())] == ["p0", "q0"]
    assert not explorer.shows("weight")
    explorer.choose(count="2")
    assert explorer.control("bump").input_value() == "q1" and explorer.shows("weight")
    explorer.slide("mean", -2.5)
    explorer.slide("weight", 0.25)
    explorer.pair["q"].append({"kind": "bell", "mean": -2.5, "width": 0.6, "weight": 0.25})
    explorer.agrees()
    explorer.choose(bump="q0")
    explorer.slide("weight", 0.5)
    explorer.change("q", weight=0.5)
    explorer.agrees()
    explorer.choose(count="1")
    explorer.pair["q"].pop()
    explorer.agrees()
    assert explorer.control("bump").input_value() == "q0" and not explorer.shows("weight")


@pytest.mark.parametrize(
    ("name", "typed", "becomes"), [("mean", 9, "4"), ("mean", -9, "-4"), ("width", 0.1, "0.4"), ("width", 5, "2")]
)
def test_what_is_typed_out_of_range_is_clamped(explorer, name, typed, becomes):
    explorer.type(f"{name}-number", typed)
    explorer.change("q", **{name: float(becomes)})
    explorer.agrees()
    explorer.type(f"{name}-number", typed)  # once more: nothing changes, and nothing out of range stays
    assert explorer.control(f"{name}-number").input_value() == becomes


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("ArrowRight", {"mean": 1.1}),
        ("ArrowLeft", {"mean": 0.9}),
        ("ArrowUp", {"width": 0.95}),
        ("ArrowDown", {"width": 1.05}),
    ],
)
def test_arrow_keys_move_and_reshape_the_ringed_bump_and_do_not_reach_the_page(explorer, key, change):
    explorer.page.evaluate("() => { window.heard = 0; window.onkeydown = () => { window.heard += 1; }; }")
    explorer.control("densities").focus()
    explorer.page.keyboard.press(key)
    explorer.change("q", **change)
    explorer.agrees()
    assert explorer.page.evaluate("window.heard") == 0
    explorer.page.keyboard.press("q")
    assert explorer.page.evaluate("window.heard") == 1
    explorer.agrees()


def test_dragging_a_bump_moves_and_reshapes_it_and_letting_go_ends_it(explorer):
    explorer.drag(0, explorer.handle(-1, 0.7), explorer.handle(-1.6, 0.7), explorer.handle(-2, 0.7))
    mean = float(explorer.control("mean-number").input_value())
    assert explorer.control("bump").input_value() == "p0" and mean == pytest.approx(-2, abs=0.02)
    explorer.change("p", mean=mean)
    explorer.agrees()
    (x, top), (_, low) = explorer.handle(1, 0.55), explorer.handle(1, 0.4)
    explorer.drag(0, (x, top), (x, (top + low) / 2), (x, low))
    assert explorer.control("bump").input_value() == "q0"
    width = float(explorer.control("width-number").input_value())
    tall = explorer.canvas().evaluate("(canvas) => canvas.clientHeight")
    assert width == pytest.approx(math.exp((low - top) * tall / 90), abs=0.02) and width > 1.1
    explorer.change("q", width=width)
    explorer.agrees()
    box = explorer.canvas().bounding_box()
    explorer.page.mouse.move(box["x"] + 20, box["y"] + 20)
    explorer.agrees()


def test_a_press_alone_chooses_a_bump_and_changes_nothing(explorer):
    explorer.drag(0, explorer.handle(-1, 0.6))
    assert explorer.control("bump").input_value() == "p0"
    explorer.agrees()


# The distance that q follows.


def test_the_chosen_distance_is_marked_and_a_tile_can_be_clicked(explorer):
    def marked():
        return explorer.root.locator('.gan-tile[data-active="true"] [data-readout]').first.get_attribute("data-readout")

    for name in DISTANCES:
        explorer.choose(divergence=name)
        assert marked() == name.replace("_", "-")
    explorer.root.locator(".gan-tile").nth(3).click()
    assert marked() == "tv" and explorer.control("divergence").input_value() == "tv"


def test_the_push_on_q_is_drawn_or_said_to_be_none(explorer):
    assert "q is pushed" in explorer.words()
    explorer.start("two boxes apart")
    assert "no push on q" in explorer.words()
    explorer.choose(divergence="kl")
    assert "no push on q: infinite" in explorer.words()
    explorer.choose(divergence="w1")
    assert "q is pushed" in explorer.words()
    assert "infinite" in explorer.words(1) and "log 2" in explorer.words(3) and "infinite" not in explorer.words(7)


def test_the_arrow_points_where_q_is_pushed(explorer):
    for mean, way in ((1, -1), (-2.5, 1)):
        explorer.slide("mean", mean)
        assert explorer.number("js-gradient") * way < 0
        x = explorer.handle(mean, 1)[0] * explorer.canvas().evaluate("(canvas) => canvas.clientWidth")
        assert explorer.seen(0, x + 12 * way, 22, INK) and not explorer.seen(0, x + 70 * way, 22, INK)
        assert explorer.text("js-gradient").endswith("←" if way < 0 else "→")


def test_the_chosen_bump_has_a_ring(explorer):
    wide, tall = explorer.canvas().evaluate("(canvas) => [canvas.clientWidth, canvas.clientHeight]")
    rings = {}
    for bump, mean, share in (("p0", -1, 1 / 1.35), ("q0", 1, 0.7 / 1.35)):  # q is 0.7 times as high as p
        x, y = explorer.handle(mean, share)
        for chosen in ("p0", "q0"):
            explorer.choose(bump=chosen)
            rings[bump, chosen] = explorer.seen(0, x * wide, y * tall + 10, INK)
    assert rings == {(bump, chosen): bump == chosen for bump, chosen in rings}


def test_tiles_draw_each_distance_where_it_is(explorer):
    """Jensen-Shannon's curve, its dot and its tangent; the axis ends a little above log 2."""
    explorer.slide("mean", 0.5)
    wide, tall = explorer.canvas(3).evaluate("(canvas) => [canvas.clientWidth, canvas.clientHeight]")

    def at(mean, value):
        return 10 + (mean + 4) / 8 * (wide - 20), tall - 14 - value / (1.08 * math.log(2)) * (tall - 20)

    for mean in (-3.5, -2.4, -1, 2, 3.4):
        value = DISTANCES["js"](cells(explorer.pair["p"]), cells([explorer.pair["q"][0] | {"mean": mean}]))
        assert explorer.seen(3, *at(mean, value), INK) and not explorer.seen(3, *at(mean, value - 0.25), INK)
    value, slope = explorer.number("js"), explorer.number("js-gradient")
    assert explorer.seen(3, *at(0.5, value), GENERATED)
    assert explorer.seen(3, *at(1.3, value + 0.8 * slope), HIGHLIGHT)


def test_step_moves_q_down_its_slope_until_it_has_arrived(explorer):
    for name in ("kl", "js", "w1"):
        explorer.start().choose(divergence=name)
        values = [explorer.number(name)]
        for _ in range(60):
            explorer.click("step")
            if explorer.number(name) == values[-1]:
                break
            values.append(explorer.number(name))
        assert len(values) > 15 and all(a > b for a, b in zip(values, values[1:]))
        mean = float(explorer.control("mean-number").input_value())
        assert mean == pytest.approx(-1, abs=0.03) and abs(explorer.number("w1-gradient")) < 0.05
        explorer.change("q", mean=mean)
        explorer.agrees()


@pytest.mark.parametrize(("name", "moves"), [("js", False), ("kl", False), ("tv", False), ("w1", True)])
def test_of_boxes_apart_only_w1_brings_q_to_p(explorer, name, moves):
    explorer.start("two boxes apart").choose(divergence=name)
    explorer.control("play").click()
    explorer.root.locator('[data-control="play"]:text("Play")').wait_for()  # it stops by itself
    mean = float(explorer.control("mean-number").input_value())
    assert mean == pytest.approx(-1.5, abs=0.05) if moves else mean == 1.5


def test_where_nothing_pushes_it_says_why_beside_the_buttons(explorer):
    explorer.start("two boxes apart")
    said = {"js": "no push", "tv": "no push", "kl": "infinite here", "pearson": "infinite here", "w1": ""}
    for name, words in said.items():
        explorer.choose(divergence=name)
        assert words in explorer.text("says") and bool(words) == bool(explorer.text("says")), name
    explorer.start("overlapping bells").choose(divergence="kl")
    assert explorer.text("says") == ""
    explorer.click("step", times=200)
    assert "q is p" in explorer.text("says") or "lowers KL(p‖q) any further" in explorer.text("says")


def test_zero_forcing_and_mass_covering(explorer):
    """KL brings a narrow model to the mean of two bumps, reverse KL to the nearer one."""
    for name, goal in (("kl", -0.4), ("reverse_kl", 2)):
        explorer.start("two bumps, one model").choose(divergence=name)
        explorer.click("step", times=80)
        assert float(explorer.control("mean-number").input_value()) == pytest.approx(goal, abs=0.1)


def test_reset_puts_back_the_first_picture(explorer):
    explorer.start("needle and cloud").choose(divergence="kl", bump="p0")
    explorer.slide("mean", 3)
    explorer.click("reset")
    explorer.know("overlapping bells").agrees()
    chosen = [explorer.control(name).input_value() for name in ("preset", "divergence", "bump")]
    assert chosen == ["overlapping bells", "js", "q0"]


def test_it_says_how_far_q_has_come_and_who_pushes(explorer):
    explorer.start("two boxes apart").choose(divergence="w1")
    explorer.click("tell")
    assert explorer.text("tells") == (
        "The mean of q is 1.5, that of p −1.5. Pushing q to the left: Wasserstein-1. Flat, so no push: Jensen-Shannon, "
        "total variation, squared Hellinger. Infinite here or a step away, so no slope: KL(p‖q), reverse KL(q‖p), "
        "Pearson χ²."
    )
    explorer.click("step", times=3)
    explorer.click("tell")
    said = "Following Wasserstein-1, the mean of q went from 1.5 to 1.2 in 3 steps, and Wasserstein-1 from 3 to 2.7. "
    assert explorer.text("tells").startswith(said)
    explorer.slide("mean", 1)
    explorer.click("tell")
    assert explorer.text("tells").startswith("The mean of q is 1, that of p −1.5.")


def test_copied_numbers_are_a_table_of_the_seven(explorer):
    explorer.page.evaluate(
        "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }"
    )
    explorer.click("copy-numbers")
    head, *rows = explorer.page.evaluate("window.copied").splitlines()
    assert head == "distance,value,slope" and len(rows) == 7
    name, value, slope = rows[2].split(",")
    assert name == "Jensen-Shannon" and float(value) == explorer.number("js")
    assert float(slope) == explorer.number("js-gradient")


@pytest.mark.clock
def test_curves_are_drawn_within_a_frame(explorer):
    """Each drag draws seven curves anew: 80 moves of q. A page's own time limit of 50 ms marks a long task."""
    took = explorer.control("mean").evaluate(
        """async (range) => {
          const frame = () => new Promise(requestAnimationFrame), times = [];
          for (let i = 0; i < 30; i++) {
            range.value = i / 10 - 1;
            const before = performance.now();
            range.dispatchEvent(new Event("input", { bubbles: true }));
            await frame();
            await new Promise((done) => setTimeout(done));
            times.push(performance.now() - before);
          }
          return times.sort((a, b) => a - b)[15];
        }"""
    )
    assert took < 120
