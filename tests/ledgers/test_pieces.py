"""A large text file read in pieces gives what it gives when read whole: rows, findings, accounts."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from workreport.base.errors import LedgerError
from workreport.base.workspace import REPOSITORY, Workspace
from workreport.ledgers.intake import Intake
from workreport.ledgers.large import chunks, streaming
from workreport.ledgers.table_cache import TypedLedger

pytestmark = pytest.mark.slow
(SOURCE,) = (REPOSITORY / "data" / "2021").glob("LG14_*.csv")


@pytest.fixture
def sample() -> tuple[list[str], list[list[str]]]:
    """Header and the first 120 tickets of the sample year."""
    with SOURCE.open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    return header, rows[:120]


def bureau(folder: Path) -> Path:
    (folder / "2021").mkdir(parents=True)
    shutil.copytree(REPOSITORY / "data" / "reference", folder / "reference")
    shutil.copy(REPOSITORY / "data" / "bureau.yaml", folder)
    return folder


def write(data: Path, lines: list[list[str]], encoding: str = "utf-8", name: str = "LG14_工单.csv") -> None:
    with (data / "2021" / name).open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(lines)


def read(data: Path, out: Path) -> TypedLedger:
    intake = Intake.of(Workspace.open(data, out))
    (file,) = [ledger_file for ledger_file in intake.files if ledger_file.ledger == "complaints"]
    return intake.read(file)


def both(data: Path, monkeypatch: pytest.MonkeyPatch, rows: int = 7) -> tuple[TypedLedger, TypedLedger]:
    """The ledger read whole, and in pieces of so many rows; the second one never falls back to the first way."""
    whole = read(data, data.parent / "whole")
    monkeypatch.setattr(chunks, "STREAMED_BYTES", 1)
    monkeypatch.setattr(chunks, "CHUNK_ROWS", rows)
    monkeypatch.setattr("workreport.ledgers.intake.read_sheets", lambda *_: pytest.fail("read whole"))
    return whole, read(data, data.parent / "pieces")


def same(whole: TypedLedger, streamed: TypedLedger) -> None:
    assert_frame_equal(streamed.frame, whole.frame, check_index_type=False)
    assert_frame_equal(streamed.findings, whole.findings, check_dtype=False)
    assert_frame_equal(streamed.contradicting, whole.contradicting)
    assert streamed.accounts == whole.accounts


def faulty(header: list[str], rows: list[list[str]]) -> list[list[str]]:
    """The rows with one of each thing that may be wrong, far from each other."""
    at = {name: place for place, name in enumerate(header)}
    lines = [["晴川区工单导出"], header, [str(n + 1) for n in range(len(header))], *map(list, rows)]
    lines[8][at["登记时间"]] = "昨天"
    lines[15] = [*lines[15], "多出来的"]
    lines[20][at["业务类型"]] = "闲聊"
    lines[30][at["办结时间"]] = "2020-01-01 08:00"
    lines[33][at["统一社会信用代码"]] = "９" + lines[33][at["统一社会信用代码"]][1:]
    lines[40][at["被诉主体"]] = "联系人：王小明 13812345678"
    lines[50][at["登记编号"]] = f" {lines[50][at['登记编号']]}"
    lines.insert(60, [])
    lines.insert(61, header)
    lines.insert(70, ["备注：电话 13912345678"])
    lines.append(list(lines[50]))
    lines.append([*lines[51][:-1], lines[51][-1]])
    contradicting = list(lines[90])
    contradicting[at["客体类别"]] = "家具"
    return [*lines, contradicting, list(lines[90]), list(lines[8])]


@pytest.mark.parametrize("rows", [5, 7, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_pieces_give_what_the_whole_gives(tmp_path, monkeypatch, sample, rows, encoding):
    data = bureau(tmp_path / "data")
    write(data, faulty(*sample), encoding)
    whole, streamed = both(data, monkeypatch, rows)
    assert whole.accounts.duplicate and whole.accounts.quarantined and len(whole.contradicting) == 2
    assert {"LG14-重复", "LG14-主键", "LG14-错位", "LG14-个人信息"} <= set(whole.findings["rule"])
    same(whole, streamed)


def test_what_is_not_read_is_told_of_once(tmp_path, monkeypatch, sample):
    header, rows = sample
    data = bureau(tmp_path / "data")
    write(data, [[*header, "另一列"], *([*row, "王小明 电话13912345678"] for row in rows)])
    whole, streamed = both(data, monkeypatch)
    assert (whole.findings["row"] == 0).sum() == 1
    same(whole, streamed)


def test_hashes_that_happen_to_be_alike_cost_a_look_and_change_nothing(tmp_path, monkeypatch, sample):
    data = bureau(tmp_path / "data")
    write(data, faulty(*sample))
    monkeypatch.setattr(streaming, "hashes", lambda rows, columns, **_: np.full(len(rows), 7, dtype="uint64"))
    same(*both(data, monkeypatch))


def test_many_shared_keys_are_compared_some_at_a_time(tmp_path, monkeypatch, sample):
    header, rows = sample
    data = bureau(tmp_path / "data")
    write(data, [header, *rows, *rows])
    monkeypatch.setattr(streaming, "MAX_COMPARED", 10)
    whole, streamed = both(data, monkeypatch)
    assert whole.accounts.duplicate == len(rows)
    same(whole, streamed)


@pytest.mark.parametrize(
    "lines",
    [
        lambda header, rows: [[*header, "登记编号"], *([*row, row[0]] for row in rows)],
        lambda header, rows: [header, *rows, ["合计", *[""] * 19, "12.5"]],
        lambda header, rows: [header, *rows[:60], [*header[:1], *header[:0:-1]], *rows[60:]],
        lambda header, rows: [
            header,
            ["（元）" if name.endswith("（元）") else "" for name in header],
            *rows,
        ],
        lambda header, rows: [header, *([*row[:-1], "x"] for row in rows[:5])],
    ],
    ids=["a column twice", "a total far below", "another header below", "units below", "few rows"],
)
def test_what_takes_all_rows_to_judge_is_read_whole(tmp_path, monkeypatch, sample, lines):
    data = bureau(tmp_path / "data")
    write(data, lines(*sample))
    whole = read(data, tmp_path / "whole")
    monkeypatch.setattr(chunks, "STREAMED_BYTES", 1)
    monkeypatch.setattr(chunks, "CHUNK_ROWS", 7)
    same(whole, read(data, tmp_path / "pieces"))


@pytest.mark.parametrize("content", [b'a,b\n"open', "登记编号\n\0".encode(), b"\xff\xfea,b", b"x\n" * 50])
def test_what_is_no_ledger_is_refused_in_the_same_words(tmp_path, monkeypatch, sample, content):
    data = bureau(tmp_path / "data")
    (data / "2021" / "LG14_工单.csv").write_bytes(content)
    with pytest.raises(LedgerError) as whole:
        read(data, tmp_path / "whole")
    monkeypatch.setattr(chunks, "STREAMED_BYTES", 1)
    with pytest.raises(LedgerError) as streamed:
        read(data, tmp_path / "pieces")
    assert streamed.value.message == whole.value.message


def test_an_unpaired_quote_far_below_is_named_by_its_line(tmp_path, monkeypatch, sample):
    data = bureau(tmp_path / "data")
    write(data, [sample[0], *sample[1]])
    path = data / "2021" / "LG14_工单.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"open,', encoding="utf-8")
    monkeypatch.setattr(chunks, "STREAMED_BYTES", 1)
    monkeypatch.setattr(chunks, "CHUNK_ROWS", 7)
    with pytest.raises(LedgerError, match=r"第 122 行起"):
        read(data, tmp_path / "out")
    assert not list((tmp_path / "out" / ".store").rglob("*.parquet*"))


def test_rows_are_read_in_groups_by_column(tmp_path, monkeypatch, sample):
    data = bureau(tmp_path / "data")
    write(data, [sample[0], *sample[1]])
    monkeypatch.setattr("workreport.ledgers.large.parquet.GROUP", 50)
    monkeypatch.setattr("workreport.ledgers.table_cache.LARGE", 100)
    _, streamed = both(data, monkeypatch)
    parts = list(streamed.parts(["ticket_no", "recv_at"]))
    assert [len(part) for part in parts] == [50, 50, 20]
    assert list(parts[1].columns) == ["ticket_no", "recv_at"]
    assert_frame_equal(pd.concat(parts), streamed.frame[["ticket_no", "recv_at"]])
