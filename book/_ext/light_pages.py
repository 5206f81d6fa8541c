"""Pages weigh less: figures are stored in 256 colours of their own, and files that no page uses stay out."""

import io
from pathlib import Path

from PIL import Image


def setup(app):
    app.connect("build-finished", _slim_images)
    app.connect("html-page-context", _leave_out, priority=900)
    return {"parallel_read_safe": True}


# Loaded on every page by the theme and by Jupyter Book. Plain Markdown has no tabs, cards or toggles, and the frame
# (book/_templates, book/_static) has its own looks.
UNUSED = (
    "sphinx-design",
    "design-tabs",
    "toggle",
    "sphinx-book-theme",
    "mystnb.",
    "pygments.css",
    "copybutton.css",
)


def _leave_out(app, pagename, templatename, context, doctree):
    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if not any(name in _named(file) for name in UNUSED)]


def _named(file) -> str:
    """A file's name; of a script that stands in the page itself its first words."""
    return file.filename or file.attributes.get("body", "")[:20]


def _slim_images(app, error):
    if error or app.builder.format != "html":
        return
    for path in (Path(app.outdir) / "_images").glob("*.png"):
        with Image.open(path) as image:
            if image.mode == "P":  # done in an earlier build
                continue
            slim = io.BytesIO()
            # The one of Pillow's methods that keeps half-transparent edges, which lettering on a dark page needs.
            image.convert("RGBA").quantize(256, method=Image.Quantize.FASTOCTREE).save(slim, "PNG", optimize=True)
        if len(slim.getvalue()) < path.stat().st_size:
            path.write_bytes(slim.getvalue())
