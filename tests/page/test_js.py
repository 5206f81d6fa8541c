"""The page's JavaScript in Node: number for number what the Python package computes.

Node runs every ``*.test.mjs`` under ``tests`` on copies of the page's sources; the ``*_cases.py`` beside them
compute the numbers that they are compared with, and conftest.py writes these.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from gan_utils.widgets import bundle
from tools import find_node

from .mistakes import MISTAKES

NODE, _ = find_node.need()
TESTS = Path(__file__).parents[1]
FILES = sorted(str(path.relative_to(TESTS)) for path in TESTS.rglob("*.test.mjs"))


@pytest.fixture(scope="session")
def sources(tmp_path_factory):
    """The widgets' JavaScript where Node knows it for ES modules."""
    folder = tmp_path_factory.mktemp("sources")
    for part in ("page", "widgets"):
        shutil.copytree(bundle.FOLDER / part, folder / part, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return folder


def environment(sources, fixtures):
    return os.environ | {"GAN_SOURCES": str(sources), "GAN_FIXTURES": str(fixtures), "NO_COLOR": "1"}


@pytest.mark.parametrize("file", FILES)
def test_node_finds_no_difference(file, sources, fixtures):
    done = subprocess.run(
        [NODE, "--test-reporter=spec", TESTS / file],
        env=environment(sources, fixtures),
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, f"node {file} says:\n{done.stdout}{done.stderr}"
    assert "ℹ skipped 0" in done.stdout and "ℹ todo 0" in done.stdout and "ℹ pass 0" not in done.stdout


def first_signs(file, sources, fixtures):
    """The marks of a file's tests, ✔ and ✖, until one of each is seen: there is no need to wait for the rest."""
    command = [NODE, "--test-reporter=spec", file]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "encoding": "utf-8"}
    with subprocess.Popen(command, env=environment(sources, fixtures), **quiet) as running:
        seen = set()
        for line in running.stdout:
            seen |= {line.strip()[:1]} & {"✔", "✖"}
            if len(seen) == 2:
                running.kill()
                break
        return seen


@pytest.mark.slow
@pytest.mark.parametrize(("source", "right", "wrong", "file"), MISTAKES)
def test_node_finds_a_mistake_put_in_on_purpose(source, right, wrong, file, sources, fixtures, tmp_path):
    """A comparison that cannot fail proves nothing. What agrees all the same shows that the file did run."""
    broken = tmp_path / "sources"
    shutil.copytree(sources, broken, copy_function=os.link)
    text = (broken / source).read_text(encoding="utf-8")
    assert text.count(right) == 1, f"{source} reads otherwise now: choose another mistake"
    (broken / source).unlink()  # the link, so that the sources themselves stay as they are
    (broken / source).write_text(text.replace(right, wrong), encoding="utf-8")
    assert first_signs(TESTS / file, broken, fixtures) == {"✔", "✖"}
