"""BoundExplorer on the page: what a witness finds is what Python finds, and no more than there is."""

import math

import numpy as np
import pytest
import torch

from gan_utils.divergences import F_DIVERGENCES, f_divergence
from gan_utils.widgets import BoundExplorer
from gan_utils.widgets.bound_explorer.widget import KNOTS
from gan_utils.widgets.densities.densities import MIDDLES, PRESETS, cells

from .conftest import write_bench
from .densities import Pair, agree

FIRST = BoundExplorer().knots
FLAT = {name: 1.0 if name == "kl" else 0.0 for name in F_DIVERGENCES}  # the v of f'(1)
HIGHEST = {"reverse_kl": 0, "hellinger": 1, "js": math.log(2), "gan": 0}  # of T; the others have no end


def activation(row, v):
    return F_DIVERGENCES[row].activation(torch.as_tensor(v, dtype=torch.float64))


class Bound(Pair):
    def row(self):
        return self.control("row").input_value()

    def agrees(self, knots):
        """The read-outs are those of Python for the densities and knots that we expect; None for T*."""
        row, p, q = self.row(), cells(self.pair["p"]), cells(self.pair["q"])
        whole = f_divergence(row, p, q)
        agree(self.number("f-divergence"), whole)
        if knots is not None:
            t = activation(row, np.interp(MIDDLES, KNOTS, knots))
            found = float(torch.from_numpy(p) @ t - torch.from_numpy(q) @ F_DIVERGENCES[row].conjugate(t))
            agree(self.number("bound"), found)
            agree(self.number("gap"), max(0.0, whole - found))
        else:
            assert self.number("bound") == pytest.approx(whole, abs=1e-9) and 0 <= self.number("gap") < 1e-9
        assert "NaN" not in self.root.inner_text()

    def knot(self):
        """The place and the T of the ringed knot, as they are said."""
        return self.text("knot"), self.number("knot")

    def place(self, x, t):
        """Where a point stands in T's picture, as shares of it."""
        top = min(5, HIGHEST.get(self.row(), 5) + 1.2)
        return self.in_axes(1, (x + 6) / 12, (t + 5) / (top + 5))


@pytest.fixture(scope="module")
def page(site, shared_visits, tmp_path_factory):
    address = write_bench(site, tmp_path_factory.mktemp("bound") / "bench.html", [BoundExplorer()])
    return shared_visits(address, viewport={"width": 900, "height": 1200})


@pytest.fixture
def shown(page):
    widget = Bound(page.locator('[data-widget="bound-explorer"]'))
    widget.click("reset")
    widget.start()
    return widget


# Numbers.


def test_the_first_view_finds_some_of_the_divergence(bench):
    widget = Bound(bench(BoundExplorer()).locator('[data-widget="bound-explorer"]'))
    widget.know("overlapping bells").agrees(FIRST)
    assert 0.2 < widget.number("bound") / widget.number("f-divergence") < 0.8
    assert widget.knot() == ("T(0) = 0", 0)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("row", F_DIVERGENCES)
def test_bound_divergence_and_gap_are_pythons(shown, row, preset):
    shown.start(preset)
    shown.choose(row=row)
    shown.agrees(FIRST)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("row", F_DIVERGENCES)
def test_the_best_witness_finds_all_and_a_level_one_nothing(shown, row, preset):
    shown.start(preset)
    shown.choose(row=row)
    shown.click("best")
    shown.agrees(None)
    assert shown.text("gap") == "0" and shown.text("bound") == shown.text("f-divergence")
    assert (shown.text("bound") == "infinite") == math.isinf(shown.number("f-divergence"))
    shown.click("flat")
    shown.agrees([FLAT[row]] * 13)
    assert shown.number("bound") == pytest.approx(-2 * math.log(2) if row == "gan" else 0, abs=1e-12)


def test_a_share_of_the_bound_is_drawn_under_it(shown):
    def share():
        place = shown.root.locator(".gan-share")
        return float(place.evaluate("(place) => place.style.getPropertyValue('--share')"))

    assert share() == pytest.approx(shown.number("bound") / shown.number("f-divergence"))
    shown.click("best")
    assert share() == pytest.approx(1)
    shown.choose(row="gan")
    shown.click("flat")
    assert share() == 0


# Changing T.


