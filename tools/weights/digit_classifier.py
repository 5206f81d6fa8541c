"""Trains the digit classifier that scores generators, and writes its weights and card.

    python -m tools.weights.digit_classifier

It sees shifted and noisy digits too: one that has only seen clean ones calls any grainy image an "8".
"""

import time

import torch

from gan_utils.data import digits
from gan_utils.models import DigitClassifier
from tools.common.shipping import ship

SEED, EPOCHS, BATCH, LR, NOISE, SHIFT = 0, 6, 128, 3e-3, 0.3, 2

torch.manual_seed(SEED)
images, labels = digits.load("train", part="full")
network = DigitClassifier(seed=SEED).train()
steps = EPOCHS * (len(images) // BATCH)
optimiser = torch.optim.Adam(network.parameters())
schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LR, total_steps=steps)
started = time.time()
for epoch in range(EPOCHS):
    for chosen in torch.randperm(len(images))[: steps // EPOCHS * BATCH].split(BATCH):
        rows, columns = torch.randint(-SHIFT, SHIFT + 1, (2,)).tolist()
        batch = images[chosen].roll((rows, columns), (2, 3))
        strength = NOISE * torch.rand(len(batch), 1, 1, 1) * (torch.rand(len(batch), 1, 1, 1) < 0.5)
        batch = (batch + strength * torch.randn_like(batch)).clamp(-1, 1)
        loss = torch.nn.functional.cross_entropy(network(batch), labels[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    print(f"epoch {epoch + 1}: loss {float(loss.detach()):.4f}, {time.time() - started:.0f} s", flush=True)
seconds = time.time() - started


@torch.no_grad()
def score(network: DigitClassifier) -> dict:
    """The share of MNIST's test images that it reads right."""
    test_images, test_labels = digits.load("test", part="full")
    guesses = torch.cat([network(batch).argmax(1) for batch in test_images.split(500)])
    return {"test_accuracy": round(float((guesses == test_labels).float().mean()), 4)}


card = {
    "data": "MNIST, 60000 training images, 32 x 32, shifted by up to 2 pixels, half of them with noise",
    "seed": SEED,
    "steps": steps,
    "batch_size": BATCH,
    "seconds": round(seconds),
    "threads": torch.get_num_threads(),
    "command": "python -m tools.weights.digit_classifier",
}
ship(network.eval(), "digit-classifier", card, score)
