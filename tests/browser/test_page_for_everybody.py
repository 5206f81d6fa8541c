"""Every page for everybody: any width and zoom, by keyboard, in a system's own colours, with less motion, on paper."""

import pytest

from .pages import ALL, WRITTEN, open_folds

# Pixels of CSS: 200 % and 400 % zoom on a laptop, a tablet, and a very wide screen; other tests have phone and desk.
SIZES = [(640, 450), (320, 256), (768, 1024), (2560, 1300)]
# How much of the window lies under what stays in place while the page scrolls, cards' bars left out.
COVERED = """() => [...document.querySelectorAll("body *:not([data-widget] *)")].filter((element) => {
  const { position } = getComputedStyle(element);
  return (position === "fixed" || position === "sticky") && element.checkVisibility({ visibilityProperty: true });
}).map((element) => element.getBoundingClientRect())
  .filter(({ top, bottom, width }) => top <= 0 && bottom > 0 && width > innerWidth / 2)
  .reduce((most, { bottom }) => Math.max(most, bottom), 0)"""
# Bars of cards that would stay elsewhere than under the page's own.
UNDER = """() => [...document.querySelectorAll("[data-widget] .gan-bar")].map((bar) => getComputedStyle(bar))
  .map(({ position, top }) => position === "sticky" && parseFloat(top) - document.querySelector(".bar").offsetHeight)
  .filter(Boolean)"""
# Of what has the focus: its name, whether it is seen as focused, and whether a bar or the window's edge hides it.
FOCUS = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const parts = at.getClientRects(); // a link may run over two lines
  const seen = [...parts].some((part) => {
    const found = document.elementFromPoint((part.left + part.right) / 2, (part.top + part.bottom) / 2);
    return found && (at.contains(found) || found.contains(at) || found.closest("label")?.control === at);
  });
  return { name: (at.ariaLabel || at.textContent || at.name).trim().slice(0, 40), tag: at.tagName,
    seen,
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, bar: !!at.closest("header, nav") };
}"""
SEEN = """() => [...document.querySelectorAll("SELECTOR")].filter((one) => one.checkVisibility())
  .map((one) => one.outerHTML.slice(0, 80))"""
# Links out of the book that do not say on paper where they lead.
SILENT = """() => [...document.querySelectorAll('article a[href^="http"]')].filter((a) => a.checkVisibility())
  .filter((a) => !getComputedStyle(a, "::after").content.includes(a.getAttribute("href"))).map((a) => a.href)"""
# Buttons that give something to take away: what screen readers call them, what is seen on them.
TAKES = """() => [...document.querySelectorAll("article button")].map((one) =>
  [one.ariaLabel ?? "", one.matches(".copybtn") ? "Copy code" : one.textContent])
  .filter(([, words]) => /^(Copy|Save)/.test(words))"""
# Cards have their own test (test_everyone.py), and predictions and folds are what a reader comes for.
MOST_STOPS_A_SCREEN = 2.5


@pytest.fixture
def opened(visits, site):
    return lambda name, **options: visits(f"{site.as_uri()}/{name}", **options)


@pytest.mark.parametrize("name", ALL)
def test_a_page_fits_any_window_and_no_bar_covers_it_and_paper(opened, name):
    page = opened(name, color_scheme="dark")
    open_folds(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("window.scrollTo({ top: 700, behavior: 'instant' })")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, (width, height)
        assert page.evaluate(COVERED) <= (49 if height > 420 else 0), (width, height)
        assert page.evaluate(UNDER) == []
    page.emulate_media(media="print")
    assert page.evaluate(SEEN.replace("SELECTOR", "button, input, select, nav, header, [data-widget]")) == []
    stills = page.evaluate(SEEN.replace("SELECTOR", ".live-still"))
    assert len(stills) == page.locator(".live-still").count()
    ink, paper = page.evaluate(
        "() => { const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]; }"
    )
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    assert page.evaluate(SILENT) == []


@pytest.mark.parametrize("name", ALL)
def test_the_tab_key_goes_through_a_page_in_few_stops_each_in_sight_and_nothing_moves(opened, name):
    page = opened(name, reduced_motion="reduce")
    address = page.url.split("#")[0]
    page.evaluate("() => document.querySelectorAll('[data-widget]').forEach((card) => { card.inert = true; })")
    page.evaluate("document.activeElement.blur()")  # the search page begins in its field
    stops = []
    for _ in range(600):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    assert page.url.split("#")[0] == address
    assert [stop["name"] for stop in stops if not stop["outlined"]] == []
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    screens = page.evaluate("document.scrollingElement.scrollHeight / innerHeight")
    links = page.evaluate("document.querySelectorAll('article :is(p, li, td) a').length")
    beside = sum(not stop["bar"] for stop in stops) - links
    assert beside <= 12 + MOST_STOPS_A_SCREEN * screens, (beside, links, screens)
    assert page.evaluate("document.getAnimations().map((one) => one.effect.target?.outerHTML.slice(0, 80))") == []


@pytest.mark.parametrize("name", WRITTEN)
def test_each_button_that_copies_or_saves_says_what_and_of_which_figure_or_code(opened, name):
    taken = opened(name).evaluate(TAKES)
    assert taken or not name.startswith("book/0")
    for label, words in taken:
        assert label.startswith(words) and len(label) > len(words) + 4, (label, words)
    assert len({label for label, _ in taken}) == len(taken)


@pytest.mark.parametrize("name", ALL)
def test_the_first_stop_leads_to_the_text(opened, name):
    page = opened(name, drawn=False)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["book/intro.html", "book/03_convergence.html", "book/05_evaluation.html"])
def test_in_a_systems_own_colours_controls_keep_an_edge_and_pictures_their_paper(opened, name, scheme):
    page = opened(name, forced_colors="active", color_scheme=scheme)
    edgeless = page.evaluate(
        """() => [...document.querySelectorAll("[data-widget] :is(button, select, input[type=number])")]
          .filter((one) => one.checkVisibility() && !(parseFloat(getComputedStyle(one).borderWidth) >= 1))
          .map((one) => one.dataset.control)"""
    )
    assert edgeless == []
    bare = page.evaluate(
        """() => [...document.querySelectorAll("[data-widget] .gan-figure canvas")]
          .map((canvas) => getComputedStyle(canvas)).filter(({ backgroundColor, forcedColorAdjust }) =>
            backgroundColor === "rgba(0, 0, 0, 0)" || forcedColorAdjust !== "none").length"""
    )
    assert bare == 0
