"""What chapter 1 states about latent points, leaks and training longer, against computation and the cards."""

import pytest
import torch

from gan_utils import pretrained
from gan_utils.data import digits
from gan_utils.metrics.frechet import fid
from gan_utils.metrics.inception import inception_score

from ..chapters import says

CHAPTER = "01_dcgan"


def test_norms_of_normal_points():
    says(CHAPTER, "it varies by only about $1/\\sqrt2$, whatever $d$ is")
    source = torch.Generator().manual_seed(0)
    for d in (16, 64, 256):
        norms = torch.randn(20_000, d, generator=source).norm(dim=1)
        assert float(norms.std()) == pytest.approx(2**-0.5, rel=0.03)
        assert float(norms.mean()) == pytest.approx(d**0.5, rel=0.02)


def test_a_leak_of_a_fifth_adds_two_hundredths_of_the_power():
    says(CHAPTER, "so 0.52 instead of 0.50")
    signal = torch.randn(200_000, generator=torch.Generator().manual_seed(0))
    for slope, power in ((0.0, 0.50), (0.2, 0.52)):
        passed = torch.nn.functional.leaky_relu(signal, slope)
        assert float((passed**2).mean()) == pytest.approx(power, abs=0.01)


def test_the_cards_scores_are_those_of_the_shipped_weights():
    """On a part of the samples and of the test images, so with tolerances; the full protocol stands on the card."""
    classifier = pretrained.load("digit-classifier")
    test_images, test_labels = digits.load("test")
    with torch.no_grad():
        real = classifier.features(test_images)
        assert float((classifier.head(real).argmax(1) == test_labels).float().mean()) > 0.985
        z = torch.randn(2000, 64, generator=torch.Generator().manual_seed(0))
        distances = []
        for age in (1, 3, 10, None):
            name = "dcgan-digits" if age is None else f"dcgan-digits-epoch-{age}"
            features = classifier.features(pretrained.load(name)(z))
            probabilities = classifier.head(features).softmax(1).numpy()
            stated = pretrained.card(name)["scores"]
            assert inception_score(probabilities, splits=2)[0] == pytest.approx(stated["inception_score"], rel=0.05)
            distances.append(fid(real.numpy(), features.numpy()))
            # Fewer samples bias the distance upwards, and the first 2,000 test images are not all 10,000.
            assert distances[-1] > 0.8 * stated["frechet_distance"]
    says(CHAPTER, "Later ages win on both.")
    assert distances == sorted(distances, reverse=True)


def test_training_longer_is_clearly_better_than_ten_epochs():
    ten, thirty = (pretrained.card(name)["scores"] for name in ("dcgan-digits-epoch-10", "dcgan-digits"))
    assert thirty["frechet_distance"] < 0.6 * ten["frechet_distance"]
    assert thirty["inception_score"] > ten["inception_score"]
