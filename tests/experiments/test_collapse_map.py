"""The map of collapse: its cells as the command makes them, run again for a few steps, and what is read off them."""

import random

import numpy as np
import pytest

from gan_utils import collapse_map, experiments
from gan_utils.metrics.modes import regime
from tools.experiments.collapse_map import COARSE, FINE, METHODS, OTHERS, Job, beginning, jobs

RESULTS = experiments.read("collapse-map")
CELLS = [(Job(*(cell[field] for field in Job._fields)), cell) for cell in RESULTS["cells"]]


def test_each_cell_was_planned_and_run_once():
    run = [job for job, _ in CELLS]
    assert len(set(run)) == len(run) and set(run) <= set(jobs())
    assert len(set(jobs())) == len(jobs())


def test_the_plain_gans_map_is_whole():
    assert {(cell.lr, cell.lr_d) for cell in collapse_map.cells("plain")} == {(g, d) for g in FINE for d in FINE}
    assert 1e-3 in COARSE and 3e-4 in COARSE and np.allclose(np.diff(np.log10(FINE)), 0.25, atol=0.03)


def test_each_look_has_a_number_for_each_seed_within_its_range():
    for job, cell in CELLS:
        assert cell["step"] == [job.steps * k // 3 for k in range(1, 1 + len(cell["step"]))]
        modes = OTHERS.get(job.method, {}).get("modes", 8)
        for name, low, high in (("captured", 0, modes), ("good", 0, 1), ("moved", 0, 100)):
            numbers = np.array(cell[name])
            assert numbers.shape == (len(cell["step"]), RESULTS["seeds"])
            assert (low <= numbers).all() and (numbers <= high).all(), (job, name)


def test_seeds_are_different_runs():
    for job, cell in CELLS:
        assert len({tuple(mean) for mean in cell["beginning"]}) == RESULTS["seeds"], job


def test_three_cells_begin_again_as_they_did():
    """Which three changes from test run to test run. G's rate and D's are not exchanged, nor is a seed used twice."""
    for job, cell in random.Random().sample(CELLS, 3):
        np.testing.assert_allclose(beginning(job), cell["beginning"], atol=2e-3, err_msg=str(job))


def test_the_rates_of_g_and_d_are_told_apart():
    swapped = next(cell for job, cell in CELLS if job == Job("plain", 1e-3, 1e-4))
    assert not np.allclose(beginning(Job("plain", 1e-4, 1e-3)), swapped["beginning"], atol=2e-3)


def test_cells_have_the_regimes_and_medians_of_their_last_look():
    for method in METHODS:
        by_rates = {(job.lr, job.lr_d): cell for job, cell in CELLS if job.method == method and job.steps == 3000}
        for found in collapse_map.cells(method):
            last = [by_rates[found.lr, found.lr_d][name][-1] for name in ("captured", "good", "moved")]
            assert found.regimes == tuple(regime(c, 8, g, m, 2.0) for c, g, m in zip(*last))
            assert (found.captured, found.high_quality) == (np.median(last[0]), pytest.approx(np.median(last[1])))
            assert sum(found.share(kind) for kind in ("hops", "sits", "covers", "between")) == pytest.approx(1)


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="method must be one of"):
        collapse_map.cells("plane")


def test_an_earlier_look_is_what_was_seen_then():
    found = {(cell.lr, cell.lr_d): cell for cell in collapse_map.cells("plain", after=1000)}
    for job, cell in CELLS:
        if (job.method, job.steps) == ("plain", 3000):
            first = [cell[name][0] for name in ("captured", "good", "moved")]
            assert found[job.lr, job.lr_d].regimes == tuple(regime(c, 8, g, m, 2.0) for c, g, m in zip(*first))
    for after in (0, 999, 12_000):
        with pytest.raises(ValueError, match=f"after must be one of 1000, 2000, 3000, not {after}"):
            collapse_map.cells("plain", after=after)


def row_of(kind, *counts):
    """Cells of one rate of G, with D's rates a factor of ten apart, and of eight seeds so many of a kind."""
    rates = [10.0**k for k in range(len(counts))]
    kinds = [(kind,) * count + ("between",) * (8 - count) for count in counts]
    return [collapse_map.Cell(0.5, lr_d, regimes, 0, 0, 0) for lr_d, regimes in zip(rates, kinds)]


def test_a_sharp_border_lies_midway_between_two_cells():
    assert collapse_map.border(row_of("hops", 8, 8, 0, 0), 0.5, "hops") == pytest.approx(10**1.5)
    assert collapse_map.border(row_of("sits", 0, 0, 0, 8), 0.5, "sits") == pytest.approx(10**2.5)


def test_a_soft_border_lies_where_the_seeds_would_put_a_sharp_one():
    """In whatever order the cells come."""
    assert collapse_map.border(row_of("hops", 8, 4, 0, 0)[::-1], 0.5, "hops") == pytest.approx(10)
    assert collapse_map.border(row_of("sits", 0, 2, 6, 8), 0.5, "sits") == pytest.approx(10**1.5)


def test_a_border_that_cannot_be_told_is_refused():
    cells = row_of("hops", 8, 0)
    with pytest.raises(ValueError, match="lr must be one of 0.5, not 0.25"):
        collapse_map.border(cells, 0.25, "hops")
    with pytest.raises(ValueError, match="kind must be one of 'hops', 'sits', not 'covers'"):
        collapse_map.border(cells, 0.5, "covers")
