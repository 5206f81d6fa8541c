"""The built site as files: nothing is loaded from outside, every link leads somewhere, every still has its words."""

import functools
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from gan_utils.widgets import bundle

LOADING = {
    "script": ["src"],
    "img": ["src", "srcset"],
    "source": ["src", "srcset"],
    "video": ["src", "poster"],
    "audio": ["src"],
    "iframe": ["src"],
    "embed": ["src"],
    "object": ["data"],
    "track": ["src"],
    "image": ["href"],
    "use": ["href"],
}
LOADED_LINKS = {"stylesheet", "icon", "shortcut icon", "preload", "modulepreload", "prefetch", "manifest"}
STATE = re.compile(r'<script type="application/vnd.live-figures\+json">(.*?)</script>', re.DOTALL)
OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")
# Pages that no reader comes to by way of the table of contents.
BESIDE = {"index.html", "search.html", "404.html"}


class Page(HTMLParser):
    """What a page is made of, as far as the tests ask: every tag with its attributes, and its inline styles."""

    def __init__(self, path):
        super().__init__()
        self.path, self.tags, self.styles, self._in_style = path, [], [], False
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)
        self.ids = {a[key] for _, a in self.tags for key in ("id", "name") if a.get(key)}

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        self.styles.append(attributes.get("style") or "")
        self._in_style = tag == "style"

    def handle_data(self, data):
        if self._in_style:
            self.styles.append(data)

    def all(self, tag, **wanted):
        """The attributes of every such tag whose attributes hold the wanted words."""
        found = [attributes for name, attributes in self.tags if name == tag]
        return [a for a in found if all(word in (a.get(key) or "").split() for key, word in wanted.items())]


def paths(site):
    """The site's pages; what lies in _static are the theme's templates."""
    return [path for path in sorted(site.rglob("*.html")) if "_static" not in path.relative_to(site).parts]


@functools.cache
def read(path):
    return Page(path)


@pytest.fixture(scope="module")
def pages(site):
    found = [read(path) for path in paths(site)]
    assert {"index.html", "search.html", "intro.html"} <= {page.path.name for page in found}
    return found


def test_no_page_loads_anything_from_outside(pages):
    for page in pages:
        addresses = [a[key] for tag, a in page.tags for key in LOADING.get(tag, ()) if a.get(key)]
        addresses += [a["href"] for a in page.all("link") if a.get("rel") in LOADED_LINKS]
        addresses += [part for style in page.styles for part in _in_style(style)]
        assert addresses or page.path.name in ("index.html", "404.html")
        assert not [address for address in addresses if OUTSIDE.match(address)], page.path.name


def test_no_style_sheet_loads_anything_from_outside(site):
    sheets = list(site.rglob("*.css"))
    assert len(sheets) > 5
    for sheet in sheets:
        assert not [part for part in _in_style(sheet.read_text(encoding="utf-8")) if OUTSIDE.match(part)], sheet


def _in_style(style):
    return [first or second for first, second in IN_STYLE.findall(style)]


def test_what_pages_and_style_sheets_load_is_there(site, pages):
    wanted = {}
    for page in pages:
        for tag, attributes in page.tags:
            names = ["href"] if tag == "link" and attributes.get("rel") in LOADED_LINKS else LOADING.get(tag, [])
            wanted |= {(page.path, attributes[key]): tag for key in names if key != "srcset" and attributes.get(key)}
    for sheet in site.rglob("*.css"):
        wanted |= {(sheet, part): "url()" for part in _in_style(sheet.read_text(encoding="utf-8"))}
    missing = [f"{path.relative_to(site)}: {address}" for path, address in wanted if not _exists(path, address)]
    assert not missing


def _exists(path, address):
    if address.startswith(("data:", "#")):
        return True
    return (path.parent / unquote(urlsplit(address).path)).exists()


