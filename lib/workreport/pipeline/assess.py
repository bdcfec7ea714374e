"""Step 5 of a run: judge checks, find changes, validate signatures, collect what makes the report a draft.

``assess_ledgers`` needs only the ledgers, so it runs while sections are executed; ``assess`` needs executed sections.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from workreport.checks.explanations import explanation_rows
from workreport.checks.explanations import warnings as unexplained
from workreport.checks.verdicts import Check
from workreport.checks.waivers import Waiver, accepted, waive, with_stale
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.history.moved_figures import NOT_KEPT
from workreport.history.previous_runs import with_differences
from workreport.history.reported_changes import Difference
from workreport.history.snapshot import Snapshot, take_snapshot
from workreport.ledgers.accounting import accounts, all_findings, not_handed_in, remarks
from workreport.ledgers.declared.findings import QUARANTINED, combine, fingerprints
from workreport.ledgers.handed_in import is_not_kept
from workreport.ledgers.quarantine import tolerated, unsound
from workreport.ledgers.sources import blocking as blocking_sources
from workreport.ledgers.sources import sources
from workreport.narrative.office import office_findings
from workreport.pipeline.compute_figures import Figures
from workreport.pipeline.definitions import definitions, with_checks
from workreport.pipeline.figure_records import Record, figure_records
from workreport.pipeline.figure_statements import figure_statements
from workreport.pipeline.judge_checks import judge_checks
from workreport.pipeline.output_metadata import changes_shown, figures_of
from workreport.pipeline.page_context import context_of, remark_rows, source_rows
from workreport.pipeline.signoffs import display_texts, review
from workreport.pipeline.written_report import OfficeTexts
from workreport.rendering.documents.paper_model import FigureStatements, Papers
from workreport.rendering.report_model import Definition, ReportContext, SectionResult


@dataclass(frozen=True)
class LedgerAssessment:
    """Assessment of the ledgers of a period, independent of the sections.

    ``findings`` has one row per finding, ``row_accounts`` one per ledger file (see ``make_tables.ACCOUNT_COLUMNS``),
    ``sources`` one per sheet and file (see ``ledgers.sources``), ``fingerprints`` and ``accepted`` one text per finding:
    what it is recognised by, and why it is accepted, if it is. ``tolerated`` are the ledgers whose quarantined rows make
    no draft, ``remarks`` one per remark below a table, ``records`` one per figure. ``moved`` are figures that differ from
    the previous run, ``corrected`` those that differ from the last clean one, ``since`` changes since values
    were reported; ``statements`` are what the leaders' papers say of figures.
    """

    findings: pd.DataFrame
    fingerprints: Sequence[str]
    accepted: Sequence[str]
    tolerated: Mapping[str, str]
    row_accounts: pd.DataFrame
    sources: pd.DataFrame
    remarks: Sequence[dict[str, str]]
    checks: Sequence[Check]
    waivers: Sequence[Waiver]
    definitions: Sequence[Definition]
    records: Sequence[Record]
    snapshot: Snapshot
    moved: Sequence[dict[str, Any]]
    corrected: Sequence[dict[str, Any]]
    since: Sequence[Difference]
    statements: FigureStatements

    @property
    def open_findings(self) -> pd.DataFrame:
        """The findings that nobody has accepted."""
        is_open = pd.Series([not reason for reason in self.accepted], self.findings.index, dtype=bool)
        return self.findings[is_open]


@dataclass(frozen=True)
class Assessment:
    """Assessment of a run's figures and sections.

    ``sections`` have the number of quarantined rows, the content hash and the signatures. ``blocking`` lists, in
    Chinese, what makes the report a draft; ``warnings`` what should be fixed but blocks nothing.
    """

    ledgers: LedgerAssessment
    sections: tuple[SectionResult, ...]
    context: ReportContext
    blocking: tuple[str, ...]
    warnings: tuple[str, ...]
    texts: OfficeTexts

    @property
    def papers(self) -> Papers:
        """What the papers beside the report are made from."""
        return Papers(self.ledgers.statements, self.blocking, self.texts.state)


def assess_ledgers(figures: Figures) -> LedgerAssessment:
    """Judge all checks, account for all rows, define and record all figures, compare with earlier runs."""
    book, plan = figures.book, figures.plan
    earlier = plan.earlier
    snapshot = take_snapshot(book, earlier.now, earlier.definitions)
    judged = judge_checks(figures)
    since = earlier.since_reported(book, snapshot, judged)
    unwaived = with_differences(judged, since)
    checks = waive(unwaived, plan.waivers)
    own_texts = office_findings(plan.request.workspace, plan.period)
    findings = combine([all_findings(book.frames, plan.period), own_texts])
    found = fingerprints(findings)
    display = display_texts(book)
    moved = earlier.moved(book, snapshot, display)
    return LedgerAssessment(
        findings=findings,
        fingerprints=found,
        accepted=accepted(found, plan.waivers),
        tolerated=tolerated(book.frames, plan.period),
        row_accounts=accounts(book.frames, plan.period),
        sources=sources(book.frames, plan.period),
        remarks=remarks(book.frames, plan.period),
        checks=checks,
        waivers=with_stale(plan.waivers, unwaived, found),
        definitions=with_checks(definitions(book), checks),
        records=figure_records(book),
        snapshot=snapshot,
        moved=moved,
        corrected=earlier.corrected(book, snapshot, display, moved),
        since=since,
        statements=figure_statements(book, checks),
    )


def assess(
    figures: Figures, sections: Sequence[SectionResult], ledgers: LedgerAssessment, texts: OfficeTexts
) -> Assessment:
    """Add the assessment of the sections and texts: quarantined rows, signatures, and what blocks the report."""
    book, plan = figures.book, figures.plan
    explanations = explanation_rows(book, changes_shown(sections))
    sections = [replace(one, pending=_pending(book, ledgers.row_accounts, one)) for one in sections]
    blocking = (*_blocking(book, sections, ledgers), *texts.blocking)
    reviewed = review(
        book,
        sections,
        plan.signatures,
        plan.signing_steps,
        ledgers.moved,
        plan.earlier.before_name,
        texts.content,
    )
    context = replace(
        context_of(
            book,
            _shown(ledgers),
            ledgers.row_accounts,
            ledgers.checks,
            ledgers.waivers,
            ledgers.definitions,
            plan.request.given,
            draft=bool(blocking),
        ),
        blocking_findings=_doubtful(ledgers),
        remarks=remark_rows(book, ledgers.remarks),
        reported=[row for difference in ledgers.since for row in difference.rows_of_csv()],
        input_changes=plan.earlier.change_rows(),
        corrected=_corrected(ledgers, sections, texts),
        corrected_run=f"第{plan.earlier.published.edition}稿" if plan.earlier.published else "",
        explanations=explanations,
        sources=source_rows(book, ledgers.sources),
        written=texts.written,
        sent_up=texts.sent_up,
    )
    stale = (waiver.warning for waiver in ledgers.waivers if waiver.stale)
    return Assessment(
        ledgers,
        reviewed.with_signoffs(sections),
        reviewed.added_to(context),
        blocking,
        (
            *stale,
            *ledgers.tolerated.values(),
            *unexplained(book, explanations),
            *reviewed.warnings,
            *texts.warnings,
        ),
        texts,
    )


def _corrected(
    ledgers: LedgerAssessment, sections: Sequence[SectionResult], texts: OfficeTexts
) -> list[dict[str, Any]]:
    """The figures that differ from the last clean run and stand in a section or in the written report."""
    shown = {id for result in sections if result.notebook is not None for id in figures_of(result)}
    shown |= set(texts.content.figures) if texts.content else set()
    unknown = {NOT_KEPT: ""}  # the office gives the cause that no stored row shows
    return [
        row | {"cause": unknown.get(row["cause"], row["cause"])}
        for row in ledgers.corrected
        if row["id"] in shown
    ]


def _pending(book: Book, row_accounts: pd.DataFrame, result: SectionResult) -> int:
    """Number of quarantined rows in the ledgers of a section's figures."""
    if result.notebook is None or row_accounts.empty:
        return 0
    ledgers = {ledger for id in figures_of(result) for ledger in book.ledgers(id)}
    return int(row_accounts.loc[row_accounts["ledger"].isin(ledgers), "quarantined"].sum())


