"""Objectives: what each player minimises, as plain functions of logits.

A logit is D's raw output a; sigmoid(a) is its probability that an image is real. The functions
use softplus(a) = log(1 + e^a), because -log sigmoid(a) = softplus(-a) stays finite where the
logarithm of a rounded probability would not.
"""

from typing import Callable, NamedTuple

from torch import Tensor
from torch.nn.functional import softplus


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


class Objective(NamedTuple):
    """A pair of losses: ``discriminator(real_logits, fake_logits)`` gives terms, ``generator(fake_logits)`` one."""

    discriminator: Callable[[Tensor, Tensor], dict[str, Tensor]]
    generator: Callable[[Tensor], Tensor]


OBJECTIVES = {
    "minimax": Objective(discriminator_loss, minimax_generator_loss),
    "non_saturating": Objective(discriminator_loss, non_saturating_generator_loss),
}
