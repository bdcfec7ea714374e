"""Number formats of cells (ECMA-376-1 section 18.8.31): what a number's format adds to it.

A format such as ``0.00"吨"`` holds the unit, ``[=1]"是"`` the word, ``0000`` the leading zeros that people see; the
text of such a cell is read as if it had been typed. Decimals are never rounded to the format.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from workreport.ledgers.read.sheet import Notice, cell_text

BUILT_IN = {9: "0%", 10: "0.00%"}
"""Formats without a code in the file whose numbers are not what people see; dates among them are known to readers."""
EPOCHS = {1900: dt.datetime(1899, 12, 30), 1904: dt.datetime(1904, 1, 1)}
SECTION = re.compile(r'(?:"[^"]*"|\[[^\]]*\]|[\\!_*].|[^;])*', re.DOTALL)
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<skipped>[_*].)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>E[+-])|(?P<moment>AM/PM|A/P|上午/下午|[ymdhse]+|a{3,4})"
    r"|(?P<digit>[0#?])|(?P<mark>[.,%@/])|(?P<plain>.)",
    re.DOTALL | re.IGNORECASE,
)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
COMPARE = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
CURRENCY = re.compile(r"\$([^-]*)")
ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)
BARE = "()-+ \u3000"
"""Characters around a number that say nothing beyond its sign."""


@dataclass(frozen=True)
class Section:
    """One section of a format.

    ``before`` and ``after`` are the words around the number, ``number`` whether it is shown at all, ``zeros`` the
    least digits before the point, ``shift`` the power of ten by which the number is shown smaller
    (negative for percent), ``blank`` a section that shows nothing.
    """

    before: str = ""
    after: str = ""
    number: bool = False
    text: bool = False
    moment: bool = False
    elapsed: bool = False
    zeros: int = 0
    shift: int = 0
    condition: tuple[str, float] | None = None
    blank: bool = False
    unclear: bool = False

    @property
    def matters(self) -> bool:
        """Whether it shows more than the number, or nothing of it."""
        if self.unclear or self.moment:
            return False
        words = bool(self.before or self.after)
        return self.blank or words or (self.number and (self.zeros > 1 or self.shift != 0))


@lru_cache(maxsize=4096)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format, in order."""
    parts, at = [], 0
    while at <= len(code):
        match = SECTION.match(code, at)
        assert match is not None, "the pattern matches the empty text"
        parts.append(_section(match[0]))
        at = match.end() + 1
    # a format of colours only says nothing
    return tuple(parts) if len(parts) > 1 else (replace(parts[0], blank=False),)


@lru_cache(maxsize=4096)
def matters(code: str) -> bool:
    """Whether the text of some cell depends on the format, beyond what every reader knows of dates."""
    parts = sections(code)
    moments = {part.moment for part in parts if part.number or part.moment}
    # readers look at the first section only
    return any(part.matters for part in parts) or len(moments) > 1


def shown(value: object, code: str, epoch: int) -> tuple[str, bool]:
    """The text of a cell's value under its format, and whether the format hides it.

    Parameters
    ----------
    value : str, number, date or time
        As a reader gives it.
    epoch : {1900, 1904}
        The date system of the workbook.
    """
    parts = sections(code)
    if isinstance(value, str):
        part = next((p for at, p in enumerate(parts) if p.text or at == 3), None)
        text = value.strip()
        if part is None or not text:
            return text, False
        return (text, True) if part.blank else (f"{part.before}{text}{part.after}", False)
    if isinstance(value, bool) or (number := _serial(value, epoch)) is None:
        return cell_text(value), False
    part = _choose(parts, number)
    if part is None:
        return cell_text(number), False
    if part.moment:
        return _moment(number, part, epoch), False
    return _text(number, part), part.blank


def hidden_values(cells: Sequence[tuple[int, int]]) -> tuple[Notice, ...]:
    """A notice on cells whose format hides what they hold; rows from 1, columns from 0."""
    if not cells:
        return ()
    first = "、".join(f"第 {row} 行第 {column + 1} 列" for row, column in cells[:3])
    message = (
        f"{len(cells)} 个单元格的数字格式把内容藏了起来（{first}{'等' if len(cells) > 3 else ''}），"
        "表上看不见，按单元格里的值读入；不该有值的，请清空单元格"
    )
    return (Notice("数字格式", "warned", message),)


