"""Duplicates: rows that say the same twice, rows that contradict each other, rows that look alike."""

from __future__ import annotations

import pandas as pd

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED, combine, findings, no_findings
from workreport.ledgers.declared.source_columns import FILE, ROW, SHEET, SOURCE

WARNED = "warned"
TOLD = 1_000
"""Rows that look like others which are listed one by one; where there are more, the ledger's grain is another."""


def without_duplicates(
    contract: Contract, typed: pd.DataFrame, text: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, int, list[pd.DataFrame]]:
    """The rows that stand for themselves, those that contradict each other, how many repeated another, and findings.

    Rows with the same key and the same content are one row: the first stands, the others are
    counted as duplicates and warned of. Rows with the same key, or the same value of a ``unique``
    field, and different content are all quarantined, since none can be preferred; a figure that any
    of them would count in gives no number until that is settled (``figures.book``).
    Rows alike in the contract's ``near`` fields but for their key are counted and warned of.
    """
    key = [name for name in contract.primaryKey if name in typed]
    if not key:
        return typed, typed.iloc[:0], 0, []
    content = [name for name in typed if name not in SOURCE]
    # rows with a key of their own repeat nothing: only the others are compared in full
    shared = typed[typed.duplicated(key, keep=False)]
    repeated = shared[shared.duplicated(content)]
    found = [_repeating(contract, text, shared, repeated, content, key[0])] if len(repeated) else []
    unique = typed.drop(repeated.index) if len(repeated) else typed
    clash = unique[unique.duplicated(key, keep=False)]
    if len(clash):
        found.append(_clashing(contract, text, clash, key, "主键", "主键相同而内容不同"))
    aside = set(clash.index)
    alone = [f for f in contract.kept if f.constraints.unique and [f.name] != key and f.name in typed]
    for field in alone:
        filled = unique[unique[field.name].notna()]
        clash = filled[filled.duplicated(field.name, keep=False)]
        if len(clash):
            said = f"不同的行填了相同的{field.title}"
            found.append(_clashing(contract, text, clash, [field.name], "唯一", said))
            aside |= set(clash.index)
    standing = unique.drop(sorted(aside)) if aside else unique
    found.append(alike(contract, text, standing))
    contradicting = unique.loc[sorted(aside)]
    found.append(blocking(contract, contradicting))
    return standing, contradicting, len(repeated), found


