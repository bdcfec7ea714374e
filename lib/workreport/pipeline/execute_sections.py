"""Step 4 of a run: execute the sections' notebooks on the run's figures."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from workreport.base.bureau import Bureau
from workreport.base.paths import DATA_VARIABLE, OUT_VARIABLE, RUN_VARIABLE
from workreport.base.sections import Section
from workreport.base.temporary_folders import temporary_folder
from workreport.blocks.stored import blocks_in
from workreport.execution.pool import Progress, run_sections
from workreport.execution.progress import progress_to
from workreport.execution.task import Executed, Task
from workreport.pipeline.compute_figures import Figures
from workreport.pipeline.output_metadata import missing_reasons
from workreport.pipeline.section_cache import SectionCache
from workreport.rendering.pages.report_files import RenderedSections, prepare
from workreport.rendering.report_model import SectionResult

CONTENT_KINDS = {"paragraph", "table", "chart", "cards"}


@dataclass(frozen=True)
class Sections:
    """The executed sections in the report's order, and what pages show of them."""

    results: tuple[SectionResult, ...]
    rendered: RenderedSections


def execute_sections(figures: Figures) -> Sections:
    """Run the sections that are not in the cache; progress is shown on the request's stream."""
    tasks, request = figures.plan.tasks, figures.plan.request
    cache = SectionCache.of(figures)
    done = {task.section: cached for task in tasks if (cached := cache.get(task))}
    # the largest first, so that none runs alone at the end
    waiting = sorted((task for task in tasks if task.section not in done), key=_size, reverse=True)
    if done:
        request.stream.write(f"{len(done)} 节没有变化，沿用；{len(waiting)} 节重新生成\n")
    if waiting:
        with _work_folder(figures) as work, progress_to(request.stream, len(waiting)) as shown:
            progress = Caching(shown, cache, {task.section: task for task in waiting})
            executed = run_sections(waiting, work, progress, jobs=request.jobs)
        done |= {result.section: result for result in executed}
    bureau = request.workspace.bureau
    results = tuple(_worded(_result(done[task.section]), bureau) for task in tasks)
    # here, and not with the pages: the ledgers may still be being assessed
    rendered = prepare(results, cache.cached_bodies())
    cache.put_bodies(rendered.bodies.made)
    return Sections(results, rendered)


@dataclass(frozen=True)
class Caching:
    """Progress that caches each section as soon as it has run, so that a killed run can resume."""

    shown: Progress
    cache: SectionCache
    tasks: Mapping[Section, Task]

    def started(self, section: Section) -> None:
        self.shown.started(section)

    def finished(self, executed: Executed) -> None:
        self.cache.put(self.tasks[executed.section], executed)
        self.shown.finished(executed)


@contextmanager
def _work_folder(figures: Figures) -> Iterator[Path]:
    """A temporary folder that passes the run's files and computed figures to its kernels.

    Kernels get its path and the run's folders from environment variables, so that parameters contain no machine paths.
    All sections use the same data, and no kernel queries a database again.
    """
    workspace = figures.plan.request.workspace
    with temporary_folder() as work:
        figures.plan.intake.share_with_kernels(work)
        figures.book.results.write(work)
        places = {
            DATA_VARIABLE: str(workspace.data.resolve()),
            OUT_VARIABLE: str(workspace.out.resolve()),
            RUN_VARIABLE: str(work),
        }
        with _environment(places):
            yield work


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _size(task: Task) -> int:
    return task.notebook.stat().st_size


def _worded(result: SectionResult, bureau: Bureau) -> SectionResult:
    """A section whose headings and notes have the bureau's own words; its outputs have them already."""
    if not bureau.words or result.notebook is None:
        return result
    cells = [
        NotebookNode({**cell, "source": bureau.worded(cell.source)}) if cell.cell_type == "markdown" else cell
        for cell in result.notebook.cells
    ]
    return replace(result, notebook=NotebookNode({**result.notebook, "cells": cells}))


def _result(executed: Executed) -> SectionResult:
    """A section's status from its outputs: blocked if it shows nothing but missing ledgers."""
    if executed.error is not None:
        return SectionResult(executed.section, "failed", executed.notebook, executed.error)
    kinds = {block.kind for block in blocks_in(executed.notebook)}
    reasons = missing_reasons(executed.notebook)
    if reasons and not CONTENT_KINDS & kinds:
        return SectionResult(executed.section, "blocked", executed.notebook, "；".join(reasons))
    return SectionResult(executed.section, "ok", executed.notebook)
