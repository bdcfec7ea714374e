"""Ledgers from a database: convert a query's result to the same text table as a file.

A database guarantees no order of the result, so rows are sorted by their text; a row's
number is its place in that order, and its key takes the place of the sheet name.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from workreport.base.bureau import LedgerSource
from workreport.base.errors import ContractError, LedgerError
from workreport.base.personal_data import MASK, scan_column
from workreport.base.workspace import Workspace
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.declared.source_columns import DATABASE, ROW, SHEET
from workreport.ledgers.read.header_search import header_key
from workreport.ledgers.read.ledger_table import TextTable
from workreport.ledgers.read.personal_screening import RULE, distinct_mask, holds_codes, message_of
from workreport.ledgers.read.reading_findings import note

VARIABLE = re.compile(r"\$\{(\w+)\}")
YEAR = re.compile(r"\s*([12]\d{3})(?!\d)")
CHINA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True)
class Extract:
    """The result of a query for a ledger and one year (None: all): header and sorted text rows.

    Personal data in them is masked; ``personal`` holds row number, header and message of each masked cell.
    """

    ledger: str
    year: int | None
    shown: str
    header: list[str]
    rows: list[list[str]]
    personal: list[tuple[int, str, str]] = dataclasses.field(default_factory=list)

    @property
    def content(self) -> list[str]:
        """The texts covered by the hash, cell by cell."""
        return [*self.header, *("\x1f".join(row) for row in self.rows)]


def extracts(
    workspace: Workspace, contracts: dict[str, Contract], mappings: dict[str, Mapping]
) -> list[Extract]:
    """Query the bureau's database sources.

    Raises
    ------
    ContractError
        If a source names an unknown ledger or cannot be split by years.
    LedgerError
        If a variable is not set or the query fails; the message never holds a credential or a value.
    """
    result: list[Extract] = []
    for source in workspace.bureau.sources:
        if source.ledger not in contracts:
            raise ContractError(f"数据库来源指向不存在的台账“{source.ledger}”", where="bureau.yaml")
        result += _extracts_of(workspace, source, contracts[source.ledger], mappings.get(source.ledger))
    return result


def keyed(contract: Contract, table: TextTable, extract: Extract) -> TextTable:
    """The table with each row's key in place of the sheet, and rows numbered from 1."""
    names = [name for name in contract.primaryKey if name in table.frame]
    frame, noted = table.frame.copy(), table.noted.copy()
    keys = frame[names].agg("、".join, axis=1) if names and len(frame) else pd.Series("", frame.index)
    by_row = dict(zip(frame[ROW], keys, strict=True))
    frame[SHEET], frame[ROW] = keys.astype("str"), frame[ROW] - 1
    if len(noted):
        noted["sheet"] = [by_row.get(row, "") for row in noted["row"]]
        noted["row"] = noted["row"] - 1
    personal = [
        note(contract, frame[frame[ROW] == number], column, RULE, "warned", message, MASK)
        for number, column, message in extract.personal
    ]
    noted = combine([noted, *personal])
    return dataclasses.replace(table, frame=frame, noted=noted)


def _extracts_of(
    workspace: Workspace, source: LedgerSource, contract: Contract, mapping: Mapping | None
) -> list[Extract]:
    url = resolved(workspace.bureau.databases[source.database].url, source.database)
    where = f"{DATABASE}{source.database}/{source.ledger}"
    wanted = mapping.headers if mapping else _titles(contract)
    if ":year" in source.query:
        return [
            _extract(contract, source, year, f"{where}/{year}", *_fetch(url, source, {"year": year}, wanted))
            for year in sorted(set(source.years))
        ]
    header, rows = _fetch(url, source, {}, wanted)
    if contract.kind == "reference":
        return [_extract(contract, source, None, where, header, rows)]
    if contract.kind == "register" or mapping:
        if len(set(source.years)) != 1:
            raise ContractError(
                f"《{contract.title}》的数据库来源没有说明数据属于哪一年",
                where="bureau.yaml",
                todo="请在查询中使用 :year 并列出 years，或只列一个年份",
            )
        return [_extract(contract, source, source.years[0], f"{where}/{source.years[0]}", header, rows)]
    parts = _by_year(contract, header, rows, source)
    return [
        _extract(contract, source, year, f"{where}/{year}", header, parts[year]) for year in sorted(parts)
    ]


