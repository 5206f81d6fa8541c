"""The references as the built page lists them."""

import re

import pytest

from .test_front_pages import BOOK, page
from .test_notebooks import NOTEBOOKS, anchors, prose

BUILT = BOOK.parent / "_build" / "html" / "book" / "references.html"


@pytest.fixture(scope="module")
def entries():
    """Each entry's HTML by its anchor."""
    if not BUILT.exists():
        pytest.fail("no built site: run `make book` first", pytrace=False)
    return dict(re.findall(r'<li id="([\w-]+)">(.*?)</li>', BUILT.read_text(encoding="utf-8"), re.DOTALL))


def test_every_key_of_the_source_is_an_entry_with_authors_and_a_title(entries):
    assert set(entries) == anchors(BOOK / "references.md") - {"references"}
    for entry in entries.values():
        assert len(re.findall(r'class="authors"', entry)) == len(re.findall(r'class="title"', entry)) == 1
        assert "<strong>" in entry


def test_an_entry_says_in_which_chapters_it_is_cited(entries):
    for key, entry in entries.items():
        said = re.findall(r'href="0(\d)_\w+\.html"', entry)
        cited = [path.stem[1] for path in NOTEBOOKS if f"references.md#{key})" in prose(path) and path.stem[0] == "0"]
        assert said == cited, key
        assert cited or f"references.md#{key})" in page("glossary.md") + page("claims.md")
