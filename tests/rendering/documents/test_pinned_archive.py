"""An office file is the same bytes whenever it is made."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from workreport.rendering.documents.pinned_archive import EPOCH, pinned

DAY = date(2021, 12, 31)


def archive(year: int, parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (year, 5, 1, 12, 0, 0)), content)
    return out.getvalue()


def office_file(year: int) -> bytes:
    core = (
        f'<c><dcterms:created xsi:type="dcterms:W3CDTF">{year}-05-01T12:00:00Z</dcterms:created></c>'.encode()
    )
    book = archive(year, {"docProps/core.xml": core, "xl/workbook.xml": b"<w/>"})
    return archive(year, {"docProps/core.xml": core, "ppt/embeddings/book.xlsx": book, "ppt/a.xml": b"<a/>"})


def test_what_was_made_at_two_times_becomes_one():
    assert office_file(2024) != office_file(2025)
    assert pinned(office_file(2024), DAY) == pinned(office_file(2025), DAY)


def test_all_parts_are_there_with_the_day_given():
    with zipfile.ZipFile(io.BytesIO(pinned(office_file(2024), DAY))) as package:
        assert package.namelist() == ["docProps/core.xml", "ppt/embeddings/book.xlsx", "ppt/a.xml"]
        assert {entry.date_time for entry in package.infolist()} == {EPOCH}
        assert b">2021-12-31T00:00:00Z<" in package.read("docProps/core.xml")
        with zipfile.ZipFile(io.BytesIO(package.read("ppt/embeddings/book.xlsx"))) as book:
            assert b">2021-12-31T00:00:00Z<" in book.read("docProps/core.xml")
