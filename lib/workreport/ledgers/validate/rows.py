"""Validation: convert text rows to a typed table; rows that break the contract are quarantined and listed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import pandas as pd

from workreport.base.identifiers import is_old_registration_no, is_patent_no, is_uscc
from workreport.base.startup import without_optional_imports
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Contract, Rule
from workreport.ledgers.declared.findings import QUARANTINED, combine, findings, no_findings
from workreport.ledgers.declared.source_columns import REST, SOURCE
from workreport.ledgers.declared.value_help import shape_of
from workreport.ledgers.validate.duplicates import without_duplicates
from workreport.ledgers.validate.parents import contradicting_parents
from workreport.ledgers.validate.validity_periods import (
    in_other_months,
    later_than_folder,
    not_in_force,
    resolve_shared_spellings,
)
from workreport.ledgers.values.cells import plain
from workreport.ledgers.values.parsing import Note, parse_column

with without_optional_imports():
    import pandera.pandas as pa

    # load the backend now, before a fork, instead of in each forked process
    pa.DataFrameSchema().validate(pd.DataFrame())

VALID = {
    "uscc": lambda text: is_uscc(text) or is_old_registration_no(text),
    "patent_no": is_patent_no,
}


@dataclass(frozen=True)
class Validated:
    """A typed table (grain and columns of its contract plus the source columns) and its findings.

    ``frame`` holds the rows that count; ``duplicate`` and ``quarantined`` are the numbers of
    the others; ``contradicting`` are the quarantined rows, also typed, that
    share a key with another row and differ from it. The rows of a large ledger are in a file and ``frame`` is None.
    """

    frame: pd.DataFrame | None
    findings: pd.DataFrame
    contradicting: pd.DataFrame
    duplicate: int
    quarantined: int


def validate(
    contract: Contract,
    text: pd.DataFrame,
    codes: dict[str, CodeList],
    noted: pd.DataFrame | None = None,
    *,
    year: int | None = None,
    epoch: int | None = None,
) -> Validated:
    """Type and validate every row of a text table.

    A row with an unreadable cell, or that breaks a rule with the disposition
    ``quarantined``, does not count. For repeated and contradicting rows see ``duplicates``.

    Parameters
    ----------
    noted : DataFrame, optional
        Findings of reading.
    year : int, optional
        The year of the file's folder.
    epoch : {1900, 1904}, optional
        The date system of the workbook, if known.
    """
    sound, problems = validate_rows(contract, text, codes, noted, year=year, epoch=epoch)
    counted, contradicting, duplicate, repeated = without_duplicates(contract, sound, text)
    repeated.append(in_other_months(contract, sound))
    return Validated(
        counted.reset_index(drop=True),
        combine([problems, *repeated]),
        contradicting.reset_index(drop=True),
        duplicate,
        len(text) - duplicate - len(counted),
    )


def validate_rows(
    contract: Contract,
    text: pd.DataFrame,
    codes: dict[str, CodeList],
    noted: pd.DataFrame | None = None,
    *,
    year: int | None = None,
    epoch: int | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Validate each row by itself: typed rows that count, and findings; parameters as ``validate``."""
    columns: dict[str, pd.Series] = {name: text[name] for name in (*SOURCE, REST) if name in text}
    parts: list[pd.DataFrame] = [] if noted is None else [noted]
    for field in (f for f in contract.read_fields if f.name in text):
        listed = codes.get(field.codes)
        cells = resolve_shared_spellings(contract, text, field, listed, epoch)
        values, notes = parse_column(field, cells, listed, epoch)
        columns[field.name] = values
        if notes:
            parts.append(_reading_findings(contract, text, field.name, cells, notes))
    typed = pd.DataFrame(columns, index=text.index)
    read = combine(parts)
    parts += _broken_constraints(contract, text, typed, read)
    parts += _beyond_usual(contract, text, typed)
    parts += [_broken_rule(contract, text, typed, rule) for rule in contract.rules]
    parts += contradicting_parents(contract, text, typed, codes)
    parts += not_in_force(contract, text, typed, codes)
    parts += later_than_folder(contract, text, typed, year)
    typed = _without_wrong_codes(contract, typed)
    problems = combine(parts)
    quarantined = _rows_of(problems[problems["disposition"] == QUARANTINED], typed)
    return typed[~quarantined] if quarantined.any() else typed, problems


def _reading_findings(
    contract: Contract, text: pd.DataFrame, column: str, cells: pd.Series, notes: dict[str, Note]
) -> pd.DataFrame:
    """Findings for the cells of a column with notes of reading."""
    rows = text[cells.isin(notes)]
    row_notes = [notes[cell] for cell in cells[rows.index]]
    rules = {"normalised": "规整", "warned": "存疑", QUARANTINED: "读数"}
    return findings(
        contract,
        rows,
        column,
        rows[column],
        pd.Series([f"{contract.code}-{rules[note.disposition]}" for note in row_notes], index=rows.index),
        pd.Series([note.disposition for note in row_notes], index=rows.index),
        pd.Series([note.message for note in row_notes], index=rows.index),
    )


def _cells(
    contract: Contract,
    rows: pd.DataFrame,
    column: str,
    rule: str,
    message: pd.Series | str,
    disposition: str = QUARANTINED,
) -> pd.DataFrame:
    return findings(contract, rows, column, rows[column], rule, disposition, message)


