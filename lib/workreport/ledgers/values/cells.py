"""Readings of a cell's text, and the normalisation common to all kinds of values."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

NORMALISED, WARNED = "normalised", "warned"
ERROR = re.compile(r"#(DIV/0!|REF!|N/A|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA|#+)")
WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
AS_TEXT = re.compile(r"=\"([^\"]*)\"|['‘’](.+)", re.DOTALL)
SEVERAL = re.compile(r"[、；;，,\n]")
INNER_SPACE = re.compile(r"\S\s+\S")
OWN_NUMBERS = ("No", "Nl")
"""Unicode categories of ①, ², ½ and Ⅱ, which NFKC would turn into other numbers."""


class Reading(NamedTuple):
    """The value of a cell; `remark` describes its normalisation, and is empty for ordinary cells."""

    value: Any
    remark: str = ""
    disposition: str = NORMALISED


class Unreadable(ValueError):
    """A cell's text has no reading, or more than one; the message gives the reason, or is empty for the field's default."""


def plain(text: str) -> str:
    """Convert to half-width and remove spaces and invisible characters."""
    if text.isascii() and text.isprintable():
        return "".join(text.split())
    return "".join("".join(_visible(_half_width(text))).split())


def tidy(cell: str) -> Reading:
    """Normalise a cell: half-width, single spaces, without invisible characters and Excel's text marks."""
    remarks = []
    if match := AS_TEXT.fullmatch(cell):
        cell = match[1] or match[2] or ""
        remarks.append("去掉了表示文本的引号")
    if cell.isascii() and cell.isprintable():
        return Reading(" ".join(cell.split()), "，".join(remarks))
    if WIDE.search(cell):
        remarks.append("全角字符改为半角")
    if has_invisible(cell):
        remarks.append("去掉了不可见字符")
    visible = _visible(_half_width(cell))
    return Reading(" ".join("".join(visible).split()).replace("−", "-"), "，".join(remarks))


def has_invisible(text: str) -> bool:
    """Whether a text holds invisible characters: zero-width marks, controls; not spaces, tabs and breaks."""
    return not text.isprintable() and any(_is_invisible(c) for c in text)


def without_invisible(text: str) -> str:
    """The text without invisible characters; width, spaces and line breaks stay."""
    return "".join(_visible(text))


def without_spaces(cell: str) -> Reading:
    """As ``tidy``, and remove spaces, with a remark."""
    text, remark, _ = tidy(cell)
    return Reading(
        text.replace(" ", ""), join_remarks(remark, "去掉了中间的空格" if INNER_SPACE.search(text) else "")
    )


def join_remarks(*remarks: str) -> str:
    """The remarks of several steps of reading, in one line."""
    return "，".join(remark for remark in remarks if remark)


def _half_width(text: str) -> str:
    if not any(unicodedata.category(c) in OWN_NUMBERS for c in text):
        return unicodedata.normalize("NFKC", text)
    return "".join(
        c if unicodedata.category(c) in OWN_NUMBERS else unicodedata.normalize("NFKC", c) for c in text
    )


def _visible(text: str) -> list[str]:
    return [c for c in text if not _is_invisible(c)]


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cc") and not char.isspace()
