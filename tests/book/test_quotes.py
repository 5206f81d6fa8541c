"""Boxes hold together: what begins as a block quote goes on as one, in every Markdown reader."""

import pytest

from .test_notebooks import MARKDOWN, NOTEBOOKS, cells


def escapes(text):
    """Lines that stand right below a line of a quote and have lost its mark."""
    lines = text.splitlines()
    return [after for before, after in zip(lines, lines[1:]) if before.startswith(">") and after and after[0] != ">"]


@pytest.mark.parametrize("path", NOTEBOOKS + MARKDOWN, ids=lambda path: path.name)
def test_no_line_falls_out_of_its_box(path):
    texts = cells(path, "markdown") if path.suffix == ".ipynb" else [path.read_text(encoding="utf-8")]
    assert [line for text in texts for line in escapes(text)] == []


@pytest.mark.parametrize("text", ["> - one\n- two", "> a\nlazy", "> **You**\n> - a\n* b"])
def test_a_line_that_falls_out_would_be_found(text):
    assert escapes(text)
    assert not escapes("> - one\n> - two\n\n- three")
