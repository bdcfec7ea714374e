"""The bureau of a few rows; tests that write the same rows read them once."""

from pathlib import Path

import pytest
from tiny_bureau import bureau, own_figures

from workreport.figures.registry import figure, ratio

__all__ = ["bureau", "own_figures"]


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


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
