"""Text files of separators: refused, or read without their blank rows, in memory bounded by the file's size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workreport.base.errors import LedgerError
from workreport.ledgers.large.chunks import STREAMED_BYTES, is_streamed
from workreport.ledgers.read import delimited
from workreport.ledgers.read.delimited import read_delimited
from workreport.ledgers.read.files import read_sheets

MEMORY_MB = 300
READ = """
import re, sys
from pathlib import Path
from workreport.base.errors import LedgerError
from workreport.ledgers.read.files import read_sheets
try:
    print(len(read_sheets(Path(sys.argv[1]), "甲.csv")[0].rows))
except LedgerError as error:
    print(error.what)
print(int(re.search("VmHWM:(.*)kB", Path("/proc/self/status").read_text())[1]) // 1024)
"""
SIZE = 24_000_000
HUGE = {
    "commas in one line": (b"," * SIZE, "文件打不开：表里一个单元格都没有填"),
    "a name and commas in one line": ("名称".encode() + b"," * SIZE, f"一行有 {SIZE + 1} 个单元格，不像台账"),
    "lines of commas": ((b"," * 59 + b"\n") * (SIZE // 60), "文件打不开：表里一个单元格都没有填"),
    "quoted blanks": (b'"",""\n' * (SIZE // 6), "文件打不开：表里一个单元格都没有填"),
    "empty lines": (b"\n" * SIZE, "文件打不开：文件是空的，没有任何内容"),
    "a table above lines of commas": ("名称,数\n甲,1\n".encode() + b",\n" * (SIZE // 2), "2"),
    "a table below empty lines": (
        b"\n" * SIZE + "名称,数\n甲,1\n".encode(),
        f"行间夹有 {SIZE} 行空行，不像台账",
    ),
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured through /proc")
@pytest.mark.parametrize("content", HUGE)
def test_memory_is_bounded(tmp_path: Path, content: str):
    path = tmp_path / "甲.csv"
    path.write_bytes(HUGE[content][0])
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    what, memory = done.stdout.splitlines()
    assert what == HUGE[content][1]
    assert int(memory) < MEMORY_MB


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("blank", ["", ",,", " , ,", '"",,', "|;\t"])
def test_rows_keep_their_numbers_and_cells(end: str, blank: str):
    lines = ["名称,数,备注", "甲,1,", blank, '乙,2,"两行\n\n"', ",,", blank, blank]
    rows = read_delimited(end.join([*lines, ""]).encode(), "甲", ",", "甲.csv").rows
    assert rows[:2] == [["名称", "数", "备注"], ["甲", "1", ""]]
    assert not any(rows[2]) or blank == "|;\t"
    assert rows[3] == ["乙", "2", "两行"]
    assert len(rows) == 4 or blank == "|;\t"


def test_blank_cells_at_the_end_of_the_last_row_stay():
    assert read_delimited("名称,数\n甲,,\n,,\n,,".encode(), "甲", ",", "甲.csv").rows[1] == ["甲", "", ""]
    assert read_delimited("名称,数\n甲,,".encode(), "甲", ",", "甲.csv").rows[1] == ["甲", "", ""]


def test_gaps_are_limited_in_all(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(delimited, "MAX_BLANK_ROWS", 3)
    rows = read_delimited("名称,数\n\n\n甲,1\n,\n乙,2\n".encode(), "甲", ",", "甲.csv").rows
    assert [row[:1] for row in rows] == [["名称"], [], [], ["甲"], [], ["乙"]]
    with pytest.raises(LedgerError, match="行间夹有 4 行空行") as caught:
        read_delimited("名称,数\n\n\n甲,1\n,\n\n乙,2\n".encode(), "甲", ",", "甲.csv")
    assert caught.value.where == "甲.csv 第 7 行以上"


def test_a_small_table_in_a_large_file_is_read_whole(tmp_path: Path):
    path = tmp_path / "甲.csv"
    path.write_bytes("名称,数\n甲,1\n".encode() + b",\n" * STREAMED_BYTES)
    assert not is_streamed(path)
    assert read_sheets(path, "甲.csv")[0].rows == [["名称", "数"], ["甲", "1"]]
    path.write_bytes("名称,数\n".encode() + "甲,1\n".encode() * STREAMED_BYTES)
    assert is_streamed(path)
