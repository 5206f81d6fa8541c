"""CollapseLab: a GAN in the plane that trains in the page, counts its modes, and can be looked back on."""

import traitlets
from matplotlib.figure import Figure

from gan_utils.colours import REAL
from gan_utils.data import toys
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.collapse_lab.map import packed
from gan_utils.widgets.live.objectives import ONLY
from gan_utils.widgets.traits import Choice, Number, Points

# Those whose D gives one number and needs no state of its own, so that G can look ahead and a run can change to each.
LAB_OBJECTIVES = ("non_saturating", "minimax", "lsgan", "wgan", "wgan_gp", "hinge", "r1")
REACH = 2.6  # the picture shows [-REACH, REACH] in both directions


class CollapseLab(Card):
    """A GAN that trains where the reader is: in the page, by the same steps as ``training.train`` takes.

    Args (all are traits; those that ``training.train`` or ``models`` know have the same meaning there):
        target: a name of ``data.toys.TARGETS``, or ``"drawn"``.
        drawn: the modes of the target ``"drawn"``, up to 30 points within 2.6 of 0 in each coordinate.
        objective: one of ``LAB_OBJECTIVES``, which are names of ``losses.OBJECTIVES``.
        unroll: K, 0 to 10.
        d_steps, g_steps: how many steps each player takes a round, 0 to 10; 0 freezes it.
        lr, lr_d: learning rates of G and D, 0.0001 to 0.01.
        optimiser: ``"adam"`` (beta 0.5 and 0.999) or ``"sgd"``.
        width: units of each of the two hidden layers, 8 to 128, a multiple of 8.
        z_dim: width of the noise, 1 to 64.
        batch_size: 64, 128, 256 or 512.
        packing: how many samples D sees together: 1, 2 or 4.
        fence: 1 keeps G's points within 2.4 of 0 in each coordinate, by a tanh; 0 leaves them free.
        penalty: weight of the penalty of WGAN-GP and R1, 0.05 to 10.
        clip: bound of the clipped WGAN's weights, 0.01 to 1.
        seed: of weights, batches and noise, 0 to 2**32 - 1.
        name: under which the page's address keeps the settings; each lab of a page has its own.
    Raises:
        traitlets.TraitError: for a trait out of range, naming it and what is allowed.

    >>> CollapseLab(unroll=5).unroll
    5
    """

    _esm = bundle.script("widgets/collapse_lab/view")
    _worker = traitlets.Unicode(bundle.script("widgets/collapse_lab/worker")).tag(sync=True)
    name = traitlets.Unicode("lab").tag(sync=True)
    target = traitlets.Enum((*toys.TARGETS, "drawn"), "ring").tag(sync=True)
    drawn = Points([[-1.0, 1.0], [1.0, 1.0], [0.0, -1.0]], REACH, 30).tag(sync=True)
    objective = traitlets.Enum(LAB_OBJECTIVES, "non_saturating").tag(sync=True)
    unroll = traitlets.Int(0, min=0, max=10).tag(sync=True)
    d_steps = traitlets.Int(1, min=0, max=10).tag(sync=True)
    g_steps = traitlets.Int(1, min=0, max=10).tag(sync=True)
    lr = Number(1e-3, 1e-4, 1e-2).tag(sync=True)
    lr_d = Number(3e-4, 1e-4, 1e-2).tag(sync=True)
    optimiser = traitlets.Enum(("adam", "sgd"), "adam").tag(sync=True)
    width = traitlets.Int(64, min=8, max=128).tag(sync=True)
    z_dim = traitlets.Int(16, min=1, max=64).tag(sync=True)
    batch_size = Choice((64, 128, 256, 512), 128).tag(sync=True)
    packing = Choice((1, 2, 4), 1).tag(sync=True)
    fence = Choice((0, 1), 0).tag(sync=True)
    penalty = Number(0.1, 0.05, 10.0).tag(sync=True)
    clip = Number(0.1, 0.01, 1.0).tag(sync=True)
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    title = traitlets.Unicode("Train a GAN and watch its modes").tag(sync=True)
    caption = traitlets.Unicode(
        "Blue is the target, orange what the generator makes; a ring marks each captured mode. It trains here, in your "
        "browser: press Play."
    ).tag(sync=True)
    constants = {"reach": REACH, "only": ONLY, "map": packed()}

    def still(self) -> Figure:
        """The target, which is where every run begins."""
        own = self.target == "drawn"
        points = toys.mixture(600, self.drawn, std=0.06) if own else toys.sample(self.target, 600)
        figure = Figure(figsize=(4, 4), layout="constrained")
        axes = figure.add_subplot(aspect="equal", xlim=(-REACH, REACH), ylim=(-REACH, REACH))
        axes.plot(*points.T, ".", color=REAL, markersize=3)
        axes.set_title("the target", fontsize=10)
        return figure
