"""The chapters as files: plain notebooks that read the same in Jupyter, Colab, on GitHub and in the book."""

import ast
import builtins
import contextlib
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
import yaml

from gan_utils import widgets

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
NOTEBOOKS = sorted(BOOK.glob("*.ipynb"))
MARKDOWN = sorted(BOOK.glob("*.md"))
ADDRESS = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["repository"]["url"]
MYST = re.compile(r"^\s*(?:```|:::|~~~)\{|\{(?:cite|eq|numref|ref|doc|glue|math|term|download)[:a-z]*\}`", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
TAG = re.compile(r"\\tag\{([^}]+)\}")
CLAIM = re.compile(r"^\| (A\d+) .*?\[[^\]]*\]\(([^)#]+)", re.MULTILINE)

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path, kind):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def prose(path):
    """A page's Markdown."""
    return "\n\n".join(cells(path, "markdown")) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")


def without_code(text):
    """Markdown without its code, in which anything may stand."""
    return re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)


def test_there_are_notebooks_to_look_at():
    assert len(NOTEBOOKS) >= 3 and len(MARKDOWN) >= 1


@every_notebook
def test_a_notebook_is_valid(path):
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert notebook.nbformat == 4 and notebook.nbformat_minor >= 5
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@every_notebook
def test_a_notebook_holds_no_results(path):
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
    assert "widgets" not in json.loads(path.read_text(encoding="utf-8"))["metadata"]


@every_notebook
def test_a_notebook_runs_in_any_python_kernel(path):
    kernel = json.loads(path.read_text(encoding="utf-8"))["metadata"]["kernelspec"]
    assert kernel["name"] == "python3" and kernel["language"] == "python"


@pytest.mark.parametrize("path", NOTEBOOKS + MARKDOWN, ids=lambda path: path.name)
def test_pages_are_plain_markdown(path):
    found = MYST.search(prose(path))
    assert not found, f"a directive or role, which only MyST reads: {found[0]!r}"


@pytest.mark.parametrize("text", ["```{note}\nx\n```", ":::{tip} x", "see {cite}`a`", "{numref}`b`", "{cite:p}`a`"])
def test_a_directive_or_role_would_be_found(text):
    assert MYST.search(f"words\n{text}")


@every_notebook
def test_code_cells_parse(path):
    for number, source in enumerate(cells(path, "code")):
        plain = re.sub(r"^(\s*)[%!]", r"\1# ", source, flags=re.MULTILINE)
        compile(plain, f"{path.name}, code cell {number}", "exec")


@every_notebook
def test_the_first_code_cell_holds_the_repositorys_address(path):
    lines = [line for line in cells(path, "code")[0].splitlines() if line.startswith("REPOSITORY = ")]
    assert lines == [f'REPOSITORY = "{ADDRESS}"'], "run `make address`"
    for later in cells(path, "code")[1:]:
        assert "REPOSITORY" not in later


class Shell:
    """What get_ipython() gives, as far as the cell asks."""

    def __init__(self):
        self.ran = []

    def run_line_magic(self, name, line):
        self.ran.append((name, line))


def run_first_cell(path, monkeypatch, missing, address):
    """Runs the first cell up to its end or first error, with gan_utils there or missing. Returns what it installed."""
    real, shell = builtins.__import__, Shell()

    def pretended(name, *arguments, **options):
        if missing and name.split(".")[0] == "gan_utils" and not shell.ran:
            raise ImportError(f"No module named {name!r}", name=name)
        if name.split(".")[0] in ("torch", "matplotlib"):
            raise Stop  # what comes after the installation is another matter
        return real(name, *arguments, **options)

    class Stop(Exception):
        pass

    source = re.sub(r'^REPOSITORY = ".*"$', f'REPOSITORY = "{address}"', cells(path, "code")[0], flags=re.MULTILINE)
    head = source[: source.index("\n\n", source.index("REPOSITORY"))]  # to the first empty line
    with monkeypatch.context() as patch:
        patch.setattr(builtins, "__import__", pretended)
        with contextlib.suppress(Stop):
            exec(head, {"get_ipython": lambda: shell})
    return shell.ran


@every_notebook
def test_the_first_cell_does_nothing_where_the_package_is(path, monkeypatch):
    assert run_first_cell(path, monkeypatch, missing=False, address="https://example.org/book") == []


@every_notebook
def test_the_first_cell_installs_a_missing_package_from_the_address(path, monkeypatch):
    ran = run_first_cell(path, monkeypatch, missing=True, address="https://example.org/book")
    assert ran == [("pip", "install -q git+https://example.org/book")]


