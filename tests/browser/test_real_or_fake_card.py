"""RealOrFake's card around the game: what is kept of it, its settings, and that everyone can use it."""

import itertools
import json

import pytest

from gan_utils.metrics.human import wilson_interval
from gan_utils.widgets import RealOrFake

from .conftest import write_bench
from .rating import EARLY, FRAME, LATE, REAL, Rating, rating, right
from .widget import wait_until_drawn

# What is kept.


def test_results_survive_a_reload_until_they_are_forgotten(game):
    shown = game()
    dealt = rating().dealt()
    shown.begin().play(right(dealt))
    shown.finish()
    shown.choose(opponent="late", mode="unlimited", count="40")
    shown.begin().play(["real"] * 9)
    shown.control("stop").click()
    trials = shown.kept()
    groups = [trials[:20], trials[20:]]

    def rows_agree():
        for number, group in enumerate(groups):
            correct, total = sum(t["truth"] == t["answer"] for t in group), len(group)
            assert shown.exact(f"kept-right-{number}") == f"{correct}/{total}"
            ends = json.loads(shown.exact(f"kept-interval-{number}"))
            assert ends == pytest.approx(wilson_interval(correct, total), abs=1e-6)
        assert shown.root.locator("tbody tr").count() == 2

    rows_agree()
    shown.page.reload()
    wait_until_drawn(shown.page)
    rows_agree()
    table = shown.root.locator("table").inner_text()
    assert "Kept in this browser only." in table and "as long as you like" in table and "late" in table
    shown.control("forget").click()
    assert shown.kept() == [] and shown.root.locator("tbody tr").count() == 0
    assert not shown.shows("forget") and not shown.shows("export")
    shown.page.reload()
    wait_until_drawn(shown.page)
    assert "No results yet." in shown.root.locator("table").inner_text()


def test_the_csv_holds_every_trial(game):
    shown = game(store="digits")
    shown.begin().play(["real", "fake", "fake"])
    assert not shown.shows("export")
    shown.control("stop").click()
    rows, trials = shown.exported(), shown.kept("digits")
    assert len(rows) == len(trials) == 3
    for row, trial in zip(rows, trials):
        assert row.pop("correct") == str(trial["truth"] == trial["answer"]).lower()
        texts = {name: row.pop(name) for name in ("opponent", "truth", "answer")}
        assert texts | {name: json.loads(value) for name, value in row.items()} == trial
    assert [trial["answer"] for trial in trials] == ["real", "fake", "fake"]


DAMAGED = ["{", "null", '{"version": 0, "trials": []}', '{"version": 1, "trials": [{"opponent": 3}]}']


@pytest.mark.parametrize("text", DAMAGED)
def test_what_is_damaged_is_left_out_and_said(game, text):
    key = "gan_utils.real-or-fake.real-or-fake"
    put = f"if (!sessionStorage.seen) {{ sessionStorage.seen = 1; localStorage.setItem({key!r}, {text!r}); }}"
    shown = game(script=put)
    assert "could not be read and are left out" in shown.root.locator("table").inner_text()
    shown.begin().play(["real"])
    shown.control("stop").click()
    assert len(shown.kept()) == 1 and shown.exact("kept-right-0") in ("0/1", "1/1")


NO_STORE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } });"


def test_where_nothing_may_be_kept_the_game_goes_on_and_says_so(game):
    shown = game(script=NO_STORE).begin()
    shown.play(right(rating().dealt()))
    shown.finish()
    assert shown.text("right") == "20 of 20" and shown.exact("kept-right-0") == "20/20"
    assert "your results last until you leave it" in shown.root.locator("table").inner_text()
    assert len(shown.exported()) == 20


# Settings.


