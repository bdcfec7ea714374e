"""Small Word files made of the XML that Word, WPS and LibreOffice write."""

from __future__ import annotations

import io
import re
import zipfile

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TAGS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header1": "hdr",
    "footer1": "ftr",
}


def run(text: str, formatting: str = "") -> str:
    properties = f"<w:rPr>{formatting}</w:rPr>" if formatting else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    before = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{before}{''.join(one if one.startswith('<') else run(one) for one in content)}</w:p>"


def table(*rows: list[str]) -> str:
    cells = ("".join(one if one.startswith("<w:tc>") else cell(one) for one in row) for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{one}</w:tr>' for one in cells)}</w:tbl>"


def cell(*texts: str, span: int = 1) -> str:
    wide = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>' if span > 1 else ""
    return f"<w:tc>{wide}{''.join(map(paragraph, texts))}</w:tc>"


def word_file(body: str, extended: str = "", **parts: str) -> bytes:
    """A .docx of the XML of its body and of its other parts, by name; ``extended`` tells of threads of comments."""
    sections = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{kind}1"/>'
        for kind in ("header", "footer")
        if f"{kind}1" in parts
    )
    files = {
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}<w:sectPr>{sections}</w:sectPr></w:body></w:document>",
        "word/media/image1.png": "\x89PNG no picture",
        **{
            f"word/{name}.xml": f"<w:{TAGS[name]} {SPACES}>{xml}</w:{TAGS[name]}>"
            for name, xml in parts.items()
        },
    }
    if extended:
        files["word/commentsExtended.xml"] = f"<w15:commentsEx {SPACES}>{extended}</w15:commentsEx>"
        parts = parts | {"commentsExtended": ""}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{re.sub("[0-9]", "", name)}+xml"/>'
        for name in parts
    )
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>{overrides}</Types>'
    )
    files["_rels/.rels"] = relations({"rId1": ("officeDocument", "word/document.xml")})
    files["word/_rels/document.xml.rels"] = relations(
        {name: (re.sub("[0-9]", "", name), f"{name}.xml") for name in parts}
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(name, DECLARED + text if not name.endswith("png") else text)
    return out.getvalue()


def relations(found: dict[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for id, (kind, target) in found.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
