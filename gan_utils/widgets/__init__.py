"""Live figures for notebooks and for the built book. What they answer a reader with is computed where the reader is."""

from typing import TYPE_CHECKING

from gan_utils.lazy import show

if TYPE_CHECKING:
    from gan_utils.widgets.bound_explorer import BoundExplorer
    from gan_utils.widgets.collapse_lab import CollapseLab
    from gan_utils.widgets.dcgan_lab import DCGANLab
    from gan_utils.widgets.divergence_explorer import DivergenceExplorer
    from gan_utils.widgets.frechet_by_hand import FrechetByHand
    from gan_utils.widgets.gan_on_a_line import GanOnALine
    from gan_utils.widgets.inception_score_by_hand import InceptionScoreByHand
    from gan_utils.widgets.latent_arithmetic import LatentArithmetic
    from gan_utils.widgets.latent_walk import LatentWalk
    from gan_utils.widgets.mle_fitter import MleFitter
    from gan_utils.widgets.orbit_stepper import OrbitStepper
    from gan_utils.widgets.real_or_fake import RealOrFake
    from gan_utils.widgets.saddle_surface import SaddleSurface
    from gan_utils.widgets.score_breaker import ScoreBreaker
    from gan_utils.widgets.vending_machine import VendingMachine

__all__ = [
    "BoundExplorer",
    "CollapseLab",
    "DCGANLab",
    "DivergenceExplorer",
    "FrechetByHand",
    "GanOnALine",
    "InceptionScoreByHand",
    "LatentArithmetic",
    "LatentWalk",
    "MleFitter",
    "OrbitStepper",
    "RealOrFake",
    "SaddleSurface",
    "ScoreBreaker",
    "VendingMachine",
]

show(__name__)
