"""Text in files that a spreadsheet program opens: what it would run as a formula is marked as text."""

from __future__ import annotations

import re

STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""First characters that Excel, WPS or LibreOffice take for the beginning of a formula; the wide ones count in Chinese settings."""
NUMBER = re.compile(r"[+-]\d[\d,]*(\.\d+)?(e[+-]?\d+)?[%‰\u4e00-\u9fff]*", re.IGNORECASE)
"""A signed number, with its unit in Chinese: +8.95个百分点."""


def neutral(text: str) -> str:
    """The text, after an apostrophe if a spreadsheet program would run it as a formula.

    A carriage return becomes a line feed: unquoted it would begin a row, and with it a formula.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text[:1] in STARTS and text and not NUMBER.fullmatch(text) else text
