"""Every page of the book that a reader can come to, by its address within the site."""

from pathlib import Path

BOOK = Path(__file__).parents[2] / "book"
WRITTEN = sorted(f"book/{path.stem}.html" for kind in ("*.ipynb", "*.md") for path in BOOK.glob(kind))
ALL = [*WRITTEN, "search.html"]


def open_folds(page):
    page.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
