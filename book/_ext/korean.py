"""Korean words are marked as Korean: screen readers change their voice, and browsers choose a font that has them."""

import re

import running_text
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

KOREAN = re.compile(r"[가-힣]+(?: [가-힣]+)*")
APART = (nodes.raw, nodes.literal, nodes.literal_block, nodes.math, nodes.image, nodes.title)


def setup(app):
    app.add_post_transform(Korean)
    app.add_css_file("korean.css")
    return {"parallel_read_safe": True}


class Korean(SphinxPostTransform):
    """Puts lang="ko" around Korean words, by the class from which docutils makes that attribute."""

    default_priority = 220
    formats = ("html",)

    def run(self, **kwargs):
        for text in list(self.document.findall(nodes.Text)):
            if isinstance(text.parent, APART):
                continue
            running_text.replace(text, KOREAN.finditer(text), _marked)


def _marked(match):
    return nodes.inline("", match[0], classes=["language-ko"])
