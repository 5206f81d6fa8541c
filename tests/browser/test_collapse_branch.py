"""CollapseLab goes back to a moment of its run, and from there another way, beside the run as it was."""

from .lab import DEFAULTS, QUICK, seen

BASE = DEFAULTS | QUICK


def test_back_to_before_one_dial_changed_and_both_futures_side_by_side(open_lab, engine):
    lab = open_lab()
    rounds = lab.play_past(120)
    lab.slide("timeline", 2)
    lab.settle()
    assert lab.shows("go-on") and lab.text("step") == "50"
    lab.click("go-on")
    lab.settle()
    straight, branched = (
        engine.pictures(*acts)
        for acts in (
            (("train", 50), ("train", 30)),
            (("train", 50), ("change", BASE | {"unroll": 3}), ("train", 30)),
        )
    )
    assert lab.seen() == seen(straight[0]) and not lab.shows("go-on")
    lab.put(unroll=3)
    lab.steps(30)
    assert lab.seen() == seen(branched[2]) != seen(straight[1])
    assert lab.hash() == "#ring=;50/unroll:3"
    assert lab.text("kept").startswith(f"as first shown ({rounds} rounds)")
    assert lab.text("beside").startswith("The run that was kept, at round 75")
    beside = lab.canvas(4)
    assert beside.is_visible() and lab.pixels(beside).std() > 10
    lab.control("drop").click()
    lab.settle()
    assert not beside.is_visible() and lab.control("drop").count() == 0
    link = lab.hash()
    again = open_lab(link)
    again.steps(80)
    assert again.seen() == seen(branched[2])


def test_steps_by_hand_are_gone_back_on_too(open_lab):
    lab = open_lab()
    lab.steps(25)
    lab.reach("step-d").click()
    lab.settle()
    by_hand = lab.seen()
    lab.reach("step-g").click()
    lab.settle()
    lab.steps(10)
    lab.slide("timeline", 2)
    lab.settle()
    assert lab.seen() == by_hand
    lab.click("go-on")
    lab.settle()
    assert lab.seen() == by_hand
    lab.steps(10)
    assert lab.text("step") == "35"
