"""The settings of a run: they check themselves, stay as they are, and are what a checkpoint's header holds."""

import json
from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest
import torch
from safetensors import safe_open

from gan_utils.training.settings import Settings, named_objective

from .support import points, toy_pair, toy_run

GOOD = Settings(
    objective="hinge",
    batch_size=4,
    lr=0.01,
    lr_d=0.02,
    d_steps=1,
    unroll=0,
    unroll_lr=0.02,
    penalty=10,
    clip=None,
    optimiser="rmsprop",
    betas=(0, 0.9),
    seed=3,
    average_decay=1,
)
# The bad ones in the order of the fields.
BAD = {
    "batch_size": 1,
    "lr": 0,
    "lr_d": -1.0,
    "d_steps": 0,
    "unroll": 1.5,
    "unroll_lr": "fast",
    "penalty": 0,
    "clip": 0,
    "optimiser": "sgd",
    "betas": (1, 0.9),
    "seed": -1,
    "average_decay": 2,
}


def test_settings_stay_as_they_are():
    with pytest.raises(FrozenInstanceError):
        GOOD.lr = 1.0


def test_any_kind_of_number_becomes_a_plain_one():
    given = {"batch_size": np.int64(4), "lr": torch.tensor(0.5), "clip": np.float32(0.25), "betas": [np.float64(0), 0]}
    found = replace(GOOD, **given)
    assert [type(each) for each in (found.batch_size, found.lr, found.clip, *found.betas)] == [int, *[float] * 4]
    assert (found.batch_size, found.lr, found.clip, found.betas) == (4, 0.5, 0.25, (0.0, 0.0))
    assert {type(value) for value in found.header().values()} == {str, int, float, list}


@pytest.mark.parametrize("name", BAD)
def test_the_first_bad_setting_is_the_one_that_is_named(name):
    assert list(BAD) == [field.name for field in fields(Settings)][1:]
    from_here_on = {each: value for each, value in BAD.items() if [*BAD].index(each) >= [*BAD].index(name)}
    with pytest.raises(ValueError, match=f"^{name} must "):
        replace(GOOD, **from_here_on)


def test_a_look_ahead_is_refused_with_what_is_not_adam():
    with pytest.raises(ValueError, match="^unroll must be 0 with 'rmsprop', not 2"):
        replace(GOOD, unroll=2)
    assert replace(GOOD, unroll=2, optimiser="adam").unroll == 2


def test_a_checkpoints_header_is_what_it_has_always_been(tmp_path):
    """Letter by letter: earlier checkpoints go on, and are known by it."""
    options = {"objective": "hinge", "lr_d": 0.02, "optimiser": "rmsprop", "betas": (0, 0.9), "seed": 3}
    list(toy_run(toy_pair(), points(), average_decay=1, checkpoint=tmp_path / "run", **options))
    text = (
        '{"objective": "hinge", "batch_size": 4, "lr": 0.01, "lr_d": 0.02, "d_steps": 1, "unroll": 0, '
        '"unroll_lr": 0.02, "penalty": 10.0, "clip": null, "optimiser": "rmsprop", "betas": [0.0, 0.9], "seed": 3, '
        '"average_decay": 1.0, "data": [12, 2], "data\'s checksum": "'
    )
    with safe_open(tmp_path / "run", framework="pt") as content:
        kept = content.metadata()["settings"]
    assert kept.startswith(text) and len(kept) == len(text) + 18
    assert json.dumps(GOOD.header()) == text.split(', "data"')[0] + "}"


def test_an_objective_of_your_own_goes_by_its_source():
    name, rules = named_objective("wgan")
    assert name == "wgan" and named_objective(rules) == (rules.source, rules)
