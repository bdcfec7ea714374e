"""The bureau of a few rows, with a store of its own for each test."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny_bureau import bureau, own_figures, two_figures

__all__ = ["bureau", "own_figures", "two_figures"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def collected() -> Iterator[None]:
    """What a test of huge sheets leaves in cycles is let go at its end."""
    yield
    gc.collect()
