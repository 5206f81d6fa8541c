"""Traits that refuse what is out of range with an error that names the value and what is allowed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import traitlets

from gan_utils.checks import finite_pair, in_range

if TYPE_CHECKING:
    ListTrait = traitlets.List[Any]
    EnumTrait = traitlets.Enum[Any]
    FloatTrait = traitlets.Float[Any, Any]
else:  # the traitlets of Colab cannot be subscripted
    ListTrait = traitlets.List
    EnumTrait = traitlets.Enum
    FloatTrait = traitlets.Float


def allowed(trait: "traitlets.TraitType[Any, Any]") -> dict[str, Any] | None:
    """What a trait may be, as the page's controls ask for it; None where it has no limits.

    >>> allowed(Number(0.1, 0.01, 2.5)), allowed(Choice((64, 128), 64))
    ({'low': 0.01, 'high': 2.5}, {'values': [64, 128]})
    """
    if hasattr(trait, "allowed"):
        limits: dict[str, Any] = trait.allowed()
        return limits
    if isinstance(trait, traitlets.Enum):
        return {"values": list(trait.values or ())}
    if isinstance(trait, traitlets.Int) and trait.max is not None:
        return {"low": trait.min, "high": trait.max, "whole": True}
    return None


class Number(FloatTrait):
    """A finite number from ``low`` to ``high``."""

    def __init__(self, default: Any, low: float, high: float, **options: Any):
        self.low, self.high = low, high
        super().__init__(default, **options)

    def allowed(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high}

    def validate(self, obj: Any, value: Any) -> Any:
        if value is None and self.allow_none:
            return None
        return refuse(lambda: in_range(str(self.name), value, self.low, self.high))


def menu(table: dict[str, Any]) -> "traitlets.Dict[str, Any]":
    """A table that the page lists in its order: as pairs, since notebooks are stored with the keys of tables sorted."""
    sent = {"to_json": lambda value, _: list(map(list, value.items())), "from_json": lambda value, _: dict(value)}
    return traitlets.Dict(table).tag(sync=True, **sent)


class Choice(EnumTrait):
    """One of some numbers, which may come from NumPy or PyTorch; it is kept as the number that is listed."""

    def validate(self, obj: Any, value: Any) -> Any:
        value, values = listed(value), list(self.values or ())
        if isinstance(value, bool) or value not in values:
            self.error(obj, value)
        return values[values.index(value)]


class NumberOrZero(Number):
    """A finite number from ``low`` to ``high``, or 0."""

    def validate(self, obj: Any, value: Any) -> Any:
        if value == 0 and not isinstance(value, bool):
            return 0.0
        try:
            return super().validate(obj, value)
        except traitlets.TraitError as error:
            raise traitlets.TraitError(f"{error}; 0 is allowed too") from None


class Numbers(ListTrait):
    """``least`` to ``most`` finite numbers from ``low`` to ``high``."""

    def __init__(self, default: Any, low: float, high: float, least: int, most: int, **options: Any):
        self.low, self.high, self.least, self.most = low, high, least, most
        super().__init__(default_value=list(default), **options)

    def allowed(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high, "least": self.least, "most": self.most}

    def validate(self, obj: Any, value: Any) -> Any:
        if value is None and self.allow_none:
            return None
        value = listed(value)
        if not isinstance(value, (list, tuple)) or not self.least <= len(value) <= self.most:
            count = self.least if self.least == self.most else f"{self.least} to {self.most}"
            raise traitlets.TraitError(f"{self.name} must be a list of {count} numbers, not {value!r}")
        return [refuse(lambda: in_range(str(self.name), number, self.low, self.high)) for number in value]


class Point(ListTrait):
    """Two finite numbers from ``-reach`` to ``reach``."""

    def __init__(self, default: Any, reach: float, **options: Any):
        self.reach = reach
        super().__init__(default_value=list(default), **options)

    def allowed(self) -> dict[str, Any]:
        return {"low": -self.reach, "high": self.reach}

    def validate(self, obj: Any, value: Any) -> Any:
        return _point(str(self.name), value, self.reach)


class Points(ListTrait):
    """One to ``most`` points, each two finite numbers from ``-reach`` to ``reach``."""

    def __init__(self, default: Any, reach: float, most: int, **options: Any):
        self.reach, self.most = reach, most
        super().__init__(default_value=[list(point) for point in default], **options)

    def allowed(self) -> dict[str, Any]:
        return {"low": -self.reach, "high": self.reach, "least": 1, "most": self.most}

    def validate(self, obj: Any, value: Any) -> Any:
        value = listed(value)
        if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= self.most:
            raise traitlets.TraitError(f"{self.name} must be a list of 1 to {self.most} points, not {value!r}")
        return [_point(str(self.name), point, self.reach) for point in value]


def _point(name: str, value: Any, reach: float) -> list[float]:
    pair = refuse(lambda: finite_pair(name, value))
    return [refuse(lambda: in_range(name, float(v), -reach, reach)) for v in pair]


def listed(value: Any) -> Any:
    """An array or tensor of any kind as the lists that a trait holds."""
    return value.tolist() if hasattr(value, "tolist") else value


def refuse(check: Callable[[], Any]) -> Any:
    """What ``check()`` gives; its ``ValueError`` becomes a trait's error."""
    try:
        return check()
    except ValueError as error:
        raise traitlets.TraitError(str(error)) from None
