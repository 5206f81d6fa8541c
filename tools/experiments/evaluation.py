"""Every score of every way to be bad, for chapter 5's tables. About half an hour on one core.

    python -m tools.experiments.evaluation > tools/logs/evaluation.log

The reference is a random half of MNIST's 10,000 test images, and a generator is judged by 2,500 samples. The perfect
one gives images of the other half; the bad ones are made of these, or are networks. All is done for five halves and
seeds: the spread of the five is what a difference must be compared with.
"""

import time

import numpy as np
import torch

from gan_utils import experiments, pretrained
from gan_utils.data import digits, faces
from gan_utils.data.spoil import spoil
from gan_utils.metrics.features import features, probabilities
from gan_utils.metrics.frechet import fid
from gan_utils.metrics.inception import inception_score
from gan_utils.metrics.kernel import kid
from gan_utils.metrics.neighbours import prdc
from gan_utils.models import DigitClassifier
from tools.common import raters
from tools.common.scores import read_faces, sample

SEEDS, HALF, SAMPLES = range(5), 5000, 2500  # so few that five digits suffice without giving an image twice
WAYS = {
    "perfect": {},
    "blur, 1 pixel": {"blur": 1.0},
    "noise, 0.3": {"noise": 0.3},
    "shift, 2 pixels": {"shift": 2},
    "one digit missing": {"drop": 1},
    "three digits missing": {"drop": 3},
    "five digits missing": {"drop": 5},
    "ten images a digit": {"variety": 0.04},
    "one image a digit": {"variety": 0.0},
    "copyist": {"memorise": 1.0},
}
NETWORKS = {
    "DCGAN, 1 epoch": "dcgan-digits-epoch-1",
    "DCGAN, 3 epochs": "dcgan-digits-epoch-3",
    "DCGAN, 10 epochs": "dcgan-digits-epoch-10",
    "DCGAN, 30 epochs": "dcgan-digits",
    "MLP GAN": "mlp-digits",
    "collapsed DCGAN": "dcgan-digits-collapsed",
}
FINE_TUNING = {"steps": 800, "every": 100, "lr": 5e-4, "batch_size": 256}


def every_score(real: np.ndarray, made: np.ndarray) -> dict:
    """All scores of two sets of features, but for those that need probabilities."""
    found = {"fid": fid(real, made), "kid": kid(real, made)} | prdc(real, made)._asdict()
    return {name: round(float(value), 6) for name, value in found.items()}


def score_of(logits: torch.Tensor) -> torch.Tensor:
    """The logarithm of the Inception Score, as a gradient can climb it."""
    logs = logits.log_softmax(1)
    return (logs.exp() * (logs - torch.logsumexp(logs, 0) + np.log(len(logs)))).sum(1).mean()


def fine_tuned(classifier, other, real: np.ndarray) -> tuple[torch.nn.Module, list[dict]]:
    """The DCGAN of one epoch, taught to please the classifier, and its scores on the way."""
    generator, seen = pretrained.load("dcgan-digits-epoch-1"), []
    adam = torch.optim.Adam(generator.parameters(), FINE_TUNING["lr"])
    random = torch.Generator().manual_seed(0)
    for step in range(FINE_TUNING["steps"] + 1):
        if step % FINE_TUNING["every"] == 0:
            images = sample(generator, SAMPLES, seed=0)
            found = {"step": step, "fid": round(fid(real, features(images, classifier)), 3)}
            for name, network in (("inception_score", classifier), ("inception_score_other", other)):
                found[name] = round(inception_score(probabilities(images, network), 1)[0], 4)
            seen.append(found)
            print("fine-tuned", found, flush=True)
        left = 1 - step / FINE_TUNING["steps"]
        adam.param_groups[0]["lr"] = FINE_TUNING["lr"] * max(left, 0.02)
        z = torch.randn(FINE_TUNING["batch_size"], generator.z_dim, generator=random)
        adam.zero_grad()
        (-score_of(classifier(generator(z)))).backward()
        adam.step()
    return generator, seen


def climbed_noise(classifier, count: int, seed: int) -> torch.Tensor:
    """Noise, changed a little at a time until the classifier is sure that it sees this digit or that."""
    images = torch.rand(count, 1, 32, 32, generator=torch.Generator().manual_seed(seed)) * 2 - 1
    wanted = torch.arange(count) % 10
    for _ in range(40):
        images.requires_grad_()
        loss = torch.nn.functional.cross_entropy(classifier(images), wanted, reduction="sum")
        (slope,) = torch.autograd.grad(loss, images)
        images = (images.detach() - 0.02 * slope.sign()).clamp(-1, 1)
    return images


