"""Inception-v3 without its packages: small networks stand in for theirs, files of the test's own for the weights."""

import hashlib
import sys
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn

from gan_utils.metrics import inception_v3
from gan_utils.metrics.features import features, probabilities


class Standin(nn.Module):
    """Four features and five logits, under the one name that counts: ``fc``."""

    def __init__(self, auxiliary: bool = False, seed: int = 0):
        super().__init__()
        torch.manual_seed(seed)
        self.stem, self.drop, self.fc = nn.Conv2d(3, 4, 13, stride=26), nn.Dropout(), nn.Linear(4, 5)
        if auxiliary:
            self.AuxLogits = nn.Linear(2, 2)

    def forward(self, batch):
        self.seen = batch
        return self.fc(self.drop(torch.relu(self.stem(batch)).mean(dim=(2, 3))))


def from_torchvision(**options):
    assert options == {"aux_logits": False, "init_weights": False}  # as written, images in [-1, 1] are not changed
    return Standin(seed=1)


def from_timm(name, pretrained):
    assert (name, pretrained) == ("inception_v3", False)
    return Standin(seed=2)


@pytest.fixture(autouse=True)
def downloads(tmp_path, monkeypatch):
    """PyTorch's folder of downloads, empty, and an address that nothing answers."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(torch.hub, "_hub_dir", None)
    monkeypatch.setattr(inception_v3, "WEIGHTS", (tmp_path / "nowhere" / "inception-0123abcd.pth").as_uri())
    folder = tmp_path / "home" / "hub" / "checkpoints"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def packages(monkeypatch):
    """``packages("timm")``: that one can be imported, and no other."""

    def install(*names):
        models = SimpleNamespace(inception_v3=from_torchvision)
        modules = {"torchvision": SimpleNamespace(models=models), "torchvision.models": models}
        modules["timm"] = SimpleNamespace(create_model=from_timm)
        for name, module in modules.items():
            monkeypatch.setitem(sys.modules, name, module if name.split(".")[0] in names else None)

    return install


def put_weights(folder, name="inception-0123abcd.pth"):
    trained = Standin(auxiliary=True, seed=3)
    torch.save(trained.state_dict(), folder / name)
    return trained.eval()


@pytest.mark.parametrize("names", [("torchvision",), ("timm",), ("torchvision", "timm")])
def test_it_loads_with_either_package_and_gives_both_rows(names, packages, downloads):
    packages(*names)
    trained = put_weights(downloads)
    network = inception_v3.load()
    assert not network.training
    images = torch.rand(5, 3, 40, 30, generator=torch.Generator().manual_seed(0)) * 2 - 1
    with torch.no_grad():
        logits = trained(inception_v3.prepare(images))
        rows = torch.relu(trained.stem(inception_v3.prepare(images))).mean(dim=(2, 3))
    found = features(images, network, batch_size=2)
    assert found.shape == (5, 4)
    np.testing.assert_allclose(found, rows, atol=1e-6)
    np.testing.assert_allclose(probabilities(images, network, batch_size=2), logits.softmax(dim=1), atol=1e-6)
    assert np.ptp(found, axis=0).min() > 1e-4  # else the images would not matter


def test_without_either_the_error_says_what_is_missing_and_what_to_do(packages):
    packages()
    with pytest.raises(ImportError, match="needs torchvision or timm, and neither can be imported") as caught:
        inception_v3.load()
    text = str(caught.value)
    assert "torchvision: " in text and "timm: " in text and "`pip install torchvision`" in text
    assert torch.__version__ in text


def test_a_torchvision_for_another_torch_is_told_apart_from_none(packages, tmp_path, monkeypatch):
    packages("timm")
    folder = tmp_path / "torchvision"
    folder.mkdir()
    broken = 'raise RuntimeError("operator torchvision::nms does not exist")'
    (folder / "__init__.py").write_text(broken, encoding="utf-8")
    for name in ("torchvision", "torchvision.models"):
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    assert isinstance(inception_v3._untrained(), Standin)  # timm's, while there is one
    monkeypatch.setitem(sys.modules, "timm", None)
    with pytest.raises(ImportError, match="torchvision: operator torchvision::nms does not exist"):
        inception_v3.load()


def test_without_weights_the_error_names_the_file_and_where_to_put_it(packages, downloads):
    packages("torchvision")
    with pytest.raises(FileNotFoundError, match="cannot be fetched") as caught:
        inception_v3.load()
    text = str(caught.value)
    assert str(downloads / "inception-0123abcd.pth") in text and inception_v3.WEIGHTS in text
    assert f"put the file inception-0123abcd.pth into {downloads}" in text
    put_weights(downloads)
    inception_v3.load()  # done as told


def test_weights_are_fetched_once(packages, downloads, tmp_path, monkeypatch):
    packages("timm")
    put_weights(tmp_path, "plain.pth")
    start = hashlib.sha256((tmp_path / "plain.pth").read_bytes()).hexdigest()[:8]
    source = (tmp_path / "plain.pth").rename(tmp_path / f"inception-{start}.pth")
    monkeypatch.setattr(inception_v3, "WEIGHTS", source.as_uri())
    first = inception_v3.load()
    source.unlink()
    assert all(map(torch.equal, first.state_dict().values(), inception_v3.load().state_dict().values()))
    assert [file.name for file in downloads.iterdir()] == [source.name]


def test_a_file_with_another_checksum_is_not_taken(packages, downloads, tmp_path, monkeypatch):
    packages("timm")
    put_weights(tmp_path)
    monkeypatch.setattr(inception_v3, "WEIGHTS", (tmp_path / "inception-0123abcd.pth").as_uri())
    with pytest.raises(ValueError, match="damaged"):
        inception_v3.load()
    assert not list(downloads.iterdir())


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"<html>not found</html>"),
        lambda file: file.write_bytes(file.read_bytes()[:900]),
        lambda file: torch.save([1, 2], file),
        lambda file: torch.save({"stem.weight": torch.zeros(3)}, file),
    ],
)
def test_damaged_weights_are_named(packages, downloads, damage):
    packages("torchvision")
    put_weights(downloads)
    file = downloads / "inception-0123abcd.pth"
    damage(file)
    with pytest.raises(ValueError, match="damaged, or not Inception-v3's weights: delete it") as caught:
        inception_v3.load()
    assert str(file) in str(caught.value)


# What the network is shown.


def test_small_images_are_bilinear_between_their_pixels():
    images = torch.rand(2, 3, 32, 20, generator=torch.Generator().manual_seed(1)) * 2 - 1
    plain = nn.functional.interpolate(images, size=(299, 299), mode="bilinear", align_corners=False)
    assert torch.allclose(inception_v3.prepare(images), plain, atol=1e-5)
    exact = torch.rand(1, 3, 299, 299)
    assert torch.allclose(inception_v3.prepare(exact), exact, atol=1e-6)


@pytest.mark.parametrize("shift", range(4))
def test_large_images_are_averaged_and_not_picked_from(shift):
    """Stripes of two dark and two bright pixels, four to a pixel of the result: it is grey wherever they start."""
    stripes = torch.tensor([-1.0, -1.0, 1.0, 1.0]).roll(shift).repeat(299).expand(1, 1, 1196, 1196)
    assert inception_v3.prepare(stripes)[..., 1:-1].abs().max() < 1e-6
    picked = nn.functional.interpolate(stripes, size=(299, 299), mode="bilinear")[..., 1:-1].abs()
    assert picked.max() == shift % 2  # from the two pixels in the middle alone


def test_grey_images_get_three_equal_channels():
    images = torch.rand(2, 1, 28, 28)
    found = inception_v3.prepare(images)
    assert found.shape == (2, 3, 299, 299)
    assert torch.equal(found[:, 0], found[:, 1]) and torch.equal(found[:, 0], found[:, 2])


@pytest.mark.parametrize(
    "images, complaint",
    [
        (torch.zeros(2, 2, 8, 8), "1 or 3 channels, not 2"),
        (torch.zeros(2, 8, 8), r"shape \(N, C, H, W\)"),
        (torch.full((1, 3, 8, 8), 255.0), r"lie in \[-1, 1\], not \[255, 255\]: divide pixels"),
        (torch.full((1, 3, 8, 8), -1.1), r"not \[-1.1, -1.1\]"),
        (torch.full((1, 3, 8, 8), torch.nan), "finite"),
    ],
)
def test_images_that_it_would_misjudge_in_silence_are_refused(images, complaint):
    with pytest.raises(ValueError, match=complaint):
        inception_v3.prepare(images)


def test_rounding_past_the_ends_is_forgiven():
    assert inception_v3.prepare(torch.full((1, 1, 8, 8), 1.0005)).shape == (1, 3, 299, 299)
