"""Tests that write the same rows read them once."""

import pytest
from tiny_bureau import shared_out as out

from workreport.figures.registry import figure

__all__ = ["out"]


@pytest.fixture
def declared(four_figures) -> None:
    """The four figures, and the samples that passed."""

    @figure("t.passed", label="合格", unit="批次")
    def passed(samples):
        """合格的抽样单。"""
        return samples[samples["result"] == "合格"]
