"""MleFitter on a page of its own: every control and handle, and numbers that are those of the package."""

import math

import numpy as np
import pytest
import torch

from gan_utils.families import Mixture, Normal, fit_mixture, fit_normal
from gan_utils.widgets import MleFitter
from gan_utils.widgets.mle_fitter.widget import draw

from .conftest import write_bench
from .widget import Widget, wait_until_drawn

DATA = draw(1, 14)
GRADIENTS = {
    "normal": ["gradient-mean", "gradient-log-std"],
    "mixture": ["gradient-mean", "gradient-mean-2", "gradient-log-std", "gradient-log-std-2", "gradient-logit-weight"],
}
OF_TWO = ["mean-2", "std-2", "weight"]


class Fitter(Widget):
    """The widget, with its model as numbers: mean and std, or means, stds and the first weight."""

    def two(self):
        return self.control("model").input_value() == "mixture"

    def parts(self):
        if not self.two():
            return [self.number("mean"), self.number("std")]
        return [self.number(name) for name in ("mean", "mean-2", "std", "std-2", "weight")]

    def expect(self, data, parts=None, tolerance=1e-9):
        """The read-outs are the package's for these data, and for this model if one is given."""
        if parts is not None:
            assert self.parts() == pytest.approx(parts, abs=tolerance)
        total, slopes = likelihood(data, self.parts())
        assert self.number("log-likelihood") == pytest.approx(total, abs=1e-9, rel=1e-12)
        found = [self.number(name) for name in GRADIENTS["normal" if len(self.parts()) == 2 else "mixture"]]
        assert found == pytest.approx(slopes, abs=1e-9, rel=1e-11)
        if self.control("show-best").is_checked():
            assert self.number("best") == pytest.approx(best(data, self.parts()), abs=1e-9)
        assert self.root.locator('[data-readout="best"]').is_visible() == self.control("show-best").is_checked()
        assert self.text("log-likelihood") == f"{total:.4g}".replace("-", "−")

    def spot(self, x, y, top=None):
        """Shares of the density's canvas at which (x, y) stands; or of the landscape's, whose ranges are then given."""
        number, (low, high), (bottom, up) = (0, (-4.3, 4.3), (-0.06 * top, top)) if top else (1, *self.ranges())
        return self.in_axes(number, (x - low) / (high - low), (y - bottom) / (up - bottom))

    def ranges(self):
        return (-4, 4), ((-4, 4) if self.two() else (math.log(0.1), math.log(4)))


def family(parts):
    if len(parts) == 2:
        return Normal(*parts)
    return Mixture((parts[4], 1 - parts[4]), tuple(parts[:2]), tuple(parts[2:4]))


def likelihood(data, parts):
    """The log-likelihood and its slopes in means, log stds and the logit of the weight, by autograd."""
    two = len(parts) == 5
    means = torch.tensor(parts[: 1 + two], dtype=torch.float64, requires_grad=True)
    logs = torch.tensor(parts[1 + two : 2 + 2 * two], dtype=torch.float64).log().requires_grad_()
    free = [means, logs]
    if two:
        free.append(torch.tensor(parts[4], dtype=torch.float64).logit().requires_grad_())
        weights = torch.stack([free[2].sigmoid(), 1 - free[2].sigmoid()])
        total = Mixture(weights, means, logs.exp()).log_prob(data).sum()
    else:
        total = Normal(means[0], logs[0].exp()).log_prob(data).sum()
    slopes = torch.autograd.grad(total, free)
    return total.item(), torch.cat([slope.flatten() for slope in slopes]).tolist()


def climb(data, parts, lr, steps=1):
    for _ in range(steps):
        slopes = np.array(likelihood(data, parts)[1]) * lr / len(data)
        half = len(parts) // 2 if len(parts) == 2 else 2
        means, stds = np.array(parts[:half]), np.array(parts[half : 2 * half])
        moved = [*(means + slopes[:half]), *(stds * np.exp(slopes[half : 2 * half]))]
        parts = moved if len(parts) == 2 else [*moved, 1 / (1 + (1 / parts[4] - 1) * math.exp(-slopes[4]))]
    return [float(part) for part in parts]


def solution(data, parts):
    if len(parts) == 2:
        return list(fit_normal(data))
    fitted = fit_mixture(data, start=family(parts))
    return [*fitted.means, *fitted.stds, fitted.weights[0]]


