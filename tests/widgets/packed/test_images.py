"""Images for the page: packed without loss, and what is no image is refused."""

import zlib

import numpy as np
import pytest
import torch

from gan_utils.data import digits, faces
from gan_utils.widgets.packed.images import pack_images


def unpacked(sheet, content):
    """The long way back, pixel by pixel."""
    size = sheet["size"]
    rows = np.frombuffer(zlib.decompress(content), np.uint8).reshape(sheet["count"], sheet["channels"], size, size)
    return torch.from_numpy(np.cumsum(rows.astype(np.int64), axis=3) % 256).float().div(127.5).sub(1)


@pytest.mark.parametrize("images", [digits.load("test")[0][:50], torch.rand(3, 3, 8, 8) * 2 - 1])
def test_what_is_packed_comes_back_to_the_level(images):
    back = unpacked(*pack_images(images))
    assert (back - images).abs().max() <= 0.5 / 127.5 + 1e-6
    assert torch.equal(unpacked(*pack_images(back)), back)


def test_digits_come_back_exactly_and_take_little_room():
    images = digits.load("test")[0][:500]
    sheet, content = pack_images(images)
    assert torch.equal(unpacked(sheet, content), images)
    assert len(content) < images.numel() / 5
    drawn = faces.sample(20, 64, seed=3)[0]
    assert len(pack_images(drawn)[1]) < drawn.numel() / 3


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (torch.zeros(0, 1, 4, 4), "none of them 0"),
        (torch.zeros(1, 4, 4), "shape"),
        (torch.zeros(1, 1, 4, 5), "shape"),
        (torch.full((1, 1, 4, 4), 1.002), r"\[-1, 1\], not \[1.002, 1.002\]"),
        (torch.full((1, 1, 4, 4), float("nan")), "images must be finite"),
    ],
)
def test_what_is_no_image_is_refused(images, message):
    with pytest.raises(ValueError, match=message):
        pack_images(images)
