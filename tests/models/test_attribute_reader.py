"""The reader of attributes: its network, and how well the shipped ones read faces that they were not trained on."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import avg_pool2d, pad

from gan_utils import pretrained
from gan_utils.data import faces
from gan_utils.models import READ, AttributeReader

from .support import noise

SIZES = faces.SIZES
SHIPPED = {32: "attribute-reader-32", 64: "attribute-reader"}
YES_OR_NO = ("glasses", "long_hair", "beard", "hat")
GRADED = ("smile", "head_turn", "skin_tone", "hair_colour", "brow")
# How the sigmoid must correlate with a graded attribute, at least: of clean faces, and of blurred or noisy ones.
# A smile of 32 pixels is a matter of edge pixels, and the small reader sees little of it.
LEAST = {
    32: {
        "smile": (0.2, 0.1),
        "head_turn": (0.93, 0.9),
        "skin_tone": (0.97, 0.97),
        "hair_colour": (0.97, 0.97),
        "brow": (0.68, 0.6),
    },
    64: {
        "smile": (0.85, 0.82),
        "head_turn": (0.95, 0.95),
        "skin_tone": (0.97, 0.97),
        "hair_colour": (0.97, 0.97),
        "brow": (0.83, 0.8),
    },
}


def read(images: torch.Tensor) -> torch.Tensor:
    """What the shipped reader of their size says, ``(n, len(READ))`` in [0, 1]."""
    reader = pretrained.load(SHIPPED[images.shape[-1]])
    with torch.no_grad():
        return torch.cat([reader(part) for part in images.split(500)]).sigmoid()


def share_right(said: torch.Tensor, attributes: np.ndarray, name: str) -> float:
    return float(((said[:, READ.index(name)] > 0.5).numpy() == attributes[name]).mean())


def wanted(attributes: np.ndarray, name: str) -> np.ndarray:
    """Where a graded attribute lies between the ends of its range."""
    low, high = faces.RANGES[name]
    return (attributes[name].astype(float) - low) / (high - low)


@pytest.fixture(scope="module", params=SIZES)
def held_out(request):
    """2,000 faces of a seed that no training had, with their attributes and what is read in them."""
    images, attributes = faces.sample(2000, request.param, seed=1001)
    return images, attributes, read(images)


# The network.


def test_it_reads_every_attribute_but_the_background():
    assert (*YES_OR_NO, *GRADED) == READ
    assert set(READ) == set(faces.ATTRIBUTES.names) - {"background"}


@pytest.mark.parametrize("size", SIZES)
def test_logits_are_a_linear_layer_on_64_features(size):
    reader, images = AttributeReader(size).eval(), noise(3, 3, size, size).clamp(-1, 1)
    features = reader.features(images)
    assert features.shape == (3, 64) and features.min() == 0 < features.max()  # after a ReLU
    logits = reader(images)
    assert logits.shape == (3, 9) and logits.dtype == torch.float32
    torch.testing.assert_close(logits, features @ reader.head.weight.T + reader.head.bias)
    assert reader(images[:1]).shape == (1, 9)


# By hand: inputs * outputs * 4 * 4 weights a convolution, two numbers a channel of batch normalisation, biases.
COUNT_32 = 16 * (3 * 12 + 12 * 24 + 24 * 32) + 2 * (12 + 24 + 32) + 16 * 32 * 64 + 64 + 64 * 9 + 9
COUNT_64 = COUNT_32 + 16 * 32 * 32 + 2 * 32


@pytest.mark.parametrize("size, expected", [(32, COUNT_32), (64, COUNT_64)])
def test_parameter_counts_are_those_counted_by_hand(size, expected):
    assert sum(parameter.numel() for parameter in AttributeReader(size).parameters()) == expected


def test_the_default_is_64_pixels():
    assert AttributeReader().settings() == {"size": 64}


def test_weights_begin_as_hes_and_biases_at_0():
    """N(0, 2 / inputs): within five standard errors."""
    for layer in AttributeReader(seed=1).modules():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            weight = layer.weight.detach()
            expected, error = (2 / weight[0].numel()) ** 0.5, (1 / weight.numel()) ** 0.5
            assert abs(float(weight.mean())) < 5 * error * expected
            assert float(weight.std()) == pytest.approx(expected, rel=5 * error)
            assert layer.bias is None or not layer.bias.any()


@pytest.mark.parametrize("size", [48, 28, 0, -32, "32", None])
def test_another_size_is_named_with_those_that_there_are(size):
    with pytest.raises(ValueError, match="size must be one of 32, 64") as caught:
        AttributeReader(size)
    assert f"not {size!r}" in str(caught.value)


# The shipped ones.


@pytest.mark.parametrize("size", SIZES)
def test_the_shipped_readers_are_of_their_size(size):
    reader = pretrained.load(SHIPPED[size])
    assert isinstance(reader, AttributeReader) and reader.size == size and not reader.training


@pytest.mark.parametrize("name", YES_OR_NO)
def test_what_is_there_or_not_is_read_right(held_out, name):
    _, attributes, said = held_out
    assert share_right(said, attributes, name) >= 0.98


@pytest.mark.parametrize("name", GRADED)
def test_graded_attributes_are_read_by_degrees(held_out, name):
    images, attributes, said = held_out
    found = np.corrcoef(said[:, READ.index(name)], attributes[name])[0, 1]
    assert found > LEAST[images.shape[-1]][name][0]


@pytest.mark.parametrize("kind", ["blurred", "noisy"])
def test_they_still_read_mildly_blurred_and_noisy_faces(held_out, kind):
    images, attributes, _ = held_out
    worn = avg_pool2d(pad(images, (1, 1, 1, 1), mode="replicate"), 3, 1) if kind == "blurred" else images
    said = read(worn if kind == "blurred" else (images + 0.1 * noise(*images.shape)).clamp(-1, 1))
    for name in YES_OR_NO:
        assert share_right(said, attributes, name) >= 0.98, name
    for name, (_, least) in LEAST[images.shape[-1]].items():
        assert np.corrcoef(said[:, READ.index(name)], attributes[name])[0, 1] > least, name


def test_they_are_as_good_as_their_cards_say(held_out):
    """On fewer faces, so a few tenths of a per cent either way are chance."""
    images, attributes, said = held_out
    scores = pretrained.card(SHIPPED[images.shape[-1]])["scores"]
    assert set(scores) == {f"{name}_right" for name in YES_OR_NO} | {f"{name}_error" for name in GRADED}
    for name in YES_OR_NO:
        assert share_right(said, attributes, name) == pytest.approx(scores[f"{name}_right"], abs=0.005)
    for name in GRADED:
        error = np.abs(said[:, READ.index(name)].numpy() - wanted(attributes, name)).mean()
        assert error == pytest.approx(scores[f"{name}_error"], abs=0.01), name


def test_an_attribute_that_is_added_to_a_face_is_what_the_reader_notices():
    """The same faces without and with it: its own answer turns round, and the others hardly move."""
    for name in YES_OR_NO:
        without, having = (read(faces.sample(100, 64, seed=1002, **{name: value})[0]) for value in (False, True))
        moved = (having - without).abs().mean(0)
        others = [READ.index(other) for other in YES_OR_NO if other != name]
        assert (having - without)[:, READ.index(name)].mean() > 0.9 and moved[others].max() < 0.05
