"""Titles that say how many rows, bars or years they show: counted, not typed."""

from __future__ import annotations

import re

from workreport.base.chinese_numerals import chinese

COUNT = re.compile(r"\{(?:top|count)(:words)?\}")
"""``{top}`` or ``{count}`` in digits; with ``:words`` as a Chinese numeral."""


def titled(title: str, shown: int) -> str:
    """A title with how many rows are shown in place of its slot."""
    return COUNT.sub(lambda slot: chinese(shown) if slot[1] else str(shown), title)
