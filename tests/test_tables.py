"""Tables: what they hold, their HTML and their text."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from gan_utils.tables import table

SMALL = table(
    ["", "sure < 1", "a head of several words", "verdict"],
    [["first & last", 0.125, np.float64(-12), "good"], ["second", np.inf, None, "worse, much"]],
    [".2f", ".1f", ""],
    caption="Two rows",
)


def test_html_has_heads_a_caption_and_escaped_text():
    root = ElementTree.fromstring(SMALL._repr_html_())
    assert root.tag == "table" and root.find("caption").text == "Two rows"
    heads = root.findall("thead/tr/*")
    assert [(each.tag, each.get("scope"), each.text) for each in heads[:2]] == [
        ("td", None, None),
        ("th", "col", "sure < 1"),
    ]
    rows = root.findall("tbody/tr")
    assert [(row[0].tag, row[0].get("scope"), row[0].text) for row in rows] == [
        ("th", "row", "first & last"),
        ("th", "row", "second"),
    ]
    assert [[cell.text for cell in row[1:]] for row in rows] == [
        ["0.12", "-12.0", "good"],
        ["inf", None, "worse, much"],
    ]


def test_numbers_stand_at_the_right_and_words_at_the_left():
    root = ElementTree.fromstring(SMALL._repr_html_())
    for row in root.iter("tr"):
        sides = [re.search(r"text-align: (\w+)", cell.get("style"))[1] for cell in row]
        assert sides == ["left", "right", "right", "left"]
    assert "tabular-nums" in root.get("style")


def test_text_is_aligned_and_long_heads_take_several_lines():
    caption, *lines = str(SMALL).splitlines()
    assert caption == "Two rows"
    assert lines[-2:] == ["first & last      0.12     -12.0  good", "second             inf            worse, much"]
    assert lines[:-2] == [
        "                          a head",
        "                              of",
        "                         several",
        "              sure < 1     words  verdict",
    ]
    assert max(map(len, lines)) < 50


def test_one_format_serves_all_columns_and_text_stays():
    made = table(["k", "1", "3"], [["share", 0.5, "39% (35% to 44%)"], ["other", 0.25, "4% (3% to 5%)"]], ".0%")
    assert made.rows == (("share", "50%", "39% (35% to 44%)"), ("other", "25%", "4% (3% to 5%)"))
    assert str(made).splitlines()[-1] == "other  25%     4% (3% to 5%)"


@pytest.mark.parametrize(
    "arguments, words",
    [
        ((["a", "b"], [["x"]]), "a row has 1 cells, but there are 2 columns: ['x']"),
        ((["a", "b"], [["x", 1]], [".1f", ".2f"]), "formats has 2 entries, but 1 columns come after the first"),
        ((["a", "b"], []), "rows is empty"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        table(*arguments)
