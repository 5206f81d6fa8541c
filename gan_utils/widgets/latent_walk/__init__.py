"""LatentWalk, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.latent_walk.widget import LatentWalk

__all__ = ["LatentWalk"]
