"""Traits that refuse what is out of range with an error that names the value and what is allowed."""

import traitlets

from gan_utils.checks import finite_pair, in_range, whole


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
        return _point(self.name, value, self.reach)


class Points(traitlets.List):
    """One to ``most`` points, each two finite numbers from ``-reach`` to ``reach``."""

    def __init__(self, default, reach: float, most: int, **options):
        self.reach, self.most = reach, most
        super().__init__(default_value=[list(point) for point in default], **options)

    def validate(self, obj, value):
        if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= self.most:
            raise traitlets.TraitError(f"{self.name} must be a list of 1 to {self.most} points, not {value!r}")
        return [_point(self.name, point, self.reach) for point in value]


class Places(traitlets.List):
    """At most ``most`` whole numbers from 0 to ``last``."""

    def __init__(self, last: int, most: int, **options):
        self.last, self.most = last, most
        super().__init__(**options)

    def validate(self, obj, value):
        if not isinstance(value, (list, tuple)) or len(value) > self.most:
            raise traitlets.TraitError(f"{self.name} must be a list of at most {self.most} places, not {value!r}")
        return [int(_refuse(lambda: in_range(self.name, whole(self.name, place, 0), 0, self.last))) for place in value]


def _point(name: str, value, reach: float) -> list[float]:
    pair = _refuse(lambda: finite_pair(name, value))
    return [_refuse(lambda: in_range(name, float(v), -reach, reach)) for v in pair]


def _refuse(check):
    try:
        return check()
    except ValueError as error:
        raise traitlets.TraitError(str(error)) from None


