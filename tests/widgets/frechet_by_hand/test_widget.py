"""FrechetByHand in Python: its samples, whatever their shape, its distance and the bias of its estimates."""

import numpy as np
import pytest

from gan_utils.metrics.frechet import fid, frechet_distance
from gan_utils.seeded import normals
from gan_utils.widgets import FrechetByHand
from gan_utils.widgets.frechet_by_hand.widget import standard

SHAPES = ["gaussian", "ring", "two_clumps", "four_clumps"]
EQUAL = {"generated_mean": [-0.9, -0.4], "generated_stds": [1.3, 0.5], "generated_angle": 40}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_has_mean_0_and_covariance_1(shape):
    points = standard(shape, normals(3, 4 * 400_000).reshape(-1, 4))
    assert abs(points.mean(axis=0)).max() < 0.006
    assert abs(np.cov(points.T) - np.eye(2)).max() < 0.008


def test_the_shapes_look_otherwise_all_the_same():
    points = {shape: standard(shape, normals(3, 4 * 20_000).reshape(-1, 4)) for shape in SHAPES}
    near = {shape: np.mean(np.linalg.norm(p, axis=1) < 0.5) for shape, p in points.items()}
    assert near["gaussian"] > 0.1 and near["ring"] == 0 and near["two_clumps"] < 0.06 and near["four_clumps"] < 0.02
    middle = {shape: np.mean(np.abs(p) < 0.3, axis=0) for shape, p in points.items()}
    assert middle["two_clumps"][0] < 0.03 < 0.2 < middle["two_clumps"][1]
    assert middle["four_clumps"].max() < 0.03
    assert np.linalg.norm(points["ring"], axis=1).std() == pytest.approx(0.12, abs=0.005)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_samples_are_those_of_the_moments(shape):
    shown = FrechetByHand(shape=shape, count=2000)
    for which, samples in zip(("real", "generated"), shown.samples()):
        mean, cov = shown.moments(which)
        assert samples.shape == (2000, 2)
        assert abs(samples.mean(axis=0) - mean).max() < 0.1 and abs(np.cov(samples.T) - cov).max() < 0.15


def test_the_covariance_is_that_of_the_ellipse():
    mean, cov = FrechetByHand(real_mean=[1, 2], real_stds=[1.5, 0.5], real_angle=30).moments("real")
    values, vectors = np.linalg.eigh(cov)
    np.testing.assert_allclose(np.sqrt(values), [0.5, 1.5])
    assert mean.tolist() == [1, 2] and vectors[1, 1] / vectors[0, 1] == pytest.approx(np.tan(np.radians(30)))


def test_more_samples_keep_the_first_and_draws_and_seeds_differ():
    few, many = FrechetByHand(count=30).samples(), FrechetByHand(count=90).samples()
    for first, all_of_them in zip(few, many):
        np.testing.assert_array_equal(first, all_of_them[:30])
    sets = [*few, *FrechetByHand(count=30).samples(1), *FrechetByHand(count=30, seed=1).samples()]
    firsts = {tuple(each[0].round(9)) for each in sets}
    assert len(firsts) == 6


@pytest.mark.parametrize("shape", SHAPES)
def test_the_distance_is_the_packages_and_does_not_see_the_shape(shape):
    shown = FrechetByHand(shape=shape)
    assert shown.distance() == frechet_distance(*shown.moments("real"), *shown.moments("generated"))
    assert shown.distance() == FrechetByHand().distance() > 1
    assert FrechetByHand(shape=shape, **EQUAL).distance() < 1e-9


def test_estimates_of_equal_gaussians_lie_above_0_and_fall_as_1_over_n():
    means = {count: FrechetByHand(count=count, **EQUAL).estimates().mean() for count in (20, 200, 2000)}
    assert FrechetByHand(count=20, **EQUAL).estimates().min() > 0
    assert 5 < means[20] / means[200] < 20 and 5 < means[200] / means[2000] < 20
    shown = FrechetByHand(count=40)
    assert shown.estimates()[0] == fid(*shown.samples()) and len(shown.estimates()) == 20


def test_what_the_caption_says_of_estimates_is_shown_from_equal_gaussians_on():
    assert "above 0" in FrechetByHand().caption and "average" not in FrechetByHand().caption
    for shape in SHAPES:
        few, many = (FrechetByHand(shape=shape, count=count, **EQUAL).estimates() for count in (300, 2000))
        assert few.min() > 0 and many.min() > 0 and many.mean() < few.mean()


def test_the_still_shows_the_terms_and_the_estimate():
    shown = FrechetByHand(count=50)
    plane, terms = shown.still().axes
    means, covariances, estimate = (bar.get_height() for bar in terms.patches)
    assert means + covariances == pytest.approx(shown.distance())
    assert means == pytest.approx(1.7**2 + 0.9**2) and estimate == pytest.approx(shown.estimates()[0])
    np.testing.assert_array_equal(plane.lines[1].get_xydata(), shown.samples()[1])
