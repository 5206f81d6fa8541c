"""CollapseLab on the page: every control does what it says, every number is that of the same run in Node."""

import json
import re

import numpy as np

from gan_utils.data import toys
from gan_utils.widgets import CollapseLab
from gan_utils.widgets.collapse_lab.widget import REACH

from .lab import DEFAULTS, DIVERGING, QUICK, SETTINGS, WORK, Lab, seen
from .legible import LISTEN

CHAPTER = "book/04_mode_collapse.html"
REAL, GENERATED, DISCRIMINATOR, INK, MUTED, HIGHLIGHT = (
    tuple(bytes.fromhex(text)) for text in ("0072b2", "d55e00", "009e73", "1b1f24", "59636e", "e69f00")
)
LAYERS = ("samples", "target", "heat", "manifold", "arrows")


def near(pixels, colour, opacity=200):
    """Where pixels have a colour, about. A thin line does not cover the pixels under it."""
    return (np.abs(pixels[..., :3].astype(int) - colour).max(axis=-1) <= 24) & (pixels[..., 3] > opacity)


def at(pixels, points):
    """The pixels under points of the plane; those beyond its edge are left out."""
    points = np.reshape(points, (-1, 2))
    points = points[(np.abs(points) < REACH - 0.02).all(axis=1)]
    side = len(pixels)
    across, down = ((np.array([1, -1]) * points + REACH) / (2 * REACH) * side).astype(int).T
    return pixels[down, across]


def show_only(lab, *layers):
    for name in LAYERS:
        lab.reach(f"layer-{name}").set_checked(name in layers)
    return lab.pixels(lab.canvas())


# The picture.


def test_it_is_drawn_and_trains_wherever_the_page_comes_from(address, visits, engine):
    page = visits(address + CHAPTER)
    lab = Lab(page.locator('[data-widget="collapse-lab"]'))
    first, after = engine.pictures(("look", None), ("train", 2), **DEFAULTS)
    assert lab.seen() == seen(first) and lab.text("captured") == "0 of 8" and lab.says() == ""
    assert lab.text("engine") == "WebAssembly SIMD" and lab.text("rate") == "paused"
    assert [worker.url.split(":")[0] for worker in page.workers] == ["blob"]
    pixels = lab.pixels(lab.canvas())
    centres = toys.ring_centers().numpy()
    assert near(at(pixels, centres), REAL).all(), "the ring, blue"
    assert near(at(pixels, first["points"]), GENERATED).mean() > 0.95, "the samples, orange"
    # Worth seeing: samples that lie apart, before a map of D's that is not flat.
    assert near(pixels, GENERATED).sum() > 500
    assert len(np.unique(pixels.reshape(-1, 4), axis=0)) > 100
    lab.steps(2)
    assert lab.seen() == seen(after)


def test_each_layer_draws_the_run_as_it_is_and_may_be_left_out(open_lab, engine):
    lab = open_lab()
    lab.steps(12)
    drawn = {"heat": True, "manifold": True, "arrows": True}
    (picture,) = engine.pictures(("train", 12), layers=drawn)
    assert (show_only(lab)[..., 3] == 0).all()
    alone = {name: show_only(lab, name) for name in LAYERS}
    assert near(at(alone["samples"], picture["points"]), GENERATED).all() and not near(alone["samples"], REAL).any()
    assert near(at(alone["target"], picture["target"]), REAL).all() and not near(alone["target"], GENERATED).any()
    side = len(alone["target"])
    rim = toys.ring_centers().numpy() + [3 * 0.02, 0]
    assert near(at(alone["target"], rim), REAL, opacity=60).all(), "a circle round each mode, of three deviations"
    assert near(at(alone["manifold"], picture["manifold"]), MUTED, opacity=60).mean() > 0.9
    pushes, starts = np.reshape(picture["pushes"], (-1, 2)), np.reshape(picture["points"], (-1, 2))
    ends = starts[: len(pushes)] + 0.5 * pushes / np.hypot(*pushes.T).max()
    assert near(at(alone["arrows"], ends), INK).all() and not near(at(alone["arrows"], ends + 1.5), INK).any()
    # D's map: blue where it says real, orange where it says generated, in place.
    heat = np.array(picture["heat"]).reshape(48, 48)[::-1]
    middles = ((np.arange(48) + 0.5) * side / 48).astype(int)
    colours = alone["heat"][np.ix_(middles, middles)].astype(int)
    blue, orange = np.array(REAL) - 255, np.array(GENERATED) - 255
    shares = 0.75 * np.tanh(heat / 2)
    expected = 255 + np.where(shares[..., None] > 0, shares[..., None] * blue, -shares[..., None] * orange)
    assert np.ptp(heat) > 0.3 and np.abs(colours[..., :3] - expected).max() < 8
    everything = show_only(lab, *LAYERS)
    assert all((everything != picture).any() for picture in alone.values())


