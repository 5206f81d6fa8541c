"""The house: every page is in the book, the package's arrows go one way, importing it costs nothing."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "gan_utils"
MODULES = sorted(PACKAGE.rglob("*.py"))
SHIPPED = [*MODULES, *sorted((ROOT / "tools").rglob("*.py")), *sorted((ROOT / "book" / "_ext").glob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SCRIPTS = [*sorted(PACKAGE.rglob("*.js")), *sorted((ROOT / "book" / "_static").glob("*.js"))]
# Each part of the package, and the parts that it may import besides itself. One that is not here is new.
MAY_IMPORT = {
    "arrays": set(),
    "colours": set(),
    "tables": set(),
    "lazy": set(),
    "checks": {"arrays"},
    "files": {"checks"},
    "seeded": {"arrays", "checks"},
    "games": {"arrays", "checks", "seeded"},
    "data": {"arrays", "checks", "files", "lazy", "seeded"},
    "models": {"arrays", "checks", "data"},
    "losses": {"arrays", "checks", "divergences"},
    "divergences": {"arrays", "checks", "lazy"},
    "families": {"arrays", "checks", "models", "seeded"},
    "checkpoints": {"arrays", "checks", "files"},
    "training": {"arrays", "checks", "checkpoints", "losses", "models"},
    "pretrained": {"arrays", "checks", "files", "models"},
    "latent": {"arrays", "checks", "seeded"},
    "metrics": {"arrays", "checks", "lazy", "models"},
    "exercises": {"arrays", "checks", "divergences", "games", "latent", "losses", "metrics", "models", "seeded"},
    "stills": {"arrays", "colours"},
    "plots": {"arrays", "checks", "colours", "games", "latent", "losses", "metrics", "models", "seeded", "stills"},
    "experiments": {"arrays", "checks", "files"},
    "collapse_map": {"checks", "experiments", "metrics"},
    "widgets": {
        "arrays",
        "checks",
        "collapse_map",
        "colours",
        "data",
        "divergences",
        "experiments",
        "families",
        "games",
        "latent",
        "lazy",
        "losses",
        "metrics",
        "models",
        "pretrained",
        "seeded",
    },
}


def toc_files(part):
    """The files of the table of contents, wherever they hang."""
    if isinstance(part, dict):
        own = [part[key] for key in ("root", "file") if key in part]
        return own + [file for value in part.values() for file in toc_files(value)]
    return [file for each in part for file in toc_files(each)] if isinstance(part, list) else []


def pages():
    return toc_files(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8")))


def test_the_table_of_contents_and_the_books_files_are_the_same():
    listed = pages()
    there = {f"book/{path.stem}" for path in [*ROOT.glob("book/*.ipynb"), *ROOT.glob("book/*.md")]}
    assert len(listed) == len(set(listed)) and set(listed) == there


@pytest.mark.parametrize("page", pages())
def test_no_page_is_a_stub(page):
    (path,) = [found for found in (ROOT / f"{page}.ipynb", ROOT / f"{page}.md") if found.exists()]
    text = path.read_text(encoding="utf-8")
    assert len(text) > 1000
    assert not re.search(r"\b(TODO|FIXME|TBD|lorem ipsum|coming soon)\b", text, re.IGNORECASE)


def imports(path):
    """The modules that a file imports, whole names, at its top and inside its functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part_of(path):
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_go_one_way(path):
    if path == PACKAGE / "__init__.py":
        assert not imports(path), "importing the package loads nothing"
        return
    part = part_of(path)
    assert part in MAY_IMPORT, f"{part} is new: say in MAY_IMPORT where it stands"
    used = {name.split(".")[1] for name in imports(path) if name.startswith("gan_utils.")} - {part}
    assert used <= MAY_IMPORT[part], f"{part} must not import {sorted(used - MAY_IMPORT[part])}"


def test_the_arrows_have_no_circle():
    order, left = [], {part: set(uses) for part, uses in MAY_IMPORT.items()}
    while left:
        free = [part for part, uses in left.items() if uses <= set(order)]
        assert free, f"a circle among {sorted(left)}"
        order += free
        left = {part: uses for part, uses in left.items() if part not in free}
    assert not any({"plots", "widgets"} & uses for uses in MAY_IMPORT.values())


