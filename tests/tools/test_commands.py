"""The author's commands: each says its own name, and what cards and results name leads to one that is there."""

import re
from pathlib import Path

import pytest

from gan_utils import experiments, pretrained

ROOT = Path(__file__).parents[2]
COMMANDS = sorted(path for folder in ("weights", "experiments") for path in (ROOT / "tools" / folder).glob("*.py"))
RENAMED = dict(
    re.findall(r"^\| `(tools/\w+\.py)` \| `([\w.]+)` \|$", (ROOT / "tools" / "README.md").read_text("utf-8"), re.M)
)


def name_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def today(command):
    """The module that a stored command runs."""
    program, *rest = command.split()
    assert program == "python"
    return rest[1] if rest[0] == "-m" else RENAMED[rest[0]]


def stored():
    yield from (pretrained.card(name)["command"] for name in pretrained.names())
    yield from (experiments.read(name)["command"] for name in experiments.names())


@pytest.mark.parametrize("command", sorted(set(stored())))
def test_what_a_card_or_a_result_names_leads_to_a_command(command):
    assert today(command) in map(name_of, COMMANDS)


def test_no_more_is_renamed_than_what_is_named_somewhere():
    assert set(RENAMED) == {command.split()[1] for command in stored() if command.split()[1] != "-m"}


@pytest.mark.parametrize("path", COMMANDS, ids=name_of)
def test_a_command_says_its_own_name_and_keeps_its_log_under_it(path):
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"python -m (tools\.[\w.]+)", text)
    assert named and set(named) == {name_of(path)}
    assert set(re.findall(r"tools/logs/(\w+)\.log", text)) <= {path.stem}


def test_each_log_is_that_of_a_command():
    assert {path.stem for path in (ROOT / "tools" / "logs").iterdir()} <= {path.stem for path in COMMANDS}
