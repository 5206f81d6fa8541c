"""DivergenceExplorer, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.divergence_explorer.widget import DivergenceExplorer

__all__ = ["DivergenceExplorer"]
