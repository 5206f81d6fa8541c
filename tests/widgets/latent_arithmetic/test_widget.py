"""LatentArithmetic in Python: what it refuses, which faces it begins with, and its results in closed form."""

import math

import numpy as np
import pytest
import torch

from gan_utils import pretrained
from gan_utils.models import READ, AttributeReader, DCGANDiscriminator, DCGANGenerator
from gan_utils.seeded import LARGEST_SEED, normals, uniforms
from gan_utils.widgets import LatentArithmetic, LatentWalk
from gan_utils.widgets.latent_arithmetic.recipes import FILLED, RECIPES, choose
from gan_utils.widgets.latent_arithmetic.widget import STREAM, WALL
from gan_utils.widgets.packed.networks import pack_attribute_reader

Z_DIM = 8


def make(**traits):
    trays = {"a": [0, 5], "b": [1], "c": [2, 30, 423]}
    return LatentArithmetic(DCGANGenerator(Z_DIM, 3, 32, 4), AttributeReader(32), **(trays | traits))


def point(place, seed=0):
    return normals(seed, (place + 1) * Z_DIM)[-Z_DIM:]


@pytest.mark.parametrize("thing", [None, "dcgan-faces", AttributeReader(32), DCGANDiscriminator(width=2)])
def test_what_is_no_generator_is_refused(thing):
    with pytest.raises(ValueError, match=f"must be a DCGANGenerator, not {type(thing).__name__}"):
        LatentArithmetic(thing, AttributeReader(32))


def test_a_generator_of_grey_images_is_refused():
    with pytest.raises(ValueError, match="3 channels, not 1"):
        LatentArithmetic(DCGANGenerator(Z_DIM, 1, 32, 4), AttributeReader(32))


@pytest.mark.parametrize("thing", [None, "attribute-reader", DCGANGenerator(Z_DIM, 3, 32, 4)])
def test_what_is_no_reader_is_refused(thing):
    with pytest.raises(ValueError, match=f"must be an AttributeReader, not {type(thing).__name__}"):
        LatentArithmetic(DCGANGenerator(Z_DIM, 3, 32, 4), thing)


@pytest.mark.parametrize(("size", "other"), [(32, 64), (64, 32)])
def test_a_reader_of_another_size_is_refused(size, other):
    with pytest.raises(ValueError, match=f"size {size}, not {other}"):
        LatentArithmetic(DCGANGenerator(Z_DIM, 3, size, 2), AttributeReader(other))


@pytest.mark.parametrize("value", [math.nan, math.inf, 1e6])
def test_a_reader_whose_weights_the_page_cannot_hold_is_refused(value):
    broken = AttributeReader(32)
    with torch.no_grad():
        broken.head.weight[0, 0] = value
    with pytest.raises(ValueError, match="reader has weights that are not finite, or too large for float16"):
        LatentArithmetic(DCGANGenerator(Z_DIM, 3, 32, 4), broken)


def test_points_are_the_seeds_normal_numbers_one_face_after_another():
    np.testing.assert_array_equal(make(seed=9).points(range(3)), normals(9, 3 * Z_DIM).reshape(3, Z_DIM))
    assert make().points([]).shape == (0, Z_DIM)


def test_the_result_is_mean_a_minus_mean_b_plus_mean_c():
    a, b, c = (point(0) + point(5)) / 2, point(1), (point(2) + point(30) + point(423)) / 3
    np.testing.assert_allclose(make().result(), a - b + c, rtol=0, atol=1e-14)


def test_one_face_in_all_trays_gives_that_face():
    same = make(a=[4], b=[4], c=[4])
    np.testing.assert_allclose(same.result(), point(4), rtol=0, atol=1e-15)
    face = same.images(point(4)[None])[0]
    for baseline in ("none", "random", "pixels"):  # a random direction of length 0 leads nowhere
        same.baseline = baseline
        torch.testing.assert_close(same.image(), face, rtol=0, atol=1e-5)


@pytest.mark.parametrize("baseline", ["none", "random"])
def test_on_the_shell_the_result_keeps_its_direction_and_has_length_sqrt_d(baseline):
    free, held = make(baseline=baseline).result(), make(baseline=baseline, rescale=True).result()
    assert np.linalg.norm(held) == pytest.approx(math.sqrt(Z_DIM))
    np.testing.assert_allclose(held / np.linalg.norm(held), free / np.linalg.norm(free), atol=1e-14)


@pytest.mark.parametrize(("seed", "next_seed"), [(0, 1), (LARGEST_SEED, 0)])
def test_the_random_direction_is_seeded_and_as_long_as_a_minus_b(seed, next_seed):
    widget = make(baseline="random", seed=seed)
    a, b, c = (widget.points(places).mean(0) for places in (widget.a, widget.b, widget.c))
    step, direction = widget.result() - c, normals(next_seed, Z_DIM)
    assert np.linalg.norm(step) == pytest.approx(np.linalg.norm(a - b))
    assert step @ direction == pytest.approx(np.linalg.norm(step) * np.linalg.norm(direction))


