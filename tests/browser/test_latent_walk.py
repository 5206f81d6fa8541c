"""LatentWalk on the built page: PyTorch's pictures, and latent points as gan_utils.latent has them."""

import json
import statistics
from urllib.parse import quote

import numpy as np
import pytest
import torch
from PIL import Image

from gan_utils import latent, pretrained
from gan_utils.seeded import normals

from .conftest import write_bench
from .figures import FIGURES
from .widget import Widget

CHAPTER = "book/01_dcgan.html"
FRAMES = 12  # pictures on the strip


@pytest.fixture(scope="module")
def generator():
    return pretrained.load("dcgan-digits")


@pytest.fixture
def walker(chapters, find):
    """The chapter's latent walk at seed 0, by slerp, at its first place in the triangle."""
    widget = find(chapters("01_dcgan").page(), "latent-walk")
    widget.type("seed", 0)
    widget.choose(method="slerp")
    widget.click("reset")
    return widget


def z_of(widget):
    return np.array(json.loads(widget.exact("z")))


def corners_of(seed, width=64):
    return normals(seed, 3 * width).reshape(3, width)


def along(method, path, legs):
    """The point so many legs along a path."""
    leg = min(int(legs), len(path) - 2)
    return latent.PATHS[method](path[leg], path[leg + 1], legs - leg)


def newest(widget):
    """The large picture, grey, shape (32, 32), 0 to 255: its pixels are squares."""
    pixels = widget.pixels(widget.control("image"))
    middles = ((np.arange(32) + 0.5) * len(pixels) / 32).astype(int)
    pixels = pixels[np.ix_(middles, middles)]
    assert (pixels[..., 3] == 255).all() and (pixels[..., 0] == pixels[..., 1]).all()
    return pixels[..., 0].astype(float)


def generated(generator, z):
    """What PyTorch draws, 0 to 255."""
    with torch.no_grad():
        return (generator(torch.as_tensor(z[None], dtype=torch.float32))[0, 0].numpy() + 1) * 127.5


def assert_torch_draws_the_same(widget, generator):
    drawn = newest(widget)
    assert drawn.std() > 20, "a flat picture"
    assert np.abs(drawn - generated(generator, z_of(widget))).max() <= 2


def saved_strip(widget, tmp_path):
    """The strip as its file has it, (FRAMES, 64, 64), 0 to 255."""
    with widget.page.expect_download() as waited:
        widget.reach("save").click()
    file = tmp_path / waited.value.suggested_filename
    waited.value.save_as(file)
    assert file.suffix == ".png"
    pixels = np.asarray(Image.open(file).convert("L")).astype(float)
    assert pixels.shape == (64, FRAMES * 64)
    return np.stack(np.split(pixels, FRAMES, axis=1))


def scrub(widget, *shares):
    """Drags over the strip, from share to share of the path."""
    strip = widget.control("strip")
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    spots = [box["x"] + box["width"] * (0.5 + share * (FRAMES - 1)) / FRAMES for share in shares]
    widget.page.mouse.move(spots[0], box["y"] + 20)
    widget.page.mouse.down()
    for spot in spots[1:]:
        widget.page.mouse.move(spot, box["y"] + 20)
    widget.page.mouse.up()


def test_the_pictures_are_pytorchs(walker, generator):
    assert_torch_draws_the_same(walker, generator)
    for position in (0, 0.2, 0.61, 1):
        walker.slide("position", position)
        assert_torch_draws_the_same(walker, generator)
    walker.type("seed", 4294967295)
    assert_torch_draws_the_same(walker, generator)


def test_the_triangle_is_filled_with_pictures(walker):
    walker.page.wait_for_timeout(300)  # it is filled a few pictures a frame
    pixels = walker.pixels(walker.canvas(0))
    height, width = pixels.shape[:2]
    for across, down in ((0.5, 0.1), (0.1, 0.9), (0.9, 0.9), (0.5, 0.6)):
        y, x, reach = int(down * height), int(across * width), height // 20
        assert pixels[y - reach : y + reach, x - reach : x + reach, :3].std() > 10


@pytest.mark.parametrize("seed", [0, 7, 4294967295])
def test_the_corners_are_the_seeds_normal_numbers(walker, seed):
    """The path runs from corner to corner and back, so that its thirds are corners."""
    walker.type("seed", seed)
    a, b, c = corners_of(seed)
    for position, corner in ((0, a), (1, a)):
        walker.slide("position", position)
        np.testing.assert_allclose(z_of(walker), corner, rtol=0, atol=1e-12)
    for across, down, corner in ((0.5, 0.001, a), (0.001, 0.999, b), (0.999, 0.999, c)):
        walker.drag(0, (0.5, 0.5), (across, down))
        np.testing.assert_allclose(z_of(walker), corner, rtol=0, atol=1e-12)


