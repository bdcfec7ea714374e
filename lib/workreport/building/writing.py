"""Writing: every file of a run's folder, its manifest last."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from workreport.beside import Beside
from workreport.building.judging import Judgement
from workreport.documents.package import FILE as PACKAGE
from workreport.documents.package import data_package
from workreport.earlier import Earlier
from workreport.figures.book import Book
from workreport.figures.outputs import csv_bytes
from workreport.manifest import manifest
from workreport.rendering.model import ReportContext, SectionResult
from workreport.rendering.report import Prepared, build_report
from workreport.runs.history import MANIFEST
from workreport.runs.reported import COLUMNS as REPORTED_COLUMNS
from workreport.runs.since import COLUMNS as MOVED_COLUMNS


def report_files(
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
    """Content by path inside the run's folder: pages, charts, notebooks, documents, tables, evidence, manifest.

    The tables and the documents are taken from work beside, which makes them meanwhile; for a long table, which it
    has written to the folder itself, its path stands. Where nothing is `prepared` the documents come first, so that a
    run of one process at a time takes no more than one processor.
    """
    made = documents.receive() if prepared is None else {}
    files = build_report(context, sections, prepared)
    files |= (made or documents.receive()) | tables.receive()
    files["moved.csv"] = csv_bytes(context.moved, MOVED_COLUMNS)
    files["reported.csv"] = csv_bytes(context.reported, REPORTED_COLUMNS)
    files[PACKAGE] = data_package(context, files)
    described = manifest(
        book,
        judgement.kept.told,
        given,
        sections,
        files,
        draft=context.draft,
        earlier=earlier.used(judgement.since),
    )
    files[MANIFEST] = (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()
    return files
