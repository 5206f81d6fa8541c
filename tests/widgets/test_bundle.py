"""The module that a browser is given: joined from the sources, each once, with nothing left to import."""

import json
import re
import subprocess
from collections import Counter

import pytest

from gan_utils.widgets import (
    BoundExplorer,
    CollapseLab,
    DCGANLab,
    DivergenceExplorer,
    FrechetByHand,
    GanOnALine,
    InceptionScoreByHand,
    LatentArithmetic,
    LatentWalk,
    MleFitter,
    OrbitStepper,
    RealOrFake,
    SaddleSurface,
    ScoreBreaker,
    VendingMachine,
    bundle,
)
from tools import find_node

NODE, _ = find_node.need()
WIDGETS = {
    "orbit_stepper": OrbitStepper,
    "latent_walk": LatentWalk,
    "saddle_surface": SaddleSurface,
    "collapse_lab": CollapseLab,
    "dcgan_lab": DCGANLab,
    "latent_arithmetic": LatentArithmetic,
    "mle_fitter": MleFitter,
    "divergence_explorer": DivergenceExplorer,
    "bound_explorer": BoundExplorer,
    "vending_machine": VendingMachine,
    "gan_on_a_line": GanOnALine,
    "score_breaker": ScoreBreaker,
    "real_or_fake": RealOrFake,
    "inception_score_by_hand": InceptionScoreByHand,
    "frechet_by_hand": FrechetByHand,
}
VIEWS = {f"widgets/{name}/view": widget for name, widget in WIDGETS.items()}
# Scripts of their own, which a widget hands to its workers; and how many numbers the target in their first answer has.
WORKERS = {
    "widgets/collapse_lab/worker": (CollapseLab, 1200),
    "widgets/gan_on_a_line/worker": (GanOnALine, 2000),
    "widgets/dcgan_lab/worker": (DCGANLab, 8 * 32 * 32),
}
# What a page sends a run of images: a few of one grey pixel each would be too small for a batch.
IMAGES = """{ key: "some", levels: new Uint8Array(16 * 1024), count: 16, channels: 1 }"""
# Each figure of a page that is shown in Jupyter carries its own copy; 15 kB of each are the card's: its places, its
# link, and its picture as PNG and SVG. The lab is the largest by far, with links, presets, twelve seeds, a map of the
# rates and a timeline; it stands once, on one page, and so does its worker with the training engine. DCGANLab has the
# front page and chapter 1, its worker convolutions and files; both pages load one file of each. OrbitStepper knows
# eighteen ways to move and tells what becomes of each; LatentWalk has its strip and a path of the reader's own;
# LatentArithmetic runs two networks, ScoreBreaker a classifier and seven scores. The worker of GanOnALine knows all
# objectives, twice as many as the lab's. MleFitter has its landscape, BoundExplorer its witness, VendingMachine two
# networks: all three draw axes and curves.
LARGEST = {
    "widgets/collapse_lab/view": 89_500,
    "widgets/dcgan_lab/view": 87_500,
    "widgets/dcgan_lab/worker": 77_500,
    "widgets/latent_arithmetic/view": 68_500,
    "widgets/latent_walk/view": 68_250,
    "widgets/score_breaker/view": 70_500,
    "widgets/orbit_stepper/view": 70_250,
    "widgets/gan_on_a_line/view": 66_000,
    "widgets/mle_fitter/view": 67_000,
    "widgets/bound_explorer/view": 67_500,
    "widgets/vending_machine/view": 63_500,
    "widgets/divergence_explorer/view": 63_250,
    "widgets/collapse_lab/worker": 44_000,
    "widgets/gan_on_a_line/worker": 47_500,
}


@pytest.fixture(params=VIEWS)
def name(request):
    return request.param


@pytest.fixture(params=[*VIEWS, *WORKERS])
def any_name(request):
    return request.param


def node(*arguments):
    return subprocess.run([NODE, *arguments], capture_output=True, encoding="utf-8", timeout=60)


def needed(path):
    """The sources that a module is made of, found apart from bundle.py: by following its import lines."""
    found, waiting = set(), [path]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [path.parent / address for address in re.findall(r'from "(.+?)"', path.read_text("utf-8"))]
    return {path.resolve() for path in found}


def test_every_widget_is_bundled():
    assert {path.parent.name for path in bundle.FOLDER.glob("widgets/*/view.js")} == set(WIDGETS)
    for view, widget in VIEWS.items():
        assert widget._esm == bundle.script(view)


def test_the_joined_module_parses_and_gives_a_render_function(name, tmp_path):
    file = tmp_path / "view.mjs"
    file.write_text(bundle.script(name), encoding="utf-8")
    checked = node("--check", file)
    assert checked.returncode == 0, checked.stderr
    # Loading it runs all that stands outside functions, in the order in which it was joined.
    told = node("--input-type=module", "-e", f"console.log(typeof (await import({str(file)!r})).default.render)")
    assert told.stdout == "function\n", told.stderr