def between_files(
    contract: Contract, joined: pd.DataFrame, years: dict[str, int | None], elsewhere: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The rows of several files that stand for themselves, those that contradict each other, and findings.

    A row that another file has too counts once; of two files of one year the division hears a warning, since one
    of them was handed in twice.

    Parameters
    ----------
    years : mapping
        The year's folder of each file by its shown name.
    elsewhere : DataFrame
        Rows that contradict each other within one of the files: a third one with their key decides nothing.
    """
    content = [name for name in joined if name not in SOURCE]
    again = joined.duplicated(content)
    unique = joined[~again]
    found = [_in_both(contract, joined, again, content, years)] if again.any() else []
    key = [name for name in contract.primaryKey if name in joined]
    if not key:
        return unique, unique.iloc[:0], combine(found)
    apart = unique.duplicated(key, keep=False)
    if len(elsewhere):
        known = set(elsewhere[key].itertuples(index=False, name=None))
        apart |= pd.Series(
            [one in known for one in unique[key].itertuples(index=False, name=None)], unique.index
        )
    clash = unique[apart]
    said = "几个文件中主键相同而内容不同，都暂不计入；更正之前，会计入它们的指标不出数"
    found.append(findings(contract, clash, key[0], clash[key[0]], f"{contract.code}-主键", QUARANTINED, said))
    found.append(blocking(contract, clash))
    return unique[~apart], clash, combine(found)


def _in_both(
    contract: Contract,
    joined: pd.DataFrame,
    again: pd.Series,
    content: list[str],
    years: dict[str, int | None],
) -> pd.DataFrame:
    alike = joined[joined.duplicated(content, keep=False)]
    first = (
        alike.groupby(content, dropna=False, sort=False)[SOURCE].transform("first").loc[again[again].index]
    )
    rows = joined[again]
    column = next(name for name in (*contract.primaryKey, *content) if name in joined)
    said = "与 " + first[FILE] + " 第 " + first[ROW].astype(str) + " 行完全相同，只计一次"
    same = rows[FILE].map(years) == first[FILE].map(years)
    return findings(
        contract,
        rows,
        column,
        rows[column].astype(str),
        f"{contract.code}-重复",
        same.map({True: WARNED, False: "normalised"}),
        said,
    )


def blocking(contract: Contract, contradicting: pd.DataFrame) -> pd.DataFrame:
    """One finding a file whose contradicting rows keep figures from giving a number."""
    if contradicting.empty:
        return no_findings()
    counts = contradicting.groupby(FILE, sort=True).size()
    rows = pd.DataFrame({FILE: counts.index, SHEET: "", ROW: 0}).astype(
        {FILE: "str", SHEET: "str", ROW: "int64"}
    )
    said = counts.reset_index(drop=True).astype(str) + " 行与别的行矛盾，改正之前，会计入它们的指标不出数"
    return findings(contract, rows, "", "", f"{contract.code}-矛盾", "blocked", said)


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
    message = [
        f"与{_place(p, r)}完全相同，只计一次" for p, r in zip(_records(places), _records(rows), strict=True)
    ]
    said = pd.Series(message, index=rows.index)
    return findings(contract, rows, column, rows[column], f"{contract.code}-重复", WARNED, said)


def _clashing(
    contract: Contract, text: pd.DataFrame, clash: pd.DataFrame, key: list[str], rule: str, message: str
) -> pd.DataFrame:
    rows = text.loc[clash.index]
    others = _others(clash, key, rows)
    said = message + "（另见" + others + "），都暂不计入；更正之前，会计入它们的指标不出数"
    return findings(contract, rows, key[0], rows[key[0]], f"{contract.code}-{rule}", QUARANTINED, said)


def alike(contract: Contract, text: pd.DataFrame, typed: pd.DataFrame) -> pd.DataFrame:
    """Rows that share what should be theirs alone: one event entered under two numbers, perhaps."""
    near = contract.near
    if not near or not set(near) <= set(typed):
        return no_findings()
    filled = typed[typed[near].notna().all(axis=1)]
    every = filled[filled.duplicated(near, keep=False)]
    if every.empty:
        return no_findings()
    count, listed = len(every), every.iloc[:TOLD]
    if count > TOLD:
        group = every.groupby(near, sort=False).ngroup()
        every = every[group.isin(group.loc[listed.index])]
    rows = text.loc[listed.index]
    titles = "、".join(contract.by_name[name].title for name in near)
    said = f"{titles}都与" + _others(every, near, rows) + "相同而编号不同，请核对是否重复登记；已照常计入"
    column = contract.primaryKey[0]
    rule = f"{contract.code}-近似"
    found = findings(contract, rows, column, rows[column], rule, WARNED, said)
    if count <= TOLD:
        return found
    more = f"另有 {count - TOLD} 行{titles}也与别的行相同而编号不同，没有逐行列出；已照常计入"
    return combine([found, findings(contract, _whole(rows.iloc[:1]), "", "", rule, WARNED, more)])


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    """The places of rows, of their files as wholes."""
    return rows[SOURCE].assign(**{SHEET: "", ROW: 0})


def _others(alike: pd.DataFrame, key: list[str], rows: pd.DataFrame) -> pd.Series:
    """Where others of the group of each of `rows` stand, the first three of them."""
    said: dict[object, str] = {}
    if len(alike):
        records = dict(zip(alike.index, _records(alike), strict=True))
        wanted = set(rows.index)
        for members in _groups(alike, key):
            for index in (one for one in members if one in wanted):
                others = [_place(records[other], records[index]) for other in members[:4] if other != index][
                    :3
                ]
                said[index] = "、".join(others) + ("等" if len(members) > 4 else "")
    return pd.Series(said, index=rows.index, dtype="str")


def _groups(rows: pd.DataFrame, by: list[str]) -> list[list[int]]:
    """Labels of the rows that are the same in `by`, in file order; missing equals missing."""
    groups: dict[int, list[int]] = {}
    for label, group in rows.groupby(by, dropna=False, sort=False).ngroup().items():
        groups.setdefault(group, []).append(label)
    return list(groups.values())


def _records(rows: pd.DataFrame) -> list[tuple[str, int]]:
    return list(zip(rows[SHEET], rows[ROW], strict=True))


def _place(there: tuple[str, int], here: tuple[str, int]) -> str:
    return f"第 {there[1]} 行" if there[0] == here[0] else f"工作表“{there[0]}”第 {there[1]} 行"
