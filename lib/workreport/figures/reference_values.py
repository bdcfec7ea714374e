"""Published values of wider areas, such as the city and the nation, by figure: copied from a reference table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workreport.base.errors import ContractError
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.ledgers.declared.source_columns import FILE, ROW

LEDGER = "references"


@dataclass(frozen=True)
class Published:
    """One published value of a figure for an area: by whom and when."""

    figure: str
    scope: str
    number: Decimal
    publisher: str
    date: dt.date

    @property
    def origin(self) -> str:
        """The source in words."""
        return f"{self.publisher}，{self.date.year}年{self.date.month}月{self.date.day}日公布"


def published(book: Book) -> dict[tuple[str, str], Published]:
    """The published values for the book's period by figure and area; empty where none were handed in.

    Raises
    ------
    ContractError
        If a row names no figure, or another unit than the figure's; names file, row and column.
    """
    intake = book.frames.intake
    if LEDGER not in intake.contracts or not intake.files_of(LEDGER):
        return {}
    rows = book.frames.known(LEDGER, book.period).to_dict("records")
    found = [_published(row) for row in rows if row["period"] == book.period.id]
    return {(one.figure, one.scope): one for one in found}


def _published(row: dict[str, Any]) -> Published:
    where = f"{row[FILE]} 第 {row[ROW]} 行"
    if row["figure"] not in FIGURES:
        raise ContractError(
            f"没有指标“{row['figure']}”",
            where=f"{where}“指标编号”列",
            todo="请照 docs/reference/figures.md 改正指标编号",
        )
    unit = FIGURES[row["figure"]].unit
    if row["unit"] != unit:
        raise ContractError(
            f"参考值的单位“{row['unit']}”与指标的不同",
            where=f"{where}“单位”列",
            expected=unit,
            todo="请换算后填写，或者删去这一行",
        )
    return Published(row["figure"], row["scope"], Decimal(row["value"]), row["publisher"], row["date"].date())
