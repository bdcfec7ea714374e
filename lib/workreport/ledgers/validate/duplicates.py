"""Duplicates: repeated rows, rows that contradict each other, near-duplicates."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED, combine, findings, no_findings
from workreport.ledgers.declared.source_columns import FILE, REST, ROW, SHEET, SOURCE
from workreport.ledgers.values.cells import plain

WARNED = "warned"
MAX_LISTED = 1_000
"""Most near-duplicates listed one by one; a ledger with more probably has another grain."""


def without_duplicates(
    contract: Contract, typed: pd.DataFrame, text: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, int, list[pd.DataFrame]]:
    """Split rows into those that count and those that contradict each other; number of repeated rows, findings.

    Rows with the same key and the same content are one row: the first counts, the others are
    duplicates, with a warning. Rows with the same key, or the same value of a ``unique``
    field, and different content are all quarantined, since none can be preferred; a figure that
    would count any of them has no value until they are corrected (``figures.book``).
    Rows equal in the contract's ``near`` fields but with different keys count, with a warning.
    """
    key = [name for name in contract.primaryKey if name in typed]
    if not key:
        return typed, typed.iloc[:0], 0, []
    content = [name for name in typed if name not in SOURCE]
    # rows with a unique key repeat nothing: only the others are compared in full
    shared = typed[typed.duplicated(key, keep=False)]
    repeated = shared[shared.duplicated(content)]
    parts = [_repeating(contract, text, shared, repeated, content, key[0])] if len(repeated) else []
    unique = typed.drop(repeated.index) if len(repeated) else typed
    clash = unique[unique.duplicated(key, keep=False)]
    if len(clash):
        read = [name for name in content if name != REST]
        fact = clash.duplicated(read, keep=False).map(
            {True: "主键相同，没有读入的列里内容不同", False: "主键相同而内容不同"}
        )
        parts.append(_clashing(contract, text, clash, key, "主键", fact))
    quarantined = set(clash.index)
    unique_fields = [
        f for f in contract.read_fields if f.constraints.unique and [f.name] != key and f.name in typed
    ]
    for field in unique_fields:
        filled = unique[unique[field.name].notna()]
        clash = filled[filled.duplicated(field.name, keep=False)]
        if len(clash):
            message = f"不同的行填了相同的{field.title}"
            parts.append(_clashing(contract, text, clash, [field.name], "唯一", message))
            quarantined |= set(clash.index)
    standing = unique.drop(sorted(quarantined)) if quarantined else unique
    parts.append(near_duplicates(contract, text, standing))
    contradicting = unique.loc[sorted(quarantined)]
    parts.append(blocking_findings(contract, contradicting))
    return standing, contradicting, len(repeated), parts


def between_files(
    contract: Contract, joined: pd.DataFrame, years: dict[str, int | None], elsewhere: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Split the rows of several files into those that count and those that contradict each other; findings.

    A row in several files counts once; if two files are of the same year, with a warning, since it was
    handed in twice. In another year's file, cells that are not read may have changed.

    Parameters
    ----------
    years : mapping
        Year of each file's folder by its shown name.
    elsewhere : DataFrame
        Rows that contradict each other within one of the files: a third row with their key does not resolve that.
    """
    content = [name for name in joined if name not in (*SOURCE, REST)]
    again = _handed_in_again(joined, content, years)
    unique = joined[~again]
    parts = [_in_both(contract, joined, again, content, years)] if again.any() else []
    key = [name for name in contract.primaryKey if name in joined]
    if not key:
        return unique, unique.iloc[:0], combine(parts)
    apart = unique.duplicated(key, keep=False)
    if len(elsewhere):
        keys = set(elsewhere[key].itertuples(index=False, name=None))
        apart |= pd.Series(
            [values in keys for values in unique[key].itertuples(index=False, name=None)], unique.index
        )
    clash = unique[apart]
    message = "几个文件中主键相同而内容不同，都暂不计入；更正之前，会计入它们的指标不出数"
    parts.append(
        findings(contract, clash, key[0], clash[key[0]], f"{contract.code}-主键", QUARANTINED, message)
    )
    parts.append(blocking_findings(contract, clash))
    return unique[~apart], clash, combine(parts)


