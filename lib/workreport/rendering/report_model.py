"""What a report is rendered from: plain values, already computed and already formatted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from nbformat import NotebookNode

from workreport.base.errors import WorkreportError
from workreport.base.sections import Section
from workreport.blocks.written import WrittenBlock, WrittenParagraph

Row = Mapping[str, Any]
Status = Literal["ok", "blocked", "failed"]


class RenderError(WorkreportError):
    """A page cannot be made as it should be: two charts of one name."""


@dataclass(frozen=True)
class FirstRows:
    """The first rows of a figure's evidence, for the internal edition; `place` is where they all stand, if in one sheet."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    place: str = ""


@dataclass(frozen=True)
class Definition:
    """One figure in the appendix: what it is, what it counts, what is behind it; texts as they are printed.

    ``days`` is its period or cut-off day, ``made_of`` the figures in its formula (id, label, value),
    ``checks`` the checks it takes part in, ``evidence`` the file of its rows from the output folder,
    ``also`` other words that people look for it by.
    """

    id: str
    label: str
    unit: str
    kind: str
    definition: str
    ledgers: str
    rows: int | None
    display: str
    days: str = ""
    formula: str = ""
    last_year: str = ""
    previous: str = ""
    made_of: Sequence[tuple[str, str, str]] = ()
    checks: Sequence[str] = ()
    evidence: str = ""
    first_rows: FirstRows | None = None
    also: Sequence[str] = ()


@dataclass(frozen=True)
class InputFile:
    """One file that the report was made from."""

    file: str
    sha256: str
    rows: int | None = None


@dataclass(frozen=True)
class CheckGroup:
    """The checks that came to one verdict: its code, its name, and the checks as rows.

    A row has what checks.csv has, and ``title``, ``relation`` in words, ``figures`` (each with id, label
    and display) and ``waiver``.
    """

    verdict: str
    label: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Signing:
    """Who signed what.

    ``signed`` has a role and who signed what in it, in the order of steps, for covers; ``withdrawn`` counts
    signatures that a change made invalid and nobody gave again. ``rows`` are all entries of the record,
    ``steps`` the roles with what each looks at, ``unsigned`` the titles that the last of them has not signed.
    """

    signed: Sequence[tuple[str, str]] = ()
    withdrawn: int = 0
    rows: Sequence[Row] = ()
    steps: Sequence[tuple[str, str]] = ()
    unsigned: Sequence[str] = ()


@dataclass(frozen=True)
class WrittenReport:
    """The written report (正文) of the period, as pages and papers show it.

    Attributes
    ----------
    blocks : sequence of WrittenBlock
        Its paragraphs and tables, numbers with their links.
    first_draft : bool
        True where it is the one that the program writes until there is a draft.
    numbers, bound : int
        How many numbers it states, and how many of them are bound to figures.
    remarks : sequence of mapping
        What people have to look at in it, for the review view.
    signoffs : sequence of mapping
        Signatures and comments about it, as in ``Signing.rows``.
    """

    blocks: Sequence[WrittenBlock]
    first_draft: bool = False
    numbers: int = 0
    bound: int = 0
    remarks: Sequence[Row] = ()
    signoffs: Sequence[Row] = ()

    @property
    def title(self) -> str:
        """Its title, line by line."""
        return "\n".join(one.text for one in self.blocks if _is_title(one))

    @property
    def body(self) -> list[WrittenBlock]:
        """What stands below the title."""
        return [one for one in self.blocks if not _is_title(one)]


def _is_title(one: WrittenBlock) -> bool:
    return isinstance(one, WrittenParagraph) and one.place == "title"


