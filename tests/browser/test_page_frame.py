"""The frame of every page, from a phone to a large desk: nothing sticks out, lines have a length, all is legible."""

import json
import re
from statistics import median

import pytest

from .legible import TEXTS, contrast
from .test_phone_and_theme import PAGES
from .widget import wait_until_drawn

SIZES = ((320, 700), (390, 844), (1280, 900), (2560, 1300))
CARDS = "[data-widget], .live-figure"
APART = f"{CARDS}, .katex, .gan-still"  # formulas are many, and have the colour of their text
# What lies outside its column, but for what scrolls by itself and for cards, which have tests of their own.
OUTSIDE = """(cards) => {
  const page = document.documentElement.clientWidth;
  const column = page < 600 ? page : document.querySelector("article").getBoundingClientRect().right;
  const scrolls = (e) => e && e.tagName !== "BODY" && (getComputedStyle(e).overflowX !== "visible"
    || scrolls(e.parentElement));
  // What a drawing clips is not seen; test_still_figures.py looks into them.
  return [...document.querySelectorAll("article *")].filter((e) => !e.closest(cards) && e.checkVisibility()
    && !e.ownerSVGElement
    && e.getBoundingClientRect().right > column + 1 && !scrolls(e.parentElement))
    .map((e) => `${e.tagName}.${e.getAttribute("class")}: ${e.textContent.slice(0, 30)}`);
}"""
# Characters a line of each long paragraph of plain text: its last line is taken to be half full.
MEASURES = """() => [...document.querySelectorAll("article section > p")]
  .filter((p) => !p.querySelector(".katex, code"))
  .map((p) => [p.textContent.length,
    Math.round(p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight))])
  .filter(([, lines]) => lines > 3).map(([length, lines]) => length / (lines - 0.5))"""
# How far each formula's number stands from its formula.
GAPS = """() => [...document.querySelectorAll("article .katex-display .katex-html:has(> .tag)")].map((line) => {
  const tag = line.querySelector(":scope > .tag").lastElementChild.getBoundingClientRect();
  const end = Math.max(...[...line.querySelectorAll(":scope > .base")].map((b) => b.getBoundingClientRect().right));
  return [line.textContent.slice(0, 40), tag.left - end];
})"""
HEAD = "document.querySelector('.bar').getBoundingClientRect().height"


@pytest.fixture
def opened(visits, site):
    return lambda name, **options: visits(f"{site.as_uri()}/book/{name}.html", **options)


@pytest.mark.parametrize("name", [*PAGES, "claims", "glossary", "references"])
def test_a_page_fits_every_screen_and_is_legible(opened, name, subtests):
    page = opened(name)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    for theme in ("light", "dark"):
        with subtests.test(theme=theme):
            page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
            texts = page.evaluate_handle("document.body").evaluate(TEXTS, APART)
            assert len(texts) > 30
            weak = {text: round(contrast(ink, layers), 2) for text, ink, layers in texts if contrast(ink, layers) < 4.5}
            assert weak == {}
    for width, height in SIZES:
        with subtests.test(width=width):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(100)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(OUTSIDE, CARDS) == []
            assert page.evaluate(HEAD) <= 48
            assert [text for text, gap in page.evaluate(GAPS) if gap < 4] == []
            measures = page.evaluate(MEASURES)
            if width >= 1280 and len(measures) > 2:
                assert 60 <= median(measures) <= 75


def test_the_contents_and_the_bar_say_where_one_is(opened):
    page = opened("03_convergence")
    assert page.locator(".contents").is_visible() and not page.locator(".menu-button").is_visible()
    for anchor in ("rules-that-settle", "the-smallest-game"):
        page.evaluate("(id) => document.getElementById(id).scrollIntoView()", anchor)
        page.locator(f'.sections a[href="#{anchor}"][aria-current="true"]').wait_for()
        heading = page.locator(f"#{anchor} > h2").evaluate("(h) => h.firstChild.textContent")
        assert page.locator(".bar-section").inner_text().endswith(heading)
        assert page.locator(".sections [aria-current]").count() == 1
    assert page.locator(".chapters > li > [aria-current]").inner_text().split() == ["3", "Convergence"]


