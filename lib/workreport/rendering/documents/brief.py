"""brief.docx (专报): one page for leaders: key figures with lights, three highlights, three problems, three requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from workreport.base.chinese_numerals import chinese
from workreport.base.numbers import rounded
from workreport.blocks.block import Card, Cards
from workreport.blocks.stored import blocks_in
from workreport.blocks.text import MISSING, runs_text
from workreport.rendering.documents.figures_json import Record
from workreport.rendering.documents.paper_model import COUNT, Papers
from workreport.rendering.documents.paper_word import Marked, heading, paper, table, text
from workreport.rendering.report_model import ReportContext, SectionResult

REQUEST = "〔此处写请示事项〕"
NO_DATA = "本期无数据"
COLUMNS = ("指标", "本期", "同比", "完成年度任务", "进度")
SHARES = (27, 20, 22, 17, 14)
LIGHTS = {"green": ("2E7D4F", "● 绿灯"), "yellow": ("B07A12", "● 黄灯"), "red": ("B3261E", "● 红灯")}
"""Colour and words of a light; the words say the same without the colour."""


def brief(
    context: ReportContext, sections: Sequence[SectionResult], records: Sequence[Record], papers: Papers
) -> bytes:
    """The brief as docx."""
    known = {record["id"]: record for record in records}
    rows = [_row(card, known) for card in key_cards(sections)]
    statements = papers.statements
    body = [table(COLUMNS, rows, SHARES)] if rows else []
    body += _listed("亮点", statements.highlights)
    body += _listed("问题", statements.problems)
    body += _listed("请示", [REQUEST] * COUNT)
    return paper(context, f"{context.period_label}工作专报", body)


def key_cards(sections: Sequence[SectionResult]) -> list[Card]:
    """The key figures that the first section with any sets apart, in its order."""
    for one in sections:
        blocks = blocks_in(one.notebook) if one.status == "ok" else ()
        if cards := [card for block in blocks if isinstance(block, Cards) for card in block.cards]:
            return cards
    return []


def change_of(card: Card) -> str:
    """A key figure's change in words; why it has no number is nothing for leaders."""
    return NO_DATA if card.value.number is None else runs_text(card.change)


def _row(card: Card, known: Mapping[str, Record]) -> list[Marked]:
    colour, light = LIGHTS.get(card.light, ("", MISSING))
    record = known.get(card.figure, {})
    base = record.get("last_year") or {}
    return [
        Marked(card.label),
        Marked(f"{card.value.text}{card.unit}", right=True),
        Marked(base.get("change", {}).get("display") or MISSING, right=True),
        Marked(completion(record), right=True),
        Marked(light, colour),
    ]


def completion(record: Record) -> str:
    """How much of a figure's task is done; a dash where none was set."""
    task = record.get("target") or {}
    done = (task.get("completion") or {}).get("value")
    if done is None:
        return MISSING
    exact = Decimal(done)
    return f"{rounded(exact, 0 if exact == exact.to_integral_value() else 1):f}%"


def _listed(kind: str, said: Sequence[str]) -> Iterator[str]:
    """A heading with how many there are, and one numbered sentence each."""
    if not said:
        return
    yield heading(f"{'两' if len(said) == 2 else chinese(len(said))}个{kind}")
    for at, one in enumerate(said, start=1):
        yield text(f"{at}．{one}" if one == REQUEST else f"{at}．{one}。")