@dataclass(frozen=True)
class ReportContext:
    """Everything of a report except its sections.

    Attributes
    ----------
    bureau_name, title, period_label : str
        As on the cover; title such as 2021年工作报告.
    cut_off : date
        Last day whose rows count.
    synthetic : bool
        True where the data is invented; every page then says so.
    draft : bool
        True where something keeps the report from being clean.
    pending_rows : int
        Quarantined ledger rows, which are in no figure.
    blocking_findings : int
        Quarantined findings that keep the report a draft, for the review view.
    definitions : sequence of Definition
        The appendix, in its order.
    checks : sequence of CheckGroup
        Checks by verdict, the gravest first; the leadership view says how many there are of each.
    findings, row_accounts, corrections, waivers : sequence of mapping
        Rows of findings.csv, rows.csv and corrections.csv, and the waivers, for the review view.
    remarks : sequence of mapping
        Remarks below the tables of ledgers, which may say what the rows count.
    reported : sequence of mapping
        Rows of reported.csv: values reported before that the ledgers no longer give.
    input_changes : sequence of mapping
        Inputs that differ from those of the clean run before: ``run``, ``change``.
    explanations : sequence of mapping
        Large changes shown, with what explains them, for the review view.
    sources : sequence of mapping
        Rows of sources.csv, for the review view.
    signing : Signing, optional
        Who signed what; None where that is nobody's business.
    moved : sequence of mapping
        Figures that differ from the run before, with ``runs.since.COLUMNS`` and ``sections``; `before` names it.
    corrected : sequence of mapping
        Figures shown whose value differs from the last clean run, as in `moved`; `corrected_run` names it.
    inputs : sequence of InputFile
        Sources; the leadership view shows names and rows, the review view hashes too.
    parameters, versions : mapping of str to str
        What the run was called with, and made by.
    spelled_out : str
        Characters that the fonts lack, for the review view.
    written : WrittenReport, optional
        The written report; None where there is none, and in the public edition.
    sent_up : sequence of mapping
        What the proof says of texts already sent up, for the review view.
    """

    bureau_name: str
    title: str
    period_label: str
    cut_off: date
    synthetic: bool = False
    draft: bool = True
    pending_rows: int = 0
    blocking_findings: int = 0
    definitions: Sequence[Definition] = ()
    findings: Sequence[Row] = ()
    row_accounts: Sequence[Row] = ()
    checks: Sequence[CheckGroup] = ()
    corrections: Sequence[Row] = ()
    remarks: Sequence[Row] = ()
    reported: Sequence[Row] = ()
    input_changes: Sequence[Row] = ()
    waivers: Sequence[Row] = ()
    explanations: Sequence[Row] = ()
    sources: Sequence[Row] = ()
    signing: Signing | None = None
    moved: Sequence[Row] = ()
    before: str = ""
    corrected: Sequence[Row] = ()
    corrected_run: str = ""
    inputs: Sequence[InputFile] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    spelled_out: str = ""
    written: WrittenReport | None = None
    sent_up: Sequence[Row] = ()

    @property
    def written_remarks(self) -> Sequence[Row]:
        """What people have to look at in the written report."""
        return self.written.remarks if self.written else ()


@dataclass(frozen=True)
class SectionResult:
    """One section after execution.

    Attributes
    ----------
    section : Section
        Its entry in the registry.
    status : str
        ``ok``; ``blocked`` where the ledgers it needs were not handed in; ``failed`` where it broke.
        A section that could say part of what it has to say is ``ok``: its notices mark the rest.
    notebook : NotebookNode, optional
        The executed notebook; None where nothing was executed.
    error : str
        For ``blocked`` the missing ledgers in Chinese, for ``failed`` the message and traceback.
    pending : int
        Quarantined rows of the ledgers that its figures come from; they are in none of its numbers.
    content : str
        Hash over what it shows, which signatures are bound to; empty where it failed.
    signoffs : sequence of mapping
        Signatures and comments about it, as in ``Signing.rows``.
    """

    section: Section
    status: Status = "ok"
    notebook: NotebookNode | None = None
    error: str = ""
    pending: int = 0
    content: str = ""
    signoffs: Sequence[Row] = ()
