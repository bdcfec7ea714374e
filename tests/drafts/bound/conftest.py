"""A small bureau whose reports are bound: samples of two years in two sub-bureaus, by class of food, and a task."""

from __future__ import annotations

import pytest
from tiny_bureau import shared_out as out

from workreport.drafts.binding import Synonyms
from workreport.drafts.binding.synonyms import FigureWords
from workreport.figures.book import Book
from workreport.figures.registry import figure, ratio

__all__ = ["out"]


@pytest.fixture
def figures(own_figures) -> None:
    @figure("t.samples", label="食品抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单。"""
        return samples

    @figure("t.failed", label="不合格食品", unit="批次")
    def failed(samples):
        """不合格的抽样单。"""
        return samples[samples["result"] == "不合格"]

    ratio(
        "t.rate",
        label="食品不合格率",
        numerator="t.failed",
        denominator="t.samples",
        definition="不合格÷抽样。",
    )


@pytest.fixture
def synonyms() -> Synonyms:
    return Synonyms(
        topics={"food": ("食品",)},
        figures={
            "t.samples": FigureWords(say=["监督抽检"]),
            "t.failed": FigureWords(topic="food", say=["不合格"]),
            "t.rate": FigureWords(topic="food", say=["不合格率"]),
        },
        same=(frozenset({"批次", "批"}),),
    )


def _numbered(letter: str, *rows: dict[str, str]) -> list[dict[str, str]]:
    return [row | {"抽样单编号": f"{letter}{at}"} for at, row in enumerate(rows)]


@pytest.fixture
def book(bureau, figures) -> Book:
    """2021: 125 samples, 21 failed, 60 of 下浦分局, 44 in the first quarter; 2020: 84 samples, 12 failed; the task was 120."""
    here, there = {"承办机构": "上浦分局"}, {"承办机构": "下浦分局"}
    bad, late = {"检验结论": "不合格"}, {"抽样日期": "2021-08-05", "报告日期": "2021-08-20"}
    bureau.samples(2021, *_numbered("N", *[here | late | bad] * 21, *[here] * 44, *[there | late] * 60))
    old = {"抽样日期": "2020-03-05", "报告日期": "2020-03-20"}
    bureau.samples(2020, *_numbered("A", *[old | bad] * 12, *[old] * 72))
    bureau.targets(2021, ("t.samples", "2021-02-01", "120"))
    return bureau.book("2021")
