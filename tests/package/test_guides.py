"""README and CONTRIBUTING lead somewhere: every path, command and module that they name is there."""

import re
from pathlib import Path

import pytest

from gan_utils import widgets

ROOT = Path(__file__).parents[2]
GUIDES = ["README.md", "CONTRIBUTING.md", "tools/README.md"]
FOLDERS = ("book", "docs", "gan_utils", "tests", "tools")
MADE = {"_build/html", ".venv"}  # what `make` makes


def text(guide):
    return (ROOT / guide).read_text(encoding="utf-8")


def paths(words):
    """What stands in a text as code or a link and looks like a path of the repository. ``<name>`` stands for any."""
    code = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", words, flags=re.DOTALL))
    links = [link for link in re.findall(r"\]\(([^)#]+)", words) if "://" not in link]
    parts = [part for each in code for part in each.split()]
    return {part.rstrip("/") for part in parts if re.match(rf"({'|'.join(FOLDERS)})(/|$)", part)} | set(links)


def missing(words, folder=ROOT):
    found = paths(words)
    return sorted(path for path in found if not any(folder.glob(path.replace("<name>", "*"))))


# tools/README.md lists what commands were called once; tests/tools/test_commands.py holds that list.
@pytest.mark.parametrize("guide", ["README.md", "CONTRIBUTING.md"])
def test_every_path_is_there(guide):
    assert len(paths(text(guide))) > 5
    assert missing(text(guide)) == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_is_there(guide):
    targets = set(re.findall(r"^([a-z]+(?: [a-z]+)*):", text("Makefile"), re.MULTILINE))
    known = {name for target in targets for name in target.split()}
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", text(guide), re.MULTILINE))
    assert named <= known
    for module in re.findall(r"python -m (tools[\w.]+)", text(guide)):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file(), module


def test_the_makefile_tells_of_each_of_its_commands():
    rules = text("Makefile")
    told = set(re.findall(r'@echo "make (\w+)', rules))
    public = set(re.search(r"^\.PHONY: (.*)$", rules, re.MULTILINE)[1].split()) - {"help", "browser"}
    assert told == public


def test_the_readme_names_every_figure():
    (row,) = re.findall(r"^\| `widgets` \| (.*) \|$", text("README.md"), re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)", row)) == sorted(widgets.__all__)


def test_what_is_not_there_would_be_found():
    assert missing("`gan_utils/nothing.py`, `tests/games`, [a](docs/none.png), [b](https://x.y)") == [
        "docs/none.png",
        "gan_utils/nothing.py",
    ]
    assert missing("`gan_utils/widgets/<name>/view.js` and `gan_utils/widgets/<name>/vieww.js`") == [
        "gan_utils/widgets/<name>/vieww.js"
    ]
