"""No page of the papers that are printed ends early: the last alone may hold less."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from programs import require

LEAST = 0.6
"""Part of the height between the margins that a page fills at the least."""
MARGINS = {"report.pdf": (37, 35), "data.pdf": (20, 20)}
"""Millimetres above and below the text; the page number stands in the lower one."""
HEIGHT, RESOLUTION = 297, 25.4
"""A4 in millimetres, and one point of the picture a millimetre."""
INK = 200
"""Grey of 255 from which on a point is paper."""


def filled(path: Path) -> list[float]:
    """For each page how far down its text, tables and pictures reach, of the height between the margins."""
    require(["pdftoppm"])
    top, bottom = MARGINS[path.name]
    command = ["pdftoppm", "-gray", "-r", str(RESOLUTION), path]
    pages = subprocess.run(command, capture_output=True, check=True).stdout
    return [(lowest(page, top, bottom) - top) / (HEIGHT - top - bottom) for page in pictures(pages)]


def pictures(stream: bytes) -> list[list[bytes]]:
    """The rows of points of each picture in a stream of portable greymaps."""
    found, at = [], 0
    while head := re.compile(rb"P5\s(\d+) (\d+)\s255\s").match(stream, at):
        width, height = int(head[1]), int(head[2])
        found.append([stream[head.end() + row * width :][:width] for row in range(height)])
        at = head.end() + width * height
    return found


def lowest(rows: list[bytes], top: int, bottom: int) -> int:
    """The last row between the margins that has ink."""
    inked = (at for at in range(HEIGHT - bottom, top, -1) if min(rows[at]) < INK)
    return next(inked, top)


@pytest.mark.parametrize("paper", MARGINS)
@pytest.mark.parametrize("period", ["2021", "2021-08"])
def test_pages_are_filled(report_of, period, paper):
    parts = filled(report_of(period) / paper)
    assert len(parts) > 2
    early = {at: round(part, 2) for at, part in enumerate(parts[:-1], start=1) if part < LEAST}
    assert early == {}
