"""A paper as docx, in the layout of official documents (GB/T 9704—2012) or a closer one: the same bytes every time."""

from __future__ import annotations

import base64
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import serialize_for_reading
from docx.section import Section
from docx.shared import Mm, Pt

from workreport.base.chinese_numerals import spelled
from workreport.blocks.block import Chart
from workreport.rendering.documents import wordml
from workreport.rendering.documents.document_model import Beside, Block, Heading, Layout, Paragraph, Report, Table

TEMPLATES = Path(__file__).with_name("templates")
ID = qn("w:styleId")
EPOCH = (1980, 1, 1, 0, 0, 0)
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
FOOTER_BELOW_TEXT = 11
"""Millimetres from the text's lower edge to the page number."""
DRAFT = "草稿"
FALLBACKS = {
    "方正小标宋简体": "Noto Serif SC",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "Noto Sans SC",
    "宋体": "Noto Serif SC",
}
"""Fonts of the standard, and what Word takes where one is missing."""


def word_document(report: Report, layout: Callable[[], tuple[Mapping[str, int], int | None]]) -> bytes:
    """The report as docx.

    Parameters
    ----------
    layout : callable
        Asked once all else is there. By anchor of a heading, the page that the table of contents shows until it is
        updated; and how many pages the document says it has, or None.
    """
    document = Document()
    _styles(document, report.layout)
    _fonts(document)
    _page(document.sections[0], report.layout)
    document.settings.odd_and_even_pages_header_footer = True
    _around(document.sections[0], report)
    _properties(document, report)
    _told_pages(document, _body(document, report, layout))
    return _archive(document.part.package)


def _styles(document: WordDocument, layout: Layout) -> None:
    """Our styles in place of the library's, some of them closer where the layout is."""
    own = parse_xml((TEMPLATES / "styles.xml").read_bytes())
    if not layout.grid:
        closer = {one.get(ID): one for one in parse_xml((TEMPLATES / "compact_styles.xml").read_bytes())}
        for one in [one for one in own if one.get(ID) in closer]:
            own.replace(one, closer[one.get(ID)])
    element = document.styles.element
    for child in list(element):
        element.remove(child)
    element.extend(list(own))


def _fonts(document: WordDocument) -> None:
    """The fonts named by the styles, each with what stands in for it."""
    told = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {NAMESPACES}>{told}</w:fonts>'.encode()


