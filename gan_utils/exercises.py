"""Checkers of the book's exercises: each says "right", or gives a hint, never the answer."""

import math
import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from gan_utils.arrays import numbers
from gan_utils.checks import finite_pair, one_of
from gan_utils.divergences import f_divergence, total_variation
from gan_utils.games import bilinear_orbit
from gan_utils.latent import arithmetic
from gan_utils.metrics.modes import mode_coverage
from gan_utils.metrics.neighbours import prdc

COLUMNS = 76  # what a page shows of a printed line without scrolling


def check(exercise: str, answer: Any) -> None:
    """Print whether an answer is right, or a hint towards it.

    Args:
        exercise: one of ``EXERCISES``.
        answer: what the exercise asks for; ``...`` is an answer not yet given.
    Raises:
        ValueError: for an unknown exercise.

    >>> check("3.2", ...)
    Exercise 3.2: your turn. In the notebook, put your answer in place of the
    dots and run the cell.
    >>> check("3.2", 1.0)
    Exercise 3.2: not yet. One round turns the point by 2 arcsin(lr / 2); eight
    of them should make a full turn.
    """
    one_of("exercise", exercise, EXERCISES)
    if answer is ...:
        verdict = "your turn. In the notebook, put your answer in place of the dots and run the cell."
    else:
        hint = EXERCISES[exercise](answer)
        verdict = "right." if hint is None else f"not yet. {hint}"
    print(textwrap.fill(f"Exercise {exercise}: {verdict}", COLUMNS, break_on_hyphens=False))


def _number(answer: Any, right: float, tolerance: float, hint: str) -> str | None:
    number = _value(answer)
    if number is None:
        return f"The answer is a number, not {type(answer).__name__}."
    return None if abs(number - right) <= tolerance else hint


def _value(answer: Any) -> float | None:
    """A single number of any kind, a tensor's too; None for all else."""
    try:
        found = numbers("answer", answer)
    except ValueError:
        return None
    return None if found.ndim else float(found)


def _is_close(answer: Any, right: float, tolerance: float) -> bool:
    number = _value(answer)
    return number is not None and math.isclose(number, right, abs_tol=tolerance)


def _uniform_norm(answer: Any) -> str | None:
    return _number(answer, math.sqrt(100 / 3), 0.01, "Each coordinate has mean square 1/3. Add up a hundred of them.")


def _midpoint(answer: Any) -> str | None:
    hint = "The midpoint is (a + b) / 2; a and b are independent, so their squared lengths add."
    return _number(answer, math.sqrt(0.5), 0.01, hint)


def _layer_weights(answer: Any) -> str | None:
    hint = "A filter of 4 x 4 numbers for every pair of an input and an output channel, and no bias."
    return _number(answer, 64 * 32 * 4 * 4, 0, hint)


def _averaged_length(answer: Any) -> str | None:
    hint = "A mean of ten has mean square length 64 / 10. Three independent ones are added."
    return _number(answer, math.sqrt(3 * 64 / 10), 0.01, hint)


def _on_the_shell(answer: Any) -> str | None:
    if not callable(answer):
        return f"The answer is a function on_the_shell(a, b, c), not {type(answer).__name__}."
    source = torch.Generator(device="cpu").manual_seed(0)
    for k, d in ((1, 3), (4, 64)):
        groups = [torch.randn(k, d, generator=source, device="cpu") for _ in range(3)]
        point, given = numbers("point", arithmetic(*groups)), answer(*groups)
        try:
            found = numbers("answer", given)
        except ValueError:
            return f"It must return one point of shape ({d},), not {type(given).__name__}."
        if found.shape != point.shape:
            return f"It must return one point of shape ({d},), not {found.shape}."
        if not np.allclose(found, point * (math.sqrt(d) / np.linalg.norm(point)), atol=1e-4):
            return "Average each group, take the sum, divide by its length and multiply by the root of d."
    return None


def _fitted_variance(answer: Any) -> str | None:
    hint = "Squares about the fitted mean add up to n - 1 on average; what does maximum likelihood divide them by?"
    return _number(answer, 4 / 5, 1e-6, hint)


def _way_to_go(answer: Any) -> str | None:
    hint = "Keep the order: the point at share u of the data goes to that at share u of the model. Average the way."
    return _number(answer, 2.5, 1e-6, hint)


def _total_variation_f(answer: Any) -> str | None:
    if not callable(answer):
        return f"The answer is a function of a tensor u, not {type(answer).__name__}."
    p, q = [0.5, 0.3, 0.2], [0.2, 0.2, 0.6]
    try:
        found = f_divergence(answer, p, q)
    except ValueError as error:
        return f"It is no f of a divergence: {error}."
    if not math.isclose(found, total_variation(p, q), abs_tol=1e-6):
        return "q f(p / q) should be half of |p - q|. Take q out of the bars."
    return None


