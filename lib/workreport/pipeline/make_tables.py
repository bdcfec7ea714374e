"""The tables of a report's folder: figures, evidence, findings, accounts of rows, checks, corrections."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from workreport.checks.verdicts import COLUMNS as CHECK_COLUMNS
from workreport.checks.verdicts import Check
from workreport.figures.comparison import change, last_year
from workreport.figures.csv_files import COLUMNS, csv_bytes, figure_rows
from workreport.figures.evidence import EvidenceRequest, evidence_files
from workreport.figures.number_format import change_cell, shown
from workreport.figures.registry import FIGURES
from workreport.ledgers.declared.findings import COLUMNS as FINDING_COLUMNS
from workreport.ledgers.sources import COLUMNS as SOURCE_COLUMNS
from workreport.ledgers.validate.corrections import COLUMNS as CORRECTION_COLUMNS
from workreport.pipeline.compute_figures import Figures
from workreport.pipeline.page_context import corrections_rows

ACCOUNT_COLUMNS = [
    "ledger",
    "file",
    "read",
    "counted",
    "out_of_period",
    "duplicate",
    "quarantined",
    "not_data",
]


def make_tables(
    figures: Figures,
    findings: pd.DataFrame,
    row_accounts: pd.DataFrame,
    sources: pd.DataFrame,
    checks: Sequence[Check],
    requests: Sequence[EvidenceRequest],
    folder: Path,
) -> dict[str, bytes | Path]:
    """figures.csv, evidence.csv, evidence/*.csv, findings.csv, rows.csv, sources.csv, checks.csv, corrections.csv by path.

    Parameters
    ----------
    requests : sequence of EvidenceRequest
        Cuts and periods shown by the sections, so that the evidence includes them.
    folder : Path
        Long tables are written here; the result has their path instead of their content.
    """
    book = figures.book
    display = {id: shown(figure, book.value(id).number) for id, figure in FIGURES.items()}
    changes = {
        id: change_cell(figure, change(book.value(id), last_year(book, id))) for id, figure in FIGURES.items()
    }
    files = {
        "figures.csv": csv_bytes(figure_rows(book, display, changes), COLUMNS),
        "findings.csv": csv_bytes(findings, FINDING_COLUMNS),
        "rows.csv": csv_bytes(row_accounts, ACCOUNT_COLUMNS),
        "sources.csv": csv_bytes(sources, SOURCE_COLUMNS),
        "checks.csv": csv_bytes([check.row() for check in checks], CHECK_COLUMNS),
        "corrections.csv": csv_bytes(corrections_rows(book, row_accounts), CORRECTION_COLUMNS),
    }
    return files | evidence_files(book, requests, folder)
