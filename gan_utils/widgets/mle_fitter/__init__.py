"""MleFitter, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.mle_fitter.widget import MleFitter

__all__ = ["MleFitter"]
