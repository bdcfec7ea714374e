"""Sparklines and small bars: one number over periods, drawn small, told in words to those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from markupsafe import Markup, escape

WIDTH, HEIGHT, EDGE = 96, 24, 3
BAR, GAP, TALL = 12, 4, 36


class Shown(Protocol):
    """A number as printed, and as a number where there is one."""

    display: str
    number: float | None


def spark(label: str, course: Sequence[tuple[str, Shown]]) -> Markup:
    """An SVG of the course, earliest first; empty where fewer than two periods have a number.

    A period without one is a gap in the line: it is never drawn as zero.
    """
    numbers = [told.number for _, told in course if told.number is not None]
    if len(numbers) < 2:
        return Markup("")
    low, high = min(numbers), max(numbers)
    step = (WIDTH - 2 * EDGE) / (len(course) - 1)
    pieces: list[list[str]] = [[]]
    for at, (_, told) in enumerate(course):
        if told.number is None:
            pieces.append([])
            continue
        up = (told.number - low) / (high - low) if high > low else 0.5
        pieces[-1].append(f"{EDGE + at * step:.1f},{HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE):.1f}")
    drawn = "".join(
        f'<polyline points="{" ".join(piece)}"/>' if len(piece) > 1 else _dot(piece[0])
        for piece in pieces
        if piece
    )
    if course[-1][1].number is not None:
        drawn += _dot(pieces[-1][-1])
    return _picture(label, course, drawn, (WIDTH, HEIGHT))


def bars(label: str, course: Sequence[tuple[str, Shown]]) -> Markup:
    """An SVG with a bar for each period, from zero; empty where none has a number, and below zero nothing is drawn."""
    numbers = [told.number for _, told in course if told.number is not None]
    if not numbers:
        return Markup("")
    most, width = max(*numbers, 0), len(course) * (BAR + GAP)
    drawn = f'<line x1="0" y1="{TALL - 0.5}" x2="{width}" y2="{TALL - 0.5}"/>'
    for at, (period, told) in enumerate(course):
        if told.number is None:
            continue
        height = max(told.number, 0) / most * (TALL - 2) if most else 0
        title = f"<title>{escape(period)} {escape(told.display)}</title>"
        drawn += (
            f'<rect x="{at * (BAR + GAP) + GAP / 2:g}" y="{TALL - height:.1f}" width="{BAR}" '
            f'height="{height:.1f}">{title}</rect>'
        )
    return _picture(label, course, drawn, (width, TALL))


def _picture(label: str, course: Sequence[tuple[str, Shown]], drawn: str, size: tuple[int, int]) -> Markup:
    words = "，".join(f"{period} {told.display}" for period, told in course)
    width, height = size
    return Markup(
        f'<svg class="wr-spark" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(label)}：{escape(words)}">{drawn}</svg>'
    )


def _dot(point: str) -> str:
    x, y = point.split(",")
    return f'<circle cx="{x}" cy="{y}" r="2"/>'
