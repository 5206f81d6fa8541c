"""Still figures are described: each says what it shows and what to see in it, in the notebook and in the built page."""

import html
import json
import re

import pytest

from .chapters import BOOK
from .test_notebooks import NOTEBOOKS

DRAWS = re.compile(r"^(?:plt\.show|plots\.image_\w+|draw_\w+)\(", re.MULTILINE)
FIGURE = re.compile(
    r'<figure class="still[^>]*><div class="gan-still" role="img" aria-label="([^"]*)">(.*?)</figure>', re.S
)


def words(cell, which) -> list[str]:
    said = cell["metadata"].get("figure", {}).get(which, [])
    return said if isinstance(said, list) else [said]


def code_cells(path) -> list[dict]:
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_that_draws_says_what_it_shows_and_what_to_see(path):
    for cell in code_cells(path):
        alts, captions = words(cell, "alt"), words(cell, "caption")
        assert bool(alts) == bool(DRAWS.search("".join(cell["source"]))), cell["id"]
        assert len(alts) == len(captions), cell["id"]
        for text in alts + captions:
            assert len(text) > 40 and text == text.strip() and text.endswith("."), text


def test_no_two_figures_say_the_same():
    cells = [cell for path in NOTEBOOKS for cell in code_cells(path)]
    said = [text for cell in cells for which in ("alt", "caption") for text in words(cell, which)]
    assert len(said) > 100 and len(said) == len(set(said))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_built_page_has_each_figure_with_its_words(path):
    page = BOOK.parent / "_build" / "html" / "book" / f"{path.stem}.html"
    if not page.exists():
        pytest.fail("no built site: run `make book` first", pytrace=False)
    text = page.read_text(encoding="utf-8")
    found = [
        (html.unescape(alt), html.unescape(re.sub(".*<figcaption>(.*)</figcaption>.*", r"\1", rest, flags=re.S)))
        for alt, rest in FIGURE.findall(text)
    ]
    cells = code_cells(path)
    assert found == [pair for cell in cells for pair in zip(words(cell, "alt"), words(cell, "caption"))]
    # No other pictures than those of live figures, which have their own test.
    assert len(re.findall(r"<img[^>]*_images", text)) == text.count('class="live-still')