@every_notebook
def test_without_an_address_a_missing_package_is_an_error_that_says_what_to_do(path, monkeypatch):
    with pytest.raises(ImportError, match="gan_utils is missing.*pip install"):
        run_first_cell(path, monkeypatch, missing=True, address="")


@pytest.mark.parametrize("path", NOTEBOOKS + MARKDOWN, ids=lambda path: path.name)
def test_relative_links_lead_to_files_and_anchors(path):
    for link in LINK.findall(without_code(prose(path))):
        if re.match(r"[a-z]+:", link):
            assert link.startswith(("https://", "mailto:")), f"{link} is no link that a reader can follow"
            continue
        file, _, anchor = unquote(link).partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.is_file(), f"{link}: there is no such file"
        assert not file or target.suffix != ".html", f"{link}: only the built book has it"
        if anchor:
            assert anchor in anchors(target), f"{link}: there is no such heading, but {sorted(anchors(target))}"


def anchors(path):
    """What a heading's anchor is in the book, on GitHub and in Jupyter: lower case, words joined by hyphens."""
    text = re.sub(r"^```.*?^```", "", prose(path), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@every_notebook
def test_every_number_of_an_equation_is_used_once(path):
    tags = TAG.findall(prose(path))
    assert len(tags) == len(set(tags)), sorted(tag for tag in tags if tags.count(tag) > 1)


@every_notebook
def test_equations_are_numbered_without_a_gap(path):
    """A gap is where a passage was lost."""
    tags = TAG.findall(prose(path))
    chapter = int(path.stem[:2]) if path.stem[:2].isdigit() else 0
    assert tags == [f"{chapter}.{place + 1}" for place in range(len(tags))]


def test_no_two_chapters_number_their_equations_alike():
    owners = {}
    for path in NOTEBOOKS:
        for tag in set(TAG.findall(prose(path))):
            assert tag not in owners, f"({tag}) stands in {owners[tag]} and {path.name}"
            owners[tag] = path.name


@pytest.mark.parametrize("path", NOTEBOOKS + MARKDOWN, ids=lambda path: path.name)
def test_every_equation_that_is_named_is_there(path):
    tags = {tag for notebook in NOTEBOOKS for tag in TAG.findall(prose(notebook))}
    text = re.sub(r"\$\$.*?\$\$|\$[^$\n]*\$", "", without_code(prose(path)), flags=re.DOTALL)
    named = set(re.findall(r"\(([1-5]\.\d{1,2})\)", text))
    assert named <= tags, f"no equation has the number {sorted(named - tags)}"


def test_every_claim_of_the_list_is_named_in_its_chapter():
    claims = CLAIM.findall((BOOK / "claims.md").read_text(encoding="utf-8"))
    rows = re.findall(r"^\| A\d+", (BOOK / "claims.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(claims) == len(rows) >= 1, "each row links to a chapter"
    assert len({name for name, _ in claims}) == len(claims)
    texts = {chapter: prose(BOOK / chapter) for _, chapter in claims}
    assert not [f"{name} in {chapter}" for name, chapter in claims if not re.search(rf"\b{name}\b", texts[chapter])]


def test_make_address_changes_nothing_that_is_up_to_date(tmp_path):
    """The notebooks stand as the tool writes them, and a new address reaches each of them."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "book").mkdir()
    (tmp_path / "tools" / "write_address.py").write_bytes((ROOT / "tools" / "write_address.py").read_bytes())
    for path in NOTEBOOKS:
        (tmp_path / "book" / path.name).write_bytes(path.read_bytes())
    for address in ("https://example.org/new", ADDRESS):
        (tmp_path / "_config.yml").write_text(f'repository: {{url: "{address}"}}', encoding="utf-8")
        subprocess.run([sys.executable, tmp_path / "tools" / "write_address.py"], check=True, capture_output=True)
        for path in NOTEBOOKS:
            assert f'REPOSITORY = "{address}"' in cells(tmp_path / "book" / path.name, "code")[0]
    for path in NOTEBOOKS:
        assert json.loads((tmp_path / "book" / path.name).read_text(encoding="utf-8"))["cells"] == [
            cell | {"source": "".join(cell["source"])} for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        ]


@every_notebook
def test_figures_of_a_page_have_names_that_differ(path):
    """A link to a figure holds its name: of two with one, the second would take what the first was told."""
    names = []
    for cell in cells(path, "code"):
        last = ast.parse(cell).body[-1:]
        call = last[0].value if last and isinstance(last[0], ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in widgets.__all__:
            given = [each.value.value for each in call.keywords if each.arg == "name"]
            names.append(given[0] if given else call.func.id)
    assert len(set(names)) == len(names)
