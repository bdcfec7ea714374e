"""What tests of huge sheets share."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def collected() -> Iterator[None]:
    """What a test leaves in cycles is let go at its end."""
    yield
    gc.collect()