def _handed_in_again(joined: pd.DataFrame, content: list[str], years: dict[str, int | None]) -> pd.Series:
    """Mask of the rows that repeat one above: all of its cells, or in another year's file those that are read."""
    if REST not in joined:
        return joined.duplicated(content)
    again = joined.duplicated([*content, REST])
    alike = joined.duplicated(content) & ~again
    if not alike.any():
        return again
    year = joined[FILE].map(years)
    return again | (
        alike & (year != year.groupby([joined[name] for name in content], dropna=False).transform("first"))
    )


def _in_both(
    contract: Contract,
    joined: pd.DataFrame,
    again: pd.Series,
    content: list[str],
    years: dict[str, int | None],
) -> pd.DataFrame:
    near_duplicates = joined[joined.duplicated(content, keep=False)]
    first = (
        near_duplicates.groupby(content, dropna=False, sort=False)[SOURCE]
        .transform("first")
        .loc[again[again].index]
    )
    rows = joined[again]
    column = next(name for name in (*contract.primaryKey, *content) if name in joined)
    same = rows[FILE].map(years) == first[FILE].map(years)
    how = same.map({True: "完全相同", False: "相同"})
    message = "与 " + first[FILE] + " 第 " + first[ROW].astype(str) + " 行" + how + "，只计一次"
    return findings(
        contract,
        rows,
        column,
        rows[column].astype(str),
        f"{contract.code}-重复",
        same.map({True: WARNED, False: "normalised"}),
        message,
    )


def blocking_findings(contract: Contract, contradicting: pd.DataFrame) -> pd.DataFrame:
    """One finding per file whose contradicting rows block figures."""
    if contradicting.empty:
        return no_findings()
    counts = contradicting.groupby(FILE, sort=True).size()
    rows = pd.DataFrame({FILE: counts.index, SHEET: "", ROW: 0}).astype(
        {FILE: "str", SHEET: "str", ROW: "int64"}
    )
    message = counts.reset_index(drop=True).astype(str) + " 行与别的行矛盾，改正之前，会计入它们的指标不出数"
    return findings(contract, rows, "", "", f"{contract.code}-矛盾", "blocked", message)


def _repeating(
    contract: Contract,
    text: pd.DataFrame,
    shared: pd.DataFrame,
    repeated: pd.DataFrame,
    content: list[str],
    column: str,
) -> pd.DataFrame:
    first = {index: members[0] for members in _groups(shared, content) for index in members}
    rows = text.loc[repeated.index]
    places = text.loc[[first[index] for index in repeated.index]]
    messages = [
        f"与{_place(p, r)}完全相同，只计一次" for p, r in zip(_records(places), _records(rows), strict=True)
    ]
    message = pd.Series(messages, index=rows.index)
    return findings(contract, rows, column, rows[column], f"{contract.code}-重复", WARNED, message)


def _clashing(
    contract: Contract,
    text: pd.DataFrame,
    clash: pd.DataFrame,
    key: list[str],
    rule: str,
    fact: pd.Series | str,
) -> pd.DataFrame:
    rows = text.loc[clash.index]
    others = _others(clash, key, rows)
    message = fact + "（另见" + others + "），都暂不计入；更正之前，会计入它们的指标不出数"
    return findings(contract, rows, key[0], rows[key[0]], f"{contract.code}-{rule}", QUARANTINED, message)


