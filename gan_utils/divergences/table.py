"""The f-divergences of the f-GAN paper: each f with its conjugate, output activation and best witness."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import softplus

Function = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class FDivergence:
    """D_f(p || q) = sum q f(p / q), and the bound E_p T - E_q f*(T) that a discriminator maximises.

    All functions take and give tensors, element by element.

    Attributes:
        f: convex, with f(1) = 0 (but for ``"gan"``, whose f(1) is -log 4), of the ratio u = p / q > 0.
        place: q f(p / q) at each place, for p and q above 0, in a form that needs no ratio: p / q may leave the range
            of numbers where the product does not, and near p = q it loses the digits in which they differ.
        at_zero: the limit of f(u) for u to 0: what a place costs, times q, that p leaves empty.
        at_infinity: the limit of f(u) / u for u to infinity: what a place costs, times p, that q leaves empty.
        conjugate: f*(t), the least upper bound of u t - f(u) over u > 0. But the paper's of ``"pearson"`` is that over
            all u, negative ones too: below t = -2 it is t^2 / 4 + t, where over u > 0 it would be -1. It is larger than
            need be there, so the bound still holds, but falls as t falls.
        activation: takes any real number to where the conjugate is finite, so that a network may end in it.
        paid: f*(activation(v)), what a generated sample costs in the bound, in a form that neither rounds to infinity
            nor cancels where the two steps one after the other would.
        witness: T*(u) = f'(u), at which the bound is tight.
        threshold: f'(1), the value of T* where p = q: above it, a sample is more likely real.
    """

    f: Function
    place: Callable[[Tensor, Tensor], Tensor]
    at_zero: float
    at_infinity: float
    conjugate: Function
    activation: Function
    paid: Function
    witness: Function
    threshold: float


def _log_ratio(p: Tensor, q: Tensor) -> Tensor:
    """log(p / q), exact to the last digits where the two are close and where their ratio is no number."""
    change = (p - q) / q
    return torch.where(change.abs() < 0.5, torch.log1p(change), p.log() - q.log())


def _twice_js(p: Tensor, q: Tensor) -> Tensor:
    tilt = (p - q) / (p + q)
    bends: Tensor = torch.special.xlog1py(1 + tilt, tilt) + torch.special.xlog1py(1 - tilt, -tilt)
    return (p + q) / 2 * bends


def _gan(p: Tensor, q: Tensor) -> Tensor:
    less, more = torch.minimum(p, q), torch.maximum(p, q)
    return less * (less.log() - (p + q).log()) - more * torch.log1p(less / more)


# Names -> rows of Nowozin, Cseke and Tomioka 2016, arXiv:1606.00709, tables 1, 2 and 6. Three traps: "js" is twice
# the Jensen-Shannon divergence, "gan" is that minus log 4, and "hellinger" is the squared distance without a half.
F_DIVERGENCES: dict[str, FDivergence] = {
    "kl": FDivergence(
        f=lambda u: torch.xlogy(u, u),
        place=lambda p, q: p * _log_ratio(p, q),
        at_zero=0.0,
        at_infinity=math.inf,
        conjugate=lambda t: torch.exp(t - 1),
        activation=lambda v: v,
        paid=lambda v: torch.exp(v - 1),
        witness=lambda u: 1 + torch.log(u),
        threshold=1.0,
    ),
    "reverse_kl": FDivergence(
        f=lambda u: -torch.log(u),
        place=lambda p, q: q * _log_ratio(q, p),
        at_zero=math.inf,
        at_infinity=0.0,
        conjugate=lambda t: -1 - torch.log(-t),
        activation=lambda v: -torch.exp(-v),
        paid=lambda v: v - 1,
        witness=lambda u: -1 / u,
        threshold=-1.0,
    ),
    "pearson": FDivergence(
        f=lambda u: (u - 1) ** 2,
        place=lambda p, q: ((p - q) / q.sqrt()) ** 2,
        at_zero=1.0,
        at_infinity=math.inf,
        conjugate=lambda t: t**2 / 4 + t,
        activation=lambda v: v,
        paid=lambda v: v**2 / 4 + v,
        witness=lambda u: 2 * (u - 1),
        threshold=0.0,
    ),
    "hellinger": FDivergence(
        f=lambda u: (torch.sqrt(u) - 1) ** 2,
        place=lambda p, q: ((p - q) / (p.sqrt() + q.sqrt())) ** 2,
        at_zero=1.0,
        at_infinity=1.0,
        conjugate=lambda t: t / (1 - t),
        activation=lambda v: 1 - torch.exp(-v),
        paid=torch.expm1,
        witness=lambda u: 1 - u**-0.5,
        threshold=0.0,
    ),
    "js": FDivergence(
        f=lambda u: torch.xlogy(u, u) - (u + 1) * torch.log((1 + u) / 2),
        place=_twice_js,
        at_zero=math.log(2),
        at_infinity=math.log(2),
        conjugate=lambda t: -torch.log(2 - torch.exp(t)),
        activation=lambda v: math.log(2) - softplus(-v),
        paid=lambda v: softplus(v) - math.log(2),
        witness=lambda u: math.log(2) - softplus(-u.log()),
        threshold=0.0,
    ),
    "gan": FDivergence(
        f=lambda u: torch.xlogy(u, u) - (u + 1) * torch.log(u + 1),
        place=_gan,
        at_zero=0.0,
        at_infinity=0.0,
        conjugate=lambda t: -torch.log(-torch.expm1(t)),
        activation=lambda v: -softplus(-v),
        paid=softplus,
        witness=lambda u: -softplus(-u.log()),
        threshold=-math.log(2),
    ),
}
