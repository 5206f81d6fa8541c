"""The page of claims: its plain table gets totals, filters, an anchor for each claim and the section that tests it.

A claim's number in a chapter, such as A41, becomes a link to its row.
"""

import re
from collections import Counter

import one_page
import running_text
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

PAGE = "book/claims"
NUMBER = re.compile(r"\bA\d{1,2}\b")
# What a verdict begins with, and the shape that goes with it, drawn in a square of 16.
VERDICTS = {
    "right": '<circle cx="8" cy="8" r="7"/><path class="cut" d="M4.5 8.3l2.4 2.4 4.6-5"/>',
    "half right": '<circle class="line" cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 0 0 12z"/>',
    "imprecise": '<path d="M8 .8L15.2 8 8 15.2.8 8z"/><path class="cut" d="M5 8.4c1-1.6 2-1.6 3-.4s2 1.2 3-.4"/>',
    "wrong": '<path d="M1.5 1.5h13v13h-13z"/><path class="cut" d="M5 5l6 6m0-6l-6 6"/>',
    "opinion": '<path d="M1 2h14v9H8l-4 4v-4H1z"/><path class="cut" d="M4.5 6.5h7"/>',
}


def setup(app):
    app.add_post_transform(ClaimsPage)
    app.add_post_transform(ClaimsInChapters)
    one_page.load(app, PAGE, "claims.css", "claims.js")
    return {"parallel_read_safe": True}


class ClaimsInChapters(SphinxPostTransform):
    """Links the numbers of claims to their rows."""

    default_priority = 215  # predictions, which have 210, are choices by then
    formats = ("html",)

    def run(self, **kwargs):
        if self.env.docname == PAGE:
            return
        page = self.app.builder.get_relative_uri(self.env.docname, PAGE)
        known = set(NUMBER.findall(self.env.get_doctree(PAGE).astext()))

        def link(match):
            return _link(match[0], f"{page}#{match[0].lower()}", "claim-mark")

        for text in running_text.texts(self.document):
            found = [match for match in NUMBER.finditer(text.astext()) if match[0] in known]
            running_text.replace(text, found, link)


class ClaimsPage(one_page.OnePage):
    """Rows with anchors, verdicts with shapes, and above them the totals, which a script makes filters of."""

    page = PAGE

    def change(self):
        table = next(iter(self.document.findall(nodes.table)))
        table["classes"].append("claims")
        claims = [self._row(row) for row in next(iter(table.findall(nodes.tbody))).children]
        place = table.parent.index(table)
        table.parent.insert(place, nodes.raw("", _tools(claims), format="html"))

    def _row(self, row) -> tuple[str, str, str]:
        """A claim's number, verdict and chapter; its row gets what the page shows of them."""
        claim, verdict, where = (entry[0] for entry in row.children)
        number, said = claim[0].astext().split(" ", 1)
        claim[0:1] = [_link(number, f"#{number.lower()}", "claim-number"), nodes.Text(f" {said}")]
        words = verdict[0].astext()
        kind = next(kind for kind in sorted(VERDICTS, key=len, reverse=True) if words.startswith(kind))
        mark = nodes.inline("", "", classes=["verdict", _name(kind)])
        mark += [nodes.raw("", _shape(kind), format="html"), nodes.Text(kind)]
        verdict[0:1] = [mark, nodes.Text(words[len(kind) :])]
        reference = next(iter(where.findall(nodes.reference)))
        chapter = reference.astext().split()[-1]
        section = self._section(reference["refuri"])
        reference.children = []
        reference += [nodes.Text(f"chapter\N{NO-BREAK SPACE}{chapter}"), nodes.inline("", section, classes=["section"])]
        row["ids"] = [number.lower()]
        row["classes"] += [_name(kind), f"chapter-{chapter}"]
        return number, kind, chapter

    def _section(self, address: str) -> str:
        """The heading that a link leads to."""
        page, anchor = address.split("#")
        chapter = f"book/{page.removesuffix('.html')}"
        for heading in self.env.tocs[chapter].findall(nodes.reference):
            if heading["anchorname"] == f"#{anchor}":
                return heading.astext()
        raise ValueError(f"claims.md leads to {address}, and there is no such section")


def _link(words: str, address: str, kind: str):
    return nodes.reference("", words, refuri=address, internal=True, classes=[kind])


def _name(kind: str) -> str:
    return "verdict-" + kind.replace(" ", "-")


def _shape(kind: str) -> str:
    return f'<svg viewBox="0 0 16 16" aria-hidden="true">{VERDICTS[kind]}</svg>'


def _tools(claims) -> str:
    """A picture of all claims, one mark each, and the totals, which become filters where scripts run."""
    chapters = sorted({chapter for _, _, chapter in claims})
    totals = Counter(kind for _, kind, _ in claims)
    marks = {chapter: "".join(_mark(*claim) for claim in claims if claim[2] == chapter) for chapter in chapters}
    picture = "".join(f"<div><span>chapter&nbsp;{chapter}</span><p>{marks[chapter]}</p></div>" for chapter in chapters)
    by_verdict = "".join(
        f'<button type="button" class="verdict {_name(kind)}" data-verdict="{_name(kind)}" aria-pressed="false">'
        f"{_shape(kind)}{kind} <b>{totals[kind]}</b></button>"
        for kind in VERDICTS
    )
    by_chapter = "".join(
        f'<button type="button" data-chapter="chapter-{chapter}" aria-pressed="false">chapter&nbsp;{chapter}</button>'
        for chapter in chapters
    )
    return (
        f'<div class="claims-picture" aria-hidden="true">{picture}</div>'
        '<fieldset class="claims-tools" disabled><legend class="visually-hidden">Which claims to show</legend>'
        '<label class="needs-script">Search the claims '
        '<input type="search" autocomplete="off" spellcheck="false"></label>'
        f'<div role="group" aria-label="Verdicts">{by_verdict}</div>'
        f'<div role="group" aria-label="Chapters" class="needs-script">{by_chapter}</div>'
        f'<p class="claims-shown"><output aria-live="polite">{len(claims)} claims</output> '
        '<button type="button" class="claims-all" hidden>Show all</button></p></fieldset>'
    )


def _mark(number: str, kind: str, chapter: str) -> str:
    name = number.lower()
    return f'<a tabindex="-1" class="{_name(kind)}" href="#{name}" title="{number}: {kind}">{_shape(kind)}</a>'
