"""What the page's JavaScript is compared with, computed by the Python package when the tests run.

A `*_cases.py` beside a page test names its files in `CASES`, each with the function that computes it.
"""

import base64
import hashlib
import importlib
import json
import math
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from filelock import FileLock

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "gan_utils"
KEPT = TESTS.parent / "_build" / "javascript-cases"


@pytest.fixture(scope="session")
def fixtures():
    """The folder of JSON files that the tests in Node read: made once for all processes, and kept for later runs."""
    return once(KEPT, _contents(), write_cases)


def once(parent, key, write):
    """The folder of this key in ``parent``: ``write(folder)`` fills it, in one process, and others wait for it."""
    parent.mkdir(parents=True, exist_ok=True)
    folder = parent / key
    with FileLock(parent / "lock"):
        if not folder.exists():
            for old in [path for path in parent.iterdir() if path.is_dir()]:
                shutil.rmtree(old)
            part = parent / f"{key}.part"
            part.mkdir()
            write(part)
            part.rename(folder)  # it appears when it is complete
    return folder


def _contents():
    """A name for all that the numbers depend on: the package, what computes them, and with which versions."""
    found = hashlib.sha256(f"{sys.version} {torch.__version__} {np.__version__}".encode())
    computing = [*TESTS.rglob("*_cases.py"), *TESTS.rglob("support.py"), *TESTS.glob("oracles/*"), Path(__file__)]
    for path in sorted([*PACKAGE.rglob("*"), *computing]):
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(str(path.relative_to(PACKAGE.parent)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def write_cases(folder):
    """A file for each name in the ``CASES`` of each ``*_cases.py``."""
    written = set()
    for path in sorted(TESTS.rglob("*_cases.py")):
        module = ".".join(path.relative_to(TESTS.parent).with_suffix("").parts)
        for name, cases in importlib.import_module(module).CASES.items():
            assert name not in written, f"two files have cases {name!r}"
            written.add(name)
            (folder / f"{name}.json").write_text(json.dumps(plain(cases()), allow_nan=False), encoding="utf-8")


def plain(value):
    """As JSON may hold it, which knows no infinity and no bytes: those numbers, NaN and bytes become text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(inner) for inner in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, complex):
        return [value.real, value.imag]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
