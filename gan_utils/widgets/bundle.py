"""Joins a widget's JavaScript modules into one, which is what a browser is given.

anywidget loads a widget from a blob, where relative imports do not work. The sources stay separate
modules with plain named imports; joining them is a matter of order, so it needs no Node.
"""

import functools
import re
from pathlib import Path

FOLDER = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "(\./[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|const|let|class)", re.MULTILINE)
# Whole-line comments only, so that no string or address with two slashes is touched.
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:.|\n)*?\*/[ \t]*)\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)  # a sixth of the bytes; no source has a text over several lines


@functools.lru_cache
def script(name: str) -> str:
    """The module ``name``.js with all that it imports, each once and before its first use, without comments.

    Raises:
        FileNotFoundError: when a module does not exist.
        ValueError: when two modules give one name to different things.

    >>> script("orbit_stepper").count("export ")  # only the widget itself
    1
    """
    sources: dict[Path, str] = {}
    _collect(FOLDER / f"{name}.js", sources)
    _refuse_clashes(sources)
    return "".join(_slim(source) for source in sources.values())


def style() -> str:
    """The style sheet that all widgets share."""
    return (FOLDER / "widgets.css").read_text(encoding="utf-8")


def _collect(path: Path, sources: dict[Path, str]) -> None:
    source = path.read_text(encoding="utf-8")
    for imported in _IMPORT.findall(source):
        needed = (path.parent / imported).resolve()
        if needed not in sources:
            _collect(needed, sources)
    sources[path] = source


def _slim(source: str) -> str:
    return _INDENT.sub("", _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", source))))


def _refuse_clashes(sources: dict[Path, str]) -> None:
    owners: dict[str, Path] = {}
    for path, source in sources.items():
        for name in re.findall(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", source, re.MULTILINE):
            if name in owners:
                raise ValueError(f"{name} stands in both {owners[name].name} and {path.name}: rename one of them")
            owners[name] = path
