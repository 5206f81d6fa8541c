"""Still figures and live ones have one set of colours: Python's are held to the style sheet."""

import re

import pytest

from gan_utils import colours
from gan_utils.widgets.bundle import FOLDER

STYLE = FOLDER / "widgets" / "ui" / "style.css"


def properties(selector: str, sheet=STYLE) -> dict[str, str]:
    """The colours that a rule of a style sheet names."""
    rule = re.search(rf"^{re.escape(selector)} \{{(.*?)\}}", sheet.read_text(encoding="utf-8"), re.DOTALL | re.M)[1]
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", rule))


PAGES = FOLDER.parent / "book" / "_static" / "colours.css"
LIGHT, DARK = properties(".gan-card"), properties('.gan-card[data-dark="true"]')


@pytest.mark.parametrize("name", ["REAL", "GENERATED", "SECOND", "HIGHLIGHT"])
def test_a_colour_is_that_of_a_light_card(name):
    assert getattr(colours, name).lower() == LIGHT[name.lower()]


@pytest.mark.parametrize("name, property_", [("THIRD", "third"), ("INK", "muted")])
def test_a_colour_that_must_read_on_light_and_dark_pages_alike_lies_between_the_cards_two(name, property_):
    light, still, dark = (
        bytes.fromhex(text[1:]) for text in (LIGHT[property_], getattr(colours, name), DARK[property_])
    )
    assert all(low < middle < high for low, middle, high in zip(light, still, dark))


def test_every_colour_is_written_once():
    for path in FOLDER.rglob("*.py"):
        literals = re.findall(r"#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8"))
        assert path.stem == "colours" or not literals, path


@pytest.mark.parametrize("page, card", [(":root", LIGHT), (':root[data-theme="dark"]', DARK)])
def test_a_page_has_the_colours_of_its_cards(page, card):
    """What is raised in the dark alone differs: a page's code is quieter than a card's buttons."""
    both = {"ink", "muted", "line", "edge", "real", "generated", "second", "third", "highlight"}
    own = properties(page, PAGES)
    assert both <= own.keys() and {name: own[name] for name in both} == {name: card[name] for name in both}
