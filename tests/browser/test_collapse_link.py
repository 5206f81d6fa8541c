"""CollapseLab's settings in the page's address: what a reader did is written there, and opening it does the same."""

from urllib.parse import quote

import pytest

from gan_utils.widgets import CollapseLab

from .lab import DEFAULTS, QUICK, Lab
from .widget import wait_until_drawn

CHAPTER = "book/04_mode_collapse.html"
BASE = DEFAULTS | QUICK
ALL = {
    "target": "grid",
    "objective": "wgan_gp",
    "optimiser": "sgd",
    "batch_size": 128,
    "packing": 2,
    "unroll": 1,
    "d_steps": 2,
    "g_steps": 3,
    "lr_d": 0.0021,
    "lr": 0.0034,
    "width": 24,
    "z_dim": 5,
    "penalty": 2.5,
    "seed": 4294967295,
}


@pytest.fixture
def two_labs(bench):
    """Two labs on one page; with a hash, the page is opened again at it."""
    page = bench(CollapseLab(name="one", **QUICK), CollapseLab(name="two", **QUICK | {"unroll": 2}))
    address = page.url.split("#")[0]

    def opened(part=None):
        if part is not None:
            page.goto("about:blank")
            page.goto(address + part)
            wait_until_drawn(page)
        return [Lab(page.locator('[data-widget="collapse-lab"]').nth(number)) for number in range(2)]

    return opened


def test_what_is_set_stands_in_the_address_and_a_usual_value_does_not(open_lab):
    lab = open_lab()
    assert lab.hash() == ""
    for settings, written in (
        ({"unroll": 3}, "#ring=unroll:3"),
        ({"seed": 7}, "#ring=unroll:3,seed:7"),
        ({"target": "grid"}, "#ring=target:grid,unroll:3,seed:7"),
        ({"unroll": 0}, "#ring=target:grid,seed:7"),
        ({"target": "ring", "seed": 0}, ""),
    ):
        lab.put(**settings)
        assert lab.hash() == written


def test_a_link_opens_the_same_run(open_lab, engine):
    lab = open_lab()
    lab.put(**ALL)
    link = lab.hash()
    assert all(f"{name}:{value}" in link for name, value in ALL.items() if value != BASE[name])
    lab.steps(6)
    (expected,) = engine.after([(BASE | ALL, [], 6)])
    assert lab.seen() == expected
    for spelling in (link, "#" + quote(link[1:], safe="=")):  # as some programs send it
        again = open_lab(spelling)
        assert again.controls() == {name: str(value) for name, value in (BASE | ALL).items() if name != "drawn"}
        assert again.hash() == link and not again.root.locator('[data-readout="predict"]').is_visible()
        again.steps(6)
        assert again.seen() == expected


def test_a_link_holds_a_target_of_ones_own(open_lab, engine):
    lab = open_lab("#ring=target:drawn,drawn:-1~0.5~2.6~-2.6")
    assert lab.text("captured") == "0 of 2" and lab.controls()["target"] == "drawn"
    lab.steps(4)
    drawn = [[-1, 0.5], [2.6, -2.6]]
    assert [lab.seen()] == engine.after([(BASE | {"target": "drawn", "drawn": drawn}, [], 4)])
    assert lab.hash() == "#ring=target:drawn,drawn:-1~0.5~2.6~-2.6"


