"""What chapter 2 says one finds in its figures, against the package's own numbers and what the chapter printed."""

import numpy as np
import pytest

from gan_utils.divergences import js, kl, wasserstein_1
from gan_utils.widgets import MleFitter
from gan_utils.widgets.densities.densities import MIDDLES, PRESETS, cells

from ..chapters import numbers_after, says

CHAPTER = "02_likelihood_free"


def bell(mean, width):
    return cells([{"kind": "bell", "mean": mean, "width": width, "weight": 1.0}])


def test_where_one_normal_distribution_fits_the_first_points():
    points = np.array(MleFitter().data)
    says(CHAPTER, "the mean is $-0.37$ and the standard deviation 1.55")
    assert (round(points.mean(), 2), round(points.std(), 2)) == (-0.37, 1.55)
    far = np.where(points == points.min(), -4, points)
    says(CHAPTER, "The leftmost of the 14, pulled from $-2.12$ to $-4$")
    assert len(points) == 14 and round(points.min(), 2) == -2.12
    says(CHAPTER, "moves the mean by 0.13 and the standard deviation by 0.21")
    assert round(points.mean() - far.mean(), 2) == 0.13 and round(far.std() - points.std(), 2) == 0.21


def test_a_far_point_moves_the_standard_deviation_more():
    says(CHAPTER, "pulls the mean by $d/n$, but raises the standard deviation to about $d/\\sqrt n$")
    points = np.append(np.zeros(99), 1000.0)
    assert points.mean() == 10 and points.std() == pytest.approx(100, rel=0.01)


def test_which_machine_is_near_the_data(printed):
    says(CHAPTER, "Its distance to fresh data, printed above, is a fifth of the GAN's")
    table = printed.split("Wasserstein-1 distance to fresh data")[-1]
    (gan,), (mixture,) = (numbers_after(f"{name}  ", table) for name in ("GAN", "mixture"))
    assert mixture / gan == pytest.approx(0.2, abs=0.03)


def test_where_each_divergence_has_its_best_place():
    p = cells(PRESETS["two bumps, one model"]["p"])
    means = np.round(np.arange(-3, 3.05, 0.1), 1)
    models = [bell(mean, 0.7) for mean in means]

    def best(distance):
        values = np.array([distance(q) for q in models])
        lows = (values[1:-1] < values[:-2]) & (values[1:-1] < values[2:])
        return means[1:-1][lows].tolist()

    says(CHAPTER, "KL is least with the model at $-0.4$")
    assert best(lambda q: kl(p, q)) == [-0.4]
    says(
        CHAPTER,
        "Reverse KL and the Jensen–Shannon divergence have a best place on each bump; $W_1$ has its one at $-1.5$",
    )
    assert best(lambda q: kl(q, p)) == best(lambda q: js(p, q)) == [-2, 2]
    assert best(lambda q: wasserstein_1(MIDDLES, MIDDLES, p, q)) == [-1.5]
    narrow = bell(-2.0, 0.4)
    says(CHAPTER, "Reverse KL is small, 0.55")
    says(CHAPTER, "KL is huge, 19.4")
    assert (round(kl(narrow, p), 2), round(kl(p, narrow), 1)) == (0.55, 19.4)


def test_how_large_kl_gets_for_bells_far_apart():
    (data,), (model,) = (PRESETS["overlapping bells"][side] for side in "pq")
    assert (data["width"], model["width"]) == (0.7, 1.0)
    says(CHAPTER, "KL is 32, and with the model as narrow as it goes 200")
    far = bell(-4.0, 0.7)
    assert round(kl(far, bell(4.0, 1.0))) == 32 and round(kl(far, bell(4.0, 0.4))) == 200
    says(CHAPTER, "With a box for the model it is infinite")
    assert kl(far, cells([{"kind": "box", "mean": 4.0, "width": 1.0, "weight": 1.0}])) == np.inf
