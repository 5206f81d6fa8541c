"""LatentWalk: move through a generator's latent space; the images are made in the page."""

import numpy as np
import traitlets
from matplotlib.figure import Figure

from gan_utils.arrays import Array
from gan_utils.latent import PATHS, walk
from gan_utils.seeded import LARGEST_SEED, normals
from gan_utils.widgets import bundle
from gan_utils.widgets.generator_card import GeneratorCard
from gan_utils.widgets.traits import Number


class LatentWalk(GeneratorCard):
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

    >>> from gan_utils.models import DCGANGenerator
    >>> widget = LatentWalk(DCGANGenerator(z_dim=8, width=4), seed=3)
    >>> widget.corners().shape
    (3, 8)
    """

    _esm = bundle.script("widgets/latent_walk/view")
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    method = traitlets.Enum(tuple(reversed(PATHS)), "slerp").tag(sync=True)  # slerp on top of the page's menu
    view = traitlets.Enum(("triangle", "path"), "triangle").tag(sync=True)
    position = Number(0.0, 0.0, 1.0).tag(sync=True)
    z = traitlets.List(traitlets.Float()).tag(sync=True)
    title = traitlets.Unicode("Walk the latent space").tag(sync=True)
    caption = traitlets.Unicode(
        "Each place in the triangle is a latent point, and the generator draws it here, in your browser. Drag the ring."
    ).tag(sync=True)

    def corners(self) -> Array:
        """The triangle's three corners, shape ``(3, z_dim)``, standard normal."""
        return normals(self.seed, 3 * self.z_dim).reshape(3, self.z_dim)

    def still(self) -> Figure:
        """The path from corner to corner and back to the first, twelve images of it."""
        corners = self.corners()
        path = walk(np.vstack([corners, corners[:1]]), 4, self.method)[:12]
        pixels = (self.images(path).permute(0, 2, 3, 1).numpy() + 1) / 2
        figure = Figure(figsize=(6, 2.1), layout="constrained")
        for axes, image in zip(figure.subplots(2, 6).flat, pixels):
            axes.imshow(image, cmap="gray", vmin=0, vmax=1)
            axes.axis("off")
        return figure
