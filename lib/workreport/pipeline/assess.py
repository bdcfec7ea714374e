"""Step 5 of a run: checks judged, changes found, signatures compared; what keeps the report from being clean.

``assess_ledgers`` needs the ledgers alone, so it goes on while the sections run; ``assess`` needs what the sections show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from workreport.checks.explanations import listed as explanations_listed
from workreport.checks.explanations import warnings as unexplained
from workreport.checks.relations import all_checks
from workreport.checks.verdicts import Check
from workreport.checks.waivers import Waiver, waive
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.history.previous_runs import explained
from workreport.history.reported_changes import Difference
from workreport.history.snapshot import Snapshot, snapshot
from workreport.ledgers.accounting import accounts, all_findings, not_handed_in
from workreport.ledgers.declared.findings import QUARANTINED, combine
from workreport.narrative.office import office_findings
from workreport.pipeline.compute_figures import Figures
from workreport.pipeline.definitions import definitions, with_checks
from workreport.pipeline.figure_records import Record, figure_records
from workreport.pipeline.output_metadata import changes, figures_of
from workreport.pipeline.page_context import context_of
from workreport.pipeline.signoffs import displayed, review
from workreport.rendering.report_model import Definition, ReportContext, SectionResult


@dataclass(frozen=True)
class LedgerAssessment:
    """What the ledgers of a period come to, whatever the sections show.

    ``findings`` has one row a finding, ``row_accounts`` one a ledger file (see ``make_tables.ACCOUNT_COLUMNS``), ``records``
    one a figure. ``moved`` are figures that differ from the run before, ``since`` changes since values were reported.
    """

    findings: pd.DataFrame
    row_accounts: pd.DataFrame
    checks: Sequence[Check]
    waivers: Sequence[Waiver]
    definitions: Sequence[Definition]
    records: Sequence[Record]
    snapshot: Snapshot
    moved: Sequence[dict[str, Any]]
    since: Sequence[Difference]


@dataclass(frozen=True)
class Assessment:
    """What a run's figures and sections come to.

    ``sections`` carry the rows that wait in their ledgers, their content's hash and their signatures. ``blocking`` lists in
    Chinese what keeps the report from being clean, ``warnings`` what is to be tidied up and blocks nothing.
    """

    ledgers: LedgerAssessment
    sections: tuple[SectionResult, ...]
    context: ReportContext
    blocking: tuple[str, ...]
    warnings: tuple[str, ...]


def assess_ledgers(figures: Figures) -> LedgerAssessment:
    """Judge every check, account for every row, define and record every figure, compare with earlier runs."""
    book, plan = figures.book, figures.plan
    earlier = plan.earlier
    kept = snapshot(book, earlier.now, earlier.definitions)
    judged = all_checks(book, plan.relations)
    since = earlier.since_reported(book, kept, judged)
    checks, waivers = waive(explained(judged, since), plan.waivers)
    own_texts = office_findings(plan.request.workspace, plan.period)
    return LedgerAssessment(
        findings=combine([all_findings(book.frames, plan.period), own_texts]),
        row_accounts=accounts(book.frames, plan.period),
        checks=checks,
        waivers=waivers,
        definitions=with_checks(definitions(book), checks),
        records=figure_records(book),
        snapshot=kept,
        moved=earlier.moved(book, kept, displayed(book)),
        since=since,
    )


def assess(figures: Figures, sections: Sequence[SectionResult], ledgers: LedgerAssessment) -> Assessment:
    """Add what the sections show: rows that wait, signatures, and what blocks the report."""
    book, plan = figures.book, figures.plan
    explanations = explanations_listed(book, changes(sections))
    waiting = [replace(one, pending=_pending(book, ledgers.row_accounts, one)) for one in sections]
    blocking = tuple(_blocking(book, sections, ledgers.findings, ledgers.checks))
    reviewed = review(
        book, waiting, plan.signatures, plan.signing_steps, ledgers.moved, plan.earlier.before_name
    )
    context = replace(
        context_of(
            book,
            ledgers.findings,
            ledgers.row_accounts,
            ledgers.checks,
            ledgers.waivers,
            ledgers.definitions,
            plan.request.given,
            draft=bool(blocking),
        ),
        reported=[row for one in ledgers.since for row in one.rows_of_csv()],
        input_changes=plan.earlier.listed(),
        explanations=explanations,
    )
    stale = (one.warning for one in ledgers.waivers if one.stale)
    return Assessment(
        ledgers,
        reviewed.told_in(waiting),
        reviewed.shown_in(context),
        blocking,
        (*stale, *unexplained(book, explanations), *reviewed.warnings),
    )


def _pending(book: Book, row_accounts: pd.DataFrame, result: SectionResult) -> int:
    """Rows set aside in the ledgers that a section's figures come from."""
    if result.notebook is None or row_accounts.empty:
        return 0
    ledgers = {ledger for id in figures_of(result) for ledger in book.ledgers(id)}
    return int(row_accounts.loc[row_accounts["ledger"].isin(ledgers), "quarantined"].sum())


def _blocking(
    book: Book, sections: Sequence[SectionResult], findings: pd.DataFrame, checks: Sequence[Check]
) -> Iterator[str]:
    yield from (f"{result.section.title}：生成失败" for result in sections if result.status == "failed")
    lacking = not_handed_in(book.frames, book.period)
    if book.frames.intake.workspace.bureau.ledgers is None:  # else figures of other ledgers are blocked too
        values = map(book.value, sorted(FIGURES))
        lacking = [*(value.reason for value in values if value.status == "blocked"), *lacking]
    yield from dict.fromkeys(lacking)
    aside = int((findings["disposition"] == QUARANTINED).sum())
    if aside:
        yield f"台账中有{aside}处问题行被隔离，未计入"
    for one in checks:
        if one.blocks:
            yield f"勾稽 {one.id} 不成立：{one.explanation}（{one.left} 与 {one.right}）"
