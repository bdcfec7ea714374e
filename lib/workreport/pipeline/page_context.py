"""The context of the report's pages: everything shown besides the sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from workreport.checks.verdicts import VERDICTS, Check
from workreport.checks.waivers import Waiver
from workreport.figures.book import Book
from workreport.figures.number_format import shown
from workreport.figures.registry import FIGURES
from workreport.history.manifest import versions
from workreport.ledgers.declared.findings import DISPOSITIONS
from workreport.ledgers.sources import USES
from workreport.ledgers.validate.corrections import listed
from workreport.rendering.report_model import CheckGroup, Definition, InputFile, ReportContext

OFFICE = "办公室文稿"


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
    """Everything that the pages show besides the sections."""
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
            row | {"ledger": titles[row["ledger"]].title, "division": titles[row["ledger"]].division}
            for row in row_accounts.to_dict("records")
        ],
        checks=_checks(book, checks),
        waivers=[waiver.row() for waiver in waivers],
        corrections=corrections_rows(book, row_accounts),
        inputs=[
            InputFile(f.shown, f.sha256, int(read[f.ledger, f.shown]))
            for f in book.frames.intake.files
            if (f.ledger, f.shown) in read
        ],
        parameters={"period": book.period.id} | dict(text.split("=", 1) for text in given),
        versions=versions(),
    )


def remark_rows(book: Book, remarks: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The remarks under the ledgers' tables with titles of ledgers and their divisions."""
    titles = book.frames.intake.contracts
    return [
        row | {"ledger": titles[row["ledger"]].title, "division": titles[row["ledger"]].division}
        for row in remarks
    ]


def source_rows(book: Book, sources: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of sources.csv with titles of ledgers and uses; first those that block, last those merely read."""
    titles = book.frames.intake.contracts
    rows = [
        row
        | {
            "ledger": titles[row["ledger"]].title if row["ledger"] else "",
            "division": titles[row["ledger"]].division if row["ledger"] else "",
            "use": USES[row["use"]],
            "rows": "" if pd.isna(row["rows"]) else row["rows"],
        }
        for row in sources.to_dict("records")
    ]
    return sorted(rows, key=lambda row: (row["blocks"] != "true", row["use"] == USES["read"]))


def _checks(book: Book, checks: Sequence[Check]) -> list[CheckGroup]:
    """The checks by verdict, gravest first, each with its figures and their values."""
    groups = []
    for verdict, label in VERDICTS.items():
        rows = [
            check.row()
            | {
                "title": check.title,
                "relation": check.relation,
                "figures": [
                    {
                        "id": id,
                        "label": FIGURES[id].label,
                        "display": shown(FIGURES[id], book.value(id).number),
                    }
                    for id in check.figures
                ],
                "waiver": check.waiver,
                "fingerprint": check.fingerprint,
            }
            for check in checks
            if check.verdict == verdict
        ]
        groups.append(CheckGroup(verdict, label, rows))
    return groups


def corrections_rows(book: Book, row_accounts: pd.DataFrame) -> list[dict[str, str]]:
    """Corrections in the files that the period uses."""
    intake, read = book.frames.intake, set(row_accounts.get("file", []))
    used = {(file.ledger, file.year) for file in intake.files if file.shown in read}
    corrections = [item for item in intake.corrections if (item.ledger, item.year) in used]
    return listed(corrections, intake.contracts)
