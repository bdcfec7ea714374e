"""Text: names, identifiers, choices and lists of choices; a spelling that is not listed is never guessed."""

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
    joined,
    plain,
    tidy,
    without_invisible,
    without_spaces,
)

# what a code mostly is: nothing in it to repair
ORDINARY = re.compile("[0-9A-Za-z-]+")
# a code may hold an E: only with a point or a plus sign is it a number's exponent
FLOATED = re.compile(r"\d(\.\d+[eE]\+?|[eE]\+)\d+", re.ASCII)
# Excel keeps fifteen digits of a number: of a longer code the rest become zeros; a serial number may end in three of its own
ZEROED = re.compile(r"\d{15}0{3,}", re.ASCII)
ZEROS_OF_ITS_OWN = 3
LOST = "编号被存成了数值，末尾几位已丢失，无法恢复，请按原始单据以文本重填"
# a whole number that passed through a decimal column; eight or twelve digits and a zero may be a patent's number
DECIMAL_ZERO = re.compile(r"(?!\d{8}\.|\d{12}\.)(\d{1,15})\.0+", re.ASCII)
LONG_PART = 6
SPACED_HAN = re.compile("[\u3400-\u9fff] +[\u3400-\u9fff]")
NONE = ("/", "不适用", "无", "—", "-", "(无)")
"""What stands for “no number” where a number of a document, a firm or a batch is asked for."""
KNOWN = {"是": True, "否": False, "有": True, "无": False, "√": True, "×": False}
FOREIGN = {"TRUE": True, "YES": True, "Y": True, "✓": True, "✔": True} | dict.fromkeys(
    ("FALSE", "NO", "N", "✗", "✘"), False
)
"""Yes and no as programs write them; 1 and 0 may be counts."""


def read_name(cell: str, field: Field) -> Reading:
    """Free text: what nobody sees is taken out, everything else stays."""
    if has_invisible(cell):
        return Reading(without_invisible(cell).strip(), "去掉了不可见字符")
    return Reading(cell.strip())


def read_identifier(cell: str, field: Field) -> Reading:
    """An identifier, whose width and spaces carry no meaning; None for a word that says there is none.

    Raises
    ------
    Unreadable
        If its digits were lost in a number cell, it is more than one identifier, or it says that there is none
        where one is required.
    """
    if ORDINARY.fullmatch(cell) and cell != "-" and not ZEROED.fullmatch(cell):
        return Reading(cell)
    text, said, _ = without_spaces(cell)
    if text in NONE:
        if field.constraints.required:
            raise Unreadable(f"填的是“{text}”，{field.title}必须填写编号")
        return Reading(None, "" if text in NONE[:2] else joined(said, f"“{text}”读作没有编号"))
    if FLOATED.fullmatch(text):
        raise Unreadable(LOST)
    if len([part for part in SEVERAL.split(cell) if part.strip()]) > 1 or _alike(cell):
        raise Unreadable(f"{field.title}只能填一个，这里填了不止一个")
    if ZEROED.fullmatch(text):
        if len(text) > 15 + ZEROS_OF_ITS_OWN:
            raise Unreadable(f"第 15 位以后全是零：{LOST}")
        said = joined(said, "第 15 位以后全是零，可能曾被存成数值而丢失位数，请核对")
        return Reading(text, said, WARNED)
    if whole := DECIMAL_ZERO.fullmatch(text):
        return Reading(whole[1], joined(said, "去掉了存成小数时添上的“.0”"))
    return Reading(text, said)


def read_credit_code(cell: str, field: Field) -> Reading:
    """An identifier in the capitals that GB 32100 has, where it is a unified social credit code then.

    Raises
    ------
    Unreadable
        As ``read_identifier``.
    """
    read = read_identifier(cell, field)
    if read.value and read.value != (upper := read.value.upper()) and is_uscc(upper):
        return Reading(upper, joined(read.said, "小写字母改为大写"))
    return read


def _alike(cell: str) -> bool:
    """Whether spaces or strokes part long identifiers of one shape, and not the groups of one."""
    parts = re.split(r"[\s/]+", cell.strip())
    shapes = {re.sub("[A-Za-z]", "A", re.sub(r"\d", "0", part)) for part in parts}
    return len(parts) > 1 and len(shapes) == 1 and len(parts[0]) >= LONG_PART


def read_choice(cell: str, field: Field) -> Reading:
    """One of the field's values; other text is handed on for the constraints to refuse.

    Raises
    ------
    Unreadable
        If several of the values stand in the cell.
    """
    known = field.constraints.enum or []
    if cell in known:
        return Reading(cell)
    bare, said, _ = without_spaces(cell)
    if len(found := [value for value in known if plain(value) == bare]) == 1:
        return Reading(found[0], said)
    _refuse_several(cell, field, lambda part: plain(part) in {plain(value) for value in known})
    return Reading("".join(cell.split()))


def read_coded(cell: str, field: Field, codes: CodeList) -> Reading:
    """A value of a code list by its code, label or alias; a code without its leading zeros if only one fits.

    Raises
    ------
    Unreadable
        If the list does not know the text, or several of its values stand in the cell.
    """
    if (value := codes.spellings.get(cell)) is not None:
        return Reading(value)
    text, said, _ = tidy(cell)
    if SPACED_HAN.search(text):  # words of other scripts have their spaces by right
        said = joined(said, "去掉了中间的空格")
    text = text.replace(" ", "")
    value = codes.value(text)
    if value is not None:
        return Reading(value, said)
    if text.isdecimal():
        fitting = {
            (spelling, known)
            for spelling, known in codes.spellings.items()
            if spelling.isdecimal() and spelling.startswith("0") and spelling.lstrip("0") == text
        }
        if len(fitting) == 1:
            spelling, known = fitting.pop()
            return Reading(known, joined(said, f"补上了丢失的前导零：{spelling}"))
    if text in codes.shared:
        meant = "、".join(codes.label(value) for value in codes.shared[text])
        raise Unreadable(f"“{text}”先后指{meant}，按本行日期不能确定是哪一个，请改填全称或代码")
    _refuse_several(cell, field, lambda part: codes.value(part) is not None)
    raise Unreadable


def read_list(cell: str, field: Field, codes: CodeList | None) -> Reading:
    """Several values in one cell, each checked, kept as text joined by the field's delimiter; None for none.

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
        if not {one.value for one in read} <= set(field.constraints.enum):
            raise Unreadable
    else:
        read = [read_name(part, field) for part in parts]
    said = joined(*dict.fromkeys(one.said for one in read))
    return Reading(field.delimiter.join(one.value for one in read) or None, said, NORMALISED)


def read_boolean(cell: str, field: Field) -> Reading:
    """Yes or no.

    Raises
    ------
    Unreadable
        For any other word.
    """
    text, said, _ = without_spaces(cell)
    if (value := KNOWN.get(text)) is not None:
        return Reading(value, said)
    if (value := FOREIGN.get(text.upper())) is not None:
        return Reading(value, joined(said, f"“{text}”读作{'是' if value else '否'}"))
    raise Unreadable


def _refuse_several(cell: str, field: Field, known: Callable[[str], bool]) -> None:
    parts = [part for part in (p.strip() for p in re.split(rf"{SEVERAL.pattern}|[/+＋]", cell)) if part]
    if len(parts) > 1 and all(known(part) for part in parts):
        raise Unreadable(f"{field.title}只能填一个，这里填了 {len(parts)} 个")
