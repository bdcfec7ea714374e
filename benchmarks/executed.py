"""The sections executed as a run executes them; nothing is kept for another run."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from workreport.execution.task import Executed, Task
from workreport.figures.book import Book
from workreport.pipeline.fingerprints import Fingerprints
from workreport.pipeline.run_sections import execute
from workreport.pipeline.section_cache import SectionCache
from workreport.rendering.report_model import SectionResult


def executed(
    book: Book, tasks: Sequence[Task], work: Path, then: Callable[[Executed], None] = lambda one: None
) -> tuple[SectionResult, ...]:
    """Run the tasks with the folder `work` for notes, `then` with each as soon as it has run; results in their order."""

    class Unkept(SectionCache):
        def keep(self, task: Task, one: Executed, notes: Path) -> None:
            assert one.error is None, one.error
            then(one)

    kept = Unkept.of(Fingerprints(book.frames.intake), book.period, fresh=True)
    return execute(tasks, kept, work, jobs=None, stream=io.StringIO())
