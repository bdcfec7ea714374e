"""Numbers: read digits, Chinese numerals and units in a cell as exact values; refuse approximations."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from workreport.ledgers.declared.contract import Field
from workreport.ledgers.values.approximations import bounds
from workreport.ledgers.values.cells import Reading, Unreadable, join_remarks, tidy
from workreport.ledgers.values.numerals import CHARS, chinese_number
from workreport.ledgers.values.units import SCALE, converted, is_scaled, no_unit_behind

PRECISION = 20
"""Most digits of an exact decimal; a longer number is a typing error."""
LARGEST = 2**63 - 1
# fast path for ordinary cells
INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
DECIMAL = re.compile(r"[+-]?\d{1,18}(\.\d+)?", re.ASCII)
GROUPED = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+"
AMOUNT = re.compile(
    rf"(?P<money>¥|人民币|RMB)? ?(?P<sign>[+-]?) ?(?:(?P<grouped>{GROUPED})|(?P<digits>\d+))(?P<fraction>\.\d+)?"
    r" ?(?P<rest>\D*)",
    re.ASCII,
)
CHINESE = re.compile(rf"(?P<numeral>[{CHARS}]+)(?P<rest>[^{CHARS}\d]*)", re.ASCII)
SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?[eE][+-]?\d+", re.ASCII)
DASHES = re.compile(r"[-—–_]+")
APART = re.compile(r"\d\s+\d")


def read_integer(cell: str, field: Field) -> Reading:
    """Read a whole number in the field's unit.

    Raises
    ------
    Unreadable
        If the text is not a whole number, an approximation, or in a unit of another kind.
    """
    if INTEGER.fullmatch(cell):
        return Reading(int(cell))
    number, remark = _amount(cell, field)
    if number.denominator != 1 or abs(number) > LARGEST:
        raise Unreadable
    return Reading(int(number), remark)


def read_number(cell: str, field: Field) -> Reading:
    """Read an exact decimal of the field's places, in its unit.

    Raises
    ------
    Unreadable
        As ``read_integer``; also for more decimals than the contract allows, since nothing is rounded
        silently.
    """
    places = field.decimals
    if DECIMAL.fullmatch(cell):
        value = Decimal(cell)
        try:
            exact = value.quantize(Decimal(1).scaleb(-places))
        except InvalidOperation as error:
            raise Unreadable from error
        if exact != value:
            raise Unreadable(_too_fine(places))
        if len(exact.as_tuple().digits) > PRECISION:
            raise Unreadable
        return Reading(exact)
    number, remark = _amount(cell, field)
    shifted = number * 10**places
    if shifted.denominator != 1:
        raise Unreadable(_too_fine(places))
    if len(str(abs(int(shifted)))) > PRECISION:
        raise Unreadable
    return Reading(Decimal(f"{int(shifted)}E-{places}"), remark)


def _too_fine(places: int) -> str:
    return f"比规定的更细（最多 {places} 位小数），不擅自舍入，请按规定的位数填写"


def _amount(cell: str, field: Field) -> tuple[Fraction, str]:
    """The number of a cell with more than bare digits, and a remark."""
    text, remark, _ = tidy(cell)
    if limits := bounds(text.replace(" ", "")):
        raise Unreadable(f"是概数（{limits}），不能计入合计，请填实数")
    if match := AMOUNT.fullmatch(text):
        return _digits(match, field, remark)
    if match := CHINESE.fullmatch(text.replace(" ", "")):
        value = chinese_number(match["numeral"])
        if value is not None:
            if (
                not match["rest"]
                and is_scaled(field.unit)
                and (scale := set(match["numeral"]) & set("万亿萬億"))
            ):
                raise no_unit_behind(min(scale))
            number = converted(Fraction(value), "", match["rest"], field.unit, field.title)
            return number, join_remarks(remark, f"中文数字读作 {_shown(number)}")
    if SCIENTIFIC.fullmatch(text):
        raise Unreadable("是科学计数法，可能已丢失位数，请填完整数字")
    if DASHES.fullmatch(text):
        raise Unreadable("只填了横线，不知是零还是未填；零请填 0，不适用请填 /")
    if APART.search(text) or re.search(r"\d[、；;/]\d", text):
        raise Unreadable("含有不止一个数，只能填一个")
    raise Unreadable


def _digits(match: re.Match[str], field: Field, remark: str) -> tuple[Fraction, str]:
    whole = match["grouped"] or match["digits"]
    number = Fraction(whole.replace(",", "").replace(" ", "") + (match["fraction"] or ""))
    if match["sign"] == "-":
        number = -number
    rest = match["rest"].replace(" ", "")
    rest = rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest
    scale, unit = SCALE.fullmatch(rest).groups()
    if match["money"]:
        if unit not in ("", "元"):
            raise Unreadable(f"既有货币符号又有单位“{unit}”")
        if not scale and not unit and is_scaled(field.unit):
            raise Unreadable(f"有货币符号而没有写单位，是元还是{field.unit}分不清")
        unit = "元"
    number = converted(number, scale or "", unit, field.unit, field.title)
    if match["grouped"]:
        remark = join_remarks(remark, "去掉了千位分隔")
    if scale or unit:
        remark = join_remarks(remark, f"按“{field.unit}”换算为 {_shown(number)}")
    elif field.type == "integer" and match["fraction"]:
        remark = join_remarks(remark, "去掉了小数点后的零")
    return number, remark


def _shown(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else str(float(number))
