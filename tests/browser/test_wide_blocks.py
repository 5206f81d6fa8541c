"""Code, output, formulas and tables: they fit on a desk, and where they do not they scroll and show it."""

import pytest

from .test_phone_and_theme import PAGES

BLOCKS = "article :is(pre, div.math, .pst-scrollable-table-container, .text_html, .text_html [role=region])"
# What is cut off: all folds open, live figures left out.
# [text, style of overflow, mask, focus, edges with more, role, name, its number where it is a formula that has one]
CUT = """(selector) => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(
    [...document.querySelectorAll(selector)]
      .filter((block) => !block.closest("[data-widget], .live-figure") && block.scrollWidth > block.clientWidth + 1)
      .map((block) => {
        const { overflowX, maskImage } = getComputedStyle(block);
        return [block.textContent.trim().slice(0, 60), overflowX, maskImage, block.tabIndex, block.dataset.more,
          block.role, block.ariaLabel,
          block.matches("div.math") && block.querySelector(".katex-html > .tag")?.textContent];
      })
  ))));
}"""
NO_STOPS = """(selector) => [...document.querySelectorAll(selector)].every((block) =>
  block.closest("[data-widget], .live-figure") || !(block.tabIndex === 0 || block.role || block.ariaLabel))"""
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
    for text, overflow, mask, focus, more, role, label, number in cut:
        assert role in ("group", "region") and label, text
        assert not number or label == f"Equation {number.strip('()')}"
        assert overflow == "auto" and more == "right" and "gradient" in mask and focus == 0, text
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_function(NO_STOPS, arg=BLOCKS)


# Of tables that are cut off: where the rows' names and the caption stand when it is scrolled to its end, and what it
# says of further columns at its start and there.
TABLES = """() => [...document.querySelectorAll("article [data-more]:has(> table)")].map((block) => {
  const says = () => getComputedStyle(block, "::before").content;
  const start = says();
  block.scrollLeft = block.scrollWidth;
  const { left, right } = block.querySelector("tbody tr > *").getBoundingClientRect();
  const caption = block.querySelector("caption")?.getBoundingClientRect() ?? { left, right };
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
    done([block.textContent.trim().slice(0, 40), left, right, start, says(), caption.left, caption.right]))));
})"""


@pytest.mark.parametrize("name", [name for name in PAGES if name != "intro"])
def test_on_a_phone_a_table_says_that_it_has_more_columns_and_keeps_its_rows_names(opened, name):
    page = opened(name, viewport={"width": 390, "height": 844})
    page.evaluate(CUT, BLOCKS)
    page.wait_for_function("() => document.querySelector('article [data-more]:has(> table)')")
    for text, left, right, start, end, *caption in page.evaluate(f"() => Promise.all(({TABLES})())"):
        assert "more columns →" in start and "← more columns" in end, text
        assert left >= 0 and right <= 0.6 * 390, (text, left, right)
        assert caption[0] >= 0 and caption[1] <= 390, (text, caption)


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
    page = opened(name)
    assert [text for text, *_ in page.evaluate(CUT, BLOCKS)] == []
    assert page.evaluate(NO_STOPS, BLOCKS)


def test_what_scrolls_is_named_by_what_it_is(opened):
    page = opened("02_likelihood_free", viewport={"width": 240, "height": 844})  # formulas fit a phone
    labels = [cut[6] for cut in page.evaluate(CUT, BLOCKS)]
    for kind in ("Equation 2.", "Table: ", "Code: ", "Output: "):
        assert any(label.startswith(kind) for label in labels), kind
