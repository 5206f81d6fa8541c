"""Code, output, formulas and tables: they fit on a desk, and where they do not they scroll and show it."""

import pytest

from .test_phone_and_theme import PAGES

BLOCKS = "article :is(pre, div.math, .pst-scrollable-table-container, .text_html, .text_html [role=region])"
# What is cut off: all folds open, live figures left out. [text, style of overflow, mask, focus, edges with more]
CUT = """(selector) => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(
    [...document.querySelectorAll(selector)]
      .filter((block) => !block.closest("[data-widget], .live-figure") && block.scrollWidth > block.clientWidth + 1)
      .map((block) => {
        const { overflowX, maskImage } = getComputedStyle(block);
        return [block.textContent.trim().slice(0, 60), overflowX, maskImage, block.tabIndex, block.dataset.more];
      })
  ))));
}"""
# Columns that the fonts of all systems have in a box: none of the usual ones is wider than 0.62 of its size.
COLUMNS = """(block) => {
  const { fontSize, paddingLeft, paddingRight } = getComputedStyle(block);
  return (block.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)) / (0.62 * parseFloat(fontSize));
}"""


@pytest.fixture
def opened(visits, site):
    return lambda name, **options: visits(f"{site.as_uri()}/book/{name}.html", **options)


def test_a_desk_has_room_for_80_characters_of_code_and_76_of_output(opened):
    page = opened("02_likelihood_free")
    code = page.locator("article .cell_input pre:visible").first.evaluate(COLUMNS)
    output = page.locator("article .cell_output pre:visible").first.evaluate(COLUMNS)
    assert code >= 80 and output >= 76, (code, output)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone_what_is_cut_off_scrolls_and_shows_it(opened, name, scheme):
    page = opened(name, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    cut = page.evaluate(CUT, BLOCKS)
    assert cut or name == "intro"
    for text, overflow, mask, focus, more in cut:
        assert overflow == "auto" and more == "right" and "gradient" in mask and focus == 0, text
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_fade_is_at_the_edge_behind_which_there_is_more(opened):
    page = opened("02_likelihood_free", viewport={"width": 390, "height": 844})
    block = page.locator("article .cell_output pre[data-more]:visible").first.element_handle()  # it stays the same
    for share, edges in ((0.5, "left right"), (1, "left"), (0, "right")):
        block.evaluate("(b, share) => { b.scrollLeft = share * (b.scrollWidth - b.clientWidth); }", share)
        page.wait_for_function("([b, edges]) => b.dataset.more === edges", arg=[block, edges])
    page.set_viewport_size({"width": 1280, "height": 844})
    page.wait_for_function("(b) => b.scrollWidth <= b.clientWidth && !('more' in b.dataset)", arg=block)


def test_arrow_keys_scroll_what_is_cut_off(opened):
    page = opened("02_likelihood_free", viewport={"width": 390, "height": 844})
    block = page.locator("article .cell_output pre[data-more]:visible").first
    block.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(b) => b.scrollLeft > 0", arg=block.element_handle())
    assert page.url.endswith("02_likelihood_free.html")


@pytest.mark.parametrize("name", [*PAGES, "claims", "glossary", "references"])
def test_on_a_desk_nothing_is_cut_off(opened, name):
    assert [text for text, *_ in opened(name).evaluate(CUT, BLOCKS)] == []