def test_a_ring_marks_each_mode_that_is_captured_and_no_other(open_lab, engine):
    lab = open_lab("#ring=lr:0.01,lr_d:0.01")
    radius = 3 * 0.02 + 2 * REACH / 90
    seen = set()
    for _ in range(4):
        lab.steps(20)
        (picture,) = engine.pictures(("train", lab.seen()["step"]), lr=0.01, lr_d=0.01)
        counts = picture["counts"]
        assert sum(map(bool, counts)) == lab.seen()["captured"]
        pixels = show_only(lab, "target")
        for centre, count in zip(toys.ring_centers().tolist(), counts):
            angles = np.linspace(0, 2 * np.pi, 40)
            ring = np.array(centre) + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
            assert (near(at(pixels, ring), INK, opacity=60).mean() > 0.7) == bool(count), count
            seen.add(bool(count))
    assert seen == {True, False}


def test_the_curves_are_there_with_their_axes_and_the_place_looked_at(open_lab):
    lab = open_lab()
    lab.page.evaluate(f"() => {{ {LISTEN} }}")
    lab.steps(60)
    pixels = lab.pixels(lab.canvas(1))
    above, below = pixels[: int(0.5 * len(pixels))], pixels[int(0.6 * len(pixels)) :]
    rows = [np.median(np.nonzero(near(above, colour))[0]) for colour in (DISCRIMINATOR, GENERATED)]
    assert near(above, DISCRIMINATOR).sum() > 20 and near(above, GENERATED).sum() > 20 and near(below, INK).sum() > 20
    assert rows[0] < rows[1], "D's loss is about log 4, G's about log 2"
    assert not near(pixels, HIGHLIGHT, opacity=60).any()
    words = lab.canvas(1).evaluate("(canvas) => [...canvas.written.keys()]")
    assert {"loss", "modes", "round", "D's loss", "G's loss", "modes captured"} <= set(words)
    lab.slide("timeline", 1)
    assert near(lab.pixels(lab.canvas(1)), HIGHLIGHT, opacity=60).sum() > 20
    lab.put(target="moons")
    lab.canvas(1).evaluate("(canvas) => canvas.written.clear()")
    lab.steps(1)
    words = lab.canvas(1).evaluate("(canvas) => [...canvas.written.keys()]")
    assert "modes" not in words and "loss" in words and lab.text("captured") == lab.text("high-quality") == "no modes"


def test_samples_that_leave_the_picture_are_drawn_on_its_edge_and_it_says_so(open_lab):
    lab = open_lab("#ring=objective:wgan,lr_d:0.001,lr:0.01,seed:3")

    def on_the_edge():
        pixels = show_only(lab, "samples")
        return sum(
            near(line, GENERATED, opacity=60).sum() for line in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1])
        )

    assert on_the_edge() == 0 and lab.says() == ""
    lab.steps(30)  # six of ten coordinates are beyond it then
    assert on_the_edge() > 20 and lab.says().startswith("Many samples have left the picture")


# Settings.

