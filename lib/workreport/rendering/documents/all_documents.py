"""All documents of a run, from the same executed notebooks as its pages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from workreport.rendering.documents.data_volume import data_volume, definitions_paper
from workreport.rendering.documents.figures_json import Record, figures_json
from workreport.rendering.documents.paper_model import Papers
from workreport.rendering.documents.written_paper import written_paper
from workreport.rendering.executed_notebooks import ForLeaders
from workreport.rendering.report_model import ReportContext, SectionResult

WRITTEN_PDF = "report.pdf"
DATA, DATA_PDF, DEFINITIONS = "data.docx", "data.pdf", "definitions.docx"
BRIEF, SLIDES, NOTE = "brief.docx", "slides.pptx", "note.docx"
CORRECTION = "correction.docx"


def fork_is_safe() -> bool:
    """Whether documents may be made in a forked process: the threads of a typst that has worked here are not there.

    What waits for one of them would wait for ever. Anything in this process may have used a typst that is loaded.
    """
    return "typst" not in sys.modules


def load_documents(_: object = None) -> None:
    """Load what documents take, so that the first one does not wait for it."""
    import workreport.rendering.documents.correction
    import workreport.rendering.documents.note
    import workreport.rendering.documents.pdf
    import workreport.rendering.documents.slides
    import workreport.rendering.documents.word
    import workreport.rendering.documents.workbook  # noqa: F401


def build_documents(
    context: ReportContext,
    sections: Sequence[SectionResult],
    records: Sequence[Record],
    papers: Papers,
) -> dict[str, bytes]:
    """What a run leaves beside its pages and tables, by path inside the output folder.

    Parameters
    ----------
    records : sequence of mapping
        The figures as ``pipeline.figure_records`` gives them.
    papers : Papers
        What brief, slides and note are made from beside these.
    """
    # loaded here: a run that finds everything as it was writes nothing
    from workreport.rendering.documents.brief import brief
    from workreport.rendering.documents.correction import correction, needs_correction
    from workreport.rendering.documents.note import note
    from workreport.rendering.documents.pdf import pdf_document
    from workreport.rendering.documents.slides import slides
    from workreport.rendering.documents.word import word_document
    from workreport.rendering.documents.workbook import figures_workbook

    leaders = ForLeaders.of(sections).shown(sections)
    volume = data_volume(context, leaders)
    written = context.written and written_paper(context, context.written)
    with ThreadPoolExecutor(1) as beside:  # typst works outside Python's lock
        setting = beside.submit(pdf_document, volume)
        letter = beside.submit(pdf_document, written) if written else None
        made = {
            "figures.xlsx": figures_workbook(context, leaders, records, papers),
            "figures.json": figures_json(context, leaders, records),
            BRIEF: brief(context, leaders, records, papers),
            SLIDES: slides(context, leaders, records, papers),
            NOTE: note(context, papers),
            DEFINITIONS: word_document(definitions_paper(context, leaders), lambda: ({}, None)),
            DATA: word_document(volume, lambda: (setting.result().pages, setting.result().count)),
        }
        made |= {CORRECTION: correction(context)} if needs_correction(context) else {}
        made |= {WRITTEN_PDF: letter.result().content} if letter else {}
        return made | {DATA_PDF: setting.result().content}