def best(data, parts):
    return float(family(solution(data, parts)).log_prob(data).sum())


@pytest.fixture(scope="module")
def pages(site, shared_visits, tmp_path_factory):
    """A page with each kind of fitter, for all tests of this file."""
    folder = tmp_path_factory.mktemp("fitters")
    return {
        model: shared_visits(write_bench(site, folder / f"{model}.html", [MleFitter(model=model)]))
        for model in ("normal", "mixture")
    }


def fresh(page):
    address = page.url.partition("#")[0]  # which keeps what the last test did
    page.goto("about:blank")
    page.goto(address)
    wait_until_drawn(page)
    return Fitter(page.locator('[data-widget="mle-fitter"]'))


@pytest.fixture
def normal(pages):
    return fresh(pages["normal"])


@pytest.fixture
def mixture(pages):
    return fresh(pages["mixture"])


@pytest.fixture(params=["normal", "mixture"])
def either(request, pages):
    return fresh(pages[request.param])


# What is seen at first.


def test_the_first_picture_says_what_python_says(either):
    start = [1.2, 0.7] if not either.two() else [1.2, -0.4, 0.7, 0.7, 0.5]
    either.expect(DATA, start, 0)
    assert either.exact("step") == "0" and either.text("says") == "" and not either.control("show-best").is_checked()
    for name in ("mean", "std", "show-best"):
        assert either.shows(name)
    hidden = either.picture(1)
    either.control("show-best").check()
    either.expect(DATA, start, 0)
    assert either.picture(1) != hidden and either.text("says")
    two = len(start) == 5
    either.reach("lr")
    for name in (*OF_TWO, "swap"):
        assert either.shows(name) == two
    for name in {*OF_TWO, *GRADIENTS["mixture"]} - {*GRADIENTS["normal"]}:
        assert either.root.locator(f'[data-readout="{name}"]').is_visible() == two
    assert "EM" in either.root.inner_text() if two else "closed form" in either.root.inner_text()


def test_it_is_drawn_wherever_the_page_comes_from(site, server, visits, tmp_path):
    bench = site / "bench-mle.html"
    try:
        for address in (write_bench(site, bench, [MleFitter()]), f"{server}bench-mle.html"):
            html = bench.read_text(encoding="utf-8").replace((site / "_static").as_uri(), "_static")
            bench.write_text(html, encoding="utf-8")
            widget = Fitter(visits(address).locator('[data-widget="mle-fitter"]'))
            widget.expect(DATA, [1.2, 0.7])
            for number in (0, 1):
                pixels = widget.pixels(widget.canvas(number))
                assert len({tuple(pixel) for pixel in pixels[::3, ::3].reshape(-1, 4)}) > 25
            widget.control("solve").click()
            widget.expect(DATA, fit_normal(DATA))
    finally:
        bench.unlink()


# The model's numbers.


@pytest.mark.parametrize(
    ("name", "place", "value", "end", "beyond"),
    [
        ("mean", 0, -1.5, 4, 9),
        ("mean-2", 1, 2.5, -4, -5),
        ("std", 2, 1.5, 0.1, 0),
        ("std-2", 3, 0.3, 4, 100),
        ("weight", 4, 0.2, 0.98, 1),
    ],
)
def test_each_slider_sets_its_number_and_is_kept_in_its_range(mixture, name, place, value, end, beyond):
    start, density, landscape = mixture.parts(), mixture.picture(0), mixture.picture(1)
    mixture.slide(name, value)
    expected = [value if i == place else old for i, old in enumerate(start)]
    mixture.expect(DATA, expected, 0)
    assert mixture.picture(0) != density and mixture.picture(1) != landscape
    mixture.type(f"{name}-number", beyond)
    assert mixture.parts()[place] == end
    mixture.type(f"{name}-number", "")
    assert mixture.parts()[place] == end


def test_the_sliders_of_one_normal_distribution(normal):
    normal.slide("mean", -0.5)
    normal.slide("std", 2)
    normal.expect(DATA, [-0.5, 2], 0)