@pytest.mark.parametrize("method", ["slerp", "lerp"])
def test_the_path_is_that_of_the_package(walker, method):
    walker.choose(method=method)
    a, b, c = corners_of(0)
    for position in (0, 0.1, 0.25, 0.335, 0.5, 0.665, 0.835, 0.995, 1):
        walker.slide("position", position)
        expected = along(method, [a, b, c, a], 3 * position)
        np.testing.assert_allclose(z_of(walker), expected, rtol=0, atol=1e-12)
        assert walker.number("norm") == pytest.approx(float(np.linalg.norm(expected)), rel=1e-12)
        assert walker.control("view").input_value() == "path"


def test_slerp_keeps_the_length_that_lerp_loses(walker):
    walker.slide("position", 0.165)
    turned = walker.number("norm"), z_of(walker)
    walker.choose(method="lerp")
    assert not np.allclose(z_of(walker), turned[1])
    assert walker.number("norm") < 0.85 * turned[0]
    assert walker.number("typical-norm") == 8 and abs(turned[0] - 8) < 1.5


def test_the_place_in_the_triangle_is_the_blend_of_its_corners(walker):
    a, b, c = corners_of(0)
    expected = latent.slerp(latent.slerp(a, b, 0.3 / 0.7), c, 0.3)
    np.testing.assert_allclose(z_of(walker), expected, rtol=0, atol=1e-12)
    walker.choose(method="lerp")
    np.testing.assert_allclose(z_of(walker), 0.4 * a + 0.3 * b + 0.3 * c, rtol=0, atol=1e-12)


def test_dragging_moves_the_point_and_comes_back_to_the_triangle(walker):
    seen = [z_of(walker)]
    walker.slide("position", 0.5)
    for place in ((0.5, 0.3), (0.4, 0.6), (0.6, 0.8)):
        walker.drag(0, (0.5, 0.5), place)
        seen.append(z_of(walker))
        assert walker.control("view").input_value() == "triangle"
    assert len({tuple(z) for z in seen}) == 4
    picture = walker.picture(0)
    walker.page.mouse.move(5, 5)
    assert walker.picture(0) == picture and (z_of(walker) == seen[-1]).all()


def test_arrow_keys_move_the_point(walker):
    walker.control("plane").focus()
    start, seen = z_of(walker), []
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"):
        walker.page.keyboard.press(key)
        seen.append(z_of(walker))
    assert not np.allclose(seen[0], start) and not np.allclose(seen[2], start)
    np.testing.assert_allclose(seen[1], start, atol=1e-9)
    np.testing.assert_allclose(seen[3], start, atol=1e-9)
    walker.page.keyboard.press("x")
    assert (z_of(walker) == seen[3]).all()


def test_a_path_through_ones_own_points(walker):
    points = []
    for number, place in enumerate(((0.5, 0.2), (0.3, 0.8), (0.7, 0.8), (0.5, 0.5)), start=1):
        walker.drag(0, (0.5, 0.5), place)
        points.append(z_of(walker))
        walker.reach("add").click()
        assert ("One" if number == 1 else str(number)) in walker.text("path")
    for i, point in enumerate(points):
        walker.slide("position", round(i / 3 / 0.005) * 0.005)
        share = 3 * float(walker.control("position").input_value())
        np.testing.assert_allclose(z_of(walker), along("slerp", points, share), rtol=0, atol=1e-9)
        assert np.abs(z_of(walker) - point).max() < 0.1
    walker.control("new-corners").click()
    assert "corner" in walker.text("path")


def test_a_seed_out_of_range_is_clamped_and_none_is_undone(walker):
    for typed, kept in ((1e12, 4294967295), (2.4, 2), (1.8, 2), ("", 2), (0, 0), (-3, 0)):
        walker.type("seed", typed)
        assert walker.control("seed").input_value() == str(kept)


def test_new_corners_are_those_of_the_next_seed_and_after_the_last_comes_the_first(walker):
    before = z_of(walker), walker.picture(0)
    walker.control("new-corners").click()
    assert walker.control("seed").input_value() == "1"
    assert not np.allclose(z_of(walker), before[0]) and walker.picture(0) != before[1]
    walker.type("seed", 4294967295)
    walker.control("new-corners").click()
    assert walker.control("seed").input_value() == "0"
    np.testing.assert_array_equal(z_of(walker), before[0])


