"""Personal numbers in a text, as against lookalikes: credit codes, decimals, identifiers.

Texts are half-width here, with plain spaces and hyphens; see ``personal_data`` for the definitions.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from typing import NamedTuple

from workreport.base.identifiers import is_uscc

IDENTITY, MOBILE, BANK = "证件号码", "手机号码", "银行卡号"

LETTERS = string.ascii_uppercase + string.ascii_lowercase
GAP = "[ ./_·-]{1,2}"
MOBILES = re.compile(
    rf"(?<!\d)(?=((?:(?:\((?:\+|00)?86\)|(?:\+|00)?86|0)[ -]?)?1(?: [3-9](?: \d){{9}}|[3-9]\d"
    rf"(?:(?:{GAP})?\d{{4}}(?:{GAP})?\d{{4}}|{GAP}\d{{3}}{GAP}\d{{5}}|\d{GAP}\d{{3}}{GAP}\d{{4}}"
    rf"|\d\d{GAP}\d{{6}}|\d{{3}}{GAP}\d{{5}}))(?!\d)))"
)
EXPONENTIALS = re.compile(r"(?<![\d.])1\.[3-9]\d{8,9}[eE]\+?10(?!\d)")
"""A mobile number that a spreadsheet wrote as a float, with all digits or all but the last."""
IDENTITIES = re.compile(r"(?<!\d)(?=((?:\d[ -]?){17}[\dXx](?!\d)))")
PARTED_IDENTITIES = re.compile(
    r"(?<!\d)(?=(\d{6}[.,/_·]\d{4}(?:[.,/_·]?\d\d){2}[.,/_·]\d{3}[.,/_·]?[\dXx](?!\d)|(?:\d[.,/_·]){17}[\dXx](?!\d)"
    r"|(?:\d{4}[.,/_·]){4}\d[\dXx](?!\d)))"
)
"""Other separators count between region, birth date and serial number, between fours, or between all digits."""
OLD_IDENTITIES = re.compile(r"(?<![\dA-Za-z])(?=(\d{15}(?![\dA-Za-z])))")
CARDS = re.compile(
    r"(?<![\dA-Za-z])(?=(((?:[3-6]\d{3}|9558)(?:[ ./_·-]\d{4}){3})(?:[ ./_·-]?\d{1,3})?(?!\d)|(?:[3-6]\d{15,18}|9558\d{12,15})(?!\d)))"
)
"""A card number, and the first sixteen digits of a grouped one, after which another number may follow."""
CREDIT_CODES = re.compile(
    r"(?<![\dA-Za-z])(?:[\dA-Za-z]{18}|(?:[\dA-Za-z]{4}[ ./_-]){4}[\dA-Za-z]{2})(?![\dA-Za-z])", re.ASCII
)
"""In one piece or in fours."""
DECIMALS = re.compile(
    r"[-+]?\d+\.\d+(?:[eE][-+]?\d+)?[%°]?|[-+]?\d{2,3}\.\d+ *[,;/ ] *[-+]?\d{2,3}\.\d+", re.ASCII
)
"""A cell that consists of a decimal or a pair of coordinates."""
CONTEXT_LENGTH = 40
"""Length of the context before a number, in characters."""
INTEGER_PART = re.compile(r"(?<![\d.])(\d+)\.$", re.ASCII)
FLOAT_DIGITS = 17
"""Most significant digits of a 64-bit float (IEEE 754): identity numbers have more."""
DECIMAL_PLACES = 15
"""Most decimal places that programs write, as of coordinates; card and identity numbers have more digits."""
JOINED_BEFORE = re.compile(r"(?<![\dA-Za-z])([\dA-Za-z]+(?:[-._/][\dA-Za-z]+)*)([-._/])$", re.ASCII)
LETTERS_BEFORE = re.compile("[A-Za-z]+$")
JOINED_AFTER = re.compile(r"[-._/][\dA-Za-z]", re.ASCII)
PHONE_PREFIX = re.compile(
    "(?:tel|telephone|phone|mobile|mob|cell|cellphone|call|fax|sms|wx|vx|weixin|wechat|qq|dh|sj|lxdh|86|0086)[-._0-9]*"
)
"""Prefixes of a telephone number that do not begin an identifier."""


class Span(NamedTuple):
    """A span of a text and the kind of personal data in it."""

    start: int
    end: int
    kind: str


def find_personal_numbers(flat: str, *, code: bool) -> list[Span]:
    """Personal numbers, without those whose form or check digit identifies them as something else."""
    spans = [
        Span(*match.span(1), kind)
        for pattern, kind, right in (
            (IDENTITIES, IDENTITY, _is_identity),
            (PARTED_IDENTITIES, IDENTITY, _is_identity),
            (OLD_IDENTITIES, IDENTITY, _is_old_identity),
        )
        for match in pattern.finditer(flat)
        if right(_joined(match[1]))
    ]
    for match in CARDS.finditer(flat):
        fitting = (group for group in (1, 2) if match[group] and _is_card(_joined(match[group])))
        spans += [Span(*match.span(group), BANK) for group in fitting][:1]
    spans += [
        span
        for match in MOBILES.finditer(flat)
        if not _is_identifier(flat, span := Span(*match.span(1), MOBILE), code)
    ]
    spans += [Span(*match.span(), MOBILE) for match in EXPONENTIALS.finditer(flat)]
    if not spans:
        return spans
    codes = [match.span() for match in CREDIT_CODES.finditer(flat) if _is_credit_code(_joined(match[0]))]
    decimal = DECIMALS.fullmatch(flat.strip()) is not None
    return [
        span
        for span in spans
        if not _is_fraction(flat, span, decimal)
        and not any(start < span.end and span.start < end for start, end in codes)
    ]


def _text_before(flat: str, span: Span) -> str:
    return flat[max(0, span.start - CONTEXT_LENGTH) : span.start]


def _joined(number: str) -> str:
    return re.sub("[ .,/_·-]", "", number).upper()


def _is_credit_code(text: str) -> bool:
    """Whether the text is a valid credit code and not an identity number that passes for one by chance."""
    return is_uscc(text) and not (text[:-1].isdigit() and text[-1] in "0123456789X" and _is_identity(text))


def _is_fraction(flat: str, span: Span, whole: bool) -> bool:
    """Whether digits belong to a decimal: a `whole` cell is one; in a text an item number may precede the point."""
    number = flat[span.start : span.end]
    match = INTEGER_PART.search(_text_before(flat, span))
    if not match or not number.isdigit():
        return whole and number.replace(".", "", 1).isdigit() and "." in number
    if whole and len(number) <= DECIMAL_PLACES:
        return True
    item = 0 < int(match[1]) < 100 and not whole
    return not item and len((match[1] + number).lstrip("0")) <= FLOAT_DIGITS


def _is_identifier(flat: str, span: Span, code: bool) -> bool:
    """Whether an apparent mobile number is part of an identifier."""
    number, before, after = (
        flat[span.start : span.end],
        _text_before(flat, span),
        flat[span.end : span.end + 2],
    )
    letters = LETTERS_BEFORE.search(before)
    if number.isdigit():
        led = letters is not None and not PHONE_PREFIX.fullmatch(letters[0].lower())
        return code and before.isascii() and (led or after[:1] in (*LETTERS,))
    match = JOINED_BEFORE.search(before)
    if match and not code and match[2] not in number:
        return False
    if match is None or PHONE_PREFIX.fullmatch(match[1].lower()):
        return code and JOINED_AFTER.match(after) is not None
    return code or not match[1].isdigit() or match[2] == "."


def _is_identity(number: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], weights, strict=True))
    of_a_firm = number.startswith(("91", "92", "93")) and is_uscc(number)
    return "10X98765432"[total % 11] == number[17] and _is_day(number[6:14]) and not of_a_firm


def _is_old_identity(number: str) -> bool:
    return _is_day(f"19{number[6:12]}")


def _is_day(digits: str) -> bool:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1900
    except ValueError:
        return False


def _is_card(number: str) -> bool:
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(number)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0 and not is_uscc(number)
