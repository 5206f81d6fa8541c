"""The attribute reader, by PyTorch and the Python package."""

import itertools

import torch

from gan_utils.models import AttributeReader
from gan_utils.widgets.packed.networks import pack_attribute_reader

from .support import trained_looking


def reader_cases():
    cases = []
    for size, exact in itertools.product((32, 64), (False, True)):
        reader = trained_looking(AttributeReader(size), seed=2, exact=exact)
        layers, weights, affine = pack_attribute_reader(reader).values()
        images = torch.rand(4, 3, size, size, generator=torch.Generator().manual_seed(3)) * 2 - 1
        images[1] = images[1].cumsum(2).sin()  # no noise, but stripes
        with torch.no_grad():
            answers = torch.sigmoid(reader(images))
        assert answers.std() > 0.1 and (answers.std(0) > 1e-3).all(), "answers that are all alike show no error"
        case = {"size": size, "exact": exact, "layers": layers, "answers": answers.tolist()}
        packed = {"weights": weights, "affine": affine}
        cases.append(case | packed | {"images": images.permute(0, 2, 3, 1).flatten(1).tolist()})
    return cases


CASES = {"readers": reader_cases}
