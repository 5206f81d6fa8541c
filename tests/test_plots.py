"""Figures of images: what they take, what they refuse by name, and that the pixels drawn are those given."""

import math

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from gan_utils import plots
from gan_utils.models import DCGANGenerator

GREY = np.linspace(-1, 1, 3 * 16 * 16).reshape(3, 1, 16, 16)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def drawn(figure) -> np.ndarray:
    return figure.axes[0].images[0].get_array()


KINDS = {
    "list": np.ndarray.tolist,
    "backwards": lambda x: x[::-1].copy()[::-1],
    "float16": lambda x: x.astype(np.float16),
    "gradient": lambda x: torch.tensor(x, requires_grad=True),
    "bfloat16": lambda x: torch.tensor(x).bfloat16(),
    "a generator's": lambda x: torch.nn.Parameter(torch.tensor(x).float()),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("draw", [lambda x: plots.image_grid(x, columns=3), lambda x: plots.image_rows({"title": x})])
def test_every_kind_of_images_is_drawn_pixel_by_pixel(draw, kind):
    sheet = drawn(draw(KINDS[kind](GREY)))
    for place in range(3):
        np.testing.assert_allclose(sheet[:16, 17 * place : 17 * place + 16, 0], (GREY[place, 0] + 1) / 2, atol=0.01)


def test_a_generators_images_are_drawn_as_they_come():
    figure = plots.image_grid(DCGANGenerator(width=4)(torch.randn(8, 64, generator=torch.Generator().manual_seed(0))))
    assert len(figure.axes) == 1


def test_what_interpolation_puts_beyond_is_black_or_white():
    beyond = np.array([1.0000002, -1.3]).reshape(2, 1, 1, 1) * np.ones((2, 1, 16, 16))
    sheet = drawn(plots.image_grid(beyond, columns=2))
    assert sheet[0, 0, 0] == 1 and sheet[0, 17, 0] == 0


@pytest.mark.parametrize(
    "images, words",
    [
        (np.zeros((0, 1, 8, 8)), r"no other 0, not \(0, 1, 8, 8\)"),
        (np.zeros((8, 8)), r"not \(8, 8\)"),
        (np.zeros((2, 2, 8, 8)), r"C 1 or 3 .*not \(2, 2, 8, 8\)"),
        (np.zeros((2, 1, 0, 8)), "no other 0"),
        (np.zeros((2, 8, 8, 3), dtype=np.uint8), r"not \(2, 8, 8, 3\): the channels come before height and width"),
        (np.full((2, 3, 8, 8), 255, dtype=np.uint8), r"must lie in \[-1, 1\], not \[255, 255\]: divide pixels"),
        (np.full((2, 3, 8, 8), math.nan), "must be finite"),
        (np.zeros((2, 3, 8, 8)) + 0j, "must hold real numbers"),
        ("picture.png", "must hold real numbers, not str"),
        (None, "must hold real numbers, not NoneType"),
    ],
)
@pytest.mark.parametrize("draw", [plots.image_grid, lambda x: plots.image_rows({"title": x})])
def test_what_are_no_images_is_refused_by_name(draw, images, words):
    with pytest.raises(ValueError, match=f"^images {words}|^images must have shape .*{words}"):
        draw(images)


@pytest.mark.parametrize(
    "settings, words",
    [
        ({"columns": 0}, "columns must be a whole number of at least 1, not 0"),
        ({"columns": 2.5}, "columns must"),
        ({"scale": 0}, "scale must be a finite number above 0, not 0"),
        ({"scale": math.nan}, "scale must"),
    ],
)
def test_settings_out_of_range_are_refused(settings, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        plots.image_grid(GREY, **settings)
    with pytest.raises(ValueError, match=f"^{words}"):
        plots.image_rows({"one": GREY}, **settings)


@pytest.mark.parametrize("rows", [{}, {"one": GREY, "other": GREY[:2]}])
def test_rows_are_of_one_length(rows):
    with pytest.raises(ValueError, match="^rows must be at least one, with one number of images each"):
        plots.image_rows(rows)
    with pytest.raises(ValueError, match="^scale must"):
        plots.image_rows({"one": GREY}, scale=-1)
