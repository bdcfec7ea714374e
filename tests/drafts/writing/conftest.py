"""A small bureau whose drafts are written: samples of two years, a task, devices."""

from __future__ import annotations

import pytest
from tiny_bureau import shared_out as out

from workreport.figures.book import Book
from workreport.figures.registry import figure, ratio

__all__ = ["out"]


@pytest.fixture
def figures(own_figures) -> None:
    @figure("t.samples", label="抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单。"""
        return samples

    @figure("t.failed", label="不合格", unit="批次")
    def failed(samples):
        """不合格的抽样单。"""
        return samples[samples["result"] == "不合格"]

    @figure("t.open", label="未出结论", unit="批次")
    def waiting(samples):
        """未出结论的抽样单。"""
        return samples[samples["result"] == "未出"]

    @figure("t.devices", label="在用设备", unit="台", kind="stock")
    def devices_in_use(devices):
        """在用设备。"""
        return devices

    ratio(
        "t.rate", label="不合格率", numerator="t.failed", denominator="t.samples", definition="不合格÷抽样。"
    )


@pytest.fixture
def small(bureau, figures):
    """2021: 10 samples, 8 in March, 2 in August, 2 failed, 6 of 下浦; 2020: 8, 2 failed; the task was 10; no devices."""
    here, there, late = (
        {"承办机构": "上浦分局"},
        {"承办机构": "下浦分局"},
        {"抽样日期": "2021-08-05", "报告日期": "2021-08-20"},
    )
    bad, cakes, grain = {"检验结论": "不合格"}, {"食品大类": "糕点"}, {"食品大类": "粮食加工品"}
    rows = [here | bad | cakes] * 2 + [here | grain] * 2 + [there | cakes] * 4 + [there | cakes | late] * 2
    bureau.samples(2021, *({"抽样单编号": f"N{at}"} | row for at, row in enumerate(rows)))
    old = {"抽样日期": "2020-03-05", "报告日期": "2020-03-20"}
    rows = [old | bad] * 2 + [old] * 6
    bureau.samples(2020, *({"抽样单编号": f"A{at}"} | row for at, row in enumerate(rows)))
    bureau.targets(2021, ("t.samples", "2021-02-01", "10"))
    return bureau


@pytest.fixture
def book(small) -> Book:
    return small.book("2021")
