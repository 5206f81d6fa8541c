"""DivergenceExplorer and BoundExplorer in Python: their cells, their gradients, their stills."""

import math

import numpy as np
import pytest
import torch

from gan_utils.divergences import F_DIVERGENCES, js_gaussians, kl_gaussians
from gan_utils.widgets import BoundExplorer, DivergenceExplorer
from gan_utils.widgets.densities.densities import CELL, EDGES, MIDDLES, PRESETS, Bumps, cells, moved
from gan_utils.widgets.divergence_explorer.widget import DISTANCES, gradient


def bell(mean, width, weight=1.0):
    return {"kind": "bell", "mean": mean, "width": width, "weight": weight}


def box(mean, width, weight=1.0):
    return {"kind": "box", "mean": mean, "width": width, "weight": weight}


PAIRS = [(-1, 0.7, 1, 1), (0, 0.4, 0.5, 0.4), (0, 1, 2, 1.5), (-0.3, 1.9, 0.9, 0.6)]


# Cells.


@pytest.mark.parametrize("bumps", [[bell(0.3, 0.4)], [bell(-4, 2)], [box(1.01, 0.05)], [bell(1, 1, 0.2), box(-2, 0.7)]])
def test_cells_hold_what_the_density_has_between_their_edges(bumps):
    found = cells(bumps)
    assert found.shape == MIDDLES.shape == (1000,) and (EDGES[0], EDGES[-1]) == (-10, 10)
    assert found.sum() == pytest.approx(1, abs=1e-12) and (found >= 0).all()
    # Found apart: by a fine sum over each cell.
    x = EDGES[:-1, None] + (np.arange(2000) + 0.5) / 2000 * CELL
    density = 0
    for one in bumps:
        z, share = (x - one["mean"]) / one["width"], one["weight"] / sum(each["weight"] for each in bumps)
        shape = np.exp(-z * z / 2) / math.sqrt(2 * math.pi) if one["kind"] == "bell" else (abs(z) < 1) / 2
        density = density + share * shape / one["width"]
    expected = density.mean(axis=1)
    np.testing.assert_allclose(found, expected / expected.sum(), rtol=1e-6, atol=2e-6 * expected.max())


def test_no_cell_of_a_bell_is_empty_and_its_tails_are_exact():
    for mean, width in ((4, Bumps.WIDTHS["bell"][0]), (-4, Bumps.WIDTHS["bell"][0]), (0, 2)):
        found = cells([bell(mean, width)])
        assert found.min() > 1e-300
        # log density, plus what a cell adds to it: the mass of e^(-sx) over a cell, s its slope
        z = (MIDDLES - mean) / width
        slope = np.abs(z / width * CELL) / 2
        exact = np.log(CELL) - z * z / 2 - np.log(width * math.sqrt(2 * math.pi))
        exact += np.log(np.sinh(slope) / slope) - (CELL / width) ** 2 / 24
        exact -= np.log(0.5 * (math.erf((10 - mean) / width / 2**0.5) + math.erf((10 + mean) / width / 2**0.5)))
        np.testing.assert_allclose(np.log(found), exact, atol=2e-5)


def test_boxes_that_meet_leave_no_sliver():
    for mean in np.arange(0.1, 0.9, 0.1):
        p, q = cells([box(mean - 0.3, 0.3)]), cells([box(mean + 0.2, 0.2)])
        assert (p * q == 0).all() and DISTANCES["js"](p, q) == pytest.approx(math.log(2), abs=1e-12)


def test_weights_are_in_proportion():
    np.testing.assert_allclose(cells([bell(0, 1, 0.1), box(1, 1, 0.4)]), cells([bell(0, 1, 0.2), box(1, 1, 0.8)]))
    np.testing.assert_allclose(cells([bell(0, 1, 0.3)]), cells([bell(0, 1)]))


# Distances and their gradients.


@pytest.mark.parametrize(("m1", "s1", "m2", "s2"), PAIRS)
def test_distances_of_bells_are_those_of_the_closed_forms(m1, s1, m2, s2):
    p, q = cells([bell(m1, s1)]), cells([bell(m2, s2)])
    assert DISTANCES["kl"](p, q) == pytest.approx(kl_gaussians(m1, s1, m2, s2), rel=2e-3)
    assert DISTANCES["reverse_kl"](p, q) == pytest.approx(kl_gaussians(m2, s2, m1, s1), rel=2e-3)
    assert DISTANCES["js"](p, q) == pytest.approx(js_gaussians(m1, s1, m2, s2), rel=1e-3)


@pytest.mark.parametrize(("m1", "s1", "m2", "s2"), PAIRS)
def test_gradients_between_bells_are_the_derivatives(m1, s1, m2, s2):
    p, q, e = [bell(m1, s1)], [bell(m2, s2)], 1e-4
    found = {name: gradient(name, p, q) for name in DISTANCES}
    assert found["kl"] == pytest.approx((m2 - m1) / s2**2, rel=2e-3)
    assert found["reverse_kl"] == pytest.approx((m2 - m1) / s1**2, rel=2e-3)
    slope = (js_gaussians(m1, s1, m2 + e, s2) - js_gaussians(m1, s1, m2 - e, s2)) / (2 * e)
    assert found["js"] == pytest.approx(slope, rel=1e-3)
    for name, exact in _corner_slopes(m1, s1, m2, s2).items():
        assert found.pop(name) == pytest.approx(exact, abs=2e-3)
    for name in found:
        on, back = (DISTANCES[name](cells(p), cells(moved(q, way * e))) for way in (1, -1))
        assert found[name] == pytest.approx((on - back) / (2 * e), rel=1e-2 if name == "pearson" else 1e-4), name


