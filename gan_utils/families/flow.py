"""A normalising flow on a line: noise through an increasing map, whose density can be written down."""

import math

import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from gan_utils.checks import whole
from gan_utils.families.arguments import places
from gan_utils.seeded import normals

HALVINGS = 2200  # of the bracket around z, at most: it may span all of float64


class Flow(nn.Module):
    """x = shift + slope z + sum over bumps of height tanh(steepness (z - centre)), for standard normal z.

    Slope, heights and steepnesses are exponentials of the parameters, so they are above 0 and the map is
    increasing: each x comes from one z. That gives the density by the change of variables,
    log q(x) = log N(z; 0, 1) - log dx/dz. All three assumptions hold: it samples, the sample can be
    differentiated with respect to the parameters, and the likelihood is exact.

    Args:
        bumps: how many tanh terms.
        seed: of the first parameters.
    Raises:
        ValueError: for fewer than one bump, or a seed out of range.
    Source: Rezende and Mohamed 2015, arXiv:1505.05770, here on a line.

    >>> flow = Flow()
    >>> flow.sample(1000, seed=0).shape
    torch.Size([1000])
    >>> x = torch.linspace(-20, 20, 4001, dtype=torch.float64)
    >>> round(float(flow.log_prob(x).detach().exp().sum() * 0.01), 6)
    1.0
    """

    def __init__(self, bumps: int = 3, *, seed: int = 0):
        super().__init__()
        bumps = whole("bumps", bumps, 1)
        start = torch.from_numpy(normals(seed, 3 * bumps).reshape(3, bumps))
        self.shift = nn.Parameter(torch.zeros((), dtype=torch.float64, device="cpu"))
        self.log_slope = nn.Parameter(torch.full((), math.log(0.3), dtype=torch.float64, device="cpu"))
        self.log_heights = nn.Parameter(0.3 * start[0] - math.log(bumps))
        self.log_steepnesses = nn.Parameter(1 + 0.3 * start[1])
        self.centres = nn.Parameter(0.7 * start[2])

    def noise(self, n: int, seed: int = 0) -> Tensor:
        """What ``n`` samples are made from: standard normal numbers, float64 ``(n,)``."""
        return torch.from_numpy(normals(seed, whole("n", n, 1)))

    def sample(self, n: int, seed: int = 0) -> Tensor:
        """``n`` samples, float64 ``(n,)``, without gradients."""
        return self.differentiable_sample(self.noise(n, seed)).detach()

    def differentiable_sample(self, noise: Tensor) -> Tensor:
        """The samples that ``noise`` ``(n,)`` becomes, as a function of the parameters."""
        z = places("noise", noise)
        return self.shift + self.log_slope.exp() * z + (self.log_heights.exp() * self._bends(z)).sum(1)

    def log_prob(self, x: ArrayLike) -> Tensor:
        """The exact log-density at ``x`` ``(n,)``, float64, as a function of the parameters too."""
        z = self._inverse(places("x", x))
        return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - self._slope(z).log()

    def _bends(self, z: Tensor) -> Tensor:
        return torch.tanh(self.log_steepnesses.exp() * (z[:, None] - self.centres))  # (n, bumps)

    def _slope(self, z: Tensor) -> Tensor:
        """dx/dz, above 0."""
        turns = 2 * self.log_steepnesses.exp() * (z[:, None] - self.centres)
        # 1 - tanh^2, in a form that keeps its digits in the tails, where a small slope may be smaller still
        rises = (self.log_heights + self.log_steepnesses).exp() * 4 * torch.sigmoid(turns) * torch.sigmoid(-turns)
        return self.log_slope.exp() + rises.sum(1)

    def _inverse(self, x: Tensor) -> Tensor:
        """The z that becomes x: the bumps move it by at most their heights, so a bracket is known, and is halved."""
        with torch.no_grad():
            slope, reach = self.log_slope.exp(), self.log_heights.exp().sum()
            low, high = (x - self.shift - reach) / slope, (x - self.shift + reach) / slope
            for _ in range(HALVINGS):
                z = low / 2 + high / 2
                if (high - low <= 4e-16 * (1 + z.abs())).all():
                    break
                below = self.differentiable_sample(z) < x
                low, high = torch.where(below, z, low), torch.where(below, high, z)
            slope_there = self._slope(z)
        # One step of Newton's, which moves z by next to nothing and gives it the inverse's gradient.
        return z + (x - self.differentiable_sample(z)) / slope_there
