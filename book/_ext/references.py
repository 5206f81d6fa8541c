"""The references' page: its headings become a list of compact entries under the same anchors.

An entry is: authors, "title", where it appeared, a link; and then what it is cited for. A line says where it is.
"""

import json
import re
from pathlib import Path

import one_page
from docutils import nodes

PAGE = "book/references"
PARTS = re.compile(r"^(.*?), (“.*?”)(.*)$", re.DOTALL)
CITATION = re.compile(r"references\.md#([\w-]+)")


def setup(app):
    # Before Sphinx looks for a page's headings, so that these keys are none.
    app.connect("doctree-read", _make_list, priority=100)
    app.add_post_transform(CitedIn)
    one_page.load(app, PAGE, "references.css")
    return {"parallel_read_safe": True}


def _make_list(app, document):
    if app.env.docname != PAGE:
        return
    entries = nodes.bullet_list(classes=["references"])
    for section in list(document.findall(lambda node: isinstance(node, nodes.section) and node.parent != document)):
        title, paragraph = section.children
        entries += nodes.list_item("", _entry(title.astext(), paragraph), ids=section["ids"])
        section.parent.remove(section)
    document[0] += entries


def _entry(key: str, paragraph):
    """An entry's paragraph with its authors, title and the rest marked, the name that sorts it in bold."""
    authors, title, rest = PARTS.match(paragraph[0].astext()).groups()
    entry = nodes.paragraph()
    entry += _authors(authors, key.split()[0].lower())
    entry += [nodes.Text(", "), nodes.inline("", title, classes=["title"])]
    entry += [nodes.Text(rest), *paragraph.children[1:], nodes.Text(" ")]
    return entry


def _authors(authors: str, name: str):
    """The authors; the first family name, as the key spells it without accents, in bold."""
    line = nodes.inline(classes=["authors"])
    for word in re.split(r"([^\w-]+)", authors):
        plain = nodes.make_id(word)
        bold = plain == name and not any(isinstance(part, nodes.strong) for part in line)
        line += nodes.strong("", word) if bold else nodes.Text(word)
    return line


class CitedIn(one_page.OnePage):
    """Says in which chapters each entry is cited."""

    page = PAGE

    def change(self):
        cited = {}
        for name in sorted(self.env.found_docs):
            if match := re.match(r"book/0(\d)_", name):
                for key in set(CITATION.findall(_prose(Path(self.env.doc2path(name))))):
                    cited.setdefault(key, []).append((match[1], name))
        for item in self.document.findall(nodes.list_item):
            if places := cited.get(item["ids"][0]):
                item[0] += self._line(places)

    def _line(self, places):
        words = "Chapter" if len(places) == 1 else "Chapters"
        line = nodes.inline("", f"{words}\N{NO-BREAK SPACE}", classes=["cited"])
        for number, (chapter, name) in enumerate(places):
            address = self.app.builder.get_relative_uri(PAGE, name)
            line += [nodes.Text(", " if number else ""), nodes.reference("", chapter, refuri=address, internal=True)]
        line += nodes.Text(".")
        return line


def _prose(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