def test_another_model_keeps_the_numbers_that_both_have(normal):
    normal.slide("mean", -1.5)
    normal.choose(model="mixture")
    normal.expect(DATA, [-1.5, -0.4, 0.7, 0.7, 0.5], 0)
    normal.slide("weight", 0.3)
    normal.slide("std-2", 1)
    normal.choose(model="normal")
    normal.expect(DATA, [-1.5, 0.7], 0)
    normal.choose(model="mixture")
    normal.expect(DATA, [-1.5, -0.4, 0.7, 1, 0.3], 0)


# Going up.


def test_a_step_is_one_of_gradient_ascent_with_the_rate_that_is_set(either):
    parts = climb(DATA, either.parts(), 0.1)
    either.control("step").click()
    either.expect(DATA, parts)
    either.slide("lr", 0.03)
    either.click("step", times=4)
    either.expect(DATA, climb(DATA, parts, 0.03, 4))
    assert either.exact("step") == "5", "another rate goes on with the way"


def test_a_step_that_would_leave_the_ranges_ends_at_their_edge(normal):
    normal.slide("mean", 4)
    normal.slide("std", 0.1)
    normal.type("lr-number", 5)
    normal.click("step")
    assert normal.parts() == [-4, 4]


def test_play_climbs_to_the_top_and_stops_there_by_itself(normal):
    normal.slide("lr", 0.5)
    normal.control("play").click()
    assert normal.control("play").inner_text() == "Pause"
    button = normal.control("play").element_handle()
    normal.page.wait_for_function("(button) => button.textContent === 'Play'", arg=button, timeout=20_000)
    assert 5 < normal.number("step") < 200
    normal.expect(DATA, fit_normal(DATA), 1e-7)
    normal.control("show-best").check()
    assert normal.number("best") - normal.number("log-likelihood") < 1e-9


def test_play_takes_twelve_steps_a_second_and_the_pause_holds_it(mixture):
    start = mixture.parts()
    mixture.play(2)
    steps = int(mixture.exact("step"))
    assert 22 <= steps <= 25
    mixture.expect(DATA, climb(DATA, start, 0.1, steps))
    held = mixture.picture(1)
    mixture.page.wait_for_timeout(200)
    assert mixture.picture(1) == held and mixture.control("play").inner_text() == "Play"


def test_solve_takes_the_closed_form_or_em(either):
    expected = solution(DATA, either.parts())
    landscape = either.picture(1)
    either.control("solve").click()
    either.expect(DATA, expected)
    assert either.number("best") == pytest.approx(either.number("log-likelihood"), abs=1e-9)
    slopes = [either.number(name) for name in GRADIENTS["normal" if len(expected) == 2 else "mixture"]]
    assert np.abs(slopes).max() < 1e-3
    assert (either.exact("step") == "1") == (len(expected) == 2) and either.picture(1) != landscape


def test_reset_brings_the_first_picture_back_with_its_data_model_and_rate(either):
    first, pictures = either.parts(), (either.picture(0), either.picture(1))
    rate = either.control("lr-number").input_value()
    either.slide("mean", -2.5)
    either.slide("lr", 0.7)
    either.slide("count", 30)
    either.type("seed", 8)
    either.click("step", times=3)
    either.click("solve")
    either.choose(model="normal" if len(first) == 5 else "mixture")
    either.control("reset").click()
    either.expect(DATA, first, 0)
    assert either.exact("step") == "0" and either.control("lr-number").input_value() == rate
    assert [either.control(name).input_value() for name in ("seed", "count")] == ["1", "14"]
    assert (either.picture(0), either.picture(1)) == pictures


def test_it_says_how_far_the_steps_came_and_when_there_is_nothing_to_climb(normal):
    assert "nothing to climb" not in normal.text("says")
    normal.click("tell")
    assert normal.text("tells") == (
        f"The log-likelihood is −77.37, with mean 1.2 and std 0.7. Number 1 of 14 has the ring, −{-DATA[0]}."
    )
    normal.click("step", times=4)
    normal.click("tell")
    assert normal.text("tells").startswith("4 steps took the log-likelihood from −77.37 to ")
    normal.click("solve")
    assert "nothing to climb" in normal.text("says")
    steps = normal.exact("step")
    normal.play(1)
    assert normal.exact("step") == steps
    normal.slide("mean", 0)
    assert "nothing to climb" not in normal.text("says")


