"""RealOrFake's exposures: honoured within a frame, or said and not counted; and those of the staircase."""

import itertools
import statistics

import pytest

from gan_utils.metrics.human import hype_staircase

from .rating import FRAME, agrees, rating, right, wrong

# Notes for each frame of the page's own clock whether it painted an image: asked when the frame is done.
WATCH = """() => {
  window.frames_ = [];
  const canvas = document.querySelector(".gan-rate-image"), stage = canvas.closest("[data-phase]");
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data: now }) => {
    const { phase } = stage.dataset, seen = getComputedStyle(canvas).visibility === "visible";
    window.frames_.push([now, seen && phase !== "told" && phase !== "ready"]);
  };
  requestAnimationFrame(function look(now) {
    port2.postMessage(now);
    requestAnimationFrame(look);
  });
}"""


def exposures(frames):
    """How long each image was seen, in milliseconds: from the first frame with it to the first without."""
    began, found = None, []
    for now, seen in frames:
        if seen and began is None:
            began = now
        elif not seen and began is not None:
            found.append(now - began)
            began = None
    return found


@pytest.mark.parametrize("wanted", [100, 250, 333, 1000])
def test_the_exposure_is_honoured_within_a_frame_of_the_pages_own_clock(game, wanted):
    shown = game(held=False, exposure=wanted)
    shown.page.evaluate(WATCH)
    shown.begin()
    for _ in range(5):
        shown.page.wait_for_function("() => document.querySelector('[data-phase=\"question\"]')")
        shown.answer("real")
        shown.page.wait_for_function("() => document.querySelector('[data-phase=\"told\"]')")
    frames = shown.page.evaluate("window.frames_")
    frame = statistics.median(after - before for (before, _), (after, _) in itertools.pairwise(frames))
    seen, trials = exposures(frames), shown.kept()
    assert len(seen) == len(trials) == 5
    for was, trial in zip(seen, trials):
        assert trial["shown_ms"] == pytest.approx(was, abs=0.2), "what is recorded is what was seen"
        late = abs(was - wanted) - frame
        assert abs(late - 1) < 0.5 or trial["counted"] == (late < 1), "a millisecond for the clock's rounding"
    assert sum(trial["counted"] for trial in trials) >= 3, "this machine is too busy to tell"


def test_a_trial_whose_exposure_went_wrong_is_said_and_does_not_count(game):
    shown = game(exposure=100).begin()
    dealt = rating().dealt()
    shown.play(right(dealt[:2]))
    shown.to_image().wait(400, frame=400)
    shown.answer(right(dealt)[2])
    assert "The time was not kept, so this one does not count." in shown.control("stage").inner_text()
    assert [trial["counted"] for trial in shown.kept()] == [True, True, False]
    assert agrees(shown, shown.kept()) == (2, 2) and shown.exact("not-counted") == "1"
    shown.play(wrong(dealt[3:20]))
    shown.finish()
    assert agrees(shown, shown.kept()) == (2, 19)
    assert [row["counted"] for row in shown.exported()].count("false") == 1


def test_a_page_that_stalls_in_real_time_does_not_count_either(game):
    shown = game(held=False, exposure=300).begin()
    shown.page.wait_for_function(
        """() => {
          if (!document.querySelector('[data-phase="image"]')) return false;
          for (const from = performance.now(); performance.now() - from < 500;);
          return true;
        }"""
    )
    shown.page.wait_for_function("() => document.querySelector('[data-phase=\"question\"]')")
    shown.answer("real")
    (trial,) = shown.kept()
    assert trial["shown_ms"] > 450 and not trial["counted"]


def test_a_hidden_tab_spoils_the_trial(game):
    shown = game().begin().to_image()
    shown.page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { value: true, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
          delete document.hidden;
        }"""
    )
    shown.wait(600)
    shown.answer("real")
    assert [trial["counted"] for trial in shown.kept()] == [False] and shown.exact("not-counted") == "1"


def test_out_of_sight_the_game_waits(game):
    shown = game(options={"viewport": {"width": 800, "height": 500}}).begin()
    shown.play(["real"])
    shown.page.evaluate("() => { document.body.style.paddingBottom = '3000px'; scrollTo(0, 2500); }")
    shown.page.wait_for_timeout(300)
    shown.wait(5000)
    assert shown.phase() == "cross"
    shown.page.evaluate("() => scrollTo(0, 0)")
    shown.page.wait_for_timeout(300)
    shown.to_image().answer("fake")
    assert [trial["counted"] for trial in shown.kept()] == [True, True]


def test_without_a_limit_the_image_stays(game):
    shown = game(exposure=0).begin().to_image()
    shown.wait(20_000)
    assert shown.phase() == "image"
    shown.answer("real")
    (trial,) = shown.kept()
    assert trial["wanted_ms"] == 0 and trial["counted"] and trial["shown_ms"] == trial["answer_ms"] > 19_000
    shown.control("stop").click()
    assert "as long as you like" in shown.root.locator("table").inner_text()


# The staircase.


@pytest.mark.parametrize("pattern", [[1, 1, 1, 0], [0], [1]])
def test_the_staircase_is_pythons(game, pattern):
    shown, dealt = game(staircase=True).begin(), rating().dealt()
    goods = [bool(pattern[i % len(pattern)]) for i in range(20)]
    for number, good in enumerate(goods):
        shown.play((right if good else wrong)(dealt[number : number + 1]))
        expected = hype_staircase(goods[: number + 1])
        assert shown.number("threshold") == pytest.approx(expected.threshold, abs=1e-6, nan_ok=True)
        assert shown.kept()[-1]["wanted_ms"] == expected.exposures[-2]
    shown.finish()
    heights = shown.root.locator(".gan-rate-strip i").evaluate_all(
        "(all) => all.map((each) => each.getBoundingClientRect().height / each.parentElement.clientHeight)"
    )
    assert heights == pytest.approx((hype_staircase(goods).exposures[:-1] / 1000).tolist(), abs=0.02)
    number, unit = shown.text("threshold").split()
    assert unit == "ms" and int(number) == pytest.approx(hype_staircase(goods).threshold, abs=0.5)
    assert "staircase" in shown.root.locator("table").inner_text()


def test_the_staircase_shows_each_image_for_its_own_time_and_skips_what_does_not_count(game):
    shown = game(staircase=True, exposure=250).begin()
    dealt = right(rating().dealt())
    for wanted, frame in ((500, FRAME), (475, FRAME), (450, 400), (450, FRAME), (425, FRAME)):
        shown.to_image().wait(wanted + frame, frame)
        assert shown.phase() == ("mask" if frame == FRAME else "question")
        shown.answer(dealt[len(shown.kept())])
        trial = shown.kept()[-1]
        assert trial["wanted_ms"] == wanted and trial["counted"] == (frame == FRAME)
        if trial["counted"]:
            assert trial["shown_ms"] == pytest.approx(wanted, abs=FRAME / 2 + 1e-6)
