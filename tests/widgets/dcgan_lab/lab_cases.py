"""DCGANLab's data and scores as Python has them."""

import torch

from gan_utils import metrics, pretrained
from gan_utils.data import digits
from gan_utils.metrics.frechet import fid
from gan_utils.models import DCGANDiscriminator, DCGANGenerator, sample, undo
from gan_utils.widgets import DCGANLab
from gan_utils.widgets.dcgan_lab.start import pack_start

from ...training.image_cases import pixels

COUNT, COMPARED, SCORED = 3000, 1000, 400


def levels(images):
    return ((pixels(images) + 1) * 127.5).round().to(torch.uint8).numpy().tobytes()


def score_cases():
    """Scores of noisy digits against every third of 3,000; and of other real ones."""
    images, _ = digits.load("train")
    pool, classifier = images[:COUNT], pretrained.load("digit-classifier")
    compared, step = pool[:: COUNT // COMPARED][:COMPARED], COUNT // COMPARED
    noise = torch.randn(SCORED, 1, 32, 32, generator=torch.Generator().manual_seed(1))
    spoilt = (images[COUNT : COUNT + SCORED] + 0.5 * noise).clamp(-1, 1)
    sets = {"spoilt": spoilt, "floor": pool[1::step][:SCORED]}
    features = metrics.features(compared, classifier)
    found = {}
    for name, some in sets.items():
        probabilities = metrics.probabilities(some, classifier)
        found[name] = {
            "score": metrics.inception_score(probabilities, splits=1)[0],
            "frechet": fid(features, metrics.features(some, classifier)),
        }
    card = DCGANLab()
    return found | {
        "classifier": card._classifier,
        "levels": levels(pool),
        "count": COUNT,
        "pixels": pixels(spoilt).flatten().tolist(),
    }


def start_cases():
    """Networks of one's own: what the page must make of them before its first step."""
    found = []
    for channels, rules in ((1, {}), (3, {"norm": "none", "sampling": "pooling"})):
        generator = DCGANGenerator(6, channels, 32, 8, seed=3)
        discriminator = DCGANDiscriminator(channels, 32, 8, seed=4)
        for network in (generator, discriminator):
            undo(network, rules, seed=3)
        settings, numbers = pack_start(generator, discriminator, channels)
        z = torch.randn(4, 6, generator=torch.Generator().manual_seed(2))
        made = pixels(sample(generator, z)).flatten().tolist()
        found.append(
            {"settings": settings, "numbers": numbers, "channels": channels, "z": z.flatten().tolist(), "made": made}
        )
    return found


CASES = {"lab-scores": score_cases, "lab-starts": start_cases}
