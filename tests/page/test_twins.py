"""Two wings: each module of the page outside ``engine`` repeats a module of the package, where and as that has it."""

import ast
import importlib
import inspect
import json
import math
import re
import subprocess
from pathlib import Path
from statistics import NormalDist

import pytest
import torch
from torch.nn.utils.parametrizations import spectral_norm

from gan_utils import families, losses, metrics, models, training
from gan_utils.widgets import bundle
from tools import find_node

from ..package.test_structure import MAY_IMPORT

NODE, _ = find_node.need()
PACKAGE, TESTS = Path(bundle.FOLDER), Path(__file__).parents[1]
PAGE = PACKAGE / "page"
SOURCES = {str(path.relative_to(PAGE))[:-3]: path.read_text(encoding="utf-8") for path in sorted(PAGE.rglob("*.js"))}
TWINS = [name for name in SOURCES if not name.startswith("engine/")]
# The engine, which may not know what it computes for; and seeded numbers, which stand for PyTorch's generator.
TORCH = {"engine", "seeded"}
# Modules that repeat a part of one of another name.
PARTS = {
    "models/convolutional": "models/dcgan",
    "training/images": "training/networks",
    "training/points": "training/networks",
}
# Modules that share no name with their twins.
NAMES_OF_THEIR_OWN = {
    "data/toys": "a target here is what Python keeps in TARGETS, CENTERS and LINES, or points of a reader's own",
    "losses/plain": "Python's terms are joined to objectives here already, so that workers need not carry the others",
    "metrics/feature_sets": "distances are kept from image to image, which Python measures anew",
    "metrics/parzen": "densities, where Python has their logarithms",
    "models/convolutional": "layers and numbers apart, where Python has modules",
    "models/toy": "weights on a tape or in an array, where Python has modules around them",
    "training/images": "networks of a run, which Python's train is given",
    "training/points": "networks of a run, which Python's train is given",
}


def default(function, name):
    return inspect.signature(function).parameters[name].default


# Constants of the page that are no constant of their twin: where Python has them.
ELSEWHERE = {
    ("divergences/discrete", "HIGHEST"): {"js": math.log(2), "tv": 1, "hellinger": 2},
    ("engine/optimiser", "BETAS"): list(default(training.train, "betas")),
    ("engine/optimiser", "EPSILON"): default(torch.optim.Adam, "eps"),
    ("engine/spectral", "TINY"): default(spectral_norm, "eps"),
    ("families/normal", "MOST_STEPS"): default(families.fit_mixture, "steps"),
    ("losses/table", "MARGIN"): default(losses.energy_discriminator_loss, "margin"),
    ("metrics/human", "NORMAL_975"): float(f"{NormalDist().inv_cdf(0.975):.15f}"),
    ("metrics/modes", "THRESHOLD"): default(metrics.mode_coverage, "threshold"),
    ("models/convolutional", "EPSILON"): default(torch.nn.BatchNorm2d, "eps"),
    ("models/convolutional", "MOMENTUM"): default(torch.nn.BatchNorm2d, "momentum"),
    ("pretrained", "CHANNELS"): list(models.dcgan.CHANNELS),
    ("pretrained", "SIZES"): list(models.dcgan.SIZES),
    ("models/convolutional", "SLOPE"): models.DCGANDiscriminator(1, 32, 1).layers[1].negative_slope,
    ("models/dcgan", "FILTER"): models.DCGANGenerator(1, 1, 32, 1).layers[0].kernel_size[0],
}
# Constants that Python has nowhere.
ALONE = {
    ("engine/kernel", "PAGE"): "WebAssembly's memory",
    ("engine/kernel", "FIRST_PAGES"): "WebAssembly's memory",
    ("engine/kernel", "MOST_PAGES"): "WebAssembly's memory",
    ("engine/spectral", "FIRST_TURNS"): "stands within PyTorch's code",
    ("models/convolutional", "PAIRS"): "PyTorch's modules of the rules undone",
    ("models/convolutional", "SPREAD"): "stands within models/initial.py; tests/models compare what is drawn",
    ("pretrained", "COUNT"): "safetensors' own",
    ("pretrained", "LARGEST"): "what a page may be asked for",
    ("training/points", "SPECTRAL_STREAM"): "PyTorch has its own generator",
}
COMMENT = re.compile(r"//.*|/\*(?:.|\n)*?\*/")
IMPORT = re.compile(r'^import [^"]*"([^"]+)";', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function|const|let|class)\*? (\w+)", re.MULTILINE)
CONSTANT = re.compile(r"^(?:export )?const ([A-Z][A-Z0-9_]*) = ([^;]*);", re.MULTILINE)
BROWSER = re.compile(r"\b(document|window|navigator|localStorage|fetch|location|addEventListener|[gs]etElement\w*)\b")
# Gives back those constants that are numbers, or made of numbers alone.
NUMBERS = """
const plain = (value) => typeof value === "number" ||
  (value !== null && typeof value === "object" && Object.values(value).every(plain));
const found = Object.entries(JSON.parse(require("fs").readFileSync(0, "utf8"))).map(([name, constants]) =>
  [name, Object.fromEntries(Object.entries(constants).flatMap(([constant, text]) => {
    try { const value = (0, eval)(`(${text})`); return plain(value) ? [[constant, value]] : []; } catch { return []; }
  }))]);
console.log(JSON.stringify(Object.fromEntries(found)));
"""


