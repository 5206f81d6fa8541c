"""For the docstrings' examples too: the global random numbers begin anew with each test."""

import pytest


@pytest.fixture(autouse=True)
def known_global_seed():
    import torch  # not before it is needed: collecting alone does not

    torch.manual_seed(0)
