"""The package's scores in the bench: the time of an FID against the usual route, and the memory of KID and PRDC."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import scipy.linalg

from gan_utils.metrics.frechet import fid
from gan_utils.metrics.kernel import kid
from gan_utils.metrics.neighbours import prdc


def usual(real: np.ndarray, generated: np.ndarray) -> float:
    """The FID as its authors' code and pytorch-fid compute it: with SciPy's root of the product of the covariances."""
    sets = real.astype(np.float64), generated.astype(np.float64)
    means, covariances = zip(*((rows.mean(axis=0), np.cov(rows, rowvar=False)) for rows in sets))
    root, _ = scipy.linalg.sqrtm(covariances[0] @ covariances[1], disp=False)  # and how far it is off, as they ask
    return float(((means[0] - means[1]) ** 2).sum() + sum(map(np.trace, covariances)) - 2 * np.trace(root.real))


ROUTES = {"gan_utils": fid, "scipy.linalg.sqrtm": usual}
SCORES = {"kid": kid, "prdc": prdc}


def feature_sets(rows: int, width: int) -> np.ndarray:
    """Two sets ``(2, rows, width)`` whose variances fall from feature to feature, a little apart: float32, as networks
    give them."""
    scales = np.arange(1, width + 1) ** -0.5
    real, generated = np.random.default_rng(0).normal(size=(2, rows, width)) * scales
    return np.stack([real, 1.1 * generated + 0.1 * scales]).astype(np.float32)


def measurer(rows: int, width: int) -> Callable[[str], dict]:
    """A function of a route's name that gives one reading of it, with the distance that it finds."""
    sets = feature_sets(rows, width)

    def measure(name: str) -> dict:
        started, before = time.perf_counter(), time.process_time()
        value = ROUTES[name](*sets)
        seconds, cpu = time.perf_counter() - started, time.process_time() - before
        return {"steps": 1, "seconds": seconds, "cpu": cpu, "value": value}

    return measure


def peaks(rows: int, width: int) -> dict[str, int]:
    """The most memory, in bytes, that each score has held on so many rows: all side by side, in processes of their own.

    One thread each, since nothing is timed here.
    """
    single = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command, read = [sys.executable, Path(__file__).resolve()], {"stdout": subprocess.PIPE, "encoding": "utf-8"}
    running = {name: subprocess.Popen([*command, name, str(rows), str(width)], env=single, **read) for name in SCORES}
    told = {name: process.communicate()[0] for name, process in running.items()}
    for name, process in running.items():
        if process.returncode:
            raise RuntimeError(f"{name} of {rows} x {rows} rows ended with {process.returncode}")
    return {name: int(text) for name, text in told.items()}


def own_peak() -> int:
    """The most memory, in bytes, that this process has held."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return 1024 * int(dict(line.split(":", 1) for line in lines)["VmHWM"].split()[0])
    except FileNotFoundError:  # no Linux; there, this figure would count what the parent held when it started us
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    SCORES[sys.argv[1]](*feature_sets(int(sys.argv[2]), int(sys.argv[3])))
    print(own_peak())
