"""Units of columns: 控制数量（吨） instead of kilograms, and columns in which some cells have a unit and others none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import pandas as pd

from workreport.ledgers.declared.contract import Contract, Field
from workreport.ledgers.declared.findings import QUARANTINED, findings
from workreport.ledgers.read.header_search import Header
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.values.numerals import CHARS
from workreport.ledgers.values.units import COUNTS, is_unit, measure, ratio

BRACKETS = re.compile(r"[(\[【](单位:?)?([^()\[\]【】]*)[)\]】]$")
LINE = re.compile(r"(?:^|[(\s;,。]|金额|计量|数量)单位:([^\s,;。)]+)")
SEVERAL = re.compile("[、/和]")
REMARK = re.compile("[填写选含除如例见注详实整数合累总计本年季月期率男女省市区县]")
"""In words that explain a column's numbers rather than name their unit."""
LONGEST = 2
"""Most Chinese characters of a word in brackets that names a unit, if it is not known to be one."""
NUMERIC = ("integer", "number")
BEHIND = re.compile(
    rf"(?:\d\s*[(]?|[{CHARS}])((?<=[\d(\s])[{CHARS}]?[^\d\s(){CHARS}]+|[^\d\s(){CHARS}]+)[)]?$"
)
"""The unit behind the number of a cell, which may be in Chinese numerals."""
BARE = r"\d\s*$"


def with_units(
    contract: Contract, sheet: Sheet, header: Header, frame: pd.DataFrame
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Append their column's unit to bare numbers if it is not the contract's; findings for numbers without a clear unit.

    Reading the value then converts it, or refuses a unit that cannot be converted, as if the unit
    were in the cell. A unit in a column's header overrides a line above the table such as 单位：万元,
    which applies to columns of its kind without a unit. If neither names a unit, bare numbers beside
    cells with a unit of another scale may mean either, and are quarantined.
    """
    result, parts = frame, []
    for field in _with_own_unit(contract, frame):
        units = _units_of(field, sheet, header)
        bare = result[field.name].str.contains(BARE, regex=True)
        if len(units) > 1:
            parts.append(_doubtful(contract, result[bare], field, units, "表头上方写了不止一个单位"))
        elif not units:
            parts.append(_mixed(contract, result, field, bare))
        elif units and ratio(unit := units.pop(), field.unit) != 1 and bare.any():
            result = result.copy() if result is frame else result
            result.loc[bare, field.name] = result.loc[bare, field.name].str.strip() + unit
    return result, parts


def mixed_units(contract: Contract, frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Findings for bare numbers in columns of which other cells have a unit of another scale."""
    fields = _with_own_unit(contract, frame)
    return [_mixed(contract, frame, f, frame[f.name].str.contains(BARE, regex=True)) for f in fields]


def _mixed(contract: Contract, frame: pd.DataFrame, field: Field, bare: pd.Series) -> pd.DataFrame:
    others = _units_in_cells(field, frame)
    rows = frame[bare] if others else frame.iloc[:0]
    return _doubtful(contract, rows, field, [*others, field.unit], "本列别的行写了单位")


def needs_every_row(contract: Contract, sheet: Sheet, header: Header, frame: pd.DataFrame) -> bool:
    """Whether cells with a unit make the bare numbers of their column doubtful, those of other parts too."""
    return any(
        not _units_of(field, sheet, header) and _units_in_cells(field, frame)
        for field in _with_own_unit(contract, frame)
    )


def _with_own_unit(contract: Contract, frame: pd.DataFrame) -> list[Field]:
    return [f for f in contract.read_fields if f.type in NUMERIC and f.unit and f.name in frame]


def _units_of(field: Field, sheet: Sheet, header: Header) -> set[str]:
    """The unit that the header names for a column, or those of its kind in lines above; empty for none."""
    if own := _header_unit(field, sheet, header, header.columns[field.name]):
        return {own}
    lines = [_plain(text) for row in sheet.rows[: header.top] for text in row if text]
    stated = {unit for text in lines for line in LINE.findall(text) for unit in SEVERAL.split(line)}
    alike = {measured: unit for unit in stated if (measured := _of_kind(unit, field.unit))}
    return set(alike.values())


def _of_kind(unit: str, wanted: str) -> object:
    """What tells a unit from others of the wanted kind; None for a unit of another kind. A currency is money."""
    own, given = measure(wanted), measure(unit)
    if own and given and given[0].startswith("外币") and own[0] == "金额":
        return given
    return ratio(unit, wanted)


def _header_unit(field: Field, sheet: Sheet, header: Header, at: int) -> str:
    """The unit in a column's header or in a row of units below it, lowest row first; empty without one."""
    heads = [_text_at(sheet, index, at) for index in range(header.top, header.row + 1)]
    below = [_plain(text) for text in (sheet.rows[header.row + 1 :] or [[]])[0]]
    if any(below) and all(is_unit(text) for text in below if text) and at < len(below):
        heads.append(f"({below[at].strip('()[]【】')})")
    for text in reversed(heads):
        match = BRACKETS.search(text)
        if match and (unit := match[2].strip()) and (match[1] or _names_unit(unit, field)):
            return unit
    return ""


def _names_unit(text: str, field: Field) -> bool:
    """Whether a word in brackets is a unit, known or not, rather than a remark: 箱, 标准箱, 担, but not 选填."""
    if ratio(text, field.unit) is not None or is_unit(text):
        return True
    if REMARK.search(text):
        return False
    return len(text) <= LONGEST or text.isascii() or text[-1] in COUNTS


def _text_at(sheet: Sheet, index: int, at: int) -> str:
    """The text of a header cell; in a merged range that of its first cell."""
    row = sheet.rows[index]
    text = row[at] if at < len(row) else ""
    for top, left, bottom, right in () if text else sheet.merged:
        if top <= index + 1 <= bottom and left <= at <= right and left < len(sheet.rows[top - 1]):
            text = sheet.rows[top - 1][left]
    return _plain(text)


def _units_in_cells(field: Field, frame: pd.DataFrame) -> list[str]:
    """The units of another scale than the contract's in the cells of a column."""
    tailed = frame.loc[~frame[field.name].str.contains(r"(?:^|\d)\s*$", regex=True), field.name].unique()
    matches = (BEHIND.search(_plain(text)) for text in tailed)
    units = sorted({match[1] for match in matches if match})
    return [unit for unit in units if ratio(unit, field.unit) not in (None, 1)]


def _doubtful(
    contract: Contract, rows: pd.DataFrame, field: Field, units: Iterable[str], why: str
) -> pd.DataFrame:
    """Findings for bare numbers of more than one possible unit; zero is the same in all of them."""
    rows = rows[~rows[field.name].str.fullmatch(r"[0.\s]*")]
    may = "还是".join(f"“{unit}”" for unit in dict.fromkeys(units))
    message = f"{why}，这一格只有数字，是{may}分不清，请在表头或单元格里写明单位"
    return findings(
        contract, rows, field.name, rows[field.name], f"{contract.code}-单位", QUARANTINED, message
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
