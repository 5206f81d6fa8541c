"""What a page says of itself to search engines, and to those with whom a reader shares its link.

A page's description is the beginning of its first paragraph. The picture (tools/pictures.py draws it) needs the
site's address, `baseurl` in _config.yml: most readers of these tags take no relative one.
"""

import re
from html import escape

from docutils import nodes

LONGEST = 200  # characters, of which most readers show as many
PICTURE = "_static/social.png"
PICTURE_SHOWS = (
    "The book's title beside a spiral of handwritten digits that one by one turn into each other as it runs away."
)


def setup(app):
    app.connect("html-page-context", _describe)
    return {"parallel_read_safe": True}


def _describe(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    base = app.config.html_baseurl.rstrip("/")
    title, words = app.env.titles[pagename].astext(), description(doctree)
    tags = [
        ("name", "description", words),
        ("property", "og:type", "website" if pagename == app.config.root_doc else "article"),
        ("property", "og:site_name", app.config.html_title),
        ("property", "og:title", title),
        ("property", "og:description", words),
        ("property", "og:image", f"{base}/{PICTURE}" if base else context["pathto"](PICTURE, 1)),
        ("property", "og:image:width", "1200"),
        ("property", "og:image:height", "630"),
        ("property", "og:image:alt", PICTURE_SHOWS),
        ("name", "twitter:card", "summary_large_image"),
    ]
    if base:
        tags.append(("property", "og:url", f"{base}/{app.builder.get_target_uri(pagename)}"))
    written = "".join(f'<meta {kind}="{name}" content="{escape(text)}">\n' for kind, name, text in tags)
    context["metatags"] = context.get("metatags", "") + written


def description(doctree) -> str:
    """The first paragraph's sentences, as many as fit."""
    paragraph = next(iter(doctree.findall(nodes.paragraph)), None)
    words = " ".join(paragraph.astext().split()) if paragraph is not None else ""
    fitting = ""
    for sentence in re.split(r"(?<=[.?!]) (?=[A-Z])", words):
        if fitting and len(fitting) + len(sentence) >= LONGEST:
            break
        fitting = f"{fitting} {sentence}".strip()
    return fitting if len(fitting) <= LONGEST else f"{fitting[: fitting.rindex(' ', 0, LONGEST)]} …"