CASES = [
    {},
    *({"target": target} for target in ("grid", "blobs", "moons", "spiral", "drawn")),
    *({"objective": name} for name in ("minimax", "lsgan", "wgan", "wgan_gp", "hinge", "r1")),
    {"objective": "wgan", "clip": 0.03},
    {"objective": "wgan_gp", "penalty": 5},
    {"objective": "r1", "penalty": 5},
    {"optimiser": "sgd"},
    {"batch_size": 256},
    {"batch_size": 512},
    {"packing": 2},
    {"packing": 4},
    {"unroll": 2},
    {"d_steps": 3},
    {"d_steps": 0},
    {"g_steps": 2},
    {"g_steps": 0},
    {"lr_d": 0.005},
    {"lr": 0.005},
    {"width": 24},
    {"z_dim": 7},
    {"seed": 5},
    {"seed": 4294967295},
]


def test_every_setting_reaches_the_run(open_lab, engine, subtests):
    lab = open_lab()
    base = DEFAULTS | QUICK | {"lr": 0.01, "lr_d": 0.01}
    expected = engine.after([(base | case, [], 8) for case in CASES])
    assert len({json.dumps(each) for each in expected}) == len(CASES), "each makes a difference"
    for case, numbers in zip(CASES, expected):
        with subtests.test(**case):
            lab.click("reset")
            lab.put(**(base | case))
            assert lab.seen()["step"] == 0, "before the first round a change begins anew"
            lab.steps(8)
            assert lab.seen() == numbers


def test_settings_are_those_of_the_traits_and_only_some_objectives_have_penalty_and_clip(open_lab, subtests):
    lab = open_lab()
    traits = CollapseLab.class_traits()
    for name in SETTINGS:
        if name == "drawn":
            continue
        with subtests.test(setting=name):
            trait = traits[name]
            if hasattr(trait, "values"):
                options = lab.control(name).locator("option").all()
                assert {option.get_attribute("value") for option in options} == {str(value) for value in trait.values}
                assert all(option.inner_text().strip() for option in options)
            else:
                low, high = (trait.low, trait.high) if hasattr(trait, "low") else (trait.min, trait.max)
                ends = [float(lab.control(name).get_attribute(end)) for end in ("min", "max")]
                assert ends == [low, high]
    having = {"penalty": {"wgan_gp", "r1"}, "clip": {"wgan"}}
    for objective in traits["objective"].values:
        lab.choose(objective=objective)
        for name, objectives in having.items():
            assert lab.shows(name) == lab.shows(f"{name}-number") == (objective in objectives), (name, objective)
    assert all(lab.shows(name) for name in {*SETTINGS} - {"drawn", *having})


def test_a_typed_number_is_held_to_its_range_and_what_is_no_number_is_undone(open_lab, subtests):
    lab = open_lab("#ring=objective:wgan_gp")
    for name in ("unroll", "d_steps", "g_steps", "lr", "lr_d", "z_dim", "penalty", "many-rounds-wanted", "seed"):
        with subtests.test(number=name):
            box = lab.control("seed" if name == "seed" else f"{name}-number")
            low, high = (float(box.get_attribute(end)) for end in ("min", "max"))
            before = float(box.input_value())
            for rubbish in ("", "-", "e"):
                box.press("Control+a")
                box.press("Backspace")
                box.press_sequentially(rubbish)
                box.press("Tab")
                assert float(box.input_value()) == before
            for text, kept in ((high + 7, high), (low - 3, low), (before, before)):
                box.fill(str(text))
                box.press("Tab")
                assert float(box.input_value()) == kept
                if name != "seed":
                    assert float(lab.control(name).input_value()) == kept
            lab.settle()
    lab.type("seed", 2.6)
    assert lab.control("seed").input_value() == "3"
    lab.type("unroll-number", 2.6)
    lab.steps(1)
    assert lab.control("unroll-number").input_value() == "3" and lab.says() == ""


# Read-outs.


def test_after_30_rounds_the_read_outs_are_those_of_the_same_run_in_node(open_lab, engine):
    lab = open_lab()
    (expected,) = engine.pictures(("train", 30))
    for _ in range(2):
        lab.steps(30)
        assert lab.seen() == seen(expected)
        assert lab.text("captured") == f"{expected['captured']} of 8"
        assert lab.text("high-quality") == f"{100 * expected['highQuality']:.1f} %"
        assert lab.text("accuracy") == f"{100 * expected['accuracy']:.1f} %"
        lab.page.reload()
        lab = open_lab()