def _schema(contract: Contract, columns: pd.Index) -> pa.DataFrameSchema:
    """The contract's constraints as a pandera schema; messages are the checks' names."""
    declared = {}
    for field in (f for f in contract.read_fields if f.name in columns):
        limits, checks = field.constraints, []
        if limits.enum and field.type == "string":
            checks.append(
                pa.Check.isin(limits.enum, error=f"取值不在规定范围内，可取：{'、'.join(limits.enum)}")
            )
        if limits.pattern:
            checks.append(
                pa.Check.str_matches(
                    rf"(?:{limits.pattern})\Z", error=f"格式不符，应为{shape_of(limits.pattern)}"
                )
            )
        if limits.minimum is not None:
            checks.append(pa.Check.ge(limits.minimum, error=f"小于下限 {limits.minimum}"))
        if limits.maximum is not None:
            checks.append(pa.Check.le(limits.maximum, error=f"大于上限 {limits.maximum}"))
        if checks or limits.required:
            declared[field.name] = pa.Column(checks=checks, nullable=not limits.required)
    return pa.DataFrameSchema(declared)


def _broken_constraints(
    contract: Contract, text: pd.DataFrame, typed: pd.DataFrame, read: pd.DataFrame
) -> list[pd.DataFrame]:
    schema = _schema(contract, typed.columns)
    try:
        schema.validate(typed, lazy=True)
        return []
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
    parts = []
    # an unreadable cell is reported once
    refused = read[read["disposition"] == QUARANTINED]
    already = set(zip(refused["row"], refused["sheet"], refused["column"], strict=True))
    for (column, check), group in cases.groupby(["column", "check"], sort=True):
        blank = check == "not_nullable"
        rows = text.loc[sorted(set(group["index"].astype(int)))]
        title = contract.by_name[column].title
        rows = rows[[(r, s, title) not in already for r, s in zip(rows["_row"], rows["_sheet"], strict=True)]]
        message = rows[column].map(lambda text: f"必填，不能填“{text}”" if text else "必填而空白")
        parts.append(
            _cells(
                contract,
                rows,
                column,
                f"{contract.code}-{'必填' if blank else '取值'}",
                message if blank else str(check),
            )
        )
    return parts


def _beyond_usual(contract: Contract, text: pd.DataFrame, typed: pd.DataFrame) -> list[pd.DataFrame]:
    """Warnings for numbers beyond their usual limit: possible, but more often a slip of the pen."""
    parts = []
    for field in (f for f in contract.read_fields if f.usual_maximum is not None and f.name in typed):
        limit = field.usual_maximum
        beyond = (typed[field.name] > limit).fillna(False).astype(bool)
        if beyond.any():
            message = f"{field.title}大于通常的上限 {limit:,}{field.unit}，请核对；已照常计入"
            rule = f"{contract.code}-上限"
            parts.append(_cells(contract, text[beyond], field.name, rule, message, "warned"))
    return parts


def _broken_rule(contract: Contract, text: pd.DataFrame, typed: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Findings for rows that break one row rule; rows with a missing value are not checked."""
    column, broken = _breaks(typed, rule)
    if broken is None:
        return no_findings()
    broken = broken.fillna(False).astype(bool)
    if not broken.any():
        return no_findings()
    # a wrong check digit makes the code doubtful, not the row: it counts, with a warning
    usual = "warned" if rule.format else QUARANTINED
    return _cells(contract, text[broken], column, rule.id, rule.message, rule.disposition or usual)


def _breaks(typed: pd.DataFrame, rule: Rule) -> tuple[str, pd.Series | None]:
    if pair := rule.order or rule.at_most:
        if not set(pair) <= set(typed):
            return pair[-1], None
        left, right = typed[pair[0]], typed[pair[1]]
        if rule.order:  # a date and a moment are compared by day
            left, right = left.dt.normalize(), right.dt.normalize()
        return pair[-1], left > right
    if rule.required_if:
        field, when = rule.required_if.field, rule.required_if.when
        if not set(when) <= set(typed):
            return field, None
        applies = pd.Series(True, index=typed.index)
        for name, values in when.items():
            applies &= typed[name].isin(values)
        if field in typed:
            return field, applies & typed[field].isna()
        # a file without the column has it in no row: worth a warning, but no reason to set its rows aside
        return next(iter(when)), applies if rule.disposition == "warned" else None
    field = rule.format.field
    if field not in typed:
        return field, None
    wrong = {t for t in typed[field].dropna().unique() if not VALID[rule.format.kind](plain(t))}
    return field, typed[field].isin(wrong)


def _without_wrong_codes(contract: Contract, typed: pd.DataFrame) -> pd.DataFrame:
    """The rows without credit codes that fail their check digit: such a code identifies no firm, its name does.

    The code stays in the checksum of ``REST``: rows with different wrong codes are different rows.
    """
    result = typed
    for rule in (r for r in contract.rules if r.format and r.format.kind == "uscc"):
        name = rule.format.field
        broken = _breaks(typed, rule)[1]
        if broken is None or name in contract.primaryKey or not (broken := broken.fillna(False)).any():
            continue
        codes = typed.loc[broken, name]
        rest = result[REST].copy() if REST in result else pd.Series(0, index=typed.index, dtype="int64")
        rest[broken] ^= codes.map({code: zlib.crc32(code.encode()) for code in codes.unique()}).astype(
            "int64"
        )
        result = result.assign(**{name: result[name].mask(broken), REST: rest})
    return result


def _rows_of(problems: pd.DataFrame, typed: pd.DataFrame) -> pd.Series:
    """Mask of the typed rows with findings."""
    places = set(zip(problems["file"], problems["sheet"], problems["row"], strict=True))
    return pd.Series(
        [place in places for place in zip(*(typed[c] for c in SOURCE), strict=True)] if places else False,
        index=typed.index,
        dtype=bool,
    )
