"""The reader of faces, and arithmetic with them, by PyTorch and the Python package."""

import base64
import itertools

import numpy as np
import torch

from gan_utils.models import READ, AttributeReader, DCGANGenerator
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets import LatentArithmetic
from gan_utils.widgets.latent_arithmetic.widget import NOISE, RECIPES, choose
from gan_utils.widgets.packed.networks import pack_reader


def reader_cases():
    cases = []
    for size, exact in itertools.product((32, 64), (False, True)):
        reader = _trained_looking(AttributeReader(size), exact)
        layers, weights, affine = pack_reader(reader)
        images = torch.rand(4, 3, size, size, generator=torch.Generator().manual_seed(3)) * 2 - 1
        images[1] = images[1].cumsum(2).sin()  # no noise, but stripes
        with torch.no_grad():
            answers = torch.sigmoid(reader(images))
        assert answers.std() > 0.1 and (answers.std(0) > 1e-3).all(), "answers that are all alike show no error"
        case = {"size": size, "exact": exact, "layers": layers, "answers": answers.tolist()}
        packed = {"weights": _base64(weights), "affine": _base64(affine)}
        cases.append(case | packed | {"images": images.permute(0, 2, 3, 1).flatten(1).tolist()})
    return cases


def _trained_looking(reader, exact):
    """Statistics and biases as training leaves them: all different, and far enough from 0 and 1 to show."""
    random = torch.Generator().manual_seed(2)
    with torch.no_grad():
        for module in reader.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.3, generator=random)
                module.running_var.uniform_(0.5, 2, generator=random)
                module.weight.normal_(1, 0.3, generator=random)
                module.bias.normal_(0, 0.3, generator=random)
            elif isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
                if module.bias is not None:
                    module.bias.normal_(0, 0.3, generator=random)
                if exact:
                    module.weight.copy_(module.weight.half().float())
    return reader.eval()


def arithmetic_cases():
    cases = []
    networks = DCGANGenerator(16, 3, 32, 2), AttributeReader(32)
    groups = ([0], [1], [2]), ([5, 9, 400], [3, 3], list(range(10)))
    for seed, trays in itertools.product((0, 7, LARGEST_SEED), groups):
        widget = LatentArithmetic(*networks, seed=seed, **dict(zip("abc", trays)))
        for baseline, rescale in itertools.product(("none", "random"), (False, True)):
            widget.baseline, widget.rescale = baseline, rescale
            cases.append(
                {
                    "settings": {"seed": seed, "baseline": baseline, "rescale": rescale},
                    "width": 16,
                    "noise": NOISE,
                    "trays": trays,
                    "result": widget.result(),
                    "neighbours": widget.neighbours(),
                }
            )
    return cases


def search_cases():
    answers = np.random.default_rng(0).uniform(0, 1, (200, len(READ))) ** 0.3
    named = [dict(zip(READ, row)) for row in answers]
    found = []
    for recipe, count in itertools.product(RECIPES.values(), (1, 3, 10)):
        places, sure = choose(answers, recipe, count)
        found.append({"recipe": recipe, "count": count, "places": places, "sure": sure})
    assert {case["sure"] for case in found} == {True, False}, "some kinds must be found, some only nearly"
    return {"answers": named, "found": found}


def _base64(content):
    return base64.b64encode(content).decode()


CASES = {"arithmetic": arithmetic_cases, "readers": reader_cases, "searches": search_cases}
