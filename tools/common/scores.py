"""How good a generator is, by the shipped classifiers; used by the author's commands and by the tests."""

import numpy as np
import torch

from gan_utils import pretrained
from gan_utils.data import digits, faces
from gan_utils.metrics.features import features, probabilities
from gan_utils.metrics.frechet import fid
from gan_utils.metrics.inception import inception_score
from gan_utils.models import READ


@torch.no_grad()
def sample(generator: torch.nn.Module, count: int, seed: int) -> torch.Tensor:
    """Generated images ``(count, C, H, W)`` from seeded normal latent points."""
    z = torch.randn(count, generator.z_dim, generator=torch.Generator().manual_seed(seed))
    return torch.cat([generator(part) for part in z.split(500)])


def score(generator: torch.nn.Module, count: int = 10_000, seed: int = 0) -> dict:
    """Inception Score and Fréchet distance to MNIST's test images, from ``count`` samples."""
    classifier, made = pretrained.load("digit-classifier"), sample(generator.eval(), count, seed)
    chances = probabilities(made, classifier)
    mean, deviation = inception_score(chances)
    distance = fid(features(digits.load("test", part="full")[0], classifier), features(made, classifier))
    shares = np.bincount(chances.argmax(axis=1), minlength=10) / count
    return {
        "inception_score": round(mean, 3),
        "inception_score_std": round(deviation, 3),
        "frechet_distance": round(distance, 2),
        "class_shares": [round(float(share), 4) for share in shares],
        "protocol": f"{count} samples (seed {seed}) against MNIST's 10000 test images, judge digit-classifier",
    }


READERS = {32: "attribute-reader-32", 64: "attribute-reader"}


@torch.no_grad()
def read_faces(images: torch.Tensor) -> tuple[torch.Tensor, np.ndarray]:
    """What the attribute reader says of faces, ``(N, len(READ))`` in [0, 1], and its features ``(N, 64)``."""
    reader = pretrained.load(READERS[images.shape[-1]])
    seen = features(images, reader)
    return reader.head(torch.from_numpy(seen)).sigmoid(), seen


def score_faces(generator: torch.nn.Module, count: int = 10_000, seed: int = 0) -> dict:
    """Fréchet distance to as many unseen drawn faces, and how often each attribute is read in samples and in those."""
    real, real_features = read_faces(faces.sample(count, generator.size, seed=2)[0])
    made, made_features = read_faces(sample(generator.eval(), count, seed))
    shares = {
        name: [round(float((read[:, READ.index(name)] > 0.5).float().mean()), 3) for read in (made, real)]
        for name in faces.CHANCES
    }
    return {
        "frechet_distance": round(fid(real_features, made_features), 3),
        "shares_generated_and_drawn": shares,
        "protocol": f"{count} samples (seed {seed}), {count} drawn faces (seed 2), judge {READERS[generator.size]}",
    }
