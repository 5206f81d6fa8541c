"""Orbits, one-round maps and eigenvalues of V(x, y) = xy and the Dirac-GAN, as the Python package has them."""

import itertools

import numpy as np
import pytest

from gan_utils import games
from gan_utils.seeded import LARGEST_SEED

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


CASES = {"bilinear": bilinear_cases, "dirac": dirac_cases, "edges": edge_cases, "fields": field_cases}
