"""How often does a GAN on the ring of eight collapse? Sixteen seeds of each method, about an hour on one core.

    python -m tools.experiments.collapse_rates >> tools/logs/collapse_rates.log

It may be stopped at any time: runs that are already among the results are not done again. For a new start, delete
gan_utils/results/collapse-rates.json.
"""

import time

import torch

from gan_utils import experiments
from gan_utils.data import toys
from gan_utils.metrics.modes import mode_coverage
from gan_utils.models import ToyDiscriminator, ToyGenerator
from gan_utils.training import train

SEEDS, STEPS, EVERY, SAMPLES = 16, 3000, 500, 2500
BASE = {"batch_size": 128, "lr": 1e-3, "lr_d": 3e-4}
# What differs from the plain GAN: its discriminator, and how it is trained.
METHODS = {
    "plain": ({}, {}),
    "larger batch, 512": ({}, {"batch_size": 512}),
    "packing 2": ({"packing": 2}, {}),
    "unrolled 1": ({}, {"unroll": 1}),
    "unrolled 5": ({}, {"unroll": 5}),
    "wgan_gp": ({}, {"objective": "wgan_gp", "penalty": 0.1, "d_steps": 5}),
    "plain, four times the steps": ({}, {"steps": 4 * STEPS}),
    "ten D steps, 1,000 of G": ({}, {"d_steps": 10, "steps": STEPS // 3}),
    "minibatch discrimination": ({"kernels": 8}, {}),
    "unrolled 10": ({}, {"unroll": 10}),
}


def run(seed: int, network: dict, changes: dict) -> dict:
    """One training: the state every ``EVERY`` steps (scaled with the run's length), and the time it took."""
    settings = {"steps": STEPS} | BASE | changes
    generator, discriminator = ToyGenerator(seed=2 * seed), ToyDiscriminator(seed=2 * seed + 1, **network)
    points = toys.ring(20_000, seed=seed)
    z = torch.randn(SAMPLES, generator.z_dim, generator=torch.Generator().manual_seed(1000 + seed))
    every, seen, started = EVERY * settings["steps"] // STEPS, [], time.process_time()
    for record in train(generator, discriminator, points, seed=seed, progress=False, **settings):
        if record.step % every == 0:
            with torch.no_grad():
                found = mode_coverage(generator(z), toys.ring_centers(), std=0.02)
            seen.append({"step": record.step, "high_quality": found.high_quality, "counts": found.counts.tolist()})
    return {"seed": seed, "seconds": round(time.process_time() - started, 1), "seen": seen}


def main() -> None:
    torch.set_num_threads(1)
    known = experiments.read("collapse-rates")["methods"] if "collapse-rates" in experiments.names() else {}
    results = {}
    for name, (network, changes) in METHODS.items():
        settings = {"discriminator": network, "training": {"steps": STEPS} | BASE | changes}
        results[name] = known.get(name, settings | {"runs": []})
    for so_far in (SEEDS // 2, SEEDS):  # first half of the seeds of every method, in case there is no time for more
        for name, (network, changes) in METHODS.items():
            runs = results[name]["runs"]
            for seed in range(len(runs), so_far):
                runs.append(run(seed, network, changes))
                last = runs[-1]["seen"][-1]
                time_and_share = f"{runs[-1]['seconds']:6.1f} s  high quality {last['high_quality']:.3f}"
                print(f"{name:28} seed {seed:2}  {time_and_share}  counts {last['counts']}", flush=True)
                experiments.write(
                    "collapse-rates",
                    "python -m tools.experiments.collapse_rates",
                    {"samples": SAMPLES, "methods": results},
                )


if __name__ == "__main__":
    main()
