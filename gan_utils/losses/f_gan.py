"""The f-GAN's objectives: any f-divergence as a game, from the table's row or from an f of your own."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.func import grad, vmap

from gan_utils.divergences.discrete import check_f
from gan_utils.divergences.table import F_DIVERGENCES
from gan_utils.losses.plain import mean

LARGEST = 30.0  # of the logarithm of a ratio: beyond it e^v f'(e^v) - f(e^v) has no digits left

Values = Callable[[Tensor], Tensor]
Losses = tuple[Callable[[Tensor, Tensor], dict[str, Tensor]], Values]


def f_gan_losses(f: str | Values) -> Losses:
    """What D and G minimise when they play for the f-divergence D_f(data || model).

    D maximises the bound E_p T - E_q f*(T) with T = g(v), where v is its raw output and g takes any number to where
    f* is finite; G minimises the same. From a row of the table g is the paper's. From an f of your own it is
    g(v) = f'(e^v): D's best output is then log(p / q), whatever f is, and f*(g(v)) = e^v f'(e^v) - f(e^v). The two
    terms of that cancel where e^v is large, so it is worked out in float64, and beyond |v| = 30, a ratio of 1e13, both
    go on as straight lines: finite, and with a gradient that leads back.

    Args:
        f: a name of ``divergences.F_DIVERGENCES``, or a convex function of one positive number (a tensor), f(1) = 0.
    Returns:
        the discriminator's loss of (real values, fake values), its two terms one by one, and the generator's; like
        those of ``losses.plain`` they take tensors of every precision and give the loss in it.
    Raises:
        ValueError: for an unknown name, and for an f that is not convex, not 0 at 1, not finite, or made of straight
            pieces, such as the total variation's: its f' is flat, so that neither player would get a gradient.
    Source: Nowozin, Cseke and Tomioka 2016, arXiv:1606.00709, equations 4, 6 and 8.

    >>> discriminator, generator = f_gan_losses("pearson")
    >>> terms = discriminator(torch.tensor([2.0]), torch.tensor([-1.0]))
    >>> float(terms["real"]), float(terms["fake"])
    (-2.0, -0.75)
    >>> discriminator, generator = f_gan_losses(lambda u: (u - 1) ** 2)  # the same divergence, another g
    >>> float(generator(torch.full((3,), 2.0).log()))  # f* where D says p = 2 q: 2 f'(2) - f(2) = 3
    -3.0
    """
    if callable(f):
        award, paid = _of_your_own(check_f(f))
    else:
        if f not in tuple(F_DIVERGENCES):  # in a tuple, for what cannot be hashed
            raise ValueError(f"f must be one of {', '.join(map(repr, F_DIVERGENCES))} or a function, not {f!r}")
        award, paid = F_DIVERGENCES[f].activation, F_DIVERGENCES[f].paid

    def discriminator(real_values: Tensor, fake_values: Tensor) -> dict[str, Tensor]:
        return {"real": -mean("real_values", real_values, award), "fake": mean("fake_values", fake_values, paid)}

    def generator(fake_values: Tensor) -> Tensor:
        return -mean("fake_values", fake_values, paid)

    return discriminator, generator


def _of_your_own(f: Values) -> tuple[Values, Values]:
    slope, bend = vmap(grad(f)), vmap(grad(grad(f)))
    if not (bend(torch.logspace(-1, 1, 42, dtype=torch.float64, device="cpu")) > 0).any():
        raise ValueError("f must bend: where it is straight, its slope is flat and neither player gets a gradient")

    def award(v: Tensor) -> Tensor:
        u, beyond = _ratio_and_rest(v)
        return (_each(slope, u) + (u * _each(bend, u)).detach() * beyond).to(v.dtype)

    def paid(v: Tensor) -> Tensor:
        u, beyond = _ratio_and_rest(v)
        return (u * _each(slope, u) - f(u) + (u * u * _each(bend, u)).detach() * beyond).to(v.dtype)

    return award, paid


def _ratio_and_rest(v: Tensor) -> tuple[Tensor, Tensor]:
    """e^v in float64, of v within its limits, and how far v goes beyond them."""
    v = v.double()
    within = v.clamp(-LARGEST, LARGEST)
    return within.exp(), v - within


def _each(function: Values, u: Tensor) -> Tensor:
    return function(u.flatten()).reshape(u.shape)
