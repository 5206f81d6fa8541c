"""What every test shares: the oracle's cases, one thread, and property tests that are the same on each run."""

import json
import os
from pathlib import Path

# Before NumPy is imported: on a busy machine its threads wait for each other three times as long as they work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

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


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """Tests which compare bit for bit must not depend on how many cores there are."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
