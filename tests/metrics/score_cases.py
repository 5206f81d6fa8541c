"""The digit classifier, the ways to be bad, and the scores, as PyTorch and the Python package have them."""

import base64
import itertools

import numpy as np
import torch

from gan_utils.data import digits, spoil
from gan_utils.metrics.frechet import fid, frechet_distance
from gan_utils.metrics.inception import inception_score
from gan_utils.metrics.kernel import kid
from gan_utils.metrics.neighbours import prdc
from gan_utils.models import DigitClassifier
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets.packed.networks import pack_digit_classifier

REAL = 60
SETTINGS = [
    {"drop": 0, "variety": 1.0, "memorise": 0.0, "seed": 0},
    {"drop": 0, "variety": 0.0, "memorise": 0.0, "seed": 1},
    {"drop": 5, "variety": 0.5, "memorise": 0.31, "seed": LARGEST_SEED},
    {"drop": 9, "variety": 0.07, "memorise": 0.0, "seed": 2},
    {"drop": 2, "variety": 1.0, "memorise": 1.0, "seed": 3},
]


def trained_looking(classifier: DigitClassifier, exact: bool = True) -> DigitClassifier:
    """Statistics and biases as training leaves them; with ``exact`` weights that float16 holds."""
    random = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for module in classifier.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.3, generator=random)
                module.running_var.uniform_(0.5, 2, generator=random)
                module.weight.normal_(0.7, 0.5, generator=random)  # some are negative
                module.bias.normal_(0, 0.3, generator=random)
            elif isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
                if module.bias is not None:
                    module.bias.normal_(0, 0.3, generator=random)
                if exact:
                    module.weight.copy_(module.weight.half().float())
    return classifier.eval()


def classifier_cases():
    images = digits.load("test")[0][:4].clone()
    images[1:3] = torch.rand(2, 1, 32, 32, generator=torch.Generator().manual_seed(6)) * 2 - 1
    cases = []
    for exact in (True, False):
        classifier = trained_looking(DigitClassifier(), exact)
        layers, weights, affine = pack_digit_classifier(classifier).values()
        with torch.no_grad():
            features, logits = classifier.features(images), classifier(images)
        probabilities = logits.double().softmax(1)
        assert features.std() > 0.1 and probabilities.std() > 0.01, "answers that are all alike show no error"
        case = {"exact": exact, "layers": layers, "features": features.tolist(), "images": images.flatten(1).tolist()}
        packed = {"weights": _base64(weights), "affine": _base64(affine)}
        cases.append(case | packed | {"probabilities": probabilities.tolist()})
    return cases


def frechet_cases():
    """Gaussians with full covariances, flat ones, the same one twice, and features that never move."""
    random = np.random.default_rng(0)
    cases = []
    for d, kind in itertools.product((1, 2, 3, 17, 128), ("full", "flat", "both flat", "unused", "same", "a point")):
        first = random.normal(size=(7 if kind == "both flat" else 300, d)) @ random.normal(size=(d, d))
        second = random.normal(size=(300 if kind in ("full", "unused") else 9, d)) * 2 + random.normal(size=d)
        if kind == "unused":
            first[:, ::2], second[:, -1] = 0, 3
        second = first if kind == "same" else second[:1].repeat(9, axis=0) if kind == "a point" else second
        moments = [(x.mean(axis=0), np.atleast_2d(np.cov(x, rowvar=False))) for x in (first, second)]
        cases.append(
            {
                "name": f"{d} dimensions, {kind}",
                "means": [mean for mean, _ in moments],
                "rows": [first, second] if d < 128 else None,
                "covs": [cov.ravel() for _, cov in moments],
                "distance": frechet_distance(*moments[0], *moments[1]),
                "apart": float(((moments[0][0] - moments[1][0]) ** 2).sum()),
                "scale": sum(float(np.trace(cov)) for _, cov in moments),
            }
        )
    return cases


def score_cases():
    """Rows of features, and every score of rows that are chosen among them: others, the same again, real ones."""
    random = np.random.default_rng(1)
    features = np.maximum(random.normal(size=(150, 11)), 0).astype(np.float32)
    features[REAL:] *= 1.2
    grid = random.integers(0, 3, (150, 11)).astype(np.float32)  # nearly every distance comes many times
    probabilities = random.dirichlet(np.full(10, 0.2), 150)
    chosen = {
        "others": np.arange(REAL, 2 * REAL),
        "one many times": np.arange(REAL) % 7 + REAL,
        "copies": np.arange(REAL),
        "fewer": np.arange(100, 120),
        "some copies": np.where(np.arange(REAL) % 3, np.arange(REAL), 70 + np.arange(REAL)),
    }
    cases = []
    for (kind, rows), (name, places) in itertools.product({"real": features, "whole": grid}.items(), chosen.items()):
        real, made = rows[:REAL], rows[places]
        scores = {"is": inception_score(probabilities[places], 1)[0], "fid": fid(real, made), "kid": kid(real, made)}
        scores |= prdc(real, made, 5)._asdict()
        cases.append({"name": f"{name}, {kind} numbers", "kind": kind, "places": places.tolist(), "scores": scores})
    tables = {"real": features.tolist(), "whole": grid.tolist()}
    return {"tables": tables, "count": REAL, "probabilities": probabilities, "cases": cases}


def spoil_cases():
    """What is chosen and copied, and some images distorted in every way."""
    images, labels = digits.load("test")
    labels = labels[:120].tolist()
    chosen = []
    for settings, count in itertools.product(SETTINGS, (50, 200)):
        places = spoil.chosen(labels, count, settings["drop"], settings["variety"], settings["seed"])
        copies = spoil.copied(count, settings["memorise"], settings["seed"])
        chosen.append({"settings": settings, "count": count, "places": places.tolist(), "copies": copies.tolist()})
    distorted, places = [], np.array([0, 5, 119])
    for blur, noise, shift in ((0, 0, 0), (0.3, 0, 0), (1.0, 0, 0), (3.0, 0, 0), (0, 0.4, 0), (0, 0, 6), (1.7, 1.0, 2)):
        settings = {"blur": blur, "noise": noise, "shift": shift, "seed": LARGEST_SEED}
        made = spoil.distorted(images[places], places, **settings)
        distorted.append({"settings": settings, "pixels": made.flatten(1).tolist()})
    return {
        "labels": labels,
        "chosen": chosen,
        "places": places.tolist(),
        "distorted": distorted,
        "images": images[places].flatten(1).tolist(),
    }


def _base64(content):
    return base64.b64encode(content).decode()


CASES = {"frechets": frechet_cases, "classifiers": classifier_cases, "scores": score_cases, "spoils": spoil_cases}