@pytest.mark.parametrize("path", sorted((PACKAGE / "games").glob("*.py")), ids=lambda path: path.name)
def test_games_need_numpy_alone(path):
    outside = {name.split(".")[0] for name in imports(path)} - {"numpy", "gan_utils"}
    assert outside <= set(sys.stdlib_module_names)


def test_importing_the_package_is_quick_and_loads_no_torch():
    code = (
        "import sys, time; start = time.perf_counter(); import gan_utils; spent = time.perf_counter() - start; "
        "print(spent, sorted({'torch', 'numpy', 'matplotlib', 'anywidget'} & set(sys.modules)))"
    )
    times = []
    for _ in range(3):
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
        spent, heavy = told.split(" ", 1)
        assert heavy.strip() == "[]"
        times.append(float(spent))
    assert min(times) < 0.3, times


def test_importing_games_in_a_fresh_interpreter_loads_no_torch():
    code = "import sys, gan_utils.games; print('torch' in sys.modules, 'matplotlib' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    assert told == "False False\n"


def requirements():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def test_one_oldest_python_is_named_everywhere():
    """In the metadata, before `make` starts, and to readers."""
    places = {
        "pyproject.toml": r'requires-python = ">=3\.(\d+)"',
        "Makefile": r"Python 3\.(\d+) or newer",
        "README.md": r"Python 3\.(\d+) or newer",
        "requirements.txt": r"Python 3\.(\d+) to 3",
    }
    found = {name: re.findall(form, (ROOT / name).read_text(encoding="utf-8")) for name, form in places.items()}
    assert len({version for versions in found.values() for version in versions}) == 1 and all(found.values()), found


def test_the_tested_environment_is_pinned():
    loose = [line for line in requirements() if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+(?: *;.*)?", line)]
    assert loose == ["-e ."]


def test_make_test_leaves_nothing_out():
    """What ``make quick`` leaves to it, it runs: all but what needs the machine for itself, and then that."""
    rules = re.split(r"\n(?=\S)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    (steps,) = (rule.splitlines()[1:] for rule in rules if rule.startswith("test:"))
    chosen = [re.search(r"pytest (?:-n 2 --dist worksteal --durations=10 )?(.*)$", step)[1] for step in steps]
    assert chosen == ['-m "not clock"', "tests/browser -m clock"]


def test_no_package_is_pinned_twice():
    names = [line.split("==")[0].lower().replace("_", "-") for line in requirements()]
    assert len(names) == len(set(names))


def test_the_package_asks_for_lower_bounds_only_and_the_pins_satisfy_them():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[(.*?)^\]", text, re.MULTILINE | re.DOTALL)[1]
    wanted = re.findall(r'"([^"]+)"', block)
    assert len(wanted) >= 5
    pins = dict(line.split("==") for line in requirements() if "==" in line)
    for requirement in wanted:
        name, low = re.fullmatch(r"([A-Za-z0-9._-]+)>=([0-9.]+)", requirement).groups()
        assert _version(pins[name]) >= _version(low)


def _version(text):
    return [int(part) for part in re.findall(r"\d+", text)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_python_file_is_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_script_is_read_in_one_sitting(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 300
    assert max(map(len, lines)) <= 160


def nameless(source):
    """The lines whose call reads or writes text in an encoding that depends on the machine."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        method = isinstance(node.func, ast.Attribute)
        given = {keyword.arg for keyword in node.keywords}
        mode = "".join(str(part.value) for part in node.args[1:2] if isinstance(part, ast.Constant))
        text = (
            (name == "read_text" and not node.args)
            or (name == "write_text" and len(node.args) < 2)
            or (name == "open" and not method and "b" not in mode)
            or (name == "fdopen" and "b" not in mode)
            or (bool(given & {"text", "universal_newlines"}) and name in ("run", "Popen", "check_output"))
        )
        if text and "encoding" not in given:
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("path", [*SHIPPED, *TESTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_text_has_a_named_encoding(path):
    """Else it is the machine's: code page 1252 on Windows, ASCII in the C locale."""
    assert not nameless(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    ["path.read_text()", "path.write_text(text)", "open(path)", "open(path, 'w')", "os.fdopen(1)", "run(x, text=True)"],
)
def test_a_nameless_encoding_would_be_found(source):
    assert nameless(source) == [1]
    assert nameless("open(path, 'rb'); path.read_text(encoding='utf-8'); run(x, encoding='utf-8')") == []
