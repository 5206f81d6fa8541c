"""How far one distribution is from another: f-divergences with their bounds, and distances that move mass."""

from typing import TYPE_CHECKING

from gan_utils.lazy import show

if TYPE_CHECKING:
    from gan_utils.divergences.discrete import f_divergence, js, kl, reverse_kl, total_variation
    from gan_utils.divergences.gaussians import js_gaussians, kl_gaussians, w2_gaussians
    from gan_utils.divergences.table import F_DIVERGENCES, FDivergence
    from gan_utils.divergences.transport import wasserstein_1

__all__ = [
    "F_DIVERGENCES",
    "FDivergence",
    "f_divergence",
    "js",
    "js_gaussians",
    "kl",
    "kl_gaussians",
    "reverse_kl",
    "total_variation",
    "w2_gaussians",
    "wasserstein_1",
]

show(__name__)
