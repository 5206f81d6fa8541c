"""The shipped weights: each loads, is small, has its card, does what the card says, and notices damage."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from gan_utils import checkpoints, models, pretrained
from gan_utils.data import digits, faces
from gan_utils.metrics.frechet import fid
from gan_utils.metrics.inception import inception_score
from gan_utils.pretrained import WeightsError

NAMES = pretrained.names()
DIGITS = [name for name in NAMES if "MNIST" in pretrained.card(name)["data"] and "scores" in pretrained.card(name)]
GENERATORS = [name for name in DIGITS if pretrained.card(name)["network"] == "DCGANGenerator"]


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A folder of weights of our own: a copy of one shipped network and its card."""
    for suffix in (".safetensors", ".json"):
        shutil.copy(pretrained.FOLDER / f"digit-classifier{suffix}", tmp_path)
    monkeypatch.setattr(pretrained, "FOLDER", tmp_path)
    return tmp_path


# What ships.


def test_the_networks_of_the_book_are_there():
    assert {"dcgan-digits", "dcgan-digits-discriminator", "digit-classifier"} <= set(NAMES)
    assert sorted(NAMES) == NAMES


def test_weights_and_cards_come_in_pairs():
    weights, cards = ({path.stem for path in pretrained.FOLDER.glob(f"*.{kind}")} for kind in ("safetensors", "json"))
    assert weights == cards == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_network_loads_ready_for_use(name):
    network = pretrained.load(name)
    assert type(network).__name__ == pretrained.card(name)["network"]
    assert not any(module.training for module in network.modules())
    for tensor in network.state_dict().values():
        assert tensor.dtype in (torch.float32, torch.int64) and torch.isfinite(tensor).all()


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_small_and_has_its_checksum_on_its_card(name):
    content = (pretrained.FOLDER / f"{name}.safetensors").read_bytes()
    assert len(content) <= 1_500_000
    assert hashlib.sha256(content).hexdigest() == pretrained.card(name)["sha256"]


@pytest.mark.parametrize("name", NAMES)
def test_every_card_says_how_the_network_was_made(name):
    card = pretrained.card(name)
    assert "MNIST" in card["data"] or "drawn faces" in card["data"]
    for field, least in (("seed", 0), ("steps", 1), ("batch_size", 2), ("seconds", 1), ("threads", 1)):
        assert isinstance(card[field], int) and card[field] >= least, field


def test_the_classifier_is_as_good_as_its_card_says():
    """On the part of the test set that ships: 2,000 digits, so a few tenths of a per cent either way are chance."""
    images, labels = digits.load("test")
    classifier = pretrained.load("digit-classifier")
    with torch.no_grad():
        accuracy = float((classifier(images).argmax(1) == labels).float().mean())
    assert accuracy == pytest.approx(pretrained.card("digit-classifier")["scores"]["test_accuracy"], abs=0.01)


