"""What the outputs of executed notebooks say of themselves: figures, marks, changes, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from nbformat import NotebookNode

from workreport.checks.explanations import Comparison
from workreport.figures.evidence import EvidenceRequest
from workreport.rendering.executed_notebooks import output_metadata
from workreport.rendering.report_model import SectionResult


def missing(notebook: NotebookNode) -> list[str]:
    """Reasons of a notebook's notices, each once."""
    return list(
        dict.fromkeys(told["reason"] for told in output_metadata(notebook) if told.get("kind") == "notice")
    )


def behind(sections: Sequence[SectionResult]) -> list[EvidenceRequest]:
    """What stands behind the cuts and other periods that the sections show."""
    told = _told(sections)
    shown = [
        EvidenceRequest(id, tuple(by), period) for one in told for id, by, period in one.get("behind", [])
    ]
    marks = [mark for one in told for mark in one.get("marks", {}).values()]
    return shown + [
        EvidenceRequest(
            m["data-figure"], tuple(filter(None, m.get("data-by", "").split("|"))), m.get("data-period", "")
        )
        for m in marks
    ]


def changes(sections: Sequence[SectionResult]) -> list[tuple[str, Comparison]]:
    """The changes that the sections show, as figure and comparison."""
    return [(id, comparison) for one in _told(sections) for id, comparison in one.get("changes", [])]


def figures_of(result: SectionResult) -> set[str]:
    """The figures that a section's outputs are made of."""
    return {id for told in _told([result]) for id in told.get("figures", ())}


def _told(sections: Sequence[SectionResult]) -> list[dict]:
    return [told for one in sections if one.notebook is not None for told in output_metadata(one.notebook)]