def test_steps_by_hand_move_one_player_and_are_told_apart(open_lab, engine):
    lab = open_lab()
    lab.steps(3)
    acts = [("train", 3), ("stepD", None), ("stepG", None), ("stepG", None), ("train", 1)]
    expected = engine.pictures(*acts)
    show_only(lab, "samples")
    samples = lab.picture()
    for name, numbers, moved in zip(("step-d", "step-g", "step-g"), expected[1:], (False, True, True)):
        lab.click(name)
        assert (lab.picture() != samples) == moved
        samples = lab.picture()
        assert lab.seen() == seen(numbers) and lab.seen()["step"] == 3
        assert "by hand" in lab.says()
    lab.steps(1)
    assert lab.seen() == seen(expected[-1]) and "by hand" in lab.says()
    lab.click("reset")
    lab.settle()
    assert lab.says() == "" and lab.seen()["step"] == 0


def test_what_happened_is_told_from_the_records_and_they_can_be_copied(open_lab, engine):
    lab = open_lab()
    lab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab.click("tell")
    assert lab.text("tells").startswith("Nothing yet")
    lab.steps(60)
    lab.click("tell")
    (picture,) = engine.pictures(("train", 60))
    share = 100 * picture["highQuality"]
    assert lab.text("tells").startswith(f"After 60 rounds G holds {picture['captured']} of 8 modes")
    assert f"{share:.1f} % of its samples are good" in lab.text("tells")
    lab.click("copy-numbers")
    lab.page.wait_for_function("() => navigator.clipboard.readText().then((text) => text.startsWith('round,'))")
    head, *rows = lab.page.evaluate("() => navigator.clipboard.readText()").split("\n")
    assert head == "round,D's loss,G's loss,modes held"
    assert [row.split(",") for row in rows] == [
        ["" if value is None else f"{value}" for value in record[:4]] for record in map(plain, picture["records"])
    ]


def plain(record):
    """Whole numbers as JavaScript writes them."""
    return [int(value) if value is not None and value == int(value) else value for value in record]


def test_while_it_trains_nothing_speaks_and_on_pause_it_sums_up(open_lab):
    lab = open_lab()
    lab.click("play")
    lab.until("n > 20")
    aloud = "(root) => [...root.querySelectorAll('[role=status], output')].filter((e) => e.ariaLive !== 'off').length"
    assert lab.root.evaluate(aloud) == 1 and lab.text("tells") == "", "the line that sums up is still empty"
    lab.click("play")
    lab.settle()
    rounds = lab.seen()["step"]
    lab.page.wait_for_function("() => document.querySelector('.gan-tells').textContent")
    assert lab.text("tells").startswith(f"After {rounds:,} rounds"), "those that are shown"


# Playing.

# Remembers when the number of rounds changed, and to what.
WATCH = """(root) => {
  const output = root.querySelector('[data-readout="step"]');
  window.rounds = [];
  window.watcher?.disconnect();
  window.watcher = new MutationObserver(() => window.rounds.push([performance.now(), Number(output.dataset.value)]));
  window.watcher.observe(output, { attributes: true, attributeFilter: ["data-value"] });
}"""


def watch(lab, speed, rounds):
    """Plays at a speed for so many rounds: the times and the numbers at which the read-out changed."""
    lab.choose(speed=speed)
    lab.root.evaluate(WATCH)
    start = lab.seen()["step"]
    lab.click("play")
    lab.until("n >= values.end", end=start + rounds)
    lab.click("play")
    lab.settle()
    times, numbers = np.array(lab.page.evaluate("window.rounds")).T
    changed = np.diff(numbers, prepend=start) > 0
    return np.diff(times[changed]), np.diff(numbers[changed], prepend=start)


