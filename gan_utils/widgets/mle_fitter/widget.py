"""MleFitter: fit a normal distribution, or a mixture of two, to data by hand, by gradient, or at once."""

import math
from typing import Any

import numpy as np
import torch
import traitlets
from matplotlib.figure import Figure

from gan_utils.colours import GENERATED, REAL
from gan_utils.families import Mixture, Normal
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets import bundle
from gan_utils.widgets.card import Card
from gan_utils.widgets.traits import Number, Numbers

MEANS, STDS = (-4.0, 4.0), (0.1, 4.0)
BUMPS = Mixture((0.65, 0.35), (-1.2, 1.7), (0.6, 0.4))  # where the data of a seed come from
COUNT = 14
SIDE = 49  # places of the landscape's grid, a side


def draw(seed: int, count: int) -> list[float]:
    """The data that the page draws from a seed: numbers from two bumps of unequal size, in hundredths.

    >>> draw(seed=0, count=3)
    [-1.69, -1.78, -0.83]
    """
    return [round(float(x), 2) for x in BUMPS.sample(count, seed).clamp(*MEANS)]


class MleFitter(Card):
    """Data and a model's density over them, beside the landscape of the log-likelihood, with every number to drag.

    A step is one of gradient ascent on means, log stds and the logit of the weight; "Solve" takes the closed form
    for one normal distribution, and EM for two. All numbers equal those of ``gan_utils.families``.

    Args (all are traits; the page changes them too):
        data: 2 to 60 numbers from -4 to 4; by default 14 that ``seed`` gives.
        seed: of the data that the page draws, 0 to 2**32 - 1.
        model: ``"normal"`` or ``"mixture"``.
        means: two numbers from -4 to 4; of the normal distribution, the first.
        stds: two numbers from 0.1 to 4; likewise.
        weight: share of the mixture's first component, 0.02 to 0.98.
        best: whether the best fit is shown: its log-likelihood, its place, and why it is there.
        lr: learning rate of the ascent, 0.01 to 1; a step is lr times the slope, divided by the count of the data.
    Raises:
        traitlets.TraitError: for a value that is out of range, naming it and what is allowed.

    >>> MleFitter(data=[1, 2, 3], means=[2, 0]).fitted()
    Normal(mean=2.0, std=0.7)
    """

    _esm = bundle.script("widgets/mle_fitter/view")
    constants = {"bumps": vars(BUMPS), "side": SIDE}
    data = Numbers((), *MEANS, least=2, most=60).tag(sync=True)
    seed = traitlets.Int(1, min=0, max=LARGEST_SEED).tag(sync=True)
    model = traitlets.Enum(("normal", "mixture"), "normal").tag(sync=True)
    means = Numbers((1.2, -0.4), *MEANS, least=2, most=2).tag(sync=True)
    stds = Numbers((0.7, 0.7), *STDS, least=2, most=2).tag(sync=True)
    weight = Number(0.5, 0.02, 0.98).tag(sync=True)
    lr = Number(0.1, 0.01, 1.0).tag(sync=True)
    best = traitlets.Bool(False).tag(sync=True)
    _way = traitlets.Dict().tag(sync=True)  # how many steps led here, for other views of the same figure
    title = traitlets.Unicode("Fit by likelihood").tag(sync=True)
    caption = traitlets.Unicode(
        "Drag the curve to raise the log-likelihood, the sum of the logarithms of the blue stems. "
        "The landscape is that sum for every choice."
    ).tag(sync=True)

    @traitlets.default("data")
    def _drawn(self) -> list[float]:
        return draw(self.seed, COUNT)

    def fitted(self) -> Normal | Mixture:
        """The model as it stands, one of ``gan_utils.families``."""
        if self.model == "normal":
            return Normal(self.means[0], self.stds[0])
        return Mixture((self.weight, 1 - self.weight), tuple(self.means), tuple(self.stds))

    def still(self) -> Figure:
        """Data and density, and the landscape with the model on it, as a matplotlib figure."""
        figure = Figure(figsize=(7.2, 3.2), layout="constrained")
        density, hills = figure.subplots(1, 2, width_ratios=(3, 2))
        x, data = np.linspace(*MEANS, 321), np.array(self.data)
        density.plot(x, self.fitted().log_prob(x).exp(), color=GENERATED, linewidth=2)
        density.vlines(data, 0, self.fitted().log_prob(data).exp(), color=REAL, linewidth=1)
        density.plot(data, 0 * data, "o", color=REAL, markersize=4, clip_on=False)
        density.set(xlabel="x", ylabel="density", ylim=(0, None))
        across, up, values = self._landscape()
        levels = [float(values.max()) - gap for gap in (500, 200, 100, 50, 20, 10, 5, 2, 0.5, -1e-6)]
        shades = [(0.9, 0.62, 0.0, 0.08 * (1 + i)) for i in range(len(levels) - 1)]
        hills.contourf(across, up, values, levels, colors=shades)
        normal = self.model == "normal"
        hills.plot(self.means[0], math.log(self.stds[0]) if normal else self.means[1], "o", color=GENERATED)
        names = ("mean", "log std") if normal else ("mean of component 1", "mean of component 2")
        hills.set(xlabel=names[0], ylabel=names[1])
        return figure

    def _landscape(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """The log-likelihood over (mean, log std), or over both means: the axes' places, and a value for each pair."""
        kind: dict[str, Any] = {"dtype": torch.float64, "device": "cpu"}
        across = torch.linspace(*MEANS, SIDE, **kind)
        up = torch.linspace(math.log(STDS[0]), math.log(STDS[1]), SIDE, **kind) if self.model == "normal" else across
        x = torch.tensor(self.data, **kind)[:, None, None]
        gaussian: Any = torch.distributions.Normal  # PyTorch says no types of it
        if self.model == "normal":
            return across, up, gaussian(across, up.exp()[:, None]).log_prob(x).sum(dim=0)
        first = gaussian(across, self.stds[0]).log_prob(x) + math.log(self.weight)
        second = gaussian(up[:, None], self.stds[1]).log_prob(x) + math.log(1 - self.weight)
        return across, up, torch.logaddexp(first, second).sum(dim=0)
