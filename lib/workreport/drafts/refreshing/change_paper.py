"""改数单 as a Word file: what people have to look at first, then every number that was changed and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workreport.base.bureau import Bureau
from workreport.base.period import Period
from workreport.base.personal_data import masked
from workreport.drafts.refreshing import entries
from workreport.drafts.refreshing.change_list import counts
from workreport.drafts.refreshing.entries import KINDS, Entry
from workreport.drafts.refreshing.refresh import Refreshed
from workreport.drafts.refreshing.renewal import label_of
from workreport.rendering.documents.document_model import Block, Report, Table, one_line, plain
from workreport.rendering.documents.word import word_document

TITLE = "改数单"
Column = tuple[str, float, Callable[[Entry], str]]
PLACE: Column = ("段落", 5, lambda one: str(one.line or "—"))
KIND: Column = ("种类", 8, lambda one: KINDS[one.kind].title)
NUMBER: Column = ("绑定的数", 15, lambda one: label_of(one.source) if one.source else "")
OLD: Column = ("原数", 11, lambda one: one.old)
NEW: Column = ("现数", 11, lambda one: one.new)
LEDGER: Column = ("台账数", 11, lambda one: one.ledger)
CAUSE: Column = ("依据", 22, lambda one: one.cause)
WHO: Column = ("谁、为什么", 16, lambda one: "：".join(filter(None, (one.author, one.why or one.message))))
MESSAGE: Column = ("说明", 34, lambda one: one.message)
SENTENCE: Column = ("所在的句子", 30, lambda one: one.sentence)


def change_paper(done: Refreshed, bureau: Bureau, period: Period) -> bytes:
    """The list as a Word file, the same bytes for the same refresh."""
    count_words = "，".join(f"{title} {count}" for title, count in counts(done).items())
    since = f"上次按 {done.before} 写数。" if done.before not in ("", done.period) else ""
    blocks: list[Block] = [plain(f"{count_words}。{since}"), *_tables(done.entries)]
    if len(blocks) == 1:
        blocks.append(plain("没有改数，也没有要处理的。"))
    report = Report(
        bureau=bureau.name,
        title=TITLE,
        period=period.label,
        cut_off=period.as_of,
        marks=(masked(f"《{done.text.name}》　报告期：{period.label}"),),
        remarks=(),
        draft=False,
        blocks=blocks,
    )
    return word_document(report, lambda: ({}, None))


def _tables(found: Sequence[Entry]) -> list[Table]:
    settled = (entries.OVERRIDDEN, entries.LIFTED, entries.REBOUND)
    groups = (
        ("要处理的", [entry for entry in found if entry.for_people], (PLACE, KIND, SENTENCE, MESSAGE)),
        (
            "改了的数",
            [entry for entry in found if entry.kind == entries.CHANGED],
            (PLACE, NUMBER, OLD, NEW, CAUSE, SENTENCE),
        ),
        (
            "填入的数",
            [entry for entry in found if entry.kind == entries.FILLED],
            (PLACE, NUMBER, NEW, CAUSE, SENTENCE),
        ),
        (
            "手改的数和已有答复的",
            [entry for entry in found if entry.kind in settled or entry.settled],
            (PLACE, KIND, OLD, NEW, LEDGER, WHO, SENTENCE),
        ),
    )
    return [_table(title, listed, columns) for title, listed, columns in groups if listed]


def _table(title: str, listed: Sequence[Entry], columns: Sequence[Column]) -> Table:
    return Table(
        f"{title}（{len(listed)}处）",
        tuple(name for name, _, _ in columns),
        tuple(tuple(masked(one_line(value(entry))) for _, _, value in columns) for entry in listed),
        weights=tuple(weight for _, weight, _ in columns),
        small=True,
    )
