"""The glossary's page: its plain table of terms becomes a list with an anchor for each term.

A row's first cell is **term**, alias, alias (Korean), perhaps with a symbol; aliases stand after commas.
"""

import re
from dataclasses import dataclass

import one_page
from docutils import nodes

PAGE = "book/glossary"


@dataclass
class Entry:
    """One term: its names, the first of which makes the anchor, and the contents of its two cells."""

    names: list[str]
    term: list
    meaning: list

    @property
    def anchor(self) -> str:
        return nodes.make_id(self.names[0].replace("–", "-"))


def entries(document) -> list[Entry]:
    """The terms of the glossary's table."""
    rows = next(iter(document.findall(nodes.tbody))).children
    found = []
    for term, meaning in ((row[0][0], row[1][0]) for row in rows):
        words = "".join(part.astext() for part in term.children if not isinstance(part, nodes.math))
        names = re.sub(r"\([^)]*\)", "", words).split(",")
        found.append(Entry([name.strip() for name in names], term.children, meaning.children))
    return found


def setup(app):
    app.add_post_transform(GlossaryPage)
    return {"parallel_read_safe": True}


class GlossaryPage(one_page.OnePage):
    """The table as a list of definitions, with the letters above it."""

    page = PAGE

    def change(self):
        table = next(iter(self.document.findall(nodes.table)))
        terms, letters = nodes.definition_list(classes=["glossary"]), {}
        for entry in entries(self.document):
            letters.setdefault(entry.anchor[0], entry.anchor)
            term = nodes.term("", "", *entry.term, ids=[entry.anchor])
            meaning = nodes.definition("", nodes.paragraph("", "", *entry.meaning))
            terms += nodes.definition_list_item("", term, meaning)
        links = " ".join(f'<a href="#{anchor}">{letter.upper()}</a>' for letter, anchor in letters.items())
        index = nodes.raw("", f'<nav class="glossary-letters" aria-label="By letter">{links}</nav>', format="html")
        table.replace_self([index, terms])
