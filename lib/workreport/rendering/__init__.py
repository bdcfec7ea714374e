"""From executed notebooks to the pages people read; nothing here computes a figure."""

from workreport.rendering.model import (
    CheckGroup,
    Definition,
    InputFile,
    RenderError,
    ReportContext,
    SectionResult,
)
from workreport.rendering.report import build_report

__all__ = [
    "CheckGroup",
    "Definition",
    "InputFile",
    "RenderError",
    "ReportContext",
    "SectionResult",
    "build_report",
]
