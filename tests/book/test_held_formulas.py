"""A formula in a line and the signs beside it stay together, and the words are as they were."""

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document

FORMULA, LONG = "x", r"(0.9\,p + 0.1\,q)/(p + q)"


def paragraph(*parts):
    """A paragraph of words and formulas."""
    made = nodes.paragraph()
    for part in parts:
        made += nodes.math("", part) if part in (FORMULA, LONG) else nodes.Text(part)
    return made


@pytest.mark.parametrize(
    ("parts", "held"),
    [
        (("a line in ", FORMULA, ". Fix it"), ["x."]),
        (("for (", FORMULA, "), and “", FORMULA, "”;"), ["(x),", "“x”;"]),
        (("the network ", FORMULA, "’s step"), ["x’s"]),
        ((FORMULA, ", ", FORMULA, "-means"), ["x,", "x-"]),
        (("in ", FORMULA, " and (", FORMULA, " alone)"), ["(x"]),
        (("from ", FORMULA, " to ", FORMULA, "–", FORMULA), []),
        ((FORMULA,), []),
        (("where ", LONG, ", is ", FORMULA, "."), ["x."]),
    ],
)
def test_signs_stay_with_their_formula(load_extension, parts, held):
    document = new_document("", get_default_settings())
    document += paragraph(*parts)
    transform = load_extension("mathematics").Held(document)
    transform.run()
    assert [node.astext() for node in document.findall(nodes.inline) if "held" in node["classes"]] == held
    assert document.astext() == "".join(parts)
    assert len(list(document.findall(nodes.math))) == parts.count(FORMULA) + parts.count(LONG)