def test_what_python_asks_for_is_there_at_first(game):
    shown = game(opponent="late", exposure=330, count=40, feedback=False, seed=8, title="Mine", caption="See.")
    assert [shown.control(name).input_value() for name in ("opponent", "mode", "exposure", "count", "seed")] == [
        "late",
        "fixed",
        "330",
        "40",
        "8",
    ]
    assert not shown.control("feedback").is_checked()
    assert "Mine" in shown.root.inner_text() and "40 images, some real, some by: late" in shown.root.inner_text()
    shown.begin().to_image()
    real, place = rating(opponent="late", seed=8).dealt()[0]
    assert shown.shown() == (0 if real else 2, place) and shown.text("progress") == "1 of 40"


@pytest.fixture
def linked(site, visits, tmp_path):
    """``linked(part)``: the game, opened by a link."""
    address = write_bench(site, tmp_path / "linked.html", [rating()])
    return lambda part: Rating(visits(f"{address}#real-or-fake={part}").locator(Rating.ROOT))


def test_a_link_sets_the_opponent_and_a_time_without_end(linked):
    shown = linked("opponent:late,exposure:0,count:40")
    assert [shown.control(name).input_value() for name in ("opponent", "mode", "count")] == ["late", "unlimited", "40"]
    assert shown.text("tells") == ""


@pytest.mark.parametrize(
    "part", ["opponent:nobody", "opponent:real", "opponent:", "exposure:50", "exposure:null", "count:3", "store:mine"]
)
def test_a_link_with_what_the_card_has_not_is_refused_in_words(linked, part):
    shown = linked(part)
    assert shown.text("tells").startswith(f"This link cannot be read in full ({part}")
    assert shown.control("opponent").input_value() == "early"
    shown.control("start").click()
    assert shown.text("progress") == "1 of 20"


def told(shown):
    shown.click("tell")
    return shown.text("tells")


def test_what_happened_tells_the_result_but_not_before_it_may_be_told(game):
    shown = game(feedback=False)
    assert told(shown) == "No answers yet."
    shown.begin().play(right(rating().dealt()[:6]))
    assert told(shown) == "Image 7 of 20. No answers yet." or told(shown) == "Image 6 of 20. No answers yet."
    shown.control("stop").click()
    words = told(shown)
    assert words.startswith("Against early, 500 ms, not told: 6 of 6 right, 95 % interval 61 % to 100 %, p 0.031")
    assert "You tell them apart." in words


def test_where_there_is_one_opponent_there_is_nothing_to_choose(bench):
    page = bench(RealOrFake(REAL, {"early": EARLY}))
    assert not Rating(page.locator(Rating.ROOT)).shows("opponent")


def test_every_setting_changes_the_game(game):
    shown = game()
    shown.choose(opponent="late", count="100")
    shown.slide("exposure", 120)
    shown.type("seed", 5)
    shown.reach("feedback").uncheck()
    dealt = rating(opponent="late", seed=5).dealt()
    shown.begin().to_image()
    assert shown.shown() == (0 if dealt[0][0] else 2, dealt[0][1]) and shown.text("progress") == "1 of 100"
    shown.wait(120 + FRAME)
    assert shown.phase() == "mask"
    shown.answer("real")
    (trial,) = shown.kept()
    assert (trial["opponent"], trial["wanted_ms"], trial["feedback"]) == ("late", 120, False)
    assert trial["shown_ms"] == pytest.approx(120, abs=FRAME / 2)


def test_modes_remember_the_time_and_what_is_typed_is_clamped(game):
    shown = game(exposure=0)
    assert shown.control("mode").input_value() == "unlimited" and not shown.shows("exposure")
    shown.choose(mode="fixed")
    for typed, kept in ((20, "100"), (5000, "1000"), ("", "1000"), (240, "240")):
        shown.type("exposure-number", typed)
        assert shown.control("exposure").input_value() == kept
    for mode in ("staircase", "unlimited", "fixed"):
        shown.choose(mode=mode)
        assert shown.shows("exposure") == (mode == "fixed")
    assert shown.control("exposure").input_value() == "240"
    shown.type("seed", 1e12)
    assert shown.control("seed").input_value() == str(2**32 - 1)


