"""The sections of the repository's own bureau, for tests that need some."""

from __future__ import annotations

from pathlib import Path

from workreport.base.sections import Section
from workreport.base.workspace import Workspace

SECTIONS = Workspace.open(Path(__file__).resolve().parents[1] / "data").sections


def sample_section(id: str) -> Section:
    """The section with this id; ``KeyError`` if there is none."""
    return {section.id: section for section in SECTIONS}[id]
