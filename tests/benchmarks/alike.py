"""What the peers make and no more, by the workbook: ledgers read, notebooks executed, each with its HTML.

No checks, evidence, tables, Word or PDF, which no peer makes. A process of its own, started with nothing cached.
"""

from __future__ import annotations

import gc
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workreport.execution import warm
from workreport.skipping import without_useless


def main(period_id: str, folder: Path) -> None:
    warm.start()
    with without_useless():
        from workreport.beside import beside
        from workreport.building.ahead import read_ahead
        from workreport.building.executing import execute
        from workreport.building.kept import KeptSections
        from workreport.building.ledgerside import work_out
        from workreport.building.tasks import section_tasks
        from workreport.building.uses import Uses
        from workreport.execution.pool import default_jobs
        from workreport.figures.book import Book
        from workreport.ledgers.frames import Frames
        from workreport.ledgers.intake import Intake
        from workreport.period import Period
        from workreport.places import NOTEBOOKS
        from workreport.rendering.exporter import section_body
        from workreport.rendering.notebooks import normalised, notebook_bytes
        from workreport.workspace import Workspace

    def _figures(book: Book, notes: Path) -> Iterator[None]:
        work_out(book, notes)
        yield

    gc.freeze()  # as ``workreport run`` does
    period, intake = Period.parse(period_id), Intake.of(Workspace.open())
    frames = Frames(intake)
    read_ahead(frames, period, default_jobs())
    tasks, known = section_tasks(NOTEBOOKS, period, ()), KeptSections.of(Uses(intake), period)
    work = Path(tempfile.mkdtemp(dir=folder))
    with beside(_figures(Book(frames, period), work), forked=True):
        sections = execute(tasks, known, work, jobs=None, stream=io.StringIO())
    for made in sections:
        assert made.notebook is not None and made.status != "failed", made.error
        name = made.section.id
        body = section_body(made.notebook, made.section, view="review", level=1)
        (folder / f"{name}.html").write_text(body.html, encoding="utf-8")
        (folder / f"{name}.ipynb").write_bytes(notebook_bytes(normalised(made.notebook)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
