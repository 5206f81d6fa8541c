"""Checkpoints: what goes in comes out bit for bit, and a bad file is named and left alone."""

import os
import pickle

import pytest
import torch
from safetensors import safe_open
from torch import nn

from gan_utils import checkpoints
from gan_utils.checkpoints import CheckpointError, load, pack, save, unpack

SETTINGS = {"lr": 0.1, "betas": [0.5, 0.999], "average_decay": None}
PROGRESS = {"step": 3, "seconds": 1 / 3}


def some_tensors() -> dict[str, torch.Tensor]:
    return {"w": torch.arange(2000.0) / 7, "steps": torch.tensor(5), "flag": torch.tensor([True, False])}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "run.safetensors"
    save(path, SETTINGS, PROGRESS, some_tensors())
    return path


def trained_pair(seed: int) -> dict:
    """A network and an Adam that has a state."""
    torch.manual_seed(seed)
    network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2))
    optimiser = torch.optim.Adam(network.parameters(), lr=0.1)
    for _ in range(2):
        optimiser.zero_grad()
        network(torch.randn(4, 1, 5, 5)).square().sum().backward()
        optimiser.step()
    return {"network": network, "optimiser": optimiser}


def test_what_is_saved_is_loaded_bit_for_bit(file):
    tensors, progress = load(file, SETTINGS)
    assert progress == PROGRESS
    assert tensors.keys() == some_tensors().keys()
    for name, tensor in some_tensors().items():
        assert tensors[name].dtype == tensor.dtype and torch.equal(tensors[name], tensor)


def test_a_checkpoint_is_safetensors_with_its_settings_in_the_header(file):
    with safe_open(file, framework="pt") as content:
        assert set(content.metadata()) >= {"settings", "progress"}


def test_tensors_that_lie_apart_in_memory_can_be_saved(tmp_path):
    """Networks in channels_last have such weights."""
    apart = torch.arange(6.0).reshape(2, 3).T
    save(tmp_path / "file", {}, {}, {"w": apart})
    assert torch.equal(load(tmp_path / "file", {})[0]["w"], apart)


def test_saving_again_replaces_and_leaves_nothing_else(file):
    save(file, SETTINGS, {"step": 4, "seconds": 2.0}, some_tensors())
    assert load(file, SETTINGS)[1]["step"] == 4
    assert list(file.parent.iterdir()) == [file]


def test_a_save_that_fails_leaves_the_checkpoint_before(file, monkeypatch):
    def full(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        save(file, SETTINGS, {"step": 9, "seconds": 9.0}, some_tensors())
    assert load(file, SETTINGS)[1] == PROGRESS
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    "changed, old, new",
    [({"lr": 0.2}, "0.1", "0.2"), ({"betas": [0.9, 0.999]}, "0.5", "0.9"), ({"average_decay": 0.9}, "None", "0.9")],
)
def test_other_settings_are_named_with_the_file(file, changed, old, new):
    before = file.read_bytes()
    with pytest.raises(CheckpointError, match="other settings") as caught:
        load(file, SETTINGS | changed)
    for part in (str(file), *changed, old, new):
        assert part in str(caught.value)
    assert "delete" not in str(caught.value).lower(), "it is whole: another run may need it"
    others = set(SETTINGS) - set(changed)
    assert not any(f"{name} was" in str(caught.value) for name in others)
    assert file.read_bytes() == before


def broken(content: bytes, how: str) -> bytes:
    middle = len(content) // 2
    return {
        "empty": b"",
        "one byte short": content[:-1],
        "half": content[:middle],
        "header only": content[:100],
        "zeros": bytes(len(content)),
        "header flipped": content[:9] + bytes([content[9] ^ 255]) + content[10:],
        "weights flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "a pickle": pickle.dumps({"w": 1}),
    }[how]


HOW = ["empty", "one byte short", "half", "header only", "zeros", "header flipped", "weights flipped", "a pickle"]


@pytest.mark.parametrize("how", HOW)
def test_a_damaged_file_is_named_and_left_as_it_was(file, how):
    content = broken(file.read_bytes(), how)
    file.write_bytes(content)
    what = "is empty" if how == "empty" else "damaged"
    with pytest.raises(CheckpointError, match=f"{what}.*delete it to start again") as caught:
        load(file, SETTINGS)
    assert str(file) in str(caught.value)
    assert file.read_bytes() == content and list(file.parent.iterdir()) == [file]


def test_a_safetensors_file_of_something_else_is_named(tmp_path):
    path = tmp_path / "weights.safetensors"
    path.write_bytes(checkpoints.to_bytes({"w": torch.ones(2)}))
    with pytest.raises(CheckpointError, match="weights.safetensors holds tensors, but is no checkpoint") as caught:
        load(path, SETTINGS)
    assert "damaged" not in str(caught.value) and "delete" not in str(caught.value)


def test_packed_names_are_dotted():
    names = set(pack(trained_pair(0)))
    assert {"network.0.weight", "network.1.running_var", "optimiser.0.exp_avg", "optimiser.3.step"} <= names


def test_unpacking_makes_another_pair_the_same(tmp_path):
    """The state of the optimiser too: both take the same next step."""
    one, other = trained_pair(0), trained_pair(1)
    save(tmp_path / "file", {}, {}, pack(one))
    unpack(other, load(tmp_path / "file", {})[0], tmp_path / "file")
    for pair in (one, other):
        for parameter in pair["network"].parameters():
            parameter.grad = torch.full_like(parameter, 0.3)
        pair["optimiser"].step()
    packed = pack(one), pack(other)
    assert packed[0].keys() == packed[1].keys()
    assert all(torch.equal(packed[0][name], packed[1][name]) for name in packed[0])


def test_unpacking_into_another_network_says_which():
    other = {"network": nn.Conv2d(1, 3, 3)}
    with pytest.raises(CheckpointError, match="run.safetensors does not fit this network"):
        unpack(other, pack(trained_pair(0)), "run.safetensors")