def twin_of(name):
    return PARTS.get(name, name)


def module_of(name):
    return importlib.import_module(f"gan_utils.{twin_of(name).replace('/', '.')}")


def spelt(name):
    """A public name of Python as the page has it: a function in one word, a class by what makes one of it."""
    if name.isupper():
        return name
    head, *rest = name.split("_")
    return f"make{name}" if name[0].isupper() else head + "".join(word.capitalize() for word in rest)


def names_in_common(name, source):
    there = (PACKAGE / f"{twin_of(name)}.py").read_text(encoding="utf-8")
    targets = [target for node in ast.parse(there).body for target in _defined(node)]
    return {spelt(target) for target in targets if not target.startswith("_")} & set(EXPORT.findall(source))


def _defined(node):
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def wrong_imports(name, source):
    """What a module of the page imports that it must not: from elsewhere, or against the package's arrows."""
    part = name.split("/")[0]
    allowed = TORCH if part == "engine" else MAY_IMPORT.get(part, set()) | TORCH | {part}
    for address in IMPORT.findall(source):
        needed = ((PAGE / name).parent / address).resolve()
        used = needed.relative_to(PAGE).with_suffix("").parts[0] if needed.is_relative_to(PAGE) else None
        if used not in allowed:
            yield address


def untyped(source):
    """What a module exports without a comment before it that says types; a text or a number needs none."""
    plain = re.compile(r"export const [A-Z_]+ = [\d(]")
    found = [match for match in EXPORT.finditer(source) if not plain.match(source, match.start())]
    told = {match[1]: re.search(r"/\*\*(?:(?!\*/).)*\*/\n\Z", source[: match.start()], re.DOTALL) for match in found}
    return [
        name for name, comment in told.items() if not comment or not re.search(r"@(?:param|returns|type) ", comment[0])
    ]


def numbers_of(sources):
    """The constants of each module that are numbers, or lists and tables of numbers."""
    written = {name: dict(CONSTANT.findall(source)) for name, source in sources.items()}
    told = subprocess.run(
        [NODE, "--eval", NUMBERS], input=json.dumps(written), capture_output=True, encoding="utf-8", check=True
    )
    return json.loads(told.stdout)


def other_numbers(name, constants):
    """Those constants of a module that Python has otherwise, or nobody knows where."""
    known = {} if name.startswith("engine/") else vars(module_of(name))
    for constant, value in constants.items():
        if (name, constant) in ALONE:
            continue
        if constant not in known and (name, constant) not in ELSEWHERE:
            yield f"{constant}: say in ELSEWHERE where Python has it"
        elif (there := known.get(constant, ELSEWHERE.get((name, constant)))) != value:
            yield f"{constant} is {value}, in Python {there}"


def compared():
    """The modules of the page that a test imports which reads Python's numbers."""
    files = [path.read_text(encoding="utf-8") for path in TESTS.rglob("*.test.mjs")]
    return {name for text in files if "fixture(" in text for name in re.findall(r'source\("page/([^"]+)\.js"\)', text)}