def _extract(
    contract: Contract,
    source: LedgerSource,
    year: int | None,
    shown: str,
    header: list[str],
    rows: list[list[str]],
) -> Extract:
    titles = {header_key(t): f for f in contract.fields for t in f.titles}
    ordered = sorted(rows)
    findings = []
    for at, title in enumerate(header):
        field = titles.get(header_key(title))
        hits = scan_column((row[at] for row in ordered), codes=field is None or holds_codes(field))
        key, shown_as = field is not None and contract.identifies(field), {}
        for number, row in enumerate(ordered, start=1):
            if (text := row[at]) in hits:
                findings.append((number, title, message_of(hits[text])))
                mark = distinct_mask(hits[text], (shown, number)) if key else hits[text].masked
                row[at] = shown_as.setdefault(text, mark)
    return Extract(source.ledger, year, shown, header, ordered, findings)


def _titles(contract: Contract) -> set[str]:
    return {title for field in contract.read_fields for title in field.titles}


def _by_year(
    contract: Contract, header: list[str], rows: list[list[str]], source: LedgerSource
) -> dict[int, list[list[str]]]:
    """Rows by the year of the contract's date; those without a readable year go into the last year and are reported there."""
    field = contract.by_name.get(contract.period_date or "")
    keys = {header_key(t) for t in field.titles} if field else set()
    at = next((i for i, title in enumerate(header) if header_key(title) in keys), None)
    parts: dict[int, list[list[str]]] = {year: [] for year in source.years}
    without_year = []
    for row in rows:
        match = YEAR.match(unicodedata.normalize("NFKC", row[at])) if at is not None else None
        if match and (not source.years or int(match[1]) in parts):
            parts.setdefault(int(match[1]), []).append(row)
        else:
            without_year.append(row)
    if without_year:
        if not parts:
            raise LedgerError(
                f"查询结果中没有可以认出年份的“{field.title if field else '日期'}”",
                where=f"{DATABASE}{source.database}/{source.ledger}",
                todo="请在查询中给出该列，或在 bureau.yaml 的 years 中写明年份",
            )
        parts[max(parts)] += without_year
    return parts


def resolved(template: str, name: str) -> str:
    """A URL with each ``${NAME}`` replaced from the environment; the part before the @ is quoted.

    Raises
    ------
    LedgerError
        If a variable is not set; names it and nothing else.
    """
    missing = sorted({n for n in VARIABLE.findall(template) if not os.environ.get(n)})
    if missing:
        raise LedgerError(
            f"没有设置环境变量：{'、'.join(missing)}",
            where=f"bureau.yaml databases.{name}",
            todo="请在运行前设置；口令不要写进任何文件",
        )
    head, at, tail = template.rpartition("@")
    return (
        VARIABLE.sub(lambda m: _quoted(os.environ[m[1]]), head)
        + at
        + VARIABLE.sub(lambda m: os.environ[m[1]], tail)
    )


def _quoted(text: str) -> str:
    return "".join(
        c if c.isascii() and c.isalnum() else "".join(f"%{b:02X}" for b in c.encode()) for c in text
    )


def _fetch(
    url: str, source: LedgerSource, values: dict[str, int], wanted: set[str]
) -> tuple[list[str], list[list[str]]]:
    """The result's columns of the ledger as text; personal and other columns are dropped."""
    import sqlalchemy as sa  # imported only for a bureau with a database

    where = f"{DATABASE}{source.database}/{source.ledger}"
    keys = {header_key(title) for title in wanted}
    try:
        engine = sa.create_engine(url, hide_parameters=True, poolclass=sa.pool.NullPool)
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection = connection.execution_options(postgresql_readonly=True)
            result = connection.execute(sa.text(source.query), values)
            titles = [str(title) for title in result.keys()]  # noqa: SIM118  (a result, not a mapping)
            taken = [at for at, title in enumerate(titles) if header_key(title) in keys]
            rows = [[_text(row[at], where) for at in taken] for row in result]
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        # the original message may hold the statement, a value or the address: show only the error type
        code = getattr(getattr(error, "orig", None), "sqlstate", None)
        raise LedgerError(
            f"数据库取数失败（{type(error).__name__}{f' {code}' if code else ''}）",
            where=where,
            todo="请核对数据库地址、账号权限、驱动和查询语句",
        ) from None
    return [titles[at] for at in taken], rows


def _text(value: Any, where: str) -> str:
    """One value as the text of a file's cell; moments with a time zone are converted to China's."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        moment = value.astimezone(CHINA).replace(tzinfo=None) if value.tzinfo else value
        return moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat(" ", "seconds")
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (int, dt.date)):
        return str(value)
    raise LedgerError(
        f"查询结果中有不能读成文本的值（{type(value).__name__}）",
        where=where,
        todo="请在查询中转换为文本、数字或日期",
    )
