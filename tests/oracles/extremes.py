"""Cases at the ends of what a float64 can hold, and their right values to 60 digits: for Python's tests and the page's.

Nothing here comes from the package: each oracle is the definition, written out in mpmath.
"""

import math

from mpmath import mp, mpf

mp.dps = 60
TINY, LEAST, MOST = 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308  # denormal, normal, largest

# Pairs of distributions that hardly overlap, hold masses next to nothing, or are equal but for the last digits.
DISTRIBUTIONS = {
    "a denormal mass in q": ([0.5, 0.5], [1.0, TINY]),
    "a denormal mass in p": ([1.0, TINY], [0.5, 0.5]),
    "denormal masses, crosswise": ([1.0, TINY], [TINY, 1.0]),
    "masses whose squares are 0": ([1.0, 1e-200], [1.0, 1e-300]),
    "the least normal mass": ([LEAST, 1.0], [0.25, 0.75]),
    "a small mass beside a smaller one": ([1e-10, 1.0], [1e-323, 1.0]),
    "no overlap": ([0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.25, 0.75]),
    "one place in common": ([0.5, 0.5, 0.0], [0.0, 1e-12, 1 - 1e-12]),
    "p leaves a place empty": ([1.0, 0.0], [0.5, 0.5]),
    "q leaves a denormal place empty": ([1.0, TINY], [1.0, 0.0]),
    "p leaves a denormal place empty": ([1.0, 0.0], [1.0, TINY]),
    "equal": ([0.3, 0.7], [0.3, 0.7]),
    "equal but for a millionth": ([0.5 + 2**-21, 0.5 - 2**-21], [0.5, 0.5]),
    "equal but for the last digits": ([0.5 + 2**-50, 0.5 - 2**-50], [0.5, 0.5]),
    "a single place": ([1.0], [1.0]),
    "far out on two bells": ([math.exp(-0.5 * 37**2), 1.0], [math.exp(-0.5 * 38**2), 1.0]),
}

# (mean_1, std_1, mean_2, std_2)
GAUSSIANS = [
    (0.0, 1.0, 1.0, 2.0),
    (0.0, 1.0, 1e-6, 1.0),
    (0.0, 1.0, 0.0, 1.0 + 2**-40),
    (0.0, 1.0, 1000.0, 1.0),
    (0.0, 1.0, 0.3, 1e-3),
    (0.0, 1.0, 0.3, 1e-12),
    (0.0, 1e-300, 0.0, 1e-300),
    (0.0, 1e-160, 1e-160, 2e-160),
    (0.0, 1e-300, 1e300, 1.0),
    (1e300, 1.0, 0.0, 1e-300),
    (1e300, 1e300, -1e300, 1e300),
    (MOST, MOST, -MOST, MOST),
    (1e16, 1.0, 1e16 + 2.0, 1.0),
    (0.0, TINY, 0.0, MOST),
    (0.0, MOST, 0.0, TINY),
    (0.0, 1.5e154, 0.0, 1.0),
]

# Two points and a place between them: near-parallel, near-opposite, long, short, of other lengths.
ARCS = [
    ([1.0, 0.0], [0.0, 2.0], 0.5),
    ([1.0, 0.0], [1.0, 1e-7], 0.3),
    ([1.0, 0.0], [1.0, 1e-9], 0.5),
    ([1.0, 0.0], [1.0, 1e-150], 0.5),
    ([3.0, 4.0], [6.0, 8.0], 0.25),
    ([1.0, 0.0], [-1.0, 1e-5], 0.5),
    ([1e200, 0.0], [0.0, 1e200], 0.5),
    ([1e-200, 0.0], [0.0, 1e-200], 0.5),
    ([1e-200, 1e-200], [3e-200, -1e-200], 0.7),
    ([1e300, 1e300], [-1e300, 1e300], 0.2),
    ([1e200, 0.0], [0.0, 1e-200], 0.5),
    ([TINY, 0.0], [0.0, 1.0], 0.5),
]

# (successes, total, confidence)
COUNTS = [
    (0, 1, 0.95),
    (1, 1, 0.95),
    (0, 2000, 0.95),
    (13, 13, 0.95),
    (1, 10**6, 0.5),
    (7, 10, 0.999),
    (3, 7, 1e-6),
    (5, 10**15, 0.95),
    (10, 20, 1 - 2**-53),
    (0, 10, 1e-300),
]