def test_the_keyboard_chooses_a_knot_and_moves_it(shown):
    shown.page.evaluate("() => { window.heard = 0; window.onkeydown = () => { window.heard += 1; }; }")
    knots = list(FIRST)
    shown.control("witness").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft", "ArrowDown"):
        shown.page.keyboard.press(key)
    knots[6] += 0.2
    knots[5] -= 0.1
    shown.agrees(knots)
    t = float(activation("js", knots[5]))
    assert shown.knot() == (f"T(−0.667) = {t:.4g}", pytest.approx(t))
    for _ in range(9):
        shown.page.keyboard.press("ArrowLeft")
    assert shown.text("knot").startswith("T(−4)")
    for _ in range(60):
        shown.page.keyboard.press("ArrowUp")
    knots[0] = 5.0
    shown.agrees(knots)
    assert shown.page.evaluate("window.heard") == 0


@pytest.mark.parametrize("row", F_DIVERGENCES)
def test_a_knot_is_dragged_to_where_the_pointer_is(shown, row):
    shown.choose(row=row)
    goal = -0.6 if row in HIGHEST else 2.2
    x = KNOTS[8]
    shown.drag(1, shown.place(x + 0.1, 0.1), shown.place(x, -1), shown.place(x + 0.2, goal))
    text, t = shown.knot()
    assert text.startswith("T(1.33)") and t == pytest.approx(goal, abs=0.05)
    knots = list(FIRST)
    knots[8] = _inverse(row, t)
    shown.agrees(knots)
    box = shown.canvas(1).bounding_box()
    shown.page.mouse.move(box["x"] + 200, box["y"] + 20)
    assert shown.knot() == (text, t)


def _inverse(row, t):
    """v in thousandths, as the page rounds it."""
    grid = np.arange(-5000, 5001) / 1000
    return float(grid[np.abs(activation(row, grid).numpy() - t).argmin()])


@pytest.mark.parametrize("row", HIGHEST)
def test_no_knot_leaves_where_the_conjugate_is_finite(shown, row):
    shown.choose(row=row)
    shown.drag(1, shown.place(0, 0), shown.place(0, HIGHEST[row] + 1))
    t = shown.number("knot")
    assert HIGHEST[row] - 0.01 < t < HIGHEST[row]
    shown.agrees([*FIRST[:6], 5.0, *FIRST[7:]])


def test_a_press_alone_rings_a_knot_and_changes_nothing(shown):
    before = shown.picture(1)
    shown.drag(1, shown.place(KNOTS[2], -3))
    assert shown.text("knot").startswith("T(−2.67)") and shown.picture(1) != before
    shown.agrees(FIRST)


def test_changing_the_best_witness_begins_from_its_knots(shown):
    shown.click("best")
    shown.control("witness").focus()
    for key in ["ArrowLeft"] * 12 + ["ArrowUp"]:
        shown.page.keyboard.press(key)
    at = np.floor(KNOTS / 0.02 + 1e-9).astype(int) + 500
    knots = np.clip(np.log(cells(shown.pair["p"])[at] / cells(shown.pair["q"])[at]), -5, 5)
    knots[0] = round(knots[0] + 0.1, 3)
    shown.agrees(knots)
    assert shown.number("gap") > 1e-4


@pytest.mark.parametrize("row", F_DIVERGENCES)
def test_improving_raises_the_bound_to_the_best_that_knots_can_do(shown, row):
    shown.choose(row=row)
    shown.click("flat")
    found = [shown.number("bound")]
    for times in (1, 1, 1, 5, 20, 100, 200):
        shown.click("step", times)
        found.append(shown.number("bound"))
        assert shown.number("gap") >= 0
    assert all(a < b for a, b in zip(found[:6], found[1:6])) and found[-2] <= found[-1]
    best = _best(row, shown.pair)
    assert found[-1] <= best + 1e-6 and found[-1] > best - 0.02 * (best - found[0])


