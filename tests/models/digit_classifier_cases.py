"""What the digit classifier makes of images, as PyTorch has it."""

import torch

from gan_utils.data import digits
from gan_utils.models import DigitClassifier
from gan_utils.widgets.packed.networks import pack_digit_classifier

from .support import trained_looking

SCALES = 0.7, 0.5  # some are negative


def classifier_cases():
    images = digits.load("test")[0][:4].clone()
    images[1:3] = torch.rand(2, 1, 32, 32, generator=torch.Generator().manual_seed(6)) * 2 - 1
    cases = []
    for exact in (True, False):
        classifier = trained_looking(DigitClassifier(), seed=5, scales=SCALES, exact=exact)
        layers, weights, affine = pack_digit_classifier(classifier).values()
        with torch.no_grad():
            features, logits = classifier.features(images), classifier(images)
        probabilities = logits.double().softmax(1)
        assert features.std() > 0.1 and probabilities.std() > 0.01, "answers that are all alike show no error"
        case = {"exact": exact, "layers": layers, "features": features.tolist(), "images": images.flatten(1).tolist()}
        packed = {"weights": weights, "affine": affine}
        cases.append(case | packed | {"probabilities": probabilities.tolist()})
    return cases


CASES = {"classifiers": classifier_cases}