def test_the_speed_is_that_which_is_chosen(open_lab):
    lab = open_lab()
    gaps, rounds = watch(lab, "slow", 5)
    assert (rounds == 1).all() and gaps.mean() > 250, "three rounds a second"
    gaps, rounds = watch(lab, "frame", 10)
    assert (rounds == 1).all() and gaps.mean() > 12, "one a frame"
    gaps, rounds = watch(lab, "fast", 300)
    assert rounds.max() > 3, "as many as there is time for"


def test_play_pause_step_and_reset(open_lab, engine):
    lab = open_lab()
    start = lab.seen(), lab.picture()
    assert lab.control("play").inner_text() == "Play"
    lab.control("play").click()
    assert lab.control("play").inner_text() == "Pause"
    lab.until("n > 60")
    assert float(lab.exact("rate")) > 5 and lab.text("rate") != "paused"
    lab.control("play").click()
    assert lab.control("play").inner_text() == "Play"
    lab.settle()
    held = lab.seen()
    lab.page.wait_for_timeout(300)
    lab.settle()
    assert lab.seen() == held and lab.text("rate") == "paused"
    lab.control("step").click()
    lab.settle()
    expected = engine.pictures(("train", held["step"]), ("train", 1))
    assert held == seen(expected[0]) and lab.seen() == seen(expected[1]), "as many rounds as it says"
    lab.control("play").click()
    lab.control("step").click()
    assert lab.control("play").inner_text() == "Play", "Step stops the playing"
    lab.control("play").click()
    lab.control("reset").click()
    lab.settle()
    assert lab.control("play").inner_text() == "Play" and (lab.seen(), lab.picture()) == start


def test_the_timeline_shows_earlier_steps_and_the_run_goes_on_from_its_end(open_lab, engine):
    lab = open_lab()
    end = lab.play_past(130)
    last = end // 25
    now = lab.picture()
    timeline = lab.control("timeline")
    assert int(timeline.get_attribute("max")) == int(timeline.input_value()) == last
    rest = ("train", end % 25) if end % 25 else ("look", None)
    *earlier, here, after = engine.pictures(*[("train", 25)] * last, rest, ("train", 1))
    assert lab.seen() == seen(here)
    for number in (1, 0, last - 1, 2):
        lab.slide("timeline", number)
        lab.settle()
        if number:
            assert lab.seen() == seen(earlier[number - 1])
        assert timeline.get_attribute("aria-valuetext") == f"round {25 * number}" == f"round {lab.seen()['step']}"
        assert f"Looking back at round {25 * number}" in lab.says() and lab.picture() != now
    show_only(lab, "samples")
    assert near(at(lab.pixels(lab.canvas()), earlier[1]["points"]), GENERATED).all(), "the samples of that step"
    lab.steps(1)
    assert lab.seen() == seen(after) and "back" not in lab.says(), "as if nobody had looked"
    assert timeline.input_value() == timeline.get_attribute("max")
    lab.slide("timeline", 1)
    lab.settle()
    assert lab.play_past(end + 1) > end + 1 and "back" not in lab.says()
    lab.click("play")
    timeline.press("Home")
    assert lab.control("play").inner_text() == "Play", "looking back pauses"
    lab.settle()
    assert lab.seen()["step"] == 0


def test_a_change_in_mid_run_goes_on_and_another_network_begins_anew(open_lab, engine):
    lab = open_lab()
    lab.steps(30)
    lab.slide("timeline", 0)
    lab.put(unroll=2)
    assert lab.seen()["step"] == 30 and "back" not in lab.says(), "a change while looking back is made at the end"
    assert lab.says().startswith("The run goes on with the networks that it has")
    lab.steps(3)
    settings = DEFAULTS | QUICK
    (expected,) = engine.after([(settings, [[30, settings | {"unroll": 2}]], 33)])
    assert lab.seen() == expected
    lab.put(target="grid")
    assert lab.seen()["step"] == 33 and lab.text("captured").endswith(" of 25")
    for name, value in {"width": 24, "z_dim": 5, "packing": 2, "seed": 9}.items():
        lab.steps(1)
        assert lab.seen()["step"] > 0
        lab.put(**{name: value})
        assert lab.seen()["step"] == 0, name


# The chapter's story.


