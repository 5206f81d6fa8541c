"""FrechetByHand on a page: every handle and control, and every number against the Python package's."""

import numpy as np
import pytest

from gan_utils.widgets import FrechetByHand

from .conftest import write_bench
from .widget import Widget

SHAPES = ["gaussian", "ring", "two_clumps", "four_clumps"]
BOXES = {
    "mean-x": ("mean", 0),
    "mean-y": ("mean", 1),
    "sigma-1": ("stds", 0),
    "sigma-2": ("stds", 1),
    "angle": ("angle",),
}
FIRST = {
    "real": {"mean": [-0.9, -0.4], "stds": [1.3, 0.5], "angle": 40.0},
    "generated": {"mean": [0.8, 0.5], "stds": [1.0, 0.35], "angle": -50.0},
}
READOUTS = ("mean-term", "covariance-term", "distance", "estimate", "average-estimate")


class Frechet(Widget):
    """The widget, with what its boxes say."""

    def gaussian(self, which):
        x, y, one, other, angle = (float(self.control(f"{which}-{name}").input_value()) for name in BOXES)
        return {"mean": [x, y], "stds": [one, other], "angle": angle}

    def twin(self):
        """The Python widget with the numbers that the page's controls show."""
        traits = {f"{w}_{part}": value for w in FIRST for part, value in self.gaussian(w).items()}
        count, seed = (int(self.control(name).input_value()) for name in ("count-number", "seed"))
        return FrechetByHand(shape=self.control("shape").input_value(), count=count, seed=seed, **traits)

    def agrees(self):
        """All read-outs are Python's for what the controls show."""
        twin = self.twin()
        apart = np.array(twin.real_mean) - twin.generated_mean
        means, distance, estimates = float(apart @ apart), twin.distance(), twin.estimates()
        expected = [means, distance - means, distance, estimates[0], estimates.mean()]
        np.testing.assert_allclose([self.number(name) for name in READOUTS], expected, rtol=0, atol=1e-7)
        assert "NaN" not in self.root.inner_text()

    def stands(self, **gaussians):
        """The boxes show these Gaussians, the others as they are at first, and the read-outs agree."""
        for which, first in FIRST.items():
            assert self.gaussian(which) == first | gaussians.get(which, {}), which
        self.agrees()

    def middle(self, handle):
        box = self.control(handle).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def scale(self):
        """Pixels in a unit of the plane."""
        return (self.canvas().evaluate("(canvas) => canvas.clientWidth") - 56) / 10

    def pull(self, handle, right, up):
        """Drags a handle by so much of the plane, in three moves, from a place beside its middle."""
        self.control(handle).scroll_into_view_if_needed()
        x, y = self.middle(handle)
        x, y = x + 4, y - 3
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for share in (0.3, 1.2, 1):
            self.page.mouse.move(x + share * right * self.scale(), y - share * up * self.scale())
        self.page.mouse.up()


@pytest.fixture(scope="module")
def page(site, shared_visits, tmp_path_factory):
    address = write_bench(site, tmp_path_factory.mktemp("frechet") / "bench.html", [FrechetByHand()])
    return shared_visits(address, viewport={"width": 900, "height": 1200})


@pytest.fixture
def shown(page):
    widget = Frechet(page.locator('[data-widget="frechet-by-hand"]'))
    widget.click("reset")
    widget.settle()
    return widget


# Numbers.


def test_the_first_view_shows_two_gaussians_apart(bench):
    widget = Frechet(bench(FrechetByHand()).locator('[data-widget="frechet-by-hand"]'))
    widget.stands()
    assert widget.number("mean-term") > 1 and widget.number("covariance-term") > 1


@pytest.mark.parametrize("which", FIRST)
@pytest.mark.parametrize(
    ("name", "value", "beyond", "end"),
    [
        ("mean-x", -1.25, 9, 2.5),
        ("mean-y", 2, -3, -2.5),
        ("sigma-1", 0.8, 0, 0.2),
        ("sigma-2", 1.2, 7, 1.5),
        ("angle", 135, -300, -180),
    ],
)
def test_each_box_sets_its_number_and_is_kept_in_its_range(shown, which, name, value, beyond, end):
    before = shown.picture(0)
    part, *place = BOXES[name]
    for typed, kept in ((value, value), (beyond, end), ("", end)):
        shown.type(f"{which}-{name}", typed)
        old = FIRST[which][part]
        new = [kept if k == place[0] else number for k, number in enumerate(old)] if place else kept
        shown.stands(**{which: {part: new}})
    assert shown.picture(0) != before


@pytest.mark.parametrize("shape", SHAPES)
def test_another_shape_leaves_the_distance_and_changes_the_points(shown, shape):
    distance, picture = shown.exact("distance"), shown.picture(0)
    shown.choose(shape=shape)
    shown.stands()
    assert shown.exact("distance") == distance
    if shape != "gaussian":
        assert shown.picture(0) != picture
        assert "the distance is as before" in shown.root.inner_text()


