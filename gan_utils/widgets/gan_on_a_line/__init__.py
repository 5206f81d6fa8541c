"""GanOnALine, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.gan_on_a_line.widget import GanOnALine

__all__ = ["GanOnALine"]
