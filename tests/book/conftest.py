"""What the tests of each chapter are given; a chapter's folder has its name."""

import pytest

from .chapters import printed_in


@pytest.fixture(scope="module")
def printed(request):
    """What the built chapter shows, of the folder's chapter."""
    return printed_in(request.path.parent.name)