@pytest.mark.parametrize("name", TWINS)
def test_each_module_has_its_twin_and_a_test_that_compares_them(name):
    twin = twin_of(name)
    assert (PACKAGE / f"{twin}.py").is_file(), f"page/{name}.js repeats no gan_utils/{twin}.py"
    assert name in compared(), f"no test with Python's numbers imports page/{name}.js"
    assert f"gan_utils/{twin}.py" in SOURCES[name].split("\n\n")[0], "the first lines name the twin"


@pytest.mark.parametrize("name", TWINS)
def test_twins_share_names(name):
    found = names_in_common(name, SOURCES[name])
    assert bool(found) != (name in NAMES_OF_THEIR_OWN), f"in common: {sorted(found)}"


@pytest.mark.parametrize("name", SOURCES)
def test_imports_go_the_package_s_way_and_know_no_figure(name):
    assert list(wrong_imports(name, SOURCES[name])) == []


@pytest.mark.parametrize("name", SOURCES)
def test_mathematics_knows_no_browser(name):
    assert BROWSER.findall(COMMENT.sub("", SOURCES[name])) == []


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_exported_says_its_types(name):
    assert untyped(SOURCES[name]) == []


def test_constants_are_python_s():
    found = numbers_of(SOURCES)
    told = {name: list(other_numbers(name, constants)) for name, constants in found.items()}
    assert {name: words for name, words in told.items() if words} == {}
    listed = {*ELSEWHERE, *ALONE}
    assert listed <= {(name, constant) for name, constants in found.items() for constant in constants}, "out of date"


def test_lists_of_exceptions_are_of_today():
    assert NAMES_OF_THEIR_OWN.keys() | PARTS.keys() <= SOURCES.keys()


# A rule that nothing could break would hold nothing.


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("metrics/kernel", 'import { pretty } from "../../widgets/ui/words.js";'),
        ("metrics/kernel", 'import { makeRun } from "../training/run.js";'),
        ("latent", 'import { kid } from "./metrics/kernel.js";'),
        ("training/run", 'import { targetOf } from "../data/toys.js";'),
        ("engine/tape", 'import { forward } from "../models/toy.js";'),
        ("seeded", 'import { lerp } from "./latent.js";'),
    ],
)
def test_an_arrow_the_other_way_would_be_found(name, line):
    assert list(wrong_imports(name, f"{line}\n{SOURCES[name]}")) == [IMPORT.match(line)[1]]


def test_what_belongs_to_a_browser_would_be_found():
    assert BROWSER.findall("const root = document.body; window.scroll(0, 0);") == ["document", "window"]
    assert BROWSER.findall(COMMENT.sub("", "// the window\n/* a document */ const a = 1;")) == []


def test_a_missing_type_would_be_found():
    typed = "/** @returns {number} */\nexport const one = () => 1;\nexport const TWO = 2;\n"
    assert untyped(typed) == [] and untyped(f"{typed}// Three.\nexport function three() {{}}") == ["three"]
    assert untyped(f"{typed}/** Four. */\nexport async function four() {{}}") == ["four"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("const GAIN = 0.8;", []),
        ("const GAIN = 0.9;", ["GAIN is 0.9, in Python 0.8"]),
        ("export const LOSS = [1, 2 ** 20];", ["LOSS: say in ELSEWHERE where Python has it"]),
        ("const BENDS = { relu: Math.abs };", []),
    ],
)
def test_another_constant_would_be_found(line, told):
    (constants,) = numbers_of({"models/toy": f"{line}\n"}).values()
    assert list(other_numbers("models/toy", constants)) == told


def test_names_are_spelt_as_the_page_spells_them():
    names = ["em_step", "wasserstein_1", "later_seed", "OBJECTIVES", "DCGANGenerator", "kid"]
    assert [*map(spelt, names)] == ["emStep", "wasserstein1", "laterSeed", "OBJECTIVES", "makeDCGANGenerator", "kid"]
    assert names_in_common("metrics/kernel", "export function kid(a) {}\nexport const other = 1;") == {"kid"}
    assert not names_in_common("metrics/kernel", "export function kernelDistance(a) {}")
