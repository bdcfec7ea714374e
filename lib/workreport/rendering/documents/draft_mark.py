"""The mark of a draft across the pages of a Word file, of ours and of one that people wrote."""

from __future__ import annotations

import io
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.oxml import parse_xml
from docx.section import _Header

from workreport.rendering.documents.official_page import NAMESPACES, archived

DRAFT = "草稿"


def marked_draft(content: bytes) -> bytes:
    """The Word file with the mark in every header that its pages have; headers stay as they are otherwise."""
    document = Document(io.BytesIO(content))
    both = document.settings.odd_and_even_pages_header_footer
    number = 0
    for at, section in enumerate(document.sections):
        headers = [section.header, *([section.even_page_header] if both else [])]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        # a header that is linked shows that of the section before
        for header in (one for one in headers if at == 0 or not one.is_linked_to_previous):
            number += 1
            _mark(header, number)
    return archived(document.part.package)


def _mark(header: _Header, number: int) -> None:
    header.is_linked_to_previous = False
    place = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
    run = watermark(number).replace("<w:r>", f"<w:r {NAMESPACES}>", 1)
    place._p.append(parse_xml(run))


def watermark(number: int) -> str:
    """The word across the page, behind the text, as Word makes its own watermarks."""
    place = (
        "position:absolute;margin-left:0;margin-top:0;width:300pt;height:150pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        "<w:r><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
        '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
        '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" '
        f'alt={quoteattr(DRAFT)} style="{place}" o:allowincell="f" fillcolor="silver" stroked="f">'
        f'<v:fill opacity=".4"/><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{DRAFT}"/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>'
    )
