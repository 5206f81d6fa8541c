"""SaddleSurface, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.saddle_surface.widget import SaddleSurface

__all__ = ["SaddleSurface"]
