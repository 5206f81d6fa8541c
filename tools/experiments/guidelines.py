"""DCGAN's guidelines, one undone at a time, on drawn faces of 32 pixels; the networks of 2014; other latent spaces.

    python -m tools.experiments.guidelines >> tools/logs/guidelines.log     # an hour; goes on where it stopped

Every run has the same faces, batches, noise and number of steps. Its samples are measured by the attribute reader:
Frechet distance of its features, and how often it is sure of what it reads.
"""

import time

import numpy as np
import torch
from torch import nn

from gan_utils import experiments
from gan_utils.data import faces
from gan_utils.metrics.frechet import fid
from gan_utils.models import READ, DCGANDiscriminator, DCGANGenerator, MLPDiscriminator, MLPGenerator, undo
from gan_utils.training import train
from tools.common.scores import read_faces, sample

COMMAND = "python -m tools.experiments.guidelines"
FACES, SIZE, WIDTH, Z_DIM, BATCH = 10_000, 32, 16, 64, 32
STEPS, LOOKS, SAMPLES, KEPT, SEEDS = 2500, (100, 250, 500, 1000, 1500, 2000, 2500), 2000, 8, 3
FEW = 4  # of the latent numbers


def but(**rules: str):
    """A change that undoes these rules in both networks."""
    return lambda network, seed: undo(network, rules, seed=seed)


def of_one(kind: type, **rules: str):
    """A change that undoes them in one of the two."""
    return lambda network, seed: undo(network, rules, seed=seed) if isinstance(network, kind) else None


class Cube(nn.Module):
    """Normal numbers to uniform ones on (-1, 1), each by itself."""

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return 2 * torch.special.ndtr(z) - 1


class Few(nn.Module):
    """The first numbers of a latent point; the others count as 0."""

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return torch.cat([z[:, :FEW], torch.zeros_like(z[:, FEW:])], dim=1)


def from_a_cube(network: nn.Module, seed: int) -> None:
    """G's latent points fill a cube, as DCGAN's own did."""
    if isinstance(network, DCGANGenerator):
        network.layers.insert(0, Cube())


def from_few_numbers(network: nn.Module, seed: int) -> None:
    """G sees few numbers of its latent point."""
    if isinstance(network, DCGANGenerator):
        network.layers.insert(0, Few())


def as_it_is(network: nn.Module, seed: int) -> None:
    """DCGAN itself."""


# Name -> what is done to both networks, and what is changed in the training.
VARIANTS = {
    "as DCGAN says": (as_it_is, {}),
    "no batch norm": (but(norm="none"), {}),
    "no batch norm, He start": (but(norm="none", start="he"), {}),
    "batch norm everywhere": (but(norm="everywhere"), {}),
    "pooling": (but(sampling="pooling"), {}),
    "pooling in D only": (of_one(DCGANDiscriminator, sampling="pooling"), {}),
    "repeating in G only": (of_one(DCGANGenerator, sampling="pooling"), {}),
    "ReLU in D": (but(activation="relu"), {}),
    "fully connected layers": (but(hidden="dense"), {}),
    "PyTorch's first weights": (but(start="torch"), {}),
    "momentum 0.9": (as_it_is, {"betas": (0.9, 0.999)}),
    "step size 0.001": (as_it_is, {"lr": 1e-3}),
    "networks of 2014": (None, {}),
    "64 uniform numbers": (from_a_cube, {}),
    "4 normal numbers": (from_few_numbers, {}),
}


def networks(change, seed: int) -> tuple[nn.Module, nn.Module]:
    """G and D, with a change made to both; None asks for the networks of 2014."""
    if change is None:
        return MLPGenerator(Z_DIM, 3, SIZE, seed=2 * seed), MLPDiscriminator(3, SIZE, seed=2 * seed + 1)
    pair = DCGANGenerator(Z_DIM, 3, SIZE, WIDTH, seed=2 * seed), DCGANDiscriminator(3, SIZE, WIDTH, seed=2 * seed + 1)
    for place, network in enumerate(pair):
        change(network, 2 * seed + place)
        network.to(memory_format=torch.channels_last)
    return pair


def measure(generator: nn.Module, seed: int, real: np.ndarray) -> tuple[dict, torch.Tensor]:
    """How good samples are; batch normalisation as in use, and training then goes on as before."""
    images = sample(generator.eval(), SAMPLES, 1000 + seed)
    generator.train()
    read, features = read_faces(images)
    yes_or_no = read[:, [READ.index(name) for name in faces.CHANCES]]
    sure = float(((yes_or_no - 0.5).abs() > 0.4).float().mean())
    return {"frechet_distance": round(fid(real, features), 2), "sure": round(sure, 3)}, images[:KEPT]


def main() -> None:
    torch.set_num_threads(1)
    images, _ = faces.sample(FACES, SIZE, seed=0)
    _, real = read_faces(faces.sample(SAMPLES, SIZE, seed=2)[0])
    _, others = read_faces(faces.sample(SAMPLES, SIZE, seed=3)[0])
    results = {
        "data": f"{FACES} drawn faces (gan_utils.data.faces, seed 0), {SIZE} x {SIZE}",
        "judge": f"attribute-reader-32, {SAMPLES} samples against {SAMPLES} unseen drawn faces (seed 2)",
        "networks": {"width": WIDTH, "z_dim": Z_DIM},
        "training": {"steps": STEPS, "batch_size": BATCH},
        "drawn": {"frechet_distance": round(fid(real, others), 2)},
        "variants": {name: [] for name in VARIANTS},
    }
    kept = {}
    if "guidelines" in experiments.names():
        done, kept = experiments.read("guidelines")["variants"], experiments.images("guidelines")
        results["variants"] |= done
    for seed in range(SEEDS):
        for name, (change, training) in VARIANTS.items():
            if seed in [run["seed"] for run in results["variants"][name]]:
                continue
            generator, discriminator = networks(change, seed)
            looks, started = [], time.process_time()
            run = {"seed": seed, "looks": looks, "stopped": None}
            settings = {"steps": STEPS, "batch_size": BATCH, "seed": seed, "progress": False} | training
            try:
                for record in train(generator, discriminator, images, **settings):
                    if record.step in LOOKS:
                        seen, samples = measure(generator, seed, real)
                        d_says = {"d_real": round(record.d_real, 3), "d_fake": round(record.d_fake, 3)}
                        looks.append({"step": record.step} | seen | d_says)
            except FloatingPointError as error:
                run["stopped"] = str(error)
            run["seconds"] = round(time.process_time() - started, 1)
            results["variants"][name].append(run)
            print(f"{name:24} seed {seed}  {run['seconds']:6.1f} s  {looks[-1:]} {run['stopped'] or ''}", flush=True)
            if seed == 0:
                kept[name] = samples.numpy()
                experiments.write_images("guidelines", {each: kept[each] for each in VARIANTS if each in kept})
            experiments.write("guidelines", COMMAND, results)


if __name__ == "__main__":
    main()
