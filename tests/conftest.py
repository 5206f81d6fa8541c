"""What every test shares: the oracle's cases, and property tests that are the same on each run."""

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import settings

FILE = Path(__file__).parent / "oracles" / "oracle_values.json"
CASES = {case["id"]: case for case in json.loads(FILE.read_text(encoding="utf-8"))["cases"]}

settings.register_profile("book", derandomize=True, deadline=None, database=None, max_examples=60)
settings.load_profile("book")


@pytest.fixture(scope="session")
def oracle():
    """``oracle(id)`` is a case whose numbers were computed apart from the package: input, expected, abs_tol."""
    return CASES.__getitem__


@pytest.fixture
def no_warnings():
    """A warning fails the test: what is rounded, overflows or is divided by 0 is dealt with."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def global_random_left_alone():
    """The test fails unless the next global random numbers, PyTorch's and NumPy's, are what they were before."""

    def drawn():
        return torch.rand(3).tolist(), np.random.rand(3).tolist()

    def seed():
        torch.manual_seed(5)
        np.random.seed(5)

    seed()
    expected = drawn()
    seed()
    yield
    assert drawn() == expected
