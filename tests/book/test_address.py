"""The repository's address: one place sets it, pages and notebooks follow."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]
ADDRESS = "https://example.org/owner/book"


@pytest.fixture
def extension():
    spec = importlib.util.spec_from_file_location("address", ROOT / "book" / "_ext" / "address.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path):
    """The configuration, the notebooks and the tool that connects them, apart from the rest."""
    (tmp_path / "tools").mkdir()
    for name in ("__init__.py", "write_address.py"):
        shutil.copy(ROOT / "tools" / name, tmp_path / "tools")
    shutil.copy(ROOT / "_config.yml", tmp_path)
    shutil.copytree(ROOT / "book", tmp_path / "book", ignore=shutil.ignore_patterns("_*"))
    return tmp_path


def write_address(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "tools.write_address"], cwd=folder, check=True, capture_output=True)


def apply(extension, folder, repository: str):
    """The theme's options that a _config.yml with this line gives."""
    (folder / "_config.yml").write_text(repository, encoding="utf-8")
    config = SimpleNamespace(html_theme_options={})
    extension._apply(SimpleNamespace(srcdir=str(folder)), config)
    return config.html_theme_options


@pytest.mark.parametrize("repository", ["title: none", "repository:", 'repository: {url: ""}'])
def test_without_an_address_there_is_no_button_that_leads_nowhere(extension, tmp_path, repository):
    options = apply(extension, tmp_path, repository)
    assert options["launch_buttons"] == {} and options["repository_url"] == ""
    assert not options["use_repository_button"] and not options["use_source_button"]


def test_with_an_address_there_are_colab_and_source_buttons(extension, tmp_path):
    options = apply(extension, tmp_path, f"repository: {{url: {ADDRESS}/, branch: trunk}}")
    assert options["repository_url"] == ADDRESS and options["repository_branch"] == "trunk"
    assert "colab" in options["launch_buttons"]["colab_url"]
    assert options["use_repository_button"] and options["use_source_button"]


def test_the_address_is_written_into_every_notebook(copy):
    config = copy / "_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace('url: ""', f'url: "{ADDRESS}"'), encoding="utf-8")
    write_address(copy)
    notebooks = sorted((copy / "book").glob("*.ipynb"))
    assert len(notebooks) >= 3
    for notebook in notebooks:
        assert f'REPOSITORY = \\"{ADDRESS}\\"' in notebook.read_text(encoding="utf-8"), notebook.name


def test_writing_the_address_that_stands_already_changes_nothing(copy):
    before = {path.name: path.read_bytes() for path in (copy / "book").glob("*.ipynb")}
    write_address(copy)
    assert {path.name: path.read_bytes() for path in (copy / "book").glob("*.ipynb")} == before


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_the_address_is_written_whatever_the_machines_encoding(copy, encoding):
    """As in the C locale and on Windows: an open() that names no encoding takes this one."""
    before = {path.name: path.read_bytes() for path in (copy / "book").glob("*.ipynb")}
    pretend = (
        "import io, runpy; real = io.open\n"
        "def opened(file, mode='r', buffering=-1, encoding=None, *rest, **more):\n"
        f"    encoding = encoding if 'b' in mode else {encoding!r} if encoding in (None, 'locale') else encoding\n"
        "    return real(file, mode, buffering, encoding, *rest, **more)\n"
        "io.open = opened\n"
        "io.text_encoding = lambda encoding, *level: encoding\n"
        "runpy.run_path('tools/write_address.py')"
    )
    subprocess.run([sys.executable, "-c", pretend], cwd=copy, check=True, capture_output=True)
    assert {path.name: path.read_bytes() for path in (copy / "book").glob("*.ipynb")} == before
