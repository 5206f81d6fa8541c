"""Which words of a sentence are a glossary term."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "book" / "_ext"))
import glossary_links
from glossary import Entry


def found(words, *names):
    terms = glossary_links._terms([Entry([name], [], []) for name in names], "4")
    pattern = glossary_links._pattern(terms)
    return [(match[0], terms[match.lastgroup][0]) for match in pattern.finditer(words)]


@pytest.mark.parametrize(
    "words, names, expected",
    [
        ("two modes", ["mode"], [("modes", "mode")]),
        ("Mode collapse, a mode", ["mode", "mode collapse"], [("Mode collapse", "mode collapse"), ("mode", "mode")]),
        ("families", ["family"], [("families", "family")]),
        ("Kl is no KL", ["KL"], [("KL", "KL")]),
        ("a multi-mode thing", ["mode"], []),
        ("a model", ["mode"], []),
        ("in this round", ["round"], []),
    ],
)
def test_a_term_is_found_in_its_forms_the_longest_first(words, names, expected):
    assert found(words, *names) == expected
