"""The Dirac-GAN: the smallest GAN, with one number for each player.

The data are a single point at 0. The generator makes a single point at theta. The discriminator is a
line through 0 with slope psi. As in the paper, psi x is the logit of *fake*: D(x) = sigmoid(-psi x), and the
GAN's value is f(psi theta) + f(0) with f(t) = -log(1 + e^-t). theta descends, psi ascends, and the only
equilibrium is (0, 0): at theta = 0 every psi has the same value, but only psi = 0 lets theta stay.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gan_utils.arrays import Array, finite_numbers
from gan_utils.checks import finite_pair, in_range, one_of, positive, whole
from gan_utils.games.bilinear import far_away
from gan_utils.seeded import checked_seed, normals

UPDATES = ("simultaneous", "alternating")
Numbers = Any  # one number or an array of them
Field = tuple[Numbers, Numbers]  # the directions in which theta and psi move
Settings = dict[str, Any]


def dirac_orbit(
    variant: str,
    lr: float,
    start: ArrayLike = (1.0, 1.0),
    steps: int = 500,
    update: str = "simultaneous",
    **options: Any,
) -> Array:
    """The points (theta, psi) that the Dirac-GAN visits.

    Args:
        variant: one of ``DIRAC_VARIANTS``.
        lr: step size of both players, finite and above 0.
        start: theta and psi to begin with, finite.
        steps: rounds; in a round both players move.
        update: ``"simultaneous"``, or ``"alternating"`` (theta first, psi sees the new theta).
        **options: ``clip`` > 0 (default 1) for ``"wgan"``, the bound on psi's size; ``penalty`` > 0
            (default 0.7) and ``target`` >= 0 (default 1) for ``"wgan_gp"``; ``penalty`` > 0 (default 0.3)
            for ``"r1"``; ``beta`` > 0 (default 1) for ``"consensus"``; for ``"instance_noise"`` ``noise`` > 0
            (default 0.7), its standard deviation, ``samples`` >= 1 (default 100) a step, and ``seed`` >= 0.
    Returns:
        shape ``(steps + 1, 2)``, the start first. Of an orbit that leaves the range of float64 all later points are
        infinitely far away, in the quadrant of the last that is a number; none is NaN.
    Raises:
        ValueError: for an unknown variant or update, an option that it does not take, or a number out of range.
    Source: Mescheder, Geiger and Nowozin 2018, arXiv:1801.04406, section 2 and appendix.

    >>> orbit = dirac_orbit("r1", lr=0.2)
    >>> bool(np.hypot(*orbit[-1]) < 1e-5)  # R1 settles
    True
    """
    settings = _settings(variant, options)
    one_of("update", update, UPDATES)
    lr, steps = positive("lr", lr), whole("steps", steps, 0)
    points = np.empty((steps + 1, 2))
    theta, psi = points[0] = finite_pair("start", start)
    with np.errstate(over="ignore", invalid="ignore"):
        for n in range(steps):
            down, up = _field(variant, theta, psi, settings, n)
            new_theta = theta + lr * down
            if update == "alternating":
                up = _field(variant, new_theta, psi, settings, n)[1]
            psi = psi + lr * up
            if variant == "wgan":
                psi = min(max(psi, -settings["clip"]), settings["clip"])
            if not (np.isfinite(new_theta) and np.isfinite(psi)):
                points[n + 1 :] = far_away(*points[n])
                break
            theta = new_theta
            points[n + 1] = theta, psi
    return points


def dirac_field(variant: str, theta: ArrayLike, psi: ArrayLike, **options: Any) -> Field:
    """The directions in which the players move: theta's descent and psi's ascent.

    Args:
        variant, options: as ``dirac_orbit`` (``clip`` acts after a step, so it does not show here;
            instance noise is drawn as in the first step).
        theta, psi: numbers, or lists, arrays or tensors of one shape.
    Returns:
        the two components, of that shape: arrays, or numbers for numbers.
    Raises:
        ValueError: as ``dirac_orbit``, or for anything else than finite numbers of one shape.
    Source: Mescheder, Geiger and Nowozin 2018, arXiv:1801.04406, equations 6 to 15 of the appendix's examples.

    >>> dirac_field("wgan", 1.0, 0.5)
    (-0.5, 1.0)
    """
    settings = _settings(variant, options)
    thetas, psis = finite_numbers("theta", theta), finite_numbers("psi", psi)
    if thetas.shape != psis.shape:
        raise ValueError(f"theta and psi must have one shape, not {thetas.shape} and {psis.shape}")
    with np.errstate(over="ignore"):  # e^t may overflow to inf, and 1 / inf is the right 0
        if variant == "instance_noise":
            moves = [_field(variant, t, p, settings, 0) for t, p in zip(thetas.flat, psis.flat)]
            down, up = (np.reshape(part, thetas.shape) for part in (zip(*moves) if moves else ((), ())))
        else:
            down, up = _field(variant, thetas, psis, settings, 0)
    return (down, up) if thetas.ndim else (float(down), float(up))


def dirac_matrix(variant: str, lr: float, update: str = "simultaneous", **options: Any) -> Array:
    """The one-round map near the equilibrium (0, 0), linearised; its eigenvalues decide what happens there.

    Args, Raises: as ``dirac_orbit``; also ``ValueError`` for ``"wgan_gp"`` with a target above 0, whose
        field jumps at psi = 0 and so has no linear map there.
    Returns:
        shape ``(2, 2)``, acting on (theta, psi).
    Source: Mescheder, Geiger and Nowozin 2018, arXiv:1801.04406, section 3.

    >>> dirac_matrix("gan", lr=0.2)
    array([[ 1. , -0.1],
           [ 0.1,  1. ]])
    """
    settings = _settings(variant, options)
    one_of("update", update, UPDATES)
    lr = positive("lr", lr)
    turn = 1.0 if variant in ("wgan", "wgan_gp") else 0.5  # f'(0) = 1/2
    hold_theta = hold_psi = 0.0
    if variant == "wgan_gp":
        if settings["target"] > 0:
            raise ValueError(f"'wgan_gp' with target {settings['target']} has no linear map at (0, 0): its field jumps")
        hold_psi = settings["penalty"]
    elif variant == "r1":
        hold_psi = settings["penalty"]
    elif variant == "instance_noise":
        hold_psi = settings["noise"] ** 2 / 2
    elif variant == "consensus":
        hold_theta = hold_psi = settings["beta"] / 4
    move_theta = np.array([[1 - lr * hold_theta, -lr * turn], [0, 1]])
    move_psi = np.array([[1, 0], [lr * turn, 1 - lr * hold_psi]])
    both: Array = move_psi @ move_theta if update == "alternating" else move_theta + move_psi - np.eye(2)
    return both


def _slope(t: Numbers) -> Numbers:
    """f'(t) for f(t) = -log(1 + e^-t), which is sigmoid(-t)."""
    return 1 / (1 + np.exp(t))


