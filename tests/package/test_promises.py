"""What the docstrings promise: each such sentence stands in promises.json beside the tests that hold it.

``python -m pytest tests/package/test_promises.py`` says which sentences are new there and which are gone.
"""

import ast
import functools
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTED = json.loads(Path(__file__).with_name("promises.json").read_text(encoding="utf-8"))
WORDS = re.compile(r"\b(never|always|at least|at most|before any work|bit for bit|exactly)\b", re.IGNORECASE)
# Where a docstring's parts begin anew: empty lines, sections and their entries, lists, examples.
BREAKS = r"\n\s*\n|\n(?=\s*[a-z_]\w*(?:, [a-z_]\w*)*: )|\n(?=\s*[A-Z]\w+: )|\n(?=\s*>>>)|\n(?=\s*- )"


def documented(node, name):
    """The public names of a module or class and their docstrings."""
    if ast.get_docstring(node):
        yield name, ast.get_docstring(node)
    for child in getattr(node, "body", []):
        if isinstance(child, (ast.FunctionDef, ast.ClassDef)) and not child.name.startswith("_"):
            if isinstance(node, ast.FunctionDef):
                continue  # what a function defines inside is its own affair
            yield from documented(child, f"{name}.{child.name}")


def promises(docstring):
    """The sentences that hold one of the words. Examples are no promises but proofs."""
    parts = [part for part in re.split(BREAKS, docstring) if not part.strip().startswith(">>>")]
    plain = [re.sub(r"\s+", " ", part).strip() for part in parts]
    sentences = [each for part in plain for each in re.split(r"(?<=[.!?])\s+(?=[A-Z`])", part)]
    return [sentence for sentence in sentences if WORDS.search(sentence)]


@functools.cache
def docstrings():
    """{name: docstring} of the whole package."""
    found = {}
    for path in sorted((ROOT / "gan_utils").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found.update(documented(ast.parse(path.read_text(encoding="utf-8")), module))
    return found


@functools.cache
def functions_in(file):
    """The names of a file's functions."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_promise_is_listed_and_every_listed_one_is_made():
    listed = {(name, sentence) for name, sentences in LISTED.items() for sentence in sentences}
    there = {(name, sentence) for name, text in docstrings().items() for sentence in promises(text)}
    new = "\n".join(f"new in {name}: {sentence}" for name, sentence in sorted(there - listed))
    gone = "\n".join(f"gone from {name}: {sentence}" for name, sentence in sorted(listed - there))
    assert not new and not gone, f"name in promises.json the tests that hold it:\n{new}\n{gone}"


@pytest.mark.parametrize("name", LISTED)
def test_a_promise_names_tests_that_are_there(name):
    """``path::test``; ``example`` for the docstring's own; or ``word: why`` where the word promises nothing."""
    for sentence, holders in LISTED[name].items():
        assert holders, f"{sentence}: no test"
        for holder in holders:
            if holder == "example":
                assert ">>>" in docstrings()[name], f"{name} has no example"
            elif not holder.startswith("word: "):
                file, _, test = holder.partition("::")
                assert (ROOT / file).is_file() and test in functions_in(file) and test.startswith("test_"), holder


def test_promises_are_found_sentence_by_sentence():
    text = """One line that never ends.

    It is quick. Each is at most 1, always; this
    runs on. Nothing here.

    Args:
        count: how many, at least 1.
        other: no word.
    >>> never()
    """
    assert promises(text) == [
        "One line that never ends.",
        "Each is at most 1, always; this runs on.",
        "count: how many, at least 1.",
    ]
