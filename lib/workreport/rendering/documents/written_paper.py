"""report.pdf: the written report in the layout of official documents, out of the paragraphs that index.html begins with."""

from __future__ import annotations

from workreport.blocks.text import runs_text
from workreport.blocks.written import WrittenBlock, WrittenTable
from workreport.rendering import notices
from workreport.rendering.documents.document_blocks import stepped
from workreport.rendering.documents.document_model import (
    WRITTEN,
    Block,
    Heading,
    Paragraph,
    Report,
    Table,
    one_line,
)
from workreport.rendering.report_model import ReportContext, WrittenReport


def written_paper(context: ReportContext, written: WrittenReport) -> Report:
    """The written report as a paper without a table of contents."""
    blocks = [_block(one, at) for at, one in enumerate(written.body)]
    return Report(
        bureau=context.bureau_name,
        title=context.title,
        period=context.period_label,
        cut_off=context.cut_off,
        marks=(),
        remarks=(notices.INVENTED,) if context.synthetic else (),
        draft=context.draft,
        blocks=stepped(blocks),
        layout=WRITTEN,
        listed=False,
        full_title=written.title,
    )


def _block(one: WrittenBlock, number: int) -> Block:
    if isinstance(one, WrittenTable):
        header, *rows = ([one_line(runs_text(runs)) for runs in row] for row in one.rows)
        return Table("", tuple(header), tuple(map(tuple, rows)), numeric=(False,) * len(header))
    if one.place == "heading":
        return Heading(one_line(one.text), one.level, f"h{number}")
    kind = "body" if one.place in ("title", "heading") else one.place
    return Paragraph(one.text, kind)
