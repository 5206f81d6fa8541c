"""The map that goes to CollapseLab's page: the experiment's cells, under settings that a lab can have."""

import pytest

from gan_utils import collapse_map, experiments
from gan_utils.colours import PALETTE, REGIMES
from gan_utils.losses import OBJECTIVES
from gan_utils.widgets import CollapseLab
from gan_utils.widgets.collapse_lab.map import FIXED, METHODS, packed
from tools.experiments.collapse_map import USUAL


def test_it_has_every_method_of_the_experiment():
    assert list(METHODS) == collapse_map.methods()


@pytest.mark.parametrize("name", METHODS)
def test_a_methods_settings_are_those_it_was_run_with(name):
    """R1's penalty was its objective's own, which a lab has to be told."""
    run = experiments.read("collapse-map")["methods"][name]
    own = {"penalty": OBJECTIVES["r1"].weight} if name == "r1" else {}
    assert METHODS[name][1] == run["discriminator"] | run["training"] | own
    assert FIXED | {"std": 0.02, "modes": 8} == FIXED | USUAL


@pytest.mark.parametrize("name", METHODS)
def test_a_methods_settings_are_a_labs(name):
    _, settings = METHODS[name]
    lab = CollapseLab(**(FIXED | settings))
    assert {key: getattr(lab, key) for key in FIXED} == FIXED | {k: v for k, v in settings.items() if k in FIXED}


def test_its_cells_are_the_experiments():
    sent = packed()
    assert [each["name"] for each in sent["methods"]] == [name for name in METHODS if collapse_map.cells(name)]
    for method in sent["methods"]:
        numbers = [int(digit) for digit in method["cells"]]
        split = [numbers[at : at + 5] for at in range(0, len(numbers), 5)]
        cells = {(sent["rates"][g], sent["rates"][d]): counts for g, d, *counts in split}
        assert cells == {
            (cell.lr, cell.lr_d): [round(cell.share(kind) * sent["seeds"]) for kind in ("hops", "sits", "covers")]
            for cell in collapse_map.cells(method["name"])
        }


def test_a_regime_has_one_colour_in_the_page_and_in_still_figures():
    assert packed()["colours"] == [PALETTE[REGIMES[kind]][0] for kind in ("hops", "sits", "covers", "between")]
    assert len(set(packed()["colours"])) == 4
