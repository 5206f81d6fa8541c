"""The exercises' checkers: each takes the right answer, gives a hint for a wrong one, and gives nothing away."""

import math

import numpy as np
import pytest
import torch

from gan_utils.exercises import EXERCISES, check
from gan_utils.latent import arithmetic
from gan_utils.metrics.modes import mode_coverage
from gan_utils.metrics.neighbours import prdc


def extragradient(x, y, lr):
    trial_x, trial_y = x - lr * y, y + lr * x
    return x - lr * trial_y, y + lr * trial_x


def on_the_shell(a, b, c):
    point = arithmetic(a, b, c)
    return point * math.sqrt(point.shape[-1]) / point.norm()


RIGHT = {
    "1.1": math.sqrt(100 / 3),
    "1.2": math.sqrt(0.5),
    "1.3": 32768,
    "1.4": math.sqrt(19.2),
    "1.5": on_the_shell,
    "2.1": 0.8,
    "2.2": 2.5,
    "2.3": lambda u: abs(u - 1) / 2,
    "2.4": lambda p, q: 0.9 * p / (p + q),
    "3.1": 556,
    "3.2": 2 * math.sin(math.pi / 8),
    "3.3": extragradient,
    "4.1": 0.97071,
    "4.2": math.log(2),
    "4.3": lambda *given: mode_coverage(*given).captured,
    "5.1": 6,
    "5.2": 16.0,
    "5.3": 27,
    "5.4": lambda *given: prdc(*given).precision,
}
WRONG = {
    "1.1": [10.0],
    "1.2": [1.0],
    "1.3": [2048, 131072],
    "1.4": [8.0],
    "1.5": [arithmetic],
    "2.1": [1.0, 1.25],
    "2.2": [2.0, math.inf],
    "2.3": [lambda u: (u - 1) ** 2, lambda u: abs(u - 1), lambda u: u, lambda u: -abs(u - 1) / 2],
    "2.4": [lambda p, q: p / (p + q), lambda p, q: (0.9 * p + 0.1 * q) / (p + q)],
    "3.1": [555],
    "3.2": [0.7],
    "3.3": [lambda x, y, lr: (x - lr * y, y + lr * x), lambda x, y, lr: 0.0],
    "4.1": [0.9889],
    "4.2": [0.5],
    "4.3": [lambda *given: 8],
    "5.1": [10, 5.0],
    "5.2": [8.0, 28.0],
    "5.3": [26, 28],
    "5.4": [lambda *given: prdc(*given).recall, lambda real, made, k: prdc(real, made, k + 1).precision],
}


def test_every_exercise_has_its_answers_here():
    assert set(RIGHT) == set(WRONG) == set(EXERCISES)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_right_answer_passes(exercise, capsys):
    check(exercise, RIGHT[exercise])
    assert capsys.readouterr().out == f"Exercise {exercise}: right.\n"


@pytest.mark.parametrize(("exercise", "answer"), [(name, answer) for name in WRONG for answer in WRONG[name]])
def test_a_wrong_answer_gets_a_hint_without_the_answer(exercise, answer, capsys):
    check(exercise, answer)
    told = capsys.readouterr().out
    assert told.startswith(f"Exercise {exercise}: not yet. ") and len(told) > 50
    assert max(map(len, told.splitlines())) <= 76  # what a page shows of a line without scrolling
    if isinstance(RIGHT[exercise], (int, float)):
        assert f"{RIGHT[exercise]:.4g}" not in told


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("answer", ["seven", None, np.zeros(2), torch.zeros(1)])
def test_an_answer_of_another_kind_is_told_what_is_wanted(exercise, answer, capsys):
    check(exercise, answer)
    assert "The answer is a " in capsys.readouterr().out


def test_no_answer_yet_and_no_such_exercise(capsys):
    check("2.1", ...)
    told = capsys.readouterr().out
    assert "your turn" in told and max(map(len, told.splitlines())) <= 76
    with pytest.raises(ValueError, match="exercise must be one of '1.1'"):
        check("9.9", 1)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_right_answer_passes_as_any_kind_of_number(exercise, capsys):
    def kinds(value):
        return [np.asarray(value), torch.tensor(value, dtype=torch.float64, requires_grad=True), np.float64(value)]

    right = RIGHT[exercise]
    for kind in range(3):
        if callable(right) and exercise != "2.3":  # whose f must stay a tensor

            def answer(*given, kind=kind):
                value = right(*given)
                if isinstance(value, torch.Tensor):
                    return [value.numpy()[::-1].copy()[::-1], value.requires_grad_(), value.tolist()][kind]
                return kinds(value)[kind]
        else:
            answer = right if callable(right) else kinds(right)[kind]
        check(exercise, answer)
        assert capsys.readouterr().out == f"Exercise {exercise}: right.\n"


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("odd", [None, "text", math.nan, 1j, [1.0, 2.0, 3.0], np.ones((2, 2)), torch.tensor([]), {}])
def test_an_odd_answer_gets_a_hint_and_no_error(exercise, odd, capsys):
    for answer in (odd, lambda *given: odd):
        check(exercise, answer)
        assert capsys.readouterr().out.startswith(f"Exercise {exercise}: not yet. ")
