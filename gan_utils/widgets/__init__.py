"""Live figures for notebooks and for the built book. All they show is computed where the reader is."""

from gan_utils.widgets.collapse_lab import CollapseLab
from gan_utils.widgets.latent_arithmetic import LatentArithmetic
from gan_utils.widgets.latent_walk import LatentWalk
from gan_utils.widgets.orbit_stepper import OrbitStepper
from gan_utils.widgets.saddle_surface import SaddleSurface

__all__ = ["CollapseLab", "LatentArithmetic", "LatentWalk", "OrbitStepper", "SaddleSurface"]
