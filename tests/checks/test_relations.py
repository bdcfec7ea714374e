"""Relations between figures and with what was reported before are judged, and never silently skipped."""

from __future__ import annotations

import json

import pytest

from workreport.checks.problems import find_problems
from workreport.checks.relations import all_checks, judge, load_relations, reported
from workreport.errors import ContractError
from workreport.figures.registry import figure, ratio

pytestmark = pytest.mark.usefixtures("declared")


@pytest.fixture
def declared(own_figures) -> None:
    @figure("t.samples", label="抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单。"""
        return samples

    @figure("t.failed", label="不合格", unit="批次")
    def failed(samples):
        """不合格的抽样单。"""
        return samples[samples["result"] == "不合格"]

    @figure("t.passed", label="合格", unit="批次")
    def passed(samples):
        """合格的抽样单。"""
        return samples[samples["result"] == "合格"]

    @figure("t.devices", label="设备", unit="台", kind="stock")
    def devices_there(devices):
        """在册设备。"""
        return devices

    ratio(
        "t.rate", label="不合格率", numerator="t.failed", denominator="t.samples", definition="不合格÷抽样。"
    )


def relate(bureau, *relations: dict, name: str = "relations.yaml") -> None:
    file = bureau.data / "checks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"relations": list(relations)}, ensure_ascii=False), encoding="utf-8")


PARTS = {"id": "parts", "title": "各结论之和", "left": ["t.failed", "t.passed"], "right": ["t.samples"]}


@pytest.mark.parametrize(
    ("results", "relation", "verdict", "numbers"),
    [
        (["合格", "不合格"], PARTS, "HOLDS", ("2", "2", "0")),
        (["合格", "未出"], PARTS, "FAILS", ("1", "2", "-1")),
        (["合格", "未出"], {**PARTS, "relation": "<="}, "HOLDS", ("1", "2", "-1")),
        (["合格"], {**PARTS, "left": ["t.samples", "t.passed"], "relation": "<="}, "FAILS", ("2", "1", "1")),
        (["合格"], {**PARTS, "left": ["t.devices"]}, "UNDEFINED", ("", "", "")),
    ],
)
def test_verdicts(bureau, results, relation, verdict, numbers):
    bureau.samples(2021, *({"检验结论": result} for result in results))
    relate(bureau, relation)
    book = bureau.book("2021")
    (check,) = [judge(book, one) for one in load_relations(book.frames.intake.workspace)]
    assert (check.verdict, (check.left, check.right, check.difference)) == (verdict, numbers)
    assert check.explanation.startswith("各结论之和：")
    if verdict == "UNDEFINED":
        assert "本期未提供台账：T02 设备登记台账（2021年）" in check.explanation


def test_relation_over_a_figure_that_does_not_exist(bureau):
    relate(bureau, {**PARTS, "right": ["t.unknown"]})
    with pytest.raises(ContractError, match=r"parts 引用了没有的指标：t\.unknown"):
        load_relations(bureau.intake().workspace)


def test_two_relations_of_one_id(bureau):
    relate(bureau, PARTS)
    relate(bureau, PARTS, name="relations_more.yaml")
    with pytest.raises(ContractError, match="重复"):
        load_relations(bureau.intake().workspace)


def tell(bureau, *rows: tuple[str, str, str]) -> None:
    header = ["指标编号", "报送对象", "报告期", "报送数值", "单位", "报送日期"]
    lines = [[figure, "市局", period, number, "批次", "2022-01-08"] for figure, period, number in rows]
    bureau.write("2021/reported.csv", [header, *lines])


@pytest.mark.parametrize(
    ("id", "told", "verdict"),
    [
        ("t.samples", "3", "HOLDS"),
        ("t.samples", "4", "CONFLICT"),
        ("t.rate", "33.3", "HOLDS"),  # told rounded, compared rounded
        ("t.rate", "33.4", "CONFLICT"),
        ("t.devices", "4", "UNDEFINED"),
    ],
)
def test_what_was_reported_is_compared_with_the_rows(bureau, id, told, verdict):
    bureau.samples(2021, {"检验结论": "不合格"}, {}, {})
    tell(bureau, (id, "2021", told), (id, "2021H1", "99"), ("t.of_another_office", "2021", "1"))
    (check,) = reported(bureau.book("2021"))
    assert (check.id, check.verdict, check.right) == (f"reported:{id}:市局", verdict, told)


def test_same_period_in_another_form_is_the_same(bureau):
    bureau.samples(2021, {})
    tell(bureau, ("t.samples", "2021-01..2021-12", "1"))
    assert [check.verdict for check in reported(bureau.book("2021"))] == ["HOLDS"]


@pytest.mark.parametrize("period", ["二〇二一年", "2021年", "2021-13", "2021H3", "2021-02-01..2021-02-30"])
def test_period_that_cannot_be_read_is_compared_with_nothing(bureau, period):
    bureau.samples(2021, {})
    tell(bureau, ("t.samples", period, "9"), ("t.samples", "2021", "1"))
    assert [check.verdict for check in reported(bureau.book("2021"))] == ["HOLDS"]


def test_nothing_reported(bureau):
    bureau.samples(2021, {})
    assert all_checks(bureau.book("2021"), []) == []


def test_problems_out_of_the_data_overdue_first(bureau):
    bureau.samples(2021, {"检验结论": "不合格"}, {}, {})
    bureau.targets(2021, ("t.samples", "2021-01-01", "30"))
    tell(bureau, ("t.samples", "2021", "4"))
    declared = [
        {"figure": "t.failed", "kind": "超期", "text": "不合格未处置"},
        {"figure": "t.devices", "kind": "超期", "text": "设备超期"},
    ]
    file = bureau.data / "checks" / "problems.yaml"
    file.parent.mkdir()
    file.write_text(json.dumps({"problems": declared}, ensure_ascii=False), encoding="utf-8")
    assert [(p.kind, p.figure, p.aspect, p.text, p.division) for p in find_problems(bureau.book("2021"))] == [
        ("超期", "t.failed", "value", "不合格未处置", "抽检股"),
        ("滞后", "t.samples", "completion", "抽样落后于任务进度", "抽检股"),
        ("异常", "t.samples", "reported", "抽样与已报数不一致：已报4，台账重算3", "抽检股"),
    ]
