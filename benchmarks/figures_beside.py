"""Figures worked out for the sections beside them, as in a run; see ``workreport.pipeline.figure_server``."""

from __future__ import annotations

from pathlib import Path

import marketsupervision  # noqa: F401  (declares every figure)
from workreport.base.workers import WorkerTask
from workreport.figures.book import Book
from workreport.pipeline.figure_server import told


def figures(book: Book, notes: Path) -> WorkerTask:
    """Answers the sections as long as they run."""
    with told(book, notes, forked=True):
        yield
