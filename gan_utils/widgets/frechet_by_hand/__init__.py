"""FrechetByHand, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.frechet_by_hand.widget import FrechetByHand

__all__ = ["FrechetByHand"]
