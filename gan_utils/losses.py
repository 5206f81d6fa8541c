"""Objectives: what each player minimises, as plain functions of logits.

A logit is D's raw output a; sigmoid(a) is its probability that an image is real. The functions
use softplus(a) = log(1 + e^a), because -log sigmoid(a) = softplus(-a) stays finite where the
logarithm of a rounded probability would not.
"""

from typing import Callable, NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import relu, softplus


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor) -> dict[str, Tensor]:
    """What D minimises: -E log D(x) - E log(1 - D(G(z))), its two terms one by one.

    Args:
        real_logits: D's logits on real data, any shape.
        fake_logits: D's logits on generated data, any shape.
    Returns:
        ``{"real": -E log D(x), "fake": -E log(1 - D(G(z)))}``, scalars that are never negative.
    Source: Goodfellow et al. 2014, arXiv:1406.2661, equation 1.

    >>> import torch
    >>> terms = discriminator_loss(torch.zeros(4), torch.zeros(4))  # D says one half: log 4 in all
    >>> round(float(terms["real"] + terms["fake"]), 4)
    1.3863
    """
    return {"real": softplus(-real_logits).mean(), "fake": softplus(fake_logits).mean()}


def minimax_generator_loss(fake_logits: Tensor) -> Tensor:
    """What G minimises in the zero-sum game: E log(1 - D(G(z))). Saturates when D rejects with confidence.

    Source: Goodfellow et al. 2014, arXiv:1406.2661, equation 1.

    >>> import torch
    >>> logit = torch.tensor(-5.0, requires_grad=True)
    >>> minimax_generator_loss(logit).backward()
    >>> round(float(logit.grad), 4)  # minus sigmoid(-5): hardly any push
    -0.0067
    """
    return -softplus(fake_logits).mean()


def non_saturating_generator_loss(fake_logits: Tensor) -> Tensor:
    """What G minimises in practice: -E log D(G(z)). The push is strongest where D rejects.

    Source: Goodfellow et al. 2014, arXiv:1406.2661, section 3, last paragraph.

    >>> import torch
    >>> logit = torch.tensor(-5.0, requires_grad=True)
    >>> non_saturating_generator_loss(logit).backward()
    >>> round(float(logit.grad), 4)  # minus (1 - sigmoid(-5))
    -0.9933
    """
    return softplus(-fake_logits).mean()


def least_squares_discriminator_loss(real_values: Tensor, fake_values: Tensor) -> dict[str, Tensor]:
    """LSGAN's D: half the squared distance from 1 on real data and from 0 on generated data.

    Source: Mao et al. 2017, arXiv:1611.04076, equation 9 (a = 0, b = c = 1).

    >>> import torch
    >>> terms = least_squares_discriminator_loss(torch.tensor([3.0]), torch.tensor([1.0]))
    >>> float(terms["real"]), float(terms["fake"])
    (2.0, 0.5)
    """
    return {"real": (real_values - 1).square().mean() / 2, "fake": fake_values.square().mean() / 2}


def least_squares_generator_loss(fake_values: Tensor) -> Tensor:
    """LSGAN's G: half the squared distance of D's values from 1. Source: as above.

    >>> import torch
    >>> float(least_squares_generator_loss(torch.tensor([0.0, 2.0])))
    0.5
    """
    return (fake_values - 1).square().mean() / 2


def critic_loss(real_values: Tensor, fake_values: Tensor) -> dict[str, Tensor]:
    """WGAN's critic: E f(G(z)) - E f(x). Minus its minimum over 1-Lipschitz f is the Wasserstein-1 distance.

    Source: Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875, algorithm 1.

    >>> import torch
    >>> terms = critic_loss(torch.tensor([3.0]), torch.tensor([1.0]))
    >>> float(terms["real"] + terms["fake"])
    -2.0
    """
    return {"real": -real_values.mean(), "fake": fake_values.mean()}


def critic_generator_loss(fake_values: Tensor) -> Tensor:
    """What G minimises against a critic: -E f(G(z)). Source: as ``critic_loss``.

    >>> import torch
    >>> float(critic_generator_loss(torch.tensor([1.0, 2.0])))
    -1.5
    """
    return -fake_values.mean()


