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
from workreport.base.file_names import readable
from workreport.base.personal_data import masked
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Contract, ledger_name
from workreport.ledgers.declared.value_help import choices
from workreport.ledgers.foreign.header_matching import (
    DATED_CONTENT,
    KNOWN_ELSEWHERE,
    LIKELY,
    LISTED_CONTENT,
    PERSONAL,
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
    sheet: str | None = None,
) -> Draft:
    """Draft the mapping of a file, or of its `sheet`, to `ledger`, or to the contract that fits it best.

    Parameters
    ----------
    ledger : str, optional
        Name, code or title of the ledger.

    Raises
    ------
    UsageError
        If there is no such ledger or sheet.
    LedgerError
        If the file cannot be read or has no table, or none of the contracts fits it.
    """
    business = {name: contract for name, contract in contracts.items() if contract.kind != "reference"}
    wanted = _named(ledger, contracts) if ledger else business
    common = _common(business, vocabulary)
    best: tuple[float, Contract, str, list[Match]] | None = None
    sheets = read_sheets(path, path.name)
    if sheet is not None and sheet not in {candidate.name for candidate in sheets}:
        raise UsageError(
            f"没有名为“{sheet}”的工作表", expected="、".join(s.name for s in sheets), todo="请检查 --sheet"
        )
    for candidate in sheets:
        # a column by itself is a table if somebody says so
        columns = columns_of(candidate, wanted, 1 if ledger else 2) if sheet in (None, candidate.name) else []
        for contract in wanted.values() if columns else ():
            matches = match(contract, codes, columns, vocabulary[contract.name])
            fit = _fit(contract, matches, readable(path.stem), common)
            if best is None or fit > best[0]:
                best = (fit, contract, candidate.name, matches)
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


def _named(ledger: str, contracts: Mapping[str, Contract]) -> dict[str, Contract]:
    """The contract with this name, code or title; ``UnknownName`` if there is none."""
    name = ledger_name(ledger, contracts, where="--ledger")
    return {name: contracts[name]}


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
    for pair in matches:
        if pair.field is not None and pair.certainty in (SURE, LIKELY):
            weight = 1.0 if pair.certainty == SURE else WEIGHTS.get(pair.why, ALIKE_WEIGHT)
            names = {pair.column.header} if pair.why == KNOWN_ELSEWHERE else names_of(pair.field)
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
        f"files: [{_quoted(re.sub(r'[0-9]+', '*', masked(readable(path.stem))) + path.suffix)}]",
        *([f"sheet: {_quoted(sheet)}"] if sheet else []),
        *_table_keys(matches),
        "columns:",
    ]
    used = [m for m in matches if m.field and m.certainty in (SURE, LIKELY)]
    for pair in used:
        lines += _source(pair, unknown.get(pair.column.header), codes)
    if not used:
        lines[-1] = "columns: {}"
    named = {m.field.name for m in used if m.field}
    if lacking := [f for f in contract.read_fields if f.constraints.required and f.name not in named]:
        lines += [
            "# 待补：以下必填字段没有找到来源。能从别的列、常量（value）或几列拼接（key）得到的，写到 columns 里；"
        ]
        lines += ["# 确实没有的留在这里，用到它们的指标不出数。", "absent:"]
        lines += [f"  - {f.name}  # {f.title}{_among(choices(f, codes))}" for f in lacking]
    lines += _open_fields(contract, named)
    if missing := [name for name in contract.primaryKey if name not in named]:
        titles = "、".join(contract.by_name[name].title for name in missing)
        lines.append(
            f"# 待补：主键“{titles}”没有来源，行与行无从区分，请用 key 由几列拼成。{_key_like(matches)}"
        )
    if rest := [m.column.header for m in matches if m not in used]:
        lines.append(f"# 没有用到的表头：{'、'.join(' '.join(text.split()) for text in rest)}")
    return "\n".join(lines) + "\n"


def _table_keys(matches: list[Match]) -> list[str]:
    """The texts that mean “nothing entered”, and the columns about persons."""
    lines = []
    if blanks := sorted({text for m in matches for text in m.column.blanks}):
        lines.append(f"missing: [{', '.join(map(_in_quotes, blanks))}]  # 看来是没有填，请核对")
    if personal := [m.column.header for m in matches if m.certainty == PERSONAL]:
        lines.append(f"personal: [{', '.join(map(_in_quotes, personal))}]  # 不读，标注件中清空，请核对")
    return lines


def _open_fields(contract: Contract, named: set[str]) -> list[str]:
    """Optional fields without a source, as comments: a run tells of them until somebody decides."""
    open_fields = [f for f in contract.read_fields if not f.constraints.required and f.name not in named]
    if not open_fields:
        return []
    until = contract.stock.until if contract.stock else None
    lines = [
        "# 待补：以下选填字段没有找到来源，用到它们的指标不出数。有的写到 columns 里，没有的列入 absent："
    ]
    for field in open_fields:
        note = "；没有的话只能按状态计年末在册数，其他日子不出数" if field.name == until else ""
        lines.append(f"#   - {field.name}  # {field.title}{note}")
    return lines


def _key_like(matches: list[Match]) -> str:
    headers = [m.column.header for m in matches if m.column.is_unique and not m.column.personal]
    return f"各行都不相同的列：{'、'.join(headers)}。" if headers else ""


def _source(pair: Match, unknown: pd.Series | None, codes: Mapping[str, CodeList]) -> list[str]:
    assert pair.field is not None
    parts = [f"from: {_quoted(pair.column.header)}"]
    lines = [f"  # 可能：{pair.field.title}（{pair.why}），请核对"] if pair.certainty == LIKELY else []
    if len(pair.dates) > 1:
        lines.append(f"  # 待补：日期有 {len(pair.dates)} 种读法（{'、'.join(pair.dates)}），请只留一种")
    if pair.dates:
        parts.append(f"date: [{', '.join(map(_quoted, pair.dates))}]")
    lines.append(f"  {pair.field.name}: {{{', '.join(parts)}}}")
    if unknown is not None:
        lines.append(f"    # 待补：{len(unknown)} 种取值不在规定之内{_among(choices(pair.field, codes))}。")
        lines.append("    # 请在上一行加 values，例如 values: {原来的写法: 规定的取值}")
        shown = unknown.sort_values(ascending=False, kind="stable")
        lines += [f"    #   {_quoted(text)}: {count} 行" for text, count in shown.head(LISTED).items()]
        if len(shown) > LISTED:
            lines.append(f"    #   其余 {len(shown) - LISTED} 种，{int(shown.iloc[LISTED:].sum())} 行")
    return lines


def _among(values: list[str]) -> str:
    return f"，可取：{'、'.join(values[:12])}{' 等' if len(values) > 12 else ''}" if values else ""


def _in_quotes(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _quoted(text: object) -> str:
    """A text quoted for YAML; JSON strings are valid YAML."""
    return str(text) if PLAIN.fullmatch(str(text)) else json.dumps(str(text), ensure_ascii=False)
