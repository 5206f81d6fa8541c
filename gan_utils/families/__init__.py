"""Families of distributions on a line, by what each can do: sample, be differentiated through, name its density."""

from gan_utils.families.abilities import abilities
from gan_utils.families.cannot import CannotError
from gan_utils.families.flow import Flow
from gan_utils.families.implicit import Implicit, density_from_ratio
from gan_utils.families.normal import Mixture, Normal, em_step, fit_mixture, fit_normal, log_likelihood
from gan_utils.families.rbm import RBM
from gan_utils.families.vae import VAE

__all__ = [
    "RBM",
    "VAE",
    "CannotError",
    "Flow",
    "Implicit",
    "Mixture",
    "Normal",
    "abilities",
    "density_from_ratio",
    "em_step",
    "fit_mixture",
    "fit_normal",
    "log_likelihood",
]
