"""How many of the 1,000 modes of stacked digits does a DCGAN reach, with and without packing? About twenty minutes.

    python -m tools.experiments.stacked_digits > tools/logs/stacked_digits.log

The digit classifier gets seven real digits in a thousand wrong; what it says of images that show no digit means
little, and it can say that with confidence (see the baseline of noise). The generators are kept in
_build/stacked_digits, to look at.
"""

import time
from pathlib import Path

import torch

from gan_utils import experiments, pretrained
from gan_utils.data import digits
from gan_utils.metrics.stacked import expected_captured, stacked_coverage
from gan_utils.models import DCGANDiscriminator, DCGANGenerator
from gan_utils.training import train

SEEDS, STEPS, EVERY, SAMPLES, STACKS = 1, 6000, 2000, 25_600, 60_000
BATCH, WIDTH, Z_DIM = 64, 16, 64
TRAINING = {"objective": "non_saturating", "batch_size": BATCH, "lr": 2e-4, "betas": (0.5, 0.999)}
# The discriminator's width, a quarter of the generator's or the same, and how many images it judges together.
METHODS = {
    "quarter, plain": {"width": WIDTH // 4, "packing": 1},
    "quarter, packing 2": {"width": WIDTH // 4, "packing": 2},
    "equal, plain": {"width": WIDTH, "packing": 1},
    "equal, packing 2": {"width": WIDTH, "packing": 2},
}
KEPT = Path("_build/stacked_digits")
# Copied from the papers: modes captured, KL to uniform in nats.
PUBLISHED = {
    "VEEGAN, arXiv:1705.07761, table 2 (26,000 samples)": {
        "DCGAN": (99, 3.4),
        "ALI": (16, 5.4),
        "Unrolled GAN": (48.7, 4.32),
        "VEEGAN": (150, 2.95),
    },
    "PacGAN, arXiv:1712.04086, table 2 (26,000 samples)": {
        "DCGAN": (78.9, 4.50),
        "PacDCGAN2": (1000.0, 0.06),
        "PacDCGAN3": (1000.0, 0.06),
        "PacDCGAN4": (1000.0, 0.07),
    },
    "PacGAN, arXiv:1712.04086, table 3 (25,600 samples), D a quarter of G": {
        "0 unrolling steps": (30.6, 5.99),
        "1 unrolling step": (65.4, 5.91),
        "5 unrolling steps": (236.4, 4.67),
        "10 unrolling steps": (327.2, 4.66),
        "Pac4": (667.4, 1.81),
    },
    "PacGAN, arXiv:1712.04086, table 3 (25,600 samples), D half of G": {
        "0 unrolling steps": (628.0, 2.58),
        "1 unrolling step": (523.6, 2.44),
        "5 unrolling steps": (732.0, 1.66),
        "10 unrolling steps": (817.4, 1.43),
        "Pac3": (866.6, 0.90),
    },
}


def stack(images: torch.Tensor, count: int, seed: int) -> torch.Tensor:
    """Stacks ``(count, 3, 32, 32)`` of three images each, drawn with replacement."""
    chosen = torch.randint(len(images), (count, 3), generator=torch.Generator().manual_seed(seed))
    return images[:, 0][chosen]


@torch.no_grad()
def sample(generator: DCGANGenerator, seed: int) -> torch.Tensor:
    """Generated stacks ``(SAMPLES, 3, 32, 32)``, batch normalisation as in use; training then goes on as before."""
    z = torch.randn(SAMPLES, Z_DIM, generator=torch.Generator().manual_seed(1000 + seed))
    generator.eval()
    images = torch.cat([generator(part) for part in z.split(256)])
    generator.train()
    return images.contiguous()


def count(images: torch.Tensor, judge) -> dict:
    """What ``stacked_coverage`` finds, to be kept, with the shares of the ten digits over all channels."""
    found = stacked_coverage(images, judge)
    table = found.counts.reshape(10, 10, 10)
    shares = sum(table.sum(axis=axes) for axes in ((1, 2), (0, 2), (0, 1))) / (3 * len(images))
    return {
        "modes": found.captured,
        "kl": round(found.reverse_kl, 4),
        "confidence": round(found.confidence, 4),
        "digit_shares": [round(float(share), 4) for share in shares],
    }


def run(seed: int, network: dict, images: torch.Tensor, judge, name: str) -> dict:
    """One training: the count every ``EVERY`` steps, and the processor time that training and counting took."""
    generator = DCGANGenerator(Z_DIM, 3, 32, WIDTH, seed=2 * seed)
    discriminator = DCGANDiscriminator(3, 32, seed=2 * seed + 1, **network)
    data, seen, started = stack(images, STACKS, seed), [], time.process_time()
    for record in train(generator, discriminator, data, steps=STEPS, seed=seed, progress=False, **TRAINING):
        if record.step % EVERY == 0:
            d_says = {"d_real": round(record.d_real, 3), "d_fake": round(record.d_fake, 3)}
            seen.append({"step": record.step} | count(sample(generator, seed), judge) | d_says)
            print(f"{name:20} seed {seed}  {time.process_time() - started:6.1f} s  {seen[-1]}", flush=True)
    pretrained.write(generator, KEPT / f"{name.replace(', ', '-').replace(' ', '-')}-{seed}.safetensors")
    return {
        "seed": seed,
        "generator_seed": 2 * seed,
        "discriminator_seed": 2 * seed + 1,
        "steps": STEPS,
        "seconds": round(time.process_time() - started, 1),
        "training_seconds": round(record.seconds, 1),
        "seen": seen,
    }


def baselines(judge) -> dict:
    """What the same count makes of real test stacks, which are all a model could do, and of noise, which is nothing."""
    images, labels = digits.load("test", part="full")
    shares = torch.bincount(labels).double() / len(labels)
    table = torch.einsum("a,b,c->abc", shares, shares, shares).flatten().numpy()
    noise = torch.rand(SAMPLES, 3, 32, 32, generator=torch.Generator().manual_seed(0)) * 2 - 1
    expected = {"expected_modes": expected_captured(table, SAMPLES)}
    return {
        "real test stacks": count(stack(images, SAMPLES, seed=0), judge) | expected,
        "uniform noise": count(noise, judge),
    }


def main() -> None:
    torch.set_num_threads(1)
    judge = pretrained.load("digit-classifier").to(memory_format=torch.channels_last)  # twice as fast like this
    images, _ = digits.load("train", part="full")
    results = {
        "data": f"{STACKS} stacks of MNIST's 60000 training images, drawn anew for each seed, 32 x 32",
        "samples": SAMPLES,
        "judge": "digit-classifier, each channel on its own",
        "training": TRAINING | {"steps": STEPS, "z_dim": Z_DIM, "generator_width": WIDTH},
        "baselines": baselines(judge),
        "methods": {name: {"discriminator": network, "runs": []} for name, network in METHODS.items()},
        "published": PUBLISHED,
    }
    print(results["baselines"], flush=True)
    for seed in range(SEEDS):
        for name, network in METHODS.items():
            results["methods"][name]["runs"].append(run(seed, network, images, judge, name))
            experiments.write("stacked-digits", "python -m tools.experiments.stacked_digits", results)


if __name__ == "__main__":
    main()
