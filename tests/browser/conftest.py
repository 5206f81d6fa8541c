"""The built site in an installed Chromium, with the network cut: from files, and from a plain server."""

import base64
import functools
import http.server
import json
import re
import threading
from pathlib import Path

import pytest
from ipywidgets.widgets.widget import _remove_buffers
from playwright.sync_api import sync_playwright

from gan_utils.widgets import CollapseLab
from tools import chromium

from .lab import QUICK, Engine, Lab
from .rating import HOLD, Rating, rating
from .widget import Widget, wait_until_drawn

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def site():
    """The folder of the built site."""
    if not (SITE / "index.html").exists():
        pytest.fail("no built site: run `make book` first", pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        try:
            started = chromium.start(playwright)
        except RuntimeError as error:
            pytest.fail(str(error), pytrace=False)  # it says which command installs one
        yield started
        started.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="session")
def server(site):
    """The address of a plain server of the site, on a port that is free."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=site)) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.fixture(params=["file", "http"])
def address(request, site, server):
    """Where the site is read from, ending in a slash."""
    return f"{site.as_uri()}/" if request.param == "file" else server


class Visits:
    """``visits(address)`` opens a page in a fresh context. What goes wrong there gathers in ``troubles``."""

    def __init__(self, browser, server):
        self.browser, self.contexts, self.troubles = browser, [], []
        self.outside = re.compile(rf"^(?!file:|blob:|data:|{re.escape(server)})")
        self.requests = []

    def __call__(self, address, drawn=True, script=None, **options):
        options = {"viewport": {"width": 1280, "height": 900}, "service_workers": "block"} | options
        context = self.browser.new_context(**options)
        self.contexts.append(context)
        context.set_default_timeout(6_000)
        context.set_default_navigation_timeout(20_000)
        context.route(self.outside, self._refuse)
        if script:  # runs before the page's own
            context.add_init_script(script)
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        page.on("requestfinished", lambda request: self.requests.append(request))
        page.on("requestfailed", lambda request: self._failed(request))
        page.goto(address)
        if drawn:
            wait_until_drawn(page)
        return page

    def _failed(self, request):
        # A request that is under way when a test closes its page is aborted: that is no fault of the page.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url} {request.failure}")

    def _refuse(self, route):
        self.troubles.append(f"asked for something outside: {route.request.url}")
        route.abort()

    def _listen(self, message):
        if message.type in ("error", "warning"):
            self.troubles.append(f"console {message.type}: {message.text}")


def _visits(browser, server):
    opened = Visits(browser, server)
    yield opened
    for context in opened.contexts:
        context.close()
    assert not opened.troubles


visits = pytest.fixture(_visits, name="visits")
# One page for many tests, because opening takes time.
shared_visits = pytest.fixture(_visits, name="shared_visits", scope="module")


@pytest.fixture(scope="session")
def find():
    """``find(page, kind, **choices)``: the first widget of a kind whose choices stand at these values."""

    def search(page, kind, **choices):
        for root in page.locator(f'[data-widget="{kind}"]').all():
            widget = Widget(root)
            if all(widget.control(name).input_value() == value for name, value in choices.items()):
                return widget
        raise AssertionError(f"no {kind} with {choices} on {page.url}")

    return search


class Chapter:
    """A page of the book that is open for all tests of a file, and opened again where one has left it."""

    def __init__(self, visits, address):
        self.visits, self.address, self._page = visits, address, None

    def page(self):
        if self._page is None:
            self._page = self.visits(self.address)
        elif self._page.url != self.address:
            self._page.goto(self.address)
            wait_until_drawn(self._page)
        return self._page


@pytest.fixture(scope="module")
def chapters(shared_visits, site):
    """``chapters(name)`` is that page of the book, read from its file."""
    return functools.cache(lambda name: Chapter(shared_visits, f"{site.as_uri()}/book/{name}.html"))


@pytest.fixture
def stepper(chapters, find):
    """The chapter's first stepper: V = xy, simultaneous, from (1, 0), with nothing kept and no rounds taken."""
    widget = find(chapters("03_convergence").page(), "orbit-stepper")
    widget.click("reset")
    while widget.control("drop").count():
        widget.control("drop").first.click()
    widget.click("restart")
    widget.choose(game="dirac", variant="gan", update="simultaneous")
    widget.choose(game="bilinear", method="simultaneous")
    for name, value in {"lr": 0.1, "momentum": 0, "speed": 20}.items():
        widget.slide(name, value)
    widget.type("start-x", 1)
    widget.type("start-y", 0)
    return widget


def write_bench(site, file, widgets, change=lambda states: None):
    """Writes a page of our own with these Python widgets, drawn by the site's host; gives its address."""
    states = {}
    for widget in widgets:
        state, paths, contents = _remove_buffers(widget.get_state())
        buffers = [{"path": path, "data": base64.b64encode(each).decode()} for path, each in zip(paths, contents)]
        states[widget.model_id] = {"state": state, "buffers": buffers}
    change(states)
    content = json.dumps({"states": states, "shared": []}).replace("</", "<\\/")
    places = "".join(
        f'<div class="live-figure"><div class="live-place" data-model="{model}"></div>'
        '<div class="live-still"><p>The still figure.</p></div></div>'
        for model in states
    )
    host = (site / "_static" / "widget-host.js").as_uri()
    file.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Bench</title>'
        f'<meta name="viewport" content="width=device-width">'
        f'<script type="application/vnd.live-figures+json">{content}</script><script src="{host}"></script></head>'
        f"<body>{places}</body></html>",
        encoding="utf-8",
    )
    return file.as_uri()


@pytest.fixture
def bench(site, visits, tmp_path):
    """``bench(widget, ...)`` opens a page of our own with these Python widgets, drawn by the site's host."""

    def build(*widgets, change=lambda states: None, **options):
        return visits(write_bench(site, tmp_path / "bench.html", widgets, change), **options)

    return build


@pytest.fixture(scope="session")
def engine(tmp_path_factory):
    """CollapseLab's runs in Node, to compare with what a page shows."""
    return Engine(tmp_path_factory.mktemp("engine"))


@pytest.fixture(scope="module")
def lab_page(site, shared_visits, tmp_path_factory):
    """The address and the page of one small lab for all tests of a file."""
    address = write_bench(site, tmp_path_factory.mktemp("lab") / "lab.html", [CollapseLab(name="ring", **QUICK)])
    return address, shared_visits(address)


@pytest.fixture
def open_lab(lab_page):
    """``open_lab(hash)`` opens that page anew and gives its lab."""

    def opened(part=""):
        address, page = lab_page
        page.goto("about:blank")  # another hash alone would not load the page again
        page.goto(address + part)
        wait_until_drawn(page)
        return Lab(page.locator('[data-widget="collapse-lab"]'))

    return opened


@pytest.fixture
def game(bench):
    """``game(**traits)`` opens a rating game on a page of its own; its clock is held unless ``held=False``."""

    def opened(held=True, script="", options=None, **traits):
        widget = rating(**traits)
        page = bench(widget, script=HOLD + script, **(options or {}))
        shown = Rating(page.locator(Rating.ROOT))
        return shown.hold() if held else shown

    return opened
