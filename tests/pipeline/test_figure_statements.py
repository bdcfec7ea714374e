"""Highlights and problems of a period are chosen by rule, and say what the figures come to."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tiny_bureau import bureau, four_figures, own_figures
from tiny_bureau import shared_out as out

from workreport.checks.verdicts import Check
from workreport.figures.registry import FIGURES, figure
from workreport.pipeline.figure_statements import figure_statements

__all__ = ["bureau", "four_figures", "out", "own_figures"]
pytestmark = pytest.mark.usefixtures("four_figures")
MANY = 40


def before(count: int, failed: int = 0) -> list[dict[str, str]]:
    """Rows of the year before, the first `failed` of them not in order."""
    dates = {"抽样日期": "2020-03-05", "报告日期": "2020-03-20"}
    found = ("不合格" if at < failed else "合格" for at in range(count))
    return [{**dates, "抽样单编号": f"B{at}", "检验结论": result} for at, result in enumerate(found)]


def better(id: str, how: str) -> None:
    FIGURES[id] = replace(FIGURES[id], better=how)


def test_a_task_that_is_exceeded_is_a_highlight(bureau):
    bureau.samples(2021, *[{}] * 3)
    bureau.targets(2021, ("t.samples", "2021-01-01", "2"))
    statements = figure_statements(bureau.book("2021"), [])
    assert list(statements.highlights) == ["抽样3批次，完成年度任务2批次的150%"]
    assert statements.problems == [] and statements.problem_counts == ()


def test_within_the_year_a_task_is_measured_by_the_time_gone_by(bureau):
    bureau.samples(2021, *[{}] * 3)
    bureau.targets(2021, ("t.samples", "2021-01-01", "4"))
    assert list(figure_statements(bureau.book("2021H1"), []).highlights) == [
        "抽样3批次，完成年度任务4批次的75%，超时序进度25.0个百分点"
    ]


def test_a_month_is_measured_by_what_the_year_has_brought_so_far(bureau):
    bureau.samples(2021, *[{}] * 3, {"抽样日期": "2021-05-05", "报告日期": "2021-05-20"})
    bureau.targets(2021, ("t.samples", "2021-01-01", "5"))
    assert list(figure_statements(bureau.book("2021-05"), []).highlights) == [
        "抽样本年累计4批次，完成年度任务5批次的80%，超时序进度38.3个百分点"
    ]


def test_a_level_on_its_way_is_no_highlight_before_it_is_reached(bureau):
    bureau.devices(2021, *({"登记日期": "2021-01-05"} for _ in range(9)))
    bureau.targets(2021, ("t.devices", "2021-01-01", "10"))
    assert figure_statements(bureau.book("2021-05"), []).highlights == []


def test_a_level_is_above_or_below_its_task(bureau):
    bureau.samples(2021, {"检验结论": "不合格"}, {}, {}, {})
    bureau.targets(2021, ("t.rate", "2021-01-01", "50"))
    statements = figure_statements(bureau.book("2021"), [])
    assert list(statements.problems) == ["不合格率25%，低于50%的年度任务（抽检股）"]
    assert dict(statements.problem_counts) == {"滞后": 1}


def test_figures_in_doubt_are_no_highlights_unless_that_is_waived(bureau):
    bureau.samples(2021, *[{}] * 3)
    bureau.targets(2021, ("t.samples", "2021-01-01", "2"))
    doubt = Check("C1", "SUSPECT", "3", "2", "1", "高于通常范围", figures=("t.samples",))
    book = bureau.book("2021")
    assert figure_statements(book, [doubt]).highlights == []
    assert len(figure_statements(book, [replace(doubt, waiver="已核实")]).highlights) == 1


@pytest.mark.parametrize(("how", "highlights", "problems"), [("more", 1, 0), ("less", 0, 1), ("", 0, 0)])
def test_a_change_is_good_or_bad_only_as_declared(bureau, how, highlights, problems):
    bureau.samples(2020, *before(MANY))
    bureau.samples(2021, *[{}] * (MANY + 10))
    better("t.samples", how)
    statements = figure_statements(bureau.book("2021"), [])
    statement = "抽样50批次，同比增长25.0%"
    assert (
        list(statements.highlights) == [statement] * highlights
        and list(statements.problems) == [statement] * problems
    )
    assert statements.of_figure["t.samples"] == statement


def test_a_change_on_a_small_base_says_nothing(bureau):
    bureau.samples(2020, *before(20))
    bureau.samples(2021, *[{}] * MANY)
    better("t.samples", "more")
    assert figure_statements(bureau.book("2021"), []).highlights == []


def test_a_rate_is_measured_on_its_denominator(bureau):
    bureau.samples(2020, *before(MANY, failed=4))
    bureau.samples(2021, *[{"检验结论": "不合格"}] * 2, *[{}] * (MANY - 2))
    better("t.rate", "less")
    assert list(figure_statements(bureau.book("2021"), []).highlights) == ["不合格率5%，同比下降5.0个百分点"]


def test_problems_are_far_behind_then_overdue_then_behind_each_with_its_division(bureau):
    bureau.samples(2021, *[{"检验结论": "不合格"}] * 2, *[{}] * 7)
    bureau.devices(2021, {}, {})
    bureau.targets(2021, ("t.samples", "2021-01-01", "10"), ("t.devices", "2021-01-01", "20"))
    declared = [{"figure": "t.failed", "kind": "超期", "text": "不合格未处置"}]
    file = bureau.data / "checks" / "problems.yaml"
    file.parent.mkdir()
    file.write_text(json.dumps({"problems": declared}, ensure_ascii=False), encoding="utf-8")
    statements = figure_statements(bureau.book("2021"), [])
    assert [problem.partition("（")[0] for problem in statements.problems] == [
        "设备2台，低于20台的年度任务",
        "不合格未处置2批次",
        "抽样9批次，完成年度任务10批次的90%",
    ]
    assert all(problem.endswith("股）") for problem in statements.problems)
    assert dict(statements.problem_counts) == {"超期": 1, "滞后": 2}


def test_figures_computed_from_the_same_rows_are_named_once(bureau):
    @figure("t.all", label="全部抽样", unit="批次")
    def everything(samples):
        """全部抽样单。"""
        return samples

    bureau.samples(2021, {"检验结论": "不合格"}, {"检验结论": "不合格"}, {})
    bureau.targets(2021, *((id, "2021-01-01", "1") for id in ("t.samples", "t.rate", "t.all")))
    highlights = figure_statements(bureau.book("2021"), []).highlights
    assert [highlight.partition("，")[0] for highlight in highlights] == ["不合格率66.7%", "全部抽样3批次"]


def test_estimates_are_those_of_the_profile_that_occur(bureau):
    bureau.samples(2021, {})
    (bureau.data / "profile.yaml").write_text("estimates: [t.samples, t.failed, t.gone]\n", encoding="utf-8")
    assert figure_statements(bureau.book("2021"), []).estimates == ("抽样1批次",)
