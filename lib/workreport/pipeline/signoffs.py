"""Review data: content hash and signatures of each section, figures moved since the previous run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workreport.figures.book import Book
from workreport.figures.number_format import shown
from workreport.figures.registry import FIGURES
from workreport.history.section_content import WRITTEN, WRITTEN_TITLE, Content, content_of
from workreport.history.signature_validity import TAMPERED, SignatureStatus, signature_statuses, signed_by
from workreport.history.signing_steps import Steps
from workreport.history.signoff_record import SignoffRecord
from workreport.pipeline.output_metadata import figures_of
from workreport.rendering.report_model import ReportContext, SectionResult, Signing


@dataclass(frozen=True)
class Review:
    """Content hashes by section id, the signing as shown on pages, and the figures that moved."""

    content: Mapping[str, str]
    signing: Signing
    moved: Sequence[Mapping[str, str]]
    before: str
    warnings: tuple[str, ...]

    def with_signoffs(self, sections: Sequence[SectionResult]) -> tuple[SectionResult, ...]:
        """The sections with their content hash and the sign-off entries of each."""
        return tuple(
            replace(
                result,
                content=self.content.get(result.section.id, ""),
                signoffs=[row for row in self.signing.rows if row["section"] == result.section.id],
            )
            for result in sections
        )

    def added_to(self, context: ReportContext) -> ReportContext:
        """The pages' context with the review added."""
        signoffs = [row for row in self.signing.rows if row["section"] == WRITTEN]
        written = context.written and replace(context.written, signoffs=signoffs)
        return replace(context, signing=self.signing, moved=self.moved, before=self.before, written=written)


def review(
    book: Book,
    sections: Sequence[SectionResult],
    record: SignoffRecord,
    steps: Steps,
    moved: Sequence[dict[str, Any]],
    before: str,
    written: Content | None = None,
) -> Review:
    """The period's sign-offs and comments with their validity for the current sections, and what moved.

    `moved` are the figures that differ from the run `before`; see ``PreviousRuns.moved``. `written` is the content of the
    written report, which is signed like a section.
    """
    display = display_texts(book)
    succeeded = [result for result in sections if result.status != "failed"]
    contents = {result.section.id: content(result, display) for result in succeeded}
    contents |= {WRITTEN: written} if written else {}
    statuses = signature_statuses(record, book.period.id, contents, steps)
    titles = {WRITTEN: WRITTEN_TITLE} if written else {}
    titles |= {result.section.id: result.section.title for result in sections}
    signing = Signing(
        signed=list(signed_by(statuses, steps, titles)),
        withdrawn=sum(status.withdrawn for status in statuses),
        rows=[status.row(titles) for status in statuses],
        steps=[(step.role, step.does) for step in steps.steps],
        unsigned=_unsigned(statuses, steps, titles),
    )
    figures_by_section = {result.section.id: figures_of(result) for result in sections}
    rows = [
        row | {"sections": [(id, titles[id]) for id, ids in figures_by_section.items() if row["id"] in ids]}
        for row in moved
    ]
    hashes = {id: section_content.hash for id, section_content in contents.items()}
    return Review(hashes, signing, rows, before, _warnings(statuses))


def _unsigned(statuses: Sequence[SignatureStatus], steps: Steps, titles: Mapping[str, str]) -> list[str]:
    """Titles of what the last step has not signed as it is now."""
    last = steps.roles[-1]
    signed = {s.entry.section for s in statuses if s.valid and s.entry.role == last}
    return [title for id, title in titles.items() if id not in signed]


def display_texts(book: Book) -> dict[str, str]:
    """Every figure's display text, by its id."""
    return {id: shown(figure, book.value(id).number) for id, figure in FIGURES.items()}


def content(result: SectionResult, display: Mapping[str, str]) -> Content:
    """The content of a section."""
    cells = result.notebook.cells if result.notebook is not None else ()
    return content_of(cells, display, result.pending)


def _warnings(statuses: Sequence[SignatureStatus]) -> tuple[str, ...]:
    """Warnings about signatures that are no longer valid."""
    withdrawn = [
        f"签署已失效：{s.entry.section} {s.entry.role} {s.entry.by}（{s.entry.date}）：{s.why}"
        for s in statuses
        if s.withdrawn and s.state != TAMPERED
    ]
    broken = [status for status in statuses if status.state == TAMPERED]
    return (
        *withdrawn,
        *([f"审签记录被改动：{broken[0].why}，其后 {len(broken)} 条不再有效"] if broken else ()),
    )
