"""Terms of the glossary in chapters: the first use is a link, and its meaning shows beside it to whoever asks."""

import re

import pytest

CHAPTERS = ("01_dcgan", "02_likelihood_free", "03_convergence", "04_mode_collapse", "05_evaluation")
BOX = "#glossary-meaning"
PLACE = """() => {
  const { left, top, right, bottom } = document.getElementById("glossary-meaning").getBoundingClientRect();
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
}"""


@pytest.fixture
def opened(visits, site):
    """A chapter, whose figures need not be drawn."""
    return lambda name, **options: visits(f"{site.as_uri()}/book/{name}.html", drawn=False, **options)


def term(page, anchor="discriminator"):
    return page.locator(f'a.glossary-term[href="glossary.html#{anchor}"]')


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_term_is_linked_once_in_running_text(site, name):
    text = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    article = text[text.index("<article") : text.index("</article>")]
    links = re.findall(r'<a class="glossary-term[^"]*" href="glossary\.html#([\w-]+)"', article)
    assert len(links) >= 10 and len(links) == len(set(links))
    for kind in ("h1", "h2", "h3", "pre", "code", "table"):
        for part in re.findall(rf"<{kind}\b.*?</{kind}>", article, re.DOTALL):
            assert "glossary-term" not in part
    anchors = set(re.findall(r'<dt id="([\w-]+)"', (site / "book" / "glossary.html").read_text(encoding="utf-8")))
    assert set(links) <= anchors


def test_the_mouse_shows_a_meaning_and_may_enter_it(opened):
    page = opened("05_evaluation")
    term(page).hover()
    box = page.locator(BOX)
    assert "how likely a sample is to be real" in box.inner_text()
    box.hover()
    page.wait_for_timeout(300)
    assert box.is_visible()
    page.mouse.move(2, 2)
    box.wait_for(state="hidden")


def test_the_keyboard_shows_a_meaning_and_escape_closes_it(opened):
    page = opened("05_evaluation")
    link = term(page, "likelihood")
    link.focus()
    assert page.locator(BOX).is_visible() and page.locator(BOX).get_attribute("role") == "tooltip"
    assert link.get_attribute("aria-describedby") == BOX[1:]
    page.keyboard.press("Escape")
    assert not page.locator(BOX).is_visible() and link.evaluate("link => link === document.activeElement")
    assert link.get_attribute("aria-describedby") is None
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.locator(BOX).is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#likelihood")


def test_the_first_tap_shows_a_meaning_and_the_second_follows_the_link(opened):
    page = opened("05_evaluation", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    term(page).tap()
    assert page.locator(BOX).is_visible() and page.url.endswith("05_evaluation.html")
    page.touchscreen.tap(5, 400)
    assert not page.locator(BOX).is_visible()
    term(page).tap()
    term(page).tap()
    page.wait_for_url("**/glossary.html#discriminator")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_meaning_stays_in_the_window(opened, width):
    page = opened("02_likelihood_free", viewport={"width": width, "height": 844})
    links = page.locator("a.glossary-term:visible")
    for number in range(links.count()):
        links.nth(number).focus()
        page.wait_for_function(PLACE)  # once the page has scrolled there


def test_without_scripts_and_on_paper_a_term_is_plain(opened):
    page = opened("05_evaluation", java_script_enabled=False)
    term(page).click()
    page.wait_for_url("**/glossary.html#discriminator")
    page = opened("05_evaluation")
    term(page).focus()
    page.emulate_media(media="print")
    assert not page.locator(BOX).is_visible()
    assert term(page).evaluate("link => getComputedStyle(link).textDecorationLine") == "none"


def test_korean_words_are_marked_as_korean(visits, site):
    for name in ("glossary", "claims", "references"):
        page = visits(f"{site.as_uri()}/book/{name}.html")
        loose = page.evaluate(
            """() => {
              const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
              const found = [];
              while (walker.nextNode()) {
                const { data, parentElement } = walker.currentNode;
                if (/[가-힣]/.test(data) && !parentElement.closest(":lang(ko)")) found.push(data);
              }
              return found;
            }"""
        )
        assert loose == [] and page.locator("article :lang(ko)").count() >= 1
