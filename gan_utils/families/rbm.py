"""A restricted Boltzmann machine: a density up to a constant that takes a sum over all states."""

import math
from typing import NoReturn

import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from gan_utils.checks import whole
from gan_utils.families.arguments import rows
from gan_utils.families.cannot import CannotError
from gan_utils.seeded import checked_seed, normals

MOST_SUMMED = 20  # visible units whose states can be added up in a moment: a million
BLOCK = 2**14  # states at a time


class RBM(nn.Module):
    """Binary units v and h with log p(v, h) = a.v + b.h + v W h - log Z.

    Of the three assumptions none holds outright: the likelihood lacks the constant log Z, samples come from a
    Markov chain and only nearly, and a unit that is 0 or 1 by a coin has no derivative.

    Args:
        visible: units of v.
        hidden: units of h, which are summed out.
        seed: of the parameters.
    Raises:
        ValueError: for no units, or a seed out of range.
    Source: Hinton 2012, "A practical guide to training restricted Boltzmann machines".

    >>> rbm = RBM(visible=8, hidden=4)
    >>> rbm.sample(5, seed=0).shape
    torch.Size([5, 8])
    >>> states = all_states(8)
    >>> round(float((rbm.unnormalised_log_prob(states) - rbm.log_normaliser()).detach().exp().sum()), 9)
    1.0
    """

    def __init__(self, visible: int = 8, hidden: int = 4, *, seed: int = 0):
        super().__init__()
        self.visible, self.hidden = visible, hidden = whole("visible", visible, 1), whole("hidden", hidden, 1)
        numbers = torch.from_numpy(normals(seed, visible * hidden + visible + hidden))
        weights, a, b = torch.split(numbers, [visible * hidden, visible, hidden])
        self.weights = nn.Parameter(weights.reshape(visible, hidden).clone())
        self.visible_biases, self.hidden_biases = nn.Parameter(0.5 * a), nn.Parameter(0.5 * b)

    def sample(self, n: int, seed: int = 0, sweeps: int = 200) -> Tensor:
        """``n`` states, float64 ``(n, visible)``, each the end of a Markov chain of its own that began with fair coins.

        A sweep draws all of h given v, then all of v given h (block Gibbs). The law of the states comes nearer to the
        model's with every sweep; how many are enough nobody tells.
        """
        random = torch.Generator(device="cpu").manual_seed(checked_seed(seed))

        def toss(chances: Tensor) -> Tensor:
            return torch.bernoulli(chances, generator=random)

        with torch.no_grad():
            v = toss(torch.full((whole("n", n, 1), self.visible), 0.5, dtype=torch.float64, device="cpu"))
            for _ in range(whole("sweeps", sweeps, 1)):
                h = toss(torch.sigmoid(self.hidden_biases + v @ self.weights))
                v = toss(torch.sigmoid(self.visible_biases + h @ self.weights.T))
        return v

    def differentiable_sample(self, noise: Tensor) -> NoReturn:
        """Refused: a sample is 0s and 1s.

        Raises:
            CannotError: always.
        """
        raise CannotError(
            "an RBM's sample cannot be differentiated: its units are 0 or 1 by a toss of a coin, and stay as they are "
            "when a weight moves a little, until they jump; contrastive divergence trains it without"
        )

    def log_prob(self, v: ArrayLike) -> NoReturn:
        """Refused: it would need log Z.

        Raises:
            CannotError: always.
        """
        raise CannotError(
            f"an RBM cannot evaluate log q(v): the constant log Z is a sum over 2^{self.visible} states of its visible "
            "units; unnormalised_log_prob(v) lacks only that constant, and log_normaliser() adds it up for small ones"
        )

    def unnormalised_log_prob(self, v: ArrayLike) -> Tensor:
        """log q(v) + log Z, minus the free energy, for states ``(n, visible)`` of 0s and 1s."""
        states = rows("v", v, self.visible)
        if not ((states == 0) | (states == 1)).all():
            raise ValueError("v must hold 0s and 1s only")
        inputs = self.hidden_biases + states @ self.weights
        return states @ self.visible_biases + nn.functional.softplus(inputs).sum(1)

    def log_normaliser(self) -> Tensor:
        """log Z by adding up every state, which takes twice as long for each further visible unit.

        Raises:
            CannotError: for more than 20 visible units.
        """
        if self.visible > MOST_SUMMED:
            raise CannotError(
                f"log Z is a sum over 2^{self.visible} states, about 10^{self.visible * math.log10(2):.0f}: "
                f"it is added up here for at most {MOST_SUMMED} visible units"
            )
        blocks = torch.split(all_states(self.visible), BLOCK)
        return torch.logsumexp(torch.stack([self.unnormalised_log_prob(v).logsumexp(0) for v in blocks]), dim=0)


def all_states(units: int) -> Tensor:
    """Every row of 0s and 1s: float64 ``(2 ** units, units)``.

    >>> all_states(2).tolist()
    [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    """
    units = whole("units", units, 1)
    numbers = torch.arange(2**units, device="cpu")
    return (numbers[:, None] >> torch.arange(units - 1, -1, -1, device="cpu") & 1).double()
