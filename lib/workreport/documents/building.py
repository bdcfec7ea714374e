"""All documents of a run, from the same executed notebooks as its pages."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from workreport.documents.chartdata import chart_tables
from workreport.documents.extracting import report_of
from workreport.documents.figures import Record, figures_json
from workreport.rendering.model import ReportContext, SectionResult
from workreport.rendering.notebooks import for_leaders

WORD, PDF = "report.docx", "report.pdf"


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
