"""The side of a run that needs the ledgers and no kernels: what it comes to, and the tables of its folder.

It goes on beside the sections; see ``base.workers``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from workreport.base.workers import WorkerTask, beside
from workreport.checks.kinds import Declared
from workreport.checks.relations import all_checks
from workreport.checks.verdicts import Check
from workreport.checks.waivers import Waiver
from workreport.figures.book import Book
from workreport.history.previous_runs import PreviousRuns
from workreport.history.signing_steps import Steps
from workreport.history.signoff_record import Record
from workreport.history.snapshot import snapshot
from workreport.ledgers.accounting import file_findings
from workreport.ledgers.declared.findings import combine
from workreport.ledgers.referential import across
from workreport.narrative.office import office_findings
from workreport.pipeline.assessment import assess, context, describe, judge, pending
from workreport.pipeline.figure_cache import FigureCache
from workreport.pipeline.figure_server import told
from workreport.pipeline.output_metadata import behind
from workreport.pipeline.report_tables import tables_of
from workreport.pipeline.signoffs import displayed, review


def ledger_side(
    book: Book,
    relations: Sequence[Declared],
    waivers: Sequence[Waiver],
    earlier: PreviousRuns,
    record: Record,
    steps: Steps,
    given: Sequence[str],
    folder: Path,
    notes: Path,
    kept: FigureCache,
    before: Path | None,
    *,
    forked: bool,
) -> WorkerTask:
    """Awaits the executed sections; gives findings, ``Judgement``, ``Review``, ``ReportContext``; then the tables by path;
    and a word when all is kept.

    A long table is written to `folder`, and its path given. What still holds of figures that were published `before` is
    taken from there; what all come to is told to the sections, and `kept` for the next run at the end, as checks and findings
    across ledgers are.
    With `forked`, the sections run meanwhile, and checks are judged in a process of their own.
    """
    frames, period = book.frames, book.period
    if before is not None:
        book.worked = kept.load(before)
        book.worked.tell(notes)
    with told(book, notes, forked=forked):
        own = file_findings(frames, period)  # of all ledgers, which are there then for both processes
        work = checking(book, relations, kept.judged(relations), kept.found())
        with beside(work, forked=forked) as judging:
            made = snapshot(book, earlier.now, earlier.history.objects, earlier.definitions)
            described = describe(book, made)
            moved = earlier.moved(book, described.kept, displayed(book))
            judging.send(None)
            checks, further, known = judging.receive()
        findings = combine([own, *further.values(), office_findings(frames.intake.workspace, period)])
        book.worked.learn(known)
        assessed = assess(book, described, checks, waivers, earlier)
        sections = yield
    judgement = judge(book, assessed, sections, findings)
    reviewed = review(book, pending(sections, judgement), record, steps, moved, earlier.before_name)
    yield findings, judgement, reviewed, reviewed.shown_in(context(book, findings, judgement, earlier, given))
    yield tables_of(book, findings, assessed.row_accounts, assessed.checks, behind(sections), folder)
    kept.save(book.worked, relations, checks, further)
    yield "kept"


def checking(
    book: Book, relations: Sequence[Declared], known: Mapping[str, Check], found: Mapping[str, pd.DataFrame]
) -> WorkerTask:
    """Awaits anything; gives the judged checks, findings across ledgers by ledger, known figures.

    Checks that are `known` by id, and findings of ledgers that are `found` already, are taken from there.
    """
    checks, further = all_checks(book, relations, known), across(book.frames, book.period, found)
    yield
    yield checks, further, book.worked.known
