"""Tests that write the same rows read them once."""

import pytest
from tiny_bureau import shared_out as out

from workreport.figures.registry import figure, ratio

__all__ = ["out"]


@pytest.fixture
def declared(own_figures) -> None:
    @figure("t.samples", label="抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单。"""
        return samples

    @figure("t.failed", label="不合格", unit="批次")
    def failed(samples):
        """不合格的抽样单。"""
        return samples[samples["result"] == "不合格"]

    @figure("t.passed", label="合格", unit="批次")
    def passed(samples):
        """合格的抽样单。"""
        return samples[samples["result"] == "合格"]

    @figure("t.devices", label="设备", unit="台", kind="stock")
    def devices_there(devices):
        """在册设备。"""
        return devices

    ratio(
        "t.rate", label="不合格率", numerator="t.failed", denominator="t.samples", definition="不合格÷抽样。"
    )