@pytest.mark.parametrize("name", GENERATORS)
def test_every_generator_is_about_as_good_as_its_card_says(name):
    """300 samples instead of 10,000, so the score is only near; untrained weights or swapped files are far off."""
    generator, classifier = pretrained.load(name), pretrained.load("digit-classifier")
    z = torch.randn(300, generator.z_dim, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        probabilities = classifier(generator(z)).softmax(1)
    score, _ = inception_score(probabilities.numpy(), splits=1)
    assert score == pytest.approx(pretrained.card(name)["scores"]["inception_score"], rel=0.12)


def test_the_discriminator_takes_the_digits_for_more_real_than_noise():
    discriminator = pretrained.load("dcgan-digits-discriminator")
    images, _ = digits.load("test")
    noise = torch.rand(200, 1, 32, 32, generator=torch.Generator().manual_seed(0)) * 2 - 1
    with torch.no_grad():
        assert discriminator(images[:200]).mean() > discriminator(noise).mean() + 1


def test_the_faces_are_about_as_good_as_their_card_says():
    """1,000 samples: the Frechet distance is biased upwards by few samples, shares are off by chance."""
    generator, reader = pretrained.load("dcgan-faces"), pretrained.load("attribute-reader")
    z = torch.randn(1000, generator.z_dim, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        made, drawn = (
            torch.cat([reader.features(part) for part in images.split(250)])
            for images in (torch.cat([generator(part) for part in z.split(250)]), faces.sample(1000, 64, seed=12)[0])
        )
        read = reader.head(made).sigmoid() > 0.5
    scores = pretrained.card("dcgan-faces")["scores"]
    distance = fid(drawn.double().numpy(), made.double().numpy())
    assert scores["frechet_distance"] < distance < 2 * scores["frechet_distance"]
    for name, (share, _) in scores["shares_generated_and_drawn"].items():
        assert float(read[:, models.READ.index(name)].float().mean()) == pytest.approx(share, abs=0.06), name


def test_the_faces_discriminator_knows_drawn_faces_from_generated_ones():
    discriminator = pretrained.load("dcgan-faces-discriminator")
    z = torch.randn(200, 64, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        drawn = discriminator(faces.sample(200, 64, seed=13)[0])
        assert drawn.mean() > discriminator(pretrained.load("dcgan-faces")(z)).mean() + 1


# What is damaged.


def test_the_copy_itself_is_whole(folder):
    """Otherwise the tests below would say nothing."""
    assert pretrained.names() == ["digit-classifier"]
    pretrained.load("digit-classifier")


@pytest.mark.parametrize("place", [0, 100, 1000, -1])
def test_one_flipped_bit_anywhere_is_noticed(folder, place):
    path = folder / "digit-classifier.safetensors"
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="install gan_utils again") as caught:
        pretrained.load("digit-classifier")
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("length", [0, 7, 1000, -1])
def test_truncated_weights_are_named(folder, length):
    path = folder / "digit-classifier.safetensors"
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(WeightsError) as caught:
        pretrained.load("digit-classifier")
    assert str(path) in str(caught.value)
    with pytest.raises(WeightsError) as caught:  # ``read`` has no checksum to go by
        pretrained.read(path)
    assert str(path) in str(caught.value)


def test_missing_weights_are_named(folder):
    path = folder / "digit-classifier.safetensors"
    path.unlink()
    for call in (lambda: pretrained.read(path), lambda: pretrained.load("digit-classifier")):
        with pytest.raises(WeightsError) as caught:
            call()
        assert str(path) in str(caught.value)


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}"])
def test_a_missing_or_damaged_card_is_named(folder, content):
    path = folder / "digit-classifier.json"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    with pytest.raises(WeightsError) as caught:
        pretrained.load("digit-classifier")
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("call", [pretrained.load, pretrained.card])
@pytest.mark.parametrize("name", ["stylegan", "", None, "../digits"])
def test_an_unknown_name_is_answered_with_those_that_there_are(call, name):
    with pytest.raises(ValueError, match="name must be one of") as caught:
        call(name)
    assert all(repr(known) in str(caught.value) for known in NAMES)
    assert repr(name) in str(caught.value)


HEADERS = [
    None,  # another program's weights
    {"network": "DCGANGenerator"},
    {"network": "DCGANGenerator", "settings": "{"},
    {"network": "DCGANGenerator", "settings": '{"depth": 3}'},
    {"network": "DCGANGenerator", "settings": '{"size": 28}'},
    {"network": "DCGANGenerator", "settings": "{}"},  # fits, but its weights are missing
    {"network": "StyleGAN", "settings": "{}"},
]


@pytest.mark.parametrize("header", HEADERS)
def test_a_file_of_another_network_is_named(tmp_path, header):
    path = tmp_path / "other.safetensors"
    save_file({"w": torch.ones(2)}, path, header)
    with pytest.raises(WeightsError) as caught:
        pretrained.read(path)
    assert str(path) in str(caught.value)


# Writing.


@pytest.mark.parametrize(
    "network",
    [
        models.DCGANGenerator(z_dim=5, channels=3, size=64, width=2, seed=4),
        models.DCGANDiscriminator(channels=3, size=64, width=2, seed=4),
        models.DigitClassifier(seed=4),
    ],
    ids=lambda network: type(network).__name__,
)
def test_what_is_written_is_read_within_float16(tmp_path, network):
    path = tmp_path / "deep" / "network.safetensors"
    checksum = pretrained.write(network, path)
    assert checksum == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(path.parent.iterdir()) == [path]
    again = pretrained.read(path)
    assert type(again) is type(network) and again.settings() == network.settings() and not again.training
    before, after = network.state_dict(), again.state_dict()
    assert before.keys() == after.keys()
    for name in before:
        assert after[name].dtype == before[name].dtype
        # 11 significant bits, and below 2^-14 steps of 2^-24
        np.testing.assert_allclose(after[name], before[name], rtol=2**-11, atol=2**-25, err_msg=name)


def test_files_take_two_bytes_a_number(tmp_path):
    network = models.DCGANDiscriminator(width=16)
    pretrained.write(network, tmp_path / "file")
    numbers = sum(tensor.numel() for tensor in network.state_dict().values())
    assert 2 * numbers < (tmp_path / "file").stat().st_size < 2 * numbers + 4000


def test_writing_leaves_the_network_as_it_was(tmp_path):
    network = models.DCGANGenerator(z_dim=3, width=2).train()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    pretrained.write(network, tmp_path / "file")
    assert network.training
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())