def near_duplicates(contract: Contract, text: pd.DataFrame, typed: pd.DataFrame) -> pd.DataFrame:
    """Findings for rows equal in the ``near`` fields: possibly one event entered under two numbers."""
    near = contract.near
    if not near or not set(near) <= set(typed):
        return no_findings()
    every = _alike(near, typed)
    if every.empty:
        return no_findings()
    count, listed = len(every), every.iloc[:MAX_LISTED]
    if count > MAX_LISTED:
        group = every.groupby(near, sort=False).ngroup()
        every = every[group.isin(group.loc[listed.index])]
    rows = text.loc[listed.index]
    titles = "、".join(contract.by_name[name].title for name in near)
    message = f"{titles}都与" + _others(every, near, rows) + "相同而编号不同，请核对是否重复登记；已照常计入"
    column = contract.primaryKey[0]
    rule = f"{contract.code}-近似"
    result = findings(contract, rows, column, rows[column], rule, WARNED, message)
    if count <= MAX_LISTED:
        return result
    more = f"另有 {count - MAX_LISTED} 行{titles}也与别的行相同而编号不同，没有逐行列出；已照常计入"
    return combine([result, findings(contract, _whole(rows.iloc[:1]), "", "", rule, WARNED, more)])


def comparable(rows: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Some columns, with texts that differ only in width, brackets or spaces made equal."""
    columns = {name: rows[name] for name in names}
    for name, column in columns.items():
        if column.dtype == "str":
            columns[name] = column.map({text: plain(text) for text in column.dropna().unique()}).astype("str")
    return pd.DataFrame(columns, index=rows.index)


def _alike(near: list[str], typed: pd.DataFrame) -> pd.DataFrame:
    """The rows that are equal to another in the ``near`` fields, with these fields made comparable."""
    filled = typed[typed[near].notna().all(axis=1)]
    filled = filled.assign(**comparable(filled, near))
    return filled[filled.duplicated(near, keep=False)]


def near_duplicates_between(contract: Contract, joined: pd.DataFrame) -> pd.DataFrame:
    """Findings for rows equal in the ``near`` fields to a row of another file."""
    near = contract.near
    if not near or not set(near) <= set(joined):
        return no_findings()
    every = _alike(near, joined)
    several = every.groupby(near, sort=False)[FILE].transform("nunique") > 1
    every, rows = every[several], joined.loc[every.index[several]].iloc[:MAX_LISTED]
    if rows.empty:
        return no_findings()
    places: dict[int, str] = {}
    for members in _groups(every, near):
        files = every.loc[members, FILE].tolist()
        for index, file in zip(members, files, strict=True):
            other = next(label for label, own in zip(members, files, strict=True) if own != file)
            places[index] = f"{every.at[other, FILE]} 第 {every.at[other, ROW]} 行"
    titles = "、".join(contract.by_name[name].title for name in near)
    message = (
        f"{titles}都与 " + pd.Series(places)[rows.index] + "相同而编号不同，请核对是否重复登记；已照常计入"
    )
    column = contract.primaryKey[0]
    return findings(
        contract, rows, column, rows[column].astype("str"), f"{contract.code}-近似", WARNED, message
    )


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Source columns of the rows' files as wholes."""
    return rows[SOURCE].assign(**{SHEET: "", ROW: 0})


def _others(near_duplicates: pd.DataFrame, key: list[str], rows: pd.DataFrame) -> pd.Series:
    """Places of the first three other rows in the group of each row of `rows`."""
    places: dict[object, str] = {}
    if len(near_duplicates):
        records = dict(zip(near_duplicates.index, _records(near_duplicates), strict=True))
        wanted = set(rows.index)
        for members in _groups(near_duplicates, key):
            for index in (label for label in members if label in wanted):
                others = [_place(records[other], records[index]) for other in members[:4] if other != index][
                    :3
                ]
                places[index] = "、".join(others) + ("等" if len(members) > 4 else "")
    return pd.Series(places, index=rows.index, dtype="str")


def _groups(rows: pd.DataFrame, by: list[str]) -> list[list[int]]:
    """Labels of the rows with equal values in `by`, in file order; missing equals missing."""
    groups: dict[int, list[int]] = {}
    for label, group in rows.groupby(by, dropna=False, sort=False).ngroup().items():
        groups.setdefault(group, []).append(label)
    return list(groups.values())


def _records(rows: pd.DataFrame) -> list[tuple[str, int]]:
    return list(zip(rows[SHEET], rows[ROW], strict=True))


def _place(other: tuple[str, int], row: tuple[str, int]) -> str:
    return f"第 {other[1]} 行" if other[0] == row[0] else f"工作表“{other[0]}”第 {other[1]} 行"
