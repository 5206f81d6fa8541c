"""Samples, distances and estimates of FrechetByHand, as the Python package has them."""

from gan_utils.metrics.frechet import frechet_distance
from gan_utils.seeded import LARGEST_SEED
from gan_utils.widgets import FrechetByHand

SETTINGS = [
    {},
    {"shape": "ring", "count": 20, "seed": LARGEST_SEED},
    {"shape": "two_clumps", "count": 777, "seed": 5, "real_angle": -180.0, "generated_mean": [-2.5, 2.5]},
    {"shape": "four_clumps", "count": 2000, "seed": 1, "real_stds": [0.2, 1.5], "generated_angle": 179.5},
    {
        "count": 50,
        "real_mean": [0.25, -1.0],
        "generated_mean": [0.25, -1.0],
        "real_stds": [1.1, 0.3],
        "generated_stds": [1.1, 0.3],
        "real_angle": 77.0,
        "generated_angle": 77.0,
    },
]
DRAWS = (0, 1, 19)


def gaussian_cases():
    cases = []
    for settings in SETTINGS:
        widget = FrechetByHand(**settings)
        moments = [widget.moments(which) for which in ("real", "generated")]
        (mean, cov), (other_mean, other_cov) = moments
        cases.append(
            {
                "shape": widget.shape,
                "count": widget.count,
                "seed": widget.seed,
                "gaussians": [
                    {part: getattr(widget, f"{which}_{part}") for part in ("mean", "stds", "angle")}
                    for which in ("real", "generated")
                ],
                "moments": [{"mean": mean, "cov": cov.ravel()} for mean, cov in moments],
                "distance": widget.distance(),
                "means": frechet_distance(mean, cov, other_mean, cov),
                "covariances": frechet_distance(mean, cov, mean, other_cov),
                "draws": [{"draw": draw, "samples": [s.ravel() for s in widget.samples(draw)]} for draw in DRAWS],
                "estimates": widget.estimates(),
            }
        )
    return cases


CASES = {"gaussians": gaussian_cases}
