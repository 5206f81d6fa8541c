"""CollapseLab, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.collapse_lab.widget import CollapseLab

__all__ = ["CollapseLab"]
