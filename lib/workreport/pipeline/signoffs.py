"""Reviewing: what each section shows as one hash, who signed it, what moved since the run before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.history.section_content import Content, content_of
from workreport.history.signature_validity import TAMPERED, SignatureStatus, signature_statuses, signed_by
from workreport.history.signing_steps import Steps
from workreport.history.signoff_record import Record
from workreport.narrative.number_format import shown
from workreport.pipeline.output_metadata import figures_of
from workreport.rendering.report_model import ReportContext, SectionResult, Signing


@dataclass(frozen=True)
class Review:
    """What each section shows as a hash, by its id, what the pages show of the signing, and what moved."""

    content: Mapping[str, str]
    signing: Signing
    moved: Sequence[Mapping[str, str]]
    before: str
    warnings: tuple[str, ...]

    def told_in(self, sections: Sequence[SectionResult]) -> tuple[SectionResult, ...]:
        """The sections with what was said of each."""
        return tuple(
            replace(
                one,
                content=self.content.get(one.section.id, ""),
                said=[row for row in self.signing.rows if row["section"] == one.section.id],
            )
            for one in sections
        )

    def shown_in(self, context: ReportContext) -> ReportContext:
        """The pages' context with the review in it."""
        return replace(context, signing=self.signing, moved=self.moved, before=self.before)


def review(
    book: Book,
    sections: Sequence[SectionResult],
    record: Record,
    steps: Steps,
    moved: Sequence[dict[str, Any]],
    before: str,
) -> Review:
    """How the period's sign-offs and comments stand against the sections as they are now, and what moved.

    `moved` are the figures that differ from those of the run `before`, as ``PreviousRuns.moved`` gives them.
    """
    display = displayed(book)
    contents = {one.section.id: content(one, display) for one in sections if one.status != "failed"}
    found = signature_statuses(record, book.period.id, contents, steps)
    titles = {one.section.id: one.section.title for one in sections}
    rows = [one.row(titles) for one in found]
    signing = Signing(
        signed=list(signed_by(found, steps, titles)),
        withdrawn=sum(one.withdrawn for one in found),
        rows=rows,
        steps=[(one.role, one.does) for one in steps.steps],
    )
    shown_in = {one.section.id: figures_of(one) for one in sections}
    told = [
        row | {"sections": [(id, titles[id]) for id, ids in shown_in.items() if row["id"] in ids]}
        for row in moved
    ]
    hashes = {id: one.hash for id, one in contents.items()}
    return Review(hashes, signing, told, before, _warnings(found, record.shown))


def displayed(book: Book) -> dict[str, str]:
    """Every figure as it is printed, by its id."""
    return {id: shown(figure, book.value(id).number) for id, figure in FIGURES.items()}


def content(result: SectionResult, display: Mapping[str, str]) -> Content:
    """What a section shows."""
    cells = result.notebook.cells if result.notebook is not None else ()
    return content_of(cells, display, result.pending)


def _warnings(found: Sequence[SignatureStatus], shown_as: str) -> tuple[str, ...]:
    """What the terminal says of signatures that no longer hold."""
    told = [
        f"签署已失效：{one.entry.section} {one.entry.role} {one.entry.by}（{one.entry.date}）：{one.why}"
        for one in found
        if one.withdrawn and one.state != TAMPERED
    ]
    broken = [one for one in found if one.state == TAMPERED]
    return (*told, *([f"审签记录被改动：{broken[0].why}，其后 {len(broken)} 条不再有效"] if broken else ()))
