"""From the book of figures to what is written down: tables of the output folder, context of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from workreport.checks.verdicts import COLUMNS as CHECK_COLUMNS
from workreport.checks.verdicts import VERDICTS, Check
from workreport.checks.waivers import Waiver
from workreport.figures.book import Book
from workreport.figures.comparison import change, last_year
from workreport.figures.csv_files import COLUMNS, csv_bytes, figure_rows
from workreport.figures.evidence import EvidenceRequest, evidence_files
from workreport.figures.registry import FIGURES
from workreport.history.manifest import versions
from workreport.ledgers.declared.findings import COLUMNS as FINDING_COLUMNS
from workreport.ledgers.declared.findings import DISPOSITIONS
from workreport.ledgers.validate.corrections import COLUMNS as CORRECTION_COLUMNS
from workreport.ledgers.validate.corrections import listed
from workreport.narrative.number_format import change_cell, shown
from workreport.rendering.report_model import CheckGroup, Definition, InputFile, ReportContext

OFFICE = "办公室文稿"
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


def tables_of(
    book: Book,
    findings: pd.DataFrame,
    row_accounts: pd.DataFrame,
    checks: Sequence[Check],
    behind: Sequence[EvidenceRequest],
    folder: Path,
) -> dict[str, bytes | Path]:
    """figures.csv, evidence.csv, evidence/*.csv, findings.csv, rows.csv, checks.csv, corrections.csv by path.

    What is too long for that is written to `folder`. `behind` says what the sections show of figures beside their values, which the evidence has to tell.
    """
    display = {id: shown(figure, book.value(id).number) for id, figure in FIGURES.items()}
    changes = {
        id: change_cell(figure, change(book.value(id), last_year(book, id))) for id, figure in FIGURES.items()
    }
    files = {
        "figures.csv": csv_bytes(figure_rows(book, display, changes), COLUMNS),
        "findings.csv": csv_bytes(findings, FINDING_COLUMNS),
        "rows.csv": csv_bytes(row_accounts, ACCOUNT_COLUMNS),
        "checks.csv": csv_bytes([one.row() for one in checks], CHECK_COLUMNS),
        "corrections.csv": csv_bytes(_corrections(book, row_accounts), CORRECTION_COLUMNS),
    }
    return files | evidence_files(book, behind, folder)


def context_of(
    book: Book,
    findings: pd.DataFrame,
    row_accounts: pd.DataFrame,
    checks: Sequence[Check],
    waivers: Sequence[Waiver],
    defined: Sequence[Definition],
    given: Sequence[str],
    *,
    draft: bool,
) -> ReportContext:
    """Everything that the pages show beside the sections."""
    bureau, titles = book.frames.intake.workspace.bureau, book.frames.intake.contracts
    columns = (row_accounts.get(name, []) for name in ("ledger", "file", "read"))
    read = {(ledger, file): rows for ledger, file, rows in zip(*columns, strict=True)}
    return ReportContext(
        bureau_name=bureau.name,
        title=f"{book.period.label}工作报告",
        period_label=book.period.label,
        cut_off=book.period.as_of,
        synthetic=bureau.synthetic,
        draft=draft,
        pending_rows=int(row_accounts["quarantined"].sum()) if len(row_accounts) else 0,
        definitions=list(defined),
        findings=[
            row
            | {
                "ledger": titles[row["ledger"]].title if row["ledger"] else OFFICE,
                "division": titles[row["ledger"]].division if row["ledger"] else "办公室",
                "disposition": DISPOSITIONS[row["disposition"]],
            }
            for row in findings.to_dict("records")
        ],
        row_accounts=[
            row | {"ledger": titles[row["ledger"]].title} for row in row_accounts.to_dict("records")
        ],
        checks=_checks(book, checks),
        waivers=[one.row() for one in waivers],
        corrections=_corrections(book, row_accounts),
        inputs=[
            InputFile(f.shown, f.sha256, int(read[f.ledger, f.shown]))
            for f in book.frames.intake.files
            if (f.ledger, f.shown) in read
        ],
        parameters={"period": book.period.id} | dict(text.split("=", 1) for text in given),
        versions=versions(),
    )


def _checks(book: Book, checks: Sequence[Check]) -> list[CheckGroup]:
    """The checks by verdict, the gravest first, each with its figures and their values."""
    groups = []
    for verdict, label in VERDICTS.items():
        rows = [
            one.row()
            | {
                "title": one.title,
                "relation": one.relation,
                "figures": [
                    {
                        "id": id,
                        "label": FIGURES[id].label,
                        "display": shown(FIGURES[id], book.value(id).number),
                    }
                    for id in one.figures
                ],
                "waiver": one.waiver,
            }
            for one in checks
            if one.verdict == verdict
        ]
        groups.append(CheckGroup(verdict, label, rows))
    return groups


def _corrections(book: Book, row_accounts: pd.DataFrame) -> list[dict[str, str]]:
    """Corrections made in the files that the period draws on."""
    intake, read = book.frames.intake, set(row_accounts.get("file", []))
    drawn_on = {(file.ledger, file.year) for file in intake.files if file.shown in read}
    made = [one for one in intake.corrections if (one.ledger, one.year) in drawn_on]
    return listed(made, intake.contracts)
