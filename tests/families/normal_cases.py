"""Fits on a line by maximum likelihood: what the package computes, and slopes by PyTorch's autograd."""

import numpy as np
import torch

from gan_utils.families import Mixture, Normal, em_step, fit_mixture, fit_normal
from gan_utils.widgets.mle_fitter.widget import draw

STARTS = [
    Mixture((0.5, 0.5), (1.2, -0.4), (0.7, 0.7)),
    Mixture((0.85, 0.15), (-3.0, 3.5), (0.3, 2.5)),
    Mixture((0.3, 0.7), (0.0, 0.1), (4.0, 1.0)),
]
DATA = [draw(1, 14), draw(7, 60), draw(2**32 - 1, 25), [-4.0, 4.0], [-1.0, -0.5, 0.0, 0.5, 3.9, 4.0]]
RATE = 0.17


def fitting_cases():
    """For each data and start, one normal distribution (the start's first) and both."""
    cases = []
    for data in DATA:
        for start in STARTS:
            mean, std = fit_normal(data)
            solved = Mixture((1.0,), (mean,), (std,))
            cases.append(_case(data, Mixture((1.0,), start.means[:1], start.stds[:1]), solved, solved))
            cases.append(_case(data, start, em_step(data, start), fit_mixture(data, start=start)))
    return cases


def _case(data, start, stepped, solved):
    x = torch.tensor(data, dtype=torch.float64)
    odds = start.weights[0] / start.weights[1] if len(start.weights) == 2 else 1.0
    means, log_stds, logit = (
        torch.tensor(part, dtype=torch.float64, requires_grad=True)
        for part in (start.means, np.log(start.stds), np.log(odds))
    )

    def total():
        if len(means) == 1:
            return Normal(means[0], log_stds[0].exp()).log_prob(x).sum()
        weight = logit.sigmoid()
        return Mixture(torch.stack([weight, 1 - weight]), means, log_stds.exp()).log_prob(x).sum()

    before = total()
    slopes = torch.autograd.grad(before, (means, log_stds, logit), allow_unused=True)
    with torch.no_grad():
        for part, slope in zip((means, log_stds, logit), slopes):
            part += 0 if slope is None else RATE / len(data) * slope
        weight = float(logit.sigmoid())
    climbed = (1.0,) if len(means) == 1 else (weight, 1 - weight), means.tolist(), log_stds.exp().tolist()
    return {
        "data": data,
        "start": _plain(start),
        "rate": RATE,
        "total": before.item(),
        "slopes": {"means": slopes[0].tolist(), "logStds": slopes[1].tolist(), "logit": float(slopes[2] or 0)},
        "climbed": dict(zip(("weights", "means", "stds"), climbed)),
        "stepped": _plain(stepped),
        "solved": _plain(solved),
        "best": float(solved.log_prob(data).sum()),
    }


def _plain(mixture):
    return {name: list(getattr(mixture, name)) for name in ("weights", "means", "stds")}


CASES = {"fitting": fitting_cases}
