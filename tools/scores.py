"""How good a digits generator is, by the shipped judge; used by the author's commands and by the tests."""

import numpy as np
import torch

from gan_utils import pretrained
from gan_utils.data import digits
from gan_utils.metrics.frechet import fid
from gan_utils.metrics.inception import inception_score


@torch.no_grad()
def judge(images: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Class probabilities ``(N, 10)`` and features ``(N, 128)`` of images, in batches."""
    network = pretrained.load("digit-classifier")
    features = torch.cat([network.features(batch) for batch in images.split(500)])
    return network.head(features).softmax(dim=1).double().numpy(), features.double().numpy()


@torch.no_grad()
def sample(generator: torch.nn.Module, count: int, seed: int) -> torch.Tensor:
    """Generated images ``(count, C, H, W)`` from seeded normal latent points."""
    z = torch.randn(count, generator.z_dim, generator=torch.Generator().manual_seed(seed))
    return torch.cat([generator(part) for part in z.split(500)])


def score(generator: torch.nn.Module, count: int = 10_000, seed: int = 0) -> dict:
    """Inception Score and Fréchet distance to MNIST's test images, from ``count`` samples."""
    probabilities, features = judge(sample(generator.eval(), count, seed))
    _, real = judge(digits.load("test", part="full")[0])
    mean, deviation = inception_score(probabilities)
    shares = np.bincount(probabilities.argmax(axis=1), minlength=10) / count
    return {
        "inception_score": round(mean, 3),
        "inception_score_std": round(deviation, 3),
        "frechet_distance": round(fid(real, features), 2),
        "class_shares": [round(float(share), 4) for share in shares],
        "protocol": f"{count} samples (seed {seed}) against MNIST's 10000 test images, judge digit-classifier",
    }
