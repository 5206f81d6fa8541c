"""The docstrings' examples: those which draw from the global random numbers are right whatever these are."""

import doctest
import importlib
import pkgutil

import pytest
import torch

import gan_utils

pytestmark = pytest.mark.slow
SEEDS = range(1, 151)


def modules():
    return [name for _, name, _ in pkgutil.walk_packages(gan_utils.__path__, "gan_utils.")]


def failures(example, seed):
    """How many lines of an example are wrong from this seed, and whether it drew from it."""
    torch.manual_seed(seed)
    before = torch.get_rng_state()
    # A copy of its names, which a run changes.
    copy = doctest.DocTest(example.examples, dict(example.globs), example.name, None, None, example.docstring)
    failed = doctest.DocTestRunner(verbose=False).run(copy, out=lambda text: None).failed
    return failed, not torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("name", modules())
def test_an_example_is_right_from_any_seed(name):
    found = doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(name))
    for example in (each for each in found if each.examples):
        if failures(example, 0)[1]:
            wrong = [seed for seed in SEEDS if failures(example, seed)[0]]
            assert not wrong, f"{example.name} draws unseeded numbers and is wrong from seeds {wrong}"


def test_an_example_that_is_right_by_chance_would_be_found():
    text = ">>> import torch\n>>> bool(torch.rand(1) < 0.9)\nTrue\n"
    example = doctest.DocTestParser().get_doctest(text, {}, "chance", None, None)
    assert failures(example, 0)[1] and any(failures(example, seed)[0] for seed in SEEDS)
