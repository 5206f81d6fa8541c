"""Joins a widget's JavaScript modules into one, which is what a browser is given.

anywidget loads a widget from a blob, where relative imports do not work. The sources stay separate
modules with plain named imports; joining them is a matter of order, so it needs no Node.
"""

import functools
import re
from pathlib import Path

FOLDER = Path(__file__).parents[1]  # gan_utils: a figure's modules and those of the page that they run on
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\*? (\w+))", re.MULTILINE)
# Whole-line comments only, so that no string or address with two slashes is touched.
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:.|\n)*?\*/[ \t]*)\n", re.MULTILINE)
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)  # a sixth of the bytes; no source has a text over lines
# Ends of lines that a statement, a list or a block ends with anyway; a line with two slashes may end in a comment.
_LINE_END = re.compile(r"^((?:(?!//).)*[;,{(\[])\n(?=.)", re.MULTILINE)


@functools.lru_cache
def script(name: str) -> str:
    """The module ``name``.js with all that it imports, each once and before its first use, without comments.

    Each imported module keeps a scope of its own, so that two of them may use one name for different things.

    Args:
        name: the path of a module from the package's folder, without its ending.
    Raises:
        FileNotFoundError: when a module does not exist.
        ValueError: when modules import each other in a circle, or a name that the other does not export.

    >>> script("widgets/orbit_stepper/view").count("export ")  # only the widget itself
    1
    """
    sources: dict[Path, str] = {}
    entry = (FOLDER / f"{name}.js").resolve()
    _collect(entry, sources, ())
    numbers = {path: f"${number}" for number, path in enumerate(sources)}
    return "".join(
        _slim(source, path, sources, numbers)
        if path == entry
        else _scoped(_slim(source, path, sources, numbers), numbers[path], _exports(source))
        for path, source in sources.items()
    )


def style() -> str:
    """The style sheet that all widgets share, without comments: the card's, then each folder's own, then a phone's.

    One text for all of them, so that a page holds it once, and which rule comes last is the same on every page.
    """
    first, last = (FOLDER / "widgets" / "ui" / name for name in ("style.css", "phone.css"))
    own = sorted(path for path in FOLDER.glob("widgets/*/style.css") if path != first)
    sheet = "".join(path.read_text(encoding="utf-8") for path in (first, *own, last))
    return _INDENT.sub("", _STYLE_COMMENT.sub("", sheet))


def _collect(path: Path, sources: dict[Path, str], importers: tuple[Path, ...]) -> None:
    """Puts the sources of a module and of all that it needs into ``sources``, what is needed first."""
    if path in importers:
        circle = " -> ".join(each.name for each in (*importers[importers.index(path) :], path))
        raise ValueError(f"modules import each other in a circle: {circle}")
    source = path.read_text(encoding="utf-8")
    for _, imported in _IMPORT.findall(source):
        needed = (path.parent / imported).resolve()
        if needed not in sources:
            _collect(needed, sources, (*importers, path))
    sources[path] = source


def _exports(source: str) -> list[str]:
    return _EXPORT.findall(source)


def _slim(source: str, path: Path, sources: dict[Path, str], numbers: dict[Path, str]) -> str:
    """A module's code: what it imports is taken from the scopes of those modules."""

    def taken(match: re.Match[str]) -> str:
        needed = (path.parent / match[2]).resolve()
        names = [name.split() for name in match[1].replace("\n", " ").split(",") if name.strip()]
        exported = _exports(sources[needed])
        for name, *_ in names:
            if name not in exported:
                raise ValueError(f"{path.name} imports {name}, which {needed.name} does not export")
        return f"const {{{','.join(':'.join(name[::2]) for name in names)}}}={numbers[needed]};\n"

    code = _INDENT.sub("", _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub(taken, source)))).lstrip("\n")
    return _LINE_END.sub(r"\1", code)


def _scoped(code: str, number: str, exported: list[str]) -> str:
    return f"const {number}=(()=>{{\n{code}return {{{','.join(exported)}}};\n}})();\n"
