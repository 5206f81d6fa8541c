"""Trains the attribute readers of faces, for 64 and for 32 pixels, and writes their weights and cards. Two minutes.

    python -m tools.weights.attribute_reader > tools/logs/attribute_reader.log

They see blurred and noisy faces too, as generated faces are.
"""

import time

import numpy as np
import torch
from torch.nn.functional import avg_pool2d, binary_cross_entropy_with_logits, interpolate

from gan_utils.data import faces
from gan_utils.models.attribute_reader import READ, AttributeReader
from tools.common.shipping import ship

SEED, FACES, HELD_OUT, EPOCHS, BATCH, LR, NOISE = 0, 20_000, 5_000, 5, 64, 3e-3, 0.2


def targets(attributes: np.ndarray) -> torch.Tensor:
    """What the sigmoids should say, ``(n, len(READ))``: 0 or 1, or the place in an attribute's range."""
    columns = []
    for name in READ:
        low, high = faces.RANGES.get(name, (0.0, 1.0))
        columns.append((attributes[name].astype(np.float32) - low) / (high - low))
    return torch.from_numpy(np.stack(columns, axis=1))


def worn(images: torch.Tensor) -> torch.Tensor:
    """A third of the images blurred, and all with noise of random strength."""
    third = len(images) // 3
    blurred = interpolate(avg_pool2d(images[:third], 2), scale_factor=2, mode="bilinear", align_corners=False)
    images = torch.cat([blurred, images[third:]])
    return images + NOISE * torch.rand(len(images), 1, 1, 1) * torch.randn_like(images)


@torch.no_grad()
def score(reader: AttributeReader) -> dict:
    """On faces that were not trained on: share read right, or the mean error of a graded attribute."""
    images, attributes = faces.sample(HELD_OUT, reader.size, seed=SEED + 1)
    wanted, said = targets(attributes), torch.cat([reader(part) for part in images.split(500)]).sigmoid()
    scores = {}
    for column, name in enumerate(READ):
        if name in faces.CHANCES:
            right = (said[:, column] > 0.5) == (wanted[:, column] > 0.5)
            scores[f"{name}_right"] = round(float(right.float().mean()), 4)
        else:
            scores[f"{name}_error"] = round(float((said[:, column] - wanted[:, column]).abs().mean()), 4)
    return scores


torch.set_num_threads(1)
for size, name in ((64, "attribute-reader"), (32, "attribute-reader-32")):
    torch.manual_seed(SEED)
    images, attributes = faces.sample(FACES, size, seed=SEED)
    wanted = targets(attributes)
    reader = AttributeReader(size, seed=SEED).to(memory_format=torch.channels_last).train()
    steps = EPOCHS * (FACES // BATCH)
    optimiser = torch.optim.Adam(reader.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LR, total_steps=steps)
    started = time.time()
    for epoch in range(EPOCHS):
        for chosen in torch.randperm(FACES)[: steps // EPOCHS * BATCH].split(BATCH):
            loss = binary_cross_entropy_with_logits(reader(worn(images[chosen])), wanted[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        print(f"{name} epoch {epoch + 1}: loss {float(loss.detach()):.4f}, {time.time() - started:.0f} s", flush=True)
    card = {
        "data": f"{FACES} drawn faces (gan_utils.data.faces, seed {SEED}), {size} x {size}, some blurred, all noisy",
        "seed": SEED,
        "steps": steps,
        "batch_size": BATCH,
        "seconds": round(time.time() - started),
        "threads": 1,
        "command": "python -m tools.weights.attribute_reader",
    }
    ship(reader.eval(), name, card, score)
