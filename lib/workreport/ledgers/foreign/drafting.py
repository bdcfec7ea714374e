"""Draft a mapping of a foreign table, for a person to check and complete."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workreport.base.errors import LedgerError, UsageError
from workreport.base.personal_data import masked
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.value_help import choices
from workreport.ledgers.foreign.header_matching import (
    DATED_CONTENT,
    KNOWN_ELSEWHERE,
    LIKELY,
    LISTED_CONTENT,
    SURE,
    Match,
    columns_of,
    match,
    names_of,
    unknown_texts,
)
from workreport.ledgers.foreign.vocabulary import Vocabulary, words
from workreport.ledgers.read.files import read_sheets

LISTED = 20
"""Most texts outside a code list that a draft lists; the rest are counted."""
MIN_FIT = 2.0
"""Least score of a fitting ledger: two headers of its own."""
WEIGHTS = {KNOWN_ELSEWHERE: 0.9, LISTED_CONTENT: 0.5, DATED_CONTENT: 0.1}
"""Score of a likely match by its reason; a sure one scores 1. Many tables have dates and yes/no columns."""
ALIKE_WEIGHT = 0.4
COMMON = 4
"""Number of ledgers from which a field (company name, credit code, office) is common and scores little."""
PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][\w\u4e00-\u9fff]*")


@dataclass(frozen=True)
class Draft:
    """The contract that fits a file best, the match of each header, and the mapping as YAML."""

    contract: Contract
    sheet: str
    matches: list[Match]
    unknown: dict[str, pd.Series]
    yaml: str


def draft(
    path: Path,
    contracts: Mapping[str, Contract],
    codes: Mapping[str, CodeList],
    vocabulary: Vocabulary,
    ledger: str | None = None,
) -> Draft:
    """Draft the mapping of a file to `ledger`, or to the contract that fits it best.

    Raises
    ------
    UsageError
        If there is no such ledger.
    LedgerError
        If the file cannot be read or has no table, or none of the contracts fits it.
    """
    if ledger is not None and ledger not in contracts:
        raise UsageError(f"没有名为“{ledger}”的台账", expected="、".join(contracts), todo="请检查 --ledger")
    business = {name: contract for name, contract in contracts.items() if contract.kind != "reference"}
    wanted = {ledger: contracts[ledger]} if ledger else business
    common = _common(business, vocabulary)
    best: tuple[float, Contract, str, list[Match]] | None = None
    sheets = read_sheets(path, path.name)
    for sheet in sheets:
        columns = columns_of(sheet, wanted)
        for contract in wanted.values() if columns else ():
            matches = match(contract, codes, columns, vocabulary[contract.name])
            fit = _fit(contract, matches, path.stem, common)
            if best is None or fit > best[0]:
                best = (fit, contract, sheet.name, matches)
    if best is None:
        raise LedgerError("文件中没有表格", where=path.name, todo="请核对文件内容")
    fit, contract, sheet_name, matches = best
    if ledger is None and fit < MIN_FIT:
        raise LedgerError(
            "没有一本台账与这份表格相符",
            where=f"{path.name} 工作表“{sheet_name}”",
            expected=f"最接近的是《{contract.title}》，{len(matches)} 个表头中认得 {sum(bool(m.field) for m in matches)} 个，不足以起草",
            todo="请核对文件；确属某本台账的，用 --ledger 写明",
        )
    unknown = {
        m.column.header: texts
        for m in matches
        if m.field and m.certainty in (SURE, LIKELY) and not m.column.personal
        and len(texts := unknown_texts(m.field, codes, m.column))
    }  # fmt: skip
    text = _yaml(path, contract, sheet_name if len(sheets) > 1 else None, matches, unknown, codes)
    return Draft(contract, sheet_name, matches, unknown, text)


def _common(contracts: Mapping[str, Contract], vocabulary: Vocabulary) -> set[str]:
    """Headers of fields in many ledgers, here or elsewhere."""
    counts: Counter[str] = Counter()
    for name, contract in contracts.items():
        counts.update(
            {words(k) for f in contract.read_fields for k in names_of(f)}.union(*vocabulary[name].values())
        )
    return {key for key, count in counts.items() if count >= COMMON}


def _fit(contract: Contract, matches: list[Match], stem: str, common: set[str]) -> float:
    """Score of a table for a contract: its headers by certainty, and the file name."""
    fit = 2.0 * (contract.name in stem.lower() or contract.title in stem or contract.code in stem)
    for found in matches:
        if found.field is not None and found.certainty in (SURE, LIKELY):
            weight = 1.0 if found.certainty == SURE else WEIGHTS.get(found.why, ALIKE_WEIGHT)
            names = {found.column.header} if found.why == KNOWN_ELSEWHERE else names_of(found.field)
            fit += weight / (COMMON if common & set(map(words, names)) else 1)
    return fit


def _yaml(
    path: Path,
    contract: Contract,
    sheet: str | None,
    matches: list[Match],
    unknown: dict[str, pd.Series],
    codes: Mapping[str, CodeList],
) -> str:
    lines = [
        f"# 由 workreport map 起草，对应 {contract.code} {contract.title}（{contract.grain}）。",
        "# 请逐条核对带“可能”“待补”的地方，改好后放进数据目录的 mappings/。",
        f"ledger: {contract.name}",
        f"files: [{_quoted(re.sub(r'[0-9]+', '*', masked(path.stem)) + path.suffix)}]",
        *([f"sheet: {_quoted(sheet)}"] if sheet else []),
        "columns:",
    ]
    used = [m for m in matches if m.field and m.certainty in (SURE, LIKELY)]
    for found in used:
        lines += _source(found, unknown.get(found.column.header), codes)
    if not used:
        lines[-1] = "columns: {}"
    named = {m.field.name for m in used if m.field}
    if lacking := [f for f in contract.read_fields if f.constraints.required and f.name not in named]:
        lines += [
            "# 待补：以下必填字段没有找到来源。能从别的列、常量（value）或几列拼接（key）得到的，写到 columns 里；"
        ]
        lines += ["# 确实没有的留在这里，用到它们的指标不出数。", "absent:"]
        lines += [f"  - {f.name}  # {f.title}{_among(choices(f, codes))}" for f in lacking]
    if missing := [name for name in contract.primaryKey if name not in named]:
        titles = "、".join(contract.by_name[name].title for name in missing)
        lines.append(
            f"# 待补：主键“{titles}”没有来源，行与行无从区分，请用 key 由几列拼成。{_key_like(matches)}"
        )
    if rest := [m.column.header for m in matches if m not in used]:
        lines.append(f"# 没有用到的表头：{'、'.join(' '.join(text.split()) for text in rest)}")
    return "\n".join(lines) + "\n"


def _key_like(matches: list[Match]) -> str:
    headers = [m.column.header for m in matches if m.column.is_unique and not m.column.personal]
    return f"各行都不相同的列：{'、'.join(headers)}。" if headers else ""


def _source(one: Match, unknown: pd.Series | None, codes: Mapping[str, CodeList]) -> list[str]:
    assert one.field is not None
    parts = [f"from: {_quoted(one.column.header)}"]
    lines = [f"  # 可能：{one.field.title}（{one.why}），请核对"] if one.certainty == LIKELY else []
    if len(one.dates) > 1:
        lines.append(f"  # 待补：日期有 {len(one.dates)} 种读法（{'、'.join(one.dates)}），请只留一种")
    if one.dates:
        parts.append(f"date: [{', '.join(map(_quoted, one.dates))}]")
    lines.append(f"  {one.field.name}: {{{', '.join(parts)}}}")
    if unknown is not None:
        lines.append(f"    # 待补：{len(unknown)} 种取值不在规定之内{_among(choices(one.field, codes))}。")
        lines.append("    # 请在上一行加 values，例如 values: {原来的写法: 规定的取值}")
        shown = unknown.sort_values(ascending=False, kind="stable")
        lines += [f"    #   {_quoted(text)}: {count} 行" for text, count in shown.head(LISTED).items()]
        if len(shown) > LISTED:
            lines.append(f"    #   其余 {len(shown) - LISTED} 种，{int(shown.iloc[LISTED:].sum())} 行")
    return lines


def _among(values: list[str]) -> str:
    return f"，可取：{'、'.join(values[:12])}{' 等' if len(values) > 12 else ''}" if values else ""


def _quoted(text: object) -> str:
    """A text quoted for YAML; JSON strings are valid YAML."""
    return str(text) if PLAIN.fullmatch(str(text)) else json.dumps(str(text), ensure_ascii=False)
