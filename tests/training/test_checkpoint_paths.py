"""A checkpoint's path means what it meant at the call."""

import os

import pytest
import torch

from gan_utils.models import ToyDiscriminator, ToyGenerator
from gan_utils.training import train


def run(checkpoint):
    generator, discriminator = ToyGenerator(2, 4), ToyDiscriminator(4)
    data = torch.linspace(-1, 1, 16).reshape(8, 2)
    return train(
        generator, discriminator, data, steps=3, batch_size=4, progress=False, checkpoint=checkpoint, checkpoint_every=1
    )


def test_a_body_that_changes_the_folder_does_not_move_the_checkpoint(tmp_path, monkeypatch):
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    monkeypatch.chdir(home)
    for _ in run("run.safetensors"):
        os.chdir(elsewhere)
    assert not list(elsewhere.iterdir())
    os.chdir(home)
    assert not list(run("run.safetensors"))  # all three steps are there


def test_a_path_with_a_null_byte_is_refused_by_name():
    with pytest.raises(ValueError, match="checkpoint must be the path of a file, not 'a"):
        run("a\0b")
