"""Blocks as WordprocessingML: text that python-docx parses at once, since cell by cell it takes seconds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from workreport.rendering.documents.column_widths import column_shares
from workreport.rendering.documents.document_model import (
    OFFICIAL,
    UNPRINTABLE,
    Heading,
    Layout,
    Paragraph,
    Table,
)

MARGINS = 200
"""What a cell's left and right margins take of its width."""
TWENTIETHS = 20
"""Of a point: what Word measures in."""


def clean(text: str) -> str:
    """Text as XML holds it."""
    return escape(UNPRINTABLE.sub("", text))


def run(text: str, *, strong: bool = False) -> str:
    """One run; line breaks stay."""
    told = "<w:rPr><w:b/></w:rPr>" if strong else ""
    pieces = "<w:br/>".join(f'<w:t xml:space="preserve">{clean(one)}</w:t>' for one in text.split("\n"))
    return f"<w:r>{told}{pieces}</w:r>"


def paragraph(style: str, content: str, *, properties: str = "") -> str:
    """A paragraph of a style around finished content; `properties` in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def text_paragraph(one: Paragraph) -> str:
    """A paragraph of a paper."""
    return paragraph("Notice" if one.kind == "notice" else "Normal", run(one.text))


def heading(one: Heading, number: int) -> str:
    """A heading with a bookmark, to which the table of contents leads."""
    level = min(one.level, 4)
    start = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(bookmark(number))}/>'
    return paragraph(f"Heading{level}", f'{start}{run(one.text)}<w:bookmarkEnd w:id="{number}"/>')


def bookmark(number: int) -> str:
    """The name of a heading's bookmark, as Word makes them."""
    return f"_Toc{number:08d}"


def contents(headings: Iterable[tuple[int, Heading]], pages: Mapping[str, int]) -> str:
    """A table of contents field with its entries filled in, each a link to its heading.

    Parameters
    ----------
    headings : iterable of (int, Heading)
        With the numbers of their bookmarks.
    pages : mapping of str to int
        By anchor, the page that the entry shows until Word counts anew; nothing where it is not known.
    """
    entries = list(headings)
    made = []
    for at, (number, one) in enumerate(entries):
        begin = _field('TOC \\o "1-2" \\h \\z \\u') if at == 0 else ""
        page = str(pages[one.anchor]) if one.anchor in pages else ""
        name = bookmark(number)
        link = (
            f'<w:hyperlink w:anchor="{name}" w:history="1">{run(one.text)}<w:r><w:tab/></w:r>'
            f"{_field(f'PAGEREF {name} ' + chr(92) + 'h')}{run(page)}{END}</w:hyperlink>"
        )
        last = END if at == len(entries) - 1 else ""
        made.append(paragraph(f"TOC{one.level}", f"{begin}{link}{last}"))
    return "".join(made)


END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _field(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def page_number() -> str:
    """— 1 —"""
    return f"{run('— ')}{_field('PAGE')}{run('1')}{END}{run(' —')}"


def table(one: Table, layout: Layout = OFFICIAL) -> str:
    """A table with its title above, its header repeated on every page, notes and source below."""
    style, size = ("SmallTableText", layout.small) if one.small else ("TableText", layout.table)
    width = round(layout.width * TWENTIETHS)
    shares = column_shares(one, (width - MARGINS * len(one.header)) / (size * TWENTIETHS))
    room = width - MARGINS * len(shares)
    widths = [round(share * room) + MARGINS for share in shares]
    numeric = [*one.numeric, *[False] * (len(widths) - len(one.numeric))]
    below = [*one.notes, *([one.source] if one.source else [])]
    whole = len(one.lines) <= layout.whole and not one.small
    rows = [_row(one.header, style, widths, numeric, head=True)] if one.header else []
    for at, line in enumerate(one.lines):
        last = at == len(one.lines) - 1
        together = bool(below) if last else whole or at < FEWEST - 1 or at > len(one.lines) - FEWEST - 1
        rows.append(_row(line, style, widths, numeric, keep=together))
    look = f'<w:tblLook w:firstRow="1" w:lastRow="{int(bool(one.total))}" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    named = f"<w:tblCaption w:val={quoteattr(clean_attribute(one.title))}/>" if one.title else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    made = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>{look}{named}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    title = paragraph("TableTitle", run(one.title)) if one.title else ""
    notes = [
        paragraph("TableNote", run(text), properties=KEEP if at < len(below) - 1 else "")
        for at, text in enumerate(below)
    ]
    return f"{title}{made}{''.join(notes) or paragraph('TableNote', '')}"


def side_by_side(contents: list[str], layout: Layout) -> str:
    """Finished paragraphs in two columns of a row without borders."""
    half = round(layout.width * TWENTIETHS / 2)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{half}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>{content}</w:tc>'
        for content in [*contents, paragraph("FigureNote", "")][:2]
    )
    grid = f'<w:gridCol w:w="{half}"/>' * 2
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="{2 * half}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>{paragraph('TableNote', '')}"
    )


KEEP = "<w:keepNext/>"
FEWEST = 2
"""Lines of a table at the least before and after a page break within it."""


def _row(
    cells: Iterable[str],
    style: str,
    widths: list[int],
    numeric: list[bool],
    *,
    head: bool = False,
    keep: bool = False,
) -> str:
    told = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    made = []
    for text, width, number in zip(cells, widths, numeric, strict=False):
        side = '<w:jc w:val="right"/>' if number else ""
        words = paragraph(style, run(text, strong=head), properties=(KEEP if keep or head else "") + side)
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{words}</w:tc>'
        )
    return f"<w:tr><w:trPr>{told}</w:trPr>{''.join(made)}</w:tr>"


def clean_attribute(text: str) -> str:
    """Text as an attribute holds it, before it is quoted."""
    return UNPRINTABLE.sub("", text).replace("\n", " ")
