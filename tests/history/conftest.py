"""Runs of the bureau of a few rows that are kept without notebooks or pages; its rows are read once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_bureau import TinyBureau
from tiny_bureau import shared_out as out

from workreport.figures.csv_files import csv_bytes, exact_text
from workreport.figures.registry import FIGURES, figure, ratio
from workreport.history.inputs import inputs_now
from workreport.history.manifest import versions
from workreport.history.runs import History, Run
from workreport.history.snapshot import take_snapshot

__all__ = ["out"]


@pytest.fixture
def declared(own_figures) -> None:
    """Samples counted, those that failed, what they weigh, and a rate."""

    @figure("t.samples", label="抽样", unit="批次")
    def taken(samples):
        """全部抽样单，按抽样日期。"""
        return samples

    @figure("t.failed", label="不合格", unit="批次")
    def failed(samples):
        """检验结论为不合格的抽样单。"""
        return samples[samples["result"] == "不合格"]

    @figure("t.items", label="检验项目", unit="项", total="items")
    def items(samples):
        """检验项目数合计。"""
        return samples

    ratio(
        "t.rate", label="不合格率", numerator="t.failed", denominator="t.samples", definition="不合格占比。"
    )


@pytest.fixture
def store_run(bureau: TinyBureau, declared, tmp_path: Path) -> Callable[..., Run]:
    """A function that keeps a run of a period over the bureau's ledgers as they are, and gives it."""
    history = History.of(tmp_path / "kept")

    def keep(period: str = "2021", *, draft: bool = False, code: str = "") -> Run:
        book = bureau.book(period)
        snapshot = take_snapshot(book, inputs_now(book.frames.intake, book.period, tmp_path / "notebooks"))
        rows = [
            {
                "id": id,
                "label": declaration.label,
                "unit": declaration.unit,
                "value": exact_text(book.value(id).number),
                "display": "",
            }
            for id, declaration in FIGURES.items()
        ]
        figures = csv_bytes(rows, ("id", "label", "unit", "value", "display"))
        snapshot.add(figures)
        manifest = {
            "bureau": "晴川区市场监督管理局",
            "period": book.period.id,
            "draft": draft,
            "parameters": [],
            "versions": versions(),
            "code": code or book.frames.intake.workspace.code,
            **snapshot.metadata,
            "outputs": {"figures.csv": hashlib.sha256(figures).hexdigest()},
        }
        history.store(json.dumps(manifest, ensure_ascii=False).encode(), snapshot.objects)
        return history.runs(book.period.id)[-1]

    return keep
