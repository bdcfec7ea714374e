"""Markdown as the reference pages write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "由 `make docs` 生成，请勿手改。\n"


def page(title: str, about: str, *parts: str) -> str:
    """A page: its title, what it is about, its parts."""
    return "\n".join([f"# {title}\n", f"{about}{MADE}", *parts]).rstrip("\n") + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; line ends and bars in cells are made harmless."""
    lines = [_line(header), _line(["---"] * len(header)), *map(_line, rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
