"""DCGANLab: a DCGAN that trains in the page on digits, faces or images of one's own, its rules as switches."""

from typing import Any

import torch
import traitlets
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from torch import nn

from gan_utils.checks import image_batch
from gan_utils.models import RULES, DCGANGenerator, sample
from gan_utils.seeded import LARGEST_SEED, normals
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.dcgan_lab.data import (
    SIZE,
    digit_images,
    face_images,
    packed,
    packed_classifier,
    packed_digits,
    packed_faces,
    packed_film,
)
from gan_utils.widgets.dcgan_lab.measured import measured
from gan_utils.widgets.dcgan_lab.start import pack_start
from gan_utils.widgets.live.objectives import ONLY
from gan_utils.widgets.traits import Choice, ListTrait, Number

LEAST = 50  # images of one's own
IMAGE_OBJECTIVES = ("non_saturating", "minimax", "lsgan", "hinge", "wgan_gp", "r1")
DATA = ("digits", "faces", "own")
WIDTHS = (8, 16, 32)


class DCGANLab(Card):
    """A DCGAN that trains where the reader is: in the page, by the same steps as ``training.train`` takes.

    A generator and a discriminator of 32 pixels, Adam for both, one step of G a round. While it trains on digits, the
    page's classifier scores the samples as ``metrics`` does.

    Args:
        images: data of your own, ``(N, C, 32, 32)`` in [-1, 1], N at least 50, C 1 or 3; None for what ``data`` says.
        generator, discriminator: networks to begin with, both or neither: ``DCGANGenerator`` and
            ``DCGANDiscriminator`` for such images, of one width, 8, 16 or 32. They are left alone.

    All others are traits; those that ``training.train`` or ``models.undo`` know have the same meaning there:
        data: ``"digits"``, 3,500 of MNIST; ``"faces"``, 800 that a program draws; ``"own"``, ``images``, or those that
            a reader chooses in the page.
        sampling, hidden, norm, activation, start: the rules of DCGAN, each one of its ways in ``models.RULES``.
        objective: one of ``IMAGE_OBJECTIVES``, which are names of ``losses.OBJECTIVES``.
        beta1: Adam's first beta, 0, 0.5 or 0.9; the second is 0.999.
        lr, lr_d: learning rates of G and D, 0.0001 to 0.01; DCGAN's paper has 0.0002, a fifth of what stands here.
        d_steps: how many steps D takes a round, 1 to 5.
        penalty: weight of the penalty of WGAN-GP and R1, 0.05 to 10.
        width: channels of G's last hidden layer, 8, 16 or 32.
        z_dim: width of the noise, 2 to 128.
        batch_size: 8, 16, 32 or 64.
        seed: of weights, batches and noise, 0 to 2**32 - 1.
        name: under which the page's address keeps the settings; each lab of a page has its own.
    Raises:
        ValueError: for images or networks that are not as above.
        traitlets.TraitError: for a trait out of range, naming it and what is allowed.
    Source: Radford, Metz and Chintala 2015, arXiv:1511.06434.

    >>> DCGANLab(norm="none").norm
    'none'
    """

    _esm = bundle.script("widgets/dcgan_lab/view")
    _worker = traitlets.Unicode(bundle.script("widgets/dcgan_lab/worker")).tag(sync=True)
    # What a page of the book loads when it is asked for, not with the figure.
    _late = traitlets.List(["_digits", "_faces", "_own", "_classifier", "_film"]).tag(sync=True)
    _digits = ListTrait().tag(sync=True)
    _faces = ListTrait().tag(sync=True)
    _own = ListTrait().tag(sync=True)
    _classifier = traitlets.Dict().tag(sync=True)
    _film = traitlets.Dict().tag(sync=True)
    _start = traitlets.Dict().tag(sync=True)
    name = traitlets.Unicode("dcgan").tag(sync=True)
    data = traitlets.Enum(DATA, "digits").tag(sync=True)
    norm = traitlets.Enum(RULES["norm"], "usual").tag(sync=True)
    sampling = traitlets.Enum(RULES["sampling"], "strides").tag(sync=True)
    hidden = traitlets.Enum(RULES["hidden"], "convolutions").tag(sync=True)
    activation = traitlets.Enum(RULES["activation"], "leaky").tag(sync=True)
    start = traitlets.Enum(RULES["start"], "dcgan").tag(sync=True)
    objective = traitlets.Enum(IMAGE_OBJECTIVES, "non_saturating").tag(sync=True)
    beta1 = Choice((0.0, 0.5, 0.9), 0.5).tag(sync=True)
    lr = Number(1e-3, 1e-4, 1e-2).tag(sync=True)
    lr_d = Number(1e-3, 1e-4, 1e-2).tag(sync=True)
    d_steps = traitlets.Int(1, min=1, max=5).tag(sync=True)
    penalty = Number(10.0, 0.05, 10.0).tag(sync=True)
    width = Choice(WIDTHS, 16).tag(sync=True)
    z_dim = traitlets.Int(64, min=2, max=128).tag(sync=True)
    batch_size = Choice((8, 16, 32, 64), 16).tag(sync=True)
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    title = traitlets.Unicode("Watch a GAN learn to write").tag(sync=True)
    caption = traitlets.Unicode(
        "On top, digits that people wrote; below, what the generator makes of noise. It has learned nothing yet and "
        "trains here, in your browser: press Play."
    ).tag(sync=True)
    constants = {"size": SIZE, "least": LEAST, "only": ONLY, "measured": measured()}

    def __init__(
        self,
        images: ArrayLike | None = None,
        generator: nn.Module | None = None,
        discriminator: nn.Module | None = None,
        **traits: Any,
    ) -> None:
        own = None if images is None else _checked(images)
        if own is not None:
            traits = {"data": "own", "_own": [packed(own)]} | traits
        if (generator is None) != (discriminator is None):
            raise ValueError("generator and discriminator must be given both, or neither")
        if generator is not None and discriminator is not None:
            channels = _channels(traits) if own is None else own.shape[1]
            settings, numbers = pack_start(generator, discriminator, channels)
            traits = settings | traits | {"_start": {"settings": settings, "numbers": numbers}}
        super().__init__(
            **{"_digits": packed_digits(), "_faces": packed_faces(), "_classifier": packed_classifier()}
            | {"_film": packed_film()}
            | traits
        )
        self._images = own

    def real(self) -> torch.Tensor:
        """The data, float32 ``(N, C, 32, 32)`` in [-1, 1]; no images of the reader's own where none were given."""
        if self.data == "own":
            return torch.zeros(0, 1, SIZE, SIZE) if self._images is None else self._images
        return face_images() if self.data == "faces" else digit_images()

    def still(self) -> Figure:
        """Eight of the data, and below them what a fresh generator makes of noise."""
        real = self.real()[:8]
        channels = real.shape[1]
        fresh = DCGANGenerator(self.z_dim, channels, SIZE, int(self.width), seed=2 * self.seed)
        made = sample(fresh, normals(self.seed, 16 * self.z_dim).reshape(16, self.z_dim))
        figure = Figure(figsize=(6, 2.6), layout="constrained")
        grid = figure.subplots(3, 8)
        for axes, image in zip(grid.flat, [*real, *[None] * (8 - len(real)), *made]):
            axes.axis("off")
            if image is not None:
                pixels = (image.permute(1, 2, 0).numpy() + 1) / 2
                axes.imshow(pixels.squeeze(-1) if channels == 1 else pixels, cmap="gray", vmin=0, vmax=1)
        figure.suptitle("real ones; below, a generator that has learned nothing yet", fontsize=10)
        return figure


def _checked(images: ArrayLike) -> torch.Tensor:
    batch = image_batch("images", images)
    shape = tuple(batch.shape)
    if shape[1] not in (1, 3) or shape[2:] != (SIZE, SIZE) or shape[0] < LEAST:
        raise ValueError(f"images must have shape (N, C, 32, 32), N at least {LEAST} and C 1 or 3, not {shape}")
    return batch


def _channels(traits: dict[str, Any]) -> int:
    return 3 if traits.get("data") == "faces" else 1
