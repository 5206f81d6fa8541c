"""The page of claims: search and filters by mouse and keyboard, an address for each claim, whole without scripts."""

import re

import pytest

from ..book.test_front_pages import claims

KINDS = ("right", "half right", "imprecise", "wrong", "opinion")


@pytest.fixture
def opened(visits, site):
    return lambda part="", **options: visits(f"{site.as_uri()}/book/claims.html{part}", **options)


def shown(page):
    return page.eval_on_selector_all("table.claims tbody tr", "rows => rows.filter(r => !r.hidden).map(r => r.id)")


def count(page):
    return page.locator(".claims-tools output").inner_text()


def named(*kinds, words=""):
    """The claims of claims.md whose verdict is of these kinds and that have these words."""
    found = []
    for name, (claim, verdict) in claims().items():
        kind = next(kind for kind in sorted(KINDS, key=len, reverse=True) if verdict.startswith(kind))
        if kind in kinds and words in f"{claim} {verdict}":
            found.append(name.lower())
    return found


def test_the_totals_are_those_of_the_table(opened):
    page = opened()
    assert len(shown(page)) == len(claims()) and count(page) == f"{len(claims())} claims"
    for kind in KINDS:
        button = page.get_by_role("button", name=re.compile(rf"^{kind} \d"))
        assert int(button.locator("b").inner_text()) == len(named(kind))
    assert page.locator(".claims-picture a").count() == len(claims())


def test_verdicts_and_words_choose_and_the_number_is_announced(opened):
    page = opened()
    assert page.locator(".claims-tools output").get_attribute("aria-live") == "polite"
    page.get_by_role("button", name="wrong").click()
    page.get_by_role("button", name="imprecise").click()
    assert shown(page) == named("wrong", "imprecise")
    assert count(page) == f"{len(named('wrong', 'imprecise'))} of {len(claims())} claims"
    page.get_by_role("button", name="chapter 3").click()
    assert shown(page) == ["a39", "a43", "a44", "a45", "a48"]
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Search the claims").fill("Unrolled gan")
    assert shown(page) == ["a51"]
    page.get_by_label("Search the claims").fill("unrolled penguin")
    assert shown(page) == [] and count(page) == "No claim fits."


def test_a_choice_stays_in_the_address(opened):
    page = opened()
    page.get_by_role("button", name="half right").click()
    page.get_by_role("button", name="chapter 2").click()
    page.get_by_label("Search the claims").fill("critic")
    chosen, address = shown(page), page.url
    assert chosen == ["a74"] and "?" not in address
    page.goto("about:blank")
    page.goto(address)
    assert shown(page) == chosen and page.get_by_label("Search the claims").input_value() == "critic"
    assert page.get_by_role("button", name="half right").get_attribute("aria-pressed") == "true"


def test_an_address_leads_to_its_claim_and_marks_it_whatever_was_chosen(opened):
    page = opened("#verdict=wrong")
    assert "a41" not in shown(page)
    page.evaluate("location.hash = '#a41'")
    row = page.locator("#a41")
    page.wait_for_function("!document.getElementById('a41').hidden")
    assert len(shown(page)) == len(claims())
    page.wait_for_function("() => Math.abs(document.getElementById('a41').getBoundingClientRect().top - 450) < 350")
    assert row.evaluate("row => getComputedStyle(row).outlineStyle") == "solid"


def test_the_keyboard_does_it_all(opened):
    page = opened()
    page.get_by_label("Search the claims").press("Tab")
    reached = []
    for _ in range(len(KINDS) + 5):
        reached.append(page.evaluate("document.activeElement.textContent"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        if "wrong" in reached[-1]:
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    assert [re.sub(r"\W*\d+$", "", words) for words in reached] == [*KINDS, *["chapter"] * 5]
    assert shown(page) == named("wrong")
    assert page.evaluate("document.activeElement.textContent") == "Show all"


def test_each_verdict_has_a_word_and_a_shape_of_its_own(opened):
    page = opened()
    marks = page.eval_on_selector_all(
        "table.claims .verdict", "all => all.map(m => [m.textContent, m.querySelector('svg').innerHTML])"
    )
    assert len(marks) == len(claims()) and len({tuple(mark) for mark in marks}) == len(KINDS)
    assert len({shape for _, shape in marks}) == len(KINDS)


def test_where_leads_to_the_section_whose_name_it_says(opened, site):
    page = opened()
    for address, words in page.eval_on_selector_all(
        "table.claims td:nth-child(3) a", "all => all.map(a => [a.getAttribute('href'), a.innerText])"
    ):
        file, anchor = address.split("#")
        chapter, section = words.split("\n")
        assert re.fullmatch("chapter\N{NO-BREAK SPACE}[1-5]", chapter) and file.startswith(f"0{chapter[-1]}")
        text = (site / "book" / file).read_text(encoding="utf-8")
        heading = re.search(rf'<section[^>]* id="{re.escape(anchor)}">.*?<h\d>(.*?)<a', text, re.DOTALL)[1]
        assert re.sub("<[^>]+>", "", heading) == section


def test_a_chapters_marks_lead_to_their_claims(visits, site):
    page = visits(f"{site.as_uri()}/book/03_convergence.html", drawn=False)
    mark = page.locator("blockquote a.claim-mark", has_text="A43").first
    mark.click()
    page.wait_for_url("**/claims.html#a43")
    assert page.locator("#a43").is_visible()


def test_every_mark_in_a_chapter_is_linked(site):
    for path in sorted((site / "book").glob("0*.html")):
        text = path.read_text(encoding="utf-8")
        linked = set(re.findall(r'<a class="claim-mark[^"]*" href="claims\.html#(a\d+)">', text))
        article = re.sub(
            r"<(script|pre)\b.*?</\1>", "", text[text.index("<article") : text.index("</article>")], flags=re.S
        )
        unlinked = re.sub(r'<a class="claim-mark.*?</a>', "", article)
        named = {name.lower() for name in re.findall(r"\bA\d+\b", re.sub(r"<[^>]+>", "", unlinked))}
        assert linked and not named & {name.lower() for name in claims()}, path.name


def test_without_scripts_the_table_is_whole(opened):
    page = opened(drawn=False, java_script_enabled=False)
    assert page.locator("table.claims tbody tr:visible").count() == len(claims())
    assert not page.get_by_label("Search the claims").is_visible()
    assert "wrong" in page.locator(".claims-tools").inner_text()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_a_window(opened, width):
    page = opened(viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# Of each cell: where its words begin (its text's left edge) and whether a line of its own parts it from the others.
CELLS = """() => [...document.querySelectorAll("table.claims tbody tr:not([hidden]) td")].map((cell) => {
  const { paddingLeft, borderTopWidth } = getComputedStyle(cell);
  return [cell.getBoundingClientRect().left + parseFloat(paddingLeft), parseFloat(borderTopWidth)];
})"""


def test_on_a_phone_a_line_parts_claims_and_not_their_parts(opened):
    page = opened(viewport={"width": 390, "height": 844})
    cells = page.evaluate(CELLS)
    assert len(cells) == 3 * len(claims())
    assert {line for _, line in cells} == {0} and len({left for left, _ in cells}) == 1
    lines = "(rows) => rows.map((row) => getComputedStyle(row).borderTopWidth)"
    assert set(page.eval_on_selector_all("table.claims tbody tr", lines)) == {"1px"}