def divergence(name: str, p, q):
    """D_f(p || q) of a row of the f-GAN paper's table, or ``"tv"``; infinity where q or p is empty and f says so."""
    total = mpf(0)
    p_sum, q_sum = mp.fsum(map(mpf, p)), mp.fsum(map(mpf, q))
    for a, b in zip(p, q, strict=True):
        a, b = mpf(a) / p_sum, mpf(b) / q_sum
        if a or b:
            total += _PLACES[name](a, b)
    return total


def _log_of(a, b):
    """a log(a / b), with 0 log 0 = 0."""
    return mpf(0) if not a else mp.inf if not b else a * mp.log(a / b)


_PLACES = {
    "kl": _log_of,
    "reverse_kl": lambda p, q: _log_of(q, p),
    "pearson": lambda p, q: (p - q) ** 2 / q if q else mp.inf,
    "hellinger": lambda p, q: (mp.sqrt(p) - mp.sqrt(q)) ** 2,
    "js": lambda p, q: _log_of(p, (p + q) / 2) + _log_of(q, (p + q) / 2),
    "gan": lambda p, q: _log_of(p, p + q) + _log_of(q, p + q),
    "tv": lambda p, q: abs(p - q) / 2,
}


def kl_of_gaussians(mean_1, std_1, mean_2, std_2):
    m1, s1, m2, s2 = map(mpf, (mean_1, std_1, mean_2, std_2))
    return mp.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - mpf(1) / 2


def w2_of_gaussians(mean_1, std_1, mean_2, std_2):
    m1, s1, m2, s2 = map(mpf, (mean_1, std_1, mean_2, std_2))
    return mp.sqrt((m1 - m2) ** 2 + (s1 - s2) ** 2)


def js_of_gaussians(mean_1, std_1, mean_2, std_2):
    """Each half by quadrature in its own unit, in pieces that end where either bump begins, peaks and ends."""
    m1, s1, m2, s2 = map(mpf, (mean_1, std_1, mean_2, std_2))
    with mp.workdps(30):
        return (_half((m2 - m1) / s1, s2 / s1) + _half((m1 - m2) / s2, s1 / s2)) / 2


def _half(away, wide):
    """The integral of p log(2 p / (p + q)) for p = N(0, 1) and q = N(away, wide^2)."""
    steps = (-40, -8, -3, -1, 0, 1, 3, 8, 40)
    ends = {mpf(k) for k in steps} | {away + k * wide for k in steps}
    ends = sorted(end for end in ends if abs(end) <= 40)

    def height(t):
        log_ratio = t**2 / 2 - ((t - away) / wide) ** 2 / 2 - mp.log(wide)
        log_of = mp.log(2) - (mp.log1p(mp.exp(log_ratio)) if log_ratio < 80 else log_ratio)
        return mp.exp(-(t**2) / 2) / mp.sqrt(2 * mp.pi) * log_of

    return mp.fsum(mp.quad(height, [low, high]) for low, high in zip(ends[:-1], ends[1:]))


def arc(a, b, t):
    """White's slerp: (sin((1 - t) angle) a + sin(t angle) b) / sin(angle), for the angle between the directions."""
    a, b, t = [mpf(x) for x in a], [mpf(x) for x in b], mpf(t)
    with mp.workdps(700):  # the cosine of an angle of 1e-150 is 1 but for its 300th digit
        length_a, length_b = mp.sqrt(mp.fsum(x * x for x in a)), mp.sqrt(mp.fsum(x * x for x in b))
        angle = mp.acos(mp.fsum(x * y for x, y in zip(a, b)) / (length_a * length_b))
        share_a, share_b = (1 - t, t) if angle == 0 else (mp.sin((1 - t) * angle), mp.sin(t * angle))
        sine = 1 if angle == 0 else mp.sin(angle)
        return [(share_a * x + share_b * y) / sine for x, y in zip(a, b)]


def wilson(successes, total, confidence):
    n, share = mpf(total), mpf(successes) / total
    z = mp.sqrt(2) * mp.erfinv(mpf(confidence))
    middle, half = share + z**2 / (2 * n), z * mp.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return tuple((middle + sign * half) / (1 + z**2 / n) for sign in (-1, 1))


def as_float(value) -> float:
    """The float64 nearest to it: infinity beyond the largest."""
    return float(value)
