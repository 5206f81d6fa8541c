"""What the page's JavaScript is compared with, computed by the Python package when the tests run."""

import hashlib
import json
import math
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from filelock import FileLock

from ..data.toys_cases import coverage_cases, network_cases, target_cases
from ..families.normal_cases import drawn_cases, fitting_cases
from ..games.game_cases import bilinear_cases, dirac_cases, edge_cases, field_cases
from ..latent.latent_cases import path_cases, walk_cases
from ..metrics.human_cases import count_cases, deal_cases, staircase_cases, summary_cases
from ..metrics.inception_cases import inception_cases
from ..metrics.score_cases import frechet_cases, judge_cases, score_cases, spoil_cases
from ..models.dcgan_cases import generator_cases
from ..models.face_cases import arithmetic_cases, reader_cases, search_cases
from ..seeded_cases import seeded_cases
from ..training.run_cases import gan_cases
from ..widgets.densities.distances_cases import bound_cases, distance_cases, erfc_cases, row_cases
from ..widgets.frechet_by_hand.gaussians_cases import gaussian_cases
from ..widgets.gan_on_a_line.run_cases import line_cases
from ..widgets.packed.images_cases import sheet_cases
from ..widgets.vending_machine.machine_cases import drop_cases, estimate_cases, machine_state, small_network_cases
from .engine.bytes_cases import half_cases
from .engine.tape_cases import tape_cases
from .extreme_cases import extreme_cases

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
    computing = [*TESTS.rglob("*_cases.py"), *TESTS.glob("oracles/*"), Path(__file__)]
    for path in sorted([*PACKAGE.rglob("*"), *computing]):
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(str(path.relative_to(PACKAGE.parent)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def write_cases(folder):
    parts = {
        "bilinear": bilinear_cases(),
        "dirac": dirac_cases(),
        "fields": field_cases(),
        "seeded": seeded_cases(),
        "paths": path_cases(),
        "walks": walk_cases(),
        "halves": half_cases(),
        "generators": generator_cases(),
        "edges": edge_cases(),
        "tape": tape_cases(),
        "gans": gan_cases(),
        "targets": target_cases(),
        "coverage": coverage_cases(),
        "networks": network_cases(),
        "readers": reader_cases(),
        "arithmetic": arithmetic_cases(),
        "searches": search_cases(),
        "lines": line_cases(),
        "erfc": erfc_cases(),
        "distances": distance_cases(),
        "bounds": bound_cases(),
        "rows": row_cases(),
        "small_networks": small_network_cases(),
        "drops": drop_cases(),
        "estimates": estimate_cases(),
        "machine": machine_state(),
        "fitting": fitting_cases(),
        "drawn": drawn_cases(),
        "sheets": sheet_cases(),
        "counts": count_cases(),
        "staircases": staircase_cases(),
        "deals": deal_cases(),
        "summaries": summary_cases(),
        "inception": inception_cases(),
        "gaussians": gaussian_cases(),
        "judges": judge_cases(),
        "frechets": frechet_cases(),
        "scores": score_cases(),
        "spoils": spoil_cases(),
        "extremes": extreme_cases(),
    }
    for name, cases in parts.items():
        (folder / f"{name}.json").write_text(json.dumps(plain(cases), allow_nan=False), encoding="utf-8")


def plain(value):
    """As JSON may hold it, which knows no infinity: those numbers and NaN become text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(inner) for inner in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, complex):
        return [value.real, value.imag]
    return value