def test_count_and_seed_change_the_samples_and_their_estimates_alone(shown):
    known = {shown.exact("estimate")}
    distance = shown.exact("distance")
    for change in (
        lambda: shown.slide("count", 20),
        lambda: shown.type("count-number", 1503),
        lambda: shown.type("seed", 7),
        lambda: shown.slide("count", 2000),
    ):
        picture = shown.picture(0)
        change()
        shown.stands()
        assert shown.exact("estimate") not in known and shown.picture(0) != picture
        known.add(shown.exact("estimate"))
    assert shown.exact("distance") == distance
    shown.type("count-number", 3)
    shown.type("seed", 2**33)
    assert shown.twin().count == 20 and shown.control("seed").input_value() == str(2**32 - 1)
    shown.agrees()


def test_equal_gaussians_are_0_apart_whatever_the_shape_and_their_estimate_falls_with_n(shown):
    shown.click("equal")
    shown.stands(generated=FIRST["real"])
    assert shown.text("distance") == shown.text("covariance-term") == "0"
    shown.choose(shape="ring")
    shown.stands(generated=FIRST["real"])
    assert shown.text("distance") == "0" and "the distance is still 0" in shown.root.inner_text()
    averages = []
    for count in (20, 200, 2000):
        shown.slide("count", count)
        averages.append(shown.number("average-estimate"))
        assert shown.number("estimate") > 0
    assert averages[0] > 5 * averages[1] > 25 * averages[2]


def test_reset_puts_everything_back(shown):
    picture = shown.picture(0)
    shown.choose(shape="four_clumps")
    shown.slide("count", 1000)
    shown.type("seed", 3)
    shown.click("equal")
    shown.click("reset")
    shown.stands()
    assert shown.picture(0) == picture


def test_all_traits_are_taken_up(bench):
    given = FrechetByHand(
        real_mean=[2.5, -2.5],
        real_stds=[0.2, 1.5],
        real_angle=180,
        generated_mean=[-2, 1.125],
        generated_stds=[1.5, 1.5],
        generated_angle=-33.25,
        shape="two_clumps",
        count=123,
        seed=9,
    )
    widget = Frechet(bench(given).locator('[data-widget="frechet-by-hand"]'))
    widget.agrees()
    assert widget.number("distance") == pytest.approx(given.distance(), abs=1e-7)
    assert widget.number("estimate") == pytest.approx(given.estimates()[0], abs=1e-7)


# The handles.


@pytest.mark.parametrize("which", FIRST)
def test_the_centre_is_dragged_by_as_much_as_the_pointer_moves(shown, which):
    x, y = FIRST[which]["mean"]
    shown.pull(f"{which}-centre", 0.9, -1.1)
    mean = shown.gaussian(which)["mean"]
    assert mean == pytest.approx([x + 0.9, y - 1.1], abs=0.03)
    shown.stands(**{which: {"mean": mean}})
    shown.pull(f"{which}-centre", 9, 9)
    shown.stands(**{which: {"mean": [2.5, 2.5]}})


@pytest.mark.parametrize("which", FIRST)
def test_the_first_axis_is_dragged_to_turn_and_to_stretch(shown, which):
    gaussian = FIRST[which]
    angle = np.radians(gaussian["angle"])
    end = 2 * gaussian["stds"][0] * np.array([np.cos(angle), np.sin(angle)])
    shown.pull(f"{which}-axis-1", *(np.array([-1.6, 1.2]) - end))
    found = shown.gaussian(which)
    assert found["stds"] == [pytest.approx(1, abs=0.03), gaussian["stds"][1]]
    assert found["angle"] == pytest.approx(180 - 36.87, abs=1.5)
    shown.stands(**{which: found | {"mean": gaussian["mean"]}})


@pytest.mark.parametrize("which", FIRST)
def test_the_second_axis_is_dragged_to_stretch_alone(shown, which):
    gaussian = FIRST[which]
    angle = np.radians(gaussian["angle"] + 90)
    shown.pull(f"{which}-axis-2", 0.8 * np.cos(angle), 0.8 * np.sin(angle))
    found = shown.gaussian(which)["stds"]
    assert found == [gaussian["stds"][0], pytest.approx(gaussian["stds"][1] + 0.4, abs=0.03)]
    shown.stands(**{which: {"stds": found}})


@pytest.mark.parametrize("which", FIRST)
def test_every_handle_is_moved_by_the_arrow_keys_which_do_not_turn_the_page(shown, which):
    shown.page.evaluate("() => { window.heard = 0; window.onkeydown = () => { window.heard += 1; }; }")
    (x, y), (one, other), angle = (FIRST[which][part] for part in ("mean", "stds", "angle"))
    for handle, keys in (("centre", "RRUD D"), ("axis-1", "URRL"), ("axis-2", "UURLD")):
        shown.control(f"{which}-{handle}").focus()
        for key in keys.replace(" ", ""):
            way = {"R": "Right", "L": "Left", "U": "Up", "D": "Down"}[key]
            shown.page.keyboard.press(f"Arrow{way}")
    expected = {
        "mean": [pytest.approx(x + 0.2), pytest.approx(y - 0.1)],
        "stds": [pytest.approx(one + 0.05), pytest.approx(other + 0.05)],
        "angle": angle - 5,
    }
    assert shown.gaussian(which) == expected
    shown.agrees()
    assert shown.page.evaluate("window.heard") == 0


