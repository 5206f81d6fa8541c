"""The map of collapse as CollapseLab's page has it: for each method and pair of rates, what became of the seeds."""

from typing import Any

from gan_utils import collapse_map
from gan_utils.colours import PALETTE, REGIMES

# What the map's runs have in common, in the lab's words; a method adds its own.
FIXED = {
    "target": "ring",
    "objective": "non_saturating",
    "optimiser": "adam",
    "unroll": 0,
    "d_steps": 1,
    "g_steps": 1,
    "packing": 1,
    "fence": 0,
    "width": 64,
    "z_dim": 16,
    "batch_size": 128,
}
# What a method is called, and its settings.
METHODS: dict[str, tuple[str, dict[str, Any]]] = {
    "plain": ("the plain GAN", {}),
    "packing 2": ("packing 2", {"packing": 2}),
    "r1": ("R1", {"objective": "r1", "penalty": 10.0}),
    "unrolled 5": ("unrolled, K = 5", {"unroll": 5}),
    "unrolled 1": ("unrolled, K = 1", {"unroll": 1}),
    "wgan_gp": ("WGAN-GP", {"objective": "wgan_gp", "penalty": 0.1, "d_steps": 5}),
    "five D steps": ("five D steps", {"d_steps": 5}),
}
STEPS = 3000  # of G, in each of the map's runs
# In the order of a cell's counts; the rest of its seeds lie between.
KINDS = ("hops", "sits", "covers")


def packed() -> dict[str, Any]:
    """The map as the page takes it.

    How many seeds a cell has, after how many steps, and the ring's radius; the rates, the regimes and their colours;
    and of each method that has cells its name, what it is called, its settings and the cells, five digits each: G's
    rate and D's, by number, and how many seeds are in each regime.
    """
    rates = collapse_map.rates()
    methods = []
    for name, (title, settings) in METHODS.items():
        cells = [
            [rates.index(cell.lr), rates.index(cell.lr_d), *(cell.regimes.count(kind) for kind in KINDS)]
            for cell in collapse_map.cells(name, STEPS)
        ]
        if cells:
            digits = "".join(str(number) for cell in cells for number in cell)
            methods.append({"name": name, "title": title, "settings": settings, "cells": digits})
    seeds = len(collapse_map.cells("plain")[0].regimes)
    colours = [PALETTE[REGIMES[kind]][0] for kind in (*KINDS, "between")]
    shared = {"seeds": seeds, "steps": STEPS, "radius": collapse_map.RADIUS}
    return shared | {"rates": rates, "kinds": KINDS, "colours": colours, "fixed": FIXED, "methods": methods}
