"""Every row is typed and kept, or set aside with the reason; no row is ever lost."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tiny_bureau import SAMPLES, contract

from workreport.base.personal_data import MASK
from workreport.ledgers.declared.codes import ALWAYS, CodeList
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import combine, describe, findings
from workreport.ledgers.declared.source_columns import SOURCE
from workreport.ledgers.validate.rows import Validated, validate

CODES = {
    "orgs": CodeList("orgs", {"QC11": "上浦分局"}, {"QC11": "QC11", "上浦分局": "QC11"}),
    "foods": CodeList("foods", {"糕点": "糕点"}, {"糕点": "糕点", "24": "糕点"}),
}
GOOD = {"sample_no": "S1", "org_code": "上浦分局", "sample_date": "2021-03-05", "result": "合格"}


def check(
    *rows: dict[str, str],
    of: Contract | None = None,
    codes: dict[str, CodeList] = CODES,
    year: int | None = None,
) -> Validated:
    """Validate rows like ``GOOD`` with these cells changed, numbered from 2 as in a file."""
    cells = pd.DataFrame(
        [{**GOOD, "sample_no": f"S{at}", **row} for at, row in enumerate(rows, 1)], dtype="str"
    ).fillna("")
    cells["_file"], cells["_sheet"] = "2021/T01.csv", "T01"
    cells["_row"] = pd.Series(range(2, len(cells) + 2), dtype="int64")
    return validate(of or contract(SAMPLES), cells, codes, year=year)


def finding_rows(found: Validated) -> list[tuple]:
    return [
        tuple(line)
        for line in found.findings[["row", "column", "rule", "disposition"]].itertuples(index=False)
    ]


def test_good_rows_are_typed():
    found = check(
        {"items": "4", "weight": "1000.5", "food": "24", "uscc": ""},
        {"items": "/", "report_date": "2021/3/20"},
    )
    assert found.findings.empty and (found.duplicate, found.quarantined) == (0, 0)
    one, two = found.frame.to_dict("records")
    assert (one["org_code"], one["food"], one["items"], one["weight"]) == (
        "QC11",
        "糕点",
        4,
        Decimal("1000.500"),
    )
    assert pd.isna(one["uscc"]) and pd.isna(two["items"])
    assert two["report_date"] == pd.Timestamp(2021, 3, 20)


@pytest.mark.parametrize(
    ("cells", "column", "rule", "message"),
    [
        ({"org_code": "中浦分局"}, "承办机构", "T01-读数", "可填：上浦分局"),
        ({"org_code": ""}, "承办机构", "T01-必填", "必填而空白"),
        ({"result": ""}, "检验结论", "T01-必填", "必填而空白"),
        ({"result": "优"}, "检验结论", "T01-取值", "合格、不合格、未出"),
        ({"sample_date": "2021-13-05"}, "抽样日期", "T01-读数", "应为日期，如 2021-03-05"),
        ({"items": "若干"}, "检验项目数", "T01-读数", "应为整数"),
        ({"items": "-1"}, "检验项目数", "T01-取值", "小于下限 0"),
        ({"items": "99999999999999999999"}, "检验项目数", "T01-读数", "应为整数"),
        ({"weight": "1.2345"}, "控制数量", "T01-读数", "最多 3 位小数"),
        ({"flags": "网络、直播"}, "附加属性", "T01-读数", "可取：网络、校园、夜查"),
        ({"report_date": "2021-03-04"}, "报告日期", "T01-R1", "报告日期早于抽样日期"),
    ],
)
def test_a_row_that_breaks_the_contract_is_set_aside_with_its_reason(cells, column, rule, message):
    found = check({}, cells, {})
    assert found.frame["sample_no"].tolist() == ["S1", "S3"]
    assert (found.duplicate, found.quarantined) == (0, 1)
    assert finding_rows(found) == [(3, column, rule, "quarantined")]
    assert message in found.findings.loc[0, "message"]
    assert found.findings.loc[0, "original"] == next(iter(cells.values()))


def test_a_blank_or_unreadable_cell_is_told_once():
    found = check({"sample_date": "昨天", "org_code": ""})
    assert finding_rows(found) == [
        (2, "承办机构", "T01-必填", "quarantined"),
        (2, "抽样日期", "T01-读数", "quarantined"),
    ]
    assert found.quarantined == 1


def ruled(*rules: dict, fields: tuple[dict, ...] = ()) -> Contract:
    return contract(SAMPLES, rules=list(rules), fields=[*SAMPLES["fields"], *fields])


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ({"name": "size", "title": "规模", "type": "number", "constraints": {"minimum": 0.5}}, ["0.5", ""], ["0.49"]),
        ({"name": "size", "title": "规模", "type": "integer", "constraints": {"maximum": 10}}, ["10"], ["11"]),
        ({"name": "town_code", "title": "乡镇", "constraints": {"pattern": r"\d{9}"}}, ["990103011", ""], ["99010301", "9901030111", "x990103011"]),
        ({"name": "dev_code", "title": "设备代码", "constraints": {"pattern": r"\d{20}|[0-9A-Z]{17}"}}, ["3" * 20, "A" * 17], ["3.120109903202100e+19", "3" * 19]),
    ],
)  # fmt: skip
def test_limits_and_patterns(field, good, bad):
    found = check(*({field["name"]: cell} for cell in [*good, *bad]), of=ruled(fields=(field,)))
    assert (len(found.frame), found.quarantined) == (len(good), len(bad))
    assert set(found.findings["rule"]) <= {"T01-取值", "T01-读数"}


def test_equal_dates_are_in_order_and_moments_are_compared_by_day():
    moment = {"name": "closed", "title": "办结时间", "type": "datetime"}
    order = {"id": "R", "order": ["closed", "report_date"], "message": "报告早于办结"}
    found = check(
        {"closed": "2021-03-05 17:30", "report_date": "2021-03-05"},
        {"closed": "2021-03-06 00:10", "report_date": "2021-03-05"},
        {"closed": "2021-03-06 00:10", "report_date": ""},
        of=ruled(order, fields=(moment,)),
    )
    assert finding_rows(found) == [(3, "报告日期", "R", "quarantined")]


def test_at_most():
    fixed = {"name": "fixed", "title": "已整改数", "type": "integer"}
    rule = {"id": "R", "at_most": ["fixed", "items"], "message": "已整改数大于问题数"}
    found = check(
        {"fixed": "3", "items": "3"},
        {"fixed": "4", "items": "3"},
        {"fixed": "4", "items": ""},
        of=ruled(rule, fields=(fixed,)),
    )
    assert finding_rows(found) == [(3, "检验项目数", "R", "quarantined")]


def test_required_if():
    rule = {
        "id": "R",
        "required_if": {"field": "report_date", "when": {"result": ["合格", "不合格"]}},
        "message": "已出结论而无报告日期",
    }
    found = check(
        {"report_date": ""},
        {"result": "未出", "report_date": ""},
        {"report_date": "2021-03-20"},
        of=ruled(rule),
    )
    assert finding_rows(found) == [(2, "报告日期", "R", "quarantined")]
    assert found.findings.loc[0, "message"] == "已出结论而无报告日期"


def test_required_if_of_a_boolean():
    public = {"name": "public", "title": "是否公示", "type": "boolean"}
    rule = {
        "id": "R",
        "required_if": {"field": "ent_name", "when": {"public": [True]}},
        "message": "已公示而无单位",
    }
    found = check(
        {"public": "是", "ent_name": ""},
        {"public": "否", "ent_name": ""},
        {"public": "", "ent_name": ""},
        of=ruled(rule, fields=(public,)),
    )
    assert [line[0] for line in finding_rows(found)] == [2]


def test_wrong_check_digit_is_warned_of_and_counted():
    rule = {"id": "R", "format": {"field": "uscc", "as": "uscc"}, "message": "统一社会信用代码校验位不符"}
    found = check(
        *({"uscc": code} for code in ("91360399MA00000050", "91360399MA00000051", "", "12345678-9")),
        of=ruled(rule),
    )
    assert len(found.frame) == 4 and found.quarantined == 0
    assert finding_rows(found) == [(3, "统一社会信用代码", "R", "warned")]


def test_disposition_may_be_declared():
    late = {**SAMPLES["rules"][0], "disposition": "warned"}
    found = check({"report_date": "2021-03-01"}, of=ruled(late))
    assert len(found.frame) == 1 and finding_rows(found)[0][3] == "warned"


def test_rules_over_columns_that_are_not_there_are_not_judged():
    rules = [
        {"id": "R1", "order": ["sample_date", "report_date"], "message": "甲"},
        {"id": "R2", "required_if": {"field": "ent_name", "when": {"result": ["合格"]}}, "message": "乙"},
        {"id": "R3", "format": {"field": "uscc", "as": "uscc"}, "message": "丙"},
    ]
    assert check({}, of=ruled(*rules)).findings.empty


@pytest.mark.parametrize(
    "rule",
    [
        {"id": "R", "message": "无"},
        {"id": "R", "message": "二", "order": ["sample_date", "report_date"], "at_most": ["items", "weight"]},
        {"id": "R", "message": "字段", "order": ["sample_date", "end_date"]},
    ],
)
def test_rules_that_make_no_sense_are_refused(rule):
    with pytest.raises(ValidationError):
        ruled(rule)


def test_pattern_that_does_not_compile_is_refused():
    with pytest.raises(ValidationError, match="正则表达式"):
        ruled(fields=({"name": "town_code", "title": "乡镇", "constraints": {"pattern": "("}},))


def test_same_key_same_content_is_one_row():
    found = check(
        {"sample_no": "S1", "items": "4"},
        {"sample_no": "S1", "items": "+4"},
        {"sample_no": "S1", "items": "4"},
    )
    assert found.frame["_row"].tolist() == [2]
    assert (found.duplicate, found.quarantined) == (2, 0)
    assert finding_rows(found) == [
        (3, "抽样单编号", "T01-重复", "warned"),
        (4, "抽样单编号", "T01-重复", "warned"),
    ]
    assert found.findings["message"].tolist() == ["与第 2 行完全相同，只计一次"] * 2


def test_same_key_different_content_is_nobodys_word():
    found = check(
        {"sample_no": "S1"}, {"sample_no": "S1", "result": "不合格"}, {"sample_no": "S1"}, {"sample_no": "S2"}
    )
    assert found.frame["sample_no"].tolist() == ["S2"]
    assert (found.duplicate, found.quarantined) == (1, 2)
    assert finding_rows(found) == [
        (0, "", "T01-矛盾", "blocked"),
        (2, "抽样单编号", "T01-主键", "quarantined"),
        (3, "抽样单编号", "T01-主键", "quarantined"),
        (4, "抽样单编号", "T01-重复", "warned"),
    ]
    assert "另见第 3 行" in found.findings.loc[1, "message"]
    assert "另见第 2 行" in found.findings.loc[2, "message"]


def test_a_bad_row_does_not_clash_with_its_good_twin():
    found = check({"sample_no": "S1", "items": "若干"}, {"sample_no": "S1", "items": "4"})
    assert found.frame["items"].tolist() == [4]
    assert (found.duplicate, found.quarantined) == (0, 1)


def test_unique_field_with_one_value_in_two_rows():
    unique = {"name": "decision_no", "title": "决定书文号", "constraints": {"unique": True}}
    found = check(
        *({"decision_no": text} for text in ("1号", "1号", "2号", "", "")), of=ruled(fields=(unique,))
    )
    assert found.frame["sample_no"].tolist() == ["S3", "S4", "S5"]
    assert (found.duplicate, found.quarantined) == (0, 2)
    assert finding_rows(found) == [
        (0, "", "T01-矛盾", "blocked"),
        (2, "决定书文号", "T01-唯一", "quarantined"),
        (3, "决定书文号", "T01-唯一", "quarantined"),
    ]


def test_a_reading_that_was_not_plain_keeps_the_original():
    found = check({"items": "三十五", "weight": "1.34吨", "sample_date": "20210305"}, {"items": "５"})
    assert [(*line[:2], line[3]) for line in finding_rows(found)] == [
        (2, "抽样日期", "normalised"),
        (2, "控制数量", "normalised"),
        (2, "检验项目数", "normalised"),
        (3, "检验项目数", "normalised"),
    ]
    assert found.findings["original"].tolist() == ["20210305", "1.34吨", "三十五", "５"]
    assert set(found.findings["rule"]) == {"T01-规整"}
    assert found.frame["items"].tolist() == [35, 5] and found.quarantined == 0


def test_two_numbers_for_what_looks_like_one_event_are_warned_of():
    near = contract(SAMPLES, near=["uscc", "sample_date"])
    found = check(
        {"uscc": "91360399MA00000050"},
        {"uscc": "91360399MA00000050", "items": "4"},
        {"uscc": "91360399MA00000050", "sample_date": "2021-03-06"},
        {"uscc": ""},
        {"uscc": ""},
        of=near,
    )
    assert len(found.frame) == 5
    assert finding_rows(found) == [
        (2, "抽样单编号", "T01-近似", "warned"),
        (3, "抽样单编号", "T01-近似", "warned"),
    ]
    assert "第 3 行" in found.findings.loc[0, "message"]


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_an_organisation_that_was_not_there_yet_or_no_longer_is_set_aside():
    spans = {"QC11": [(day("2019-03-01"), day("2021-06-30"))], "QC12": [(day("2021-07-01"), ALWAYS[1])]}
    known = {"QC11": "QC11", "上浦所": "QC11", "QC12": "QC12", "下浦分局": "QC12"}
    codes = {**CODES, "orgs": CodeList("orgs", {"QC11": "上浦分局"}, known, spans)}
    found = check(
        {"org_code": "上浦所", "sample_date": "2021-06-30"},
        {"org_code": "上浦所", "sample_date": "2021-07-01"},
        {"org_code": "下浦分局", "sample_date": "2021-06-30"},
        {"org_code": "下浦分局", "sample_date": "2021-07-01"},
        codes=codes,
    )
    assert [line[:3] for line in finding_rows(found)] == [
        (3, "承办机构", "T01-有效期"),
        (4, "承办机构", "T01-有效期"),
    ]
    assert found.frame["org_code"].tolist() == ["QC11", "QC12"]
    assert "2019-03-01起至2021-06-30止" in found.findings.loc[0, "message"]
    assert found.findings.loc[0, "original"] == "上浦所"


def test_a_register_may_name_the_organisation_of_today():
    spans = {"QC11": [(day("2021-07-01"), ALWAYS[1])]}
    codes = {**CODES, "orgs": CodeList("orgs", {}, {"上浦分局": "QC11"}, spans)}
    assert check({}, of=contract(SAMPLES, kind="register"), codes=codes).findings.empty


def test_a_row_of_a_later_year_than_its_folder_is_warned_of():
    found = check({"sample_date": "2022-01-05"}, {"sample_date": "2020-12-30"}, {}, year=2021)
    assert len(found.frame) == 3
    assert finding_rows(found) == [(2, "抽样日期", "T01-年度", "warned")]


@pytest.mark.parametrize(("day", "rules"), [("2023-12-31", []), ("2031-03-20", ["T01-年度"])])
def test_an_end_that_lies_far_ahead_is_warned_of(day, rules):
    found = check({"report_date": day}, year=2021)
    assert found.findings["rule"].tolist() == rules and len(found.frame) == 1


CLEAN = {"org_code": "QC11", "sample_date": "2021-03-05", "result": "合格", "items": "4", "weight": "0.125"}
TROUBLES = st.one_of(
    st.fixed_dictionaries(
        {
            "sample_no": st.sampled_from(["S1", "S2", "S3", "S4", "", "9.9E+17", "S1、S2", "Ｓ１", "S 1", "/", "无", "S①"]),
            "org_code": st.sampled_from(["上浦分局", "QC11", "", "未知分局", "上浦分局、上浦分局"]),
            "sample_date": st.sampled_from(
                ["2021-03-05", "2021/3/5", "", "2021-13-05", "20210305", "3月5日", "5/3/2021", "44260", "#REF!",
                 "二〇二一年三月五日", "2021、3、5", "20210305143000", "2031-03-05", "2019-03-05"]
            ),
            "report_date": st.sampled_from(["", "2021-03-20", "2021-01-01", "?"]),
            "result": st.sampled_from(["合格", "不 合格", "", "优", "合格、不合格"]),
            "items": st.sampled_from(["", "/", "4", "-1", "9" * 20, "200余", "三十五", "12项", "3台", "1,234"]),
            "weight": st.sampled_from(["", "0.125", "0.0001", "9" * 30, "1.34吨", "2升", "约30", "85%以上", "3²", "5（吨）"]),
            "flags": st.sampled_from(["", "网络", "网络、夜查", "、", "直播"]),
            "ent_name": st.sampled_from(["", "晴川\u200b云杉", "#N/A", "合计超市"]),
        }
    ),
    st.sampled_from(range(5)).map(lambda at: {"sample_no": f"C{at}", **CLEAN}),
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(TROUBLES, min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_whatever_the_rows_none_is_lost_and_the_clean_stay_as_they_are(rows, shuffling):
    found = check(*rows, year=2021)
    assert len(found.frame) + found.duplicate + found.quarantined == len(rows)
    aside = found.findings[found.findings["disposition"] == "quarantined"]
    assert len(aside[["file", "sheet", "row"]].drop_duplicates()) == found.quarantined
    assert not set(aside["row"]) & set(found.frame["_row"])
    assert found.frame["sample_no"].is_unique
    assert set(SOURCE) <= set(found.frame)
    clean = {row["sample_no"] for row in rows if row["sample_no"].startswith("C")}
    stayed = found.frame[found.frame["sample_no"].str.startswith("C")]
    assert set(stayed["sample_no"]) == clean
    assert (stayed["items"] == 4).all() and (stayed["weight"] == Decimal("0.125")).all()
    assert (stayed["sample_date"] == pd.Timestamp(2021, 3, 5)).all() and (stayed["org_code"] == "QC11").all()
    again = [*rows]
    shuffling.shuffle(again)
    moved = check(*again, year=2021)
    assert (moved.duplicate, moved.quarantined) == (found.duplicate, found.quarantined)
    content = [name for name in found.frame if name not in SOURCE]
    ordered = [
        one.frame[content].sort_values("sample_no", ignore_index=True).astype(str) for one in (found, moved)
    ]
    assert ordered[0].equals(ordered[1]), "the order of the rows decides nothing"


def test_no_rows_at_all():
    cells = pd.DataFrame({name: pd.Series(dtype="str") for name in (*GOOD, "_file", "_sheet")}).assign(
        _row=pd.Series(dtype="int64")
    )
    found = validate(contract(SAMPLES), cells, CODES)
    assert found.frame.empty and found.findings.empty
    assert found.frame["sample_date"].dtype == "datetime64[us]"


def test_personal_text_is_never_shown_in_a_finding():
    rows = pd.DataFrame({"_file": ["a.csv"], "_sheet": ["a"], "_row": [2]})
    found = findings(contract(SAMPLES), rows, "sampler", "张三", "R", "warned", "说明")
    assert found.loc[0, "original"] == MASK


def test_findings_are_ordered_by_place_and_described_in_one_line():
    one, two = check({"org_code": "中浦"}).findings, check({"items": "若干"}).findings
    both = combine([two, one])
    assert both.equals(combine([one, two])) and len(both) == 2
    line = describe(both.iloc[0].to_dict())
    assert (
        line
        == "2021/T01.csv 工作表“T01” 第 2 行 “承办机构”列：不在规定的承办机构之内，可填：上浦分局，请改为其中的名称或代码，原值“中浦”（隔离）"
    )
