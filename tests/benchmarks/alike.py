"""What the peers make and no more, by the workbook: ledgers read, notebooks executed, each with its HTML.

No checks, evidence, tables, Word or PDF, which no peer makes. A process of its own, started with nothing cached.
"""

from __future__ import annotations

import gc
import io
import sys
import tempfile
from pathlib import Path

from workreport.execution import warm
from workreport.execution.skipping import without_useless


def main(period_id: str, folder: Path) -> None:
    warm.start()
    with without_useless():
        from workreport.building.ahead import read_ahead
        from workreport.building.executing import execute
        from workreport.building.kept import KeptSections
        from workreport.building.tasks import section_tasks
        from workreport.building.uses import Uses
        from workreport.execution.pool import default_jobs
        from workreport.ledgers.frames import Frames
        from workreport.ledgers.intake import Intake
        from workreport.period import Period
        from workreport.places import NOTEBOOKS
        from workreport.rendering.exporter import section_body
        from workreport.rendering.notebooks import normalised, notebook_bytes
        from workreport.workspace import Workspace
    gc.freeze()  # as ``workreport run`` does
    period, intake = Period.parse(period_id), Intake.of(Workspace.open())
    read_ahead(Frames(intake), period, default_jobs())
    known = KeptSections.of(Uses(intake), period)
    work = Path(tempfile.mkdtemp(dir=folder))
    for made in execute(section_tasks(NOTEBOOKS, period, ()), known, work, jobs=None, stream=io.StringIO()):
        assert made.notebook is not None and made.status != "failed", made.error
        name = made.section.id
        body = section_body(made.notebook, made.section, view="review", level=1)
        (folder / f"{name}.html").write_text(body.html, encoding="utf-8")
        (folder / f"{name}.ipynb").write_bytes(notebook_bytes(normalised(made.notebook)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
