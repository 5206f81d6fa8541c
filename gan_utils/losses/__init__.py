"""Objectives: what each player minimises, what keeps D in bounds, and one table of them all."""

from gan_utils.losses.balance import BEGANState
from gan_utils.losses.f_gan import f_gan_losses
from gan_utils.losses.penalties import clip_weights, gradient_penalty, r1_penalty, spectral_normalise
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
from gan_utils.losses.table import OBJECTIVES, Objective, f_gan

__all__ = [
    "OBJECTIVES",
    "BEGANState",
    "Objective",
    "balanced_discriminator_loss",
    "clip_weights",
    "critic_generator_loss",
    "critic_loss",
    "discriminator_loss",
    "energy_discriminator_loss",
    "energy_generator_loss",
    "f_gan",
    "f_gan_losses",
    "gradient_penalty",
    "hinge_discriminator_loss",
    "least_squares_discriminator_loss",
    "least_squares_generator_loss",
    "minimax_generator_loss",
    "non_saturating_generator_loss",
    "r1_penalty",
    "spectral_normalise",
]
