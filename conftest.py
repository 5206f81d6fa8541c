"""For the docstrings' examples too: one thread, and the global random numbers begin anew with each test."""

import os

import pytest

# Before NumPy is imported: on a busy machine its threads wait for each other three times as long as they work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """Tests which compare bit for bit must not depend on how many cores there are, and two processes share them."""
    import torch  # not before it is needed: collecting alone does not

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def known_global_seed():
    import torch

    torch.manual_seed(0)
