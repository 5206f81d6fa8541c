"""Moments and Fréchet distances, as metrics.frechet has them."""

import itertools

import numpy as np

from gan_utils.metrics.frechet import frechet_distance


def frechet_cases():
    """Gaussians with full covariances, flat ones, the same one twice, and features that never move."""
    random = np.random.default_rng(0)
    cases = []
    for d, kind in itertools.product((1, 2, 3, 17, 128), ("full", "flat", "both flat", "unused", "same", "a point")):
        first = random.normal(size=(7 if kind == "both flat" else 300, d)) @ random.normal(size=(d, d))
        second = random.normal(size=(300 if kind in ("full", "unused") else 9, d)) * 2 + random.normal(size=d)
        if kind == "unused":
            first[:, ::2], second[:, -1] = 0, 3
        second = first if kind == "same" else second[:1].repeat(9, axis=0) if kind == "a point" else second
        moments = [(x.mean(axis=0), np.atleast_2d(np.cov(x, rowvar=False))) for x in (first, second)]
        cases.append(
            {
                "name": f"{d} dimensions, {kind}",
                "means": [mean for mean, _ in moments],
                "rows": [first, second] if d < 128 else None,
                "covs": [cov.ravel() for _, cov in moments],
                "distance": frechet_distance(*moments[0], *moments[1]),
                "apart": float(((moments[0][0] - moments[1][0]) ** 2).sum()),
                "scale": sum(float(np.trace(cov)) for _, cov in moments),
            }
        )
    return cases


CASES = {"frechets": frechet_cases}
