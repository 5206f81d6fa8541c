"""Where a GAN on the ring of eight hops, sits or covers: a map over the two learning rates, for seven methods.

Then for the plain GAN with another batch, momentum, width, data or noise.

    nice python -m tools.experiments.collapse_map >> tools/logs/collapse_map.log

About five and a half hours of processor time, on two cores half of that. It may be stopped at any time: cells that are
among the results are not done again. For a new start, delete gan_utils/results/collapse-map.json.
"""

import itertools
import multiprocessing
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import torch
from torch import Tensor

from gan_utils import experiments
from gan_utils.data import toys
from gan_utils.metrics.modes import mode_coverage
from gan_utils.models import Together, ToyDiscriminator, ToyGenerator
from gan_utils.training import train

NAME = "collapse-map"
SEEDS, STEPS, SAMPLES = 8, 3000, 2500
# Before each look the samples' centre is looked up, to see how far it moves in so many steps.
BEFORE = 100
# Four to a factor of ten, but 3 for 3.16: the chapter's pair, 0.001 and 0.0003, is among them.
FINE = [1e-4, 1.8e-4, 3e-4, 5.6e-4, 1e-3, 1.8e-3, 3e-3, 5.6e-3, 1e-2]
COARSE = FINE[::2]
MIDDLE = FINE[2:8:2]

# After so many steps the runs of a test must be where these were.
FIRST = 20
# How many steps are timed, and how often.
TIMED, TURNS = 200, 3
USUAL: dict[str, Any] = {"batch_size": 128, "width": 64, "std": 0.02, "modes": 8, "z_dim": 16}

# What differs from the plain GAN: its discriminator, and how it is trained.
METHODS: dict[str, tuple[dict, dict]] = {
    "plain": ({}, {}),
    "packing 2": ({"packing": 2}, {}),
    "r1": ({}, {"objective": "r1"}),
    "unrolled 5": ({}, {"unroll": 5}),
    "unrolled 1": ({}, {"unroll": 1}),
    "wgan_gp": ({}, {"objective": "wgan_gp", "penalty": 0.1, "d_steps": 5}),
    "five D steps": ({}, {"d_steps": 5}),
}
# The plain GAN with one other number: of the data, of the networks, of the training.
OTHERS: dict[str, dict[str, Any]] = {
    "batch 32": {"batch_size": 32},
    "batch 512": {"batch_size": 512},
    "beta1 0": {"betas": (0.0, 0.999)},
    "beta1 0.9": {"betas": (0.9, 0.999)},
    "width 16": {"width": 16},
    "width 256": {"width": 256},
    "std 0.005": {"std": 0.005},
    "std 0.1": {"std": 0.1},
    "modes 4": {"modes": 4},
    "modes 16": {"modes": 16},
    "noise 2": {"z_dim": 2},
    "noise 128": {"z_dim": 128},
}
# Of which those that change the most runs are mapped at all coarse rates.
MAPPED = ("modes 4", "modes 16", "std 0.005", "std 0.1")


class Job(NamedTuple):
    """One cell of the map: eight seeds of a method at a pair of rates, looked at so many times."""

    method: str
    lr: float
    lr_d: float
    steps: int = STEPS


def settings_of(method: str) -> tuple[dict, dict]:
    """What a method sets, as ``run`` takes it: of D, and of the rest."""
    return METHODS[method] if method in METHODS else ({}, OTHERS[method])


def training(job: Job) -> Iterator[tuple[int, Tensor]]:
    """Trains a cell's seeds side by side; after each step its number, and what gives the samples of each seed."""
    torch.set_num_threads(1)
    of_d, others = settings_of(job.method)
    others = USUAL | others
    width, std, modes, z_dim = (others.pop(name) for name in ("width", "std", "modes", "z_dim"))
    generators = Together([ToyGenerator(z_dim, width, seed=2 * s) for s in range(SEEDS)])
    discriminators = Together([ToyDiscriminator(width, seed=2 * s + 1, **of_d) for s in range(SEEDS)])
    rings = torch.cat([toys.ring(20_000, modes, std=std, seed=s) for s in range(SEEDS)], dim=1)
    z = torch.randn(SAMPLES, generators.z_dim, generator=torch.Generator().manual_seed(99))

    def samples() -> Tensor:
        with torch.no_grad():
            return generators(z).reshape(SAMPLES, SEEDS, 2)

    settings = {"steps": job.steps, "lr": job.lr, "lr_d": job.lr_d, "progress": False} | others
    for record in train(generators, discriminators, rings, **settings):
        yield record.step, samples


