"""RealOrFake on a page: a game's images, numbers and verdict are Python's, and nothing tells the truth too early."""

import pytest

from .rating import FRAME, HOLD, Rating, agrees, rating, right, wrong

# A game.


def test_the_first_view_invites_and_says_what_it_takes(game):
    shown = game(held=False)
    assert shown.phase() == "ready" and shown.control("start").is_visible()
    assert shown.root.locator(".gan-rate-image").evaluate("(canvas) => canvas.width") == 8
    assert "20 images, some real, some by: early" in shown.control("stage").inner_text()
    assert "From 15 on" in shown.text("verdict") and shown.exact("verdict") == "none"
    assert not shown.root.locator('[data-readout="share"]').is_visible()
    assert not shown.shows("export") and not shown.shows("forget"), "there is nothing to take or to forget"


@pytest.mark.parametrize(
    ("good", "kind", "words"),
    [
        (20, "apart", "You tell them apart."),
        (15, "apart", "You tell them apart."),
        (14, "guess", "with 20 images you would need at least 15 right."),
        (10, "guess", "This test cannot tell you from a guesser"),
        (5, "worse", "Worse than chance: you took the fake ones for real"),
        (0, "worse", "Worse than chance"),
    ],
)
def test_a_game_shows_pythons_images_and_ends_with_pythons_numbers(game, good, kind, words):
    shown, dealt = game(seed=3).begin(), rating(seed=3).dealt()
    answers = [*right(dealt[:good]), *wrong(dealt[good:])]
    for number, (side, (real, place)) in enumerate(zip(answers, dealt), start=1):
        shown.to_image()
        assert shown.shown() == (0 if real else 1, place)
        assert shown.text("progress") == f"{number} of 20"
        shown.wait(130)
        shown.answer(side)
        agrees(shown, shown.kept())
    shown.finish()
    trials = shown.kept()
    assert [(t["truth"], t["image"], t["answer"]) for t in trials] == [
        ("real" if real else "fake", place, side) for side, (real, place) in zip(answers, dealt)
    ]
    assert agrees(shown, trials) == (good, 20)
    assert shown.exact("verdict") == kind and words in shown.text("verdict")
    assert f"{good}/20" in shown.control("stage").inner_text()
    assert shown.control("start").inner_text() == "Play again"


def test_the_next_game_shows_other_images_until_all_were_shown(game):
    shown = game(opponent="late").begin()  # it has nine images
    seen = {0: [], 2: []}
    for count in range(40):
        shown.to_image()
        kind, place = shown.shown()
        seen[kind].append(place)
        shown.answer("real")
        shown.wait(1000)
        if count == 19:
            assert shown.phase() == "done"
            shown.begin()
    assert len(set(seen[0])) == len(seen[0]) > 10
    assert all(len(set(seen[2][i : i + 9])) == len(seen[2][i : i + 9]) for i in range(0, len(seen[2]), 9))
    assert [t["game"] for t in shown.kept()] == [1] * 20 + [2] * 20


@pytest.mark.parametrize("feedback", [True, False])
def test_nothing_on_the_page_tells_the_truth_before_the_answer(game, feedback):
    """All trials look the same up to the answer, but for their number and what earlier ones came to."""
    shown = game(feedback=feedback, exposure=100).begin()
    where = shown.control("stage") if feedback else shown.root
    seen, truths = {}, []
    for _ in range(12):
        shown.to_image()
        for phase, step in (("image", 120), ("mask", 310), ("question", 0)):
            assert shown.phase() == phase
            html = where.evaluate("(place) => place.outerHTML")
            seen.setdefault(phase, set()).add(
                html.replace(f">{shown.text('progress')}<", "><").replace(f'data-value="{shown.exact("progress")}"', "")
            )
            shown.wait(step)
        assert shown.control("stage").get_attribute("data-truth") is None
        shown.answer("real")
        truths.append(shown.kept()[-1]["truth"])
        told = shown.control("stage").get_attribute("data-truth")
        assert told == (truths[-1] if feedback else None)
    assert set(truths) == {"real", "fake"}
    assert {phase: len(looks) for phase, looks in seen.items()} == {"image": 1, "mask": 1, "question": 1}


def test_the_reader_is_told_right_or_wrong_and_what_it_was(game):
    shown, dealt = game().begin(), rating().dealt()
    for number, (real, _) in enumerate(dealt[:8]):
        good = number % 2 == 0
        shown.play(["real" if real == good else "fake"])
        expected = f"{'Right' if good else 'Wrong'}: {'it is real' if real else 'a generator made it'}."
        assert expected in shown.control("stage").inner_text() and shown.heard() == expected
    bars = shown.root.locator(".gan-rate-strip i").evaluate_all("(all) => all.map((each) => each.className)")
    assert bars == ["gan-rate-right", ""] * 4


