"""OrbitStepper, a live figure: ``widget`` is its Python, ``view`` its page."""

from gan_utils.widgets.orbit_stepper.widget import OrbitStepper

__all__ = ["OrbitStepper"]
