"""LatentWalk: move through a generator's latent space; the images are made in the page."""

from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from gan_utils.arrays import Array
from gan_utils.latent import PATHS, walk
from gan_utils.seeded import LARGEST_SEED, normals
from gan_utils.widgets import bundle
from gan_utils.widgets.generator_card import GeneratorCard
from gan_utils.widgets.traits import ListTrait, Number, Numbers, listed

MOST = 12  # points of a path of the reader's own
SLACK = 1e-3  # of a sum of weights: the page keeps four digits of each


class Place(Numbers):
    """A place in the triangle: the weights of its three corners, 0 to 1 each, which sum to 1."""

    def __init__(self, default: Any = (1.0, 0.0, 0.0), **options: Any):
        super().__init__(default, 0.0, 1.0, 3, 3, **options)

    def validate(self, obj: Any, value: Any) -> Any:
        weights = super().validate(obj, value)
        if abs(sum(weights) - 1) >= SLACK:
            raise traitlets.TraitError(f"{self.name} must be three weights that sum to 1, not {value!r}")
        return weights


class Path(ListTrait):
    """Places in the triangle, ``most`` of them or fewer."""

    def __init__(self, most: int, **options: Any):
        self.most = most
        super().__init__(**options)

    def validate(self, obj: Any, value: Any) -> Any:
        value = listed(value)
        if not isinstance(value, (list, tuple)) or len(value) > self.most:
            raise traitlets.TraitError(f"{self.name} must be a list of at most {self.most} places, not {value!r}")
        place = Place()
        place.name = self.name
        return [place.validate(obj, each) for each in value]


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
        weights: where the ring is in the triangle: the shares of its top, left and right corner, a trait.
        path: places in the triangle, three weights each, through which the path goes; up to twelve. Without any it goes
            from corner to corner and back. A trait.
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
    constants = {"most": MOST, "slack": SLACK}
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    method = traitlets.Enum(tuple(reversed(PATHS)), "slerp").tag(sync=True)  # slerp on top of the page's menu
    view = traitlets.Enum(("triangle", "path"), "triangle").tag(sync=True)
    position = Number(0.0, 0.0, 1.0).tag(sync=True)
    weights = Place((0.4, 0.3, 0.3)).tag(sync=True)
    path = Path(MOST).tag(sync=True)
    z = traitlets.List(traitlets.Float()).tag(sync=True, linked=False)
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
