"""The bureau of a few rows; tests that write the same rows read them once."""

from pathlib import Path

import pytest
from tiny_bureau import bureau, own_figures, two_figures

__all__ = ["bureau", "own_figures", "two_figures"]


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")