def test_every_preset_opens_with_its_prediction_and_its_settings(open_lab, engine, subtests):
    lab, presets = open_lab("#ring=seed:3"), engine.presets()
    options = lab.control("preset").locator("option").all()
    assert [option.get_attribute("value") for option in options] == ["own", *presets]
    base = DEFAULTS | QUICK | {"seed": 3}
    assert not lab.root.locator('[data-readout="predict"]').is_visible()
    assert lab.control("preset").input_value() == "plain", "which is what it opens with"
    for name, preset in presets.items():
        with subtests.test(preset=name):
            lab.click("play")
            lab.choose(preset=name)
            assert lab.control("play").inner_text() == "Play", "it waits for the reader's prediction"
            lab.settle()
            assert lab.text("predict") == preset["predict"] and preset["predict"].startswith("Predict:")
            settings, later = base | preset.get("settings", {}), []
            assert lab.controls() == {
                key: f"{value:g}" if key == "penalty" else str(value)
                for key, value in settings.items()
                if key != "drawn"
            }
            assert lab.control("preset").input_value() == name and lab.seen()["step"] == 0
            for step, part in preset.get("changes", []):
                later.append([step, (later[-1][1] if later else settings) | part])
            end = lab.play_past(later[-1][0] + 5) if later else 4
            if not later:
                lab.steps(4)
            assert lab.seen() == engine.after([(settings, later, end)])[0]
            if later:
                assert lab.controls()["unroll"] == str(later[-1][1]["unroll"]), "the controls follow"
                assert lab.controls()["d_steps"] == str(later[-1][1]["d_steps"])
    lab.put(seed=4)
    assert lab.control("preset").input_value() == "grid", "from another seed"
    lab.put(lr=0.004)
    assert lab.control("preset").input_value() == "own"
    lab.put(lr=0.001)
    assert lab.control("preset").input_value() == "grid", "nothing was trained in between"
    lab.steps(1)
    lab.put(lr_d=0.001)
    assert lab.control("preset").input_value() == "own"
    assert not lab.root.locator('[data-readout="predict"]').is_visible()


def test_restart_begins_a_preset_as_it_was_and_a_readers_settings_as_they_are(open_lab, engine):
    lab = open_lab()
    lab.choose(preset="unrolled")
    lab.steps(5)
    expected = lab.seen()
    lab.click("restart")
    lab.steps(5)
    assert lab.seen() == expected and lab.controls()["unroll"] == "5"
    lab.put(unroll=1)
    lab.click("restart")
    lab.settle()
    assert lab.controls()["unroll"] == "1" and lab.seen()["step"] == 0
    lab.steps(5)
    assert [lab.seen()] == engine.after([(DEFAULTS | QUICK | {"unroll": 1}, [], 5)])


def test_reset_is_as_first_shown_whatever_a_reader_or_a_link_has_set(open_lab):
    lab = open_lab()
    first = lab.seen(), lab.controls(), lab.picture()
    lab = open_lab("#ring=target:grid,unroll:2,seed:3;5/d_steps:2")
    lab.choose(speed="slow")
    show_only(lab, "manifold")
    lab.steps(8)
    lab.click("reset")
    lab.settle()
    assert (lab.seen(), lab.controls(), lab.picture()) == first
    assert lab.control("speed").input_value() == "fast" and lab.control("preset").input_value() == "plain"
    assert lab.hash() == "" and lab.says() == ""


def test_where_both_players_are_frozen_it_says_that_play_moves_nothing(open_lab):
    lab = open_lab()
    lab.put(d_steps=0)
    assert lab.says() == ""
    lab.put(g_steps=0)
    assert "Play moves nothing" in lab.says()
    lab.put(g_steps=1)
    assert lab.says() == ""


# A target of one's own.


def test_a_change_of_the_target_is_said_to_go_on_with_the_networks_that_are_there(open_lab):
    lab = open_lab()
    lab.steps(3)
    lab.choose(target="grid")
    lab.settle()
    assert lab.seen()["step"] == 3 and lab.says().startswith("The run goes on with the networks that it has")
    lab.steps(1)
    assert lab.says() != ""
    lab.click("restart")
    lab.settle()
    assert lab.seen()["step"] == 0 and lab.says() == "" and lab.controls()["target"] == "grid"


