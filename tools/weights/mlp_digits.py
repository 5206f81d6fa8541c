"""Trains the GAN of 2014, in small, on MNIST's 60,000 digits and writes its generator's weights and card.

nice python -m tools.weights.mlp_digits > tools/logs/mlp_digits.log
"""

import torch

from gan_utils.data import digits
from gan_utils.models import MLPDiscriminator, MLPGenerator
from gan_utils.training import train
from tools.common.scores import score
from tools.common.shipping import ship

SEED, EPOCHS, BATCH, WIDTH, Z_DIM = 0, 20, 64, 256, 64  # a fifth of the paper's width, so that the file stays small

torch.set_num_threads(1)
images, _ = digits.load("train", part="full")
generator, average = (MLPGenerator(Z_DIM, 1, 32, WIDTH, seed=SEED) for _ in range(2))
discriminator = MLPDiscriminator(1, 32, seed=SEED)
per_epoch = len(images) // BATCH
steps = EPOCHS * per_epoch
for record in train(
    generator, discriminator, images, steps=steps, batch_size=BATCH, seed=SEED, average=average, progress=False
):
    if record.step % per_epoch == 0:
        print(f"epoch {record.step // per_epoch}: {record}", flush=True)
card = {
    "data": "MNIST, 60000 training images, 32 x 32",
    "objective": "non_saturating",
    "optimiser": "Adam, lr 0.0002, betas (0.5, 0.999), both players, one step each in turn",
    "weights": "running average, decay 0.999",
    "seed": SEED,
    "epochs": EPOCHS,
    "steps": steps,
    "batch_size": BATCH,
    "seconds": round(record.seconds),
    "threads": torch.get_num_threads(),
    "command": "python -m tools.weights.mlp_digits",
}
ship(average, "mlp-digits", card, score)