def test_it_holds_each_source_once(any_name):
    """Piece by piece: all code of all sources, none of it twice."""
    expected = Counter()
    for path in needed(bundle.FOLDER / f"{any_name}.js"):
        lines = _pieces_of_code(path.read_text(encoding="utf-8"))
        assert lines, path
        expected += lines
    assert _pieces_of_code(bundle.script(any_name)) == expected


def _pieces_of_code(source):
    """The code's lines, each parted once more where lines may have been joined."""
    source = re.sub(r"(?:^import [^;]*|(?:^|(?<=;))const \{[^}]*\}=\$\d+);", "", source, flags=re.MULTILINE)
    source = re.sub(r"^const \$\d+=\(\(\)=>\{$|^return \{[^}]*\};\n\}\)\(\);$", "", source, flags=re.MULTILINE)
    source = re.sub(r"^\s*/\*\*.*?\*/", "", source, flags=re.MULTILINE | re.DOTALL)
    lines = (line.strip().removeprefix("export ") for line in source.splitlines())
    code = (line for line in lines if not line.startswith("//"))
    pieces = (piece.strip() for line in code for piece in re.split(r"(?<=[;,{(\[])", line))
    return Counter(piece for piece in pieces if piece)


def test_nothing_is_left_to_import_and_only_the_widget_is_exported(name):
    text = bundle.script(name)
    assert not re.search(r"^\s*import\b|\bimport\s*\(|import\.meta", text, re.MULTILINE)
    assert re.findall(r"^export .*", text, re.MULTILINE) == ["export default { render };"]


# Asks a worker's script, in a thread that has nothing but messages, for a run of three rounds.
ASK = """
const answers = [];
globalThis.self = { postMessage: (answer) => answers.push(answer) };
await import(process.argv[1]);
const [settings, constants] = process.argv.slice(2).map(JSON.parse);
const data = settings.data === "digits" ? IMAGES : undefined;
const messages = [{ kind: "start", settings, changes: [], constants, data },
  { kind: "train", steps: 3, milliseconds: 1e6 }, { kind: "no" }];
for (const message of messages)
  self.onmessage({ data: { id: 7, layers: {}, at: null, ...message } });
const sizeOf = (target) => (target?.points ?? target?.real)?.length;
const told = ({ picture, taken, target, error }) => [picture?.step, taken, sizeOf(target), !!error];
console.log(JSON.stringify(answers.map(told)));
""".replace("IMAGES", IMAGES)


@pytest.mark.parametrize("worker", WORKERS)
def test_a_worker_is_a_plain_script_that_needs_nothing_else(worker, tmp_path):
    text, (widget, points) = bundle.script(worker), WORKERS[worker]
    assert widget()._worker == text
    assert not re.search(r"^\s*(?:import|export)\b|\bimport\s*\(|importScripts|import\.meta", text, re.MULTILINE)
    assert not re.search(r"\b(?:document|window|fetch|XMLHttpRequest|localStorage)\b", text)
    file = tmp_path / "worker.js"  # as a script, not a module: so it is what a browser is given
    file.write_text(text, encoding="utf-8")
    checked = node("--check", file)
    assert checked.returncode == 0, checked.stderr
    settings = {
        name: getattr(widget(width=8), name)
        for name in widget.class_own_traits(sync=True)
        if name not in ("title", "caption", "name") and not name.startswith("_")
    }
    told = node("--input-type=module", "-e", ASK, str(file), json.dumps(settings), json.dumps(widget.constants))
    expected = [[0, None, points, False], [3, 3, None, False], [None, None, None, True]]
    assert json.loads(told.stdout) == expected, told.stderr


def test_a_bundle_is_light(any_name):
    assert len(bundle.script(any_name).encode()) <= LARGEST.get(any_name, 63_000)


def test_comments_are_left_out_and_texts_with_two_slashes_are_kept(tmp_path, monkeypatch):
    source = '// note\nconst address = "a://b"; // kept, behind code;\n/** Said of it. */\nexport default address;\n'
    _folder(tmp_path, monkeypatch, {"comments.js": source})
    lines = source.splitlines(keepends=True)
    assert bundle.script("comments") == lines[1] + lines[3]


def test_lines_are_joined_where_they_end_a_statement_or_go_on(tmp_path, monkeypatch):
    source = "const sum = [\n  1,\n  2,\n].reduce(\n  (a, b) => a +\n    b,\n);\nexport default sum;\n"
    _folder(tmp_path, monkeypatch, {"lines.js": source})
    assert bundle.script("lines") == "const sum = [1,2,].reduce((a, b) => a +\nb,);export default sum;\n"


