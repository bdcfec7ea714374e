"""Writing: every file of a run's folder, its manifest last."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from workreport.base.atomic_folder import write_tree
from workreport.base.workers import Worker
from workreport.figures.book import Book
from workreport.figures.csv_files import csv_bytes
from workreport.history.manifest import manifest
from workreport.history.moved_figures import COLUMNS as MOVED_COLUMNS
from workreport.history.previous_runs import PreviousRuns
from workreport.history.reported_changes import COLUMNS as REPORTED_COLUMNS
from workreport.history.runs import MANIFEST
from workreport.pipeline.assessment import Judgement
from workreport.rendering.documents.chart_tables import chart_tables
from workreport.rendering.documents.data_package import FILE as PACKAGE
from workreport.rendering.documents.data_package import data_package
from workreport.rendering.pages.report_files import RenderedSections, build_report, prepare
from workreport.rendering.report_model import ReportContext, SectionResult


def write_report(
    folder: Path,
    book: Book,
    sections: Sequence[SectionResult],
    judgement: Judgement,
    context: ReportContext,
    prepared: RenderedSections | None,
    tables: Worker,
    documents: Worker,
    *,
    given: Sequence[str],
    earlier: PreviousRuns,
) -> dict[str, bytes | Path]:
    """Write pages, charts, notebooks, documents, tables, evidence and the manifest; their content by path inside `folder`.

    The tables and the documents are taken from work beside, which makes them meanwhile; for a long table, which it
    has written to the folder itself, its path stands. What is there while documents are still made is written by then.
    Where nothing is `prepared` the documents come first, so that a run of one process at a time takes no more than one
    processor.
    """
    made = documents.receive() if prepared is None else {}
    prepared = prepared or prepare(sections)
    files: dict[str, bytes | Path] = {**build_report(context, sections, prepared), **tables.receive()}
    files |= chart_tables(prepared.leaders.shown(sections))
    files["moved.csv"] = csv_bytes(context.moved, MOVED_COLUMNS)
    files["reported.csv"] = csv_bytes(context.reported, REPORTED_COLUMNS)
    files[PACKAGE] = data_package(context, files)
    write_tree(folder, files)
    made = made or documents.receive()
    files |= made
    described = manifest(
        book,
        judgement.kept.told,
        given,
        sections,
        files,
        draft=context.draft,
        earlier=earlier.used(judgement.since),
    )
    last = {**made, MANIFEST: (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()}
    write_tree(folder, last)
    return files | last