def test_neighbours_are_the_result_and_uniform_noise():
    away = make(seed=3).neighbours() - make(seed=3).result()
    assert away.shape == (8, Z_DIM) and 0.2 < np.abs(away).max() <= 0.25
    np.testing.assert_allclose(away.ravel(), uniforms(5, 8 * Z_DIM) / 2 - 0.25, rtol=0, atol=1e-14)


def test_the_sum_in_pixels_is_that_of_images_held_within_range():
    widget = make(baseline="pixels")
    a, b, c = (widget.images(widget.points(places)).mean(0) for places in (widget.a, widget.b, widget.c))
    torch.testing.assert_close(widget.image(), (a - b + c).clamp(-1, 1), rtol=0, atol=1e-6)
    with pytest.raises(ValueError, match="no latent point"):
        widget.result()


@pytest.mark.parametrize("tray", "abc")
@pytest.mark.parametrize("baseline", ["none", "random", "pixels"])
def test_an_empty_tray_has_no_result_and_the_message_names_it(tray, baseline):
    widget = make(baseline=baseline, **{tray: []})
    with pytest.raises(ValueError, match=f"tray {tray} is empty"):
        widget.image()
    assert len(widget.still().axes[3].images) == 0


@pytest.mark.parametrize(("baseline", "pictures"), [("none", 3), ("random", 3), ("pixels", 1)])
def test_the_still_shows_the_trays_and_the_result(baseline, pictures):
    axes = make(baseline=baseline).still().axes
    # Sheets of images of 32 pixels: two faces, one, three, and the result with its neighbours, or alone.
    assert [each.images[0].get_array().shape[:2] for each in axes] == [
        (32, 64),
        (32, 32),
        (64, 64),
        (32 * pictures, 32 * pictures),
    ]


@pytest.fixture(scope="module")
def networks():
    return pretrained.load("dcgan-faces"), pretrained.load("attribute-reader")


@pytest.mark.parametrize("seed", [0, 1, LARGEST_SEED])
def test_it_begins_with_faces_that_the_reader_is_sure_of(networks, seed):
    widget = LatentArithmetic(*networks, seed=seed)
    wanted = {"a": (True, False), "b": (False, False), "c": (False, True)}
    for tray, (glasses, long_hair) in wanted.items():
        places = getattr(widget, tray)
        assert len(set(places)) == 3 and places == sorted(places) and max(places) < STREAM
        assert widget._filled[tray] == {"recipe": FILLED[tray], "places": places, "sure": True, "seed": widget.seed}
        for answers in widget.answers(widget.images(widget.points(places))):
            read = dict(zip(READ, answers))
            assert (read["glasses"] > 0.9) == glasses and (read["glasses"] < 0.1) == (not glasses)
            assert (read["long_hair"] > 0.9) == long_hair and (read["long_hair"] < 0.1) == (not long_hair)
            assert read["beard"] < 0.1 and read["hat"] < 0.1


def test_only_the_trays_that_are_not_given_are_filled():
    widget = LatentArithmetic(DCGANGenerator(Z_DIM, 3, 32, 4), AttributeReader(32), a=[7], c=[])
    assert (widget.a, len(widget.b), widget.c) == ([7], 3, []) and list(widget._filled) == ["b"]


def test_the_first_sure_faces_are_chosen_else_the_nearest():
    answers = np.full((6, len(READ)), 0.5)
    answers[:, READ.index("glasses")] = 0.95, 0.91, 0.2, 0.99, 0.92, 0.97
    answers[:, READ.index("long_hair")] = 0.05, 0.3, 0.05, 0.01, 0.08, 0.09
    answers[:, [READ.index("beard"), READ.index("hat")]] = 0.02
    recipe = RECIPES["short hair, glasses"]
    assert [choose(answers, recipe, count) for count in (1, 3)] == [([0], True), ([0, 3, 4], True)]
    assert choose(answers, recipe, 6) == ([3, 0, 4, 5, 1, 2], False)


def test_both_networks_are_left_in_the_mode_in_which_they_were(networks):
    for training in (True, False):
        generator, reader = DCGANGenerator(Z_DIM, 3, 32, 4).train(training), AttributeReader(32).train(training)
        before = {name: tensor.clone() for name, tensor in reader.state_dict().items()}
        LatentArithmetic(generator, reader).still()
        assert generator.training == reader.training == training
        for name, tensor in reader.state_dict().items():
            torch.testing.assert_close(tensor, before[name], rtol=0, atol=0)


def test_a_page_stores_the_generator_once_for_both_widgets(networks):
    generator, reader = networks
    one, other = LatentArithmetic(generator, reader, a=[0], b=[1], c=[2]), LatentWalk(generator)
    assert one._packed_generator == other._packed_generator


def test_packed_sizes_of_a_reader_are_those_of_its_layers():
    layers, weights, affine = pack_attribute_reader(AttributeReader(64)).values()
    assert len(weights) == 2 * sum(each["kernel"] ** 2 * each["inputs"] * each["outputs"] for each in layers)
    assert len(affine) == 4 * sum(2 * each["outputs"] for each in layers)
    assert layers[-1]["outputs"] == len(READ) and [each["activation"] for each in layers[-2:]] == ["relu", "sigmoid"]


def test_the_wall_is_the_beginning_of_the_stream():
    assert WALL == 24 and make()._constants["wall"] == WALL and make()._constants["stream"] == STREAM == 424
