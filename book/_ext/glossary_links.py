"""In each chapter a glossary term's first use in running text links to it, and its definition comes with the page."""

import json
import re

import glossary
import running_text
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

CHAPTER = re.compile(r"book/\d\d_")
# Names that are words of every day, too: in most sentences they mean something else.
EVERYDAY = {"card", "flow", "measure", "round"}
# A meaning that begins so holds in one chapter.
ONE_CHAPTER = re.compile(r"in chapter (\d)\b")


def setup(app):
    app.add_post_transform(TermsInChapters)
    app.add_css_file("glossary.css")
    app.connect("html-page-context", _add_script, priority=100)  # before files are left out
    return {"parallel_read_safe": True}


def _add_script(app, pagename, templatename, context, doctree):
    if CHAPTER.match(pagename):
        app.add_js_file("glossary.js")


class TermsInChapters(SphinxPostTransform):
    """Links the first use of each term."""

    default_priority = 215
    formats = ("html",)

    def run(self, **kwargs):
        if not CHAPTER.match(self.env.docname):
            return
        builder = self.app.builder
        page = builder.get_relative_uri(self.env.docname, glossary.PAGE)
        chapter = self.env.docname.removeprefix("book/0")[0]
        terms = _terms(glossary.entries(self.env.get_doctree(glossary.PAGE)), chapter)
        pattern, met = _pattern(terms), {}

        def link(match):
            address = f"{page}#{terms[match.lastgroup][1].anchor}"
            return nodes.reference("", match[0], refuri=address, internal=True, classes=["glossary-term"])

        for text in running_text.texts(self.document, nodes.table, folded=False):
            found = []
            for match in pattern.finditer(text.astext()):
                entry = terms[match.lastgroup][1]
                if entry.anchor not in met:
                    met[entry.anchor] = entry
                    found.append(match)
            running_text.replace(text, found, link)
        meanings = {anchor: _html(builder, entry) for anchor, entry in met.items()}
        text = json.dumps(meanings, ensure_ascii=False).replace("</", "<\\/")
        script = f'<script type="application/json" class="glossary-meanings">{text}</script>'
        self.document += nodes.raw("", script, format="html")


def _terms(entries, chapter: str) -> dict:
    """The names that this chapter may link and their terms, the longest names first, under names of groups."""
    found = []
    for entry in entries:
        only = ONE_CHAPTER.match("".join(part.astext() for part in entry.meaning))
        if not only or only[1] == chapter:
            found += [(name, entry) for name in entry.names if name not in EVERYDAY]
    return {f"n{place}": pair for place, pair in enumerate(sorted(found, key=lambda pair: -len(pair[0])))}


def _pattern(terms):
    """Any of the names, alone or in the plural."""
    ways = "|".join(f"(?P<{group}>{_forms(name)})" for group, (name, _) in terms.items())
    return re.compile(rf"(?<![\w-])(?:{ways})(?![\w-])")


def _forms(name: str) -> str:
    """A name, perhaps with a capital at a sentence's beginning, or in the plural."""
    first, rest = name[0], re.escape(name[1:]).replace("\\ ", r"\s")
    start = f"[{first.upper()}{first}]" if first.islower() else re.escape(first)
    return start + (f"{rest[:-1]}(?:y|ies)" if name.endswith("y") else f"{rest}(?:s|es)?")


def _html(builder, entry) -> str:
    """A definition without links, as what floats over a page has none."""
    paragraph = nodes.paragraph("", "", *(part.deepcopy() for part in entry.meaning))
    for kind in (addnodes.pending_xref, nodes.reference):
        for reference in list(paragraph.findall(kind)):
            reference.replace_self(nodes.Text(reference.astext()))
    return builder.render_partial(paragraph)["fragment"]