def test_copied_numbers_are_the_way_step_by_step(normal):
    normal.click("step", times=3)
    normal.page.evaluate(
        "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }"
    )
    normal.click("copy-numbers")
    head, *rows = normal.page.evaluate("window.copied").splitlines()
    assert head == "step,log-likelihood,mean,std,weight of component 1"
    assert [row.split(",")[0] for row in rows] == ["0", "1", "2", "3"]
    assert float(rows[-1].split(",")[1]) == normal.number("log-likelihood")


def test_two_means_have_one_scale(mixture):
    """Swapping the labels mirrors the landscape: a unit is as long across as up."""
    for width in (390, 1280):
        mixture.page.set_viewport_size({"width": width, "height": 900})
        mixture.settle()
        box = mixture.canvas(1).bounding_box()
        (left, low), (right, high) = mixture.spot(-4, -4), mixture.spot(4, 4)
        assert (right - left) * box["width"] == pytest.approx((low - high) * box["height"], abs=1)
    mixture.page.set_viewport_size({"width": 1280, "height": 900})


def test_swapped_labels_are_the_same_model(mixture):
    mixture.slide("weight", 0.2)
    mixture.slide("std", 1.5)
    m1, m2, s1, s2, w = mixture.parts()
    total, density = mixture.number("log-likelihood"), mixture.picture(0)
    mixture.control("swap").click()
    mixture.expect(DATA, [m2, m1, s2, s1, 1 - w])
    assert mixture.number("log-likelihood") == pytest.approx(total, abs=1e-12)
    assert mixture.picture(0) != density, "the names have changed places"
    mixture.control("swap").click()
    assert mixture.parts() == pytest.approx([m1, m2, s1, s2, w], abs=1e-15)


def test_from_the_other_side_of_the_dashed_line_em_finds_the_other_hill(mixture):
    mixture.control("show-best").check()
    before = mixture.number("best")
    mixture.slide("mean", -0.4)
    mixture.slide("mean-2", 1.2)
    assert mixture.number("best") == pytest.approx(before, abs=1e-8)
    mixture.click("solve")
    assert mixture.number("mean") < 0 < mixture.number("mean-2")


# The data.


def test_numbers_can_be_dragged(normal):
    top = 1.2 * 0.7**-1 / math.sqrt(2 * math.pi)
    normal.drag(0, normal.spot(2.39, 0, top), normal.spot(3.0, 0.1, top), normal.spot(3.3, 0, top))
    data = [3.3 if x == 2.39 else x for x in DATA]
    shown = float(normal.control("place-number").input_value())
    assert shown == pytest.approx(3.3, abs=0.04)
    normal.expect([shown if x == 3.3 else x for x in data], [1.2, 0.7], 0)
    normal.drag(0, normal.spot(0, 0.6 * top, top), normal.spot(1, 0.6 * top, top))
    normal.expect([shown if x == 3.3 else x for x in data], [1.2, 0.7], 0)  # there was nothing to take hold of


def test_numbers_can_be_chosen_and_moved_by_keyboard(normal):
    normal.control("density").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight"):
        normal.page.keyboard.press(key)
    data = [*DATA]
    data[1] = round(data[1] + 0.1, 2)
    normal.expect(data, [1.2, 0.7], 0)
    assert float(normal.control("place").input_value()) == data[1]
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        normal.page.keyboard.press(key)
    data[13] = round(data[13] + 0.05, 2)  # before the first comes the last
    normal.expect(data)
    normal.type("place-number", 17)
    data[13] = 4
    normal.expect(data)


def test_numbers_can_be_added_and_removed_within_the_bounds(normal):
    normal.control("add").click()
    normal.expect([*DATA, 0.0])
    normal.slide("place", 3.5)
    normal.expect([*DATA, 3.5])
    normal.control("remove").click()
    normal.expect(DATA)
    for _ in range(3):
        normal.control("density").press("ArrowDown")
    normal.control("remove").click()
    normal.expect(DATA[:10] + DATA[11:])
    assert normal.control("count").input_value() == "13"
    for _ in range(2):
        normal.control("density").press("ArrowUp")  # to the last
    normal.click("remove", times=20)
    normal.expect(DATA[:2])
    assert normal.control("remove").is_disabled() and not normal.control("add").is_disabled()
    normal.click("add", times=80)
    normal.expect([*DATA[:2], *[0.0] * 58])
    assert normal.control("add").is_disabled() and not normal.control("remove").is_disabled()