def hinge_discriminator_loss(real_values: Tensor, fake_values: Tensor) -> dict[str, Tensor]:
    """The hinge: D is pushed until real values pass 1 and generated ones pass -1, and no further.

    Source: Lim and Ye 2017, arXiv:1705.02894; Miyato et al. 2018, arXiv:1802.05957, equation 16.

    >>> import torch
    >>> terms = hinge_discriminator_loss(torch.tensor([3.0]), torch.tensor([0.0]))
    >>> float(terms["real"]), float(terms["fake"])
    (0.0, 1.0)
    """
    return {"real": relu(1 - real_values).mean(), "fake": relu(1 + fake_values).mean()}


def gradient_penalty(discriminate: Callable[[Tensor], Tensor], real: Tensor, fake: Tensor, mix: Tensor) -> Tensor:
    """E (|grad f| - 1)^2 on straight lines between real and generated samples.

    Args:
        discriminate: D; where it packs samples, a pack's gradient counts as one.
        real, fake: batches of one shape, ``(N, ...)``.
        mix: the place of each pair on its line, ``(N,)`` in [0, 1]; 1 is the real sample.
    Returns:
        the mean, a scalar that can be differentiated; not yet multiplied by its weight.
    Source: Gulrajani et al. 2017, arXiv:1704.00028, equation 3.

    >>> import torch
    >>> slope = lambda x: 3 * x[:, 0]
    >>> float(gradient_penalty(slope, torch.zeros(2, 2), torch.ones(2, 2), torch.rand(2)))
    4.0
    """
    share = mix.reshape(-1, *[1] * (real.ndim - 1))
    lengths = _squared_slopes(discriminate, share * real + (1 - share) * fake)
    # Where D is flat the root has no derivative; so small a number keeps it finite and changes nothing else.
    return ((lengths + 1e-12).sqrt() - 1).square().mean()


def r1_penalty(discriminate: Callable[[Tensor], Tensor], real: Tensor, fake: Tensor, mix: Tensor) -> Tensor:
    """Half of E |grad D|^2 on real samples. ``fake`` and ``mix`` play no part; they make penalties alike.

    Source: Mescheder, Geiger and Nowozin 2018, arXiv:1801.04406, equation 9.

    >>> import torch
    >>> float(r1_penalty(lambda x: 3 * x[:, 0], torch.zeros(2, 2), torch.zeros(2, 2), torch.zeros(2)))
    4.5
    """
    return _squared_slopes(discriminate, real).mean() / 2


def _squared_slopes(discriminate: Callable[[Tensor], Tensor], points: Tensor) -> Tensor:
    """The squared length of D's gradient at each of its inputs, as something to differentiate again."""
    if not points.requires_grad:
        points = points.detach().requires_grad_(True)
    values = discriminate(points)
    (slopes,) = torch.autograd.grad(values.sum(), points, create_graph=True)
    return slopes.reshape(len(values), -1).square().sum(1)


class Objective(NamedTuple):
    """What the players minimise: ``discriminator(real, fake)`` gives terms, ``generator(fake)`` one loss.

    ``penalty`` is added to D's terms, times ``weight``; after each of D's steps its weights are clipped to
    [-clip, clip]. ``weight`` and ``clip`` are the papers' defaults.
    """

    discriminator: Callable[[Tensor, Tensor], dict[str, Tensor]]
    generator: Callable[[Tensor], Tensor]
    penalty: Callable[[Callable[[Tensor], Tensor], Tensor, Tensor, Tensor], Tensor] | None = None
    weight: float = 10.0
    clip: float | None = None


OBJECTIVES = {
    "minimax": Objective(discriminator_loss, minimax_generator_loss),
    "non_saturating": Objective(discriminator_loss, non_saturating_generator_loss),
    "lsgan": Objective(least_squares_discriminator_loss, least_squares_generator_loss),
    "wgan": Objective(critic_loss, critic_generator_loss, clip=0.01),
    "wgan_gp": Objective(critic_loss, critic_generator_loss, gradient_penalty),
    "hinge": Objective(hinge_discriminator_loss, critic_generator_loss),
    "r1": Objective(discriminator_loss, non_saturating_generator_loss, r1_penalty),
}
