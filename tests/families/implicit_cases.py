"""Densities from D's ratio, as families.density_from_ratio has them."""

import numpy as np

from gan_utils.data import toys
from gan_utils.families import density_from_ratio

LOW, HIGH, COUNT = -4.0, 4.0, 400


def ratio_density_cases():
    """At the middles of cells, and the areas under them."""
    places = LOW + (HIGH - LOW) * (np.arange(COUNT) + 0.5) / COUNT
    random = np.random.default_rng(0)
    ratios = []
    for name in toys.LINES:
        log_p = toys.log_prob(name, places[:, None]).numpy()
        logits = 3 * random.normal(size=COUNT)
        heights = np.exp(density_from_ratio(log_p, logits))
        area = heights.sum() * (HIGH - LOW) / COUNT
        ratios.append({"name": name, "p": np.exp(log_p), "logits": logits, "q": heights, "area": area})
    return {"low": LOW, "high": HIGH, "ratios": ratios}


CASES = {"ratio_densities": ratio_density_cases}
