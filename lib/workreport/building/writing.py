"""Writing: every file of a run's folder, its manifest last."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from workreport.building.judging import Judgement
from workreport.building.recording import figure_records
from workreport.building.told import behind
from workreport.documents.building import build_documents
from workreport.earlier import Earlier
from workreport.figures.book import Book
from workreport.figures.outputs import csv_bytes
from workreport.manifest import manifest
from workreport.rendering.model import ReportContext
from workreport.rendering.report import build_report
from workreport.reporting import tables_of
from workreport.runs.history import MANIFEST
from workreport.runs.reported import COLUMNS as REPORTED_COLUMNS
from workreport.runs.since import COLUMNS as MOVED_COLUMNS
from workreport.runs.snapshot import Snapshot


def report_files(
    book: Book,
    findings: pd.DataFrame,
    judgement: Judgement,
    context: ReportContext,
    *,
    given: Sequence[str],
    earlier: Earlier,
    kept: Snapshot,
    folder: Path,
) -> dict[str, bytes | Path]:
    """Content by path inside the run's folder: pages, charts, notebooks, documents, tables, evidence, manifest.

    Long tables are in `folder` already, and their path stands for them.
    """
    files = build_report(context, judgement.sections) | tables_of(
        book, findings, judgement.row_accounts, judgement.checks, behind(judgement.sections), folder
    )
    files["moved.csv"] = csv_bytes(context.moved, MOVED_COLUMNS)
    files["reported.csv"] = csv_bytes(context.reported, REPORTED_COLUMNS)
    files |= build_documents(context, judgement.sections, figure_records(book), files)
    described = manifest(
        book,
        kept.told,
        given,
        judgement.sections,
        files,
        draft=context.draft,
        earlier=earlier.used(judgement.since),
    )
    files[MANIFEST] = (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()
    return files
