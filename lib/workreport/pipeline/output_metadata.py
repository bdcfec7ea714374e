"""What executed sections show, read from their blocks: figures, evidence behind numbers, changes, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nbformat import NotebookNode

from workreport.blocks.block import Block, Cards, Notice
from workreport.blocks.stored import blocks_in
from workreport.blocks.text import links_in
from workreport.checks.explanations import Comparison
from workreport.figures.evidence import EvidenceRequest
from workreport.narrative import explanations
from workreport.rendering.report_model import SectionResult


def missing(notebook: NotebookNode) -> list[str]:
    """Reasons of a notebook's notices, each once."""
    return list(dict.fromkeys(one.text for one in blocks_in(notebook) if isinstance(one, Notice)))


def behind(sections: Sequence[SectionResult]) -> list[EvidenceRequest]:
    """What stands behind the cuts and other periods that the sections show."""
    links = dict.fromkeys(link for block in _blocks(sections) for link in links_in(block))
    return [
        EvidenceRequest(figure, link.by, link.period)
        for link in links
        for figure in (link.figure, link.base)
        if figure and (link.by or link.period)
    ]


def changes(sections: Sequence[SectionResult]) -> list[tuple[str, Comparison]]:
    """The changes that the sections show, as figure and comparison; cards have no room to explain one."""
    blocks = (block for block in _blocks(sections) if not isinstance(block, Cards))
    return explanations.changes(link for block in blocks for link in links_in(block))


def figures_of(result: SectionResult) -> set[str]:
    """The figures that a section's blocks are made of."""
    return {id for block in _blocks([result]) for id in block.figures}


def _blocks(sections: Sequence[SectionResult]) -> Iterator[Block]:
    return (block for one in sections for block in blocks_in(one.notebook))
