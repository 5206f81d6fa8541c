"""Tables of numbers: what a notebook and the book show as an HTML table, and a terminal as aligned text."""

import html
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Table", "table"]

NUMBER = re.compile(r"[-+−<]?(\d|inf)")
HEAD = 8  # letters of a head that stand in one line, even over narrower cells
RIGHT = ' style="text-align: right"'
LEFT = ' style="text-align: left"'


@dataclass(frozen=True)
class Table:
    """A table whose cells are text; the first column names the rows. ``table`` makes one."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def _numeric(self) -> list[bool]:
        """For each column, whether all that stands in it are numbers, which line up at the right."""
        return [all(NUMBER.match(cell) for cell in cells if cell) for cells in zip(*self.rows)]

    def _repr_html_(self) -> str:
        sides = [LEFT, *(RIGHT if numeric else LEFT for numeric in self._numeric()[1:])]

        def cell(text: str, side: str, scope: str = "") -> str:
            # A head without words is a plain cell: there is nothing to announce.
            mark = f'th scope="{scope}"' if scope and text else "td"
            return f"<{mark}{side}>{html.escape(text, quote=False)}</{mark[:2]}>"

        heads = "".join(cell(text, side, "col") for text, side in zip(self.columns, sides))
        lines = []
        for name, *cells in self.rows:
            rest = "".join(cell(text, side) for text, side in zip(cells, sides[1:]))
            lines.append(f"<tr>{cell(name, sides[0], 'row')}{rest}</tr>")
        caption = f"<caption>{html.escape(self.caption, quote=False)}</caption>" if self.caption else ""
        body = "\n".join(lines)
        return (
            '<table style="font-variant-numeric: tabular-nums">'
            f"{caption}\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
        )

    def __repr__(self) -> str:
        widths = [max(map(len, cells)) for cells in zip(*self.rows)]
        heads = []
        for place, head in enumerate(self.columns):
            widths[place] = max(widths[place], min(len(head), HEAD), *map(len, head.split()))
            heads.append(textwrap.wrap(head, widths[place]) or [""])
        height = max(map(len, heads))
        above = zip(*([""] * (height - len(lines)) + lines for lines in heads))
        numeric = [False, *self._numeric()[1:]]
        lines = [
            "  ".join(
                text.rjust(width) if right else text.ljust(width) for text, width, right in zip(row, widths, numeric)
            )
            for row in (*above, *self.rows)
        ]
        return "\n".join(line.rstrip() for line in ([self.caption] if self.caption else []) + lines)


def table(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], formats: str | Sequence[str] = "", caption: str = ""
) -> Table:
    """A table to show as a cell's value, by ``display`` or by ``print``.

    Args:
        columns: the heads, the first that of the rows' names; "" is a head without words.
        rows: one sequence a row, as long as ``columns``: its name, then its cells. Text stays as it is, None is an
            empty cell, and anything else is written by its column's format.
        formats: a format like ".2f" for all columns after the first, or one for each of them.
        caption: what stands above the table.

    Returns:
        A ``Table``: HTML with heads for its rows and columns in a notebook, and plain lines as ``print`` shows it.
        Columns of numbers line up at the right.

    Raises:
        ValueError: without rows, and if a row or ``formats`` has another number of cells than ``columns``.

    Example:
        >>> table(["model", "KL", "W1"], [["near", 0.25, 0.5], ["far", 2.0, None]], ".2f")
        model    KL    W1
        near   0.25  0.50
        far    2.00
    """
    count = len(columns)
    each = [formats] * (count - 1) if isinstance(formats, str) else list(formats)
    if len(each) != count - 1:
        raise ValueError(f"formats has {len(each)} entries, but {count - 1} columns come after the first")
    written = []
    for row in rows:
        if len(row) != count:
            raise ValueError(f"a row has {len(row)} cells, but there are {count} columns: {list(row)}")
        written.append(tuple(_written(cell, form) for cell, form in zip(row, ["", *each])))
    if not written:
        raise ValueError("rows is empty: a table has at least one row")
    return Table(tuple(columns), tuple(written), caption)


def _written(cell: Any, form: str) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else format(cell, form)
