"""The face of a package whose modules are heavy: each loads when a name of it is asked for.

The ``__init__`` reads like any other, but its imports stand under ``if TYPE_CHECKING:``, where editors and type
checkers see them, and it ends in ``show(__name__)``, which looks there for what to import when.
"""

import ast
import inspect
import sys
from importlib import import_module
from types import ModuleType
from typing import Any


def show(package: str) -> None:
    """Let a package, which is being imported, have the names that it imports under ``if TYPE_CHECKING:``.

    Args:
        package: its ``__name__``.

    >>> from gan_utils import metrics
    >>> metrics.wilson_interval.__module__
    'gan_utils.metrics.human'
    >>> "kid" in dir(metrics)
    True
    >>> metrics.inception_scores
    Traceback (most recent call last):
    AttributeError: module 'gan_utils.metrics' has no attribute 'inception_scores'
    """
    module = sys.modules[package]
    guarded = [node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.If)]
    imports = [line for node in guarded for line in node.body if isinstance(line, ast.ImportFrom)]
    module.__dict__["_homes"] = {alias.name: line.module for line in imports for alias in line.names}
    module.__class__ = _Face


class _Face(ModuleType):
    """A package that knows where each of its names is at home."""

    _homes: dict[str, str]

    def __getattr__(self, name: str) -> Any:
        if name not in self._homes:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        home = self._homes[name]
        if home == self.__name__:
            return import_module(f"{home}.{name}")
        self.__dict__[name] = getattr(import_module(home), name)
        return self.__dict__[name]

    def __setattr__(self, name: str, value: Any) -> None:
        # Python binds each module that it has loaded to its package: there a function of that name keeps its place.
        if self._homes.get(name) == f"{self.__name__}.{name}":
            value = getattr(value, name)
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._homes})
