"""All documents of a run, from the same executed notebooks as its pages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from workreport.base.workers import WorkerTask
from workreport.rendering.documents.extract_blocks import Contents, report_of
from workreport.rendering.documents.figures_json import Record, figures_json
from workreport.rendering.executed_notebooks import ForLeaders
from workreport.rendering.pages.report_pages import DOCUMENTS, load_templates
from workreport.rendering.report_model import ReportContext, SectionResult

WORD, PDF = "report.docx", "report.pdf"


@dataclass(frozen=True)
class ParsedSections:
    """What of the documents needs the executed sections alone."""

    leaders: ForLeaders
    contents: Contents

    @classmethod
    def of(cls, sections: Sequence[SectionResult]) -> ParsedSections:
        """All of it, before anything else of the report is known."""
        leaders = ForLeaders.of(sections)
        return cls(leaders, Contents.of(leaders.shown(sections)))


def apart() -> bool:
    """Whether documents may be made in a forked process: the threads of a typst that has worked here are not there.

    What waits for one of them would wait for ever.
    """
    pdf = sys.modules.get("workreport.rendering.documents.pdf")
    return pdf is None or not pdf.worked.is_set()


def documents_beside(*, ahead: bool) -> WorkerTask:
    """Awaits the executed sections; then context, what is said of the sections, and records; gives documents by path.

    Sections are read `ahead`, as soon as they are there, or when all else is. Meant for a process of its own where it
    may be (see ``apart``): with it goes what typst keeps of the documents.
    """
    # loaded while sections run
    import workreport.rendering.documents.pdf
    import workreport.rendering.documents.word
    import workreport.rendering.documents.workbook  # noqa: F401

    load_templates(DOCUMENTS)
    sections = yield
    read = ParsedSections.of(sections) if ahead else None
    context, told, records = yield
    yield build_documents(context, told, records, read or ParsedSections.of(sections))


def build_documents(
    context: ReportContext,
    sections: Sequence[SectionResult],
    records: Sequence[Record],
    read: ParsedSections | None = None,
) -> dict[str, bytes]:
    """What a run leaves beside its pages and tables, by path inside the output folder.

    Parameters
    ----------
    records : sequence of mapping
        The figures as ``building.recording.figure_records`` gives them.
    read : Read, optional
        Of these sections' notebooks, which are not looked at then.
    """
    # loaded here: a run that finds everything as it was writes nothing
    from workreport.rendering.documents.pdf import pdf_document
    from workreport.rendering.documents.word import word_document
    from workreport.rendering.documents.workbook import figures_workbook

    read = read or ParsedSections.of(sections)
    leaders = read.leaders.shown(sections)
    report = report_of(context, leaders, read.contents)
    with ThreadPoolExecutor(1) as beside:  # typst works outside Python's lock
        setting = beside.submit(pdf_document, report)
        made = {
            "figures.xlsx": figures_workbook(context, leaders, records),
            "figures.json": figures_json(context, leaders, records),
            WORD: word_document(report, lambda: (setting.result().pages, setting.result().count)),
        }
        return made | {PDF: setting.result().content}
