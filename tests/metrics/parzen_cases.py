"""Kernel densities, as metrics.parzen has them."""

import itertools

import numpy as np

from gan_utils.metrics.parzen import parzen_log_density

LOW, HIGH, COUNT = -4.0, 4.0, 400


def kernel_density_cases():
    """At the middles of cells, and the areas under them."""
    places = LOW + (HIGH - LOW) * (np.arange(COUNT) + 0.5) / COUNT
    random = np.random.default_rng(0)
    sets = {"one": [0.3], "two bumps": np.concatenate([random.normal(-1.5, 0.4, 300), random.normal(1.5, 0.4, 300)])}
    sets["some outside"] = np.concatenate([random.normal(0, 3, 200), [-4.0, 4.0, -9.0, 5.5]])
    kernels = []
    for (name, samples), h in itertools.product(sets.items(), (0.02, 0.2, 1.0)):
        heights = np.exp(parzen_log_density(places, np.asarray(samples), h))
        case = {"name": name, "samples": samples, "bandwidth": h}
        kernels.append(case | {"heights": heights, "area": heights.sum() * (HIGH - LOW) / COUNT})
    return {"low": LOW, "high": HIGH, "places": places, "kernels": kernels}


CASES = {"kernel_densities": kernel_density_cases}