def test_on_a_phone_the_contents_open_and_close_by_key_and_by_finger(opened):
    page = opened("03_convergence", viewport={"width": 390, "height": 844}, has_touch=True)
    menu, contents = page.locator(".menu-button"), page.locator(".contents")
    assert not contents.is_visible()
    menu.focus()
    page.keyboard.press("Enter")
    contents.wait_for()
    assert page.evaluate("document.querySelector('.contents').contains(document.activeElement)")
    page.keyboard.press("Escape")
    contents.wait_for(state="hidden")
    assert page.evaluate("document.activeElement === document.querySelector('.menu-button')")
    menu.tap()
    contents.get_by_text("Rules that settle").tap()
    contents.wait_for(state="hidden")
    assert page.url.endswith("#rules-that-settle")


def test_without_scripts_there_are_the_contents_and_the_text(opened, site):
    page = opened("claims", drawn=False, java_script_enabled=False, viewport={"width": 390, "height": 844})
    assert page.locator(".contents a").first.is_visible() and page.locator("article table").is_visible()
    assert not page.locator(".menu-button").is_visible()


def test_a_page_brings_its_typefaces_and_stands_without_them(opened):
    page = opened("03_convergence")
    loaded = "() => document.fonts.ready.then(() => [...document.fonts].map((f) => [f.family, f.status]))"
    families = {name.strip('"') for name, status in page.evaluate(loaded) if status == "loaded"}
    assert {"Source Serif 4", "Inter", "Source Code Pro"} <= families
    for rule in ("--text-font", "--ui-font", "--mono-font"):
        stack = page.evaluate("(rule) => getComputedStyle(document.documentElement).getPropertyValue(rule)", rule)
        assert stack.strip().endswith(("serif", "sans-serif", "monospace"))


@pytest.mark.parametrize("name", [name for name in PAGES if name != "intro"])
def test_a_chapter_says_how_long_it_takes(site, name):
    cells = json.loads((site.parents[1] / "book" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    prose = " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    words = len(re.sub(r"\$\$?[^$]*\$\$?|\]\([^)]*\)|```.*?```", " ", prose, flags=re.DOTALL).split())
    page = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    line = re.search(r'</h1>\s*<p class="chapter-times">(.*?)</p>', page, re.DOTALL)[1]
    reading, running = re.search(
        r"<span>Reading: about (\d+) minutes</span>\s*<span>Running: (.*?)</span>", line
    ).groups()
    assert int(reading) == pytest.approx(words / 200, rel=0.2)
    assert running in " ".join(prose.split())


def test_before_and_next_fit_a_phone(opened):
    page = opened("02_likelihood_free", viewport={"width": 390, "height": 844})
    wait_until_drawn(page)
    for link in page.locator(".around a").all():
        box = link.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["height"] >= 44


# Of what a chapter will answer: its box, that of the first words, and what of the page it would lie over.
AIMS = """() => {
  const box = (element) => element.getBoundingClientRect().toJSON();
  const aims = document.querySelector(".callout-aims"), at = box(aims);
  const over = [...document.querySelectorAll("article :is(p, li, h1, h2, pre, figure, table, summary, "
    + "blockquote, .katex-display, .live-figure)")]
    .filter((each) => !aims.contains(each) && !each.contains(aims) && each.checkVisibility()).filter((each) => {
      const { left, right, top, bottom } = box(each);
      return left < at.right && right > at.left && top < at.bottom && bottom > at.top;
    });
  return { at, words: box(document.querySelector(".chapter-times + p")),
    over: over.map((each) => each.outerHTML.slice(0, 80)) };
}"""
CHAPTERS = [name for name in PAGES if name != "intro"]


@pytest.mark.parametrize("name", CHAPTERS)
def test_what_a_chapter_will_answer_stands_beside_its_first_words_where_there_is_room(opened, name):
    page = opened(name)
    for folds_are_open in (False, True):
        if folds_are_open:
            page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        for width in (1280, 2560):
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate(AIMS)
            assert (
                found["at"]["left"] > found["words"]["right"] and abs(found["at"]["top"] - found["words"]["top"]) < 12
            )
            assert found["over"] == [], width
    for width in (1200, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(AIMS)
        assert found["at"]["top"] >= found["words"]["bottom"] and found["over"] == [], width


@pytest.mark.parametrize("name", ["02_likelihood_free", "03_convergence"])
def test_a_chapters_first_figure_begins_within_a_screen_and_a_half(opened, name):
    page = opened(name)
    top = page.evaluate("document.querySelector('.live-figure').getBoundingClientRect().top + scrollY")
    assert top <= 1.5 * 900
