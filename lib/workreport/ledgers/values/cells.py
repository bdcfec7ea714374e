"""A cell's text and what reading it came to; the repairs that hold for every kind of value."""

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
"""Categories of ①, ², ½ and Ⅱ: half-width writing would make other numbers of them."""


class Reading(NamedTuple):
    """A value that was read; `said` tells the division what reading it took, and is empty for ordinary cells."""

    value: Any
    said: str = ""
    disposition: str = NORMALISED


class Unreadable(ValueError):
    """A cell's text has no reading, or more than one; the message says why, or is empty where the field's does."""


def plain(text: str) -> str:
    """Full-width digits and letters to half-width, spaces and invisible characters gone."""
    if text.isascii() and text.isprintable():
        return "".join(text.split())
    return "".join("".join(_visible(_half_width(text))).split())


def tidy(cell: str) -> Reading:
    """A cell in half-width, single spaces, without invisible characters and Excel's marks for text."""
    said = []
    if match := AS_TEXT.fullmatch(cell):
        cell = match[1] or match[2] or ""
        said.append("去掉了表示文本的引号")
    if cell.isascii() and cell.isprintable():
        return Reading(" ".join(cell.split()), "，".join(said))
    if WIDE.search(cell):
        said.append("全角字符改为半角")
    if has_invisible(cell):
        said.append("去掉了不可见字符")
    visible = _visible(_half_width(cell))
    return Reading(" ".join("".join(visible).split()).replace("−", "-"), "，".join(said))


def has_invisible(text: str) -> bool:
    """Whether a text holds characters that nobody sees: zero-width marks, controls; not spaces, tabs and breaks."""
    return not text.isprintable() and any(_is_invisible(c) for c in text)


def without_invisible(text: str) -> str:
    """The text as it is seen; its width, spaces and line breaks stay."""
    return "".join(_visible(text))


def without_spaces(cell: str) -> Reading:
    """As ``tidy``, for texts in which spaces carry no meaning; it is told where some were taken out."""
    text, said, _ = tidy(cell)
    return Reading(
        text.replace(" ", ""), joined(said, "去掉了中间的空格" if INNER_SPACE.search(text) else "")
    )


def joined(*said: str) -> str:
    """What several steps of reading say, in one line."""
    return "，".join(part for part in said if part)


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