def beginning(job: Job) -> list[list[float]]:
    """The mean of each seed's samples after a few steps, in which no two machines have gone apart yet."""
    for _, samples in training(job._replace(steps=FIRST)):
        pass
    return [[round(each, 4) for each in mean] for mean in samples().mean(0).tolist()]


def run(job: Job, looks: int = 3) -> dict[str, Any]:
    """At each look, for each seed: modes captured, share of good samples, and how far the samples' centre has moved in
    the last 100 steps; nothing more once a number is no longer finite."""
    ring = USUAL | settings_of(job.method)[1]
    centers, every = toys.ring_centers(ring["modes"]), job.steps // looks
    seen: dict[str, list] = {"step": [], "captured": [], "good": [], "moved": []}
    started = time.process_time()
    try:
        for step, samples in training(job):
            if (step + BEFORE) % every == 0:
                before = samples().mean(0)
            if step % every:
                continue
            now = samples()
            found = [mode_coverage(part, centers, ring["std"]) for part in now.unbind(1)]
            seen["step"].append(step)
            seen["captured"].append([each.captured for each in found])
            seen["good"].append([round(each.high_quality, 4) for each in found])
            seen["moved"].append([round(each, 4) for each in (now.mean(0) - before).norm(dim=1).tolist()])
    except FloatingPointError:
        pass
    seconds = round(time.process_time() - started, 1)
    return job._asdict() | {"seconds": seconds, "beginning": beginning(job)} | seen


def measured_costs() -> dict[str, float]:
    """Seconds of processor time of so many steps of eight seeds, the least of some turns that methods take."""
    found: dict[str, list[float]] = {method: [] for method in METHODS}
    for _ in range(TURNS):
        for method, seconds in found.items():
            started = time.process_time()
            for _ in training(Job(method, 1e-3, 1e-3, TIMED)):
                pass
            seconds.append(time.process_time() - started)
    return {method: round(min(seconds), 2) for method, seconds in found.items()}


def jobs() -> list[Job]:
    """All cells, those first that matter most."""
    fine, coarse, middle = (list(itertools.product(rates, rates)) for rates in (FINE, COARSE, MIDDLE))
    plan = [Job("plain", *rates) for rates in coarse + [pair for pair in fine if pair not in coarse]]
    plan += [Job(method, *rates) for method in ("packing 2", "r1") for rates in coarse]
    plan += [Job("plain", *rates, 4 * STEPS) for rates in coarse]
    plan += [Job(method, *rates) for method in list(METHODS)[3:] for rates in coarse]
    plan += [Job(method, *rates) for method in OTHERS for rates in middle]
    return plan + [Job(method, *rates) for method in MAPPED for rates in coarse if rates not in middle]


def keep(cells: list[dict[str, Any]], costs: dict[str, float] | None) -> None:
    settings = {"seeds": SEEDS, "samples": SAMPLES, "before": BEFORE, "rates": FINE, "coarse": COARSE}
    methods = {name: dict(zip(("discriminator", "training"), METHODS[name])) for name in METHODS}
    found = settings | {"costs": costs, "methods": methods, "others": OTHERS, "cells": cells}
    experiments.write(NAME, "python -m tools.experiments.collapse_map", found)


def main() -> None:
    before = experiments.read(NAME) if NAME in experiments.names() else {"cells": [], "costs": None}
    cells, costs = before["cells"], before["costs"]
    done = {tuple(cell[field] for field in Job._fields) for cell in cells}
    with multiprocessing.get_context("spawn").Pool(2) as workers:
        for cell in workers.imap(run, [job for job in jobs() if job not in done]):
            cells.append(cell)
            last = [cell[name][-1] if cell[name] else [] for name in ("captured", "good", "moved")]
            print(f"{cell['method']:12} G {cell['lr']:g} D {cell['lr_d']:g} {cell['steps']:5}", *last, flush=True)
            keep(cells, costs)
    if costs is None:
        keep(cells, measured_costs())


if __name__ == "__main__":
    main()
