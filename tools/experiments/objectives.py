"""Every objective on one bench: the same networks, targets and budget, eight seeds on a line and five in the plane.

On the line once more with both learning rates a third as large and three times as large, and the WGAN with other
clips, three seeds each: what the bench's one setting decides.

    python -m tools.experiments.objectives >> tools/logs/objectives.log

About an hour on one core. It may be stopped at any time: runs that are already among the results are not
done again. For a new start, delete gan_utils/results/family.json: "family" is the name that they are read by.
"""

import time

import torch

from gan_utils import experiments
from gan_utils.data import toys
from gan_utils.divergences import wasserstein_1
from gan_utils.losses import OBJECTIVES
from gan_utils.metrics.modes import mode_coverage
from gan_utils.models import ToyDiscriminator, ToyGenerator
from gan_utils.training import train

SAMPLES = 5000
# What an objective cannot do without, for toys: five critic steps as in the papers, WGAN-GP's weight as in the toy
# script of its authors, and R1's as light; a clip of 0.01 leaves so small a critic hardly any slope.
CRITICS = {"d_steps": 5}
CHANGES = {
    "wgan": CRITICS | {"clip": 0.1},
    "wgan_gp": CRITICS | {"penalty": 0.1},
    "sngan": CRITICS,
    "r1": {"penalty": 0.1},
}
# Title -> objective and changes; the last two tell what five steps do by themselves.
ENTRIES = {name: (name, CHANGES.get(name, {})) for name in OBJECTIVES} | {
    "non_saturating, 5 D steps": ("non_saturating", CRITICS),
    "hinge, 5 D steps": ("hinge", CRITICS),
}
CLIPS = {f"wgan, clip {clip}": ("wgan", CRITICS | {"clip": clip}) for clip in (0.03, 0.3, 1.0)}

LINE = {
    "target": "two_bumps",
    "seeds": 8,
    "steps": 2000,
    "every": 250,
    "networks": {"width": 32, "dims": 1, "activation": "tanh"},
    "z_dim": 4,
    "training": {"batch_size": 256, "lr": 5e-4, "lr_d": 2e-3},
}


def line_at(factor: float) -> dict:
    """The line with both learning rates times this."""
    rates = {key: LINE["training"][key] * factor for key in ("lr", "lr_d")}
    return LINE | {"seeds": 3, "training": LINE["training"] | rates}


# Title -> the place, and what is trained there.
PLACES = {
    "line": (LINE, ENTRIES),
    "plane": (
        {
            "target": "ring",
            "seeds": 5,
            "steps": 3000,
            "every": 500,
            "networks": {"width": 64, "dims": 2, "activation": "relu"},
            "z_dim": 16,
            "training": {"batch_size": 128, "lr": 1e-3, "lr_d": 3e-4},
        },
        ENTRIES,
    ),
    "line, rates / 3": (line_at(1 / 3), ENTRIES),
    "line, rates x 3": (line_at(3), ENTRIES),
    "line, other clips": (line_at(1), CLIPS),
}


def look(place: dict, samples: torch.Tensor, real: torch.Tensor) -> dict:
    """How good the samples are: the distance to the target on a line, modes and their share in the plane."""
    if place["networks"]["dims"] == 1:
        return {"w1": wasserstein_1(samples[:, 0], real[:, 0])}
    found = mode_coverage(samples, toys.CENTERS[place["target"]], toys.TARGETS[place["target"]][1])
    return {"modes": found.captured, "high_quality": found.high_quality, "counts": found.counts.tolist()}


def run(name: str, changes: dict, place: dict, seed: int) -> dict:
    """One training: what is seen every so many steps, and the time it took."""
    head = "energy" if OBJECTIVES[name].head == "energy" else "value"
    generator = ToyGenerator(place["z_dim"], seed=2 * seed, **place["networks"])
    discriminator = ToyDiscriminator(head=head, seed=2 * seed + 1, **place["networks"])
    points, real = (toys.sample(place["target"], n, seed=s) for n, s in ((20_000, seed), (SAMPLES, 1000 + seed)))
    z = torch.randn(SAMPLES, place["z_dim"], generator=torch.Generator().manual_seed(1000 + seed))
    settings = place["training"] | changes
    started, seen, failure = time.process_time(), [], None
    try:
        settings |= {"objective": name, "steps": place["steps"], "seed": seed, "progress": False}
        for record in train(generator, discriminator, points, **settings):
            if record.step % place["every"] == 0:
                with torch.no_grad():
                    found = look(place, generator(z), real)
                found |= {"step": record.step, "d_loss": record.loss_real + record.loss_fake, "g_loss": record.loss_g}
                if OBJECTIVES[name].balance is not None:
                    found |= {"k": record.k, "measure": record.measure}
                seen.append(found)
    except FloatingPointError as error:
        failure = str(error)
    return {"seed": seed, "seconds": round(time.process_time() - started, 1), "failure": failure, "seen": seen}


def tell(title: str, name: str, done: dict) -> None:
    """A line for the log."""
    last = done["seen"][-1] if done["seen"] else {}
    told = {key: round(last[key], 3) for key in ("w1", "modes", "high_quality", "measure") if key in last}
    words = f"{title:18} {name:25} seed {done['seed']}  {done['seconds']:6.1f} s  {told}"
    print(words, done["failure"] or "", flush=True)


def main() -> None:
    torch.set_num_threads(1)
    known = experiments.read("family")["places"] if "family" in experiments.names() else {}
    results = {}
    for title, (place, entries) in PLACES.items():
        done = known.get(title, {"objectives": {}})["objectives"]
        new = {entry: {"objective": name, "changes": changes, "runs": []} for entry, (name, changes) in entries.items()}
        results[title] = place | {"objectives": new | done}
    for title, (place, entries) in PLACES.items():
        for seed in range(place["seeds"]):
            for entry, (name, changes) in entries.items():
                runs = results[title]["objectives"][entry]["runs"]
                if len(runs) > seed:
                    continue
                runs.append(run(name, changes, place, seed))
                tell(title, entry, runs[-1])
            experiments.write(
                "family", "python -m tools.experiments.objectives", {"samples": SAMPLES, "places": results}
            )


if __name__ == "__main__":
    main()
