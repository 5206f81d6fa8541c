"""Trains the DCGAN on MNIST's 60,000 digits, keeps it at several ages, and writes weights and cards.

    python -m tools.weights.dcgan_digits            # goes on where it was stopped

The log goes to stdout, one line an epoch. Another machine, or another number of threads, rounds
differently, so its weights differ in detail and its scores a little.
"""

import argparse
from pathlib import Path

import torch

from gan_utils.data import digits
from gan_utils.models import DCGANDiscriminator, DCGANGenerator
from gan_utils.training import train
from tools.common.scores import score
from tools.common.shipping import ship

SEED, BATCH, WIDTH, Z_DIM, AGES = 0, 64, 32, 64, (1, 3, 10)

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--epochs", type=int, default=30)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--work", type=Path, default=Path("_build/dcgan_digits"), help="where the checkpoint is kept")
options = parser.parse_args()
torch.set_num_threads(options.threads)


def keep(network: torch.nn.Module, name: str, epoch: int, steps: int, seconds: float) -> None:
    """Write one network's weights and card."""
    card = {
        "data": "MNIST, 60000 training images, 32 x 32",
        "objective": "non_saturating",
        "optimiser": "Adam, lr 0.0002, betas (0.5, 0.999), both players, one step each in turn",
        "weights": "running average, decay 0.999" if isinstance(network, DCGANGenerator) else "as trained",
        "seed": SEED,
        "epochs": epoch,
        "steps": steps,
        "batch_size": BATCH,
        "seconds": round(seconds),
        "threads": options.threads,
        "command": f"python -m tools.weights.dcgan_digits --epochs {epoch} --threads {options.threads}",
    }
    ship(network, name, card, score if isinstance(network, DCGANGenerator) else None)


images, _ = digits.load("train", part="full")
generator = DCGANGenerator(Z_DIM, 1, 32, WIDTH, seed=SEED)
average = DCGANGenerator(Z_DIM, 1, 32, WIDTH, seed=SEED)
discriminator = DCGANDiscriminator(1, 32, WIDTH, seed=SEED)
per_epoch = len(images) // BATCH
options.work.mkdir(parents=True, exist_ok=True)
run = train(
    generator,
    discriminator,
    images,
    objective="non_saturating",
    steps=options.epochs * per_epoch,
    batch_size=BATCH,
    seed=SEED,
    average=average,
    checkpoint=options.work / "run.safetensors",
    progress=False,
)
for record in run:
    epoch, rest = divmod(record.step, per_epoch)
    if rest:
        continue
    print(f"epoch {epoch}: {record}", flush=True)
    if epoch in AGES:
        keep(average, f"dcgan-digits-epoch-{epoch}", epoch, record.step, record.seconds)
    if epoch % 10 == 0:
        keep(average, "dcgan-digits", epoch, record.step, record.seconds)
        keep(discriminator, "dcgan-digits-discriminator", epoch, record.step, record.seconds)
