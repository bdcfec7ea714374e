"""Damaged at random, a file is read or refused in Chinese; nothing else happens."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
import xlsxwriter
from awkward import HEADER, fill, ods, ods_row, row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_bureau import SAMPLES, contract

from workreport.base.errors import LedgerError
from workreport.ledgers.read.files import SUFFIXES, read_sheets
from workreport.ledgers.read.ledger_table import read_table
from workreport.ledgers.read.sheet_selection import select_tables

pytestmark = pytest.mark.slow
CONTRACT = contract(SAMPLES)
DAMAGE = st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=6)), max_size=6)
CALM = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def xlsx() -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        sheet = fill(book, "一季度", [HEADER, *(row(n) for n in range(1, 6)), ["合计", "", "", "", "", "20"]])
        sheet.merge_range(2, 1, 4, 1, "上浦分局")
        sheet.write_formula(3, 5, "=1/0", None, "#DIV/0!")
        sheet.write(5, 0, "S5", book.add_format({"font_strikeout": True}))
    return memory.getvalue()


def damaged(raw: bytes, damage: list[tuple[float, bytes]]) -> bytes:
    data = bytearray(raw)
    for share, content in damage:
        at = int(share * len(data))
        data[at : at + len(content)] = content
    return bytes(data)


def survives(path, raw: bytes) -> None:
    path.write_bytes(raw)
    try:
        sheets = read_sheets(path, path.name)
        tables = select_tables(
            CONTRACT, sheets, path.name, lambda sheet: read_table(CONTRACT, sheet, path.name)
        ).tables
    except LedgerError as error:
        assert path.name in error.where
        return
    for table in tables:
        assert table.read == len(table.frame) + table.not_data


@CALM
@given(damage=DAMAGE, suffix=st.sampled_from(SUFFIXES))
def test_damaged_workbook(tmp_path, damage, suffix):
    survives(tmp_path / f"a{suffix}", damaged(xlsx(), damage))


@CALM
@given(
    damage=DAMAGE,
    part=st.sampled_from(
        [
            "xl/worksheets/sheet1.xml",
            "xl/workbook.xml",
            "xl/styles.xml",
            "xl/sharedStrings.xml",
            "xl/_rels/workbook.xml.rels",
        ]
    ),
)
def test_workbook_with_a_damaged_part(tmp_path, damage, part):
    with zipfile.ZipFile(io.BytesIO(xlsx())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as new:
        for name, content in parts.items():
            new.writestr(name, damaged(content, damage) if name == part else content)
    survives(tmp_path / "a.xlsx", memory.getvalue())


@CALM
@given(damage=DAMAGE)
def test_damaged_ods(tmp_path, damage):
    path = ods(tmp_path / "a.ods", ods_row(*HEADER) + ods_row(*row(1)))
    with zipfile.ZipFile(path) as old:
        content = old.read("content.xml")
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("content.xml", damaged(content, damage))
    survives(path, memory.getvalue())


@CALM
@given(raw=st.binary(max_size=300), suffix=st.sampled_from(SUFFIXES))
def test_any_bytes(tmp_path, raw, suffix):
    survives(tmp_path / f"a{suffix}", raw)


@CALM
@given(raw=st.binary(max_size=2000))
def test_any_ole(tmp_path, raw):
    survives(tmp_path / "a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + raw)


@CALM
@given(text=st.text(max_size=200), encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_any_text(tmp_path, text, encoding):
    survives(tmp_path / "a.csv", (",".join(HEADER) + "\n" + text).encode(encoding, errors="replace"))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@given(
    lines=st.lists(
        st.lists(
            st.text(
                st.characters(codec="gb18030", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd"),
                max_size=6,
            ),
            max_size=4,
        ),
        max_size=6,
    )
)
@CALM
def test_text_comes_back_as_it_was_written(tmp_path, encoding, lines):
    path, memory = tmp_path / "a.csv", io.StringIO(newline="")
    csv.writer(memory).writerows([HEADER, *lines])
    path.write_bytes(memory.getvalue().encode(encoding))
    (sheet,) = read_sheets(path, "a.csv")
    stripped = [[cell.strip() for cell in cells] for cells in lines]
    rows = [HEADER, *(cells if any(cells) else [] for cells in stripped)]
    while not rows[-1]:
        rows.pop()
    assert sheet.rows == rows