def test_handles_stand_where_the_gaussians_are_and_never_leave_the_picture(shown):
    box = shown.canvas().bounding_box()
    wide, tall = box["width"] - 56, box["height"] - 42
    middle = box["x"] + 48 + wide / 2, box["y"] + 8 + tall / 2
    for which, (x, y) in (("real", (-0.9, -0.4)), ("generated", (0.8, 0.5))):
        expected = middle[0] + x * shown.scale(), middle[1] - y * shown.scale()
        assert shown.middle(f"{which}-centre") == pytest.approx(expected, abs=1)
    for name, value in {"mean-x": 2.5, "mean-y": 2.5, "sigma-1": 1.5, "angle": 60}.items():
        shown.type(f"real-{name}", value)
    shown.settle()
    assert shown.middle("real-axis-1")[1] == pytest.approx(shown.canvas().bounding_box()["y"] + 8, abs=1)
    shown.pull("real-axis-1", 0, -2)
    assert shown.gaussian("real")["stds"][0] < 1.5
    shown.agrees()


# Looks.


def near(pixels, colour):
    return (np.abs(pixels[..., :3].astype(int) - colour).max(axis=-1) < 8) & (pixels[..., 3] > 200)


def test_the_bars_are_the_terms_and_the_estimate(shown):
    pixels = shown.pixels(shown.canvas(1))
    tall, wide = pixels.shape[:2]
    upper, lower = (pixels[round(30 + (tall - 64) * share)] for share in (0.25, 0.75))
    green, purple, yellow = near(upper, (0, 158, 115)), near(upper, (180, 85, 141)), near(lower, (230, 159, 0))
    unit = (wide - 56) / 5  # the scale ends at 5
    lengths = [colour.sum() / unit for colour in (green, purple, yellow)]
    expected = [shown.number(name) for name in ("mean-term", "covariance-term", "estimate")]
    assert lengths == pytest.approx(expected, abs=0.04)
    assert np.flatnonzero(green).max() < np.flatnonzero(purple).min() + 2


def test_samples_of_a_ring_leave_its_middle_empty(shown):
    shown.click("equal")
    for name, value in {"mean-x": 0, "mean-y": 0, "sigma-1": 1.5, "sigma-2": 1.5}.items():
        shown.type(f"generated-{name}", value)
        shown.type(f"real-{name}", -2.5 if name == "mean-x" else 0.2)
    shown.slide("count", 2000)
    dots = {}
    for shape in ("gaussian", "ring"):
        shown.choose(shape=shape)
        pixels = shown.pixels(shown.canvas())
        row, column, step = 8 + (pixels.shape[0] - 42) // 2, 48 + (pixels.shape[1] - 56) // 2, round(shown.scale())
        patch = pixels[row + step // 3 : row + step, column - step : column - step // 3]
        dots[shape] = np.mean(patch[..., 3] > 180)  # the ellipse is a tint
    assert dots["gaussian"] > 0.1 and dots["ring"] < 0.02


def test_a_unit_is_as_long_across_as_up(shown):
    """Circles are circles: the distance is about geometry."""
    for width in (390, 1280):
        shown.page.set_viewport_size({"width": width, "height": 900})
        shown.type("real-mean-x", 0)
        shown.type("real-mean-y", 0)
        shown.settle()
        x, y = shown.middle("real-centre")
        shown.type("real-mean-x", 2)
        shown.settle()
        across = shown.middle("real-centre")[0] - x
        shown.type("real-mean-x", 0)
        shown.type("real-mean-y", 2)
        shown.settle()
        assert y - shown.middle("real-centre")[1] == pytest.approx(across, abs=1) and across > 50
    shown.page.set_viewport_size({"width": 900, "height": 1200})


def test_it_says_what_the_distance_is_made_of(shown):
    shown.click("tell")
    assert shown.text("tells") == (
        "The Fréchet distance is 4.853: 3.7 of the means and 1.153 of the covariances. From 300 samples of each, the "
        "FID is 4.882, in 20 draws 4.822 on average. Mean and covariance are all there is to know of a Gaussian."
    )


def test_a_finger_drags_a_handle_upwards_too(bench):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    widget = Frechet(bench(FrechetByHand(), **phone).locator('[data-widget="frechet-by-hand"]'))
    touch = widget.page.context.new_cdp_session(widget.page)
    x, y = widget.middle("real-centre")
    for kind, down in (("touchStart", 0), ("touchMove", -15), ("touchMove", -30), ("touchEnd", None)):
        points = [] if down is None else [{"x": x, "y": y + down}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    widget.settle()
    assert widget.gaussian("real")["mean"] == pytest.approx([-0.9, -0.4 + 30 / widget.scale()], abs=0.05)