def _gan(theta: Numbers, psi: Numbers, s: Settings) -> Field:
    a = _slope(psi * theta)
    return -psi * a, theta * a


def _non_saturating(theta: Numbers, psi: Numbers, s: Settings) -> Field:
    return -psi * _slope(-psi * theta), theta * _slope(psi * theta)


def _wgan(theta: Numbers, psi: Numbers, s: Settings) -> Field:
    return -psi, theta


def _wgan_gp(theta: Numbers, psi: Numbers, s: Settings) -> Field:
    return -psi, theta - s["penalty"] * (np.abs(psi) - s["target"]) * np.sign(psi)


def _r1(theta: Numbers, psi: Numbers, s: Settings) -> Field:
    down, up = _gan(theta, psi, s)
    return down, up - s["penalty"] * psi


def _consensus(theta: Numbers, psi: Numbers, s: Settings) -> Field:
    # The gradient of half the field's squared length, (theta^2 + psi^2) f'^2 / 2, is taken away.
    a = _slope(psi * theta)
    bend = -a * (1 - a)  # f''
    down, up = _gan(theta, psi, s)
    down = down - s["beta"] * (theta * a * a + _times_length(a * bend * psi, theta, psi))
    return down, up - s["beta"] * (psi * a * a + _times_length(a * bend * theta, theta, psi))


def _times_length(small: Numbers, theta: Numbers, psi: Numbers) -> Numbers:
    """Times theta^2 + psi^2, one factor after the other: the square alone may overflow where the product does not."""
    return small * theta * theta + small * psi * psi


def _instance_noise(theta: float, psi: float, s: Settings, step: int) -> Field:
    count = s["samples"]
    noise = s["noise"] * normals(s["seed"], 2 * count, start=2 * count * step)
    fake, real = theta + noise[:count], noise[count:]
    a = _slope(psi * fake)
    return -psi * np.mean(a), np.mean(fake * a) - np.mean(real * _slope(-psi * real))


_FIELDS: dict[str, Callable[..., Field]] = {
    "gan": _gan,
    "non_saturating": _non_saturating,
    "wgan": _wgan,
    "wgan_gp": _wgan_gp,
    "instance_noise": _instance_noise,
    "r1": _r1,
    "consensus": _consensus,
}
DIRAC_VARIANTS = tuple(_FIELDS)
DIRAC_OPTIONS = {
    "wgan": {"clip": 1.0},
    "wgan_gp": {"penalty": 0.7, "target": 1.0},
    "instance_noise": {"noise": 0.7, "samples": 100, "seed": 0},
    "r1": {"penalty": 0.3},
    "consensus": {"beta": 1.0},
}


def _field(variant: str, theta: Numbers, psi: Numbers, settings: Settings, step: int) -> Field:
    """The field; instance noise alone depends on the step, because each step draws new noise."""
    if variant == "instance_noise":
        return _instance_noise(theta, psi, settings, step)
    return _FIELDS[variant](theta, psi, settings)


def _settings(variant: str, options: Settings) -> Settings:
    """The options of a variant, checked, with defaults filled in."""
    one_of("variant", variant, DIRAC_VARIANTS)
    defaults = DIRAC_OPTIONS.get(variant, {})
    for name in options:
        one_of(f"option of {variant!r}", name, defaults)
    return {name: _checked(name, value) for name, value in (defaults | options).items()}


def _checked(name: str, value: object) -> float:
    if name == "seed":
        return checked_seed(value)
    if name == "samples":
        return whole(name, value, 1)
    return in_range(name, value, 0, np.finfo(float).max) if name == "target" else positive(name, value)
