"""Folded code says what it holds, in its own words and for screen readers alike."""

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput
from sphinx.transforms.post_transforms import SphinxPostTransform


def setup(app):
    app.add_post_transform(Names)
    # In the place of MyST-NB's, whose label hides these words from screen readers.
    app.add_node(HideCodeCellNode, override=True, html=(_visit, depart_HideCellInput))
    return {"parallel_read_safe": True}


class Names(SphinxPostTransform):
    """Names every fold by what its code makes."""

    default_priority = 198  # MyST-NB folds at 199
    formats = ("html",)

    def run(self, **kwargs):
        for cell in self.document.findall(lambda node: isinstance(node, nodes.container) and node.get("hide_mode")):
            cell["prompt_show"] = cell["prompt_hide"] = _name(cell)


def _name(cell) -> str:
    if cell["hide_mode"] == "all":
        return "Code that makes the page ready"
    if any("live-figure" in part["classes"] for part in cell.findall(nodes.container)):
        return "How this live figure is set up"
    written = "".join(raw.astext() for raw in cell.findall(nodes.raw))
    if "<svg" in written or next(iter(cell.findall(nodes.image)), None) is not None:
        return "How this figure is drawn"
    if "<table" in written:
        return "How this table is made"
    return "How this is computed"


def _visit(self, node):
    classes = " ".join(node["classes"])
    name = self.encode(node["prompt_show"])
    self.body.append(
        f'<details class="admonition hide {classes}"><summary><p class="admonition-title">{name}</p></summary>'
    )
