"""Validity periods: organisations and codes in force on the row's day, and the year of the folder."""

from __future__ import annotations

import pandas as pd

from workreport.ledgers.declared.codes import ALWAYS, CodeList, Span
from workreport.ledgers.declared.contract import Contract, Field
from workreport.ledgers.declared.findings import QUARANTINED, findings, no_findings
from workreport.ledgers.declared.source_columns import ROW, SHEET, SOURCE
from workreport.ledgers.read.missing_months import month_of, quarter_of
from workreport.ledgers.values.cells import plain
from workreport.ledgers.values.parsing import parse_column

LISTED = 5
"""Most rows of a sheet named in a message."""
YEARS_ON = 2
"""Years after the folder's year in which later dates of a row are plausible."""
YEARS_AHEAD = 1
"""Years after the folder's year in which the date of a row itself is possible: handed in early, at most."""
YEARS_LATEST = 10
"""Years after the folder's year from which a later date of a row is a slip of the pen."""


def resolve_shared_spellings(
    contract: Contract, text: pd.DataFrame, field: Field, codes: CodeList | None, epoch: int | None
) -> pd.Series:
    """Replace spellings shared by several values by the value in force on the row's day.

    The day is the ``period_date`` of a flow ledger; in other ledgers, and if the day cannot be
    read, the cell stays unchanged, and reading refuses it.
    """
    cells, day = text[field.name], contract.period_date
    if codes is None or not codes.shared or contract.kind != "flow" or day is None or day not in text:
        return cells
    shared = cells.isin([cell for cell in cells.unique() if plain(cell) in codes.shared])
    if not shared.any():
        return cells
    days = parse_column(contract.by_name[day], text.loc[shared, day], None, epoch).typed.dropna()
    values = {label: codes.value_on(cells[label], day.normalize()) for label, day in days.items()}
    replaced = cells.copy()
    for label, value in values.items():
        replaced[label] = value or cells[label]
    return replaced


def not_in_force(
    contract: Contract, text: pd.DataFrame, typed: pd.DataFrame, codes: dict[str, CodeList]
) -> list[pd.DataFrame]:
    """Findings for codes that were not yet, or no longer, in force on the row's ``period_date``.

    Only flow ledgers are checked: a register is kept up to date, so a row of 2005 may name
    today's sub-bureau. An organisation is never replaced by its successor: the division
    decides which one.
    """
    day = contract.period_date
    if contract.kind != "flow" or day is None or day not in typed:
        return []
    parts = []
    first, last = typed[day].min(), typed[day].max()
    for field in (f for f in contract.read_fields if f.name in typed and f.type != "list"):
        periods = codes[field.codes].periods if field.codes in codes else {}
        for value, spans in sorted(periods.items()):
            if any(start <= first and last < until + pd.Timedelta(days=1) for start, until in spans):
                continue  # in force on all days of the ledger
            inside = pd.Series(False, index=typed.index)
            for start, until in spans:
                inside |= (typed[day] >= start) & (typed[day] < until + pd.Timedelta(days=1))
            outside = typed[day].notna() & ~inside & (typed[field.name] == value)
            rows = text[outside.fillna(False).astype(bool)]
            if rows.empty:
                continue
            message = (
                f"“{codes[field.codes].label(value)}”只在 {_shown(spans)} 有效，"
                f"与{contract.by_name[day].title}不符，请改填当日有效的名称"
            )
            parts.append(
                findings(
                    contract,
                    rows,
                    field.name,
                    rows[field.name],
                    f"{contract.code}-有效期",
                    QUARANTINED,
                    message,
                )
            )
    return parts


def _shown(spans: list[Span]) -> str:
    texts = []
    for start, until in spans:
        first = f"{start:%Y-%m-%d}起" if start != ALWAYS[0] else ""
        texts.append(first + (f"至{until:%Y-%m-%d}止" if until != ALWAYS[1] else ""))
    return "、".join(texts)


def later_than_folder(
    contract: Contract, text: pd.DataFrame, typed: pd.DataFrame, year: int | None
) -> list[pd.DataFrame]:
    """Findings for rows with a ``period_date`` after the year of their folder, or with much later follow-up dates.

    A row dated in the next year counts in the period of its date, with a warning; it may be an error,
    or a row handed in early. Follow-up dates (``as_of`` in the contract) may be some years later. A row
    dated further ahead than that would count in no report: it is quarantined.
    """
    day = contract.period_date
    if year is None or contract.kind == "reference":
        return []
    parts = []
    for name in (day, *(view.date for view in contract.as_of if view.date != day)):
        if name is None or name not in typed:
            continue
        latest, last = (year, year + YEARS_AHEAD) if name == day else (year + YEARS_ON, year + YEARS_LATEST)
        far = typed[name] >= pd.Timestamp(last + 1, 1, 1)
        if far.any():
            parts.append(_too_far(contract, text[far], name, year))
        late = (typed[name] >= pd.Timestamp(latest + 1, 1, 1)) & ~far
        if not late.any():
            continue
        rows = text[late]
        title = contract.by_name[name].title
        message = (
            f"{title}晚于本文件所在的 {year} 年，按其日期归期，请核对"
            if name == day
            else f"{title}比本文件所在的 {year} 年晚 {YEARS_ON} 年以上，请核对；截至日以后的日期按尚未发生计"
        )
        parts.append(findings(contract, rows, name, rows[name], f"{contract.code}-年度", "warned", message))
    return parts


def _too_far(contract: Contract, rows: pd.DataFrame, name: str, year: int) -> pd.DataFrame:
    message = f"{contract.by_name[name].title}比本文件所在的 {year} 年晚得太多，多半是年份写错，请改正"
    return findings(contract, rows, name, rows[name], f"{contract.code}-年度", QUARANTINED, message)


def in_other_months(contract: Contract, typed: pd.DataFrame) -> pd.DataFrame:
    """One warning for a file with rows dated in another month or quarter than their sheet's name says."""
    day = contract.period_date
    if contract.kind != "flow" or day is None or day not in typed:
        return no_findings()
    phrases, wrong = [], pd.Series(False, index=typed.index)
    for sheet in typed[SHEET].unique():
        month, quarter = month_of(sheet), quarter_of(sheet)
        own = typed[SHEET] == sheet
        dates = typed.loc[own, day].dt
        other = dates.month != month if month else dates.quarter != quarter if quarter else own[own] & False
        if other.any():
            rows = "、".join(map(str, typed.loc[other[other].index, ROW].head(LISTED)))
            phrases.append(
                f"工作表“{sheet}”有 {other.sum()} 行（第 {rows} 行{'等' if other.sum() > LISTED else ''}）"
            )
            wrong |= other.reindex(typed.index, fill_value=False)
    if not phrases:
        return no_findings()
    place = typed.loc[wrong, SOURCE].iloc[:1].assign(**{SHEET: "", ROW: 0})
    message = f"{'，'.join(phrases)}的{contract.by_name[day].title}不在表名所写的月份或季度里，请核对；按各自的日期归期"
    return findings(contract, place, day, "", f"{contract.code}-月份", "warned", message)
