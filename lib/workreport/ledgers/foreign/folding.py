"""Several rows of a foreign table folded into one."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from workreport.ledgers.declared.contract import Contract, Field
from workreport.ledgers.declared.field_source import Folding
from workreport.ledgers.declared.findings import QUARANTINED, combine
from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.declared.source_columns import ROW, SOURCE
from workreport.ledgers.foreign.source_cells import added
from workreport.ledgers.read.reading_findings import note
from workreport.ledgers.read.sheet import Sheet

FOLDED = "合行"


def folded(
    contract: Contract,
    mapping: Mapping,
    sheet: Sheet,
    raw: pd.DataFrame,
    frame: pd.DataFrame,
    notes: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that agree in the cells of `fold` as one, at the place of their first; and the findings on them.

    A row with a blank among these cells stays by itself. A folded row bears the findings of all its rows, and
    is quarantined where they contradict each other.

    Parameters
    ----------
    raw, frame : DataFrame
        The rows as read, by header, and as mapped, by field.
    """
    if not mapping.fold or raw.empty:
        return frame, notes
    own = (raw[mapping.fold] == "").any(axis="columns")
    keys = raw[mapping.fold].agg("\x1f".join, axis="columns").mask(own, raw.index.astype("str"))
    first = raw[ROW].groupby(keys).transform("first")
    makes = {name: _fold_of(source.rows, contract.by_name[name]) for name, source in mapping.columns.items()}
    result = frame.groupby(first, sort=False).agg(
        {name: (lambda cells, make=make: make(cells.tolist())) for name, make in makes.items()}
    )
    sources = frame[frame[ROW] == first].reset_index(drop=True)[SOURCE]
    result = pd.concat([result.reset_index(drop=True).astype("str"), sources], axis="columns")
    notes = notes.assign(row=notes["row"].replace(dict(zip(raw[ROW], first, strict=True))))
    return result, combine([notes, *_fold_findings(contract, mapping, sheet, frame, first)])


def _fold_findings(
    contract: Contract, mapping: Mapping, sheet: Sheet, frame: pd.DataFrame, first: pd.Series
) -> list[pd.DataFrame]:
    """Findings on folded rows: of which rows they are made, and where these contradict each other."""
    parts = []
    same = [name for name, source in mapping.columns.items() if source.rows == "same"]
    for _, rows in frame.groupby(first, sort=False):
        if len(rows) < 2:
            continue
        at, numbers = rows.head(1), "、".join(map(str, rows[ROW]))
        parts.append(note(contract, at, "", FOLDED, "normalised", f"由第 {numbers} 行合成一行"))
        for name in same:
            if len(texts := [text for text in dict.fromkeys(rows[name]) if text]) > 1:
                message = f"第 {numbers} 行合成一行，这一列写的不同，不知以哪一行为准"
                parts.append(note(contract, at, name, FOLDED, QUARANTINED, message, "｜".join(texts)))
        if struck := [str(number) for number in rows[ROW][1:] if number in sheet.struck]:
            message = f"合成这一行的第 {'、'.join(struck)} 行划了删除线，不知是否作废，暂不计入"
            parts.append(note(contract, at, "", FOLDED, QUARANTINED, message))
        if hidden := [str(number) for number in rows[ROW][1:] if number in sheet.hidden_rows]:
            message = f"合成这一行的第 {'、'.join(hidden)} 行是隐藏的，照常计入"
            parts.append(note(contract, at, "", FOLDED, "warned", message))
    return parts


def _fold_of(how: Folding, field: Field) -> Callable[[list[str]], str]:
    """The function that makes one cell of several."""
    if how == "count":
        return lambda cells: str(len(cells))
    if how == "sum":
        return lambda cells: added(field, cells)
    if how == "last":
        return lambda cells: next(filter(None, reversed(cells)), "")
    if how == "join":
        return lambda cells: field.delimiter.join(dict.fromkeys(filter(None, cells)))
    return lambda cells: next(filter(None, cells), "")
