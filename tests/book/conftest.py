"""What the tests of each chapter are given; a chapter's folder has its name."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import pytest

from .chapters import printed_in


@pytest.fixture(scope="module")
def printed(request):
    """What the built chapter shows, of the folder's chapter."""
    return printed_in(request.path.parent.name)


@pytest.fixture
def load_extension(monkeypatch):
    """``load_extension(name)`` is one of the book's extensions, freshly loaded, with what it says kept in ``said``."""

    def load(name):
        file = Path(__file__).parents[2] / "book" / "_ext" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(f"{name}_under_test", file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.said = []
        logger = SimpleNamespace(info=lambda text, *values: module.said.append(text % values))
        monkeypatch.setattr(module, "logger", logger)
        return module

    return load
