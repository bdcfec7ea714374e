"""Relations between figures and with what was reported before are judged, and never silently skipped."""

from __future__ import annotations

import json

import pytest

from workreport.checks.relations import all_checks, judge, load_relations
from workreport.errors import ContractError

pytestmark = pytest.mark.usefixtures("declared")


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


def test_nothing_reported(bureau):
    bureau.samples(2021, {})
    assert all_checks(bureau.book("2021"), []) == []
