"""The code's form: ruff for Python, Biome for JavaScript and CSS, and mypy for the package's hints.

    python -m tools.style            formats and mends what can be mended; or `make style`
    python -m tools.style --check    only says what is not in order; `make test` does the same

Biome comes from npm once, into _build.
"""

import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from tools import find_node

ROOT = Path(__file__).parents[1]
BIOME = "2.6.8"  # biome.json names it too
MENDING = {
    "ruff format": ["ruff", "format"],
    "ruff check": ["ruff", "check", "--fix"],
    "biome check": ["biome", "check", "--write"],
    "mypy": ["mypy"],
}
CHECKING = {
    "ruff format": ["ruff", "format", "--check"],
    "ruff check": ["ruff", "check"],
    "biome check": ["biome", "check"],
    "mypy": ["mypy"],
}


def run(program: str, *arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    """What a program says of ``cwd``, or of the files and options that are given instead."""
    command = [*biome()] if program == "biome" else [sys.executable, "-m", program]
    return subprocess.run([*command, *arguments], cwd=cwd, capture_output=True, encoding="utf-8")


def biome() -> list[str | Path]:
    """The command of Biome, fetched where it is not there yet."""
    folder = ROOT / "_build" / f"biome-{BIOME}"
    script = folder / "node_modules" / "@biomejs" / "biome" / "bin" / "biome"
    node, _ = find_node.need()
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):
        if not (folder / "fetched").exists():
            find_node.fetch(folder, f"@biomejs/biome@{BIOME}")
            (folder / "fetched").touch()
    return [node, script]


def main() -> None:
    failed = False
    for name, command in (CHECKING if "--check" in sys.argv[1:] else MENDING).items():
        done = run(*command)
        failed |= done.returncode != 0
        print(f"{name}: {'in order' if not done.returncode else done.stdout + done.stderr}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
