"""VendingMachine, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.vending_machine.widget import VendingMachine

__all__ = ["VendingMachine"]