def test_a_module_that_two_others_need_comes_once_and_first(tmp_path, monkeypatch):
    _folder(
        tmp_path,
        monkeypatch,
        {
            "shared_by_two.js": 'import { left } from "./js/left.js";\nimport {\n  right,\n} from "./js/right.js";\n'
            "export default [left, right];\n",
            "js/left.js": 'import { base } from "./base.js";\nexport const left = base + 1;\n',
            "js/right.js": 'import { base } from "./base.js";\nexport const right = base + 2;\n',
            "js/base.js": "export const base = 40;\n",
        },
    )
    text = bundle.script("shared_by_two")
    assert text.count("const base") == 1
    file = tmp_path / "joined.mjs"
    file.write_text(text, encoding="utf-8")
    told = node("--input-type=module", "-e", f"console.log((await import({str(file)!r})).default.join())")
    assert told.stdout == "41,42\n", told.stderr


def test_modules_may_use_one_name_for_different_things(tmp_path, monkeypatch):
    """Each has a scope of its own; only what it exports is seen, under the name that the other one gives it."""
    _folder(
        tmp_path,
        monkeypatch,
        {
            "own_scopes.js": 'import { twice as ahead } from "./js/first.js";\n'
            'import { other } from "./js/second.js";\n'
            "const twice = 1;\nexport default [twice, ahead, other, typeof hidden];\n",
            "js/first.js": "const hidden = 2;\nexport const twice = hidden;\n",
            "js/second.js": "function twice() {\n  return 3;\n}\nexport const other = twice();\n",
        },
    )
    file = tmp_path / "joined.mjs"
    file.write_text(bundle.script("own_scopes"), encoding="utf-8")
    told = node("--input-type=module", "-e", f"console.log((await import({str(file)!r})).default.join())")
    assert told.stdout == "1,2,3,undefined\n", told.stderr


def test_a_name_that_is_not_exported_is_refused(tmp_path, monkeypatch):
    files = {"asks.js": 'import { inner } from "./js/keeps.js";\nexport default inner;\n'}
    _folder(tmp_path, monkeypatch, files | {"js/keeps.js": "const inner = 1;\nexport const outer = inner;\n"})
    with pytest.raises(ValueError, match="asks.js imports inner, which keeps.js does not export"):
        bundle.script("asks")


def test_a_circle_of_imports_is_refused(tmp_path, monkeypatch):
    files = {"round.js": 'import { a } from "./js/back.js";\nexport const b = a;\n'}
    _folder(tmp_path, monkeypatch, files | {"js/back.js": 'import { b } from "../round.js";\nexport const a = b;\n'})
    with pytest.raises(ValueError, match="circle: round.js -> back.js -> round.js"):
        bundle.script("round")


@pytest.mark.parametrize("name", ["no_such_widget", "../nowhere"])
def test_a_missing_module_is_named(name):
    with pytest.raises(FileNotFoundError, match=name):
        bundle.script(name)


def test_a_missing_import_is_named(tmp_path, monkeypatch):
    _folder(tmp_path, monkeypatch, {"lonely.js": 'import { gone } from "./js/gone.js";\nexport default gone;\n'})
    with pytest.raises(FileNotFoundError, match="gone.js"):
        bundle.script("lonely")


def test_the_style_is_one_sheet_that_asks_for_nothing():
    style = bundle.style()
    assert ".gan-card" in style and style.count("{") == style.count("}")
    assert "url(" not in style and "@import" not in style


def test_the_style_has_every_folders_rules_once_with_the_cards_first_and_a_phones_last():
    rules = [path.read_text(encoding="utf-8") for path in bundle.FOLDER.glob("widgets/**/*.css")]
    assert len(bundle.style()) <= sum(map(len, rules))
    assert bundle.style().count("{") == sum(
        re.sub(r"/\*.*?\*/", "", each, flags=re.DOTALL).count("{") for each in rules
    )
    assert bundle.style().lstrip().startswith(".gan-card {")
    phone = (bundle.FOLDER / "widgets/ui/phone.css").read_text(encoding="utf-8")
    last = [line.strip() for line in phone.splitlines() if not line.startswith("/*")]
    assert bundle.style().splitlines()[-len(last) :] == last


@pytest.mark.parametrize("figure", [each for each in WIDGETS if (bundle.FOLDER / f"widgets/{each}/style.css").exists()])
def test_what_a_figures_folder_styles_no_other_figure_uses(figure):
    """What two figures share stands with the card, or in their common room."""
    style, shared = (
        (bundle.FOLDER / f"widgets/{name}/style.css").read_text(encoding="utf-8") for name in (figure, "ui")
    )
    own, common = (set(re.findall(r"\.(gan-[\w-]+)", each)) for each in (style, shared))
    if not own - common:  # no class of its own: then its rules name the figure
        assert set(re.findall(r'\[data-widget="([\w-]+)"\]', style)) == {figure.replace("_", "-")}
        return
    using = re.compile(rf"\b(?:{'|'.join(own - common)})(?![\w-])")
    pages = bundle.FOLDER.glob("widgets/*/*.js")
    assert {path.parent.name for path in pages if using.search(path.read_text(encoding="utf-8"))} == {figure}


def _folder(tmp_path, monkeypatch, files):
    """Sources of our own in place of the package's. Their names differ by test: bundle.script remembers."""
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    for file, text in files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