def test_a_written_network_with_its_card_can_be_loaded_by_name(folder):
    network = models.DCGANGenerator(z_dim=3, width=2, seed=9)
    card = {"network": "DCGANGenerator", "sha256": pretrained.write(network, folder / "mine.safetensors")}
    (folder / "mine.json").write_text(json.dumps(card), encoding="utf-8")
    assert "mine" in pretrained.names() and pretrained.card("mine") == card
    assert pretrained.load("mine").z_dim == 3


# Networks of one's own.


@pytest.mark.parametrize("form", [str, Path])
def test_a_path_may_be_a_text(tmp_path, form):
    pretrained.write(models.DCGANGenerator(z_dim=4, width=2), form(tmp_path / "deep" / "g.safetensors"))
    assert pretrained.read(form(tmp_path / "deep" / "g.safetensors")).z_dim == 4


class Mine(models.DCGANGenerator):
    pass


@pytest.mark.parametrize(
    "network",
    [torch.nn.Sequential(torch.nn.Linear(2, 2)), Mine(z_dim=4, width=2), models.MinibatchDiscrimination(3, 2)],
)
def test_a_network_that_could_not_be_read_again_is_refused_by_name(tmp_path, network):
    with pytest.raises(ValueError, match=f"of gan_utils.models with settings, not {type(network).__name__}"):
        pretrained.write(network, tmp_path / "g")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [1e6, float("nan")])
def test_weights_that_float16_cannot_hold_are_refused(tmp_path, value):
    network = models.DCGANGenerator(z_dim=4, width=2)
    network.layers[0].weight.data[0] = value
    with pytest.raises(ValueError, match="DCGANGenerator's layers.0.weight is not finite, or too large for float16"):
        pretrained.write(network, tmp_path / "g")


def test_a_checkpoint_of_train_is_called_so(tmp_path):
    checkpoints.save(tmp_path / "run", {}, {"step": 1}, {"w": torch.ones(2)})
    with pytest.raises(WeightsError, match="is a checkpoint of training.train, not weights"):
        pretrained.read(tmp_path / "run")


def test_the_default_type_plays_no_part():
    expected = pretrained.load("dcgan-digits").state_dict()
    torch.set_default_dtype(torch.float64)
    try:
        found = pretrained.load("dcgan-digits").state_dict()
    finally:
        torch.set_default_dtype(torch.float32)
    assert all(found[name].dtype == t.dtype and torch.equal(found[name], t) for name, t in expected.items())


def test_a_compiled_network_is_kept_as_what_it_is(tmp_path):
    pretrained.write(torch.compile(models.DCGANGenerator(z_dim=4, width=2), backend="eager"), tmp_path / "g")
    assert type(pretrained.read(tmp_path / "g")) is models.DCGANGenerator
