"""Metadata of executed sections, read from their blocks: figures, evidence requests, changes, missing ledgers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nbformat import NotebookNode

from workreport.base.period import Period
from workreport.blocks.block import Block, Cards, Notice
from workreport.blocks.stored import blocks_in
from workreport.blocks.text import NumberLink, links_in
from workreport.checks.explanations import Comparison
from workreport.figures.evidence import EvidenceRequest
from workreport.narrative import explanations
from workreport.rendering.report_model import SectionResult, WrittenReport


def missing_reasons(notebook: NotebookNode) -> list[str]:
    """The texts of a notebook's notices, each once."""
    return list(dict.fromkeys(block.text for block in blocks_in(notebook) if isinstance(block, Notice)))


def evidence_requests(
    sections: Sequence[SectionResult], period: Period, written: WrittenReport | None = None
) -> list[EvidenceRequest]:
    """Evidence requests for the cuts and other periods that the sections and the written report show."""
    blocks = [*_blocks(sections), *(written.blocks if written else ())]
    links = dict.fromkeys(link for block in blocks for link in links_in(block))
    return [
        EvidenceRequest(figure, link.by, other)
        for link in links
        for other in dict.fromkeys((link.period, _compared_period(link, period)))
        for figure in (link.figure, link.base)
        if figure and (link.by or other)
    ]


def _compared_period(link: NumberLink, period: Period) -> str:
    """The other period that a number is computed from: what a part is compared with, the year so far of a task."""
    other: Period | None = None
    if link.by and link.kind in ("yoy", "change"):
        other = period.last_year()
    elif link.by and link.kind == "mom":
        other = period.previous()
    elif link.kind in ("completion", "distance"):
        other = period.year_to_date
    return link.period if other is None or other == period else other.id


def changes_shown(sections: Sequence[SectionResult]) -> list[tuple[str, Comparison]]:
    """The changes that the sections show, as figure and comparison; except in cards, which have no explanations."""
    blocks = (block for block in _blocks(sections) if not isinstance(block, Cards))
    return explanations.changes(link for block in blocks for link in links_in(block))


def figures_of(result: SectionResult) -> set[str]:
    """The figures in a section's blocks."""
    return {id for block in _blocks([result]) for id in block.figures}


def _blocks(sections: Sequence[SectionResult]) -> Iterator[Block]:
    return (block for section in sections for block in blocks_in(section.notebook))
