"""Dates against what was in force: organisations and codes of the row's day, the year of the folder."""

from __future__ import annotations

import pandas as pd

from workreport.ledgers.declared.codes import ALWAYS, CodeList, Span
from workreport.ledgers.declared.contract import Contract, Field
from workreport.ledgers.declared.findings import QUARANTINED, findings
from workreport.ledgers.values.cells import plain
from workreport.ledgers.values.parsing import parse_column

YEARS_ON = 2
"""Years after its folder's in which the end of a row may still be entered."""


def meant_then(
    contract: Contract, text: pd.DataFrame, field: Field, codes: CodeList | None, epoch: int | None
) -> pd.Series:
    """The cells of a column, a spelling shared by two values replaced by the one it meant on the row's day.

    Only flow ledgers tell the day by their ``period_date``; elsewhere, and where that day cannot be
    read, the cell stays as it is, for reading to refuse.
    """
    cells, day = text[field.name], contract.period_date
    if codes is None or not codes.shared or contract.kind != "flow" or day is None or day not in text:
        return cells
    shared = cells.isin([cell for cell in cells.unique() if plain(cell) in codes.shared])
    if not shared.any():
        return cells
    days = parse_column(contract.by_name[day], text.loc[shared, day], None, epoch).typed.dropna()
    meant = {at: codes.value_on(cells[at], when.normalize()) for at, when in days.items()}
    replaced = cells.copy()
    for at, value in meant.items():
        replaced[at] = value or cells[at]
    return replaced


def not_in_force(
    contract: Contract, text: pd.DataFrame, typed: pd.DataFrame, codes: dict[str, CodeList]
) -> list[pd.DataFrame]:
    """Findings for codes that were not yet, or no longer, in force on the row's ``period_date``.

    Only flow ledgers are judged: a register is kept up to date, so a row of 2005 rightly names
    today's sub-bureau. An organisation's successor is never put in its place: which one it would be
    is for the division to say.
    """
    day = contract.period_date
    if contract.kind != "flow" or day is None or day not in typed:
        return []
    parts = []
    first, last = typed[day].min(), typed[day].max()
    for field in (f for f in contract.kept if f.name in typed and f.type != "list"):
        periods = codes[field.codes].periods if field.codes in codes else {}
        for value, spans in sorted(periods.items()):
            if any(start <= first and last < until + pd.Timedelta(days=1) for start, until in spans):
                continue  # in force on every day there is
            inside = pd.Series(False, index=typed.index)
            for start, until in spans:
                inside |= (typed[day] >= start) & (typed[day] < until + pd.Timedelta(days=1))
            outside = typed[day].notna() & ~inside & (typed[field.name] == value)
            rows = text[outside.fillna(False).astype(bool)]
            if rows.empty:
                continue
            said = (
                f"“{codes[field.codes].label(value)}”只在 {_shown(spans)} 有效，"
                f"与{contract.by_name[day].title}不符，请改填当日有效的名称"
            )
            parts.append(
                findings(
                    contract, rows, field.name, rows[field.name], f"{contract.code}-有效期", QUARANTINED, said
                )
            )
    return parts


def _shown(spans: list[Span]) -> str:
    texts = []
    for start, until in spans:
        first = f"{start:%Y-%m-%d}起" if start != ALWAYS[0] else ""
        texts.append(first + (f"至{until:%Y-%m-%d}止" if until != ALWAYS[1] else ""))
    return "、".join(texts)


def after_folder(
    contract: Contract, text: pd.DataFrame, typed: pd.DataFrame, year: int | None
) -> list[pd.DataFrame]:
    """Warnings for rows whose ``period_date`` lies in a later year than their folder, or what followed much later.

    Such a row counts in the period its date says, so it is listed rather than refused; it may be a slip,
    or a row handed in early. What follows a row, as the contract's ``as_of`` dates do, may be entered some years on.
    """
    day = contract.period_date
    if year is None or contract.kind == "reference":
        return []
    parts = []
    for name in (day, *(view.date for view in contract.as_of if view.date != day)):
        if name is None or name not in typed:
            continue
        latest = year if name == day else year + YEARS_ON
        late = typed[name] >= pd.Timestamp(latest + 1, 1, 1)
        if not late.any():
            continue
        rows = text[late]
        title = contract.by_name[name].title
        said = (
            f"{title}晚于本文件所在的 {year} 年，按其日期归期，请核对"
            if name == day
            else f"{title}比本文件所在的 {year} 年晚 {YEARS_ON} 年以上，请核对；截至日以后的日期按尚未发生计"
        )
        parts.append(findings(contract, rows, name, rows[name], f"{contract.code}-年度", "warned", said))
    return parts
