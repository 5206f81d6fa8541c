"""What PyTorch measured of each rule undone, in a sentence, from the results of ``tools/experiments/guidelines.py``."""

import statistics
from typing import Any

from gan_utils import experiments

# The lab's presets that undo what a variant of the experiment undoes.
VARIANTS = {
    "no_norm": "no batch norm",
    "no_norm_he": "no batch norm, He start",
    "norm_everywhere": "batch norm everywhere",
    "pooling": "pooling",
    "dense": "fully connected layers",
    "relu": "ReLU in D",
    "torch": "PyTorch's first weights",
    "momentum": "momentum 0.9",
}
PLAIN, FAST = "as DCGAN says", "step size 0.001"


def measured() -> dict[str, str]:
    """The sentence for each preset that the experiment has a variant for.

    >>> measured()["relu"].startswith("In PyTorch, on drawn faces")
    True
    """
    results = experiments.read("guidelines")
    runs = results["variants"]
    steps, seeds = results["training"]["steps"], len(runs[PLAIN])
    where = f"In PyTorch, on drawn faces and after {steps:,} steps of 0.0002, the Fréchet distance was"
    tail = f" (median and range of {seeds} seeds; less is better)."
    sentences = {
        preset: f"{where} {_told(runs[name])} like this, {_told(runs[PLAIN])} with all of DCGAN's rules{tail}"
        for preset, name in VARIANTS.items()
    }
    sentences["slow"] = f"{where} {_told(runs[PLAIN])}; after as many steps of 0.001, {_told(runs[FAST])}{tail}"
    return sentences


def _told(runs: list[dict[str, Any]]) -> str:
    """The last distances of the runs that came to their end; how many did not."""
    ends = [run["looks"][-1]["frechet_distance"] for run in runs if run["stopped"] is None]
    halted = f", {len(runs) - len(ends)} ended in no number" if len(ends) < len(runs) else ""
    if not ends:
        return "none, as every run ended in no number,"
    return f"{statistics.median(ends):.0f} ({min(ends):.0f} to {max(ends):.0f}{halted})"
