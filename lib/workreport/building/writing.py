"""Writing: every file of a run's folder, its manifest last."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from workreport.beside import Beside
from workreport.building.judging import Judgement
from workreport.documents.chartdata import chart_tables
from workreport.documents.package import FILE as PACKAGE
from workreport.documents.package import data_package
from workreport.earlier import Earlier
from workreport.execution.publish import write_tree
from workreport.figures.book import Book
from workreport.figures.outputs import csv_bytes
from workreport.manifest import manifest
from workreport.rendering.model import ReportContext, SectionResult
from workreport.rendering.report import Prepared, build_report, prepare
from workreport.runs.history import MANIFEST
from workreport.runs.reported import COLUMNS as REPORTED_COLUMNS
from workreport.runs.since import COLUMNS as MOVED_COLUMNS


def write_report(
    folder: Path,
    book: Book,
    sections: Sequence[SectionResult],
    judgement: Judgement,
    context: ReportContext,
    prepared: Prepared | None,
    tables: Beside,
    documents: Beside,
    *,
    given: Sequence[str],
    earlier: Earlier,
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