@pytest.mark.parametrize("method", ["slerp", "lerp"])
def test_the_strip_has_twelve_pictures_evenly_over_the_whole_path(walker, generator, method, tmp_path):
    """Not the last moments of a walk: whatever was played, the strip shows where the path leads."""
    walker.choose(method=method)
    walker.play(0.6)
    walker.page.wait_for_timeout(500)  # it is filled a few pictures a frame
    a, b, c = corners_of(0)
    for i, picture in enumerate(saved_strip(walker, tmp_path)):
        expected = generated(generator, along(method, [a, b, c, a], 3 * i / (FRAMES - 1)))
        assert np.abs(picture[::2, ::2] - expected).max() <= 2, i


def test_a_drag_over_the_strip_goes_along_the_path(walker):
    assert not walker.shows("position"), "it says a place on the path, and the ring is not there"
    scrub(walker, 0.1, 0.25, 0.5)
    assert walker.control("view").input_value() == "path" and walker.shows("position")
    assert float(walker.control("position").input_value()) == 0.5
    np.testing.assert_allclose(z_of(walker), latent.slerp(*corners_of(0)[1:], 0.5), rtol=0, atol=1e-12)


def ring(widget):
    """Where the ring is drawn on the triangle, as shares of its width and height."""
    weights = json.loads(widget.exact("where"))
    width, height = widget.control("plane").evaluate("(e) => [e.clientWidth, e.clientHeight]")
    edge = min(width, height) / 6 / 1.6
    corners = np.array([[width / 2, edge], [edge, height - edge], [width - edge, height - edge]])
    x, y = np.array(weights) @ corners
    return x / width, y / height


def test_the_ring_moves_along_the_edge_of_the_triangle_while_the_path_is_walked(walker):
    """And it is drawn there: what lies under it in the picture changes."""
    colour = None
    for position, place in ((0, [1, 0, 0]), (1 / 6, [0.5, 0.5, 0]), (0.5, [0, 0.5, 0.5]), (5 / 6, [0.5, 0, 0.5])):
        walker.slide("position", round(position / 0.005) * 0.005)
        np.testing.assert_allclose(json.loads(walker.exact("where")), place, atol=0.02)
        pixels = walker.pixels(walker.control("plane"))
        height, width = pixels.shape[:2]
        x, y = ring(walker)
        around = pixels[int(y * height) - 12 : int(y * height) + 13, int(x * width) - 12 : int(x * width) + 13, :3]
        colours, counts = np.unique(around[np.ptp(around, axis=2) > 100], axis=0, return_counts=True)
        assert counts.max() > 60, position
        colour = colour or tuple(colours[counts.argmax()])
        assert tuple(colours[counts.argmax()]) == colour
    walker.drag(0, (0.5, 0.5), (0.5, 0.4))
    assert not walker.shows("position")


def test_step_play_pause_and_reset(walker):
    first = z_of(walker)
    walker.control("step").click()
    assert float(walker.control("position").input_value()) == 0.025
    walker.play(3)  # a quarter of a turn of 12 seconds
    assert float(walker.control("position").input_value()) == pytest.approx(0.275, abs=0.01)
    assert walker.control("play").inner_text() == "Play"
    walker.control("play").click()
    assert walker.control("play").inner_text() == "Pause"
    walker.page.wait_for_timeout(300)
    moved = float(walker.control("position").input_value())
    assert moved > 0.275
    walker.control("reset").click()
    assert walker.control("play").inner_text() == "Play"
    assert walker.control("view").input_value() == "triangle" and walker.control("position").input_value() == "0"
    np.testing.assert_array_equal(z_of(walker), first)


