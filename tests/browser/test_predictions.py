"""Predictions in a built chapter: choices by keyboard and by pointer, and the answer that they open."""

import pytest


@pytest.fixture
def box(visits, site):
    """The chapter's second prediction: whose third choice is right."""
    page = visits(f"{site.as_uri()}/book/03_convergence.html", drawn=False)
    found = page.locator(".callout-predict").nth(1)
    found.locator("legend").wait_for()
    return found


CHAPTERS = ("01_dcgan", "02_likelihood_free", "03_convergence", "04_mode_collapse", "05_evaluation")
# Of what a reader is led to: where its top is, what it is, and how many figures stand between it and the answer.
LED = """(fold) => {
  const at = document.activeElement;
  const [first, last] = fold.compareDocumentPosition(at) & 4 ? [fold, at] : [at, fold];
  const between = [...document.querySelectorAll(".live-figure, figure.still")].filter((each) => each !== at
    && first.compareDocumentPosition(each) & 4 && last.compareDocumentPosition(each) & 2);
  return [at.getBoundingClientRect().top, at.matches("table") ? "table" : "figure", between.length];
}"""


def marks(box):
    """What stands behind each choice."""
    return box.locator("label").evaluate_all("(all) => all.map((each) => getComputedStyle(each, '::after').content)")


def is_open(box):
    return box.locator("details").evaluate("(fold) => fold.open")


def test_choices_are_a_named_group_of_named_radio_buttons(box):
    group = box.get_by_role("group", name="Your prediction")
    names = [choice.inner_text() for choice in group.locator("label").all()]
    assert group.get_by_role("radio").count() == len(names) == 4
    for name in names:
        assert name and group.get_by_role("radio", name=name, exact=True).count() == 1
    assert box.locator("ul").count() == 0 and box.locator("[role=status]").inner_text() == ""


def test_the_keyboard_walks_chooses_and_reveals(box):
    keyboard = box.page.keyboard
    box.get_by_role("radio").first.focus()
    keyboard.press("ArrowDown")
    assert box.get_by_role("radio").nth(1).is_checked() and not is_open(box), "to walk is not to choose"
    keyboard.press("Space")
    assert not is_open(box) and box.locator("[role=status]").inner_text() == "Open the answer to compare."
    keyboard.press("Enter")
    assert is_open(box) and box.locator("[role=status]").inner_text() == "✗ Not this one."
    assert marks(box) == ["none", '"✗"', '"✓"', "none"]
    keyboard.press("ArrowDown")
    assert box.locator("[role=status]").inner_text() == "✓ As you predicted."
    keyboard.press("Tab")
    assert box.locator("summary").evaluate("(each) => each === document.activeElement")


def test_a_choice_may_be_changed_until_the_answer_is_opened(box):
    for choice in (1, 2):
        box.locator("label").nth(choice).click()
        assert marks(box) == ["none"] * 4 and not is_open(box)
    box.locator("summary").click()
    assert is_open(box) and marks(box) == ["none", "none", '"✓"', "none"]
    assert box.locator("details").inner_text().count("four and a half times") == 1


def test_the_answer_opens_without_a_choice_and_then_says_no_verdict(box):
    box.locator("summary").click()
    assert is_open(box) and box.locator("[role=status]").inner_text() == ""


def test_without_javascript_there_are_a_list_and_a_fold(visits, site):
    page = visits(f"{site.as_uri()}/book/03_convergence.html", drawn=False, java_script_enabled=False)
    box = page.locator(".callout-predict").nth(1)
    assert box.locator("li").count() == 4 and box.get_by_role("radio").count() == 0
    assert box.locator("details > summary").inner_text() == "Answer"


def test_folds_lie_in_their_boxes(visits, site):
    page = visits(f"{site.as_uri()}/book/03_convergence.html", drawn=False)
    for kind, title in (("predict", "Answer"), ("try", "What you find")):
        found = page.locator(f".callout-{kind}")
        assert found.count() > 1
        assert found.locator("> div > details > summary").all_inner_texts() == [title] * found.count()


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, {"width": 1280, "height": 900}], ids=["phone", "desk"])
@pytest.mark.parametrize("name", CHAPTERS)
def test_every_answer_leads_to_what_it_speaks_of(visits, site, name, size):
    page = visits(f"{site.as_uri()}/book/{name}.html", viewport=size)
    folds = page.locator(":is(.callout-predict, .callout-try) details")
    assert folds.count() > 3
    for number in range(folds.count()):
        fold = folds.nth(number)
        way, below = (
            fold.locator(".prediction-way"),
            fold.locator("xpath=ancestor::*[contains(@class, 'predict')]").count(),
        )
        assert not way.is_visible()
        fold.locator("summary").click()
        assert way.inner_text() in [f"To the {shown} {'below' if below else 'above'}" for shown in ("figure", "table")]
        way.click()
        top, shown, between = page.evaluate(LED, fold.element_handle())
        assert shown in way.inner_text() and 48 <= top <= 200 and between == 0
        assert "#" not in page.url
