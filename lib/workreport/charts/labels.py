"""Text inside charts: numbers as the report prints them, long Chinese labels wrapped."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from workreport.blocks.text import Run
from workreport.charts.chart import Series, Value

GAP = "—"


def decimals_of(series: Series) -> int:
    """Decimals of a series, the same for all of its values."""
    if series.decimals is not None:
        return series.decimals
    return 0 if all(value == int(value) for value in series.present) else 1


def shown(value: Value, decimals: int) -> str:
    """A value as printed: rounded half up once, no thousands separator, “—” for a gap."""
    if value is None:
        return GAP
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded + 0:f}".replace("-", "−")


def shown_values(series: Series) -> list[str]:
    """Every value of a series as printed."""
    decimals = decimals_of(series)
    return [shown(value, decimals) for value in series.values]


def links_of(categories: Sequence[str], series: Sequence[Series]) -> dict[str, Run]:
    """The links of a chart's printed numbers, by their ids in the SVG."""
    return {
        gid: Run(f"{category} {one.label} {text}", value, one.links[index])
        for one in series
        for index, (category, value, text) in enumerate(
            zip(categories, one.values, shown_values(one), strict=True)
        )
        if (gid := one.gid(index))
    }


def width_of(text: str) -> float:
    """Width of a text in Chinese characters: wide characters count 1, others 0.56."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.56 for char in text)


def wrap(text: str, limit: float) -> str:
    """`text` broken into lines of at most `limit` characters' width, evenly, never cut.

    A line does not start with closing punctuation, and Latin words and numbers stay whole.
    """
    if width_of(text) <= limit:
        return text
    lines_needed = -(-width_of(text) // limit)
    target = max(limit * 0.5, width_of(text) / lines_needed)
    lines: list[str] = [""]
    for piece in _pieces(text):
        full = width_of(lines[-1]) >= target - 0.01 or width_of(lines[-1]) + width_of(piece) > limit + 0.01
        if lines[-1] and full and piece[0] not in "，。、；：）》”！？％%)":
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.strip() for line in lines)


def wrap_all(texts: Sequence[str], limit: float) -> list[str]:
    """All texts wrapped at the same limit."""
    return [wrap(text, limit) for text in texts]


def _pieces(text: str) -> list[str]:
    """`text` split at possible line breaks: around wide characters, not inside words or numbers."""
    pieces: list[str] = []
    for char in text:
        narrow = unicodedata.east_asian_width(char) not in "WFA" and not char.isspace()
        if narrow and pieces and pieces[-1][-1].isascii() and not pieces[-1][-1].isspace():
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