def _smoothed_best(answer: Any) -> str | None:
    if not callable(answer):
        return f"The answer is a function best(p, q), not {type(answer).__name__}."
    for p, q in ((0.5, 0.5), (0.2, 0.7), (1.0, 0.0), (0.0, 0.3)):
        if not _is_close(answer(p, q), 0.9 * p / (p + q), 1e-6):
            return "Write D's loss at one place: 0.9 p log D + (0.1 p + q) log(1 - D). Where is its slope 0?"
    return None


def _doubling(answer: Any) -> str | None:
    right = math.ceil(2 * math.log(2) / math.log(1 + 0.05**2))
    return _number(answer, right, 0, "Each round multiplies the radius by sqrt(1 + lr^2). Count whole rounds.")


def _period(answer: Any) -> str | None:
    hint = "One round turns the point by 2 arcsin(lr / 2); eight of them should make a full turn."
    return _number(answer, 2 * math.sin(math.pi / 8), 1e-3, hint)


def _extragradient(answer: Any) -> str | None:
    if not callable(answer):
        return f"The answer is a function step(x, y, lr), not {type(answer).__name__}."
    point: Any = (1.0, 0.0)
    orbit = bilinear_orbit("extragradient", lr=0.5, steps=20)
    for expected in orbit[1:]:
        try:
            point = finite_pair("answer", answer(*point, 0.5))
        except ValueError:
            return "step must return two numbers: the new x and the new y."
        if not np.allclose(point, expected):
            return "First move to a trial point, then step from the old point with the trial point's gradients."
    return None


def _ceiling(answer: Any) -> str | None:
    right = math.erf(3 / math.sqrt(2)) - math.sqrt(2 / math.pi) * 3 * math.exp(-4.5)
    hint = "Draw many normal points in three dimensions and count, or integrate r^2 e^(-r^2/2)."
    return _number(answer, right, 1e-3, hint)


def _half_the_modes(answer: Any) -> str | None:
    return _number(answer, math.log(2), 1e-3, "Sum q log(q / p) over the modes: q is 1/4 on four of them, p is 1/8.")


def _captured(answer: Any) -> str | None:
    if not callable(answer):
        return f"The answer is a function captured(samples, centers, std), not {type(answer).__name__}."
    random = np.random.default_rng(0)
    centers = random.normal(size=(6, 2))
    for spread, std in ((0.01, 0.02), (0.5, 0.1), (3.0, 0.02)):
        samples = centers[random.integers(0, 4, 300)] + spread * random.normal(size=(300, 2))
        if not _is_close(answer(samples, centers, std), mode_coverage(samples, centers, std).captured, 0):
            return "Find each sample's nearest centre; keep it when it lies within 3 std; count different centres."
    return None


def _half_ones(answer: Any) -> str | None:
    hint = "Every row is sure, so H(y|x) = 0 and the score is the exponential of the entropy of p(y)."
    return _number(answer, 6.0, 0.01, hint)


def _two_gaussians(answer: Any) -> str | None:
    hint = "Add the squared distance of the means and, for each of the three directions, (sigma_1 - sigma_2)^2."
    return _number(answer, 16.0, 1e-6, hint)


def _right_of_forty(answer: Any) -> str | None:
    return _number(answer, 27, 0, "Try binomial_test(k, 40) for k = 20, 21, ... and stop at the first below 0.05.")


def _precision(answer: Any) -> str | None:
    if not callable(answer):
        return f"The answer is a function precision(real, generated, k), not {type(answer).__name__}."
    random = np.random.default_rng(0)
    for k, apart in ((1, 0.0), (3, 1.0), (5, 2.5)):
        real, generated = random.normal(size=(60, 3)), random.normal(size=(40, 3)) + apart
        if not _is_close(answer(real, generated, k), prdc(real, generated, k).precision, 1e-9):
            return "The reach is the distance to the k-th other real point; count generated points within any reach."
    return None


EXERCISES: dict[str, Callable[[Any], str | None]] = {
    "1.1": _uniform_norm,
    "1.2": _midpoint,
    "1.3": _layer_weights,
    "1.4": _averaged_length,
    "1.5": _on_the_shell,
    "2.1": _fitted_variance,
    "2.2": _way_to_go,
    "2.3": _total_variation_f,
    "2.4": _smoothed_best,
    "3.1": _doubling,
    "3.2": _period,
    "3.3": _extragradient,
    "4.1": _ceiling,
    "4.2": _half_the_modes,
    "4.3": _captured,
    "5.1": _half_ones,
    "5.2": _two_gaussians,
    "5.3": _right_of_forty,
    "5.4": _precision,
}
