"""The Inception Score: are samples recognisable, and are there many kinds of them?"""

import numpy as np
from numpy.typing import ArrayLike

from gan_utils.arrays import Array, finite_numbers
from gan_utils.checks import whole


def inception_score(probabilities: ArrayLike, splits: int = 10) -> tuple[float, float]:
    """exp(E KL(p(y|x) || p(y))) of a classifier's outputs on generated images.

    Args:
        probabilities: class probabilities p(y|x), list, array or tensor ``(N, K)``, each row sums to 1 (within
            1e-4): from ``features.probabilities``, or a network's softmax. The rows should
            be in random order: contiguous splits of class-sorted samples would each see few classes.
        splits: number of contiguous parts over which mean and standard deviation are taken, 1 to N.
    Returns:
        mean and standard deviation (ddof 0) over the splits; each score lies in [1, K].
    Raises:
        ValueError: when a row is not a probability distribution, or there are fewer rows than splits.
    Source: Salimans et al. 2016, arXiv:1606.03498, section 4.

    >>> inception_score(np.eye(10), splits=1)  # sure of itself, and every class there
    (10.0, 0.0)
    >>> round(inception_score(np.full((10, 10), 0.1), splits=1)[0], 9)  # says the same of everything
    1.0
    """
    table = finite_numbers("probabilities", probabilities)
    if table.ndim != 2 or np.any(table < 0):
        raise ValueError(f"probabilities must be finite, not negative, of shape (N, K), not {table.shape}")
    # Rows often come from float32, whose sums of a thousand classes are off by about 1e-5.
    with np.errstate(over="ignore"):
        sums = table.sum(axis=1)
    if np.any(np.abs(sums - 1) > 1e-4):
        raise ValueError("each row of probabilities must sum to 1")
    splits = whole("splits", splits, 1)
    if splits > len(table):
        raise ValueError(f"splits must be at most the number of rows, {len(table)}, not {splits}")
    scores = [_score(part) for part in np.array_split(table, splits)]
    return float(np.mean(scores)), float(np.std(scores))


def _score(table: Array) -> float:
    marginal = np.broadcast_to(table.mean(axis=0), table.shape)
    terms = np.zeros_like(table)
    seen = (table > 0) & (marginal > 0)  # 0 log 0 = 0; a mean of tiny numbers may underflow to 0
    terms[seen] = table[seen] * np.log(table[seen] / marginal[seen])
    score = float(np.exp(terms.sum(axis=1).mean()))
    return min(max(score, 1.0), float(table.shape[1]))  # rounding must not leave [1, K]
