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
from workreport.figures.registry import FIGURES
from workreport.narrative import explanations
from workreport.rendering.report_model import SectionResult, WrittenReport

AGAINST = {"yoy": Period.last_year, "change": Period.last_year, "mom": Period.previous}
"""The period that a change is compared with, by the kind of its link."""
TASKS = ("completion", "distance")
"""Kinds of links to how a task stands."""


def missing_reasons(notebook: NotebookNode) -> list[str]:
    """The texts of a notebook's notices, each once."""
    return list(dict.fromkeys(block.text for block in blocks_in(notebook) if isinstance(block, Notice)))


def evidence_requests(
    sections: Sequence[SectionResult], period: Period, written: WrittenReport | None = None
) -> list[EvidenceRequest]:
    """Evidence requests for the cuts and other periods that the sections and the written report of a period show."""
    blocks = [*_blocks(sections), *(written.blocks if written else ())]
    links = dict.fromkeys(link for block in blocks for link in links_in(block))
    return list(dict.fromkeys(one for link in links for one in _requests(link, period)))


def _requests(link: NumberLink, period: Period) -> Iterator[EvidenceRequest]:
    """What a cut, or a number of another period, is counted from; for a change also what it is compared with.

    The task of an amount is measured by the year so far.
    """
    if link.kind in TASKS and not link.period and _adds_up(link.figure) and period != period.year_to_date:
        yield EvidenceRequest(link.figure, (), period.year_to_date.id)
    if not (link.by or link.period):
        return
    for figure in filter(None, (link.figure, link.base)):
        yield EvidenceRequest(figure, link.by, link.period)
    own = Period.parse(link.period) if link.period and link.kind in AGAINST else period
    if link.kind in AGAINST and (earlier := AGAINST[link.kind](own)):
        yield EvidenceRequest(link.figure, link.by, earlier.id)


def _adds_up(id: str) -> bool:
    return not (FIGURES[id].is_rate or FIGURES[id].kind == "stock")


def changes_shown(sections: Sequence[SectionResult]) -> list[tuple[str, Comparison]]:
    """The changes that the sections show, as figure and comparison; except in cards, which have no explanations."""
    blocks = (block for block in _blocks(sections) if not isinstance(block, Cards))
    return explanations.changes(link for block in blocks for link in links_in(block))


def figures_of(result: SectionResult) -> set[str]:
    """The figures in a section's blocks."""
    return {id for block in _blocks([result]) for id in block.figures}


def _blocks(sections: Sequence[SectionResult]) -> Iterator[Block]:
    return (block for section in sections for block in blocks_in(section.notebook))
