"""Scores of generators: features or probabilities in, numbers out. Argument order: (real, generated)."""

from typing import TYPE_CHECKING

from gan_utils.lazy import show

if TYPE_CHECKING:
    from gan_utils.metrics import inception_v3
    from gan_utils.metrics.features import features, probabilities
    from gan_utils.metrics.frechet import ExtrapolatedFid, fid, fid_extrapolated, frechet_distance
    from gan_utils.metrics.human import Staircase, binomial_test, hype_staircase, wilson_interval
    from gan_utils.metrics.inception import inception_score
    from gan_utils.metrics.kernel import kid
    from gan_utils.metrics.modes import ModeCoverage, Regime, mode_coverage, regime, reverse_kl
    from gan_utils.metrics.neighbours import Prdc, prdc
    from gan_utils.metrics.parzen import best_bandwidth, parzen_log_density, parzen_log_likelihood
    from gan_utils.metrics.stacked import StackedCoverage, expected_captured, stacked_coverage

__all__ = [
    "ExtrapolatedFid",
    "ModeCoverage",
    "Prdc",
    "Regime",
    "StackedCoverage",
    "Staircase",
    "best_bandwidth",
    "binomial_test",
    "expected_captured",
    "features",
    "fid",
    "fid_extrapolated",
    "frechet_distance",
    "hype_staircase",
    "inception_score",
    "inception_v3",
    "kid",
    "mode_coverage",
    "parzen_log_density",
    "parzen_log_likelihood",
    "prdc",
    "probabilities",
    "regime",
    "reverse_kl",
    "stacked_coverage",
    "wilson_interval",
]

show(__name__)
