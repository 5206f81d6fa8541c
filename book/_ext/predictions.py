"""Predictions that a reader answers: a choice, then what happens.

In the notebook a block quote that begins with **Predict** ends in a list of choices, and a fold follows whose first
words, in bold, are those of the right choice. Here the fold moves into its box and the right choice gets a mark;
predictions.js makes radio buttons of the list. A **Try it** takes the fold that follows it in the same way.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)
BOXES = ("callout-predict", "callout-try")


def setup(app):
    app.add_post_transform(Predictions)
    app.connect("html-page-context", _add_script)
    return {"parallel_read_safe": True}


class Predictions(SphinxPostTransform):
    """Folds into their boxes, and a mark for each right choice."""

    default_priority = 210  # the callouts, which it looks for, have 200
    formats = ("html",)

    def run(self, **kwargs):
        for quote in list(self.document.findall(nodes.block_quote)):
            if not set(BOXES) & set(quote["classes"]):
                continue
            fold = _fold_after(quote)
            for node in fold:
                node.parent.remove(node)
                quote += node
            if fold and "callout-predict" in quote["classes"]:
                self._mark(quote, fold)

    def _mark(self, quote, fold):
        choices = next(iter(quote.findall(nodes.bullet_list)), None)
        named = next((bold for node in fold for bold in node.findall(nodes.strong)), None)
        right = [item for item in choices or () if named is not None and words(item) == words(named)]
        if len(right) != 1:
            logger.warning("the answer of a prediction names none of its choices: %s", quote.astext()[:80])
            return
        choices["classes"].append("prediction-choices")
        right[0]["classes"].append("prediction-right")


def words(node) -> str:
    return " ".join(node.astext().split()).rstrip(".")


def _fold_after(quote) -> list:
    """The nodes of a fold that stands right after, from its opening to its closing tag."""
    siblings = quote.parent.children
    place = siblings.index(quote) + 1
    found = []
    for node in siblings[place:]:
        text = node.astext().strip() if isinstance(node, nodes.raw) else ""
        if not found and not text.startswith("<details"):
            return []
        found.append(node)
        if text.endswith("</details>"):
            return found
    return []


def _add_script(app, pagename, templatename, context, doctree):
    if doctree is not None and any(
        "prediction-choices" in each["classes"] for each in doctree.findall(nodes.bullet_list)
    ):
        app.add_css_file("predictions.css")
        app.add_js_file("predictions.js", loading_method="defer")
