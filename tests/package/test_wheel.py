"""The package as others install it: a wheel with all its data, in a fresh environment, on a machine without Node."""

import os
import shutil
import subprocess
import sys
import tarfile
import textwrap
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "gan_utils"
SUFFIXES = (".npz", ".safetensors", ".json", ".js", ".ts", ".css", ".typed")
DATA = sorted(path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*") if path.suffix in SUFFIXES)
USE = """
import shutil
assert shutil.which("node") is None and shutil.which("npm") is None, "Node is in reach: this proves nothing"
import gan_utils
assert "site-packages" in gan_utils.__file__, gan_utils.__file__
from gan_utils import experiments, pretrained
from gan_utils.data import digits
from gan_utils.widgets import CollapseLab, LatentArithmetic, LatentWalk, OrbitStepper, SaddleSurface

assert len(experiments.names()) >= 1 and all(experiments.read(name) for name in experiments.names())
assert len(experiments.images("guidelines")) == 15
print("digits", *digits.load()[0].shape)
names = pretrained.names()
assert len(names) >= 3
networks = {name: pretrained.load(name) for name in names}
print("networks", *names)
faces = LatentArithmetic(networks["dcgan-faces"], networks["attribute-reader"])
for widget in (CollapseLab(), OrbitStepper(), LatentWalk(networks["dcgan-digits"]), SaddleSurface(), faces):
    data, _ = widget._repr_mimebundle_()
    print(type(widget).__name__, *sorted(data), len(widget._esm) > 5000, len(widget._css) > 1000)
"""


def run(*command, **options):
    """Runs a command and shows what it said when it fails."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=900, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy to build from: building leaves folders behind."""
    folder = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    leave = shutil.ignore_patterns("__pycache__")
    for name in ("gan_utils", "tests", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=leave)
    return folder


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory):
    """The wheel, built as pip builds it."""
    target = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", target, source)
    (built,) = target.glob("gan_utils-*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The Python of a fresh environment into which the wheel was installed, held to the tested versions."""
    folder = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "venv", folder / "venv")
    pins = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line != "-e ."]
    (folder / "constraints.txt").write_text("\n".join(pins), encoding="utf-8")
    program = folder / "venv" / "bin" / "python"
    run(program, "-m", "pip", "install", "--quiet", wheel, "-c", folder / "constraints.txt")
    return program


def test_the_wheel_holds_every_module_and_all_data(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py")}
    assert {Path(name).suffix for name in DATA} == set(SUFFIXES)
    assert held >= modules | set(DATA), sorted((modules | set(DATA)) - held)
    for name in DATA:
        assert zipfile.ZipFile(wheel).read(name) == (ROOT / name).read_bytes(), name


def test_the_wheel_holds_nothing_else(wheel):
    """No tests, no logs of trainings, nothing of the book."""
    beside = {name for name in zipfile.ZipFile(wheel).namelist() if not name.startswith("gan_utils/")}
    assert {name.split("/")[0].split("-")[0] for name in beside} == {"gan_utils"}
    suffixes = {Path(name).suffix for name in zipfile.ZipFile(wheel).namelist() if name.startswith("gan_utils/")}
    assert suffixes <= {".py", *SUFFIXES}


def test_the_wheel_says_that_it_is_typed_and_under_which_licences(wheel):
    files = zipfile.ZipFile(wheel)
    assert "gan_utils/py.typed" in files.namelist(), "else a type checker takes all of it for Any"
    (metadata,) = [name for name in files.namelist() if name.endswith(".dist-info/METADATA")]
    head = files.read(metadata).decode("utf-8").split("\n\n")[0].splitlines()
    assert "License-Expression: MIT AND CC-BY-4.0 AND CC-BY-SA-3.0" in head and "License-File: LICENSE" in head


@pytest.fixture(scope="module")
def archives(source, tmp_path_factory):
    """The source archive that the newest setuptools builds, and all that it says while it builds that and a wheel."""
    folder = tmp_path_factory.mktemp("archives")
    run(sys.executable, "-m", "pip", "install", "--quiet", "--target", folder / "setuptools", "setuptools")
    code = """
        import sys
        sys.stderr = sys.stdout
        from setuptools import build_meta
        build_meta.build_sdist(sys.argv[1])
        build_meta.build_wheel(sys.argv[1])
    """
    path = {"PYTHONPATH": str(folder / "setuptools"), "PYTHONWARNINGS": "always"}
    told = run(sys.executable, "-c", textwrap.dedent(code), folder, cwd=source, env=os.environ | path)
    (built,) = folder.glob("*.tar.gz")
    return built, told


def test_nothing_in_the_build_has_an_announced_end(archives):
    """What setuptools calls deprecated, it stops building on a day that it names."""
    _, told = archives
    assert "creating" in told
    assert "Deprecat" not in told and "no longer be supported" not in told, told


def test_the_source_archive_holds_the_package_and_no_part_of_the_tests(archives):
    built, _ = archives
    with tarfile.open(built) as files:
        held = {name.split("/", 1)[1] for name in files.getnames() if "/" in name}
    modules = {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py")}
    assert held >= modules | set(DATA) | {"LICENSE", "README.md", "pyproject.toml"}
    assert {name.split("/")[0] for name in held} & {"tests", "tools", "book", "docs"} == set()


def test_what_is_installed_works_without_node_and_away_from_the_repository(python, tmp_path):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {"PATH": str(tmp_path), "HOME": str(tmp_path), "MPLCONFIGDIR": str(tmp_path)}
    told = run(python, "-c", USE, cwd=tmp_path, env=environment).splitlines()
    assert told[0].startswith("digits 10000")
    assert set(told[1].split()[1:]) == {path.stem for path in (PACKAGE / "weights").glob("*.safetensors")}
    shown = "application/vnd.jupyter.widget-view+json image/png text/plain True True"
    widgets = ("CollapseLab", "OrbitStepper", "LatentWalk", "SaddleSurface", "LatentArithmetic")
    assert told[2:] == [f"{name} {shown}" for name in widgets]


def test_games_alone_import_no_torch_there(python, tmp_path):
    code = "import sys, gan_utils.games; print('torch' in sys.modules)"
    assert run(python, "-c", code, cwd=tmp_path) == "False\n"
