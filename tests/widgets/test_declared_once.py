"""A range, choice, preset or constant stands in Python alone: the page asks the card for it, and repeats none."""

import importlib
import json
import re
from pathlib import Path

import pytest

from gan_utils import widgets
from gan_utils.widgets import bundle, traits
from gan_utils.widgets.traits import allowed

FIGURES = {getattr(widgets, name).__module__.split(".")[2]: getattr(widgets, name) for name in widgets.__all__}
NUMBER = r"-?\d[\d_]*(?:\.\d+)?(?:e-?\d+)?"
IMPORT = re.compile(r'^import [^"]*"(\.[^"]+)";', re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*//.*$|/\*(?:.|\n)*?\*/|(?<=[;,{]) +//.*$", re.MULTILINE)
CONSTANT = re.compile(r"^(?:export )?const ([A-Z][A-Z0-9_]*) = ([^;]*);", re.MULTILINE)


def modules(figure):
    """The JavaScript of a figure, without comments: its folder and what it needs of the shared rooms, by path."""
    waiting, found = sorted((bundle.FOLDER / "widgets" / figure).glob("*.js")), {}
    while waiting:
        path = waiting.pop().resolve()
        if path in found or not path.is_relative_to(bundle.FOLDER / "widgets"):
            continue
        source = path.read_text(encoding="utf-8")
        found[path] = COMMENT.sub("", source)
        waiting += [path.parent / imported for imported in IMPORT.findall(source)]
    return {str(path.relative_to(bundle.FOLDER)): source for path, source in found.items()}


def limits(card):
    """What each public trait of a card may be, where it has limits."""
    public = {name: trait for name, trait in card.class_traits(sync=True).items() if not name.startswith("_")}
    return {name: found for name, trait in public.items() if (found := allowed(trait)) is not None}


def declared(card):
    """The constants that a figure's module knows, by name."""
    known = [traits, importlib.import_module(card.__module__)]
    return {name: value for module in known for name, value in vars(module).items() if name.isupper()}


def repeated(source, ranges, constants):
    """What a module says that Python has said already, in words."""
    names = "|".join(map(re.escape, ranges))
    for call in re.finditer(rf'\b(?:slider|numberBox|choice)\(\s*"({names})"', source):
        yield f"the control of {call[1]} does not ask the card"
    for row in re.finditer(rf"(?<![\w.])({names}): [\[{{][^\[\]{{}}]*?{NUMBER},[^\[\]{{}}]*?{NUMBER}", source):
        yield f"a row of numbers for {row[1]}: {row[0]}"
    for pair in re.finditer(rf"(?<![\w.])({NUMBER}),\s*(?:max: )?({NUMBER})(?![\w.])", source):
        low, high = (float(number.replace("_", "")) for number in pair.groups())
        said = [name for name, range_ in ranges.items() if [low, high] in _pairs(range_)]
        if said and _means_a_range(low, high):
            yield f"the range of {' and '.join(said)}: {pair[0]}"
    for literal in re.finditer(r"\b429_?496_?729[56]\b|2 \*\* 32", source):
        yield f"the range of seeds: {literal[0]}"
    for name, text in CONSTANT.findall(source):
        if name in constants and _literal(text) == _plain(constants[name]):
            yield f"{name} is Python's, {text}"


def _pairs(range_):
    """All pairs of a least and a most number in what a trait may be."""
    if isinstance(range_, dict):
        ends = [[range_["low"], range_["high"]]] if "low" in range_ else []
        return ends + [pair for name, inner in range_.items() if name != "values" for pair in _pairs(inner)]
    return [range_] if isinstance(range_, list) and len(range_) == 2 else []


def _means_a_range(low, high):
    """Whether two numbers mean a range wherever they stand: 0 and 1, and other small whole ones, have many uses."""
    return not (low.is_integer() and high.is_integer() and 0 <= low <= high <= 10)


def _literal(text):
    """A constant of JavaScript as Python has it; a text of its own where it is computed."""
    text = re.sub(r"(\w+):", r'"\1":', re.sub(r",(\s*[\]}])", r"\1", text))
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return f"computed: {text}"


def _plain(value):
    try:
        return json.loads(json.dumps(value))
    except TypeError:
        return None


def findings(figure):
    card = FIGURES[figure]
    return [
        f"{name}: {words}"
        for name, source in modules(figure).items()
        for words in repeated(source, limits(card), declared(card))
    ]


@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_the_page_repeats_nothing_that_python_declares(figure):
    assert findings(figure) == []


def test_every_figure_has_a_folder_of_its_name():
    folders = {path.parent.name for path in Path(bundle.FOLDER, "widgets").glob("*/view.js")}
    assert FIGURES.keys() == folders


@pytest.mark.parametrize(
    "written",
    [
        'slider("lr", "step", rangeOf(model, "lr"), set);',
        'numberBox(\n  "lr", "step", {}, set);',
        'choice("method", "method", METHODS, "flow", set);',
        'const SLIDERS = { lr: ["γ, step size", 0.02, 2, 0.01] };',
        "const RANGES = { lr: { min: 0.02, max: 2 } };",
        "clamp(value, 0.01, 2.5)",
        "const RANGE = [0.01, 2.5];",
        'slider("speed", "speed", { min: 0.01, max: 2.5, step: 1 }, set);',
        "{ min: 0, max: 4294967295 }",
        "seed % 4294967296",
        "const REACH = 2.6;",
        'export const NAMES = ["x", "y"];',
        "const MEANS = [-4, 4];",
        "slider(name, label, {\n  min: -4,\n  max: 4,\n}, set);",
        'const WIDTHS = {\n  bell: [0.4, 2.0],\n  "box": [0.05, 2],\n};',
    ],
)
def test_what_is_repeated_is_found(written):
    ranges = {"lr": {"low": 0.01, "high": 2.5}, "method": {"values": ["flow"]}, "p": {"mean": [-4.0, 4.0]}}
    constants = {"REACH": 2.6, "NAMES": ("x", "y"), "WIDTHS": {"bell": (0.4, 2.0), "box": (0.05, 2.0)}}
    assert list(repeated(written, ranges, constants))


@pytest.mark.parametrize(
    "written",
    [
        'sliderFor(model, "lr", "γ, step size", 0.01, set);',
        'const SLIDERS = { lr: ["γ, step size", 0.01] };',
        'choiceFor(model, "method", "method", { flow: "flow" }, set);',
        'slider("speed", "rounds a second", { min: 1, max: 60, step: 1 }, set);',
        'const REACH = model.get("_constants").reach;',
        "const REACH = 2;",
        "clamp(share, 0, 1)",
    ],
)
def test_what_is_not_repeated_is_left_alone(written):
    ranges = {"lr": {"low": 0.01, "high": 2.5}, "share": {"low": 0.0, "high": 1.0}, "method": {"values": ["flow"]}}
    assert list(repeated(written, ranges, {"REACH": 2.6})) == []