def drawn_points(lab):
    """The modes that the address holds."""
    numbers = lab.hash().split("drawn:")[1].split(",")[0].split("~")
    return np.reshape([float(number) for number in numbers], (-1, 2))


def test_a_click_in_the_picture_adds_a_mode_of_ones_own(open_lab, engine):
    lab = open_lab()
    box = lab.canvas().bounding_box()
    before = lab.hash()
    lab.canvas().click(position={"x": 100, "y": 300})
    lab.settle()
    assert lab.hash() == before, "other targets have their modes"
    assert not lab.reach("clear").is_visible(), "which cannot be cleared"
    plane = "(canvas) => [getComputedStyle(canvas).cursor, canvas.getAttribute('role'), canvas.tabIndex]"
    assert lab.canvas().evaluate(plane) == ["auto", "img", -1], "nor is it a control"
    lab.put(target="drawn")
    assert lab.canvas().evaluate(plane) == ["crosshair", "application", 0] and lab.shows("clear")
    assert lab.text("captured").endswith("of 3")
    for x, y in ((100, 300), (250, 40)):
        lab.canvas().click(position={"x": x, "y": y})
        lab.settle()
        expected = [(2 * x / box["width"] - 1) * REACH, (1 - 2 * y / box["width"]) * REACH]
        np.testing.assert_allclose(drawn_points(lab)[-1], expected, atol=0.02)
        assert near(at(lab.pixels(lab.canvas()), drawn_points(lab)), REAL).all()
    assert lab.text("captured").endswith("of 5") and drawn_points(lab)[:3].tolist() == DEFAULTS["drawn"]
    lab.steps(4)
    (expected,) = engine.after([(DEFAULTS | QUICK | {"target": "drawn", "drawn": drawn_points(lab).tolist()}, [], 4)])
    assert lab.seen() == expected
    lab.click("clear")
    lab.settle()
    assert len(drawn_points(lab)) == 1 and lab.seen()["step"] == 0 and lab.text("captured").endswith("of 1")
    for count in (1, 2):
        lab.canvas().click(position={"x": 100 * count, "y": 200})
        lab.settle()
        assert len(drawn_points(lab)) == count, "the first click takes the place of what clearing left"


def test_a_target_can_be_drawn_by_keyboard(open_lab):
    lab = open_lab()
    lab.put(target="drawn")
    show_only(lab)
    lab.control("plane").focus()
    assert not near(lab.pixels(lab.canvas()), INK).any()
    keys = ["ArrowRight"] * 6 + ["ArrowLeft", "PageUp"] + ["ArrowDown"] * 3
    for key in keys:
        lab.page.keyboard.press(key)
    pixels = lab.pixels(lab.canvas())
    assert near(at(pixels, [0.5, 0.7]), INK, opacity=60).all() and 10 < near(pixels, INK, opacity=60).sum() < 100, (
        "a small cross"
    )
    assert "drawn" not in lab.hash().replace("target:drawn", "")
    lab.page.keyboard.press("Enter")
    lab.settle()
    np.testing.assert_allclose(drawn_points(lab)[-1], [0.5, 0.7], atol=1e-9)
    lab.page.keyboard.press("Tab")
    assert not near(lab.pixels(lab.canvas()), INK, opacity=60).any(), "the cross goes with the focus"
    lab.control("plane").focus()
    for key in ["ArrowRight"] * 60 + ["ArrowUp", "Enter"] * 30:
        lab.page.keyboard.press(key)
    lab.settle()
    points = drawn_points(lab)
    assert len(points) == 30 and np.abs(points).max() == REACH
    assert points[:4].tolist() == [*DEFAULTS["drawn"], [0.5, 0.7]], "those that are there stay"
    assert lab.says().startswith("30 modes are as many")
    CollapseLab(target="drawn", drawn=points.tolist())  # what the page makes, Python takes
    lab.steps(1)
    assert lab.text("captured").endswith("of 30")


