"""Text: names, identifiers, choices and lists of choices; a spelling that is not listed is never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable

from workreport.ledgers.codes import CodeList
from workreport.ledgers.contract import Field
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
)

# what a code mostly is: nothing in it to repair
ORDINARY = re.compile("[0-9A-Za-z-]+")
# a code may hold an E: only with a point or a plus sign is it a number's exponent
FLOATED = re.compile(r"\d(\.\d+[eE]\+?|[eE]\+)\d+", re.ASCII)
# Excel keeps fifteen digits of a number: of a longer code the rest become zeros
ZEROED = re.compile(r"\d{15}0{3,}", re.ASCII)  # eighteen digits or more
KNOWN = {"是": True, "否": False, "有": True, "无": False, "√": True, "×": False}


def read_name(cell: str, field: Field) -> Reading:
    """Free text: what nobody sees is taken out, everything else stays."""
    if has_invisible(cell):
        return Reading(without_invisible(cell).strip(), "去掉了不可见字符")
    return Reading(cell.strip())


def read_identifier(cell: str, field: Field) -> Reading:
    """An identifier, whose width and spaces carry no meaning.

    Raises
    ------
    Unreadable
        If its digits were lost in a number cell, or it is more than one identifier.
    """
    if ORDINARY.fullmatch(cell) and not ZEROED.fullmatch(cell):
        return Reading(cell)
    text, said, _ = tidy(cell)
    text = text.replace(" ", "")
    if FLOATED.fullmatch(text):
        raise Unreadable("编号被存成了数值，末尾几位已丢失，无法恢复，请按原始单据以文本重填")
    if len([part for part in SEVERAL.split(cell) if part.strip()]) > 1:
        raise Unreadable(f"{field.title}只能填一个，这里填了不止一个")
    if ZEROED.fullmatch(text):
        said = joined(said, "第 15 位以后全是零，可能曾被存成数值而丢失位数，请核对")
        return Reading(text, said, WARNED)
    return Reading(text, said)


def read_choice(cell: str, field: Field) -> Reading:
    """One of the field's values; other text is handed on for the constraints to refuse.

    Raises
    ------
    Unreadable
        If several of the values stand in the cell.
    """
    known = field.constraints.enum or []
    text = "".join(cell.split())
    if text in known:
        return Reading(text)
    tidied, said, _ = tidy(cell)
    bare = tidied.replace(" ", "")
    if len(found := [value for value in known if plain(value) == bare]) == 1:
        return Reading(found[0], said)
    _refuse_several(cell, field, lambda part: plain(part) in {plain(value) for value in known})
    return Reading(text)


def read_coded(cell: str, field: Field, codes: CodeList) -> Reading:
    """A value of a code list by its code, label or alias; a code without its leading zeros if only one fits.

    Raises
    ------
    Unreadable
        If the list does not know the text, or several of its values stand in the cell.
    """
    value = codes.value(cell)
    if value is not None:
        return Reading(value)
    text, said, _ = tidy(cell)
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
    text, said, _ = tidy(cell)
    value = KNOWN.get(text.replace(" ", ""))
    if value is None:
        raise Unreadable
    return Reading(value, said)


def _refuse_several(cell: str, field: Field, known: Callable[[str], bool]) -> None:
    parts = [part for part in (p.strip() for p in SEVERAL.split(cell)) if part]
    if len(parts) > 1 and all(known(part) for part in parts):
        raise Unreadable(f"{field.title}只能填一个，这里填了 {len(parts)} 个")
