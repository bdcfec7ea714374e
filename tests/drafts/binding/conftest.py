"""A small bureau whose texts are proofed: samples of two years, a task, a reported value, devices without any accident."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tiny_bureau import shared_out as out

from workreport.drafts.binding import Synonyms, bindings_of, claims_of
from workreport.drafts.binding.synonyms import FigureWords
from workreport.drafts.model import Binding, DraftText, Finding
from workreport.drafts.quantities import tokens_of
from workreport.figures.book import Book
from workreport.figures.registry import figure, ratio, total_of

__all__ = ["out"]
SYNONYMS = Synonyms(
    topics={"food": ("食品", "糕点"), "device": ("设备",)},
    figures={
        "t.samples": FigureWords(say=["监督抽检", "抽检 食品"]),
        "t.failed": FigureWords(topic="food", say=["不合格样品", "不合格"]),
        "t.passed": FigureWords(topic="food", say=["合格样品", "合格"]),
        "t.concluded": FigureWords(topic="food", say=["已出结论"]),
        "t.rate": FigureWords(topic="food", say=["不合格率"]),
        "t.pass_rate": FigureWords(topic="food", say=["合格率"], all=["合格"]),
        "t.units": FigureWords(say=["被抽单位"]),
        "t.devices": FigureWords(topic="device", say=["在用设备", "设备"]),
        "t.stopped": FigureWords(topic="device", say=["停用设备"], none=["停用设备"]),
    },
    same=(frozenset({"批次", "批"}),),
    confused=frozenset({frozenset({"家", "家次"}), frozenset({"批次", "家"})}),
    neutral=("办公室",),
)


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

    @figure("t.passed", label="合格食品", unit="批次")
    def passed(samples):
        """合格的抽样单。"""
        return samples[samples["result"] == "合格"]

    @figure("t.visits", label="抽样走到单位", unit="家次")
    def visits(samples):
        """每张抽样单一次。"""
        return samples

    @figure("t.devices", label="在用设备", unit="台", kind="stock")
    def devices_in_use(devices):
        """在用设备。"""
        return devices[devices["status"] == "在用"]

    @figure("t.stopped", label="停用设备", unit="台", kind="stock")
    def devices_stopped(devices):
        """停用设备。"""
        return devices[devices["status"] == "停用"]

    total_of(
        "t.concluded", label="已出结论", unit="批次", parts=("t.failed", "t.passed"), definition="两者之和。"
    )
    ratio(
        "t.rate",
        label="食品不合格率",
        numerator="t.failed",
        denominator="t.concluded",
        definition="不合格÷已出。",
    )
    ratio(
        "t.pass_rate",
        label="食品合格率",
        numerator="t.passed",
        denominator="t.concluded",
        definition="合格÷已出。",
    )


def numbered(letter: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows with numbers of their own: one that returns in another year contradicts it."""
    return [row | {"抽样单编号": f"{letter}{at}"} for at, row in enumerate(rows)]


@pytest.fixture
def stopped() -> int:
    """Devices out of use."""
    return 0


@pytest.fixture
def book(bureau, figures, stopped) -> Iterator[Book]:
    """2021: 125 samples, 21 failed, 60 of the sub-bureau 下浦; 2020: 84 samples, 12 failed; the task was 120."""
    here, there = {"承办机构": "上浦分局"}, {"承办机构": "下浦分局"}
    bad = {"检验结论": "不合格"}
    bureau.samples(2021, *numbered("N", [here | bad] * 21 + [here] * 44 + [there] * 60))
    old = {"抽样日期": "2020-03-05", "报告日期": "2020-03-20"}
    bureau.samples(2020, *numbered("A", [old | bad] * 12 + [old] * 72))
    bureau.devices(2021, *[{}] * 36, *[{"状态": "停用", "状态变更日期": "2021-03-01"}] * stopped)
    bureau.targets(2021, ("t.samples", "2021-02-01", "120"))
    bureau.reported(2021, ("t.samples", "2021", "129"))
    return bureau.book("2021")


@pytest.fixture
def synonyms() -> Synonyms:
    return SYNONYMS


@pytest.fixture
def bind(book) -> Callable[[str], dict[str, Binding]]:
    """The bindings of a text by the number as it is printed."""

    def bound(words: str) -> dict[str, Binding]:
        text = DraftText.of("稿", words)
        return {binding.token.text: binding for binding in bindings_of(text, tokens_of(text), book, SYNONYMS)}

    return bound


@pytest.fixture
def claim(book) -> Callable[[str], list[Finding]]:
    """The claims of a text that do not hold."""

    def claimed(words: str) -> list[Finding]:
        text = DraftText.of("稿", words)
        tokens = tokens_of(text)
        return list(claims_of(text, tokens, bindings_of(text, tokens, book, SYNONYMS), book, SYNONYMS))

    return claimed
