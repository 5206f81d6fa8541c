"""A fold says what its code makes, to screen readers too, and stands under a picture rather than over it."""

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms.post_transforms import SphinxPostTransform


def setup(app):
    app.add_post_transform(Folds)
    # In the place of MyST-NB's, whose label hides these words from screen readers.
    app.add_node(HideCodeCellNode, override=True, html=(_open, _close))
    return {"parallel_read_safe": True}


class Folds(SphinxPostTransform):
    """Names every fold, and puts that of a picture's code after the picture."""

    default_priority = 200  # MyST-NB folds at 199
    formats = ("html",)

    def run(self, **kwargs):
        for cell in list(self.document.findall(_is_folded)):
            for fold in list(cell.findall(HideCodeCellNode)):
                fold["name"] = _name(cell)
                if cell["hide_mode"] == "input" and _is_pictured(cell):
                    cell.remove(fold)
                    cell.append(fold)


def _is_folded(node) -> bool:
    return isinstance(node, nodes.container) and bool(node.get("hide_mode"))


def _name(cell) -> str:
    if cell["hide_mode"] == "all":
        return "Set-up"
    if _is_live(cell):
        return "How this live figure is set up"
    if _is_pictured(cell):
        return "How this figure is drawn"
    if "<table" in _written(cell):
        return "How this table is made"
    return "How this is computed"


def _is_live(cell) -> bool:
    return any("live-figure" in part["classes"] for part in cell.findall(nodes.container))


def _is_pictured(cell) -> bool:
    return _is_live(cell) or "<svg" in _written(cell) or next(iter(cell.findall(nodes.image)), None) is not None


def _written(cell) -> str:
    return "".join(raw.astext() for raw in cell.findall(nodes.raw))


def _open(translator, node):
    translator.body.append(f'<details class="hide"><summary>{translator.encode(node["name"])}</summary>\n')


def _close(translator, node):
    translator.body.append("</details>\n")
