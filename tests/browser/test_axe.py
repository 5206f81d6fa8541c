"""axe-core, which knows the accessibility guidelines, finds nothing on any page: light and dark, desk and phone."""

from collections import Counter
from pathlib import Path

import pytest
from filelock import FileLock

from tools import find_node

from .pages import ALL, open_folds

AXE = "4.14.1"
FOLDER = Path(__file__).parents[2] / "_build" / f"axe-{AXE}"
# Rules that another colour can break; the others are asked once a size.
COLOURS = ["color-contrast", "link-in-text-block"]
MODES = [("light", 1280, None), ("dark", 1280, COLOURS), ("dark", 390, None), ("light", 390, COLOURS)]
ASK = """async (rules) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const only = rules ? { runOnly: { type: "rule", values: rules } } : {};
  const found = await axe.run(document, { resultTypes: ["violations"], preload: false, ...only });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) =>
    [id, node.html.slice(0, 160), node.any.concat(node.all, node.none).map(({ message }) => message).join("; ")]));
}"""


@pytest.fixture(scope="session")
def axe():
    FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(FOLDER / "lock"):
        script = FOLDER / "node_modules" / "axe-core" / "axe.min.js"
        if not script.exists():
            find_node.fetch(FOLDER, f"axe-core@{AXE}")
    return script.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ALL)
def test_axe_finds_nothing(visits, site, axe, name):
    page = visits(f"{site.as_uri()}/{name}")
    open_folds(page)
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")  # no colour half way
    page.evaluate(axe)
    found = Counter()
    for theme, width, rules in MODES:
        page.set_viewport_size({"width": width, "height": 900 if width > 600 else 844})
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        found.update(f"{theme} {width} {' | '.join(one)}" for one in page.evaluate(ASK, rules))
    assert not found, "\n".join(f"{count} × {one}" for one, count in found.items())
