"""What the page's JavaScript is compared with, computed by the Python package when the tests run."""

import base64
import hashlib
import itertools
import json
import math
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from filelock import FileLock

from gan_utils import games, latent
from gan_utils.models import DCGANGenerator
from gan_utils.seeded import LARGEST_SEED, normals, uniforms
from gan_utils.widgets.packed.networks import pack_generator

from .divergence_cases import bound_cases, distance_cases, erfc_cases
from .engine_cases import gan_cases
from .extreme_cases import extreme_cases
from .face_cases import arithmetic_cases, reader_cases, search_cases
from .fitting_cases import drawn_cases, fitting_cases
from .gaussian_cases import gaussian_cases
from .human_cases import count_cases, deal_cases, staircase_cases, summary_cases
from .inception_cases import inception_cases
from .line_cases import line_cases
from .machine_cases import drop_cases, estimate_cases, machine_state, small_network_cases
from .point_cases import coverage_cases, network_cases, target_cases
from .score_cases import frechet_cases, judge_cases, score_cases, spoil_cases
from .sheet_cases import sheet_cases
from .tape_cases import tape_cases

PACKAGE = Path(__file__).parents[2] / "gan_utils"
KEPT = Path(__file__).parents[2] / "_build" / "javascript-cases"
STEPS = 500
RATES = (0.01, 0.1, 0.5, 1.0, 2.0, 2.5)
STARTS = ((1.0, 0.0), (-3.0, 2.0), (0.3, 7.5))
MOMENTA = (0.0, -0.5, 0.9)
OPTIONS = {
    "simultaneous": [{"momentum": m} for m in MOMENTA],
    "alternating": [{"first": first, "momentum": m} for first in "xy" for m in MOMENTA],
    "consensus": [{"beta": beta} for beta in (0.05, 1.0, 2.0)],
    "unrolled": [{}, {"unroll": 3, "unroll_lr": 0.3}, {"unroll": 10, "unroll_lr": 2.5}],
}
DIRAC_OPTIONS = {
    "wgan": [{}, {"clip": 0.1}],
    "wgan_gp": [{}, {"penalty": 0.05, "target": 0.0}, {"penalty": 2.0, "target": 2.0}],
    "instance_noise": [{}, {"noise": 2.0, "samples": 7, "seed": LARGEST_SEED}],
    "r1": [{}, {"penalty": 2.0}],
    "consensus": [{}, {"beta": 0.05}],
}
# With longer steps than these some orbits are chaotic: the last bit of exp, in which languages differ, then grows.
DIRAC_RATES = (0.05, 0.2, 0.5)
DIRAC_STARTS = ((1.0, 1.0), (-2.0, 0.5))


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
    """A name for all that the numbers depend on: the package, these files and what computes for them."""
    found = hashlib.sha256(f"{sys.version} {torch.__version__} {np.__version__}".encode())
    for path in sorted([*PACKAGE.rglob("*"), *Path(__file__).parent.glob("*.py")]):
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


def bilinear_cases():
    cases = []
    for method in games.METHODS:
        for options, lr in itertools.product(OPTIONS.get(method, [{}]), RATES):
            matrix = games.bilinear_matrix(method, lr, **options)
            filled = {"momentum": 0.0, "first": "x", "beta": 1.0, "unroll": 1, "unroll_lr": lr} | options
            orbits = [games.bilinear_orbit(method, lr, start, STEPS, **options) for start in STARTS]
            cases.append(
                {
                    "settings": {"game": "bilinear", "method": method, "lr": lr} | filled,
                    "orbits": orbits,
                    "conserved": [_conserved(method, lr, orbit, options) for orbit in orbits],
                    **_spectrum(matrix, games.spectral_radius(method, lr, **options)),
                }
            )
    return cases


def _conserved(method, lr, orbit, options):
    with np.errstate(over="ignore", invalid="ignore"):  # some orbits leave the range of numbers
        return games.conserved(method, lr, orbit, **options)


def dirac_cases():
    cases = []
    for variant, update in itertools.product(games.DIRAC_VARIANTS, ("simultaneous", "alternating")):
        for options, lr in itertools.product(DIRAC_OPTIONS.get(variant, [{}]), DIRAC_RATES):
            filled = _dirac_settings(variant, options)
            case = {"settings": {"game": "dirac", "variant": variant, "update": update, "lr": lr} | filled}
            case["orbits"] = [games.dirac_orbit(variant, lr, s, STEPS, update, **options) for s in DIRAC_STARTS]
            if variant == "wgan_gp" and filled["target"] > 0:
                with pytest.raises(ValueError):
                    games.dirac_matrix(variant, lr, update, **options)
                case["matrix"] = None
            else:
                matrix = games.dirac_matrix(variant, lr, update, **options)
                case |= _spectrum(matrix, float(np.abs(np.linalg.eigvals(matrix)).max()))
            cases.append(case)
    return cases


def _dirac_settings(variant, options):
    page = {"clip": 1.0, "penalty": 0.3, "target": 1.0, "noise": 0.7, "samples": 100, "seed": 0, "beta": 1.0}
    return page | games.DIRAC_OPTIONS.get(variant, {}) | options


def _spectrum(matrix, radius):
    values = [complex(value) for value in games.eigenvalues(matrix)]
    return {"matrix": matrix, "eigenvalues": values, "spectral_radius": radius}


