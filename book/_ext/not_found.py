"""404.html, the page that a server shows in the place of one that is not there.

It may stand for an address at any depth, so it loads nothing, and a small script finds where the site begins.
"""

import base64
from pathlib import Path

DIGITS = Path(__file__).with_name("missing.png")


def setup(app):
    app.connect("html-collect-pages", _page)
    return {"parallel_read_safe": True}


def _page(app):
    mask = base64.b64encode(DIGITS.read_bytes()).decode()
    pages = [(doc, app.env.titles[doc].astext()) for doc in app.env.toctree_includes[app.config.root_doc]]
    links = [(app.builder.get_target_uri(doc), title) for doc, title in [(app.config.root_doc, "The book"), *pages]]
    yield "404", {"digits": f"data:image/png;base64,{mask}", "links": links}, "404.html"
