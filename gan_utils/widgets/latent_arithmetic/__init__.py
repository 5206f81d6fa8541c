"""LatentArithmetic, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.latent_arithmetic.widget import LatentArithmetic

__all__ = ["LatentArithmetic"]
