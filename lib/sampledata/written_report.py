"""The sample bureau's finished written reports: office text whose numbers are slots, filled in from the ledgers.

The only module of the generator that uses the workbook: numbers of a report are computed, never typed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from workreport.base.office_texts import draft_path
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.drafts.writing.slot_text import draft_from_text
from workreport.figures.book import Book
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake

FINISHED = ("2021",)
"""Periods whose report is written; the others show what the workbook drafts."""


def report_text(period: str) -> str:
    """The text of a period's report, its numbers as slots."""
    return Path(__file__).with_name(f"written_report_{period}.md").read_text(encoding="utf-8")


def write_reports(data: Path) -> None:
    """Write every finished report into a data folder that has a bureau and the sample ledgers, from these ledgers."""
    with tempfile.TemporaryDirectory() as store:
        intake = Intake.of(Workspace.open(data, store))
        for text in FINISHED:
            period = Period.parse(text)
            path = draft_path(intake.workspace, period)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(draft_from_text(report_text(text), Book(Frames(intake), period)))
