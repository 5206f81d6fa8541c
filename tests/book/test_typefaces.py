"""The book's typefaces when npm cannot be reached: the build goes on without them and says why."""

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture
def extension(load_extension):
    return load_extension("typefaces")


@pytest.fixture
def app(tmp_path):
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=str(tmp_path / "html"), sheets=[])
    app.config = SimpleNamespace(html_static_path=[])
    app.add_css_file = lambda name, priority: app.sheets.append(name)
    return app


@pytest.mark.parametrize(
    "error", [OSError("no network"), RuntimeError("no Node"), subprocess.CalledProcessError(1, "npm")]
)
def test_without_npm_pages_stand_in_the_readers_fonts_and_one_line_says_so(extension, app, monkeypatch, error):
    def fail(folder, *packages):
        raise error

    monkeypatch.setattr(extension.find_node, "fetch", fail)
    extension._add(app)
    assert app.sheets == [] and app.config.html_static_path == [], "no style sheet that is not there"
    assert len(extension.said) == 1 and str(error) in extension.said[0]
    assert not (Path(app.outdir).parent / extension.FOLDER).exists()


def test_the_typefaces_are_fetched_once(extension, app, monkeypatch):
    asked = []

    def fetch(folder, *packages):
        asked.append(packages)
        for _, package, _, file, _, _ in extension.FACES:
            path = folder / "node_modules" / "@fontsource-variable" / package / "files" / f"{file}.woff2"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"wOF2")

    monkeypatch.setattr(extension.find_node, "fetch", fetch)
    for _ in range(2):
        extension._add(app)
    style = (Path(app.outdir).parent / extension.FOLDER / extension.STYLE).read_text(encoding="utf-8")
    assert len(asked) == 1 and app.sheets == [extension.STYLE] * 2
    assert style.count("font-display:swap") == len(extension.FACES) and "http" not in style
