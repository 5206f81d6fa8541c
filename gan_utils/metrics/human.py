"""What a count of successes among trials tells: of readers who answered right, or of runs that collapsed."""

import math
from collections.abc import Iterable
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from gan_utils.arrays import Array
from gan_utils.checks import in_range, positive, whole

MOST_TRIALS = 2**53  # whole numbers that a float64 holds exactly
FEWEST_ANSWERS = 8  # of which a staircase gives a threshold: by then it may have come down from where it starts


def binomial_test(correct: int, total: int, chance: float = 0.5) -> float:
    """Two-sided exact p-value: how often pure guessing gives a count no likelier than the one observed.

    The answers must be independent. Those of one reader, or about one image, are not, and then the p-value is too
    small. Nor does a large one show that readers guess: with 20 answers even 14 right ones leave p at 0.115.

    Args:
        correct: right answers, from 0 to ``total``.
        total: answers, at least 1.
        chance: probability of a right answer by guessing, between 0 and 1.
    Returns:
        the probability, in [0, 1], of all counts that are no likelier than ``correct``.
    Raises:
        ValueError: for no answers, or numbers out of range.
    Source: Clopper and Pearson 1934 for the exact tails; two sides by likelihood, as R's ``binom.test`` takes them.

    >>> round(binomial_test(14, 20), 3), round(binomial_test(1048, 2000), 4)
    (0.115, 0.0336)
    """
    n = whole("total", total, 1)
    correct, chance = whole("correct", correct, 0), in_range("chance", chance, 0, 1)
    in_range("correct", correct, 0, n)
    if not 0 < chance < 1:
        raise ValueError(f"chance must lie between 0 and 1, not {chance!r}")
    counts = np.arange(n + 1)
    factorials = np.array([math.lgamma(count + 1) for count in counts])  # logarithms
    ways = factorials[n] - factorials - factorials[::-1]
    logs = ways + counts * math.log(chance) + (n - counts) * math.log1p(-chance)
    as_unlikely = logs <= logs[correct] + 1e-7  # the mirror image of a count must not be lost to rounding
    return min(1.0, float(np.exp(logs[as_unlikely]).sum()))


def wilson_interval(successes: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Where the true rate plausibly lies, in [0, 1]; sensible for small counts and for none or all, too.

    It always holds the observed rate: none of n gives a lower end of exactly 0, all of n an upper end of exactly 1.

    Args:
        successes: from 0 to ``total``.
        total: independent trials, from 1 to 2**53.
        confidence: between 0 and 1.
    Returns:
        the lower and the upper end.
    Raises:
        ValueError: for no trials, or numbers out of range.
    Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference", JASA 22.

    >>> [round(end, 3) for end in wilson_interval(16, 16)]  # sixteen of sixteen is not a certainty
    [0.806, 1.0]
    """
    n = whole("total", total, 1)
    if n > MOST_TRIALS:
        raise ValueError(f"total must be at most {MOST_TRIALS}, not {total!r}")
    successes, confidence = whole("successes", successes, 0), in_range("confidence", confidence, 0, 1)
    in_range("successes", successes, 0, n)
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence!r}")
    z = -NormalDist().inv_cdf((1 - confidence) / 2)  # by the tail, which does not round to nothing
    share = successes / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == n else min(1.0, middle + half)
    return min(low, share), max(high, share)


class Staircase(NamedTuple):
    """Exposures in milliseconds, shape ``(trials + 1,)``: each trial's and the next one's; and the threshold."""

    exposures: Array
    threshold: float


def hype_staircase(
    correct: Iterable[bool],
    start: float = 500.0,
    down: float = 25.0,
    up: float = 75.0,
    shortest: float = 100.0,
    longest: float = 1000.0,
) -> Staircase:
    """How long a reader must see an image to tell real from generated: a weighted up-down staircase.

    After a right answer the exposure is ``down`` shorter, after a wrong one ``up`` longer. It comes to rest where
    neither wins: where an answer is right with probability up / (up + down), which is 3/4 as it is set here.

    The threshold is the mean exposure of the second half of the trials, when the way down from ``start`` is mostly
    over. It is a rough one: with 20 trials the start still shows in it. A reader who guesses ends near ``longest``
    and one who is never wrong near ``shortest``; such a threshold only says "at least" or "at most". The idea is
    that of HYPE_time. The step sizes are our own choice, not the paper's.

    Args:
        correct: right or wrong, one bool (or 0 and 1) a trial, in order. May be empty.
        start: the first exposure, ms, from ``shortest`` to ``longest``.
        down, up: the steps, ms, above 0.
        shortest, longest: where the exposure stops, ms, above 0.
    Returns:
        the exposures, and the threshold in ms: NaN for fewer than 8 trials.
    Raises:
        ValueError: for answers that are neither right nor wrong, or numbers out of range.
    Source: Kaernbach 1991, "Simple adaptive testing with the weighted up-down method", Perception & Psychophysics 49;
        Zhou et al. 2019, arXiv:1904.01121, for HYPE_time.

    >>> hype_staircase([True, True, False, True]).exposures
    array([500., 475., 450., 525., 500.])
    """
    shortest = positive("shortest", shortest)
    longest = in_range("longest", positive("longest", longest), shortest, math.inf)
    exposures = [in_range("start", start, shortest, longest)]
    down, up = positive("down", down), positive("up", up)
    for answer in correct:
        if answer not in (0, 1):
            raise ValueError(f"correct must hold True or False for each trial, not {answer!r}")
        exposures.append(min(max(exposures[-1] + (-down if answer else up), shortest), longest))
    trials = len(exposures) - 1
    threshold = float(np.mean(exposures[trials // 2 : trials])) if trials >= FEWEST_ANSWERS else math.nan
    return Staircase(np.array(exposures), threshold)
