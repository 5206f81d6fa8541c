"""LatentArithmetic: "man with glasses - man + woman" with groups of faces; the images are made in the page."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import traitlets
from matplotlib.figure import Figure
from torch import nn

from gan_utils.arrays import Array
from gan_utils.checks import in_range, whole
from gan_utils.latent import arithmetic
from gan_utils.models import READ, AttributeReader, DCGANGenerator, plain, sample, snapshot
from gan_utils.seeded import LARGEST_SEED, later_seed, normals, uniforms
from gan_utils.widgets import bundle
from gan_utils.widgets.generator_card import GeneratorCard, check_generator
from gan_utils.widgets.latent_arithmetic.recipes import FILLED, RECIPES, choose
from gan_utils.widgets.packed.networks import pack_attribute_reader
from gan_utils.widgets.traits import ListTrait, listed, refuse

WALL = 24  # faces on the wall: the first of the seed's stream
STREAM = WALL + 400  # faces among which a tray is filled
MOST = 10  # faces in a tray
FIRST = 3  # faces in a tray at the start
NOISE = 0.25  # what is added to the result to get its neighbours lies within this, uniformly
BASELINES = ("none", "random", "pixels")

_TITLES = ("A", "− B", "+ C", "= A − B + C")


class Places(ListTrait):
    """At most ``most`` whole numbers from 0 to ``last``."""

    def __init__(self, last: int, most: int, **options: Any):
        self.last, self.most = last, most
        super().__init__(**options)

    def allowed(self) -> dict[str, Any]:
        return {"low": 0, "high": self.last, "most": self.most, "whole": True}

    def validate(self, obj: Any, value: Any) -> Any:
        value = listed(value)
        if not isinstance(value, (list, tuple)) or len(value) > self.most:
            raise traitlets.TraitError(f"{self.name} must be a list of at most {self.most} places, not {value!r}")
        name = str(self.name)
        return [int(refuse(lambda: in_range(name, whole(name, place, 0), 0, self.last))) for place in value]


class LatentArithmetic(GeneratorCard):
    """Three trays of faces, A - B + C: their latent points are averaged, and the sum is drawn with its neighbours.

    Faces come from the seed's stream of latent points: face i is point i, the first ``WALL`` stand on the wall.
    The page runs both networks itself, so the figure lives without a kernel.

    Args:
        generator: a ``models.DCGANGenerator`` of colour images. Pixels differ from PyTorch's by less than 2/255.
        reader: a ``models.AttributeReader`` for images of that size. Its answers differ by less than 1e-3.
        seed: of the stream, a trait, 0 to 2**32 - 1.
        a, b, c: the trays, traits: at most ten places in the stream each. Those that are not given are filled
            with the first three faces that this network calls "short hair, glasses", "short hair, no glasses" and
            "long hair, no glasses", without beard and hat; where there are none, with those that come nearest.
        baseline: ``"none"``, ``"random"`` (a random direction as long as A - B instead of it) or ``"pixels"``
            (the same sum of images), a trait.
        rescale: whether the result is put at the usual distance from 0, sqrt(z_dim), a trait.
    Raises:
        ValueError: when ``generator`` is no ``DCGANGenerator`` with three channels, ``reader`` no
            ``AttributeReader`` for its size, or one has weights that float16 cannot hold.
        traitlets.TraitError: for a trait out of range.
    Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 6.3.2 and figure 7.

    >>> from gan_utils.models import DCGANGenerator
    >>> widget = LatentArithmetic(DCGANGenerator(8, 3, 32, 4), AttributeReader(32), a=[0], b=[1], c=[2])
    >>> bool(np.allclose(widget.result(), widget.points([0])[0] - widget.points([1])[0] + widget.points([2])[0]))
    True
    """

    _esm = bundle.script("widgets/latent_arithmetic/view")
    _packed_attribute_reader = traitlets.Dict().tag(sync=True)
    # Of each tray that was filled: {"recipe": name, "places": [...], "sure": bool, "seed": int}, which holds as long as
    # the tray has these places of that seed's stream.
    _filled = traitlets.Dict().tag(sync=True)
    constants = {
        "attributes": READ,
        "recipes": list(RECIPES.items()),  # pairs, since notebooks are stored with the keys of tables sorted
        "wall": WALL,
        "stream": STREAM,
        "most": MOST,
        "first": FIRST,
        "noise": NOISE,
        "filled": FILLED,
    }
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    a = Places(STREAM - 1, MOST).tag(sync=True)
    b = Places(STREAM - 1, MOST).tag(sync=True)
    c = Places(STREAM - 1, MOST).tag(sync=True)
    baseline = traitlets.Enum(BASELINES, "none").tag(sync=True)
    rescale = traitlets.Bool(False).tag(sync=True)
    title = traitlets.Unicode("Arithmetic with faces").tag(sync=True)
    caption = traitlets.Unicode(
        "Each tray's faces are averaged as latent points, and the generator draws A − B + C here, with eight "
        "neighbours. Change the faces: what does the sum keep?"
    ).tag(sync=True)

    def __init__(self, generator: DCGANGenerator, reader: AttributeReader, **traits: Any):
        check_generator(generator)
        if generator.channels != 3:
            raise ValueError(f"generator must draw colour images, of 3 channels, not {generator.channels}")
        if not isinstance(reader, nn.Module) or not isinstance(plain(reader), AttributeReader):
            raise ValueError(f"reader must be an AttributeReader, not {type(reader).__name__}")
        if reader.size != generator.size:
            raise ValueError(f"reader must read images of size {generator.size}, not {reader.size}")
        self._attribute_reader = snapshot(reader)
        packed = pack_attribute_reader(self._attribute_reader)
        super().__init__(generator, _packed_attribute_reader=packed, **traits)
        missing = [tray for tray in FILLED if tray not in traits]
        if missing:
            answers = self.answers(self.images(self.points(range(STREAM))))
            chosen = {tray: choose(answers, RECIPES[FILLED[tray]], FIRST) for tray in missing}
            for tray, (places, _) in chosen.items():
                setattr(self, tray, places)
            self._filled = {
                tray: {"recipe": FILLED[tray], "places": places, "sure": sure, "seed": self.seed}
                for tray, (places, sure) in chosen.items()
            }

    @traitlets.default("_linked")
    def _settings(self) -> list[str]:
        return [*super()._settings(), "_filled"]

    def points(self, places: Sequence[int]) -> Array:
        """The latent points at places of the seed's stream, shape ``(len(places), z_dim)``."""
        rows = [normals(self.seed, self.z_dim, place * self.z_dim) for place in places]
        return np.reshape(rows, (len(rows), self.z_dim))

    def answers(self, images: torch.Tensor) -> Array:
        """What the attribute reader says of images, in the order of ``models.READ``, each from 0 to 1."""
        return torch.sigmoid(sample(self._attribute_reader, images)).numpy()

    def result(self) -> Array:
        """The latent point that the trays, the baseline and ``rescale`` make, shape ``(z_dim,)``.

        Raises:
            ValueError: when a tray is empty, and for the baseline ``"pixels"``, whose sum is no latent point.
        """
        if self.baseline == "pixels":
            raise ValueError("a sum of pixels is no latent point: see image()")
        a, b, c = (self.points(places) for places in self._trays())
        point: Array = arithmetic(a, b, c)
        if self.baseline == "random":
            direction = normals(later_seed(self.seed, 1), self.z_dim)
            length = np.linalg.norm(a.mean(0) - b.mean(0))
            point = c.mean(0) + direction * (length / np.linalg.norm(direction))
        return point * (math.sqrt(self.z_dim) / np.linalg.norm(point)) if self.rescale else point

    def neighbours(self) -> Array:
        """Eight points about ``result()``: uniform noise within ``NOISE`` is added to it, shape ``(8, z_dim)``."""
        noise = uniforms(later_seed(self.seed, 2), 8 * self.z_dim).reshape(8, self.z_dim)
        return self.result() + NOISE * (2 * noise - 1)

    def image(self) -> torch.Tensor:
        """The result's image ``(3, size, size)``: of its latent point, or the sum of pixels held within [-1, 1]."""
        if self.baseline != "pixels":
            return self.images(self.result()[None])[0]
        a, b, c = (self.images(self.points(places)).mean(0) for places in self._trays())
        return (a - b + c).clamp(-1, 1)

    def still(self) -> Figure:
        """The faces of each tray, and the result with its neighbours."""
        figure = Figure(figsize=(7, 2.4), layout="constrained")
        for axes, title, shown in zip(figure.subplots(1, 4, width_ratios=(1, 1, 1, 1.6)), _TITLES, self._shown()):
            axes.set_title(title, fontsize=12)
            axes.set_anchor("N")
            axes.axis("off")
            if len(shown):
                axes.imshow(_sheet(shown))
        return figure

    def _shown(self) -> list[torch.Tensor]:
        """The images of trays A, B and C and of the result: nine, one for a sum of pixels, none where it waits."""
        trays = [self.images(self.points(places)) if places else torch.empty(0) for places in (self.a, self.b, self.c)]
        if not all(map(len, trays)):
            return [*trays, torch.empty(0)]
        if self.baseline == "pixels":
            return [*trays, self.image()[None]]
        around = self.neighbours()
        return [*trays, self.images(np.vstack([around[:4], self.result()[None], around[4:]]))]

    def _trays(self) -> list[list[int]]:
        for name in FILLED:
            if not getattr(self, name):
                raise ValueError(f"tray {name} is empty: it has no mean")
        return [self.a, self.b, self.c]


def _sheet(images: torch.Tensor) -> Array:
    """Images side by side in as square a sheet as they fill, clear where there is none."""
    columns = math.ceil(math.sqrt(len(images)))
    rows = math.ceil(len(images) / columns)
    size = images.shape[-1]
    sheet = np.zeros((rows * size, columns * size, 4))
    for number, image in enumerate((images.permute(0, 2, 3, 1).numpy() + 1) / 2):
        row, column = divmod(number, columns)
        part = sheet[row * size : (row + 1) * size, column * size : (column + 1) * size]
        part[..., :3], part[..., 3] = image, 1
    return sheet