def _corner_slopes(m1, s1, m2, s2):
    """Those of distances that have corners, whose place within the widget's cells shows: by a finer grid."""
    x, e = np.linspace(-15, 15, 300_001), 1e-3

    def of(mean):
        p, q = (np.exp(-((x - m) ** 2) / (2 * s * s)) / (s * math.sqrt(2 * math.pi)) for m, s in ((m1, s1), (mean, s2)))
        return 0.5 * np.abs(p - q).sum() * 1e-4, np.abs(np.cumsum(p - q)).sum() * 1e-8

    return dict(zip(("tv", "w1"), (np.array(of(m2 + e)) - of(m2 - e)) / (2 * e)))


def test_gradients_between_boxes_that_overlap_are_those_of_the_integrals():
    """Whatever the place of their ends in a cell: boxes of half length 1, q moved to the right by d < 2."""
    for d in (0.5, 0.507, 0.513):
        p, q = [box(-0.2, 1)], [box(-0.2 + d, 1)]
        assert gradient("tv", p, q) == pytest.approx(0.5, rel=1e-9)  # tv = d / 2
        assert gradient("js", p, q) == pytest.approx(math.log(2) / 2, rel=1e-9)
        assert gradient("hellinger", p, q) == pytest.approx(1, rel=1e-9)  # 2 - 2 (2 - d) / 2
        assert gradient("w1", p, q) == pytest.approx(1, rel=1e-9)
        assert gradient("kl", p, q) is gradient("reverse_kl", p, q) is gradient("pearson", p, q) is None


@pytest.mark.parametrize("gap", [-4, -1.25, 1.103, 4])
def test_between_boxes_apart_only_w1_slopes(gap):
    p, q = [box(0, 0.5)], [box(gap, 0.53)]
    found = {name: gradient(name, p, q) for name in DISTANCES}
    assert found.pop("w1") == pytest.approx(math.copysign(1, gap), abs=1e-12)
    assert found == {"kl": None, "reverse_kl": None, "js": 0, "tv": 0, "pearson": None, "hellinger": 0}
    assert DISTANCES["js"](cells(p), cells(q)) == pytest.approx(math.log(2), abs=1e-12)


@pytest.mark.parametrize("width", [0.4, 0.7, 1.0, 1.5])
def test_a_slope_is_0_where_its_distance_is_least_and_nowhere_near_it(width):
    bumps = PRESETS["two bumps, one model"]["p"]  # of mean -0.4
    slopes = [gradient("kl", bumps, [bell(mean, width)]) for mean in (-0.41, -0.4, -0.39)]
    assert slopes == [pytest.approx(-0.01 / width**2, rel=1e-2), 0, pytest.approx(0.01 / width**2, rel=1e-2)]
    far = gradient("js", [bell(-4, 0.4)], [bell(0.3, 0.4)])
    assert 0 < far < 1e-4, "a slope that fades is none of 0"


def test_equal_densities_have_no_distance_and_no_push_but_where_a_step_is_infinite():
    for bumps in ([bell(0.3, 0.8), bell(-1, 0.5, 0.3)], [box(0.31, 0.8)]):
        for name, distance in DISTANCES.items():
            assert distance(cells(bumps), cells(bumps)) == pytest.approx(0, abs=1e-12)
            infinite = bumps[0]["kind"] == "box" and name in ("kl", "reverse_kl", "pearson")
            assert gradient(name, bumps, bumps) == (None if infinite else pytest.approx(0, abs=1e-5))


# Traits and stills.


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_within_range(preset):
    shown = DivergenceExplorer(**PRESETS[preset])
    assert {"p": shown.p, "q": shown.q} == PRESETS[preset]
    # The page finds the preset that is shown by its text.
    assert [list(bump) for bump in shown.p] == [["kind", "mean", "width", "weight"]] * len(shown.p)


def test_the_ends_of_the_ranges_are_allowed():
    p = [bell(-4, 0.4, 0.05), box(4, 0.05, 1)]
    assert DivergenceExplorer(p=p, q=tuple(p)).q == p
    assert BoundExplorer(knots=[-5] * 6 + [5] * 7).knots == [-5.0] * 6 + [5.0] * 7
    assert BoundExplorer(knots=None).knots is None


def test_the_stills_curves_are_the_distances_and_its_lines_the_gradients():
    shown = DivergenceExplorer(q=[bell(0.5, 0.9)])
    _, *tiles = shown.still().axes
    for name, tile in zip(DISTANCES, tiles, strict=True):
        curve, tangent = tile.lines
        (left, low), (right, high) = tangent.get_xydata()
        assert (high - low) / (right - left) == pytest.approx(gradient(name, shown.p, shown.q))
        move, value = curve.get_xydata()[10]
        assert value == DISTANCES[name](cells(shown.p), cells(moved(shown.q, move)))
    assert not DivergenceExplorer(**PRESETS["two boxes apart"]).still().axes[1].lines[1:], "KL has no tangent"


@pytest.mark.parametrize("row", F_DIVERGENCES)
def test_a_still_draws_the_witness_and_the_best_one(row):
    shown = BoundExplorer(row=row, knots=[1.0] * 6 + [-1.0] * 7)
    _, below = shown.still().axes
    drawn, best = (line.get_ydata() for line in below.lines)
    activation = F_DIVERGENCES[row].activation
    ends = [float(activation(torch.tensor(v, dtype=torch.float64))) for v in (1, -1)]
    np.testing.assert_allclose(drawn[[0, -1]], ends)
    ratio = torch.from_numpy(cells(shown.p) / cells(shown.q))
    np.testing.assert_allclose(best, F_DIVERGENCES[row].witness(ratio))
    np.testing.assert_array_equal(BoundExplorer(row=row, knots=None).witness(), best)