def _section(code: str) -> Section:
    before, after, between, groups = [], [], "", {}
    digits: list[str] = []
    commas = percent = behind = 0
    for match in TOKEN.finditer(code):
        kind, text = match.lastgroup, match[match.lastgroup]
        if kind == "bracket":
            if condition := CONDITION.fullmatch(text):
                groups["condition"] = (condition[1], float(condition[2]))
            elif ELAPSED.fullmatch(text):
                groups["moment"] = groups["elapsed"] = True
            currency = CURRENCY.match(text)
            kind, text = ("plain", currency[1]) if currency else ("skipped", "")
        if kind in ("moment", "general", "exponent"):
            groups[kind] = True
        elif kind == "digit" or (kind == "mark" and text == "." and digits):
            if between:
                # a point written as a word, as in 0"."0,"万", shows the number smaller by a digit
                groups["unclear"] = between != "." or bool(behind)
                behind = 1
                between = ""
            elif behind and text != ".":
                behind += 1
            digits.append(text)
            commas, after = 0, []
        elif kind == "mark" and text in ",%/@":
            commas += text == "," and bool(digits)
            percent += text == "%"
            groups["unclear"] = groups.get("unclear", False) or text == "/"
            groups["text"] = groups.get("text", False) or text == "@"
        elif kind != "skipped":
            started = digits or groups.keys() & {"general", "text"}
            (after if started else before).append(text)
        between = "".join(after).strip() if digits else ""
    return _of_tokens(
        "".join(before), "".join(after), digits, groups, 3 * commas + behind - 2 * percent, code
    )


def _of_tokens(before: str, after: str, digits: list[str], groups: dict, shift: int, code: str) -> Section:
    whole = digits[: digits.index(".")] if "." in digits else digits
    number = bool(digits) or "general" in groups
    return Section(
        before=before.strip(BARE),
        after=after.strip(BARE) + "%" * (shift < 0),
        number=number,
        text=groups.get("text", False),
        moment=groups.get("moment", False),
        elapsed=groups.get("elapsed", False),
        zeros=0 if shift else whole.count("0"),
        shift=shift,
        condition=groups.get("condition"),
        blank=not code.strip() or (not TOKEN.sub(_nothing_kept, code) and not number),
        unclear=groups.get("unclear", False) or "exponent" in groups,
    )


def _nothing_kept(match: re.Match[str]) -> str:
    """What a token shows: nothing for spacing, colours and conditions."""
    if match["skipped"] or (match["bracket"] is not None and not match["bracket"].startswith("$")):
        return ""
    return match[0]


def _choose(parts: tuple[Section, ...], number: float) -> Section | None:
    """The section for a number; None if none fits."""
    numeric = [part for at, part in enumerate(parts) if at < 3 and not (part.text and not part.number)]
    if not numeric:
        return None
    if any(part.condition for part in numeric):
        for part in numeric:
            if part.condition is None or COMPARE[part.condition[0]](number, part.condition[1]):
                return part
        return None
    at = 1 if number < 0 else 2 if number == 0 else 0
    return numeric[at] if at < len(numeric) else numeric[0]


def _text(number: float, part: Section) -> str:
    if part.unclear or part.blank or not part.matters:
        return cell_text(number)
    if not part.number:
        return part.before + part.after
    exact = Decimal(f"{abs(number):.15g}").scaleb(-part.shift)
    if exact >= 10**15:
        return cell_text(number)
    whole, point, fraction = format(exact, "f").partition(".")
    fraction = fraction.rstrip("0")
    digits = whole.zfill(part.zeros) + (point + fraction if fraction else "")
    return f"{part.before}{'-' if number < 0 else ''}{digits}{part.after}"


def _serial(value: object, epoch: int) -> float | None:
    """The number behind a value; None if it is none."""
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, dt.datetime):
        return (value - EPOCHS[epoch]) / dt.timedelta(days=1)
    if isinstance(value, dt.date):
        return _serial(dt.datetime.combine(value, dt.time()), epoch)
    return None


def _moment(number: float, part: Section, epoch: int) -> str:
    """The text of a serial number as a date, a time, or a duration."""
    try:
        whole = dt.timedelta(seconds=round(number * 86400))
        if part.elapsed:
            return cell_text(whole)
        value = EPOCHS[epoch] + whole
        return cell_text(value.time() if 0 <= number < 1 else value)
    except OverflowError:
        return cell_text(number)
