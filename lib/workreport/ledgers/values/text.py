"""Text: names, identifiers, choices and lists of choices; unlisted spellings are never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable

from workreport.base.identifiers import is_uscc
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Field
from workreport.ledgers.values.cells import (
    NORMALISED,
    SEVERAL,
    WARNED,
    Reading,
    Unreadable,
    has_invisible,
    join_remarks,
    plain,
    tidy,
    without_invisible,
    without_spaces,
)

# an ordinary code needs no normalisation
ORDINARY = re.compile("[0-9A-Za-z-]+")
# a code may hold an E; it is an exponent only with a point or a plus sign
FLOATED = re.compile(r"\d(\.\d+[eE]\+?|[eE]\+)\d+", re.ASCII)
# Excel keeps fifteen digits of a number and turns the rest into zeros; a serial number may itself end in three
ZEROED = re.compile(r"\d{15}0{3,}", re.ASCII)
ZEROS_OF_ITS_OWN = 3
LOST = "编号被存成了数值，末尾几位已丢失，无法恢复，请按原始单据以文本重填"
# a whole number from a decimal column; eight or twelve digits and a zero may be a patent number
DECIMAL_ZERO = re.compile(r"(?!\d{8}\.|\d{12}\.)(\d{1,15})\.0+", re.ASCII)
LONG_PART = 6
SPACED_HAN = re.compile("[\u3400-\u9fff] +[\u3400-\u9fff]")
NO_NUMBER = ("/", "不适用", "无", "—", "-", "(无)")
"""Texts that mean “no number” in an identifier column."""
BOOLEANS = {"是": True, "否": False, "有": True, "无": False, "√": True, "×": False}
REMARKED = re.compile(r"([是否])\([^()]+\)")
"""Yes or no with a remark in brackets: 是（无日期）."""
PROGRAM_BOOLEANS = {"TRUE": True, "YES": True, "Y": True, "✓": True, "✔": True} | dict.fromkeys(
    ("FALSE", "NO", "N", "✗", "✘"), False
)
"""Yes and no as written by programs; 1 and 0 may be counts."""


def read_name(cell: str, field: Field) -> Reading:
    """Read free text: remove invisible characters only."""
    if has_invisible(cell):
        return Reading(without_invisible(cell).strip(), "去掉了不可见字符")
    return Reading(cell.strip())


def read_identifier(cell: str, field: Field) -> Reading:
    """Read an identifier, ignoring width and spaces; None for a text that means there is none.

    Raises
    ------
    Unreadable
        If its digits were lost in a number cell, it is more than one identifier, or it means that there is none
        although one is required.
    """
    if ORDINARY.fullmatch(cell) and cell != "-" and not ZEROED.fullmatch(cell):
        return Reading(cell)
    text, remark, _ = without_spaces(cell)
    if text in NO_NUMBER:
        if field.constraints.required:
            raise Unreadable(f"填的是“{text}”，{field.title}必须填写编号")
        return Reading(None, "" if text in NO_NUMBER[:2] else join_remarks(remark, f"“{text}”读作没有编号"))
    if FLOATED.fullmatch(text):
        raise Unreadable(LOST)
    if len([part for part in SEVERAL.split(cell) if part.strip()]) > 1 or _has_several(cell):
        raise Unreadable(f"{field.title}只能填一个，这里填了不止一个")
    if ZEROED.fullmatch(text):
        if len(text) > 15 + ZEROS_OF_ITS_OWN:
            raise Unreadable(f"第 15 位以后全是零：{LOST}")
        remark = join_remarks(remark, "第 15 位以后全是零，可能曾被存成数值而丢失位数，请核对")
        return Reading(text, remark, WARNED)
    if whole := DECIMAL_ZERO.fullmatch(text):
        return Reading(whole[1], join_remarks(remark, "去掉了存成小数时添上的“.0”"))
    return Reading(text, remark)


def read_credit_code(cell: str, field: Field) -> Reading:
    """Read an identifier, in capitals if that makes it a unified social credit code (GB 32100).

    Raises
    ------
    Unreadable
        As ``read_identifier``.
    """
    read = read_identifier(cell, field)
    if read.value and read.value != (upper := read.value.upper()) and is_uscc(upper):
        return Reading(upper, join_remarks(read.remark, "小写字母改为大写"))
    return read


def _has_several(cell: str) -> bool:
    """Whether spaces or slashes separate several long identifiers of one shape, not the groups of one."""
    parts = re.split(r"[\s/]+", cell.strip())
    shapes = {re.sub("[A-Za-z]", "A", re.sub(r"\d", "0", part)) for part in parts}
    return len(parts) > 1 and len(shapes) == 1 and len(parts[0]) >= LONG_PART


def read_choice(cell: str, field: Field) -> Reading:
    """Read one of the field's values; other text is returned for the constraints to refuse.

    Raises
    ------
    Unreadable
        If the cell has several of the values.
    """
    allowed = field.constraints.enum or []
    if cell in allowed:
        return Reading(cell)
    if (own := field.shared_values.get(cell)) is not None:
        return Reading(own)
    bare, remark, _ = without_spaces(cell)
    if len(matches := [value for value in allowed if plain(value) == bare]) == 1:
        return Reading(matches[0], remark)
    _refuse_several(cell, field, lambda part: plain(part) in {plain(value) for value in allowed})
    return Reading("".join(cell.split()))


def read_coded(cell: str, field: Field, codes: CodeList) -> Reading:
    """Read a value of a code list by code, label or alias; also a code without leading zeros if only one fits.

    Raises
    ------
    Unreadable
        If the text is not in the list, or the cell has several of its values.
    """
    if (value := codes.spellings.get(cell)) is not None:
        return Reading(value)
    text, remark, _ = tidy(cell)
    if SPACED_HAN.search(text):  # spaces are regular in other scripts
        remark = join_remarks(remark, "去掉了中间的空格")
    text = text.replace(" ", "")
    value = codes.value(text)
    if value is not None:
        return Reading(value, remark)
    if text.isdecimal():
        fitting = {
            (spelling, code)
            for spelling, code in codes.spellings.items()
            if spelling.isdecimal() and spelling.startswith("0") and spelling.lstrip("0") == text
        }
        if len(fitting) == 1:
            spelling, code = fitting.pop()
            return Reading(code, join_remarks(remark, f"补上了丢失的前导零：{spelling}"))
    if text in codes.shared:
        meant = "、".join(codes.label(value) for value in codes.shared[text])
        raise Unreadable(f"“{text}”先后指{meant}，按本行日期不能确定是哪一个，请改填全称或代码")
    _refuse_several(cell, field, lambda part: codes.value(part) is not None)
    raise Unreadable


def read_list(cell: str, field: Field, codes: CodeList | None) -> Reading:
    """Read several values in one cell, each checked, as text joined by the field's delimiter; None for none.

    Raises
    ------
    Unreadable
        If one of them is not allowed.
    """
    parts = [
        part.strip() for part in re.split(rf"[{re.escape(field.delimiter)}；;，,\n]", cell) if part.strip()
    ]
    if codes is not None:
        read = [read_coded(part, field, codes) for part in parts]
    elif field.constraints.enum:
        read = [read_choice(part, field) for part in parts]
        if not {reading.value for reading in read} <= set(field.constraints.enum):
            raise Unreadable
    else:
        read = [read_name(part, field) for part in parts]
    remark = join_remarks(*dict.fromkeys(reading.remark for reading in read))
    return Reading(field.delimiter.join(reading.value for reading in read) or None, remark, NORMALISED)


def read_boolean(cell: str, field: Field) -> Reading:
    """Read yes or no.

    Raises
    ------
    Unreadable
        For any other word.
    """
    text, remark, _ = without_spaces(cell)
    if (value := BOOLEANS.get(text)) is not None:
        return Reading(value, remark)
    if (value := PROGRAM_BOOLEANS.get(text.upper())) is not None:
        return Reading(value, join_remarks(remark, f"“{text}”读作{'是' if value else '否'}"))
    if remarked := REMARKED.fullmatch(text):
        message = f"“{text}”读作{remarked[1]}，括号里的话没有读入，请核对"
        return Reading(BOOLEANS[remarked[1]], join_remarks(remark, message), WARNED)
    raise Unreadable


def _refuse_several(cell: str, field: Field, is_value: Callable[[str], bool]) -> None:
    parts = [part for part in (p.strip() for p in re.split(rf"{SEVERAL.pattern}|[/+＋]", cell)) if part]
    if len(parts) > 1 and all(is_value(part) for part in parts):
        raise Unreadable(f"{field.title}只能填一个，这里填了 {len(parts)} 个")
