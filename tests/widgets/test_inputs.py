"""What widgets are given: networks in any mode and precision, images and lists as any array, any default type."""

import anywidget
import numpy as np
import pytest
import torch
from IPython.core.formatters import DisplayFormatter

from gan_utils import pretrained, widgets
from gan_utils.data import digits
from gan_utils.models import AttributeReader, DCGANGenerator, DigitClassifier, ToyGenerator
from gan_utils.widgets.packed.images import pack_images
from gan_utils.widgets.packed.networks import pack_generator, pack_toy

KINDS = {
    "float16": lambda network: network.half(),
    "bfloat16": lambda network: network.bfloat16(),
    "float64": lambda network: network.double(),
    "training": lambda network: network.train(),
    "frozen": lambda network: network.requires_grad_(False),
    "compiled": lambda network: torch.compile(network, backend="eager"),
}


def traits(widget) -> dict:
    """All that goes to the page."""
    not_ours = ("_model", "_view", "layout")
    return {name: value for name, value in widget.get_state().items() if not name.startswith(not_ours)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_generator_of_any_kind_is_shown_and_left_as_it_was(kind):
    given = KINDS[kind](pretrained.load("dcgan-digits"))
    modes = [part.training for part in given.modules()]
    before = [tensor.clone() for tensor in given.state_dict().values()]
    widget = widgets.LatentWalk(given, seed=3)
    widget.still()
    expected = widgets.LatentWalk(pretrained.load("dcgan-digits"), seed=3)
    close = 0.05 if kind == "bfloat16" else 1e-3
    assert (widget.images(widget.corners()) - expected.images(widget.corners())).abs().max() < close
    assert [part.training for part in given.modules()] == modes
    assert all(torch.equal(a, b) for a, b in zip(before, given.state_dict().values(), strict=True))


def test_a_part_frozen_in_evaluation_mode_stays_so():
    generator = DCGANGenerator(z_dim=8, width=4).train()
    generator.layers[1].eval()
    widgets.LatentWalk(generator).still()
    assert not generator.layers[1].training and generator.layers[0].training


def test_a_widget_shows_the_network_as_it_was_given():
    """The page holds a copy; Python's images must be of the same weights when the reader trains on."""
    generator = DCGANGenerator(z_dim=8, width=4)
    widget = widgets.LatentWalk(generator)
    before = widget.images(widget.corners())
    torch.nn.init.zeros_(generator.layers[0].weight)
    assert torch.equal(widget.images(widget.corners()), before)


@pytest.mark.parametrize("kind", ["float16", "bfloat16", "float64"])
def test_networks_are_packed_from_any_precision(kind):
    plain, given = DCGANGenerator(z_dim=8, width=4), KINDS[kind](DCGANGenerator(z_dim=8, width=4))
    assert len(pack_generator(given)["weights"]) == len(pack_generator(plain)["weights"])
    if kind == "float64":
        assert pack_generator(given) == pack_generator(plain)
        assert pack_toy(ToyGenerator().double()) == pack_toy(ToyGenerator())
    assert len(pack_toy(KINDS[kind](ToyGenerator()))["weights"]) == len(pack_toy(ToyGenerator())["weights"])


def test_other_networks_are_refused_by_name():
    with pytest.raises(ValueError, match="generator must be a DCGANGenerator, not str"):
        widgets.LatentWalk("dcgan-digits")
    with pytest.raises(ValueError, match="reader must be an AttributeReader, not DigitClassifier"):
        widgets.LatentArithmetic(DCGANGenerator(8, 3, 32, 4), DigitClassifier())


# Images.

SHEET = torch.rand(10, 1, 8, 8, generator=torch.Generator().manual_seed(0)) * 2 - 1


@pytest.mark.parametrize(
    "as_given",
    [
        lambda t: t.numpy(),
        lambda t: t.double(),
        lambda t: t.tolist(),
        lambda t: t.clone().requires_grad_(),
        lambda t: t.flip(0).numpy()[::-1],
    ],
)
def test_images_come_as_any_array(as_given):
    assert pack_images(as_given(SHEET)) == pack_images(SHEET)
    game = widgets.RealOrFake(as_given(SHEET), {"same": as_given(SHEET)})
    assert game._real == pack_images(SHEET)[1]


def test_pixels_a_hair_past_white_are_white():
    """So resizing gives them, which rounds."""
    white = torch.nn.functional.interpolate(torch.ones(8, 1, 218, 218), size=64, mode="bilinear", antialias=True)
    white.fill_(1.0000002)
    assert pack_images(white) == pack_images(torch.ones(8, 1, 64, 64))
    past, exact = (widgets.RealOrFake(images, {"a": -white}) for images in (white, torch.ones_like(white)))
    assert traits(past) == traits(exact)


@pytest.mark.parametrize(
    "images, message",
    [
        (torch.zeros(8, 8, 8, 3), r"see real.permute\(0, 3, 1, 2\)"),
        ((SHEET + 1) * 127.5, "divide pixels by 127.5"),
        (((SHEET + 1) * 127.5).byte(), "divide pixels by 127.5"),
        (["a"], "real must hold real numbers"),
    ],
)
def test_images_of_another_kind_are_refused_with_a_hint(images, message):
    with pytest.raises(ValueError, match=message):
        widgets.RealOrFake(images, {"same": SHEET})


# Lists of numbers.


@pytest.mark.parametrize("kind", [np.array, torch.tensor, tuple])
def test_traits_take_arrays(kind):
    assert widgets.OrbitStepper(start=kind([0.5, -1.0])).start == [0.5, -1.0]
    networks = DCGANGenerator(8, 3, 32, 4), AttributeReader(32)
    assert widgets.LatentArithmetic(*networks, a=kind([0, 2]), b=[1], c=[2]).a == [0, 2]


# The default type.


def everything() -> dict:
    images, labels = digits.load("test")
    generator = pretrained.load("dcgan-digits")
    made = [
        widget()
        for widget in (
            widgets.BoundExplorer,
            widgets.CollapseLab,
            widgets.DivergenceExplorer,
            widgets.FrechetByHand,
            widgets.GanOnALine,
            widgets.InceptionScoreByHand,
            widgets.MleFitter,
            widgets.OrbitStepper,
            widgets.SaddleSurface,
        )
    ]
    judge = pretrained.load("digit-classifier")
    made += [
        widgets.LatentWalk(generator),
        widgets.RealOrFake(images[:10], {"a": images[10:20]}),
        widgets.ScoreBreaker(images[:150], images[150:400], judge, labels[150:400]),
        widgets.LatentArithmetic(DCGANGenerator(8, 3, 32, 4), AttributeReader(32), a=[0], b=[1], c=[2]),
    ]
    for widget in made:
        widget.still()
    return {type(widget).__name__: traits(widget) for widget in made}


def test_the_default_type_plays_no_part():
    expected = everything()
    torch.set_default_dtype(torch.float64)
    try:
        found = everything()
    finally:
        torch.set_default_dtype(torch.float32)
    assert found == expected


# Environments.


def test_a_still_figure_is_shown_where_widgets_show_themselves(monkeypatch):
    """As those of ipywidgets 7 do, which asks no widget for another picture."""
    monkeypatch.setattr(anywidget.AnyWidget, "_ipython_display_", lambda self, **options: None, raising=False)
    data, _ = DisplayFormatter().format(widgets.OrbitStepper())
    assert "image/png" in data