def field_cases():
    """The arrows of the phase plane; far out too, where e^t overflows."""
    cases = []
    for variant in games.DIRAC_VARIANTS:
        for options in DIRAC_OPTIONS.get(variant, [{}]):
            settings = {"variant": variant} | _dirac_settings(variant, options)
            for point in itertools.product((-40.0, -1.0, 0.0, 0.3, 30.0), repeat=2):
                with np.errstate(over="ignore"):
                    field = np.array(games.dirac_field(variant, *point, **options))
                cases.append({"settings": settings, "point": point, "field": field})
    return cases


def edge_cases():
    """Spectral radii of V = xy over the sliders' whole range, where two eigenvalues meet as well."""
    cases = []
    for lr, momentum in itertools.product(np.arange(1, 251) / 100, (-0.95, -0.5, -0.1, 0.0, 0.05, 0.5, 0.95)):
        for method in ("simultaneous", "alternating", "optimistic"):
            options = {} if method == "optimistic" else {"momentum": float(momentum)}
            settings = {"game": "bilinear", "method": method, "lr": float(lr), "first": "x", "momentum": 0.0} | options
            cases.append({"settings": settings, "radius": games.spectral_radius(method, float(lr), **options)})
    return cases


def seeded_cases():
    cases = []
    for seed, start in itertools.product((0, 1, 7, 2**31, 123456789, LARGEST_SEED), (0, 1, 1000, 2**20)):
        streams = {"uniforms": uniforms(seed, 64, start), "normals": normals(seed, 64, start)}
        cases.append({"seed": seed, "start": start, **streams})
    return cases


def path_cases():
    rng = np.random.default_rng(0)
    a, b, c = rng.standard_normal((3, 64))
    pairs = {
        "usual": (a, b),
        "equal": (a, a),
        "parallel": (a, 3 * a),
        "almost parallel": (a, a + 1e-9 * b),
        "from 0": (0 * a, b),
        "to 0": (a, 0 * b),
        "long": (1e100 * a, b),
        "opposite": (a, -2 * a),
        "short": (a[:1], b[:1]),
    }
    cases = []
    for (name, (p, q)), t in itertools.product(pairs.items(), (0.0, 0.25, 0.5, 0.9, 1.0)):
        cosine = float(p @ q) / (math.sqrt(p @ p) * math.sqrt(q @ q) or 1.0)
        turn = None if cosine < -1 + 1e-12 else latent.slerp(p, q, t)
        cases.append({"name": name, "a": p, "b": q, "t": t, "lerp": latent.lerp(p, q, t), "slerp": turn})
    blends = []
    for method, weights in itertools.product(latent.PATHS, ((1, 0, 0), (0, 1, 0), (0, 0, 1), (0.2, 0.3, 0.5))):
        path, (wa, wb, wc) = latent.PATHS[method], weights
        point = path(path(a, b, wb / (wa + wb)), c, wc) if wa + wb else c
        blends.append({"method": method, "corners": [a, b, c], "weights": weights, "point": point})
    return {"pairs": cases, "blends": blends}


def walk_cases():
    corners = normals(3, 3 * 16).reshape(3, 16)
    path = np.vstack([corners, corners[:1]])
    return [{"method": m, "path": path, "steps": 8, "walk": latent.walk(path, 8, m)} for m in latent.PATHS]


def half_cases():
    """Every half-precision number there is: zeros, subnormals, infinities and NaN as well."""
    halves = np.arange(2**16, dtype="<u2").view("<f2")
    with np.errstate(invalid="ignore"):
        return {"halves": _base64(halves.tobytes()), "singles": halves.astype("<f4")}


def generator_cases():
    cases = []
    for channels, size, exact in itertools.product((1, 3), (32, 64), (False, True)):
        # Widths that are no multiple of 4, so that the last columns of a matrix product are seen too.
        width = {32: 5, 64: 3}[size]
        generator = _lively(DCGANGenerator(z_dim=13, channels=channels, size=size, width=width), exact)
        layers, weights, affine = pack_generator(generator)
        z = torch.randn(3, 13, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
        with torch.no_grad():
            images = generator(z.float()).permute(0, 2, 3, 1).flatten(1)
        assert images.std() > 0.1 and images.abs().mean() < 0.9, "a flat or burnt-out image shows no error"
        case = {"channels": channels, "size": size, "width": width, "exact": exact, "layers": layers, "z": z.tolist()}
        cases.append(case | {"weights": _base64(weights), "affine": _base64(affine), "pixels": images.tolist()})
    return cases


def _lively(generator, exact):
    """Weights and batch-norm statistics as training leaves them: large enough to show, and all different."""
    random = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for module in generator.layers:
            if isinstance(module, torch.nn.ConvTranspose2d):
                module.weight.normal_(0, 0.3, generator=random)
                if exact:
                    module.weight.copy_(module.weight.half().float())
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.5, generator=random)
                module.running_var.uniform_(0.3, 2, generator=random)
                module.weight.normal_(1, 0.3, generator=random)
                module.bias.normal_(0, 0.3, generator=random)
    last = generator.layers[-2]
    torch.nn.init.normal_(last.bias, 0, 0.3, generator=random)
    return generator.eval()


def _base64(content):
    return base64.b64encode(content).decode()
