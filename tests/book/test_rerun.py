"""A cell that is run again finds the names it uses as they were: no later cell gives them to something else."""

import ast
import symtable

import pytest

from .test_notebooks import NOTEBOOKS, cells


def names(source):
    """What a cell takes from the cells before it, and what it gives a meaning to."""
    plain = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines())
    given, taken = set(), set()
    for statement in ast.parse(plain).body:
        text = ast.unparse(statement)
        table = symtable.symtable(text, "cell", "exec")
        used = {each.get_name() for each in table.get_symbols() if each.is_referenced()} | nested(table)
        stored = {each.get_name() for each in table.get_symbols() if each.is_assigned() or each.is_imported()}
        bound = isinstance(statement, (ast.For, ast.With, ast.Try, ast.If, ast.FunctionDef))
        first = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        changed = isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)) and stored & first
        taken |= used - given - (stored if bound else stored - (changed or set()))
        given |= stored
    return taken, given


def nested(table):
    """Global names that functions and comprehensions in a cell use."""
    found = set()
    for child in table.get_children():
        found |= {each.get_name() for each in child.get_symbols() if each.is_global() and each.is_referenced()}
        found |= nested(child)
    return found


def taken_away(sources):
    """(number of a cell, name): a later cell gives the name another meaning, and the cell did not make it itself."""
    found = [names(source) for source in sources]
    return [
        (place, name)
        for place, (taken, _) in enumerate(found)
        for name in sorted(taken)
        if any(name in given for _, given in found[:place]) and any(name in given for _, given in found[place:])
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_later_cell_takes_a_name_away(path):
    assert taken_away(cells(path, "code")) == []


def test_a_name_that_is_taken_away_would_be_found():
    assert taken_away(["n = 1", "print(n)", "for n in range(3):\n    pass"]) == [(1, "n")]
    assert taken_away(["n = 1", "n = n + 1"]) == [(1, "n")]
    assert taken_away(["n = 1", "f = lambda: n", "def n(): pass"]) == [(1, "n")]
    assert taken_away(["n = 1", "n = 2\nprint(n)", "n = 3"]) == []
    assert taken_away(["n = 1", "print([n for n in range(3)])", "n = 3"]) == []
