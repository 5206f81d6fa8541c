"""Normal distributions on a line and mixtures of them, fitted by maximum likelihood."""

import math
from dataclasses import dataclass

import torch
from numpy.typing import ArrayLike
from torch import Tensor

from gan_utils.arrays import tensor
from gan_utils.checks import positive, whole
from gan_utils.families.cannot import CannotError
from gan_utils.seeded import normals, uniforms

LEAST_STD = 0.1
FURTHEST = 1e100  # of what EM fits: sums of squares stay numbers
LEAST_GAIN = 1e-10  # a fit has converged when a step gains no more


@dataclass(frozen=True)
class Normal:
    """The normal distribution N(mean, std^2). ``mean`` and ``std`` are numbers, or tensors that gradients reach.

    Raises:
        ValueError: for a mean that is not finite, or a std that is not above 0.

    >>> Normal(0.0, 1.0).log_prob([0.0, 1.0])
    tensor([-0.9189, -1.4189], dtype=torch.float64)
    """

    mean: float | Tensor
    std: float | Tensor

    def __post_init__(self) -> None:
        _mean_and_std(self.mean, self.std)

    def sample(self, n: int, seed: int = 0) -> Tensor:
        """``n`` samples, float64 ``(n,)``: the page draws the same ones from the same seed."""
        return self.differentiable_sample(torch.from_numpy(normals(seed, whole("n", n, 1)))).detach()

    def differentiable_sample(self, noise: ArrayLike) -> Tensor:
        """mean + std * noise: a sample for each standard normal number, through which gradients reach mean and std.

        Source: the reparametrisation of Kingma and Welling 2014, arXiv:1312.6114, section 2.4.

        >>> mean = torch.tensor(2.0, requires_grad=True)
        >>> Normal(mean, 1.0).differentiable_sample([0.5, -0.5]).sum().backward()
        >>> mean.grad
        tensor(2.)
        """
        return _double(self.mean) + _double(self.std) * _finite("noise", noise)

    def log_prob(self, x: ArrayLike) -> Tensor:
        """The log density at each x: -(x - mean)^2 / (2 std^2) - log std - log(2 pi) / 2, in the shape of ``x``."""
        return _log_density(_finite("x", x), _double(self.mean), _double(self.std))


@dataclass(frozen=True)
class Mixture:
    """A mixture of normal distributions: with probability ``weights[k]`` a sample comes from component k.

    Args:
        weights: shares of the components, at least 0, which sum to 1 (within 1e-6).
        means, stds: as many; each std above 0. All three are sequences, or tensors that gradients reach.
    Raises:
        ValueError: for lengths that differ, or numbers that are not allowed.

    >>> Mixture((0.5, 0.5), (-2.0, 2.0), (1.0, 1.0)).log_prob([0.0])
    tensor([-2.9189], dtype=torch.float64)
    """

    weights: tuple[float, ...] | Tensor
    means: tuple[float, ...] | Tensor
    stds: tuple[float, ...] | Tensor

    def __post_init__(self) -> None:
        weights, means, stds = (_finite(name, getattr(self, name)).detach() for name in ("weights", "means", "stds"))
        if weights.ndim != 1 or not len(weights) or not weights.shape == means.shape == stds.shape:
            shapes = ", ".join(str(tuple(part.shape)) for part in (weights, means, stds))
            raise ValueError(f"weights, means and stds must be of one length, at least 1, not of shapes {shapes}")
        if (weights < 0).any() or abs(float(weights.sum()) - 1) > 1e-6:
            raise ValueError(f"weights must be at least 0 and sum to 1, not {self.weights!r}")
        if (stds <= 0).any():
            raise ValueError(f"stds must be above 0, not {self.stds!r}")

    def sample(self, n: int, seed: int = 0) -> Tensor:
        """``n`` samples, float64 ``(n,)``: the page draws the same ones from the same seed."""
        n = whole("n", n, 1)
        u = torch.from_numpy(uniforms(seed, n))
        ends = _double(self.weights).detach().cumsum(0)[:-1]
        component = torch.searchsorted(ends, u, right=True)
        noise = torch.from_numpy(normals(seed, n, start=n))  # what the uniforms above leave of the stream
        return (_double(self.means)[component] + _double(self.stds)[component] * noise).detach()

    def differentiable_sample(self, noise: ArrayLike) -> Tensor:
        """Always raises ``CannotError``: which component a sample comes from jumps as the weights change."""
        raise CannotError(
            "a mixture's choice of component has no gradient: which one a sample comes from jumps as the weights "
            "change. Have sample() for samples and log_prob() for gradients of the likelihood."
        )

    def log_prob(self, x: ArrayLike) -> Tensor:
        """The log density at each x, log sum_k weights[k] N(x; means[k], stds[k]^2), in the shape of ``x``."""
        return _joint(_finite("x", x), self).logsumexp(dim=-1)