# Many seeds.


def test_twelve_seeds_are_twelve_runs_in_node_and_the_collapsed_ones_are_counted(open_lab, engine):
    lab = open_lab("#ring=target:blobs,lr:0.01,lr_d:0.005,seed:4294967290")
    lab.page.evaluate(f"() => {{ {LISTEN} }}")
    assert not lab.seeds().is_visible()
    lab.slide("many-rounds-wanted", 200)
    lab.control("many").click()
    assert lab.control("many").inner_text() == "Stop"
    lab.root.locator('[data-control="many"]:has-text("Run 12 seeds")').wait_for(timeout=WORK)
    settings = DEFAULTS | QUICK | {"target": "blobs", "lr": 0.01, "lr_d": 0.005}
    seeds = [(4294967290 + i) % 2**32 for i in range(12)]
    expected = engine.after([(settings | {"seed": seed}, [], 200) for seed in seeds])
    collapsed = sum(each["captured"] < 2 for each in expected)
    assert 0 < collapsed < 12
    assert lab.exact("collapsed") == str(collapsed) and lab.text("collapsed") == f"{collapsed} of 12"
    assert lab.exact("many-rounds") == "200" and len(lab.page.workers) == 1
    assert lab.text("many-rounds") == "200 of 200"
    lab.settle()
    words = set(lab.seeds().evaluate("(canvas) => [...canvas.written.keys()]"))
    assert {f"seed {seed}: {each['captured']} of 2" for seed, each in zip(seeds, expected)} <= words
    pixels = lab.pixels(lab.seeds())
    assert near(pixels, REAL).sum() > 500 and near(pixels, GENERATED).sum() > 1000
    assert lab.seen()["step"] == 0, "the run above is another"


def test_twelve_seeds_can_be_stopped_and_begun_again(open_lab):
    lab = open_lab("#ring=target:moons")
    lab.slide("many-rounds-wanted", 6000)
    lab.control("many").click()
    done = lab.root.locator('[data-readout="many-rounds"]').element_handle()
    lab.page.wait_for_function("(output) => Number(output.dataset.value) > 0", arg=done, timeout=WORK)
    assert 2 <= len(lab.page.workers) <= 5 and lab.text("collapsed") == "no modes to count"
    lab.click("many")
    assert lab.control("many").inner_text() == "Run 12 seeds"
    held = int(lab.exact("many-rounds"))
    assert 0 < held < 6000 and re.fullmatch(rf"{held:,} of 6,000(, about \d+ (s|min) to go)?", lab.text("many-rounds"))
    lab.page.wait_for_timeout(400)
    assert int(lab.exact("many-rounds")) == held and len(lab.page.workers) == 1
    lab.put(**DIVERGING)
    lab.page.evaluate(f"() => {{ {LISTEN} }}")
    lab.control("many").click()
    lab.page.wait_for_function(
        "(canvas) => canvas.written?.has('seed 0: diverged')", arg=lab.seeds().element_handle(), timeout=WORK
    )
    assert lab.says() == "" and int(lab.exact("collapsed")) > 0, "it counts as collapsed, and is said where it is seen"
    lab.control("many").click()


def test_twelve_seeds_wait_while_they_are_out_of_sight(open_lab):
    lab = open_lab()
    lab.control("many").click()
    done = lab.root.locator('[data-readout="many-rounds"]').element_handle()
    lab.page.wait_for_function("(output) => Number(output.dataset.value) > 0", arg=done, timeout=WORK)
    lab.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div style=\"height: 5000px\"></div>')")
    lab.page.evaluate("window.scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    lab.settle()
    lab.page.wait_for_timeout(300)
    lab.settle()
    held = int(lab.exact("many-rounds"))
    lab.page.wait_for_timeout(500)
    assert int(lab.exact("many-rounds")) == held < 2000
    lab.control("many").scroll_into_view_if_needed()
    lab.page.wait_for_function(
        "([output, held]) => Number(output.dataset.value) > held", arg=[done, held], timeout=WORK
    )
    lab.control("many").click()
