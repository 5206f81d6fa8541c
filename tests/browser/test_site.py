"""The built site in use, from files and from a server: quiet, closed to the outside, searchable, dark on demand."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from .widget import wait_until_drawn

CHAPTER = "book/03_convergence.html"
# Bytes, uncompressed, everything but a figure's data; chapter 1 carries two generators, a classifier and a lab.
LARGEST_PAGES = {"book/01_dcgan.html": 5_120_000, "book/03_convergence.html": 3_200_000}
LARGEST_OWN = 182_000  # 15 kB of each kind of figure are its link, and its picture as PNG and SVG


def test_every_page_opens_quietly_with_the_network_cut(address, site, visits, subtests):
    names = [path.relative_to(site) for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]
    names.remove(Path("index.html"))  # it leads on to the introduction, which the test below waits for
    assert len(names) >= 5
    page = visits(f"{address}search.html")
    for name in names:
        with subtests.test(page=str(name)):
            page.goto(address + name.as_posix())
            wait_until_drawn(page)
            assert page.locator("h1:visible").first.inner_text().strip()
            places = page.locator(".live-place")
            for number in range(places.count()):
                assert places.nth(number).locator("[data-widget] canvas").first.is_visible()
            assert visits.troubles == []


def test_the_front_page_leads_to_the_introduction(address, visits):
    page = visits(f"{address}index.html", drawn=False)
    page.wait_for_url("**/book/intro.html")
    wait_until_drawn(page)
    assert page.locator("article h1").is_visible()


def test_the_book_is_searched(address, visits):
    page = visits(f"{address}search.html?q=generator")
    results = page.locator("#search-results li a")
    results.first.wait_for()
    assert results.count() >= 1
    page.locator("#search-results p.search-summary").filter(has_text="found").wait_for()
    results.first.click()
    page.wait_for_url("**/book/*.html*")
    assert "generator" in page.locator("article").inner_text().lower() + page.content().lower()


def test_a_search_for_nothing_there_says_so(visits, site):
    page = visits(f"{site.as_uri()}/search.html?q=zzyzzyx")
    page.locator("#search-results p.search-summary").filter(has_text="did not match any documents").wait_for()
    assert page.locator("#search-results li").count() == 0


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_dark_mode_button_darkens_the_page_and_is_remembered(address, visits):
    page = visits(address + CHAPTER, color_scheme="light")
    switch = page.locator("button.theme-switch-button:visible").first
    seen = {}
    for _ in range(3):
        switch.click()
        seen[page.evaluate("document.documentElement.dataset.mode")] = background(page)
    assert set(seen) == {"light", "dark", "auto"}
    assert seen["light"] == seen["auto"] != seen["dark"]
    assert brightness(seen["dark"]) < 60 and brightness(seen["light"]) > 200
    while page.evaluate("document.documentElement.dataset.mode") != "dark":
        switch.click()
    page.reload()
    assert background(page) == seen["dark"]


def brightness(colour):
    red, green, blue = map(float, re.findall(r"[\d.]+", colour)[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_every_code_cell_has_a_copy_button_that_copies_its_code(visits, server):
    page = visits(server + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    cells = page.locator("div.cell_input div.highlight:has(pre)")
    buttons = page.locator("div.cell_input button.copybtn")
    assert buttons.count() == cells.count() > 0
    first = page.locator("div.cell_input:visible div.highlight").first
    first.hover()
    first.locator("button.copybtn").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == first.locator("pre").inner_text().split()


@pytest.mark.parametrize("chapter", LARGEST_PAGES)
def test_a_chapter_is_light(visits, server, site, chapter):
    page = visits(server + chapter)
    page.evaluate("() => document.querySelectorAll('img').forEach((image) => { image.loading = 'eager'; })")
    page.wait_for_load_state("networkidle")
    weights = {}
    for request in visits.requests:
        path = urlsplit(request.url).path
        if request.url.startswith("http"):
            weights[path] = (site / path.lstrip("/")).stat().st_size
    late = late_parts((site / chapter).read_text(encoding="utf-8"))
    weights = {path: size for path, size in weights.items() if Path(path).stem not in late}
    total = sum(weights.values())
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:5]
    print(f"\nthe chapter loads {total / 1e6:.2f} MB in {len(weights)} files: {heaviest}")
    assert f"/{chapter}" in weights and len(weights) > 10
    assert total <= LARGEST_PAGES[chapter], heaviest


def late_parts(text):
    """The files of a page that a figure asks for when it needs them: what it trains on."""
    (state,) = re.findall(r'<script type="application/vnd.live-figures\+json">(.*?)</script>', text, re.DOTALL)
    page = json.loads(state)
    texts = [
        page["shared"][buffer["data"]["shared"]]
        for record in page["states"].values()
        for buffer in record["buffers"]
        if buffer["path"][0] in record["state"].get("_late", []) and isinstance(buffer["data"], dict)
    ]
    return {text["part"] for text in texts if isinstance(text, dict)}


def test_each_network_stands_in_its_page_once(site):
    """Both figures of faces run the same generator."""
    text = (site / "book" / "01_dcgan.html").read_text(encoding="utf-8")
    (state,) = re.findall(r'<script type="application/vnd.live-figures\+json">(.*?)</script>', text, re.DOTALL)
    page, path = json.loads(state), ["_packed_generator", "weights"]
    walks = [s for s in page["states"].values() if any(b["path"] == path for b in s["buffers"])]
    weights = [b["data"] for s in walks for b in s["buffers"] if b["path"] == path]
    assert len(weights) == 3 and len({one["shared"] for one in weights}) == 2
    assert len(page["shared"]) == len({json.dumps(one) for one in page["shared"]})


def test_figures_are_stored_in_few_colours(site):
    for path in (site / "_images").glob("*.png"):
        with Image.open(path) as image:
            assert image.mode in ("P", "L"), f"{path.name}: {image.mode}"


@pytest.mark.parametrize("name", ["03_convergence", "04_mode_collapse"])
def test_what_the_book_adds_to_a_chapter_is_light(site, name):
    text = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    states = re.findall(r'<script type="application/vnd.live-figures\+json">(.*?)</script>', text, re.DOTALL)
    parts = [one["part"] for state in states for one in json.loads(state)["shared"] if isinstance(one, dict)]
    files = [site / "_static" / "widget-host.js", *(site / "_static" / "parts" / f"{name}.js" for name in parts)]
    own = sum(len(state.encode()) for state in states) + sum(file.stat().st_size for file in files)
    print(f"\nwidget-host.js and the live figures' states: {own / 1e3:.0f} kB")
    assert own <= LARGEST_OWN


def test_the_books_own_files_are_as_in_the_source(site):
    own = sorted((site.parents[1] / "book" / "_static").glob("*.*"))
    assert {"widget-host.js", "frame.js", "frame.css"} <= {path.name for path in own}
    stale = [path.name for path in own if (site / "_static" / path.name).read_bytes() != path.read_bytes()]
    assert stale == [], "run `make book`"
