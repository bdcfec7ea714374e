"""Text that a spreadsheet program would run is marked as text; numbers and other text stay as they are."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from workreport.base.spreadsheets import neutral
from workreport.figures.csv_files import csv_bytes, csv_of_columns

RUN = [
    '=HYPERLINK("http://x")',
    "+1-2",
    "-1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-",
    "\t=1+1",
    "\n=1+1",
    "＝1+1",
    "＋甲",
    "-5，见附件",
]
PLAIN = ["", "-5", "+1,234.5", "-12.3%", "+8.95个百分点", "-2.5e-3", "2021-03-04", "甲=乙", "—", "'=1", "3-1"]


@pytest.mark.parametrize("text", RUN)
def test_what_a_program_would_run_is_marked_as_text(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_numbers_and_other_texts_stay(text):
    assert neutral(text) == text


@pytest.mark.parametrize(("text", "written"), [("\r=1+1", "'\n=1+1"), ("甲\r\n=1+1", "甲\n=1+1")])
def test_a_carriage_return_begins_no_row(text, written):
    assert neutral(text) == written
    assert csv_of_columns({"列": [text]}).decode("utf-8-sig") == f'列\n"{written}"\n'


@pytest.mark.parametrize("written", ["rows", "frame", "columns"])
def test_every_way_to_a_csv_file_marks_cells_and_headers(written):
    columns = {"=列": [*RUN, *PLAIN]}
    content = {
        "rows": lambda: csv_bytes([{"=列": text} for text in columns["=列"]], ("=列",)),
        "frame": lambda: csv_bytes(pd.DataFrame(columns), ["=列"]),
        "columns": lambda: csv_of_columns(columns),
    }[written]()
    cells = [
        row[0] if row else "" for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    ]
    assert cells == ["'=列", *(f"'{text}" for text in RUN), *PLAIN]
