"""The attribute reader, by PyTorch and the Python package."""

import base64
import itertools

import torch

from gan_utils.models import AttributeReader
from gan_utils.widgets.packed.networks import pack_attribute_reader


def reader_cases():
    cases = []
    for size, exact in itertools.product((32, 64), (False, True)):
        reader = _trained_looking(AttributeReader(size), exact)
        layers, weights, affine = pack_attribute_reader(reader).values()
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


def _base64(content):
    return base64.b64encode(content).decode()


CASES = {"readers": reader_cases}
