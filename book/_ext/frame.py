"""What the page's frame (book/_templates/layout.html) is told: the book's chapters, and what to load.

A chapter's title is written "3 · Convergence: why the two players may never settle". The frame sets its number, name
and what it says apart, in the contents and at the page's head.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

TITLE = re.compile(r"(?P<number>\d+) · (?P<name>[^:]+): (?P<says>.+)")


def setup(app):
    app.add_post_transform(Heads)
    app.connect("html-page-context", _tell, priority=900)
    return {"parallel_read_safe": True}


class Heads(SphinxPostTransform):
    """Marks number, name and what it says in a chapter's heading."""

    default_priority = 200
    formats = ("html",)

    def run(self, **kwargs):
        title = next(iter(self.document.findall(nodes.title)), None)
        parts = title and TITLE.fullmatch(title.astext())
        if not parts:
            return
        title.clear()
        for kind, after in (("number", " · "), ("name", ": "), ("says", "")):
            title += nodes.inline("", parts[kind], classes=[f"chapter-{kind}"])
            title += nodes.inline("", after, classes=["chapter-apart"])


def _tell(app, pagename, templatename, context, doctree):
    env, root = app.env, app.config.root_doc
    docs = env.toctree_includes.get(root, [])
    context["contents"] = [{"doc": doc, **_named(env.titles[doc].astext())} for doc in docs]
    context["sections"] = _sections(app.builder, env, pagename) if doctree is not None else []
    context["is_notebook"] = doctree is not None and str(env.doc2path(pagename)).endswith(".ipynb")
    # Of the theme's buttons those that lead to the repository and to Colab. Without its address there are none.
    context["leads"] = [one for one in _flat(context.get("header_buttons", [])) if one["url"].startswith("https:")]


def _named(title: str) -> dict[str, str]:
    parts = TITLE.fullmatch(title)
    return parts.groupdict() if parts else {"number": "", "name": title, "says": ""}


def _sections(builder, env, doc: str) -> list[dict[str, str]]:
    """A page's sections of the second rank: their titles as HTML, and their anchors."""
    (page,) = env.tocs[doc].children
    entries = page.children[1].children if len(page) > 1 else []
    # The front page's entry for the whole book is no list item.
    links = [next(iter(one.findall(nodes.reference))) for one in entries if isinstance(one, nodes.list_item)]
    return [
        {"title": builder.render_partial(nodes.inline("", "", *link.deepcopy().children))["body"]}
        | {"anchor": link["anchorname"]}
        for link in links
    ]


def _flat(buttons):
    for one in buttons:
        if one["type"] == "group":
            yield from _flat(one["buttons"])
        elif one["type"] == "link":
            yield one
