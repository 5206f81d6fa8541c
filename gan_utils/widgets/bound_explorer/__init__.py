"""BoundExplorer, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.bound_explorer.widget import BoundExplorer

__all__ = ["BoundExplorer"]
