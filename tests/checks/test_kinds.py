"""Each kind of check on a few rows: when it holds, when it does not and where, when it says nothing."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from workreport.checks.kinds import Declared
from workreport.checks.relations import judge
from workreport.checks.verdicts import Check
from workreport.figures.book import Book
from workreport.figures.registry import figure, total_of

pytestmark = pytest.mark.usefixtures("declared", "more")
FILE = "2021/T01_抽样台账.csv 工作表“T01_抽样台账”"


@pytest.fixture
def more(own_figures, declared) -> None:
    @figure("t.cakes", label="糕点", unit="批次")
    def cakes(samples):
        """糕点。"""
        return samples[samples["food"] == "糕点"]

    @figure("t.shops", label="被抽样单位", unit="家", distinct="ent_name")
    def shops(samples):
        """去重的单位。"""
        return samples

    @figure("t.foods", label="食品大类", unit="类", distinct="food")
    def foods(samples):
        """大类数。"""
        return samples

    @figure("t.items", label="检验项目", unit="项", total="items")
    def items(samples):
        """项目数之和。"""
        return samples

    @figure("t.opening", label="期初设备", unit="台", kind="opening")
    def opening(devices):
        """期初在册。"""
        return devices

    @figure("t.new", label="新登记", unit="台")
    def new(devices):
        """期内登记。"""
        return devices

    @figure("t.ended", label="注销", unit="台", date="ended_date")
    def ended(devices):
        """期内注销。"""
        return devices

    total_of(
        "t.known", label="合格与不合格", unit="批次", parts=("t.passed", "t.failed"), definition="两者之和。"
    )


def judged(bureau, kind: str, period: str = "2021", **fields: Any) -> Check:
    check = TypeAdapter(Declared).validate_python({"kind": kind, "id": "X", "title": "某关系", **fields})
    return judge(bureau.book(period), check)


def outcome(check: Check) -> tuple[str, str, str, str]:
    return check.verdict, check.left, check.right, check.difference


OK, BAD, OPEN = {"检验结论": "合格"}, {"检验结论": "不合格"}, {"检验结论": "未出"}
WHOLE = {"label": "全部抽样单", "ledger": "samples"}


@pytest.mark.parametrize(
    ("rows", "fields", "expected"),
    [
        ([OK, BAD], {}, ("HOLDS", "2", "2", "0")),
        ([OK, OPEN], {}, ("FAILS", "1", "2", "-1")),
        ([OK, OPEN], {"tolerance": "1"}, ("HOLDS", "1", "2", "-1")),
        ([OK, OPEN], {"otherwise": "suspect"}, ("SUSPECT", "1", "2", "-1")),
        ([OK, OPEN], {"relation": "<="}, ("HOLDS", "1", "2", "-1")),
        ([OK], {"left": ["t.passed"], "relation": "<="}, ("TRIVIAL", "1", "1", "0")),  # the part is the whole
        ([OK], {"left": ["t.failed"], "right": []}, ("TRIVIAL", "0", "0", "0")),
        ([OK], {"left": [{"figure": "t.samples", "times": 2}], "relation": "<="}, ("FAILS", "2", "1", "1")),
        ([OK], {"left": [{**WHOLE, "total": "items"}], "right": ["t.items"]}, ("HOLDS", "4", "4", "0")),
        ([OK], {"left": ["t.devices"]}, ("UNDEFINED", "", "", "")),
    ],
)
def test_sums(bureau, rows, fields, expected):
    bureau.samples(2021, *rows)
    check = judged(bureau, "sums", **{"left": ["t.failed", "t.passed"], "right": ["t.samples"], **fields})
    assert outcome(check) == expected
    assert check.explanation.startswith("某关系：")
    if check.verdict == "UNDEFINED":
        assert "本期未提供台账：T02 设备登记台账（2021年）" in check.explanation


def test_a_term_listed_twice_is_named(bureau):
    bureau.samples(2021, OK, BAD)
    check = judged(bureau, "sums", left=["t.failed", "t.passed", "t.passed"], right=["t.samples"])
    assert check.verdict == "FAILS" and "合格1" in check.explanation and "“合格”列了两次" in check.explanation


@pytest.mark.parametrize(
    ("rows", "parts", "expected", "explanation"),
    [
        ([OK, BAD], ["t.passed", "t.failed"], ("HOLDS", "2", "2", "0"), ""),
        (
            [OK, OPEN],
            ["t.passed", "t.failed"],
            ("FAILS", "1", "2", "-1"),
            f"不在任何一类：{FILE}第3行（抽样单编号S2）",
        ),
        (
            [OK, OPEN],  # one row in two parts and one in none: the sum is right, the parts are not
            ["t.passed", {"label": "合格", "ledger": "samples", "when": {"result": ["合格"]}}],
            ("FAILS", "2", "2", "0"),
            f"归入两类：{FILE}第2行（抽样单编号S1）",
        ),
    ],
)
def test_parts_of_a_whole_counted_anew(bureau, rows, parts, expected, explanation):
    bureau.samples(2021, *rows)
    check = judged(bureau, "parts", parts=parts, whole=WHOLE)
    assert outcome(check) == expected and explanation in check.explanation


def test_parts_are_right_and_the_told_total_is_not(bureau):
    bureau.samples(2021, OK, BAD, OPEN)
    parts = ["t.passed", "t.failed", {**WHOLE, "when": {"result": ["未出"]}}]
    check = judged(bureau, "parts", parts=parts, whole=WHOLE, total="t.known")
    assert outcome(check) == ("FAILS", "2", "3", "-1")
    assert "合格与不合格为2，台账另行计数为3" in check.explanation


def test_rows_of_a_whole_may_leave_some_out(bureau):
    bureau.samples(2021, OK, OPEN, {"附加属性": "网络、夜查"})
    assert (
        judged(bureau, "parts", parts=["t.passed"], whole={**WHOLE, "unless": {"result": ["未出"]}}).verdict
        == "HOLDS"
    )
    check = judged(bureau, "parts", parts=["t.samples"], whole={**WHOLE, "when": {"flags": ["夜查", "校园"]}})
    assert check.right == "1" and "在类别中而不在总体" in check.explanation


def test_more_rows_than_five_are_counted(bureau):
    bureau.samples(2021, *[OPEN] * 7)
    check = judged(bureau, "parts", parts=["t.passed"], whole=WHOLE)
    assert check.explanation.count("第") == 5 and "等7行" in check.explanation


@pytest.mark.parametrize(
    ("plus", "expected"), [(["t.new"], ("HOLDS", "2", "2", "0")), ([], ("FAILS", "1", "2", "-1"))]
)
def test_balance(bureau, plus, expected):
    bureau.devices(2021, {}, {"登记日期": "2021-03-01"}, {"注销日期": "2021-05-01"})
    check = judged(bureau, "balance", opening="t.opening", plus=plus, minus=["t.ended"], closing="t.devices")
    assert outcome(check) == expected
    assert ("期初设备2、注销1、设备2" in check.explanation) == (expected[0] == "FAILS")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [([OK, {"食品大类": "粮食加工品"}], "FAILS"), ([{**BAD}, {"食品大类": "粮食加工品"}], "HOLDS")],
)
def test_exclusive(bureau, rows, expected):
    bureau.samples(2021, *rows)
    check = judged(bureau, "exclusive", among=["t.cakes", "t.passed"], key=["sample_no"])
    if expected == "FAILS":
        assert outcome(check) == ("FAILS", "3", "2", "1")
        assert f"糕点：{FILE}第2行（抽样单编号S1）；合格：{FILE}第2行" in check.explanation
        assert "第3行" not in check.explanation
    else:
        assert outcome(check) == ("HOLDS", "2", "2", "0")


def test_exclusive_by_several_columns_together(bureau):
    same, other = {"单位名称": "晴川云杉糕点厂"}, {"单位名称": "晴川银杏粮油店"}
    bureau.samples(
        2021, {**OK, **same}, {**BAD, **same, "抽样日期": "2021-03-06"}, {**BAD, **other, "报告日期": ""}
    )
    by = {"among": ["t.passed", "t.failed"]}
    assert judged(bureau, "exclusive", **by, key=["ent_name"]).verdict == "FAILS"
    assert outcome(judged(bureau, "exclusive", **by, key=["ent_name", "sample_date"])) == (
        "HOLDS",
        "3",
        "3",
        "0",
    )
    assert judged(bureau, "exclusive", **by, key=["ent_name", "report_date"]).difference == "1", (
        "a blank is no key"
    )


def test_listed_categories(bureau):
    bureau.samples(2021, {}, {"食品大类": "粮食加工品"})
    by = {"of": "t.samples", "by": "food"}
    assert outcome(judged(bureau, "listed", count="t.foods", codes="foods", **by)) == ("HOLDS", "2", "2", "0")
    check = judged(bureau, "listed", count="t.failed", **by)
    assert outcome(check) == ("FAILS", "0", "2", "-2") and "列出的是粮食加工品、糕点" in check.explanation
    check = judged(
        bureau, "listed", count="t.foods", members=["t.cakes", "t.passed", "t.failed"], codes="foods"
    )
    assert check.verdict == "FAILS" and "目录有2类，逐类列出的有3类" in check.explanation


NO_FOOD = {"食品大类": ""}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("cuts", {"of": "t.samples", "by": "food"}),
        ("listed", {"count": "t.foods", "of": "t.samples", "by": "food", "codes": "foods"}),
    ],
)
def test_a_check_by_a_column_that_no_row_fills_does_not_apply(bureau, kind, fields):
    bureau.samples(2021, NO_FOOD, NO_FOOD)
    check = judged(bureau, kind, **fields)
    assert check.verdict == "UNDEFINED" and not check.blocks
    assert "台账各行都没有填“食品大类”，本项不适用：T01 抽样台账" in check.explanation
    bureau.samples(2021, NO_FOOD, {**NO_FOOD, "抽样日期": "2021-02-01"}, {"抽样日期": "2021-03-01"})
    assert judged(bureau, kind, period="2021-02", **fields).verdict == "FAILS"  # other months fill it


def test_cuts_add_up_and_rows_without_a_label_are_named(bureau):
    bureau.samples(2021, {}, {"承办机构": "下浦分局"})
    assert outcome(judged(bureau, "cuts", of="t.samples", by="org_code")) == ("HOLDS", "2", "2", "0")
    # one firm in two sub-bureaus is one firm of the district
    assert outcome(judged(bureau, "cuts", of="t.shops", by="org_code")) == ("HOLDS", "2", "1", "1")
    bureau.samples(2021, {}, {"食品大类": ""})
    check = judged(bureau, "cuts", of="t.samples", by="food")
    assert outcome(check) == ("FAILS", "1", "2", "-1") and f"未填；{FILE}第3行" in check.explanation


@pytest.mark.parametrize(
    ("ended", "expected"), [("", ("HOLDS", "3", "3", "0")), ("2021-06-10", ("FAILS", "3", "2", "1"))]
)
def test_cumulative_values_never_fall(bureau, ended, expected):
    bureau.devices(2021, {}, {"登记日期": "2021-02-01"}, {"注销日期": ended})
    check = judged(bureau, "monotone", of="t.devices")
    assert outcome(check) == expected
    if expected[0] == "FAILS":
        assert "截至2021-05-31累计3，截至2021-06-30累计2" in check.explanation


def test_cumulative_values_do_not_fall_below_what_was_reported(bureau):
    bureau.samples(2021, {}, {})
    bureau.reported(2021, ("t.samples", "2021H1", "2"), ("t.samples", "2021-01..2021-09", "3"))
    check = judged(bureau, "monotone", of="t.samples")
    assert outcome(check) == ("FAILS", "3", "2", "1") and "截至2021-09-30累计3" in check.explanation


def test_first_month_of_a_year_has_nothing_to_fall_from(bureau):
    bureau.samples(2021, {"抽样日期": "2021-01-05"})
    assert judged(bureau, "monotone", "2021-01", of="t.samples").verdict == "TRIVIAL"


AMONG = [{"label": "登记台账", "ledger": "devices", "key": "device_no", "when": {"status": ["在用"]}}]
PARTNERS = {"of": "t.samples", "key": "sample_no", "among": AMONG}


@pytest.mark.parametrize(
    ("devices", "expected"),
    [
        ([{"设备编号": "S1"}, {"设备编号": "S2"}], ("HOLDS", "2", "2", "0")),
        ([{"设备编号": "S1"}, {"设备编号": "S2", "状态": "停用"}], ("FAILS", "1", "2", "-1")),
    ],
)
def test_partners(bureau, devices, expected):
    bureau.samples(2021, OK, OK)
    bureau.devices(2021, *devices)
    check = judged(bureau, "partners", **PARTNERS)
    assert outcome(check) == expected
    assert (f"无对应：{FILE}第3行（抽样单编号S2）" in check.explanation) == (expected[0] == "FAILS")


def test_partners_of_no_row_and_of_a_ledger_not_handed_in(bureau):
    bureau.samples(2021, OK)
    assert judged(bureau, "partners", **PARTNERS).verdict == "UNDEFINED"
    bureau.devices(2021, {})
    assert judged(bureau, "partners", **{**PARTNERS, "of": "t.failed"}).verdict == "TRIVIAL"


@pytest.mark.parametrize(
    ("rows", "devices", "expected"),
    [
        ([BAD, OK], [{"设备编号": "S1"}], "HOLDS"),
        ([BAD, OK], [{"设备编号": "S9"}], "FAILS"),  # as many, but not the same
        ([BAD, BAD, OK], [{"设备编号": "S1"}], "TRIVIAL"),  # not said
        ([OPEN], [], "TRIVIAL"),
    ],
)
def test_statement(bureau, rows, devices, expected):
    bureau.samples(2021, *rows)
    bureau.devices(2021, *devices)
    same = ["t.failed", "t.passed"] if devices and expected != "TRIVIAL" else ["t.failed", "t.devices"]
    check = judged(bureau, "statement", text="均已办结", same=same, **{**PARTNERS, "of": "t.failed"})
    assert check.verdict == expected
    assert ("抽样单编号S1" in check.explanation) == (expected == "FAILS")


@pytest.mark.parametrize(("total", "expected"), [("16", "HOLDS"), ("15", "FAILS")])
def test_product(bureau, total, expected):
    bureau.samples(2021, {"控制数量（kg）": total}, {"控制数量（kg）": ""})
    check = judged(bureau, "product", of="t.samples", product="weight", factors=["items", "items"])
    assert (check.verdict, check.right) == (expected, "16")
    assert ("第2行" in check.explanation) == (expected == "FAILS")


@pytest.mark.parametrize(("stated", "expected"), [("8", "TRIVIAL"), ("12", "FAILS")])
def test_totals_in_a_ledger(bureau, stated, expected):
    path = bureau.samples(2021, {}, {})
    columns = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    cells = {columns[0]: "合计", "检验项目数（项）": stated}
    with path.open("a", encoding="utf-8") as lines:
        lines.write(",".join(cells.get(title, "") for title in columns) + "\n")
    check = judged(bureau, "totals")
    assert check.verdict == expected
    if expected == "FAILS":
        assert f"{FILE}第4行“检验项目数”" in check.explanation and "写的是 12" in check.explanation


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"low": 1, "high": 4}, ("HOLDS", "2", "1")),
        ({"high": 1}, ("SUSPECT", "2", "1")),
        ({"low": 3}, ("SUSPECT", "2", "3")),
        ({"per": "t.passed", "low": 3}, ("SUSPECT", "2", "3")),
        ({"per": "t.failed", "low": 3}, ("TRIVIAL", "2", "")),
    ],
)
def test_range(bureau, fields, expected):
    bureau.samples(2021, OK, OPEN)
    check = judged(bureau, "range", of="t.samples", source="某公开报告", **fields)
    assert (check.verdict, check.left, check.right) == expected and "某公开报告" in check.explanation


def test_coincidence(bureau):
    bureau.samples(2021, OK, BAD)
    fields = {"among": ["t.passed", "t.failed"]}
    assert judged(bureau, "coincidence", **fields, least=1).verdict == "SUSPECT"
    assert judged(bureau, "coincidence", **fields).verdict == "TRIVIAL"  # small numbers are often equal
    assert judged(bureau, "coincidence", among=["t.passed", "t.samples"]).verdict == "HOLDS"


def test_districts(bureau, monkeypatch):
    bureau.samples(2021, {"承办机构": "上浦所"}, {"承办机构": "下浦所"}, {"承办机构": "下浦所"})
    of = ["t.samples", "t.failed", "t.shops", "t.known"]
    assert outcome(judged(bureau, "districts", of=of)) == ("HOLDS", "4", "4", "0")
    cut = Book.cut
    monkeypatch.setattr(
        Book, "cut", lambda book, id, by: {k: n for k, n in cut(book, id, by).items() if k != ("上浦分局",)}
    )
    check = judged(bureau, "districts", of=of)
    assert outcome(check) == ("FAILS", "2", "4", "-2")  # the one shop is still seen by the other sub-bureau
    assert "抽样为3，各部分之和为2" in check.explanation and "被抽样单位" not in check.explanation


def test_districts_of_one_unit_say_nothing(bureau):
    bureau.samples(2021, {})
    assert judged(bureau, "districts", of=["t.samples"]).verdict == "TRIVIAL"


def test_districts_without_a_ledger_are_not_judged(bureau):
    bureau.samples(2021, {}, {"承办机构": "下浦所"})
    assert outcome(judged(bureau, "districts", of=["t.samples", "t.devices"])) == ("HOLDS", "1", "1", "0")
    assert judged(bureau, "districts", of=["t.devices"]).verdict == "UNDEFINED"