def _best(row, pair):
    """The highest bound of knots from -5 to 5, found apart: by a quasi-Newton method on sigmoids of free numbers."""
    hats = torch.from_numpy(np.stack([np.interp(MIDDLES, KNOTS, one) for one in np.eye(13)]))
    p, q = (torch.from_numpy(cells(pair[who])) for who in "pq")
    free = torch.full((13,), math.atanh(FLAT[row] / 5), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([free], max_iter=2000, tolerance_grad=1e-12, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        v = (5 * torch.tanh(free)) @ hats
        value = q @ F_DIVERGENCES[row].paid(v) - p @ F_DIVERGENCES[row].activation(v)
        value.backward()
        return value

    optimiser.step(loss)
    return -loss().item()


def test_play_improves_until_nothing_more_is_gained_and_t_star_cannot_be_improved(shown):
    before = shown.number("bound")
    shown.play(2)
    assert shown.number("bound") > before + 0.2
    assert shown.control("play").inner_text() == "Play"
    shown.click("best")
    best = shown.picture(1)
    shown.click("step", 3)
    shown.agrees(None)
    assert shown.picture(1) == best


def test_reset_puts_back_the_first_picture(shown):
    shown.start("needle and cloud")
    shown.choose(row="kl", bump="p0")
    shown.click("best")
    shown.slide("mean", 3)
    shown.click("reset")
    shown.know("overlapping bells").agrees(FIRST)
    chosen = [shown.control(name).input_value() for name in ("preset", "row", "bump")]
    assert chosen == ["overlapping bells", "js", "q0"]


def test_a_preset_brings_its_densities_and_the_first_witness(shown):
    shown.click("best")
    shown.start("two bumps, one model")
    shown.agrees(FIRST)


# Looks.


def test_both_lines_are_drawn_where_they_are(shown):
    shown.click("flat")
    pixels, dashed = shown.pixels(shown.canvas(1)).astype(int), cells(shown.pair["p"]) / cells(shown.pair["q"])
    tall, wide = pixels.shape[:2]

    def seen(x, t, colour):
        across, down = shown.place(x, t)
        row, column = int(down * tall), int(across * wide)
        patch = pixels[row - 6 : row + 7, column - 6 : column + 7]
        return ((np.abs(patch[..., :3] - colour).max(axis=-1) < 40) & (patch[..., 3] > 100)).any()

    green, ink = (0, 158, 115), (27, 31, 36)
    for x in (-3.0, -0.9, 2.5, 5.0):
        assert seen(x, 0, green) and not seen(x, -1.5, green)
    best = activation("js", np.log(dashed)).numpy()
    drawn = [seen(MIDDLES[i], best[i], ink) for i in range(400, 560, 4)]
    assert np.mean(drawn) > 0.8, "T*, with the gaps between its dashes"


# What it says, and its link.


def test_it_says_how_far_t_has_come_and_when_there_is_nothing_to_improve(shown):
    assert shown.text("says") == ""
    shown.click("tell")
    share = math.floor(100 * shown.number("bound") / shown.number("f-divergence"))
    assert shown.text("tells").endswith(f"it has come {share} % of the way.")
    shown.click("step", 2)
    shown.click("tell")
    assert shown.text("tells").startswith("2 improvements in a row. twice JS: T finds ")
    shown.click("best")
    assert "Play has nothing to improve" in shown.text("says")
    shown.click("tell")
    assert "misses nothing: it has come 100 % of the way" in shown.text("tells")
    shown.click("flat")
    assert shown.text("says") == ""


def test_where_no_small_move_helps_play_says_so(shown):
    shown.choose(row="pearson")
    shown.click("step", 600)
    assert "No small move of a knot finds more" in shown.text("says")


BROKEN = (
    "knots:[1]",
    "knots:[9,0,0,0,0,0,0,0,0,0,0,0,0]",
    "p:[]",
    'p:[{"kind":"cone"}]',
    "q:null",
    "q:[[1]]",
    "row:none",
)
THREE = '[{"kind":"bell","mean":0,"width":1,"weight":1}]'


def test_a_link_holds_densities_and_the_best_witness_and_a_broken_one_is_said_to_be_so(bench):
    page = bench(BoundExplorer())
    address = page.url.partition("#")[0]

    def opened(text):
        page.goto("about:blank")
        page.goto(f"{address}#bound-explorer={text}")
        return Bound(page.locator('[data-widget="bound-explorer"]'))

    widget = opened(f"knots:null,p:{THREE.replace(',', '%2C')},row:kl").know("overlapping bells")
    widget.pair["p"] = [{"kind": "bell", "mean": 0.0, "width": 1.0, "weight": 1.0}]
    widget.agrees(None)
    assert widget.text("tells") == "" and widget.row() == "kl"
    for text in BROKEN:
        widget = opened(text.replace(",", "%2C")).know("overlapping bells")
        widget.agrees(FIRST)
        assert "cannot be read" in widget.text("tells")
