"""Declared checks are loaded whole, judged, and never silently skipped."""

from __future__ import annotations

import json

import pytest

from workreport.base.errors import ContractError
from workreport.checks.relations import all_checks, checks_of, load_relations

pytestmark = pytest.mark.usefixtures("declared")


def relate(bureau, *checks: dict, name: str = "relations.yaml") -> None:
    file = bureau.data / "checks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"checks": list(checks)}, ensure_ascii=False), encoding="utf-8")


SUM = {
    "kind": "sums",
    "id": "sum",
    "title": "各结论之和",
    "left": ["t.failed", "t.passed"],
    "right": ["t.samples"],
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"right": ["t.unknown"]}, r"sum 引用了没有的指标：t\.unknown"),
        ({"kind": "difference"}, "不符合规范"),
        ({"relation": "<"}, "relation"),
        ({"rite": []}, "不认识的项"),
    ],
)
def test_check_that_cannot_be_understood(bureau, change, message):
    relate(bureau, {**SUM, **change})
    with pytest.raises(ContractError, match=message):
        load_relations(bureau.intake().workspace)


def test_two_checks_of_one_id(bureau):
    relate(bureau, SUM)
    relate(bureau, SUM, name="relations_more.yaml")
    with pytest.raises(ContractError, match="重复"):
        load_relations(bureau.intake().workspace)


def test_other_files_of_the_folder_are_no_checks(bureau):
    (bureau.data / "checks").mkdir()
    (bureau.data / "checks" / "problems.yaml").write_text("problems: []", encoding="utf-8")
    assert load_relations(bureau.intake().workspace) == []


@pytest.mark.parametrize(
    "whole",
    [{"ledger": "nowhere"}, {"ledger": "samples", "when": {"colour": ["红"]}}],
    ids=["ledger", "field"],
)
def test_rows_of_a_ledger_or_field_that_no_contract_knows(bureau, whole):
    bureau.samples(2021, {})
    relate(bureau, {**SUM, "right": [{"label": "全部", **whole}]})
    book = bureau.book("2021")
    with pytest.raises(ContractError, match="没有的"):
        all_checks(book, load_relations(book.frames.intake.workspace))


def test_declared_and_reported_together_and_those_of_a_figure(bureau):
    bureau.samples(2021, {"检验结论": "合格"}, {"检验结论": "不合格"})
    bureau.reported(2021, ("t.samples", "2021", "3"))
    relate(bureau, SUM)
    book = bureau.book("2021")
    checks = all_checks(book, load_relations(book.frames.intake.workspace))
    assert [(check.id, check.verdict) for check in checks] == [
        ("sum", "HOLDS"),
        ("reported:t.samples:市局", "CONFLICT"),
    ]
    assert [check.id for check in checks_of(checks, "t.samples")] == ["sum", "reported:t.samples:市局"]
    assert [check.id for check in checks_of(checks, "t.passed")] == ["sum"]
    assert checks_of(checks, "t.rate") == []


def test_nothing_declared_nothing_reported(bureau):
    bureau.samples(2021, {})
    assert all_checks(bureau.book("2021"), []) == []
