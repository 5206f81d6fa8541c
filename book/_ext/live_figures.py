"""Widgets in built pages: what the page's own host (widget-host.js) reads, and a still figure beside it.

MyST-NB writes each widget's state into its page. This keeps the live figures' states (anywidgets), drops those
of progress bars, and stores what several of them share, module and weights, once: what is large in a file of its own,
which all pages share.
"""

import hashlib
import json
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.transforms.post_transforms import SphinxPostTransform

VIEW = "application/vnd.jupyter.widget-view+json"
LARGE = 1000  # characters from which a text is worth sharing
LARGEST = 25_000  # and from which it is worth a file


def setup(app):
    app.add_post_transform(ViewsAndStills)
    # Before MyST-NB's own handler, which puts the state into the page.
    app.connect("html-page-context", _slim_state, priority=100)
    return {"parallel_read_safe": True}


class ViewsAndStills(SphinxPostTransform):
    """Puts a live figure's place and its still picture where MyST-NB would choose one of the two."""

    default_priority = 3  # MyST-NB's choice has 4
    formats = ("html",)

    def run(self, **kwargs):
        live = set(_live_states(self.env, self.env.docname))
        for bundle in list(self.document.findall(is_bundle)):
            parts = {part["mime_type"]: part for part in bundle.children}
            if VIEW not in parts:
                continue
            model = json.loads(_json_text(parts[VIEW]))["model_id"]
            if model not in live:  # a progress bar: alive in Jupyter, noise in a book
                bundle.parent.remove(bundle)
                continue
            caption = parts["text/plain"].astext().strip().strip("'\"")
            figure = nodes.container(classes=["live-figure"])
            figure += nodes.raw("", f'<div class="live-place" data-model="{model}"></div>', format="html")
            still = nodes.container(classes=["live-still"])
            still += parts["image/png"].children
            for image in still.findall(nodes.image):
                image["alt"] = caption
            still += nodes.paragraph("", caption)
            figure += still
            bundle.replace_self(figure)


def is_bundle(node) -> bool:
    """Whether a node holds the forms of one output of a cell."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def _json_text(part) -> str:
    """The JSON inside the script element that MyST-NB made of a widget view."""
    raw = next(iter(part.findall(nodes.raw))).astext()
    return raw[raw.index("{") : raw.rindex("}") + 1]


def _live_states(env, docname: str) -> dict:
    files = NbMetadataCollector.get_js_files(env, docname)
    if "ipywidgets_state" not in files:
        return {}
    states = json.loads(files["ipywidgets_state"][1]["body"])["state"]
    return {model: record for model, record in states.items() if "_esm" in record["state"]}


def _slim_state(app, pagename, templatename, context, doctree):
    files = NbMetadataCollector.get_js_files(app.env, pagename)
    if "ipywidgets_state" not in files:
        return
    shared: dict[str, int] = {}

    def share(value):
        if not isinstance(value, str) or len(value) < LARGE:
            return value
        return {"shared": shared.setdefault(value, len(shared))}

    slim = {}
    for model, record in _live_states(app.env, pagename).items():
        state = {name: share(value) for name, value in record["state"].items()}
        buffers = [{"path": b["path"], "data": share(b["data"])} for b in record.get("buffers", [])]
        slim[model] = {"state": state, "buffers": buffers}
    folder = Path(app.outdir, "_static", "parts")
    texts = [_part(folder, text) if len(text) >= LARGEST else text for text in shared]
    body = json.dumps({"states": slim, "shared": texts}).replace("</", "<\\/")
    path, options = files["ipywidgets_state"]
    # A copy: what MyST-NB keeps serves later builds too.
    files["ipywidgets_state"] = (path, options | {"type": "application/vnd.live-figures+json", "body": body})


def _part(folder: Path, text: str) -> dict[str, str]:
    """A text as a script of its own, named by what it holds: pages that share it load one file."""
    name = hashlib.sha256(text.encode()).hexdigest()[:16]
    file = folder / f"{name}.js"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part")
        unfinished.write_text(f'(window.bookParts??={{}})["{name}"]={json.dumps(text)};\n', encoding="utf-8")
        unfinished.replace(file)
    return {"part": name}
