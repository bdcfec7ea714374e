"""A marked copy that is handed back unchanged gives the same accounts, rows and findings, whatever the file held."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from awkward_tables import HEADER, Cell, Table, write
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tiny_bureau import SAMPLE, TinyBureau

from workreport.ledgers.exchange.marked_copy import copy_name, marked_copy

FIXED = settings(
    max_examples=6,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ORG, DAY, REPORT, RESULT, ITEMS, WEIGHT, FIRM = (
    HEADER.index(title)
    for title in (
        "承办机构",
        "抽样日期",
        "报告日期",
        "检验结论",
        "检验项目数（项）",
        "控制数量（kg）",
        "单位名称",
    )
)
DAYS = st.dates(dt.date(2020, 12, 1), dt.date(2022, 1, 31))
NUMBERS = st.sampled_from([0.0, 4.0, 4.5, 1e6, -3.0])
SERIALS = st.sampled_from([44260.0, 44260.5, 42798.0])
TEXTS = st.sampled_from(
    [
        "糕点厂",
        "=1+1",
        "+86 厂",
        "-",
        "@x",
        "甲\n乙",
        "_x0041_",
        "a\x0bb",
        "'01",
        "#REF!",
        "0001",
        " x ",
        "13800138000",
    ]
)
MARKED = [("error", st.just("x")), ("unworked", st.just("x"))]
CELLS = {
    ORG: [("text", st.sampled_from(["上浦分局", "下浦所", "外星"])), ("struck", st.just("上浦分局"))],
    DAY: [("date", DAYS), ("number", SERIALS), ("text", st.just("44260")), *MARKED],
    REPORT: [("date", DAYS), ("number", SERIALS), ("struck", st.just("2021-03-20"))],
    RESULT: [("text", st.sampled_from(["合格", "合恪", ""])), ("formula", st.just("合格")), *MARKED],
    ITEMS: [("number", NUMBERS), ("formula", NUMBERS), ("text", st.just("4项")), *MARKED],
    WEIGHT: [("weight", st.sampled_from([1.34, 0.5, 12.0])), ("number", NUMBERS)],
    FIRM: [("text", TEXTS), ("struck", st.just("旧厂")), ("part", st.just("旧厂")), *MARKED],
}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A few rows, most of them with one awkward cell or two."""
    rows = []
    for number in range(1, draw(st.integers(2, 5)) + 1):
        texts = [*(SAMPLE | {"抽样单编号": f"S{number}"}).values(), "赖小明"]
        cells = [Cell("text", text) for text in texts]
        cells[FIRM] = Cell("text", draw(TEXTS))
        for column in draw(st.sets(st.sampled_from(list(CELLS)), max_size=3)):
            kind, values = draw(st.sampled_from(CELLS[column]))
            cells[column] = Cell(kind, draw(values))
        rows.append(cells)
    last = len(rows)
    merged = ((last - 1, last),) if draw(st.booleans()) else ()
    lengths = st.sampled_from([len(HEADER), len(HEADER), len(HEADER) - 1, len(HEADER) + 1, 4])
    return Table(
        rows,
        merged,
        draw(st.frozensets(st.integers(1, last), max_size=1)),
        draw(st.one_of(st.just(()), st.tuples(*[lengths] * last))),
        draw(st.booleans()),
    )


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv"])
def test_an_unchanged_copy_gives_the_same_accounts(bureau: TinyBureau, kind: str) -> None:
    folder = bureau.data / "2021"
    folder.mkdir()
    seen = []

    @FIXED
    @given(tables())
    def run(table: Table) -> None:
        for old in folder.iterdir():
            old.unlink()
        path = write(table, kind, folder / f"T01_抽样台账.{kind}")
        before, copy = _read(bureau), _copy(bureau)
        path.unlink()
        path = folder / copy_name(path)
        path.write_bytes(copy)
        after, second = _read(bureau), _copy(bureau)
        assert after == before
        # and so does the copy of the copy
        path.write_bytes(second)
        assert _read(bureau) == before
        seen.append(before[0].quarantined)

    run()
    assert min(seen) == 0 < max(seen), "some tables have rows that are set aside"


def _file(bureau: TinyBureau):
    intake = bureau.intake()
    (file,) = [file for file in intake.files if file.ledger == "samples"]
    return intake, file


def _read(bureau: TinyBureau):
    """Accounts, rows and findings of the one file; personal data and the suffix are mended in a copy."""
    intake, file = _file(bureau)
    ledger = intake.read(file)
    found = ledger.findings
    found = found[~found["rule"].str.contains("个人信息|扩展名")]
    findings = sorted(zip(found["row"], found["column"], found["rule"], found["disposition"], strict=True))
    rows = ledger.frame.drop(columns=["_file", "_sheet"]).to_csv(index=False)
    # a copy has a sheet with its findings in front
    own = tuple(use for use in ledger.accounts.sheets if use.use != "generated")
    return replace(ledger.accounts, sheets=own), rows, findings


def _copy(bureau: TinyBureau) -> bytes:
    intake, file = _file(bureau)
    copy = marked_copy(intake, file, intake.read(file).findings)
    assert copy is not None
    return copy.content
