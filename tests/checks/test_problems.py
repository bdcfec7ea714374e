"""Problems that the rows, the tasks and what was reported show."""

from __future__ import annotations

import json

import pytest

from workreport.checks.problems import find_problems

pytestmark = pytest.mark.usefixtures("declared")


def test_problems_out_of_the_data_overdue_first(bureau):
    bureau.samples(2021, {"检验结论": "不合格"}, {}, {})
    bureau.targets(2021, ("t.samples", "2021-01-01", "30"))
    bureau.reported(2021, ("t.samples", "2021", "4"))
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
        ("异常", "t.samples", "reported", "抽样与已报数不一致", "抽检股"),
    ]
