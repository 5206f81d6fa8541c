"""What a count of successes among trials tells: of readers who judged right, or of runs that collapsed."""

from statistics import NormalDist

from gan_utils.checks import in_range, whole


def wilson_interval(successes: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Where the true rate plausibly lies, in [0, 1]; sensible for small counts and for none or all, too.

    Args:
        successes: from 0 to ``total``.
        total: independent trials, at least 1.
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
    in_range("successes", whole("successes", successes, 0), 0, n)
    if not 0 < in_range("confidence", confidence, 0, 1) < 1:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence!r}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)
