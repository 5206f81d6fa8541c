"""The code's form: what ``make style`` leaves, with no line left out, and with the pinned versions."""

import importlib.metadata
import json
import re
import tomllib
from pathlib import Path

import pytest

from tools import style

ROOT = Path(__file__).parents[2]


SLOW = {"mypy": pytest.mark.slow}


@pytest.mark.parametrize("check", [pytest.param(check, marks=SLOW.get(check, ())) for check in style.CHECKING])
def test_the_code_is_in_form(check):
    done = style.run(*style.CHECKING[check])
    assert done.returncode == 0, f"`make style` mends what can be mended:\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize(
    ("check", "name", "text"),
    [
        ("ruff format", "wrong.py", "x = {'a':1}\n"),
        ("ruff check", "wrong.py", "import math\n"),
        ("ruff check", "wrong.py", f"x = {'1' * 120}\n"),
        ("biome check", "wrong.js", "export const x={a:1}\n"),
        ("biome check", "wrong.js", "export const x = missing;\n"),
        ("biome check", "wrong.js", 'import { missing } from "./other.js";\n'),
        ("biome check", "wrong.css", "a{color:red}\n"),
        pytest.param("mypy", "wrong.py", "def f(x):\n    return x\n", marks=SLOW["mypy"]),
        pytest.param("mypy", "wrong.py", 'def f() -> int:\n    return "1"\n', marks=SLOW["mypy"]),
    ],
)
def test_what_is_not_in_form_is_found(check, name, text, tmp_path):
    for file in ("pyproject.toml", "biome.json"):
        (tmp_path / file).write_bytes((ROOT / file).read_bytes())
    folder = tmp_path / "gan_utils"
    folder.mkdir()
    right, wrong = {".py": "x = 1\n", ".js": "export const x = 1;\n", ".css": "a {\n  color: red;\n}\n"}, folder / name
    wrong.write_text(right[wrong.suffix], encoding="utf-8")
    assert style.run(*style.CHECKING[check], cwd=tmp_path).returncode == 0
    wrong.write_text(text, encoding="utf-8")
    assert style.run(*style.CHECKING[check], cwd=tmp_path).returncode == 1


def sources():
    """Every file of Python, JavaScript and CSS that is written by hand."""
    folders = [ROOT / name for name in ("gan_utils", "tests", "tools", "book")]
    return [path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".js", ".mjs", ".css")]


def test_no_line_is_left_out():
    """A rule may be lifted for one line, by its name; the form never."""
    lifted = {}
    for path in sources():
        for line in path.read_text(encoding="utf-8").splitlines():
            found = re.search(r"#\s*(fmt:|ruff:|noqa|type:\s*ignore)(.*)|biome-ignore(.*)", line)
            if found and path != Path(__file__):
                lifted[f"{path.relative_to(ROOT)}: {line.strip()}"] = found
    assert all(found[1] == "noqa" and re.match(r": [A-Z]+\d+\b", found[2]) for found in lifted.values()), lifted


def test_versions_are_pinned_once():
    pins = dict(re.findall(r"^([\w-]+)==(\S+)$", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M))
    for name in ("ruff", "mypy"):
        assert pins[name] == importlib.metadata.version(name)
    assert f"/{style.BIOME}/" in json.loads((ROOT / "biome.json").read_text(encoding="utf-8"))["$schema"]


def test_the_whole_package_is_held_to_the_strict_checker():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert settings == {"files": ["gan_utils"], "strict": True, "ignore_missing_imports": True}
