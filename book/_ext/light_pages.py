"""Pages weigh less: figures are stored in 256 colours of their own, and style that no page uses stays out."""

import io
from pathlib import Path

from PIL import Image


def setup(app):
    app.connect("build-finished", _slim_images)
    app.connect("html-page-context", _leave_out_style, priority=900)
    return {"parallel_read_safe": True}


def _leave_out_style(app, pagename, templatename, context, doctree):
    """Jupyter Book loads sphinx-design's 50 kB on every page; plain Markdown has none of its directives."""
    context["css_files"] = [file for file in context["css_files"] if "sphinx-design" not in str(file)]


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
