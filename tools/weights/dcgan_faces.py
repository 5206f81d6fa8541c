"""Trains the DCGAN on 20,000 drawn faces of 64 pixels, and writes the weights and cards of G and D. Half an hour.

python -m tools.weights.dcgan_faces >> tools/logs/dcgan_faces.log      # goes on where it was stopped
"""

import argparse
from pathlib import Path

import torch

from gan_utils.data import faces
from gan_utils.models import DCGANDiscriminator, DCGANGenerator
from gan_utils.training import train
from tools.common.scores import score_faces
from tools.common.shipping import ship

SEED, FACES, SIZE, BATCH, WIDTH, Z_DIM = 0, 20_000, 64, 32, 24, 64

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--epochs", type=int, default=12)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--work", type=Path, default=Path("_build/dcgan_faces"), help="where the checkpoint is kept")
options = parser.parse_args()
torch.set_num_threads(options.threads)

images, _ = faces.sample(FACES, SIZE, seed=SEED)
layout = {"memory_format": torch.channels_last}
generator = DCGANGenerator(Z_DIM, 3, SIZE, WIDTH, seed=SEED).to(**layout)
average = DCGANGenerator(Z_DIM, 3, SIZE, WIDTH, seed=SEED).to(**layout)
discriminator = DCGANDiscriminator(3, SIZE, WIDTH, seed=SEED).to(**layout)
per_epoch = FACES // BATCH
options.work.mkdir(parents=True, exist_ok=True)
run = train(
    generator,
    discriminator,
    images,
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
    print(f"epoch {epoch}: {record} {score_faces(average, 2000)}", flush=True)
    average.eval()
    card = {
        "data": f"{FACES} drawn faces (gan_utils.data.faces, seed {SEED}), {SIZE} x {SIZE}",
        "objective": "non_saturating",
        "optimiser": "Adam, lr 0.0002, betas (0.5, 0.999), both players, one step each in turn",
        "seed": SEED,
        "epochs": epoch,
        "steps": record.step,
        "batch_size": BATCH,
        "seconds": round(record.seconds),
        "threads": options.threads,
        "command": f"python -m tools.weights.dcgan_faces --epochs {epoch} --threads {options.threads}",
    }
    if epoch % 4 == 0:
        ship(average, "dcgan-faces", card | {"weights": "running average, decay 0.999"}, score_faces)
        ship(discriminator, "dcgan-faces-discriminator", card | {"weights": "as trained"})
