"""LatentWalk on the built page: PyTorch's pictures, and latent points as gan_utils.latent has them."""

import json
import statistics

import numpy as np
import pytest
import torch

from gan_utils import latent, pretrained
from gan_utils.seeded import normals

CHAPTER = "book/01_dcgan.html"
LARGEST_STRIP = 12


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
    """The newest picture on the strip, grey, shape (32, 32), 0 to 255."""
    pixels = widget.pixels(widget.root.locator(".gan-strip canvas").last)
    assert (pixels[..., 3] == 255).all() and (pixels[..., 0] == pixels[..., 1]).all()
    return pixels[..., 0].astype(float)


def assert_torch_draws_the_same(widget, generator):
    with torch.no_grad():
        image = generator(torch.as_tensor(z_of(widget)[None], dtype=torch.float32))[0, 0].numpy()
    drawn = newest(widget)
    assert drawn.std() > 20, "a flat picture"
    assert np.abs(drawn - (image + 1) * 127.5).max() <= 2


def strip(widget):
    return widget.root.locator(".gan-strip canvas").count()


def test_the_pictures_are_pytorchs(walker, generator):
    assert_torch_draws_the_same(walker, generator)
    for position in (0, 0.2, 0.61, 1):
        walker.slide("position", position)
        assert_torch_draws_the_same(walker, generator)
    walker.type("seed", 4294967295)
    assert_torch_draws_the_same(walker, generator)


def test_the_large_picture_is_the_newest_of_the_strip(walker):
    large = walker.pixels(walker.canvas(1))[..., 0]
    side = len(large)
    middles = ((np.arange(32) + 0.5) * side / 32).astype(int)
    np.testing.assert_allclose(large[np.ix_(middles, middles)], newest(walker), atol=1)


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
        walker.control("add").click()
        assert str(number) in walker.text("path")
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


def test_the_strip_grows_with_every_picture_and_keeps_the_last(walker):
    assert strip(walker) == 1
    for number in range(2, LARGEST_STRIP + 4):
        walker.control("step").click()
        assert strip(walker) == min(number, LARGEST_STRIP)


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
    assert walker.control("play").inner_text() == "Play" and strip(walker) == 1
    assert walker.control("view").input_value() == "triangle" and walker.control("position").input_value() == "0"
    np.testing.assert_array_equal(z_of(walker), first)


def test_the_strip_is_saved_as_one_picture(walker, tmp_path):
    for _ in range(4):
        walker.control("step").click()
    with walker.page.expect_download() as waited:
        walker.control("save").click()
    file = tmp_path / waited.value.suggested_filename
    waited.value.save_as(file)
    content = file.read_bytes()
    assert file.suffix == ".png" and content[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")) == (5 * 64, 64)


def test_from_a_server_the_pictures_are_the_same_and_z_is_copied_as_numbers(visits, server, find, generator):
    page = visits(server + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = find(page, "latent-walk")
    assert_torch_draws_the_same(widget, generator)
    widget.control("copy").click()
    copied = json.loads(page.evaluate("navigator.clipboard.readText()"))
    np.testing.assert_array_equal(copied, z_of(widget))
    assert len(copied) == 64


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
