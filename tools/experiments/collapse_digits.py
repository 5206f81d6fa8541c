"""A generator of digits that collapses, its twin that does not, and what some other changes do. A quarter of an hour.

    python -m tools.experiments.collapse_digits > tools/logs/collapse_digits.log

All start from one setting, in which G learns ten times as fast as D and makes every digit, and differ from it by one
change. The change that collapses is a D that learns four times more slowly: G then runs from one image to the next,
always ahead of D. The pair that ships is of one seed and one step, at which the image can be read as a digit.
"""

import time
from collections.abc import Iterator

import torch

from gan_utils import experiments, pretrained
from gan_utils.data import digits
from gan_utils.models import DCGANDiscriminator, DCGANGenerator
from gan_utils.training import Record, train
from tools.common.scores import score
from tools.common.shipping import ship

COMMAND = "python -m tools.experiments.collapse_digits"
EVERY, SAMPLES, WIDTH, Z_DIM = 250, 2000, 16, 64
SHIPPED_SEED, SHIPPED_STEP = 2, 1250
HEALTHY = {"objective": "non_saturating", "batch_size": 32, "lr": 2e-3, "lr_d": 2e-4, "betas": (0.5, 0.999)}
# One change each: of the training, of D's width; how many seeds, how many steps.
METHODS = {
    "healthy": ({}, WIDTH, 3, 2000),
    "collapsed": ({"lr_d": 5e-5}, WIDTH, 3, 2000),
    "lr of G as D's": ({"lr": 2e-4}, WIDTH, 1, 1250),
    "lr of D as G's": ({"lr_d": 2e-3}, WIDTH, 1, 1250),
    "lr of G five times as high": ({"lr": 1e-2}, WIDTH, 1, 1250),
    "minimax": ({"objective": "minimax"}, WIDTH, 1, 1250),
    "momentum 0.9": ({"betas": (0.9, 0.999)}, WIDTH, 1, 1250),
    "D of width 2": ({}, 2, 1, 1250),
    "D of width 1": ({}, 1, 1, 1250),
}


@torch.no_grad()
def describe(images: torch.Tensor, classifier) -> dict:
    """What the classifier takes images for, and how far apart they lie: all pairs, and those of one class, mean L2."""
    chances, choice = torch.cat([classifier(part) for part in images.split(250)]).softmax(1).max(1)
    counts = torch.bincount(choice, minlength=10)
    shares = counts[counts > 0].double() / len(images)
    entropy = max(0.0, float(-(shares * shares.log()).sum()))  # never -0.0
    flat = images.flatten(1).double()
    distances = torch.cdist(flat, flat)
    alike = (choice[:, None] == choice) & ~torch.eye(len(images), dtype=torch.bool)
    return {
        "counts": counts.tolist(),
        "entropy": round(entropy, 4),
        "effective_classes": round(float(torch.tensor(entropy).exp()), 3),
        "distance": round(float(distances.sum() / (len(images) * (len(images) - 1))), 3),
        "distance_within": round(float(distances[alike].mean()), 3),
        "confidence": round(float(chances.mean()), 4),
    }


@torch.no_grad()
def sample(generator: DCGANGenerator, seed: int) -> torch.Tensor:
    """Generated images, batch normalisation as in use; training then goes on as before."""
    z = torch.randn(SAMPLES, Z_DIM, generator=torch.Generator().manual_seed(1000 + seed))
    generator.eval()
    images = torch.cat([generator(part) for part in z.split(250)])
    generator.train()
    return images


def keep(generator: DCGANGenerator, name: str, settings: dict, seed: int, record) -> None:
    """Write a generator's weights and card."""
    rates = f"lr {settings['lr']:g} for G and {settings['lr_d']:g} for D"
    card = {
        "data": "MNIST, the first 10000 training images, 32 x 32",
        "objective": settings["objective"],
        "optimiser": f"Adam, {rates}, betas {settings['betas']}, one step each in turn",
        "weights": "as trained",
        "seed": seed,
        "steps": record.step,
        "batch_size": settings["batch_size"],
        "seconds": max(1, round(record.seconds)),
        "threads": 1,
        "command": COMMAND,
    }
    ship(generator, f"dcgan-digits-{name}", card, score)


def looks(
    settings: dict, width: int, steps: int, seed: int, images: torch.Tensor, classifier
) -> Iterator[tuple[Record, DCGANGenerator, torch.Tensor, dict]]:
    """One training: every ``EVERY`` steps its record, the generator, samples, and what the classifier says of them."""
    generator = DCGANGenerator(Z_DIM, 1, 32, WIDTH, seed=2 * seed)
    discriminator = DCGANDiscriminator(1, 32, width, seed=2 * seed + 1)
    for record in train(generator, discriminator, images, steps=steps, seed=seed, progress=False, **settings):
        if record.step % EVERY == 0:
            made = sample(generator, seed)
            d_says = {"d_real": round(record.d_real, 3), "d_fake": round(record.d_fake, 3)}
            yield record, generator, made, {"step": record.step} | describe(made, classifier) | d_says


def run(name: str, seed: int, images: torch.Tensor, classifier) -> dict:
    """A method's training from one seed: what was seen, and the processor time that all of it took."""
    changes, width, _, steps = METHODS[name]
    settings = HEALTHY | changes
    seen, started = [], time.process_time()
    for record, generator, _, found in looks(settings, width, steps, seed, images, classifier):
        seen.append(found)
        print(f"{name:26} seed {seed}  {time.process_time() - started:5.1f} s  {found}", flush=True)
        if name in ("healthy", "collapsed") and (seed, record.step) == (SHIPPED_SEED, SHIPPED_STEP):
            keep(generator, name, settings, seed, record)
    seconds = {"seconds": round(time.process_time() - started, 1), "training_seconds": round(record.seconds, 1)}
    return {"seed": seed, "generator_seed": 2 * seed, "discriminator_seed": 2 * seed + 1} | seconds | {"seen": seen}


def main() -> None:
    torch.set_num_threads(1)
    classifier = pretrained.load("digit-classifier").to(memory_format=torch.channels_last)  # twice as fast like this
    images, _ = digits.load()
    results = {
        "data": "MNIST, the first 10000 training images, 32 x 32",
        "samples": SAMPLES,
        "judge": "digit-classifier",
        "networks": {"generator_width": WIDTH, "z_dim": Z_DIM},
        "real": describe(images[:SAMPLES], classifier),
        "shipped": {"seed": SHIPPED_SEED, "step": SHIPPED_STEP},
        "methods": {},
    }
    print(results["real"], flush=True)
    for name, (changes, width, seeds, steps) in METHODS.items():
        training = HEALTHY | changes | {"steps": steps}
        results["methods"][name] = {"discriminator": {"width": width}, "training": training, "runs": []}
        for seed in range(seeds):
            results["methods"][name]["runs"].append(run(name, seed, images, classifier))
            experiments.write("collapse-digits", COMMAND, results)


if __name__ == "__main__":
    main()