def test_data_can_be_drawn_from_a_seed(either):
    either.slide("count", 40)
    either.expect(draw(1, 40))
    either.type("seed", 7)
    either.expect(draw(7, 40))
    either.slide("count", 9)
    either.expect(draw(7, 9))
    either.slide("place", 4)
    assert either.number("log-likelihood") != likelihood(draw(7, 9), either.parts())[0]
    either.control("draw").click()
    either.expect(draw(7, 9))
    either.type("seed", 2**33)
    either.expect(draw(2**32 - 1, 9))


def test_other_data_begin_another_way_and_another_landscape(normal):
    normal.click("step", times=5)
    parts, landscape = normal.parts(), normal.pixels(normal.canvas(1)).astype(int)
    normal.slide("place", 4)
    assert normal.exact("step") == "0" and normal.parts() == parts
    assert changed(normal, landscape) > 0.3


def test_another_std_or_weight_is_another_landscape_of_the_means(mixture):
    for name, value in {"std": 1.5, "std-2": 0.3, "weight": 0.9}.items():
        landscape = mixture.pixels(mixture.canvas(1)).astype(int)
        mixture.slide(name, value)
        assert changed(mixture, landscape) > 0.3, name
    landscape = mixture.pixels(mixture.canvas(1)).astype(int)
    mixture.slide("mean", 3)
    assert changed(mixture, landscape) < 0.1, "only the model's place on it"


def changed(fitter, landscape):
    """The share of the landscape's pixels that look otherwise now."""
    return np.mean(np.abs(fitter.pixels(fitter.canvas(1)) - landscape).max(axis=-1) > 4)


def test_numbers_all_in_one_place_are_fitted_with_the_narrowest_std(normal):
    normal.click("remove", times=20)
    for key in ("0", "1"):
        normal.control("density").focus()
        normal.page.keyboard.press("ArrowUp")
        normal.type("place-number", 1.5)
    normal.click("solve")
    assert normal.parts() == [1.5, 0.1]


# The handles and the landscape.


def test_the_handles_of_the_curve_set_mean_and_std(normal):
    peak = 0.7**-1 / math.sqrt(2 * math.pi)
    top = 1.2 * peak
    normal.drag(0, normal.spot(1.2, peak, top), normal.spot(0, peak, top), normal.spot(-0.5, 0.1, top))
    mean, std = normal.parts()
    assert mean == pytest.approx(-0.5, abs=0.03) and std == 0.7
    normal.expect(DATA)
    flank = peak * math.exp(-0.5)
    normal.drag(0, normal.spot(mean + 0.7, flank, top), normal.spot(1, flank, top), normal.spot(1.5, flank, top))
    assert normal.parts() == [mean, pytest.approx(1.5 - mean, abs=0.03)]
    normal.expect(DATA)


def test_each_component_has_handles_of_its_own(mixture):
    peak = 0.5 / 0.7 / math.sqrt(2 * math.pi)
    top = 0.5
    mixture.drag(0, mixture.spot(-0.4, peak, top), mixture.spot(-1, peak, top), mixture.spot(-2, peak, top))
    m1, m2, *rest = mixture.parts()
    assert m1 == 1.2 and m2 == pytest.approx(-2, abs=0.03) and rest == [0.7, 0.7, 0.5]
    flank = peak * math.exp(-0.5)
    mixture.drag(0, mixture.spot(1.9, flank, top), mixture.spot(2, flank, top), mixture.spot(2.2, flank, top))
    assert mixture.number("std") == pytest.approx(1, abs=0.03) and mixture.number("std-2") == 0.7
    mixture.expect(DATA)


def test_a_drag_over_the_landscape_moves_the_model(either):
    two = len(either.parts()) == 5
    place = (-1, 2) if two else (-1, 0.2)
    either.drag(1, either.spot(0, 0), either.spot(*place))
    found = either.parts()
    moved = found[:2] if two else [found[0], math.log(found[1])]
    assert moved == pytest.approx(place, abs=0.05)
    either.expect(DATA)
    either.drag(1, either.spot(0, 0), (0.01, 0.99))
    assert either.parts()[:2] == [-4, -4 if two else pytest.approx(0.1)]