def test_how_it_works_is_told_on_demand(game):
    shown = game(held=False)
    assert "three times in four" not in shown.root.inner_text()
    shown.control("how").press("Enter")
    assert "three times in four" in shown.root.inner_text()


def test_examples_are_folded_and_labelled(game):
    shown = game(held=False)
    assert not shown.root.locator("figure").first.is_visible()
    shown.control("examples").click()
    assert shown.control("examples").get_attribute("aria-expanded") == "true"
    figures = shown.root.locator("figure")
    assert [text.strip() for text in figures.all_inner_texts()] == ["real", "generated: early"]

    def codes(number):
        return [shown.code_of(canvas) for canvas in figures.nth(number).locator("canvas").all()]

    made = [place for real, place in rating(count=100).dealt() if not real]
    assert [kind for kind, _ in codes(0)] == [0] * 5
    assert codes(1) == [(1, place) for place in made[len(EARLY) - 5 : len(EARLY)]], "those that come last"
    shown.choose(opponent="late")
    made = [place for real, place in rating(count=100, opponent="late").dealt() if not real]
    assert codes(1) == [(2, place) for place in made[len(LATE) - 5 : len(LATE)]]
    shown.control("stage").press("Enter")
    assert not figures.first.is_visible(), "no crib during the game"
    assert shown.control("examples").is_disabled()


def test_images_that_cannot_be_read_are_said(site, visits, tmp_path):
    widget = rating()

    def change(states):
        states[widget.model_id]["buffers"][0]["data"] = "AAAA"

    page = visits(write_bench(site, tmp_path / "b.html", [widget], change))
    shown = Rating(page.locator(Rating.ROOT))
    assert "The images could not be read" in shown.control("stage").inner_text()
    shown.control("stage").press("Enter")
    assert shown.phase() == "wait" and not shown.control("start").is_visible()


# For everyone.


def test_screen_readers_are_told_what_happens(game):
    shown = game(exposure=200).begin()
    assert shown.root.locator(".gan-rate-heard").get_attribute("aria-live") == "polite"
    shown.to_image()
    assert shown.heard() == "Image shown."
    shown.wait(220)
    assert shown.heard() == "Answer now: F for fake, J for real."
    shown.play(right(rating().dealt()))
    shown.finish()
    assert shown.heard() == "20 of 20 right. You tell them apart."


def test_nothing_jumps_from_one_phase_to_the_next(game):
    shown = game(exposure=200)
    places = []

    def note():
        boxes = [shown.control(name).bounding_box() for name in ("stage", "fake", "real", "stop")]
        places.append((shown.phase(), [[round(box[side]) for side in ("x", "y", "width", "height")] for box in boxes]))

    note()
    shown.begin()
    note()
    for step in (540, 200, 310):
        shown.wait(step)
        note()
    shown.answer("real")
    note()
    shown.control("stop").click()
    note()
    assert [phase for phase, _ in places] == ["ready", "cross", "image", "mask", "question", "told", "done"]
    assert all(boxes == places[0][1] for _, boxes in places)


def test_nothing_flashes_more_than_three_times_a_second(game):
    """Even for one who answers at once: how often an image comes in any second."""
    shown = game(exposure=100, feedback=False).begin()
    shown.page.evaluate(
        """() => {
          window.shown = [];
          const stage = document.querySelector("[data-phase]");
          const click = () => document.querySelector('[data-control="real"]').click();
          for (let i = 0; i < 600; i++) {
            pass(10, 10);
            if (stage.dataset.phase === "image") { shown.push(performance.now()); click(); }
          }
        }"""
    )
    times = shown.page.evaluate("window.shown")
    assert len(times) >= 5 and min(after - before for before, after in itertools.pairwise(times)) > 1000 / 3
