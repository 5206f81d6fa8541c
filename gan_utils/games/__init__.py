"""Two-player games small enough to solve: V(x, y) = xy and the Dirac-GAN. NumPy only."""

from gan_utils.games.bilinear import (
    METHOD_OPTIONS,
    METHODS,
    bilinear_matrix,
    bilinear_orbit,
    conserved,
    spectral_radius,
)
from gan_utils.games.dirac import DIRAC_OPTIONS, DIRAC_VARIANTS, dirac_field, dirac_matrix, dirac_orbit
from gan_utils.games.spectra import eigenvalues

__all__ = [
    "DIRAC_OPTIONS",
    "DIRAC_VARIANTS",
    "METHODS",
    "METHOD_OPTIONS",
    "bilinear_matrix",
    "bilinear_orbit",
    "conserved",
    "dirac_field",
    "dirac_matrix",
    "dirac_orbit",
    "eigenvalues",
    "spectral_radius",
]
