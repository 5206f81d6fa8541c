"""A sampler that never wrote its density down: a GAN's generator on a line. And what a discriminator tells of it."""

from typing import Any, NoReturn

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from gan_utils.arrays import numbers, real
from gan_utils.checks import whole
from gan_utils.families.arguments import rows
from gan_utils.families.cannot import CannotError
from gan_utils.seeded import normals


class Implicit(nn.Module):
    """x = network(z) for standard normal z: an implicit generative model.

    Args:
        network: makes ``(n, 1)`` from latent points ``(n, z_dim)`` and has the attribute ``z_dim``,
            such as ``models.ToyGenerator(dims=1)``.
    Raises:
        ValueError: for a network without ``z_dim``.
    Source: Mohamed and Lakshminarayanan 2016, arXiv:1610.03483; Goodfellow et al. 2014, arXiv:1406.2661.

    >>> from gan_utils.models import ToyGenerator
    >>> machine = Implicit(ToyGenerator(z_dim=8, dims=1))
    >>> machine.sample(3, seed=0).shape
    torch.Size([3])
    >>> machine.log_prob([0.0])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    gan_utils.families.cannot.CannotError: a sampler that never wrote its density down: ...
    """

    def __init__(self, network: nn.Module):
        super().__init__()
        if not hasattr(network, "z_dim"):
            raise ValueError(f"network must have the attribute z_dim, which {type(network).__name__} lacks")
        self.network: Any = network  # it has a z_dim

    def noise(self, n: int, seed: int = 0) -> Tensor:
        """The latent points of ``n`` samples, ``(n, z_dim)``: the same numbers as in the page's figures."""
        n, z_dim = whole("n", n, 1), int(self.network.z_dim)
        return torch.from_numpy(normals(seed, n * z_dim).reshape(n, z_dim))

    def sample(self, n: int, seed: int = 0) -> Tensor:
        """``n`` samples, ``(n,)``, without gradients."""
        with torch.no_grad():
            return self.differentiable_sample(self.noise(n, seed))

    def differentiable_sample(self, noise: Tensor) -> Tensor:
        """The samples that latent points ``(n, z_dim)`` become, as a function of the network's parameters."""
        z = rows("noise", noise, self.network.z_dim)
        z = z.to(next(self.network.parameters(), z))
        made: Tensor = self.network(z)
        if made.shape != (len(z), 1):
            raise ValueError(f"network must make shape ({len(z)}, 1), not {tuple(made.shape)}")
        return made[:, 0]

    def log_prob(self, x: object) -> NoReturn:
        """Refused: nothing here is a density.

        Raises:
            CannotError: always.
        """
        raise CannotError(
            "a sampler that never wrote its density down: log q(x) would take every z that lands at x; what can be had "
            "is a kernel density estimate from samples (metrics.parzen) and, where p is known, p times the ratio that "
            "a discriminator has learned (density_from_ratio)"
        )


def density_from_ratio(log_p: ArrayLike, logits: ArrayLike) -> Any:
    """The generator's log-density as a discriminator sees it: log q = log p - logit of D.

    It rests on two things that are seldom had together. The density p of the data must be known, which in this
    book it is, because we chose the data. And D must be the optimal one for this generator, D* = p / (p + q):
    a D that is not quite there gives a q that need not even integrate to 1.

    Args:
        log_p: the data's log-density at some places, ``(n,)``, list, array or tensor; minus infinity where p is 0.
        logits: D's logits at the same places, finite.
    Returns:
        log q at those places, never NaN: a tensor when either is one, else a float64 array.
    Raises:
        ValueError: when shapes differ, for logits that are not finite, or log-densities that are NaN or infinity.
    Source: Goodfellow et al. 2014, arXiv:1406.2661, equation 2, solved for q.

    >>> log_p, log_q = torch.tensor([-1.0, -2.0]), torch.tensor([-1.5, -0.5])
    >>> density_from_ratio(log_p, logits=log_p - log_q)  # the logit of p / (p + q) is log p - log q
    tensor([-1.5000, -0.5000])
    """
    exact_p, exact_logits = numbers("log_p", log_p), numbers("logits", logits)
    if exact_p.shape != exact_logits.shape:
        raise ValueError(f"log_p and logits must have one shape, not {exact_p.shape} and {exact_logits.shape}")
    if not np.isfinite(exact_logits).all():
        raise ValueError("logits must be finite: one that is not leaves q unknown")
    if not (exact_p < np.inf).all():  # NaN fails the comparison
        raise ValueError("log_p must be logarithms of densities, not NaN or infinity")
    if not isinstance(log_p, Tensor) and not isinstance(logits, Tensor):
        return exact_p - exact_logits
    tracked_p, tracked_logits = (
        real(name, each) if isinstance(each, Tensor) else torch.from_numpy(exact.copy())
        for name, each, exact in (("log_p", log_p, exact_p), ("logits", logits, exact_logits))
    )
    return tracked_p - tracked_logits