def log_likelihood(x: ArrayLike, mean: float | Tensor, std: float | Tensor) -> Tensor:
    """The log-likelihood of N(mean, std^2): the sum over x of its log density.

    log L = -sum (x - mean)^2 / (2 std^2) - n log std - n log(2 pi) / 2

    Args:
        x: n numbers.
        mean, std: numbers, or tensors that gradients reach; std above 0.
    Returns:
        float64, a tensor of shape ``()``.
    Raises:
        ValueError: for no numbers, for one that is not finite, or a std that is not above 0.

    >>> log_likelihood([1.0, 3.0], mean=2.0, std=1.0)
    tensor(-2.8379, dtype=torch.float64)
    """
    return Normal(mean, std).log_prob(x).sum()


def fit_normal(x: ArrayLike) -> tuple[float, float]:
    """The mean and std of largest likelihood: the mean of x, and the root of the mean squared distance from it.

    Args:
        x: at least two different numbers. The variance is divided by n, not n - 1: that is where the likelihood peaks.
    Raises:
        ValueError: for fewer than two different numbers (the likelihood then grows without end as std goes to 0).

    >>> fit_normal([1.0, 3.0])
    (2.0, 1.0)
    """
    x = _spread(x)
    unit = _unit(x)
    x = x / unit
    # From the least one, for far from 0 the mean itself may be rounded by more than the numbers are apart.
    return float(x.mean() * unit), float((x - x.min()).std(correction=0) * unit)


def fit_mixture(x: ArrayLike, components: int = 2, start: Mixture | None = None, steps: int = 2000) -> Mixture:
    """A mixture fitted by EM: ``em_step`` again and again, until a step gains less than 1e-10.

    Args:
        x: at least two different numbers.
        components: how many.
        start: where to begin; by default with equal weights, means at equally spaced quantiles of x, and one std.
        steps: at most so many.
    Returns:
        a local maximum of the likelihood, not always the highest: another start may find another. No std is
        below 0.1, as ``em_step`` says.
    Raises:
        ValueError: as ``fit_normal`` and ``em_step``, or for a start of another number of components.
    Source: Dempster, Laird and Rubin 1977.

    >>> fitted = fit_mixture([-2.1, -2.0, -1.9, 0.9, 1.0, 1.1])
    >>> [round(mean, 6) for mean in fitted.means]
    [-2.0, 1.0]
    """
    x = _within_reach(_spread(x))
    components = whole("components", components, 1)
    mixture = start or _quantiles(x, components)
    if len(mixture.weights) != components:
        raise ValueError(f"start must have {components} components, not {len(mixture.weights)}")
    before = float(mixture.log_prob(x).sum())
    for _ in range(whole("steps", steps, 0)):
        mixture = em_step(x, mixture)
        after = float(mixture.log_prob(x).sum())
        if after - before < LEAST_GAIN:
            break
        before = after
    return mixture


