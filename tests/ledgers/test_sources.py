"""Sources: every file in a year's folder and every sheet of a ledger file is told; what looks like data and is not read blocks."""

from __future__ import annotations

import pytest
from awkward import HEADER, fill, row, workbook

from workreport.base.period import Period
from workreport.ledgers.sources import COLUMNS, blocking, sources

PERIOD = Period.parse("2021")


def source_uses(bureau) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Ledger, use and whether it blocks, by file and sheet."""
    table = sources(bureau.frames(), PERIOD)
    assert list(table) == COLUMNS
    return {
        (source["file"], source["sheet"]): (source["ledger"], source["use"], source["blocks"])
        for source in table.to_dict("records")
        if source["file"].startswith("2021/")
    }


@pytest.fixture
def book(bureau):
    """Write a workbook of these sheets into the year's folder."""

    def write(name: str, sheets: dict[str, list[list]]) -> None:
        path = bureau.data / "2021" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        workbook(path, lambda book: [fill(book, title, rows) for title, rows in sheets.items()])

    return write


def test_ordinary_ledger_files_are_read(bureau):
    bureau.samples(2021, {})
    assert source_uses(bureau) == {("2021/T01_抽样台账.csv", "T01_抽样台账"): ("samples", "read", "false")}


@pytest.mark.parametrize(
    "name", ["T01-补充.xlsx", "t01_补充.xlsx", "抽检股/T01_补充.xlsx", "T01 补充.xlsx", "抽样.xlsx"]
)
def test_a_table_with_a_ledgers_name_or_header_that_is_not_read_blocks(bureau, book, name):
    bureau.samples(2021, {})
    book(name, {"补充": [HEADER, row(2)]})
    assert source_uses(bureau)[f"2021/{name}", ""] == ("samples", "not_taken", "true")
    (sentence,) = blocking(sources(bureau.frames(), PERIOD))
    assert (
        sentence.startswith(f"2021/{name}没有读入：看") and "《抽样台账》" in sentence and "T01_*" in sentence
    )


def test_other_files_are_told_and_block_nothing(bureau, book):
    bureau.samples(2021, {})
    book("通讯录.xlsx", {"表": [["科室", "电话"], ["办公室", "12345"]]})
    for name in ("说明.docx", "notes.yaml", "narrative/计划.md", "~$T01.xlsx", ".DS_Store", "broken.xlsx"):
        path = bureau.data / "2021" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"no table")
    found = source_uses(bureau)
    uses = {file.removeprefix("2021/"): use for (file, _), (_, use, _) in found.items()}
    assert uses == {
        "T01_抽样台账.csv": "read",
        "通讯录.xlsx": "not_taken",
        "说明.docx": "not_taken",
        "notes.yaml": "settings",
        "narrative/计划.md": "settings",
        "~$T01.xlsx": "system",
        ".DS_Store": "system",
        "broken.xlsx": "not_taken",
    }
    assert {blocks for *_, blocks in found.values()} == {"false"}


def test_a_sheet_with_another_ledgers_header_is_told_and_blocks(bureau, book):
    devices = [["设备编号", "登记日期", "状态"], ["D1", "2020-06-01", "在用"]]
    book("T01_抽样台账.xlsx", {"抽样": [HEADER, row(1)], "设备": devices})
    assert source_uses(bureau)["2021/T01_抽样台账.xlsx", "设备"] == ("samples", "not_read", "true")
    (sentence,) = blocking(sources(bureau.frames(), PERIOD))
    assert "工作表“设备”没有读入：看表头是《设备登记台账》" in sentence


@pytest.mark.parametrize("folder", ["drafts", "published"])
def test_written_reports_are_no_ledgers(bureau, book, folder):
    bureau.samples(2021, {})
    book(f"{folder}/T01_正文.xlsx", {"抽样": [HEADER, row(1)]})
    (bureau.data / "2021" / folder / "正文.docx").write_bytes(b"PK")
    found = source_uses(bureau)
    assert found[f"2021/{folder}/T01_正文.xlsx", ""] == ("", "settings", "false")
    assert found[f"2021/{folder}/正文.docx", ""] == ("", "settings", "false")
