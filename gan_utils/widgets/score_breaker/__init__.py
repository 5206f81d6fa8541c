"""ScoreBreaker, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.score_breaker.widget import ScoreBreaker

__all__ = ["ScoreBreaker"]
