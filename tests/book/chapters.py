"""What the tests of a chapter's statements share: its words, and what its cells printed."""

import html
import json
import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[2] / "book"


def prose(chapter: str) -> str:
    cells = json.loads((BOOK / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def says(chapter: str, words: str) -> None:
    assert words in prose(chapter), f"{chapter} no longer says {words!r}: this test backs nothing"


def printed_in(chapter: str) -> str:
    """What the built chapter shows: its words and all that its cells printed, a row of a table as one line."""
    path = BOOK.parent / "_build" / "html" / "book" / f"{chapter}.html"
    if not path.exists():
        pytest.fail("no built site: run `make book` first", pytrace=False)
    return as_lines(path.read_text(encoding="utf-8"))


def as_lines(page: str) -> str:
    """A page's text. The cells of a table's row stand in one line, two blanks apart."""
    page = re.sub(r"<tr\b.*?</tr>", lambda row: "\n" + row_as_line(row[0]) + "\n", page, flags=re.DOTALL)
    # What a cell prints begins a line, whatever picture stands before it.
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<pre\b", r"\n<pre", page)))


def row_as_line(row: str) -> str:
    cells = re.findall(r"<t[dh]\b.*?</t[dh]>", row, re.DOTALL)
    return "  ".join(re.sub(r"<[^>]+>", "", cell).strip() for cell in cells)


def numbers_after(words: str, printed: str, which: int = 0) -> list[float]:
    """The numbers of the printed line that begins with these words, the first such line or a later one."""
    lines = re.findall(rf"^{re.escape(words)}(.*)$", printed, re.MULTILINE)
    assert len(lines) > which, f"no cell prints {words!r} any more"
    return [float(number.replace(",", "")) for number in re.findall(r"-?\d[\d,]*\.\d+|-?\d[\d,]*", lines[which])]
