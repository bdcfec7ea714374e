"""However blank lines, totals, notes, titles and copies are mixed in: no clean row is lost, none changes."""

from __future__ import annotations

from awkward import HEADER, row
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_bureau import SAMPLES, contract

from workreport.ledgers.read.ledger_table import read_table
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.read.sheet_selection import select_tables

CONTRACT = contract(SAMPLES)
WIDTH = len(HEADER)
TITLES = [["晴川区2021年抽样台账"], ["填报单位：抽检股", "", "", "填报日期：2021-12-31"], []]

names = st.text(
    st.sampled_from("合计总小累共注备说明填审核制表人商贸有限公司晴川云杉0123456789（）：、"),
    min_size=1,
    max_size=12,
).map(str.strip)
clean = st.builds(
    lambda food, items, weight, name: row(0, 食品大类=food, 检验项目数=items, 控制数量=weight, 单位名称=name),
    st.sampled_from(["糕点", "粮食加工品", "合计", ""]),
    st.integers(0, 10**6).map(str) | st.just(""),
    st.decimals(0, 10**6, places=3).map(str) | st.just(""),
    names,
)
trouble = st.sampled_from(
    [
        [],
        ["", "", ""],
        ["合计", "", "", "", "", "8", "3"],
        ["", "小 计：", "", "", "", "1"],
        ["", "上浦分局", "本月合计"],
        ["填表人：张**", "", "审核人：李**"],
        ["注：以上含复检。"],
        ["第 2 页"],
        ["本期零报告"],
        ["/"] * WIDTH,
        ["抽检股"],
        ["共2批次"],
        ["二〇二一年十二月三十一日"],
        HEADER,
        *TITLES[:2],
    ]
)
lines = st.lists(st.tuples(st.just("clean"), clean) | st.tuples(st.just("trouble"), trouble), max_size=25)


def sheet_of(
    name: str, mixed: list[tuple[str, list[str]]], start: int, draw_hidden: set[int]
) -> tuple[Sheet, list]:
    """A sheet of these lines below titles and header, and the clean rows in it with their row numbers."""
    rows, clean_rows = [*TITLES, HEADER], []
    for kind, cells in mixed:
        cells = list(cells)
        if kind == "clean":
            cells[0] = f"S{start + len(clean_rows)}"
            clean_rows.append((len(rows) + 1, cells))
        rows.append(cells)
    hidden = frozenset(number for number, _ in clean_rows if number in draw_hidden)
    return Sheet(name, rows, hidden_rows=hidden), clean_rows


@settings(max_examples=60, deadline=None)
@given(
    lines,
    lines,
    st.sets(st.integers(1, 30)),
    st.sampled_from([None, "草稿", "1月 (2)", "汇总"]),
    st.booleans(),
)
def test_no_clean_row_is_lost_or_changed(first, second, hidden, copy, reverse):
    one, kept_one = sheet_of("1月", first, 1, hidden)
    two, kept_two = sheet_of("2月", second, 1000, hidden)
    sheets = [one, two, *([Sheet(copy, one.rows)] if copy else [])]
    if reverse:
        sheets.reverse()
    read = lambda sheet: read_table(CONTRACT, sheet, "a.xlsx")  # noqa: E731
    tables = select_tables(CONTRACT, sheets, "a.xlsx", read).tables
    got = {
        (only.pop("_sheet"), only.pop("_row")): only
        for table in tables
        for only in table.frame.drop(columns="_file").to_dict("records")
    }
    titles = {field.title: field.name for field in CONTRACT.fields}
    wanted = {
        (sheet, number): {titles[head.split("（")[0]]: text for head, text in zip(HEADER, cells, strict=True)}
        for sheet, clean_rows in (("1月", kept_one), ("2月", kept_two))
        for number, cells in clean_rows
    }
    if copy == "1月 (2)" and not kept_one:
        assert {place: only for place, only in got.items() if place[0] != copy} == wanted
    else:
        assert got == wanted
    assert sum(table.read for table in tables) == len(got) + sum(table.not_data for table in tables)
    below = sum(any(cells) for sheet in sheets for cells in sheet.rows[len(TITLES) + 1 :])
    assert sum(table.read for table in tables) == below


@settings(max_examples=60, deadline=None)
@given(lines, st.permutations(range(WIDTH)))
def test_columns_may_stand_in_any_order(mixed, order):
    sheet, clean_rows = sheet_of("1月", mixed, 1, set())
    turned = Sheet(
        "1月",
        [
            [(cells + [""] * WIDTH)[at] for at in order] if cells and len(cells) > 4 else cells
            for cells in sheet.rows
        ],
    )
    table = read_table(CONTRACT, turned, "a.xlsx")
    assert set(table.frame["sample_no"]) >= {cells[0] for _, cells in clean_rows}
    assert table.read == len(table.frame) + table.not_data