def _doubtful(ledgers: LedgerAssessment) -> int:
    """Number of quarantined findings that make a draft: neither accepted nor, as rows, few enough in their ledger.

    A finding on a whole sheet is of rows that nobody has counted.
    """
    found = ledgers.open_findings
    few = found["ledger"].isin(ledgers.tolerated) & (found["row"].astype("int64") > 0)
    return int(((found["disposition"] == QUARANTINED) & ~few).sum())


def _shown(ledgers: LedgerAssessment) -> pd.DataFrame:
    """The findings as the review shows them, with what they are recognised by and why they are accepted."""
    return ledgers.findings.assign(fingerprint=list(ledgers.fingerprints), accepted=list(ledgers.accepted))


def _blocking(book: Book, sections: Sequence[SectionResult], ledgers: LedgerAssessment) -> Iterator[str]:
    yield from (f"{result.section.title}：生成失败" for result in sections if result.status == "failed")
    missing = not_handed_in(book.frames, book.period)
    if (
        book.frames.intake.workspace.bureau.ledgers is None
    ):  # otherwise figures of ledgers that it does not keep are blocked too
        values = map(book.value, sorted(FIGURES))
        blocked = [value.reason for value in values if value.status == "blocked"]
        missing = [*(reason for reason in blocked if not is_not_kept(reason)), *missing]
    yield from dict.fromkeys([*missing, *unsound(book.frames, book.period)])
    yield from blocking_sources(ledgers.sources)
    if doubtful := _doubtful(ledgers):
        yield f"台账中有{doubtful}处问题行被隔离，未计入"
    for check in ledgers.checks:
        if check.blocks:
            yield f"勾稽 {check.id} 不成立：{check.explanation}（{check.left} 与 {check.right}）"
