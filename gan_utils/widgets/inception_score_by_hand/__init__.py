"""InceptionScoreByHand, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.inception_score_by_hand.widget import InceptionScoreByHand

__all__ = ["InceptionScoreByHand"]
