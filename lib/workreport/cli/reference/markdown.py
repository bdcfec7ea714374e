"""Markdown of the reference pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "由 `make docs` 生成，请勿手改。\n"


def page(title: str, about: str, *parts: str) -> str:
    """A page: title, introduction, parts."""
    return "\n".join([f"# {title}\n", f"{about}{MADE}", *parts]).rstrip("\n") + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; line breaks and bars in cells are escaped."""
    lines = [_line(header), _line(["---"] * len(header)), *map(_line, rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
