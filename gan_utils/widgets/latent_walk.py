"""LatentWalk: move through a generator's latent space; the images are made in the page."""

import numpy as np
import torch
import traitlets
from matplotlib.figure import Figure
from torch import nn

from gan_utils.latent import PATHS, walk
from gan_utils.models import DCGANGenerator
from gan_utils.seeded import LARGEST_SEED, normals
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.traits import Number


class LatentWalk(Card):
    """A triangle of latent space to move in, and a path through several points to walk along.

    The page runs the generator itself, so the figure lives without a kernel. Its three corners are
    ``corners()``: the same normal numbers in Python and in the page.

    Args:
        generator: a ``models.DCGANGenerator``, pretrained or just trained. It is used in evaluation mode
            with float16 weights; pixels differ from PyTorch's by less than 2/255.
        seed: of the three corners, a trait, 0 to 2**32 - 1.
        method: ``"slerp"`` or ``"lerp"``, a trait.
        view: ``"triangle"`` or ``"path"``, a trait.
        position: share of the path walked, 0 to 1, a trait.
    Raises:
        ValueError: when ``generator`` is no ``DCGANGenerator`` or has weights that float16 cannot hold.
        traitlets.TraitError: for a trait out of range.

    The trait ``z`` is the point that is shown, a list of floats; in a notebook it follows the reader.

    >>> widget = LatentWalk(DCGANGenerator(z_dim=8, width=4), seed=3)
    >>> widget.corners().shape
    (3, 8)
    """

    _esm = bundle.script("latent_walk")
    _layers = traitlets.List().tag(sync=True)
    _weights = traitlets.Bytes().tag(sync=True)
    _affine = traitlets.Bytes().tag(sync=True)
    z_dim = traitlets.Int().tag(sync=True)
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    method = traitlets.Enum(tuple(PATHS), "slerp").tag(sync=True)
    view = traitlets.Enum(("triangle", "path"), "triangle").tag(sync=True)
    position = Number(0.0, 0.0, 1.0).tag(sync=True)
    z = traitlets.List(traitlets.Float()).tag(sync=True)
    title = traitlets.Unicode("Walk the latent space").tag(sync=True)
    caption = traitlets.Unicode(
        "Each place in the triangle is a latent point, and the generator draws it here, in your browser. Drag the ring."
    ).tag(sync=True)

    def __init__(self, generator: nn.Module, **traits):
        if not isinstance(generator, DCGANGenerator):
            raise ValueError(f"generator must be a DCGANGenerator, not {type(generator).__name__}")
        self._generator = generator
        layers, weights, affine = pack(generator)
        super().__init__(_layers=layers, _weights=weights, _affine=affine, z_dim=generator.z_dim, **traits)

    def corners(self) -> np.ndarray:
        """The triangle's three corners, shape ``(3, z_dim)``, standard normal."""
        return normals(self.seed, 3 * self.z_dim).reshape(3, self.z_dim)

    def still(self) -> Figure:
        """The path from corner to corner and back to the first, twelve images of it."""
        corners = self.corners()
        path = walk(np.vstack([corners, corners[:1]]), 4, self.method)[:12]
        device = next(self._generator.parameters()).device
        was_training = self._generator.training
        with torch.no_grad():
            images = self._generator.eval()(torch.as_tensor(path, dtype=torch.float32, device=device))
        self._generator.train(was_training)
        pixels = (images.permute(0, 2, 3, 1).cpu().numpy() + 1) / 2
        figure = Figure(figsize=(6, 2.1), layout="constrained")
        for axes, image in zip(figure.subplots(2, 6).flat, pixels):
            axes.imshow(image, cmap="gray", vmin=0, vmax=1)
            axes.axis("off")
        return figure


def pack(generator: DCGANGenerator) -> tuple[list[dict], bytes, bytes]:
    """A generator as the page reads it: a list of layers, weights in float16, scales and shifts in float32.

    Batch norm in evaluation mode multiplies by a scale and adds a shift; the last layer has scale 1 and
    its bias as the shift. Weights are PyTorch's, shape ``(inputs, outputs, 4, 4)``, layer after layer.

    Raises:
        ValueError: when a weight is not finite or too large for float16.

    >>> layers, weights, affine = pack(DCGANGenerator(z_dim=8, width=4))
    >>> [(layer["inputs"], layer["outputs"], layer["activation"]) for layer in layers]
    [(8, 16, 'relu'), (16, 8, 'relu'), (8, 4, 'relu'), (4, 1, 'tanh')]
    """
    modules = list(generator.layers)
    layers, weights, affine = [], [], []
    for place, module in enumerate(modules):
        if not isinstance(module, nn.ConvTranspose2d):
            continue
        norm = modules[place + 1] if isinstance(modules[place + 1], nn.BatchNorm2d) else None
        if norm is None:
            scale, shift = torch.ones(module.out_channels), module.bias.detach().cpu()
        else:
            scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().cpu()
            shift = norm.bias.detach().cpu() - norm.running_mean.cpu() * scale
        layers.append(
            {
                "inputs": module.in_channels,
                "outputs": module.out_channels,
                "activation": "tanh" if norm is None else "relu",
                "project": place == 0,
            }
        )
        with np.errstate(over="ignore"):  # what is too large becomes inf, and is refused below
            weights.append(module.weight.detach().cpu().contiguous().numpy().astype("<f2"))
        affine += [scale.numpy().astype("<f4"), shift.numpy().astype("<f4")]
    if not all(np.isfinite(array).all() for array in (*weights, *affine)):
        raise ValueError("the generator has weights that are not finite, or too large for float16")
    return layers, b"".join(array.tobytes() for array in weights), b"".join(array.tobytes() for array in affine)
