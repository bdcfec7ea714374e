"""A Word file in the layout of official documents (GB/T 9704—2012): styles, fonts, page, archive; the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from workreport.base.zip_origin import without_origin
from workreport.rendering.documents import wordml
from workreport.rendering.documents.document_model import OFFICIAL, Layout

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
FALLBACKS = {
    "方正小标宋简体": "Noto Serif SC",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "Noto Sans SC",
    "宋体": "Noto Serif SC",
}
"""Fonts of the standard, and what Word takes where one is missing."""


def lay_out(document: WordDocument, layout: Layout = OFFICIAL) -> None:
    """Give a new document the styles, fonts and page of the standard, or closer ones."""
    _styles(document, layout)
    _fonts(document)
    _page(document.sections[0], layout)
    document.settings.odd_and_even_pages_header_footer = True


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
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {NAMESPACES}>{fonts}</w:fonts>'.encode()


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


def number_pages(section: Section) -> None:
    """Page numbers at the outer edge: right on odd pages, left on even ones."""
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        indent = f'<w:ind w:{side}="280" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/>'
        fill(footer, wordml.paragraph("Footer", wordml.page_number(), properties=indent))


def fill(part: object, xml: str) -> None:
    """Put a paragraph into a header or footer."""
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(xml.replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))


def describe(document: WordDocument, title: str, subject: str, author: str, day: dt.date) -> None:
    """Say what the document is, by whom and as of when: no machine, no user, no clock."""
    about = document.core_properties
    about.title, about.subject = title, subject
    about.author = about.last_modified_by = author
    about.comments, about.keywords, about.category = "", "", ""
    about.language, about.revision = "zh-CN", 1
    about.created = about.modified = dt.datetime.combine(day, dt.time())
    for owner in (document.part.package, document.part):
        for id, one in list(owner.rels.items()):
            if one.reltype in (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML):
                del owner.rels[id]


def name_program(document: WordDocument, pages: int | None = None) -> None:
    """Say what made the file and, where known, how many pages it has."""
    count = f"<Pages>{pages}</Pages>" if pages else ""
    for part in document.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = (
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
                f"<Application>workreport</Application>{count}</Properties>"
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


def archived(package: OpcPackage) -> bytes:
    """The package as bytes; what ``package.save`` does, without the clock and without packing pictures."""
    for one in package.parts:
        one.before_marshal()
    out = io.BytesIO()
    archive = _Archive(out)
    PackageWriter._write_content_types_stream(archive, package.parts)
    PackageWriter._write_pkg_rels(archive, package.rels)
    PackageWriter._write_parts(archive, package.parts)
    archive.zip.close()
    return without_origin(out.getvalue())
