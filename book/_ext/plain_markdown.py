"""Plain Markdown, as it also reads in Jupyter, Colab and on GitHub, gets the book's looks.

A block quote whose first words are bold and known (**Predict**, **Measured**, …) becomes a callout.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

CALLOUTS = {
    "Predict": "predict",
    "Try it": "try",
    "The article says": "article",
    "Measured": "measured",
    "You will be able to answer": "aims",
    "Note": "note",
    "Exercise": "exercise",
}


def setup(app):
    app.add_post_transform(Callouts)
    return {"parallel_read_safe": True}


class Callouts(SphinxPostTransform):
    """Names the class of every callout."""

    default_priority = 200
    formats = ("html",)

    def run(self, **kwargs):
        for quote in self.document.findall(nodes.block_quote):
            first = next(iter(quote.findall(nodes.strong)), None)
            if first is None:
                continue
            for words, kind in CALLOUTS.items():
                if first.astext().startswith(words):
                    quote["classes"] += ["callout", f"callout-{kind}"]
