"""The generators that draw images in the bench: as the page packs them, and the same as ONNX."""

import base64
import io
import json
import warnings

import numpy as np
import torch
from torch import nn

from gan_utils import pretrained
from gan_utils.models import DCGANGenerator
from gan_utils.widgets.packed.networks import pack_generator


def generators() -> dict[str, DCGANGenerator]:
    """The shipped digits, and an untrained one for colour images of 64 pixels: about a million parameters."""
    return {"digits": pretrained.load("dcgan-digits"), "colour": DCGANGenerator(64, 3, 64, 32, seed=0).eval()}


def packed(generator: DCGANGenerator) -> dict:
    """What the page is given, as JSON may hold it."""
    layers, weights, affine = pack_generator(generator).values()
    return {"layers": layers, "weights": _text(weights), "affine": _text(affine)}


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def folded(generator: DCGANGenerator) -> nn.Sequential:
    """The same generator from the page's numbers, with batch norm inside the convolutions: what is quickest to run."""
    layers, weights, affine = pack_generator(generator).values()
    weights, affine = (torch.tensor(np.frombuffer(*each).astype("f4")) for each in ((weights, "<f2"), (affine, "<f4")))
    modules = []
    for layer in layers:
        inputs, outputs = layer["inputs"], layer["outputs"]
        module = nn.ConvTranspose2d(inputs, outputs, 4, *((1, 0) if layer["project"] else (2, 1)))
        weight, weights = weights[: inputs * outputs * 16], weights[inputs * outputs * 16 :]
        scale, shift, affine = affine[:outputs], affine[outputs : 2 * outputs], affine[2 * outputs :]
        module.weight.data = weight.reshape(inputs, outputs, 4, 4) * scale[:, None, None]
        module.bias.data = shift
        modules += [module, nn.Tanh() if layer["activation"] == "tanh" else nn.ReLU()]
    return nn.Sequential(*modules).eval()


def to_onnx(generator: DCGANGenerator) -> bytes:
    """For latent points (1, z_dim, 1, 1), named z; the result is named image."""
    file = io.BytesIO()
    with warnings.catch_warnings():
        # The older exporter needs one package where the newer one needs four.
        warnings.simplefilter("ignore", DeprecationWarning)
        point = torch.zeros(1, generator.z_dim, 1, 1)
        torch.onnx.export(folded(generator), (point,), file, dynamo=False, input_names=["z"], output_names=["image"])
    return file.getvalue()


def write(folder) -> None:
    """name.json and name.onnx for each generator."""
    for name, generator in generators().items():
        (folder / f"{name}.json").write_text(json.dumps(packed(generator)), encoding="utf-8")
        (folder / f"{name}.onnx").write_bytes(to_onnx(generator))