def test_changes_on_the_way_stand_in_the_address_with_their_round_and_are_repeated(open_lab, engine):
    lab = open_lab()
    lab.put(lr=0.002)
    lab.steps(7)
    lab.put(unroll=2)
    assert lab.hash() == "#ring=lr:0.002;7/unroll:2"
    lab.put(d_steps=2)
    assert lab.hash() == "#ring=lr:0.002;7/unroll:2,d_steps:2", "two changes at one round are one"
    lab.steps(2)
    lab.put(unroll=0, objective="hinge")
    link = lab.hash()
    assert link == "#ring=lr:0.002;7/unroll:2,d_steps:2;9/objective:hinge,unroll:0"
    lab.steps(3)
    expected = lab.seen()
    first, then = BASE | {"lr": 0.002}, BASE | {"lr": 0.002, "unroll": 2, "d_steps": 2}
    later = [[7, then], [9, then | {"unroll": 0, "objective": "hinge"}]]
    assert engine.after([(first, later, 12)]) == [expected]
    again = open_lab(link)
    assert (again.controls()["unroll"], again.controls()["lr"]) == ("0", "0.002")
    again.steps(8)
    assert (again.controls()["unroll"], again.controls()["objective"]) == ("2", "non_saturating")
    again.steps(4)
    assert again.seen() == expected and again.hash() == link
    assert (again.controls()["unroll"], again.controls()["objective"]) == ("0", "hinge")
    again.click("restart")
    again.steps(12)
    assert again.seen() == expected, "Restart repeats a link's run with its changes"


def test_a_change_of_ones_own_takes_the_place_of_those_that_a_link_had_in_store(open_lab, engine):
    lab = open_lab("#ring=;5/unroll:2;12/d_steps:3")
    lab.steps(8)
    lab.put(lr=0.002)
    assert lab.hash() == "#ring=;5/unroll:2;8/lr:0.002", "what was there before stays"
    lab.steps(8)
    second = BASE | {"unroll": 2}
    assert engine.after([(BASE, [[5, second], [8, second | {"lr": 0.002}]], 16)]) == [lab.seen()]


def test_a_link_with_a_change_is_that_run_in_node(open_lab, engine):
    lab = open_lab("#ring=seed:4;20/unroll:2")
    lab.steps(30)
    settings = BASE | {"seed": 4}
    assert engine.after([(settings, [[20, settings | {"unroll": 2}]], 30)]) == [lab.seen()]


# Where one change follows at once on another, the address still says what the page does.
HASTE = """(root, changes) => {
  for (const [name, value] of changes) {
    const control = root.querySelector(`[data-control="${name}"]`);
    if (value === null) control.click();
    else {
      control.value = value;
      control.dispatchEvent(new Event(control.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
    }
  }
}"""


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ([("unroll", 1), ("unroll", 2), ("unroll", 3)], "#ring=;6/unroll:3"),
        ([("unroll", 3), ("width", 24)], "#ring=unroll:3,width:24"),
        ([("unroll", 3), ("restart", None)], "#ring=unroll:3"),
        ([("unroll", 3), ("preset", "more_d")], "#ring=d_steps:10"),
        ([("play", None), ("unroll", 3), ("width", 24)], "#ring=unroll:3,width:24"),
    ],
)
def test_changes_in_haste_leave_an_address_that_is_true(open_lab, changes, written):
    lab = open_lab()
    lab.steps(6)
    lab.root.evaluate(HASTE, changes)
    if changes[0][0] == "play":
        lab.click("play")
    lab.settle()
    assert lab.hash() == written


# tests/widgets/collapse_lab/run.test.mjs has many more.
GARBAGE = [
    "unroll:99",
    "seed:-1",
    "lr:NaN",
    "objective:gan",
    "batch_size:100",
    "packing:3",
    "constructor:1",
    "__proto__:1",
    "drawn:9~9",
    "%E0%A4%A",
    "<img src=x onerror=alert(1)>",
    "x" * 5000,
]


def test_a_link_that_cannot_be_read_says_so_and_leaves_the_usual_values(open_lab, subtests):
    usual = {name: str(value) for name, value in BASE.items() if name != "drawn"}
    for garbage in [*GARBAGE, ",".join(GARBAGE)]:
        with subtests.test(link=garbage[:40]):
            lab = open_lab(f"#ring={garbage},lr_d:0.002")
            assert lab.text("predict").startswith("This link cannot be read in full") and len(lab.text("predict")) < 200
            assert garbage[:5] in lab.text("predict") or "%" in garbage
            assert lab.controls() == usual | {"lr_d": "0.002"}, "what can be read is kept"
            assert lab.hash() == "#ring=lr_d:0.002" and lab.seen()["step"] == 0 and lab.says() == ""
    for garbage in (";;;;", ";", "; ; "):
        with subtests.test(empty=garbage):
            said = open_lab(f"#ring={garbage}").text("predict")
            assert said == "This link cannot be read in full: the rest has its usual values."
    for garbage in ("5", "x/unroll:1", "-1/unroll:1", "5/unroll:99", "9/unroll:0;3/unroll:1"):
        with subtests.test(change=garbage):
            lab = open_lab(f"#ring=;{garbage}")
            assert lab.text("predict").startswith("This link cannot be read in full")
            lab.steps(6)
            assert lab.controls() == usual and lab.says() == ""