def em_step(x: ArrayLike, mixture: Mixture) -> Mixture:
    """One step of EM: share each x among the components (E), then refit each to its shares (M).

    No std falls below 0.1: a component that closes in on one number would make the likelihood infinite.

    Args:
        x: numbers.
        mixture: where to step from.
    Returns:
        a mixture whose likelihood is at least that of ``mixture``, if its stds are at least 0.1 too.
    Raises:
        ValueError: for no numbers, or one that is not finite or larger than 1e100.
    Source: Dempster, Laird and Rubin 1977.

    >>> em_step([-1.0, 1.0], Mixture((0.5, 0.5), (-1.0, 1.0), (0.2, 0.2))).means
    (-1.0, 1.0)
    """
    x = _within_reach(_finite("x", x).detach().flatten())
    with torch.no_grad():
        logs = _log_shares(x, mixture)
        # Over each component's largest: of one far away all shares are next to nothing, or below the least number.
        most = logs.max(dim=0).values
        shares = (logs - most).exp()
        whole = shares.sum(dim=0)
        held = torch.isfinite(most)  # a component of weight 0 stays where it is
        means = torch.where(held, (shares * x[:, None]).sum(dim=0) / whole, _double(mixture.means))
        spread = (shares * (x[:, None] - means) ** 2).sum(dim=0) / whole
        sums = torch.where(held, most.exp() * whole, 0.0)
        stds = torch.where(held, spread.sqrt().clamp(min=LEAST_STD), _double(mixture.stds))
    return Mixture(*(tuple(part.tolist()) for part in (sums / len(x), means, stds)))


def _quantiles(x: Tensor, components: int) -> Mixture:
    places = (torch.arange(components, dtype=torch.float64, device="cpu") + 0.5) / components
    std = max(LEAST_STD, fit_normal(x)[1] / components)
    return Mixture((1 / components,) * components, tuple(x.quantile(places).tolist()), (std,) * components)


def _within_reach(x: Tensor) -> Tensor:
    if float(x.abs().max()) > FURTHEST:
        raise ValueError(f"x must hold numbers of size up to {FURTHEST:g}, not {float(x.abs().max()):g}")
    return x


def _log_shares(x: Tensor, mixture: Mixture) -> Tensor:
    """Logarithms of the share of each x that comes from each component: ``(n, components)``, rows of sum 1."""
    joint = _joint(x, mixture)
    lost = torch.isneginf(joint).all(dim=-1, keepdim=True)  # so many stds away that no density is a number
    nearest = _double(mixture.weights).log() - (x[:, None] - _double(mixture.means)).abs()
    return torch.where(lost, nearest, joint).log_softmax(dim=-1)


def _joint(x: Tensor, mixture: Mixture) -> Tensor:
    """log of weight times density, of each x and component: the shape of x, then ``(components,)``."""
    weights, means, stds = _double(mixture.weights), _double(mixture.means), _double(mixture.stds)
    return weights.log() + _log_density(x[..., None], means, stds)


def _log_density(x: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    return -0.5 * ((x - mean) / std) ** 2 - std.log() - 0.5 * math.log(2 * math.pi)


def _spread(x: ArrayLike) -> Tensor:
    x = _finite("x", x).detach().flatten()
    if x.min() == x.max():
        raise ValueError(f"x must hold at least two different numbers, not {len(x)} times {float(x[0])!r}")
    return x


def _unit(x: Tensor) -> float:
    """A power of two next to the largest number, in which no square overflows or is lost, and nothing is rounded."""
    return 2.0 ** min(math.frexp(float(x.abs().max()))[1], 1023)


def _mean_and_std(mean: ArrayLike, std: ArrayLike) -> None:
    numbers = _finite("mean", mean).detach(), _finite("std", std).detach()
    if any(number.ndim for number in numbers):
        raise ValueError(f"mean and std must be single numbers, not {mean!r} and {std!r}")
    positive("std", numbers[1].item())


def _finite(name: str, value: ArrayLike) -> Tensor:
    """``value`` as float64, or ``ValueError`` unless it holds numbers, all of them finite."""
    numbers = tensor(name, value)
    if not numbers.numel():
        raise ValueError(f"{name} must hold at least one number, not {value!r}")
    finite = torch.isfinite(numbers)
    if not finite.all():
        raise ValueError(f"{name} must hold finite numbers, but holds {float(numbers[~finite][0])}")
    return numbers


def _double(value: ArrayLike) -> Tensor:
    return tensor("value", value)
