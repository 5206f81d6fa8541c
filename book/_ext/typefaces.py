"""The book's typefaces come from npm when it is built, and ship with the site.

Where they cannot be fetched, pages stand in the reader's own fonts: the stacks of book/_static/type.css name them.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sphinx.util import logging

sys.path.append(str(Path(__file__).parents[2]))
from tools import find_node

logger = logging.getLogger(__name__)
# Name in the style sheet, package, version, its file, style, weights. Latin letters: the book is in English.
FACES = [
    ("Source Serif 4", "source-serif-4", "5.3.1", "source-serif-4-latin-opsz-normal", "normal", "200 900"),
    ("Source Serif 4", "source-serif-4", "5.3.1", "source-serif-4-latin-wght-italic", "italic", "200 900"),
    ("Inter", "inter", "5.3.0", "inter-latin-wght-normal", "normal", "100 900"),
    ("Source Code Pro", "source-code-pro", "5.3.1", "source-code-pro-latin-wght-normal", "normal", "200 900"),
]
FOLDER, STYLE = "typefaces-1", "typefaces/typefaces.css"  # a change of FACES asks for another number


def setup(app):
    app.connect("builder-inited", _add)
    return {"parallel_read_safe": True}


def _add(app):
    if app.builder.format != "html":
        return
    folder = Path(app.outdir).parent / FOLDER
    try:
        if not (folder / STYLE).exists():
            _fetch(folder)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        logger.info("typefaces: they could not be fetched (%s), so pages stand in the reader's own fonts", error)
        return
    app.config.html_static_path.append(str(folder))
    app.add_css_file(STYLE, priority=100)


def _fetch(folder: Path):
    """The files and a style sheet that names them, written under a name that appears when complete."""
    with tempfile.TemporaryDirectory() as scratch:
        packages = sorted({f"@fontsource-variable/{package}@{version}" for _, package, version, *_ in FACES})
        find_node.fetch(Path(scratch), *packages)
        part = folder.with_name(folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        (part / "typefaces").mkdir(parents=True)
        for _, package, _, file, _, _ in FACES:
            source = Path(scratch) / "node_modules" / "@fontsource-variable" / package / "files" / f"{file}.woff2"
            shutil.copy(source, part / "typefaces")
        (part / STYLE).write_text("".join(_rule(*face) for face in FACES), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        part.rename(folder)


def _rule(name, package, version, file, style, weights) -> str:
    return (
        f'@font-face{{font-family:"{name}";font-style:{style};font-weight:{weights};font-display:swap;'
        f'src:url("{file}.woff2") format("woff2")}}\n'
    )