def _page(section: Section, layout: Layout) -> None:
    """A4 with the layout's margins; officially 天头 37 mm, 订口 28 mm, 22 lines."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(layout.top), Mm(layout.bottom)
    section.left_margin, section.right_margin = Mm(layout.left), Mm(layout.right)
    section.header_distance, section.footer_distance = Mm(15), Mm(layout.bottom - FOOTER_BELOW_TEXT)
    grid = section._sectPr.find(f"{{{section._sectPr.nsmap['w']}}}docGrid")
    if grid is not None:
        section._sectPr.remove(grid)
    if layout.grid:
        section._sectPr.append(parse_xml(f'<w:docGrid {NAMESPACES} w:type="lines" w:linePitch="579"/>'))


def _body(
    document: WordDocument, report: Report, layout: Callable[[], tuple[Mapping[str, int], int | None]]
) -> int | None:
    """Write all that stands on the pages; how many there are."""
    blocks = list(report.blocks)
    numbers = {id(one): at for at, one in enumerate(blocks, start=1)}
    listed = [(numbers[id(one)], one) for one in report.contents]
    first = next((at for at, one in enumerate(blocks) if isinstance(one, Heading)), len(blocks))
    title = wordml.paragraph("Title", wordml.run("\n".join(report.heading)))
    front = [wordml.paragraph("Subtitle", wordml.run(text)) for text in report.marks]
    front += [wordml.paragraph("Notice", wordml.run(text)) for text in report.remarks]
    made = [_block(document, one, numbers, report.layout) for one in blocks]
    pages, count = layout()
    toc = [wordml.paragraph("TOCHeading", wordml.run("目　录")), wordml.contents(listed, pages)]
    xml = "".join([title, *front, *made[:first], *(toc if report.listed else ()), *made[first:]])
    page = serialize_for_reading(document.element.body.sectPr)
    document.part._element = parse_xml(f"<w:document {NAMESPACES}><w:body>{xml}{page}</w:body></w:document>")
    return count


def _block(document: WordDocument, one: Block, numbers: Mapping[int, int], layout: Layout) -> str:
    match one:
        case Heading():
            return wordml.heading(one, numbers[id(one)])
        case Paragraph():
            return wordml.text_paragraph(one)
        case Table():
            return wordml.table(one, layout)
        case Chart():
            return _picture(document, one, numbers[id(one)], layout.picture)
        case Beside():
            first = len(numbers) * (2 * numbers[id(one)] - 1)
            made = [_picture(document, chart, first + at, layout.picture) for at, chart in enumerate(one.charts)]
            return wordml.side_by_side(made, layout)


def _picture(document: WordDocument, one: Chart, number: int, most: float) -> str:
    """The picture at most so wide, its caption below, its source below that."""
    full, height = one.size
    width = min(most, full)
    png = io.BytesIO(base64.b64decode(one.png))
    inline = document.part.new_pic_inline(png, Pt(width), Pt(height * width / full))
    inline.docPr.set("id", str(number))
    inline.docPr.set("descr", one.alt)
    inline.docPr.set("title", one.title)
    inline.docPr.set("name", one.title)
    drawing = inline.xml.partition("?>")[2] if inline.xml.startswith("<?xml") else inline.xml
    picture = wordml.paragraph("Figure", f"<w:r><w:drawing>{drawing}</w:drawing></w:r>")
    caption = wordml.paragraph(
        "FigureTitle", wordml.run(one.title), properties=wordml.KEEP if one.source else ""
    )
    return picture + caption + (wordml.paragraph("FigureNote", wordml.run(one.source)) if one.source else "")


def _around(section: Section, report: Report) -> None:
    """Page numbers outside, right on odd and left on even pages; a watermark where the report is a draft."""
    sides = (
        (section.footer, section.header, "right"),
        (section.even_page_footer, section.even_page_header, "left"),
    )
    for at, (footer, header, side) in enumerate(sides, start=1):
        indent = f'<w:ind w:{side}="280" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/>'
        _fill(footer, wordml.paragraph("Footer", wordml.page_number(), properties=indent))
        _fill(header, wordml.paragraph("Header", _watermark(at) if report.draft else ""))


def _fill(part: object, xml: str) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(xml.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))


def _watermark(number: int) -> str:
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


def _properties(document: WordDocument, report: Report) -> None:
    """Who made it is the bureau, when is the cut-off day: no machine, no user, no clock."""
    told = document.core_properties
    told.title, told.subject = f"{report.bureau}{report.title}", report.period
    told.author = told.last_modified_by = report.bureau
    told.comments, told.keywords, told.category = f"数据截至{spelled(report.cut_off)}", "", ""
    told.language, told.revision = "zh-CN", 1
    told.created = told.modified = dt.datetime.combine(report.cut_off, dt.time())
    package = document.part.package
    for owner in (package, document.part):
        for id, one in list(owner.rels.items()):
            if one.reltype in (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML):
                del owner.rels[id]


def _told_pages(document: WordDocument, count: int | None) -> None:
    """What made it, and how many pages there are."""
    pages = f"<Pages>{count}</Pages>" if count else ""
    for part in document.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = (
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
                f"<Application>workreport</Application>{pages}</Properties>"
            ).encode()


class _Archive:
    """A zip archive in place of the library's, with one time on every entry."""

    def __init__(self, out: io.BytesIO) -> None:
        self.zip = zipfile.ZipFile(out, "w")

    def write(self, uri: PackURI, blob: bytes) -> None:
        """One part; pictures are small already."""
        entry = zipfile.ZipInfo(uri.membername, EPOCH)
        entry.external_attr = 0o600 << 16
        entry.compress_type = zipfile.ZIP_STORED if uri.ext == "png" else zipfile.ZIP_DEFLATED
        self.zip.writestr(entry, blob)


def _archive(package: OpcPackage) -> bytes:
    """The package as bytes; what ``package.save`` does, without the clock and without packing pictures."""
    for one in package.parts:
        one.before_marshal()
    out = io.BytesIO()
    archive = _Archive(out)
    PackageWriter._write_content_types_stream(archive, package.parts)
    PackageWriter._write_pkg_rels(archive, package.rels)
    PackageWriter._write_parts(archive, package.parts)
    archive.zip.close()
    return out.getvalue()


__all__ = ["FALLBACKS", "word_document"]
