"""Traits that refuse what is out of range with an error that names the value and what is allowed."""

import traitlets

from gan_utils.checks import finite_pair, in_range


class Number(traitlets.Float):
    """A finite number from ``low`` to ``high``."""

    def __init__(self, default, low: float, high: float, **options):
        self.low, self.high = low, high
        super().__init__(default, **options)

    def validate(self, obj, value):
        if value is None and self.allow_none:
            return None
        return _refuse(lambda: in_range(self.name, value, self.low, self.high))


class Point(traitlets.List):
    """Two finite numbers from ``-reach`` to ``reach``."""

    def __init__(self, default, reach: float, **options):
        self.reach = reach
        super().__init__(default_value=list(default), **options)

    def validate(self, obj, value):
        pair = _refuse(lambda: finite_pair(self.name, value))
        return [_refuse(lambda: in_range(self.name, float(v), -self.reach, self.reach)) for v in pair]


def _refuse(check):
    try:
        return check()
    except ValueError as error:
        raise traitlets.TraitError(str(error)) from None


