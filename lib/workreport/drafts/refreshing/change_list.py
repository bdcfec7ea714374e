"""改数单 as rows: what was changed in a draft and what people have to look at, as CSV, and its counts."""

from __future__ import annotations

from collections import Counter

from workreport.base.personal_data import masked
from workreport.drafts.refreshing.entries import KINDS, Entry
from workreport.drafts.refreshing.refresh import Refreshed
from workreport.drafts.refreshing.renewal import label_of
from workreport.figures.csv_files import csv_bytes

COLUMNS = (
    "类别", "要处理", "段落", "绑定的数", "原数", "现数", "台账数", "修改人", "依据", "说明", "理由", "句子", "编号",
)  # fmt: skip


def change_csv(done: Refreshed) -> bytes:
    """The list as a table for spreadsheets."""
    return csv_bytes([_row(entry) for entry in done.entries], COLUMNS)


def _row(entry: Entry) -> dict[str, str]:
    values = (
        KINDS[entry.kind].title, "是" if entry.for_people else "", str(entry.line or ""),
        label_of(entry.source) if entry.source else "", entry.old, entry.new, entry.ledger, entry.author, entry.cause,
        entry.message, entry.why, entry.sentence, entry.fingerprint,
    )  # fmt: skip
    return dict(zip(COLUMNS, map(masked, values), strict=True))


def counts(done: Refreshed) -> dict[str, int]:
    """How many numbers and places there are of each kind, by title; kinds that do not occur are left out."""
    kinds = Counter(entry.kind for entry in done.entries)
    found = {KINDS[id].title: kinds[id] for id in KINDS if kinds[id]}
    more = {"按上下文找回": done.found_again, "还要写的〔此处…〕": done.to_write}
    return (
        {"绑定数": len(done.numbers), "未变": done.unchanged}
        | found
        | {title: count for title, count in more.items() if count}
    )
