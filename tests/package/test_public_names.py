"""The faces of the packages: every public name is to be had where one looks for it, and heavy modules wait."""

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import gan_utils

PACKAGES = [f"gan_utils.{found.name}" for found in pkgutil.iter_modules(gan_utils.__path__) if found.ispkg]
NAMES = [(package, name) for package in PACKAGES for name in importlib.import_module(package).__all__]
# Functions and classes without a leading underscore that are no part of the interface: whole modules, or single ones.
INTERNAL = {
    "gan_utils.data.painter": "all",
    "gan_utils.divergences.discrete": {"check_f"},
    "gan_utils.families.arguments": "all",
    "gan_utils.families.rbm": {"all_states"},
    "gan_utils.games.bilinear": {"far_away"},
    "gan_utils.losses.plain": {"mean"},
    "gan_utils.metrics.feature_sets": "all",
    "gan_utils.metrics.features": {"check_images", "check_range"},
    "gan_utils.models.initial": {"draw", "initialise_classifier", "random_from"},
    "gan_utils.models.shapes": {"OfImages", "check_batch", "check_latent_batch"},
    "gan_utils.stills": "all",  # but for what a chapter may say of a figure
    "gan_utils.training": "all",  # but for the five names of its face
    "gan_utils.widgets": "all",  # but for the figures
}


def modules_of(package: str) -> list[ModuleType]:
    found = pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
    return [importlib.import_module(module.name) for module in found]


def defined_in(module: ModuleType) -> dict:
    """The functions and classes of a module's own without a leading underscore."""
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module.__name__
    }


def internal(module: str, name: str) -> bool:
    whole = [place for place, names in INTERNAL.items() if names == "all"]
    return any(f"{module}.".startswith(f"{place}.") for place in whole) or name in INTERNAL.get(module, ())


def run(code: str) -> str:
    """What fresh Python prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout


@pytest.mark.parametrize("package, name", NAMES)
def test_a_name_of_the_face_is_the_object_that_its_module_defines(package, name):
    value = getattr(importlib.import_module(package), name)
    if isinstance(value, ModuleType):
        assert value is sys.modules[f"{package}.{name}"]
    else:
        homes = [module for module in modules_of(package) if vars(module).get(name) is value]
        assert homes
        if inspect.isfunction(value) or inspect.isclass(value):
            assert value.__module__ in {module.__name__ for module in homes}


@pytest.mark.parametrize("package", PACKAGES)
def test_what_a_module_defines_is_reached_from_the_face_or_is_internal(package):
    face = importlib.import_module(package)
    reached = {id(getattr(face, name)) for name in face.__all__}
    for module in modules_of(package):
        if id(module) not in reached:  # else it is reached as a whole
            for name, value in defined_in(module).items():
                assert id(value) in reached or internal(module.__name__, name), f"{module.__name__}.{name}"


def test_what_is_listed_as_internal_is_there_and_not_on_the_face():
    for place, names in INTERNAL.items():
        module = importlib.import_module(place)
        if names != "all":
            assert names <= defined_in(module).keys()
            assert not names & set(importlib.import_module(place.rsplit(".", 1)[0]).__all__)


@pytest.mark.parametrize("package", PACKAGES)
def test_type_checkers_and_editors_see_the_same_names(package):
    face = importlib.import_module(package)
    tree = ast.parse(Path(face.__file__).read_text(encoding="utf-8"))
    lines = [line for node in tree.body for line in getattr(node, "body", [node]) if isinstance(line, ast.ImportFrom)]
    seen = {alias.name for line in lines for alias in line.names} - {"TYPE_CHECKING", "show"}
    assert seen == set(face.__all__) <= set(dir(face))
    assert face.__all__ == sorted(face.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name))


@pytest.mark.parametrize("package", PACKAGES)
def test_a_name_that_is_not_there_is_refused_by_name(package):
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'nothing'"):
        importlib.import_module(package).nothing  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'nothing'"):
        exec(f"from {package} import nothing")


@pytest.mark.parametrize(
    "code, needs",
    [
        ("from gan_utils.data import digits", True),
        ("from gan_utils.divergences import js_gaussians, w2_gaussians, wasserstein_1", False),
        ("from gan_utils.divergences import *", True),
        ("from gan_utils.metrics import inception_score, kid, mode_coverage, wilson_interval", False),
        ("from gan_utils.metrics import fid", True),
        ("from gan_utils.widgets import InceptionScoreByHand, OrbitStepper, SaddleSurface", False),
    ],
)
def test_torch_loads_with_the_first_name_that_needs_it(code, needs):
    assert run(f"{code}; import sys; print('torch' in sys.modules)") == f"{needs}\n"


@pytest.mark.parametrize("package", ["data", "divergences", "metrics", "widgets"])
def test_looking_at_a_face_loads_nothing(package):
    code = f"import sys, gan_utils.{package} as face; dir(face), face.__all__; print(*sys.modules)"
    assert not {"torch", "numpy", "matplotlib", "anywidget"} & set(run(code).split())


@pytest.mark.parametrize("first", ["import gan_utils.metrics.features", "from gan_utils.metrics import fid", "pass"])
def test_a_function_named_as_its_module_is_that_function_whatever_was_imported_before(first):
    code = "from gan_utils.metrics import features; from gan_utils.metrics.features import features as same"
    assert run(f"{first}; {code}; print(features is same, features.__name__)") == "True features\n"
