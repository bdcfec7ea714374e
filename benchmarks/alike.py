"""What the peers make and no more, by the workbook: ledgers read, notebooks executed, each with a page of HTML.

No checks, evidence, tables, Word or PDF, and nothing kept for the next run, which no peer makes. A process of its own, started with nothing cached.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from workreport.base.startup import fast_imports
from workreport.execution import warm

if TYPE_CHECKING:
    from workreport.base.workers import WorkerTask

PAGE = """{% extends 'base.html.j2' %}
{% block title %}{{ title }}{% endblock %}
{% block style %}{{ asset('review.css') }}{{ code_css }}{% endblock %}
{% block page %}<main id="main">{{ body }}</main>{% endblock %}"""
"""A page of its own with our style sheets, as nbconvert makes one with Jupyter's."""


def main(period_id: str, folder: Path) -> None:
    warm.start()
    with fast_imports():
        from workreport.base.period import Period
        from workreport.base.workers import beside, processors
        from workreport.base.workspace import Workspace
        from workreport.ledgers.frames import Frames
        from workreport.ledgers.intake import Intake
        from workreport.pipeline.prefetch import prefetching

        period, frames = Period.parse(period_id), Frames(Intake.of(Workspace.open()))
        with prefetching(frames, period, processors()):  # what a run loads before its sections, meanwhile
            from figures_beside import figures

            from workreport.base.paths import NOTEBOOKS
            from workreport.figures.book import Book
            from workreport.pipeline.plan import section_tasks

    tasks, work = section_tasks(NOTEBOOKS, period, ()), Path(tempfile.mkdtemp(dir=folder))
    book = Book(frames, period)
    with beside(figures(book, work), forked=True):
        with fast_imports():  # and the rest while figures are worked out, as a run does
            from executed import executed

            from workreport.rendering import exporter  # noqa: F401
            from workreport.rendering.pages import report_pages as pages  # noqa: F401
        with beside(_pages(folder), forked=True) as writing:
            executed(book, tasks, work, lambda one: writing.send((one.section, one.notebook)))
            writing.send(None)
            writing.receive()


def _pages(folder: Path) -> WorkerTask:
    """Awaits executed sections, and None after the last; says when all are written."""
    from markupsafe import Markup

    from workreport.rendering.executed_notebooks import normalised, notebook_bytes
    from workreport.rendering.exporter import section_body
    from workreport.rendering.pages.report_pages import environment

    page = environment().from_string(PAGE)
    while (made := (yield)) is not None:
        section, notebook = made
        body = section_body(notebook, section, view="review", level=1)
        html = page.render(title=section.title, body=Markup(body.html))
        (folder / f"{section.id}.html").write_text(html, encoding="utf-8")
        (folder / f"{section.id}.ipynb").write_bytes(notebook_bytes(normalised(notebook)))
    yield "written"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
