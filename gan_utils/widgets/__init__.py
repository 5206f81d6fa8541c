"""Live figures for notebooks and for the built book. All they show is computed where the reader is."""

from gan_utils.widgets.latent_walk import LatentWalk
from gan_utils.widgets.orbit_stepper import OrbitStepper

__all__ = ["LatentWalk", "OrbitStepper"]