def other_classifier() -> DigitClassifier:
    """A second digit classifier, from other first weights and one pass over the digits, without shifts or noise."""
    images, labels = digits.load("train", part="full")
    network = DigitClassifier(seed=1).train()
    adam = torch.optim.Adam(network.parameters(), 2e-3)
    for chosen in torch.randperm(len(images), generator=torch.Generator().manual_seed(1)).split(128):
        adam.zero_grad()
        torch.nn.functional.cross_entropy(network(images[chosen]), labels[chosen]).backward()
        adam.step()
    return network.eval()


def digit_tables(classifier, other) -> tuple[dict, dict, dict]:
    """Scores of each way to be bad, the fine-tuning's course, and twelve images of each."""
    images, labels = digits.load("test", part="full")
    train_images, _ = digits.load("train", part="full")
    rows, kept = {}, {}
    tuned, course = fine_tuned(classifier, other, features(images[:HALF], classifier))
    for seed in SEEDS:
        order = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed))
        reference, rest = order.split(HALF)
        real = features(images[reference], classifier)
        unseen = torch.randperm(len(train_images), generator=torch.Generator().manual_seed(seed))[:SAMPLES]
        halves = (images[rest], labels[rest], images[reference])
        made = {name: lambda way=way: spoil(*halves, count=SAMPLES, seed=seed, **way) for name, way in WAYS.items()}
        made |= {name: lambda n=n: sample(pretrained.load(n), SAMPLES, seed) for name, n in NETWORKS.items()}
        made |= {"fine-tuned DCGAN": lambda: sample(tuned, SAMPLES, seed)}
        made |= {"climbed noise": lambda: climbed_noise(classifier, SAMPLES, seed)}
        for name, make in made.items():
            samples, started = make(), time.time()
            found = every_score(real, features(samples, classifier))
            for key, network in (("inception_score", classifier), ("inception_score_other", other)):
                found[key] = round(inception_score(probabilities(samples, network), 1)[0], 4)
            found["rater"] = raters.accuracy(train_images[unseen], samples, seed)
            kept.setdefault(name, samples[:12].numpy())
            for key, value in found.items():
                rows.setdefault(name, {}).setdefault(key, []).append(value)
            print(seed, name, found, f"{time.time() - started:.1f} s", flush=True)
    return rows, course, kept


def references(classifier) -> dict:
    """FID of real digits and of generators against several sets of real digits, 5,000 to 5,000."""
    test = features(digits.load("test", part="full")[0], classifier)
    train = features(digits.load("train", part="full")[0][: 2 * HALF], classifier)
    order = np.random.default_rng(0).permutation(len(test))
    against = {
        "training digits": train[:HALF],
        "test digits, at random": test[order[:HALF]],
        "test digits, the first half": test[:HALF],
        "test digits, the second half": test[HALF:],
    }
    made = {
        "other training digits": train[HALF:],
        "other test digits, at random": test[order[HALF:]],
        "test digits, the first half": test[:HALF],
    } | {name: features(sample(pretrained.load(n), HALF, 0), classifier) for name, n in NETWORKS.items()}
    return {name: {which: round(fid(real, x), 3) for which, real in against.items()} for name, x in made.items()}


def face_table() -> dict:
    """The faces of chapter 1 against drawn ones, by the attribute reader's features."""
    rows = {}
    generator = pretrained.load("dcgan-faces")
    for seed in SEEDS:
        drawn = faces.sample(SAMPLES, 64, seed=100 + seed)[0]
        fresh = faces.sample(SAMPLES, 64, seed=200 + seed)[0]
        made = {
            "drawn, other faces": fresh,
            "without hats": faces.sample(SAMPLES, 64, seed=200 + seed, hat=False)[0],
            "blur, 1 pixel": spoil(fresh, np.zeros(SAMPLES, int), drawn, blur=1.0, seed=seed),
            "DCGAN, 12 epochs": sample(generator, SAMPLES, seed),
        }
        real = read_faces(drawn)[1]
        for name, images in made.items():
            found = every_score(real, read_faces(images)[1])
            for key, value in found.items():
                rows.setdefault(name, {}).setdefault(key, []).append(value)
            print("faces", seed, name, found, flush=True)
    return rows


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.manual_seed(0)
    first, second = pretrained.load("digit-classifier"), other_classifier()
    for parameter in (*first.parameters(), *second.parameters()):
        parameter.requires_grad_(False)
    table, course, images = digit_tables(first, second)
    experiments.write(
        "evaluation",
        "python -m tools.experiments.evaluation",
        {
            "samples": SAMPLES,
            "reference": HALF,
            "fine_tuning": FINE_TUNING,
            "rows": table,
            "course": course,
            "references": references(first),
            "faces": face_table(),
        },
    )
    experiments.write_images("evaluation", images)