@pytest.mark.parametrize("part", ["target:drawn,drawn:", ";4/width:24", ";4/z_dim:9", ";4/packing:2", ";4/seed:8"])
def test_a_link_that_asks_for_what_no_reader_can_do_is_refused_too(open_lab, part):
    """A target has a mode at least, and a network does not change its size in mid-run."""
    lab = open_lab(f"#ring={part}")
    assert lab.root.locator('[data-readout="predict"]').is_visible()
    lab.steps(6)
    assert lab.seen()["step"] == 6 and lab.says() == ""
    settings = {name: str(BASE[name]) for name in ("width", "z_dim", "packing", "seed")}
    assert settings.items() <= lab.controls().items()


def test_two_labs_keep_parts_of_their_own_and_leave_the_rest_of_the_address_alone(two_labs):
    one, two = two_labs("#chapter=4&note=a%26b")
    assert one.hash() == "#chapter=4&note=a%26b", "what is not theirs stays as it was"
    one.put(seed=3)
    two.put(unroll=4)
    assert one.hash() == "#chapter=4&note=a%26b&one=seed:3&two=unroll:4"
    one.steps(5)
    two.steps(5)
    expected = one.seen(), two.seen()
    assert expected[0] != expected[1]
    one, two = two_labs(one.hash())
    assert (one.controls()["seed"], one.controls()["unroll"]) == ("3", "0")
    assert (two.controls()["seed"], two.controls()["unroll"]) == ("0", "4")
    one.steps(5)
    two.steps(5)
    assert (one.seen(), two.seen()) == expected
    one.put(seed=0)
    assert one.hash() == "#chapter=4&note=a%26b&two=unroll:4"


def test_a_link_to_a_section_is_left_alone(visits, address):
    page = visits(address + CHAPTER)
    anchor = page.evaluate("[...document.querySelectorAll('article section[id]')].at(-1).id")
    page.goto("about:blank")
    page.goto(f"{address}{CHAPTER}#{anchor}")
    wait_until_drawn(page)
    lab = Lab(page.locator('[data-widget="collapse-lab"]'))
    assert lab.hash() == f"#{anchor}"
    lab.steps(1)
    assert lab.hash() == f"#{anchor}", "a round of the usual settings is no reason to write"


def test_copy_link_copies_an_address_that_opens_this_run(open_lab):
    lab = open_lab()
    lab.put(seed=9)
    lab.steps(4)
    lab.put(lr=0.005)
    lab.steps(2)
    lab.page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    lab.click("copy-link")
    lab.root.locator('[data-control="copy-link"]:has-text("Copied")').wait_for()
    copied = lab.page.evaluate("window.copied")
    assert copied == lab.page.url and copied.endswith("#ring=seed:9;4/lr:0.005")
    lab.root.locator('[data-control="copy-link"]:has-text("Copy link")').wait_for()
    expected = lab.seen()
    again = open_lab("#" + copied.split("#")[1])
    again.steps(6)
    assert again.seen() == expected


def test_the_chapters_link_is_copied_from_a_server(visits, server):
    page = visits(server + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    lab = Lab(page.locator('[data-widget="collapse-lab"]'))
    lab.put(seed=11)
    lab.control("copy-link").click()
    lab.root.locator('[data-control="copy-link"]:has-text("Copied")').wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{server}{CHAPTER}#ring=seed:11"
