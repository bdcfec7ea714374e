"""All documents of a run, from the same executed notebooks as its pages."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from workreport.beside import Work
from workreport.documents.chartdata import chart_tables
from workreport.documents.extracting import report_of
from workreport.documents.figures import Record, figures_json
from workreport.rendering.model import ReportContext, SectionResult
from workreport.rendering.notebooks import for_leaders
from workreport.rendering.pages import load_templates

WORD, PDF = "report.docx", "report.pdf"


def documents_beside() -> Work:
    """Awaits context, sections and records; gives the documents by path.

    Meant for a process of its own: with it goes what typst keeps of the documents that it has set.
    """
    # loaded while the report's pages wait for what its ledgers come to
    import workreport.documents.pdf
    import workreport.documents.word
    import workreport.documents.workbook  # noqa: F401

    load_templates()
    yield build_documents(*(yield))


def build_documents(
    context: ReportContext,
    sections: Sequence[SectionResult],
    records: Sequence[Record],
) -> dict[str, bytes]:
    """What a run leaves beside its pages and tables, by path inside the output folder.

    Parameters
    ----------
    records : sequence of mapping
        The figures as ``building.recording.figure_records`` gives them.
    """
    # loaded here: a run that finds everything as it was writes nothing
    from workreport.documents.pdf import pdf_document
    from workreport.documents.word import word_document
    from workreport.documents.workbook import figures_workbook

    leaders = [
        replace(one, notebook=for_leaders(one.notebook)) if one.notebook is not None else one
        for one in sections
    ]
    charts = chart_tables(leaders)
    report = report_of(context, leaders)
    with ThreadPoolExecutor(1) as beside:  # typst works outside Python's lock
        setting = beside.submit(pdf_document, report)
        made = {
            **charts,
            "figures.xlsx": figures_workbook(context, leaders, records),
            "figures.json": figures_json(context, leaders, records),
        }
        pdf = setting.result()
    return {
        **made,
        PDF: pdf.content,
        WORD: word_document(report, pdf.pages, pdf.count),
    }
