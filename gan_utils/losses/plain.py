"""What each player minimises, as plain functions of D's raw outputs: logits, a critic's values, or energies.

A logit is D's raw output a; sigmoid(a) is its probability that a sample is real. The functions
use softplus(a) = log(1 + e^a), because -log sigmoid(a) = softplus(-a) stays finite where the
logarithm of a rounded probability would not.

Every function takes floating-point tensors of any shape and precision, at least one value each, and raises
``ValueError`` for anything else. The loss comes back in their precision, with its gradient; half precision is
worked out in float32, for its squares leave its range at 256.
"""

from collections.abc import Callable

from torch import Tensor
from torch.nn.functional import relu, softplus

from gan_utils.checks import positive


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
    return {
        "real": mean("real_logits", real_logits, lambda a: softplus(-a)),
        "fake": mean("fake_logits", fake_logits, softplus),
    }


def minimax_generator_loss(fake_logits: Tensor) -> Tensor:
    """What G minimises in the zero-sum game: E log(1 - D(G(z))). Saturates when D rejects with confidence.

    Source: Goodfellow et al. 2014, arXiv:1406.2661, equation 1.

    >>> import torch
    >>> logit = torch.tensor(-5.0, requires_grad=True)
    >>> minimax_generator_loss(logit).backward()
    >>> round(float(logit.grad), 4)  # minus sigmoid(-5): hardly any push
    -0.0067
    """
    return -mean("fake_logits", fake_logits, softplus)


def non_saturating_generator_loss(fake_logits: Tensor) -> Tensor:
    """What G minimises in practice: -E log D(G(z)). The push is strongest where D rejects.

    Source: Goodfellow et al. 2014, arXiv:1406.2661, section 3, last paragraph.

    >>> import torch
    >>> logit = torch.tensor(-5.0, requires_grad=True)
    >>> non_saturating_generator_loss(logit).backward()
    >>> round(float(logit.grad), 4)  # minus (1 - sigmoid(-5))
    -0.9933
    """
    return mean("fake_logits", fake_logits, lambda a: softplus(-a))


def least_squares_discriminator_loss(real_values: Tensor, fake_values: Tensor) -> dict[str, Tensor]:
    """LSGAN's D: half the squared distance from 1 on real data and from 0 on generated data.

    Source: Mao et al. 2017, arXiv:1611.04076, equation 9 (a = 0, b = c = 1).

    >>> import torch
    >>> terms = least_squares_discriminator_loss(torch.tensor([3.0]), torch.tensor([1.0]))
    >>> float(terms["real"]), float(terms["fake"])
    (2.0, 0.5)
    """
    return {
        "real": mean("real_values", real_values, lambda v: (v - 1).square(), half=True),
        "fake": mean("fake_values", fake_values, lambda v: v.square(), half=True),
    }


def least_squares_generator_loss(fake_values: Tensor) -> Tensor:
    """LSGAN's G: half the squared distance of D's values from 1. Source: as above.

    >>> import torch
    >>> float(least_squares_generator_loss(torch.tensor([0.0, 2.0])))
    0.5
    """
    return mean("fake_values", fake_values, lambda v: (v - 1).square(), half=True)


def critic_loss(real_values: Tensor, fake_values: Tensor) -> dict[str, Tensor]:
    """WGAN's critic: E f(G(z)) - E f(x). Minus its minimum over 1-Lipschitz f is the Wasserstein-1 distance.

    Source: Arjovsky, Chintala and Bottou 2017, arXiv:1701.07875, algorithm 1.

    >>> import torch
    >>> terms = critic_loss(torch.tensor([3.0]), torch.tensor([1.0]))
    >>> float(terms["real"] + terms["fake"])
    -2.0
    """
    return {"real": -mean("real_values", real_values), "fake": mean("fake_values", fake_values)}


def critic_generator_loss(fake_values: Tensor) -> Tensor:
    """What G minimises against a critic: -E f(G(z)). Source: as ``critic_loss``.

    >>> import torch
    >>> float(critic_generator_loss(torch.tensor([1.0, 2.0])))
    -1.5
    """
    return -mean("fake_values", fake_values)


def hinge_discriminator_loss(real_values: Tensor, fake_values: Tensor) -> dict[str, Tensor]:
    """The hinge: D is pushed until real values pass 1 and generated ones pass -1, and no further.

    Source: Lim and Ye 2017, arXiv:1705.02894; Miyato et al. 2018, arXiv:1802.05957, equation 16.

    >>> import torch
    >>> terms = hinge_discriminator_loss(torch.tensor([3.0]), torch.tensor([0.0]))
    >>> float(terms["real"]), float(terms["fake"])
    (0.0, 1.0)
    """
    return {
        "real": mean("real_values", real_values, lambda v: relu(1 - v)),
        "fake": mean("fake_values", fake_values, lambda v: relu(1 + v)),
    }


def energy_discriminator_loss(real_energies: Tensor, fake_energies: Tensor, margin: float = 1.0) -> dict[str, Tensor]:
    """EBGAN's D: low energy for real data, and generated data are pushed up until their energy passes the margin.

    Args:
        real_energies, fake_energies: D's energies, at least 0; of an auto-encoder, its reconstruction errors.
        margin: above 0.
    Raises:
        ValueError: for a margin that is not above 0; as all here.
    Source: Zhao, Mathieu and LeCun 2016, arXiv:1609.03126, equation 1.

    >>> import torch
    >>> terms = energy_discriminator_loss(torch.tensor([0.5]), torch.tensor([0.25, 2.0]))
    >>> float(terms["real"]), float(terms["fake"])
    (0.5, 0.375)
    """
    margin = positive("margin", margin)
    return {
        "real": mean("real_energies", real_energies),
        "fake": mean("fake_energies", fake_energies, lambda e: relu(margin - e)),
    }


def balanced_discriminator_loss(real_energies: Tensor, fake_energies: Tensor) -> dict[str, Tensor]:
    """BEGAN's D before it is balanced: E L(x) and -E L(G(z)); the second is multiplied by ``BEGANState.k``.

    Source: Berthelot, Schumm and Metz 2017, arXiv:1703.10717, section 3.3.

    >>> import torch
    >>> terms = balanced_discriminator_loss(torch.tensor([0.5]), torch.tensor([2.0]))
    >>> float(terms["real"]), float(terms["fake"])
    (0.5, -2.0)
    """
    return {"real": mean("real_energies", real_energies), "fake": -mean("fake_energies", fake_energies)}


def energy_generator_loss(fake_energies: Tensor) -> Tensor:
    """What G minimises against an auto-encoder: E D(G(z)). Source: as the two functions before.

    >>> import torch
    >>> float(energy_generator_loss(torch.tensor([1.0, 2.0])))
    1.5
    """
    return mean("fake_energies", fake_energies)


def mean(name: str, values: Tensor, of: Callable[[Tensor], Tensor] | None = None, half: bool = False) -> Tensor:
    """The mean of ``of(values)``, or half of it, in the precision of ``values``; ``name`` is what an error calls them.

    >>> import torch
    >>> mean("values", torch.tensor([300.0, 300.0]).half(), lambda v: v.square(), half=True)
    tensor(44992., dtype=torch.float16)
    """
    if not isinstance(values, Tensor) or not values.is_floating_point() or not values.numel():
        given = f"{values.dtype}, {tuple(values.shape)}" if isinstance(values, Tensor) else type(values).__name__
        raise ValueError(f"{name} must be a floating-point tensor of at least one value, not {given}")
    wide = values.float() if values.element_size() < 4 else values
    found = (of(wide) if of else wide).mean()
    return (found / 2 if half else found).to(values.dtype)
