"""Files that run or fetch something when they are opened are not handed on as copies."""

from __future__ import annotations

import io
import zipfile

import pytest
from word_fixture import paragraph, word_file

from workreport.base.errors import DraftError
from workreport.drafts.reading.word_dangers import require_harmless
from workreport.drafts.reading.word_xml import WordPackage

TYPES = "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
DOCUMENT = "wordprocessingml.document.main+xml"


def with_parts(**changes) -> WordPackage:
    """A harmless file with some parts edited by a function of their text, or added."""
    raw, saved = word_file(paragraph("正文")), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(saved, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if edit := changes.get(name):
                content = edit(content.decode("utf-8")).encode("utf-8")
            new.writestr(name, content)
        for name in set(changes) - set(old.namelist()):
            new.writestr(name, changes[name])
    return WordPackage(saved.getvalue(), "稿.docx")


def related(kind: str, target: str, mode: str = "External") -> WordPackage:
    relationship = (
        f'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
    return with_parts(**{RELATIONS: lambda text: text.replace("</Relationships>", relationship)})


def test_a_plain_document_passes():
    require_harmless(with_parts())


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://example.invalid/"),
        ("attachedTemplate", "file:///C:/Users/a/Normal.dotm"),
        ("attachedTemplate", "Normal.dotm"),
    ],
)
def test_links_that_a_reader_has_to_follow_and_local_templates_pass(kind, target):
    require_harmless(related(kind, target))


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://example.invalid/a.dotm"),
        ("attachedTemplate", "\\\\server\\share\\a.dotm"),
        ("attachedTemplate", "file://server/share/a.dotm"),
        ("attachedTemplate", "file:////server/share/a.dotm"),
        ("oleObject", "HTTP://example.invalid/a"),
        ("image", "http://example.invalid/a.png"),
        ("subDocument", "https://example.invalid/a.docx"),
        ("frame", "mhtml:http://example.invalid/!x"),
    ],
)
def test_what_is_fetched_on_opening_is_refused(kind, target):
    with pytest.raises(DraftError, match="别处"):
        require_harmless(related(kind, target))


@pytest.mark.parametrize(
    "changes",
    [
        {TYPES: lambda text: text.replace(f"application/vnd.openxmlformats-officedocument.{DOCUMENT}", "application/vnd.ms-word.document.macroEnabled.main+xml")},
        {"word/vbaProject.bin": b"x"},
        {TYPES: lambda text: text.replace("</Types>", '<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>')},
    ],
)  # fmt: skip
def test_macros_are_refused(changes):
    with pytest.raises(DraftError, match="宏"):
        require_harmless(with_parts(**changes))


def test_a_template_is_no_document():
    with pytest.raises(DraftError, match="模板"):
        require_harmless(with_parts(**{TYPES: lambda text: text.replace("document.main", "template.main")}))
