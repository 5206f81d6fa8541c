"""What a page has room for: lines of code of 80 characters (tests/browser/test_wide_blocks.py measures the room)."""

import pytest

from .test_notebooks import NOTEBOOKS, cells

CODE = 80


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_line_of_code_fits_the_page(path):
    lines = [line for source in cells(path, "code") for line in source.splitlines()]
    assert lines and [line for line in lines if len(line) > CODE] == []
