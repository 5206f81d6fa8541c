"""Every objective of the book in one table: what each player minimises, what bounds D, and the paper's settings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

from gan_utils.losses.balance import BEGANState
from gan_utils.losses.f_gan import f_gan_losses
from gan_utils.losses.penalties import gradient_penalty, r1_penalty
from gan_utils.losses.plain import (
    balanced_discriminator_loss,
    critic_generator_loss,
    critic_loss,
    discriminator_loss,
    energy_discriminator_loss,
    energy_generator_loss,
    hinge_discriminator_loss,
    least_squares_discriminator_loss,
    least_squares_generator_loss,
    minimax_generator_loss,
    non_saturating_generator_loss,
)

Penalty = Callable[[Callable[[Tensor], Tensor], Tensor, Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Objective:
    """What the players minimise, and what else a training by it needs.

    Attributes:
        discriminator: D's values on real and on generated samples -> the terms of its loss, named ``"real"`` and
            ``"fake"``.
        generator: D's values on generated samples -> G's loss.
        head: what D's values are: ``"logit"`` (of the probability of real), ``"value"`` (any other number), or
            ``"energy"`` (an auto-encoder's reconstruction error, at least 0).
        penalty: added to D's terms, times ``weight``.
        weight: the paper's.
        clip: after each of D's steps its weights are clipped to [-clip, clip].
        spectral: whether D's layers are spectrally normalised.
        balance: makes the state that multiplies D's term for generated samples (BEGAN's k).
        defaults: settings of ``training.train`` for images: the paper's, its authors' or a re-implementation's.
        source: where all this comes from. Checkpoints tell objectives of your own apart by it.
    """

    discriminator: Callable[[Tensor, Tensor], dict[str, Tensor]]
    generator: Callable[[Tensor], Tensor]
    head: str = "value"
    penalty: Penalty | None = None
    weight: float = 10.0
    clip: float | None = None
    spectral: bool = False
    balance: Callable[[], BEGANState] | None = None
    defaults: dict[str, Any] = field(default_factory=dict)
    source: str = "an objective of your own"


def f_gan(f: str | Callable[[Tensor], Tensor]) -> Objective:
    """The objective of an f-divergence, by its name or from an f of your own, for ``train(objective=...)``.

    Args, Raises, Source: as for ``f_gan_losses``.

    >>> f_gan("kl").source
    'Nowozin et al. 2016, arXiv:1606.00709, table 6, kl'
    """
    source = "an f of your own" if callable(f) else f"Nowozin et al. 2016, arXiv:1606.00709, table 6, {f}"
    return Objective(*f_gan_losses(f), source=source)


# Settings of ``training.train`` for images, as they stand in the papers or in code for them; where nothing was found,
# nothing is given. Toys want larger steps.
_DCGAN = {"batch_size": 128, "lr": 2e-4, "betas": (0.5, 0.999)}
_WGAN = {"batch_size": 64, "lr": 5e-5, "optimiser": "rmsprop", "d_steps": 5}
_WGAN_GP = {"batch_size": 64, "lr": 1e-4, "betas": (0.0, 0.9), "d_steps": 5}
_SNGAN = {"batch_size": 64, "lr": 2e-4, "betas": (0.0, 0.9), "d_steps": 5}
_R1 = {"batch_size": 64, "lr": 1e-4, "optimiser": "rmsprop"}
_BEGAN = {"batch_size": 16, "lr": 8e-5, "betas": (0.5, 0.999)}

OBJECTIVES: dict[str, Objective] = {
    "minimax": Objective(
        discriminator_loss,
        minimax_generator_loss,
        "logit",
        source="Goodfellow et al. 2014, arXiv:1406.2661, equation 1",
    ),
    "non_saturating": Objective(
        discriminator_loss,
        non_saturating_generator_loss,
        "logit",
        defaults=_DCGAN,
        source="Goodfellow et al. 2014, arXiv:1406.2661, section 3; settings: Radford et al. 2015, arXiv:1511.06434",
    ),
    "lsgan": Objective(
        least_squares_discriminator_loss,
        least_squares_generator_loss,
        source="Mao et al. 2017, arXiv:1611.04076, equation 9",
    ),
    "wgan": Objective(
        critic_loss,
        critic_generator_loss,
        clip=0.01,
        defaults=_WGAN,
        source="Arjovsky et al. 2017, arXiv:1701.07875, algorithm 1",
    ),
    "wgan_gp": Objective(
        critic_loss,
        critic_generator_loss,
        penalty=gradient_penalty,
        weight=10.0,
        defaults=_WGAN_GP,
        source="Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1 and its code for 64 x 64 images",
    ),
    "hinge": Objective(
        hinge_discriminator_loss,
        critic_generator_loss,
        source="Lim and Ye 2017, arXiv:1705.02894",
    ),
    "sngan": Objective(
        hinge_discriminator_loss,
        critic_generator_loss,
        spectral=True,
        defaults=_SNGAN,
        source="Miyato et al. 2018, arXiv:1802.05957, equations 16 and 17, algorithm 1, and its code",
    ),
    "r1": Objective(
        discriminator_loss,
        non_saturating_generator_loss,
        "logit",
        penalty=r1_penalty,
        weight=10.0,
        defaults=_R1,
        source="Mescheder et al. 2018, arXiv:1801.04406, equation 9; settings: its code",
    ),
    "ebgan": Objective(
        energy_discriminator_loss,
        energy_generator_loss,
        "energy",
        source="Zhao et al. 2016, arXiv:1609.03126, equations 1 and 2",
    ),
    "began": Objective(
        balanced_discriminator_loss,
        energy_generator_loss,
        "energy",
        balance=BEGANState,
        defaults=_BEGAN,
        source="Berthelot et al. 2017, arXiv:1703.10717, section 3.3; settings: a re-implementation's",
    ),
    **{f"fgan_{name}": f_gan(name) for name in ("kl", "reverse_kl", "pearson", "hellinger", "js")},
}
