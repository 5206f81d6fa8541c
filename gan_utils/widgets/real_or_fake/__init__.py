"""RealOrFake, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.real_or_fake.widget import RealOrFake

__all__ = ["RealOrFake"]