def test_without_feedback_nothing_is_told_before_the_end(game):
    shown = game(feedback=False).begin()
    before = shown.root.locator(".gan-rate-score").inner_html(), shown.root.locator("table").inner_html()
    dealt = rating().dealt()
    for side in right(dealt):
        shown.play([side])
        assert "Noted." in shown.control("stage").inner_text()
        now = shown.root.locator(".gan-rate-score").inner_html(), shown.root.locator("table").inner_html()
        assert now == before
    shown.finish()
    assert agrees(shown, shown.kept()) == (20, 20)
    assert all(trial["feedback"] is False for trial in shown.kept())
    assert "500 ms, not told" in shown.root.locator("table").inner_text()


# Keys and buttons.


def test_keys_act_only_while_an_answer_is_waited_for(game):
    shown = game()
    boxes = "<input id=word><div id=text contenteditable>"
    shown.page.evaluate("(boxes) => document.body.insertAdjacentHTML('afterbegin', boxes)", boxes)
    shown.control("stage").focus()
    shown.page.keyboard.press("f")
    assert shown.phase() == "ready"
    shown.begin().wait(200)
    assert shown.phase() == "cross"
    for key in ("f", "j"):
        shown.page.keyboard.press(key)
    assert shown.kept() == []
    shown.to_image()
    for key in ("Control+f", "Alt+j", "Meta+j", "g", "Enter", "Space", "ArrowRight"):
        shown.page.keyboard.press(key)
    for place in ("#word", "#text"):
        shown.page.locator(place).press("f")
        assert shown.page.locator(place).evaluate("(place) => place.value ?? place.textContent") == "f"
    assert shown.kept() == [] and shown.phase() == "image"
    shown.page.evaluate("() => document.activeElement.blur()")
    shown.page.keyboard.press("Shift+J")
    assert [trial["answer"] for trial in shown.kept()] == ["real"]
    shown.page.keyboard.press("f")
    assert len(shown.kept()) == 1, "one answer a trial"


def test_a_key_that_answers_is_heard_by_nobody_else(game):
    shown = game().begin()
    shown.page.evaluate("() => { window.heard = []; document.addEventListener('keydown', (e) => heard.push(e.key)); }")
    shown.page.keyboard.press("f")
    shown.page.keyboard.press("ArrowLeft")  # by which the theme would turn the page
    shown.to_image().page.keyboard.press("f")
    assert shown.page.evaluate("heard") == ["f"] and len(shown.kept()) == 1


@pytest.mark.parametrize("phase", ["image", "mask", "question"])
@pytest.mark.parametrize("side", ["fake", "real"])
def test_buttons_answer_too_from_the_image_on(game, phase, side):
    shown = game(exposure=200).begin()
    assert shown.control(side).get_attribute("aria-disabled") == "true"
    shown.click(side)
    assert shown.kept() == []
    shown.to_image()
    shown.wait({"image": 50, "mask": 250, "question": 600}[phase])
    assert shown.phase() == phase and shown.control(side).get_attribute("aria-disabled") == "false"
    shown.control(side).click()
    (trial,) = shown.kept()
    assert trial["answer"] == side and trial["counted"]
    assert trial["shown_ms"] == pytest.approx(trial["answer_ms"] if phase == "image" else 200, abs=FRAME / 2)
    assert shown.control(side).inner_text() == {"fake": "Fake (F)", "real": "Real (J)"}[side]


@pytest.mark.parametrize("how", ["Enter", "Space", "click"])
def test_a_game_is_started_by_keyboard_or_mouse(game, how):
    shown = game()
    if how == "click":
        shown.control("start").click()
    else:
        shown.control("stage").press(how)
    assert shown.phase() == "cross"
    shown.to_image().page.keyboard.press("j")
    assert len(shown.kept()) == 1


def test_stop_ends_the_game_and_keeps_what_was_answered(game):
    shown = game().begin()
    shown.play(right(rating().dealt()[:6]))
    assert shown.control("opponent").is_disabled() and shown.control("seed").is_disabled()
    shown.control("stop").click()
    assert shown.phase() == "done" and agrees(shown, shown.kept()) == (6, 6)
    assert shown.exact("verdict") == "apart" and shown.control("opponent").is_enabled()
    shown.wait(3000)
    shown.page.keyboard.press("f")
    assert shown.phase() == "done" and len(shown.kept()) == 6


def test_only_one_game_of_a_page_has_the_keys(bench):
    widgets = [rating(store="a"), rating(store="b", seed=1)]
    page = bench(*widgets, script=HOLD)
    one, two = (Rating(page.locator(Rating.ROOT).nth(number)) for number in (0, 1))
    one.hold().begin().play(["real", "fake"])
    two.begin()
    assert one.phase() == "done" and two.phase() == "cross"
    page.wait_for_timeout(200)  # until the page has noticed that the second is in sight
    two.to_image().answer("fake")
    assert (len(one.kept("a")), len(two.kept("b"))) == (2, 1)
