"""The line under a chapter's title: how long it takes to read, counted here, and to run, as the chapter says."""

import math
import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

WORDS_A_MINUTE = 200
RUN = re.compile(r"Run time: (?P<time>.+?)\.(?:\s+|$)", re.DOTALL)
NOT_READ = (nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)


def setup(app):
    app.add_post_transform(Times)
    return {"parallel_read_safe": True}


class Times(SphinxPostTransform):
    """Moves a chapter's sentence on its run time under its title, beside the reading time."""

    default_priority = 202  # frame.py has set the title apart
    formats = ("html",)

    def run(self, **kwargs):
        found = next((text for text in self.document.findall(nodes.Text) if RUN.match(text)), None)
        if found is None:
            return
        paragraph, run = found.parent, RUN.match(found)
        minutes = math.ceil(_words(self.document) / WORDS_A_MINUTE)
        rest = found[run.end() :]
        paragraph.replace(found, nodes.Text(rest))
        if not paragraph.astext():
            paragraph.parent.remove(paragraph)
        line = nodes.paragraph("", classes=["chapter-times"])
        for name, time in (("Reading", f"about {minutes} minutes"), ("Running", run["time"])):
            line += nodes.inline("", f"{name}: {time}")
            line += nodes.Text(" ")
        title = next(iter(self.document.findall(nodes.title)))
        title.parent.insert(title.parent.index(title) + 1, line)


def _words(document) -> int:
    return sum(len(text.split()) for text in document.findall(nodes.Text) if not _is_apart(text))


def _is_apart(node) -> bool:
    """Whether it is code, a formula or what a cell shows."""
    while node := node.parent:
        if isinstance(node, NOT_READ) or node.get("nb_element"):
            return True
    return False
