"""File names are the same text in whatever encoding they stand on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tiny_bureau import TinyBureau

from workreport.base.errors import LedgerError
from workreport.base.file_names import matching, readable
from workreport.ledgers.accounting import accounts

NAME = "T01_抽样台账（上半年）.csv"


def on_disk(text: str, encoding: str) -> str:
    """The name as Python sees it where its bytes are in this encoding."""
    return os.fsdecode(text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
def test_name_in_either_encoding(encoding):
    assert readable(on_disk(NAME, encoding)) == NAME
    assert readable(Path("2021") / on_disk(NAME, encoding)) == f"2021/{NAME}"


def test_name_in_no_encoding_shows_its_bytes():
    assert readable(os.fsdecode(b"T01_\xff\xff.csv")) == r"T01_\xff\xff.csv"


def test_parts_of_a_path_in_different_encodings():
    assert readable(f"{on_disk('一月', 'gbk')}/{on_disk('二月', 'utf-8')}") == "一月/二月"


def test_patterns_match_text_and_the_order_is_that_of_the_text(tmp_path):
    names = {"台账乙.csv": "gbk", "台账甲.csv": "utf-8", "别的.csv": "gbk", "台账丙.csv": "gbk"}
    for name, encoding in names.items():
        (tmp_path / on_disk(name, encoding)).touch()
    found = [readable(path.name) for path in matching(tmp_path, ["台账*.csv"])]
    assert found == sorted(name for name in names if name.startswith("台账"))
    assert matching(tmp_path / "missing", ["*"]) == []


def renamed(bureau: TinyBureau, encoding: str) -> TinyBureau:
    path = bureau.samples(2021, {}, {})
    path.rename(path.with_name(on_disk(NAME, encoding)))
    return bureau


def test_ledger_named_in_gbk_is_accounted_for_under_its_name(bureau, two_figures):
    book = renamed(bureau, "gbk").book("2021")
    [row] = accounts(book.frames, book.period).query("ledger == 'samples'").to_dict("records")
    assert (row["file"], row["counted"]) == (f"2021/{NAME}", 2)
    [file] = book.frames.intake.files_of("samples")
    assert set(book.frames.intake.read(file).frame["_sheet"]) == {NAME.removesuffix(".csv")}


def test_one_name_in_two_encodings_is_refused(bureau):
    renamed(bureau, "gbk")
    with pytest.raises(LedgerError, match="只是文件名的编码不同"):
        renamed(bureau, "utf-8").intake()