def test_from_a_server_the_pictures_are_the_same_and_z_is_copied_as_numbers(visits, server, find, generator):
    page = visits(server + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = find(page, "latent-walk")
    assert_torch_draws_the_same(widget, generator)
    widget.reach("copy").click()
    copied = json.loads(page.evaluate("navigator.clipboard.readText()"))
    np.testing.assert_array_equal(copied, z_of(widget))
    assert len(copied) == 64


def reached(walker, path):
    """Chooses these places as points of a path."""
    for place in path:
        walker.drag(0, (0.5, 0.5), place)
        walker.reach("add").click()


def test_one_point_or_the_same_point_twice_is_no_path_and_the_card_says_so(walker):
    reached(walker, [(0.5, 0.4)])
    first = z_of(walker)
    assert walker.text("path").startswith("One chosen point is no path yet, so Play stays there")
    walker.play(1)
    np.testing.assert_allclose(z_of(walker), first, rtol=0, atol=1e-12)
    walker.drag(0, (0.5, 0.5), (0.5, 0.4))
    walker.control("add").click()
    assert walker.text("path") == "The path ends here already: move the ring first."
    for number in range(11):
        reached(walker, [(0.3 + 0.03 * number, 0.7)])
    assert walker.text("path").startswith("The path through 12 chosen points")
    assert not walker.shows("add"), "it would do nothing"
    walker.control("forget").click()
    assert "corner" in walker.text("path") and walker.shows("add") and not walker.shows("forget")


def test_it_says_where_the_ring_is_and_how_long_the_points_of_the_path_are(walker):
    def told():
        walker.click("tell")
        return walker.text("tells")

    assert "mixes the corners: 40\xa0% top, 30\xa0% left, 30\xa0% right" in told()
    walker.choose(method="lerp")
    walker.slide("position", 0.165)
    a, b, c = corners_of(0)
    lengths = [np.linalg.norm(along("lerp", [a, b, c, a], 3 * i / 72)) for i in range(73)]
    words = told()
    assert "The ring is 50\xa0% of the way from top to left, by lerp" in words
    assert f"{np.linalg.norm(z_of(walker)):.3g} long, shorter than a typical draw, 8." in words
    assert f"from {min(lengths):.3g} to {max(lengths):.3g}." in words


LINK = "#latent-walk="


@pytest.fixture
def linked(site, visits, tmp_path):
    """``linked(part)``: a small walk that is opened by a link."""
    address = write_bench(site, tmp_path / "walk.html", [FIGURES["latent-walk"].make(seed=5)])
    return lambda part, **options: Widget(visits(address + part, **options).locator("[data-widget]"))


def test_a_link_holds_the_ring_and_the_path(linked):
    path = [[0.8, 0.1, 0.1], [0.2, 0.5, 0.3], [0, 0.1, 0.9]]
    part = quote(json.dumps(path, separators=(",", ":")))
    widget = linked(f"{LINK}view:path,position:0.5,path:{part},weights:{quote('[0.2,0.2,0.6]')}")
    assert json.loads(widget.exact("where")) == path[1] and widget.text("path").startswith("The path through 3 chosen")
    widget.choose(view="triangle")
    assert json.loads(widget.exact("where")) == [0.2, 0.2, 0.6]
    widget.click("reset")
    assert json.loads(widget.exact("where")) == [0.4, 0.3, 0.3] and "corner" in widget.text("path")


BAD = ("[]", "[1,1,1]", "[2,-1,0]", "[0.5,0.5]", '["a",0,1]', "[null,0,1]", "7", "{}", "[[1,0,0]]")


@pytest.mark.parametrize("name", ["weights", "path"])
def test_a_link_that_holds_no_place_is_refused_in_words(linked, name, subtests):
    bad = BAD[:-1] if name == "weights" else [f"[{each}]" for each in BAD[:-1]]
    for text in (*bad, json.dumps([[1, 0, 0]] * 13)):
        with subtests.test(text=text):
            widget = linked(f"{LINK}{name}:{quote(text)}")
            assert widget.text("tells").startswith(f"This link cannot be read in full ({name}:")
            assert json.loads(widget.exact("where")) == [0.4, 0.3, 0.3] and "corner" in widget.text("path")


def test_a_finger_takes_hold_of_the_ring_and_elsewhere_scrolls(linked):
    widget = linked("", viewport={"width": 390, "height": 844}, has_touch=True)
    taken = widget.control("plane").evaluate(
        """(canvas, spots) => spots.map(([x, y]) => {
          const box = canvas.getBoundingClientRect();
          const at = { clientX: box.left + x * box.width, clientY: box.top + y * box.height };
          const touch = new Touch({ identifier: 1, target: canvas, ...at });
          const made = new TouchEvent("touchstart", { touches: [touch], cancelable: true, bubbles: true });
          return !canvas.dispatchEvent(made);
        })""",
        [ring(widget), (0.5, 0.1), (0.2, 0.9)],
    )
    assert taken == [True, False, False]


def test_a_picture_takes_less_than_a_frame(walker):
    spent = walker.control("position").evaluate(
        """(range) => Array.from({ length: 200 }, (_, i) => {
          range.value = ((i + 1) % 200) / 200;
          range.dispatchEvent(new Event("input", { bubbles: true }));
          const root = range.closest("[data-widget]");
          return Number(root.querySelector('[data-readout="milliseconds"]').dataset.value);
        })"""
    )
    print(f"\nmilliseconds a picture: {statistics.median(spent):.1f}")
    assert len(spent) == 200 and statistics.median(spent) <= 16
