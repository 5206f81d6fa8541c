"""DCGANLab in Python: what it holds, what it refuses, and what PyTorch measured beside its presets."""

import json
import statistics

import numpy as np
import pytest
import torch
import traitlets

from gan_utils import experiments, pretrained
from gan_utils.data import digits
from gan_utils.models import DCGANDiscriminator, DCGANGenerator, MLPGenerator, undo
from gan_utils.widgets import DCGANLab, ScoreBreaker
from gan_utils.widgets.dcgan_lab.measured import VARIANTS, measured


def some(count=50, channels=1, size=32):
    return torch.rand(count, channels, size, size, generator=torch.Generator().manual_seed(0)) * 2 - 1


def pair(channels=1, width=8, size=32, z_dim=6):
    return DCGANGenerator(z_dim, channels, size, width), DCGANDiscriminator(channels, size, width)


def test_it_has_three_thousand_digits_or_more_and_chapter_5_has_the_same_bytes():
    lab = DCGANLab()
    assert sum(each["sheet"]["count"] for each in lab._digits) == len(lab.real()) >= 3000
    held_out, labels = digits.load("test")
    classifier = pretrained.load("digit-classifier")
    breaker = ScoreBreaker(held_out[:500], held_out[500:1500], classifier, labels[500:1500])
    theirs = {value for name, value in breaker.get_state().items() if isinstance(value, bytes)}
    assert {each["content"] for each in lab._digits[:2]} <= theirs
    assert lab._classifier["weights"] == breaker._packed_classifier["weights"]


def test_data_by_name_and_of_one_s_own():
    assert DCGANLab().real().shape[1:] == (1, 32, 32) and DCGANLab(data="faces").real().shape[1:] == (3, 32, 32)
    images = some(60, 3)
    lab = DCGANLab(images)
    assert lab.data == "own" and torch.equal(lab.real(), images)
    assert lab._own[0]["sheet"] == {"count": 60, "channels": 3, "size": 32}
    assert len(DCGANLab(data="own").real()) == 0
    assert DCGANLab(some().numpy()).data == "own" and DCGANLab(some().tolist()).data == "own"


@pytest.mark.parametrize(
    "images", [some(49), some(60, 2), some(60, 1, 28), some()[0], np.full((60, 1, 32, 32), np.nan), "digits", []]
)
def test_images_that_cannot_be_trained_on_are_refused(images):
    with pytest.raises(ValueError, match="images"):
        DCGANLab(images)


def test_networks_of_one_s_own_set_the_settings():
    generator, discriminator = pair(3, 16)
    for network in (generator, discriminator):
        undo(network, {"norm": "none", "sampling": "pooling"})
    before = [weight.clone() for weight in generator.parameters()]
    lab = DCGANLab(some(50, 3), generator, discriminator)
    assert (lab.width, lab.z_dim, lab.norm, lab.sampling, lab.activation) == (16, 6, "none", "pooling", "leaky")
    count = sum(weight.numel() for net in (generator, discriminator) for weight in net.parameters())
    assert len(lab._start["numbers"]) == 4 * count
    assert all(torch.equal(a, b) for a, b in zip(before, generator.parameters())) and generator.training
    assert DCGANLab(data="faces", generator=generator, discriminator=discriminator)._start


def without_norm(networks):
    undo(networks[1], {"norm": "none"})
    return networks


@pytest.mark.parametrize(
    ("networks", "words"),
    [
        ((pair()[0], None), "both, or neither"),
        ((MLPGenerator(), pair()[1]), "generator must be a DCGANGenerator, not MLPGenerator"),
        (pair()[::-1], "generator must be a DCGANGenerator, not DCGANDiscriminator"),
        (pair(3), r"images of shape \(1, 32, 32\), not \(3, 32, 32\)"),
        (pair(size=64), r"images of shape \(1, 32, 32\), not \(1, 64, 64\)"),
        ((pair()[0], pair(width=16)[1]), "must be of one width"),
        (without_norm(pair()), "have the same rules undone"),
        ((pair()[0], DCGANDiscriminator(1, 32, 8, packing=2)), "D without packing"),
    ],
)
def test_networks_that_do_not_go_together_are_refused(networks, words):
    with pytest.raises(ValueError, match=words):
        DCGANLab(None, *networks)


def test_a_width_that_the_page_does_not_offer_is_refused_by_its_trait():
    with pytest.raises(traitlets.TraitError, match="width"):
        DCGANLab(None, *pair(width=4))
    with pytest.raises(traitlets.TraitError, match="lr"):
        DCGANLab(lr=1.0)


def test_networks_that_are_no_numbers_are_refused():
    generator, discriminator = pair()
    torch.nn.init.constant_(generator.layers[0].weight, torch.nan)
    with pytest.raises(ValueError, match="finite"):
        DCGANLab(None, generator, discriminator)


def test_what_pytorch_measured_is_said_of_every_preset_that_undoes_a_rule():
    results, said = experiments.read("guidelines"), measured()
    assert set(said) == {*VARIANTS, "slow"}
    ends = {
        name: statistics.median(run["looks"][-1]["frechet_distance"] for run in runs if run["stopped"] is None)
        for name, runs in results["variants"].items()
    }
    for preset, name in VARIANTS.items():
        assert f"was {ends[name]:.0f} (" in said[preset]
        assert f"like this, {ends['as DCGAN says']:.0f} (" in said[preset]
    assert f"{ends['step size 0.001']:.0f} (" in said["slow"]
    assert not any(run["stopped"] for runs in results["variants"].values() for run in runs)


def test_its_still_figure_shows_real_images_and_a_fresh_generator_s():
    for lab, images in ((DCGANLab(), 24), (DCGANLab(data="faces"), 24), (DCGANLab(data="own"), 16)):
        assert sum(bool(axes.images) for axes in lab.still().axes) == images


def test_a_page_of_the_book_loads_its_data_late():
    lab = DCGANLab()
    assert set(lab._late) <= set(lab.get_state()) and json.dumps(lab._late)
