"""Generators as files of weights, with what PyTorch makes of them; and files that are none."""

import json
import tempfile
from pathlib import Path

import torch
from safetensors.torch import save

from gan_utils import pretrained
from gan_utils.models import DCGANGenerator, DigitClassifier, undo

from ..models.dcgan_cases import lively
from ..training.image_cases import pixels

RULES = ({}, {"norm": "none"}, {"norm": "everywhere", "sampling": "pooling"}, {"hidden": "dense"})


def file_of(network):
    path = Path(tempfile.mkdtemp()) / "network.safetensors"
    pretrained.write(network, path)
    return path.read_bytes()


def generators():
    for rules in RULES:
        for channels, size in ((1, 32), (3, 64)):
            generator = DCGANGenerator(5, channels, size, 2, seed=1)
            undo(generator, rules, seed=1)
            yield lively(generator, exact=False)


def read_cases():
    found = []
    for generator in generators():
        content = file_of(generator)
        z = torch.randn(3, 5, generator=torch.Generator().manual_seed(4))
        with torch.no_grad():
            made = pixels(_again(content)(z))
        found.append(
            {"file": content, "settings": generator.settings(), "undone": dict(generator.undone)}
            | {"z": z.flatten().tolist(), "made": made.flatten().tolist()}
        )
    return found


def _again(content):
    path = Path(tempfile.mkdtemp()) / "again.safetensors"
    path.write_bytes(content)
    return pretrained.read(path)


def bad_cases():
    generator = DCGANGenerator(5, 1, 32, 2)
    good = file_of(generator)
    length = int.from_bytes(good[:8], "little")
    header = {"network": "DCGANGenerator", "settings": json.dumps(generator.settings())}
    state = {name: tensor.contiguous() for name, tensor in generator.state_dict().items()}
    short = dict(list(state.items())[1:])
    other = state | {"layers.0.weight": torch.zeros(5, 9, 4, 4)}
    spoilt = state | {"layers.0.weight": torch.full_like(state["layers.0.weight"], torch.nan)}
    return {
        "nothing": b"",
        "a few bytes": b"GIF89a",
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(1000),
        "half of its head": good[: length // 2],
        "without its end": good[:-10],
        "no word on its network": save(state),
        "a classifier": file_of(DigitClassifier()),
        "a network of nobody": save(state, header | {"network": "Unknown"}),
        "settings out of range": save(
            state, header | {"settings": json.dumps({"z_dim": 5, "width": 2, "size": 48, "channels": 1})}
        ),
        "settings that are none": save(state, header | {"settings": "[1"}),
        "a part missing": save(short, header),
        "another shape": save(other, header),
        "no numbers": save(spoilt, header),
        "double precision": save({name: tensor.double() for name, tensor in state.items()}, header),
        "a rule that is none": save(state, header | {"undone": json.dumps({"norm": "sometimes"})}),
    }


CASES = {"weights-files": read_cases, "bad-weights-files": bad_cases}
