"""Rows that are not what they seem: shifted cells, days far ahead, numbers beyond what is usual, “/” for nothing."""

from __future__ import annotations

import pytest
from tiny_bureau import SAMPLE, SAMPLES

from workreport.base.period import Period
from workreport.ledgers.accounting import accounts, all_findings
from workreport.ledgers.frames import Frames

YEAR = Period.parse("2021")


def finding_rows(frames: Frames) -> list[tuple[int, str, str]]:
    found = all_findings(frames, YEAR)
    account = accounts(frames, YEAR).set_index("ledger").loc["samples"]
    assert (
        account["read"] == account[["counted", "out_of_period", "duplicate", "quarantined", "not_data"]].sum()
    )
    return list(found[["row", "rule", "disposition"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("shift", ["more", "less", "blank end"])
def test_a_text_row_with_another_number_of_cells_is_set_aside(bureau, shift):
    cells = [*{**SAMPLE, "抽样单编号": "S2"}.values()]
    shifted = {
        "more": [*cells[:7], "1", *cells[7:]],
        "less": cells[:-1],
        "blank end": [*cells, ""],
    }[shift]
    bureau.write("2021/T01_抽样.csv", [["2021年抽样台账"], [*SAMPLE], [*SAMPLE.values()], shifted])
    frames = bureau.frames()
    assert finding_rows(frames) == [(4, "T01-错位", "quarantined")]
    message = all_findings(frames, YEAR)["message"].item()
    assert f"本行有 {len(shifted)} 个单元格，表头有 {len(cells)} 个" in message


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"抽样日期": "2022-02-01", "报告日期": ""}, "warned"),
        ({"抽样日期": "2023-01-01", "报告日期": ""}, "quarantined"),
        ({"抽样日期": "2121-03-05", "报告日期": ""}, "quarantined"),
        ({"报告日期": "2024-01-01"}, "warned"),
        ({"报告日期": "2121-03-20"}, "quarantined"),
        ({"报告日期": "2023-12-31"}, None),
    ],
)
def test_a_day_far_ahead_is_set_aside(bureau, cells, expected):
    bureau.samples(2021, cells)
    assert [line[1:] for line in finding_rows(bureau.frames())] == (
        [("T01-年度", expected)] if expected else []
    )


def test_a_number_beyond_the_usual_counts_with_a_warning(bureau):
    fields = [
        {**field, "usual_maximum": 100} if field["name"] == "items" else field for field in SAMPLES["fields"]
    ]
    bureau.declare({**SAMPLES, "fields": fields})
    bureau.samples(2021, {"检验项目数（项）": "101"}, {"检验项目数（项）": "100"}, {"检验项目数（项）": ""})
    frames = bureau.frames()
    assert finding_rows(frames) == [(2, "T01-上限", "warned")]
    assert frames.known("samples", YEAR)["items"].tolist()[:2] == [101, 100]


@pytest.mark.parametrize("nothing", ["/", "／", "不适用"])
def test_a_slash_says_nothing_in_every_optional_column(bureau, nothing):
    fields = [
        {**field, "constraints": {"enum": ["店", "厂"]}} if field["name"] == "ent_name" else field
        for field in SAMPLES["fields"]
    ]
    bureau.declare({**SAMPLES, "fields": fields})
    optional = [title for title in SAMPLE if title not in ("抽样单编号", "承办机构", "抽样日期", "检验结论")]
    bureau.samples(2021, dict.fromkeys(optional, nothing))
    frames = bureau.frames()
    assert finding_rows(frames) == []
    names = ["food", "report_date", "items", "weight", "flags", "ent_name", "uscc"]
    assert frames.known("samples", YEAR)[names].isna().all(axis=None)


@pytest.mark.parametrize("title", ["承办机构", "检验结论", "抽样日期"])
def test_a_slash_in_a_required_column_is_set_aside(bureau, title):
    bureau.samples(2021, {title: "/"})
    assert [line[2] for line in finding_rows(bureau.frames())] == ["quarantined"]


def test_a_slash_among_a_columns_values_is_a_value(bureau):
    fields = [
        {**field, "constraints": {"enum": ["店", "/"]}} if field["name"] == "ent_name" else field
        for field in SAMPLES["fields"]
    ]
    bureau.declare({**SAMPLES, "fields": fields})
    bureau.samples(2021, {"单位名称": "/"})
    assert bureau.frames().known("samples", YEAR)["ent_name"].tolist() == ["/"]