def test_every_link_within_the_site_and_its_anchor_resolve(site, pages):
    broken = []
    for page in pages:
        for link in page.all("a") + [a for a in page.all("link") if a.get("rel") not in LOADED_LINKS]:
            parts = urlsplit(link.get("href") or "")
            if parts.scheme or parts.netloc or link.get("href") in (None, "", "#"):
                continue
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
            if not target.is_file():
                broken.append(f"{page.path.name}: {link['href']} is no file")
            elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in read(target).ids:
                broken.append(f"{page.path.name}: {link['href']} has no such anchor")
    assert not broken


def test_the_front_page_leads_to_the_introduction(site):
    (refresh,) = [a["content"] for a in read(site / "index.html").all("meta", **{"http-equiv": "Refresh"})]
    assert (site / refresh.split("url=")[1]).is_file()


def test_every_still_says_what_it_shows(pages):
    stills = []
    for page in pages:
        for block in re.findall(r'<div class="live-still[^>]*>(.*?)</div>', page.text, re.DOTALL):
            (image,) = re.findall(r"<img[^>]*>", block)
            alt = re.search(r'alt="([^"]*)"', image)[1]
            assert len(alt) > 20 and not alt.endswith(".png") and f"<p>{alt}</p>" in block
            stills.append(alt)
    assert len(stills) >= 3


def test_every_live_figure_has_its_state_in_its_page(pages):
    for page in pages:
        models = [a["data-model"] for a in page.all("div", **{"class": "live-place"})]
        states = STATE.findall(page.text)
        known = {model for state in states for model in json.loads(state)["states"]}
        assert set(models) <= known and len(models) == len(set(models))
        assert not page.all("script", type="application/vnd.jupyter.widget-state+json"), "the large state is slimmed"


def whole(site, text):
    """A text that pages share: as it stands in the page, or in a file of its own."""
    if isinstance(text, str):
        return text
    script = (site / "_static" / "parts" / f"{text['part']}.js").read_text(encoding="utf-8")
    return json.loads(script.split("=", 2)[2].rstrip().removesuffix(";"))


def test_the_site_was_built_from_the_widgets_as_they_are(site, pages):
    """A stale build must not pass for a new one."""
    modules = {bundle.script(f"widgets/{path.parent.name}/view") for path in bundle.FOLDER.glob("widgets/*/view.js")}
    texts = [text for page in pages for state in STATE.findall(page.text) for text in json.loads(state)["shared"]]
    shared = {whole(site, text) for text in texts}
    built = {text for text in shared if "export default { render }" in text}
    assert built == modules, "run `make book`"


def test_modules_and_weights_stand_in_a_page_once(pages):
    for page in pages:
        for state in STATE.findall(page.text):
            content = json.loads(state)
            assert len(content["shared"]) == len({json.dumps(text) for text in content["shared"]})
            for model in content["states"].values():
                values = [*model["state"].values(), *(buffer["data"] for buffer in model["buffers"])]
                assert all(len(value) < 1000 for value in values if isinstance(value, str))


def test_every_notebook_can_be_downloaded(site, pages):
    notebooks = {path.stem for path in Path(__file__).parents[2].glob("book/*.ipynb")}
    for page in pages:
        if page.path.stem not in notebooks:
            continue
        links = [a["href"] for a in page.all("a") if "download" in a and (a.get("href") or "").endswith(".ipynb")]
        assert links, f"{page.path.name} offers no notebook"
        notebook = nbformat.read((page.path.parent / links[0]).resolve(), as_version=4)
        nbformat.validate(notebook)
        assert (page.path.parent / links[0]).stem == page.path.stem and notebook.cells


def test_previous_and_next_lead_through_the_whole_book_and_back(site, pages):
    def step(page, side):
        links = page.all("a", **{"class": f"{side}-{ {'left': 'prev', 'right': 'next'}[side] }"})
        return read((page.path.parent / links[0]["href"]).resolve()) if links else None

    page, way = read((site / "book" / "intro.html").resolve()), []
    while page and page not in way:
        way.append(page)
        page = step(page, "right")
    assert {page.path.name for page in way} == {page.path.name for page in pages} - BESIDE
    assert step(way[0], "left") is None
    for before, after in zip(way, way[1:]):
        assert step(after, "left") is before
