"""Judging: checks and waivers, what keeps the report from being clean, what the pages show of it.

``describe`` and ``assess`` need the ledgers alone, so they can go on while the sections run, and the first while checks
are judged; ``judge`` needs what the sections show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd

from workreport.checks.explanations import listed as explanations_listed
from workreport.checks.explanations import warnings as unexplained
from workreport.checks.verdicts import Check
from workreport.checks.waivers import Waiver, waive
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.history.previous_runs import PreviousRuns, explained
from workreport.history.reported_changes import Difference
from workreport.history.snapshot import Snapshot
from workreport.ledgers.accounting import accounts, not_handed_in
from workreport.ledgers.declared.findings import QUARANTINED
from workreport.pipeline.definitions import definitions, with_checks
from workreport.pipeline.figure_records import Record, figure_records
from workreport.pipeline.output_metadata import changes, figures
from workreport.pipeline.report_tables import context_of
from workreport.rendering.report_model import Definition, ReportContext, SectionResult


@dataclass(frozen=True)
class Described:
    """What can be said of a period's figures and ledgers before any check is judged.

    ``row_accounts`` has one row a ledger file (see ``reporting.ACCOUNT_COLUMNS``).
    """

    kept: Snapshot
    row_accounts: pd.DataFrame
    definitions: Sequence[Definition]
    records: Sequence[Record]


@dataclass(frozen=True)
class Assessed(Described):
    """What the ledgers of a period come to, whatever the sections show; the definitions name their checks."""

    checks: Sequence[Check]
    waivers: Sequence[Waiver]
    since: Sequence[Difference]


@dataclass(frozen=True)
class Judgement(Assessed):
    """What a run's figures and sections come to.

    ``pending`` counts, by section, the rows set aside in its ledgers. ``blocking`` lists in Chinese what keeps the
    report from being clean, ``warnings`` what is to be tidied up and blocks nothing.
    """

    explanations: Sequence[dict[str, Any]]
    pending: Mapping[str, int]
    blocking: tuple[str, ...]
    warnings: tuple[str, ...]


def describe(book: Book, kept: Snapshot) -> Described:
    """Account for the rows, define and record every figure."""
    return Described(kept, accounts(book.frames, book.period), definitions(book), figure_records(book))


def assess(
    book: Book,
    described: Described,
    judged: Sequence[Check],
    waivers: Sequence[Waiver],
    earlier: PreviousRuns,
) -> Assessed:
    """Explain and waive the judged checks, say what changed since values were reported."""
    since = earlier.since_reported(book, described.kept, judged)
    checks, waived = waive(explained(judged, since), waivers)
    defined = with_checks(described.definitions, checks)
    return Assessed(
        **_fields(replace(described, definitions=defined)), checks=checks, waivers=waived, since=since
    )


def judge(
    book: Book, assessed: Assessed, sections: Sequence[SectionResult], findings: pd.DataFrame
) -> Judgement:
    """Add what the sections show, and what blocks the report."""
    explanations = explanations_listed(book, changes(sections))
    return Judgement(
        **_fields(assessed),
        explanations=explanations,
        pending={one.section.id: _pending(book, assessed.row_accounts, one) for one in sections},
        blocking=tuple(_blocking(book, sections, findings, assessed.checks)),
        warnings=(
            *(one.warning for one in assessed.waivers if one.stale),
            *unexplained(book, explanations),
        ),
    )


def pending(sections: Sequence[SectionResult], judgement: Judgement) -> tuple[SectionResult, ...]:
    """The sections with how many rows of their ledgers wait to be settled."""
    return tuple(replace(one, pending=judgement.pending[one.section.id]) for one in sections)


def context(
    book: Book, findings: pd.DataFrame, judgement: Judgement, earlier: PreviousRuns, given: Sequence[str]
) -> ReportContext:
    """Everything that the pages show beside the sections."""
    made = context_of(
        book,
        findings,
        judgement.row_accounts,
        judgement.checks,
        judgement.waivers,
        judgement.definitions,
        given,
        draft=bool(judgement.blocking),
    )
    return replace(
        made,
        reported=[row for one in judgement.since for row in one.rows_of_csv()],
        input_changes=earlier.listed(),
        explanations=judgement.explanations,
    )


def _fields(said: Described) -> dict[str, Any]:
    return {one.name: getattr(said, one.name) for one in fields(said)}


def _pending(book: Book, row_accounts: pd.DataFrame, result: SectionResult) -> int:
    """Rows set aside in the ledgers that a section's figures come from."""
    if result.notebook is None or row_accounts.empty:
        return 0
    ledgers = {ledger for id in figures(result) for ledger in book.ledgers(id)}
    return int(row_accounts.loc[row_accounts["ledger"].isin(ledgers), "quarantined"].sum())


def _blocking(
    book: Book, sections: Sequence[SectionResult], findings: pd.DataFrame, checks: Sequence[Check]
) -> list[str]:
    found = [f"{result.section.title}：生成失败" for result in sections if result.status == "failed"]
    lacking = not_handed_in(book.frames, book.period)
    if book.frames.intake.workspace.bureau.ledgers is None:  # else figures of other ledgers are blocked too
        values = map(book.value, sorted(FIGURES))
        lacking = [*(value.reason for value in values if value.status == "blocked"), *lacking]
    found += dict.fromkeys(lacking)
    aside = int((findings["disposition"] == QUARANTINED).sum())
    if aside:
        found.append(f"台账中有{aside}处问题行被隔离，未计入")
    found += [
        f"勾稽 {one.id} 不成立：{one.explanation}（{one.left} 与 {one.right}）"
        for one in checks
        if one.blocks
    ]
    return found
