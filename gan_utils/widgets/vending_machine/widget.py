"""VendingMachine: a sampler beside a model with a density. Press, and a sample drops out; ask, and one cannot say."""

from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from gan_utils.arrays import Array, numbers
from gan_utils.colours import GENERATED, SECOND
from gan_utils.data import toys
from gan_utils.families import Implicit, Mixture
from gan_utils.models import ToyDiscriminator, ToyGenerator
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.packed.networks import pack_toy
from gan_utils.widgets.traits import Number

HELD = 20_000  # samples in each machine
REACH = 4.0  # the picture shows [-REACH, REACH]


class VendingMachine(Card):
    """Two machines on a line. Both drop samples; only one can say how likely a place is.

    The page runs both networks itself. The sampler's drops are those of ``families.Implicit`` for the same seed,
    the other machine's are those of ``families.Mixture``: ``dropped()`` gives them. Of the sampler two estimates of
    its density can be asked for: by D's ratio, p (1 - D) / D, which takes the true p, and by Gaussian windows about
    what has dropped.

    Args:
        generator: a ``models.ToyGenerator`` with ``dims=1``, used with float32 weights.
        discriminator: a ``models.ToyDiscriminator`` with ``dims=1`` that was trained against it.
        density: a ``families.Mixture``, or anything else with ``weights``, ``means`` and ``stds``.
        target: what they imitate, a name of ``data.toys.LINES``, a trait.
        seed: of the samples, 0 to 2**32 - 1, a trait, as are all that follow.
        count: samples that have dropped from each, 0 to 20,000.
        x: the place that is asked about, -4 to 4.
        ratio, kernel: whether that estimate is asked for.
        bandwidth: of the Gaussian windows, 0.02 to 1.
    Raises:
        ValueError: for networks or a density that are not as above, or weights that are not finite.
        traitlets.TraitError: for a trait out of range.

    >>> machines = VendingMachine(
    ...     ToyGenerator(dims=1), ToyDiscriminator(dims=1), Mixture((1.0,), (0.0,), (1.0,)), count=5
    ... )
    >>> [samples.shape for samples in machines.dropped()]
    [(5,), (5,)]
    """

    _esm = bundle.script("widgets/vending_machine/view")
    _packed_generator = traitlets.Dict().tag(sync=True)
    _packed_discriminator = traitlets.Dict().tag(sync=True)
    _density = traitlets.Dict().tag(sync=True)
    _lines = traitlets.Dict(
        {
            name: {"weights": line.weights, "means": line.centers, "stds": [line.std] * len(line.centers)}
            for name, line in toys.LINES.items()
        }
    ).tag(sync=True)
    target = traitlets.Enum(tuple(toys.LINES), "two_bumps").tag(sync=True)
    seed = traitlets.Int(0, min=0, max=LARGEST_SEED).tag(sync=True)
    count = traitlets.Int(40, min=0, max=HELD).tag(sync=True)
    x = Number(0.5, -REACH, REACH).tag(sync=True)
    ratio = traitlets.Bool(False).tag(sync=True)
    kernel = traitlets.Bool(False).tag(sync=True)
    bandwidth = Number(0.2, 0.02, 1.0).tag(sync=True)
    title = traitlets.Unicode("Two vending machines").tag(sync=True)
    caption = traitlets.Unicode(
        "Press, and a sample drops out of each. Then ask how likely a place is: one machine can answer."
    ).tag(sync=True)

    def __init__(self, generator: ToyGenerator, discriminator: ToyDiscriminator, density: Any, **traits: Any):
        _check_networks(generator, discriminator)
        self._sampler, self._mixture = Implicit(generator), _mixture_of(density)
        super().__init__(
            _packed_generator=pack_toy(generator),
            _packed_discriminator=pack_toy(discriminator),
            _density={name: list(getattr(self._mixture, name)) for name in ("weights", "means", "stds")},
            **traits,
        )

    def dropped(self) -> tuple[Array, Array]:
        """What has dropped so far, ``(count,)`` each: the sampler's, and the other machine's."""
        first, second = (each.sample(HELD, self.seed)[: self.count].numpy() for each in (self._sampler, self._mixture))
        return first, second

    def still(self) -> Figure:
        """What has dropped from each machine, against the target's density."""
        x = np.linspace(-REACH, REACH, 401)
        target = toys.log_prob(self.target, x[:, None]).exp()
        density = self._mixture.log_prob(x).exp()
        top = 1.4 * float(max(target.max(), density.max()))
        figure = Figure(figsize=(7.2, 3), layout="constrained")
        names = ("a sampler: the GAN's generator", "a model with a density")
        for axes, name, samples, colour in zip(
            figure.subplots(1, 2, sharey=True), names, self.dropped(), (GENERATED, SECOND)
        ):
            if self.count:
                weights = np.full(self.count, 50 / (2 * REACH * self.count))
                axes.hist(samples, 50, range=(-REACH, REACH), weights=weights, color=colour, alpha=0.5)
            axes.plot(x, target, "--", color="black", linewidth=1.2, label="p, the data")
            axes.set(xlabel="x", title=name, xlim=(-REACH, REACH), ylim=(0, top))
        figure.axes[1].plot(x, density, color=SECOND, label="q, its density")
        figure.axes[0].set_ylabel("density")
        for axes in figure.axes:
            axes.legend(frameon=False, fontsize=8)
        return figure


def _check_networks(generator: object, discriminator: object) -> None:
    """Raise ``ValueError`` unless both are plain networks on a line."""
    wanted = {"dims": 1, "packing": 1, "kernels": 0, "head": "value"}
    for name, network, kind in (
        ("generator", generator, ToyGenerator),
        ("discriminator", discriminator, ToyDiscriminator),
    ):
        if not isinstance(network, kind):
            raise ValueError(f"{name} must be a {kind.__name__}, not {type(network).__name__}")
        for setting, value in network.settings().items():
            if value != wanted.get(setting, value):
                raise ValueError(f"{name} must have {setting}={wanted[setting]!r}, not {value!r}")


def _mixture_of(density: Any) -> Mixture:
    """The density as a mixture of plain numbers; ``ValueError`` unless it is one."""
    try:
        given = Mixture(density.weights, density.means, density.stds)
    except AttributeError:
        raise ValueError(f"density must have weights, means and stds, not be a {type(density).__name__}") from None
    return Mixture(*(tuple(numbers(name, getattr(given, name)).tolist()) for name in ("weights", "means", "stds")))
