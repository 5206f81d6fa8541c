"""A network in the rater's place: it learns to tell real images from generated ones, and is then asked about others."""

import torch

from gan_utils.models import DCGANDiscriminator

EPOCHS, BATCH, WIDTH, LR = 6, 64, 16, 2e-3


def accuracy(real: torch.Tensor, made: torch.Tensor, seed: int) -> float:
    """The share of held-out images that it calls right: it learns from the first half of each set.

    This is the classifier two-sample test (Lopez-Paz and Oquab 2017, arXiv:1610.06545). 0.5 is guessing.
    """
    torch.manual_seed(seed)
    half = min(len(real), len(made)) // 2
    learnt, asked = (
        (torch.cat([real[part], made[part]]), torch.cat([torch.ones(half), torch.zeros(half)]))
        for part in (slice(0, half), slice(half, 2 * half))
    )
    rater = DCGANDiscriminator(1, 32, WIDTH, seed=seed).train()
    adam = torch.optim.Adam(rater.parameters())
    schedule = torch.optim.lr_scheduler.OneCycleLR(adam, LR, total_steps=EPOCHS * -(-2 * half // BATCH))
    for _ in range(EPOCHS):
        for chosen in torch.randperm(2 * half).split(BATCH):
            adam.zero_grad()
            loss = torch.nn.functional.binary_cross_entropy_with_logits(rater(learnt[0][chosen]), learnt[1][chosen])
            loss.backward()
            adam.step()
            schedule.step()
    rater.eval()
    with torch.no_grad():
        answers = torch.cat([rater(part) for part in asked[0].split(500)]) > 0
    return round(float((answers == (asked[1] > 0.5)).float().mean()), 4)
