"""GanOnALine: a GAN on a line that trains in the page, beside its target and what theory says of its discriminator."""

import numpy as np
import torch
import traitlets
from matplotlib.figure import Figure

from gan_utils.colours import REAL
from gan_utils.data import toys
from gan_utils.losses import OBJECTIVES
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.live.objectives import ONLY
from gan_utils.widgets.traits import Choice, Number

REACH = 4.0  # the picture shows [-REACH, REACH]


class GanOnALine(Card):
    """A GAN of numbers that trains where the reader is, by the same steps as ``training.train`` takes.

    G and D have two hidden layers of tanh and learn with Adam (beta 0.5 and 0.999). The page draws D beside the best D
    for the G of the moment, as far as theory knows it, and measures the Wasserstein-1 distance to the target.

    Args (all are traits; those that ``training.train`` or ``models`` know have the same meaning there):
        target: a name of ``data.toys.LINES``.
        objective: a name of ``losses.OBJECTIVES``.
        d_steps: how many steps D takes a round, 0 to 10; 0 freezes it.
        g_steps: how many steps G takes a round, 0 to 5.
        lr, lr_d: learning rates of G and D, 0.0001 to 0.01.
        batch_size: 64, 128, 256 or 512.
        width: units of each of the two hidden layers, 8 to 64.
        z_dim: width of the noise, 1 to 16.
        penalty: weight of the penalty of WGAN-GP and R1, 0.05 to 10.
        clip: bound of the clipped WGAN's weights, 0.01 to 1.
        seed: of weights, batches and noise, 0 to 2**32 - 1.
        name: under which the page's address keeps the settings; each live training of a page has its own.
    Raises:
        traitlets.TraitError: for a trait out of range, naming it and what is allowed.

    >>> GanOnALine(objective="wgan_gp", d_steps=5).objective
    'wgan_gp'
    """

    _esm = bundle.script("widgets/gan_on_a_line/view")
    _worker = traitlets.Unicode(bundle.script("widgets/gan_on_a_line/worker")).tag(sync=True)
    name = traitlets.Unicode("line").tag(sync=True)
    target = traitlets.Enum(tuple(toys.LINES), "two_bumps").tag(sync=True)
    objective = traitlets.Enum(tuple(OBJECTIVES), "non_saturating").tag(sync=True)
    d_steps = traitlets.Int(1, min=0, max=10).tag(sync=True)
    g_steps = traitlets.Int(1, min=0, max=5).tag(sync=True)
    lr = Number(1e-3, 1e-4, 1e-2).tag(sync=True)
    lr_d = Number(2e-3, 1e-4, 1e-2).tag(sync=True)
    batch_size = Choice((64, 128, 256, 512), 256).tag(sync=True)
    width = traitlets.Int(32, min=8, max=64).tag(sync=True)
    z_dim = traitlets.Int(4, min=1, max=16).tag(sync=True)
    penalty = Number(0.1, 0.05, 10.0).tag(sync=True)
    clip = Number(0.1, 0.01, 1.0).tag(sync=True)
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    title = traitlets.Unicode("Train a GAN on a line").tag(sync=True)
    caption = traitlets.Unicode(
        "Above, the target and what G makes; below, what D says, and dashed the best answer to this G. Press Play."
    ).tag(sync=True)
    constants = {"reach": REACH, "only": ONLY}

    def still(self) -> Figure:
        """The target's density, which is where every run wants to go."""
        x = np.linspace(-REACH, REACH, 801)
        density = toys.log_prob(self.target, torch.from_numpy(x)[:, None]).exp()
        figure = Figure(figsize=(6, 2.6), layout="constrained")
        axes = figure.add_subplot(xlim=(-REACH, REACH), xlabel="x", ylabel="density")
        axes.fill_between(x, density, color=REAL, alpha=0.3)
        axes.plot(x, density, color=REAL)
        axes.set_ylim(bottom=0)
        axes.set_title("the target", fontsize=10)
        return figure
