"""Still figures in built pages: with a caption, and said to those who do not see them, both from the cell's metadata.

A cell that shows a figure has ``"figure": {"alt": ..., "caption": ...}``: what is shown, and what to see in it; lists
where it shows several. What gan_utils.stills draws comes with a style of its own, which a page needs once.
"""

import base64
import hashlib
import html
import re
from pathlib import Path

import live_figures
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from gan_utils.stills import page

LOGGER = logging.getLogger(__name__)
STYLE = "still-figures.css"
# A caption stands in the margin where there is one, else below. Sheets of images may have the margin themselves.
PLACE = (
    ".still-place{container-type:inline-size;margin:1.75rem 0}"
    "figure.still{margin:0}"
    "figure.still figcaption{max-width:40rem;margin-top:.6rem;font:400 14px/1.5 "
    "var(--ui-font,Inter,system-ui,sans-serif)"
    ";color:var(--muted-line)}"
    "@container (min-width:900px){figure.still:not(.still-wide){display:grid;grid-template-columns:640px minmax(0,1fr)"
    ";gap:0 32px;align-items:end}"
    # Beside a narrow picture, not far from it.
    "figure.still:not(.still-wide) figcaption{max-width:22rem;margin-left:min(0px,var(--drawn) - 640px)}}"
)
WIDTH = re.compile(r'<svg class="still-(?:wide|both)" width="(\d+)"')
DRAWN = re.compile(r'<div class="gan-still" role="img" aria-label="[^"]*"><style>.*?</style>', re.DOTALL)


def setup(app):
    app.add_post_transform(Captions)
    app.connect("builder-inited", _write_style)
    app.add_css_file(STYLE)
    return {"parallel_read_safe": True}


class Captions(SphinxPostTransform):
    """Makes a figure with a caption of each drawing that a cell has put out."""

    default_priority = 3  # MyST-NB's choice between forms has 4
    formats = ("html",)

    def run(self, **kwargs):
        for cell in self.document.findall(_is_cell):
            stills = [bundle for bundle in cell.findall(live_figures.is_bundle) if _drawing(bundle)]
            said = cell.get("cell_metadata", {}).get("figure", {})
            alts, captions = (_list(said.get(key)) for key in ("alt", "caption"))
            if not len(stills) == len(alts) == len(captions):
                where = f"cell {cell['cell_index']} shows {len(stills)} figures"
                LOGGER.warning(f"{where}, with {len(alts)} alt and {len(captions)} captions", location=cell)
                continue
            for still, alt, caption in zip(stills, alts, captions):
                place = f'<div class="gan-still" role="img" aria-label="{html.escape(alt)}">'
                drawing = re.sub(r"url\((data:[^)]*)\)", self._file, DRAWN.sub(lambda _: place, _drawing(still)))
                kind = "still still-wide" if "still-sheet" in drawing else "still"
                words = f"<figcaption>{html.escape(caption, quote=False)}</figcaption>"
                width = WIDTH.search(drawing)
                drawn = f' style="--drawn:{width[1]}px"' if width else ""
                figure = f'<div class="still-place"><figure class="{kind}"{drawn}>{drawing}{words}</figure></div>'
                still.replace_self(nodes.raw("", figure, format="html"))

    def _file(self, match):
        """A picture of its own, which weighs less than as text inside the page."""
        kind, data = re.fullmatch(r"data:image/(\w+);base64,(.*)", match[1]).groups()
        content = base64.b64decode(data)
        path = Path(self.app.outdir) / "_images" / f"{hashlib.sha256(content).hexdigest()[:20]}.{kind}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        up = "../" * self.env.docname.count("/")
        return f"url({up}_images/{path.name})"


def _is_cell(node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def _drawing(bundle) -> str:
    """The HTML of a drawing, or nothing where the output is something else."""
    found = (raw.astext() for raw in bundle.findall(nodes.raw))
    return next((text for text in found if 'class="gan-still"' in text), "")


def _list(words) -> list[str]:
    return words if isinstance(words, list) else [words] if words else []


def _write_style(app):
    if app.builder.format == "html":
        path = Path(app.outdir) / "_static" / STYLE
        path.parent.mkdir(parents=True, exist_ok=True)
        light, dark = f".still-place{{{page.LIGHT}}}", f'html[data-theme="dark"] .still-place{{{page.DARK}}}'
        paper = f"html[data-theme] .still-place{{break-inside:avoid;{page.LIGHT}}}"
        path.write_text(f"{page.STYLE}{PLACE}{light}{dark}@media print{{{paper}}}", encoding="utf-8")