@pytest.mark.parametrize(
    ("key", "moved"),
    [("ArrowLeft", (-0.05, 0)), ("ArrowRight", (0.05, 0)), ("ArrowUp", (0, 0.05)), ("ArrowDown", (0, -0.05))],
)
def test_arrow_keys_move_the_model_over_the_landscape_and_do_not_turn_the_page(either, key, moved):
    either.page.evaluate("() => { document.onkeydown = () => { window.heard = true; }; }")
    expected = np.array(either.parts())
    if len(expected) == 2:
        expected = [expected[0] + moved[0], expected[1] * math.exp(moved[1])]
    else:
        expected[:2] += moved
    either.control("surface").focus()
    either.page.keyboard.press(key)
    either.expect(DATA, expected)
    either.control("density").focus()
    either.page.keyboard.press(key)
    assert either.page.evaluate("window.heard") is None


def test_taking_the_model_in_hand_stops_the_climb(normal):
    normal.slide("lr", 0.01)
    for name in ("slide", "surface"):
        normal.control("play").click()
        if name == "slide":
            normal.slide("mean", 2)
        else:
            normal.control("surface").press("ArrowLeft")
        assert normal.control("play").inner_text() == "Play" and normal.exact("step") == "0"


def near(pixels, colour):
    return np.abs(pixels[..., :3].astype(int) - colour).max(axis=-1) < 12


def test_the_landscape_is_brightest_at_its_top(normal):
    normal.slide("mean", 3.9)
    for data in (DATA, DATA[:3]):
        normal.control("density").press("ArrowDown")  # to the last number
        normal.click("remove", times=14 - len(data))
        normal.control("density").press("ArrowUp")
        pixels = normal.pixels(normal.canvas(1)).astype(int)
        height, width = pixels.shape[:2]
        yellow = (pixels[..., 0] + pixels[..., 1] - 2 * pixels[..., 2]) * pixels[..., 3]  # the paper shows through
        yellow[:, : int(0.2 * width)] = 0  # the axis' labels
        yellow[:, int(0.85 * width) :] = 0  # and the dot
        rows, columns = np.nonzero(yellow > 0.97 * yellow.max())
        mean, std = fit_normal(data)
        across, down = normal.spot(mean, math.log(std))
        assert np.median(columns) / width == pytest.approx(across, abs=0.04)
        assert np.median(rows) / height == pytest.approx(down, abs=0.04)


def test_every_number_stands_on_its_place(normal):
    pixels, top = normal.pixels(normal.canvas(0)), 1.2 * 0.7**-1 / math.sqrt(2 * math.pi)
    for x in DATA:
        across, down = normal.spot(x, 0, top)
        row, column = round(down * pixels.shape[0]), round(across * pixels.shape[1])
        assert near(pixels[row - 1 : row + 2, column - 1 : column + 2], (0, 114, 178)).any()


def test_two_views_of_one_figure_count_the_same_steps(bench):
    def twice(states):
        for record in states.values():
            assert record["state"]["_esm"].rstrip().endswith("export default { render };")
            record["state"]["_esm"] = record["state"]["_esm"].replace(
                "export default { render };",
                "export default { render: ({ model, el }) => { render({ model, el }); render({ model, el }); } };",
            )

    page = bench(MleFitter(), change=twice)
    one, other = (Fitter(root) for root in page.locator('[data-widget="mle-fitter"]').all())
    for view, steps in ((one, "1"), (other, "2"), (one, "3")):
        view.click("step")
        assert [one.exact("step"), other.exact("step")] == [steps, steps]
        assert one.parts() == other.parts()
    other.type("place-number", 3.21)
    assert [one.exact("step"), other.exact("step")] == ["0", "0"]


def test_a_mixture_is_said_to_have_no_best_and_the_likelihood_has_none(mixture):
    mixture.click("solve")
    assert "no best mixture" in mixture.root.inner_text() and "stds stop at 0.1" in mixture.root.inner_text()
    x = torch.tensor(DATA, dtype=torch.float64)
    models = [Mixture((0.5, 0.5), (DATA[0], 0.0), (std, 1.5)) for std in (1e-2, 1e-4, 1e-8, 1e-16)]
    narrow = [float(model.log_prob(x).sum()) for model in models]
    assert narrow == sorted(narrow) and narrow[-1] > narrow[0] + 25
