"""What opening a section prepares in a notebook: completion of names, and Chinese in plots that an analyst draws."""

from __future__ import annotations

import os
import sys

from workreport.base.paths import RUN_VARIABLE
from workreport.figures.book import Book


def prepare_notebook(book: Book) -> None:
    """Prepare the notebook that a section is opened in; nothing in a program, nor in a run, where nobody types."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or os.environ.get(RUN_VARIABLE):
        return
    from workreport.charts.own_plots import show_chinese
    from workreport.narrative.completion import complete_names

    complete_names(shell, book)
    show_chinese()
