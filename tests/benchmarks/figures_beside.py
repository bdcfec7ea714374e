"""Figures worked out for the sections beside them, as in a run; see ``workreport.building.answering``."""

from __future__ import annotations

from pathlib import Path

import workreport.figures.catalogue  # noqa: F401  (declares every figure)
from workreport.beside import Work
from workreport.building.answering import told
from workreport.figures.book import Book


def figures(book: Book, notes: Path) -> Work:
    """Answers the sections as long as they run."""
    with told(book, notes, forked=True):
        yield
