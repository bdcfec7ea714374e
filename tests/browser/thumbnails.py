"""What a page looks like from far away: how much stands in each of its blocks, few enough to be kept as text."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageChops

COLUMNS, ROWS = 20, 12
LEVELS = "0123456789abcdef"
INK = 24
"""How far from the ground, of 255, a pixel is something that stands on it."""
CLOSE, FAR = 3, 0.15
"""Levels that a block may move, and the share of blocks that may move more: type is drawn a little differently elsewhere."""


def thumbnail(picture: bytes) -> list[str]:
    """The share of each block that is not ground as one of sixteen levels, a line a row; first the ground's brightness.

    Levels follow the root of the share: a line of text fills little of a block and is yet what a reader sees.
    """
    with Image.open(io.BytesIO(picture)) as opened:
        grey = opened.convert("L")
    ground = max(grey.getcolors())[1]
    ink = ImageChops.difference(grey, Image.new("L", grey.size, ground)).point(
        lambda value: 255 if value > INK else 0
    )
    shares = ink.resize((COLUMNS, ROWS), Image.Resampling.BOX).tobytes()
    levels = "".join(LEVELS[round((share / 255) ** 0.5 * 15)] for share in shares)
    rows = [levels[at : at + COLUMNS] for at in range(0, len(levels), COLUMNS)]
    return [LEVELS[ground // 16] * COLUMNS, *rows]


def moved(before: list[str], now: list[str]) -> float:
    """The share of blocks that look otherwise; all of them where the ground does."""
    if abs(LEVELS.index(before[0][0]) - LEVELS.index(now[0][0])) > CLOSE:
        return 1.0
    pairs = [
        (LEVELS.index(a), LEVELS.index(b))
        for old, new in zip(before[1:], now[1:], strict=True)
        for a, b in zip(old, new, strict=True)
    ]
    return sum(abs(a - b) > CLOSE for a, b in pairs) / len(pairs)


def read_thumbnail(path: Path) -> list[str]:
    """A thumbnail as it is kept in a file."""
    return path.read_text(encoding="ascii").split()
