"""Judged checks are taken from the cache while the ledgers that they name are unchanged, and come in the same order."""

from __future__ import annotations

import io

import pytest
from pydantic import TypeAdapter
from tiny_bureau import TinyBureau

from workreport.base.cache import Cache
from workreport.base.period import Period
from workreport.checks import relations as module
from workreport.checks.kinds import Declared
from workreport.figures.book import Book
from workreport.ledgers.frames import Frames
from workreport.pipeline.compute_figures import Figures
from workreport.pipeline.dependencies import Dependencies
from workreport.pipeline.judge_checks import judge_checks
from workreport.pipeline.plan import RunRequest

PERIOD = Period.parse("2021")
ROWS = {"label": "抽样台账的行", "ledger": "samples"}
RELATIONS = TypeAdapter(list[Declared]).validate_python(
    [
        {"id": "X-01", "title": "另行计数", "kind": "parts", "parts": ["t.samples"], "whole": ROWS},
        {"id": "X-02", "title": "抽样与设备", "kind": "sums", "left": ["t.samples"], "right": ["t.devices"]},
        {"id": "X-03", "title": "合计行", "kind": "totals"},
    ]
)


@pytest.fixture
def judged(monkeypatch) -> list[str]:
    """Checks that are judged, in turn."""
    real, ids = module.judge, []

    def judge(book, check):
        ids.append(check.id)
        return real(book, check)

    monkeypatch.setattr(module, "judge", judge)
    return ids


@pytest.fixture
def tiny(bureau: TinyBureau, two_figures) -> TinyBureau:
    bureau.samples(2021, {}, {"检验结论": "不合格"})
    bureau.devices(2021, {})
    return bureau


def run(tiny: TinyBureau, *, force: bool = False) -> dict[str, str]:
    """Verdicts by id, of a run of its own."""
    intake = tiny.intake()

    class Plan:
        request = RunRequest(intake.workspace, PERIOD, io.StringIO(), force=force)
        relations, period, out = RELATIONS, PERIOD, tiny.out

    Plan.intake = intake
    figures = Figures(Plan, Book(Frames(intake), PERIOD), Dependencies(intake, PERIOD))
    return {check.id: check.verdict for check in judge_checks(figures)}


def test_a_check_is_judged_again_where_a_ledger_that_it_names_has_changed(tiny, judged):
    first = run(tiny)
    assert [*first] == ["X-01", "X-02", "X-03"] == sorted(judged)
    assert (first["X-01"], first["X-02"]) == ("HOLDS", "FAILS")
    judged.clear()
    assert run(tiny) == first and judged == []
    tiny.devices(2021, {}, {"设备编号": "D2"})
    again = run(tiny)
    assert sorted(judged) == ["X-02", "X-03"] and again["X-02"] == "HOLDS"
    assert [*again] == [*first]


def test_all_are_judged_when_asked_to_and_where_an_entry_is_damaged(tiny, judged):
    first = run(tiny)
    judged.clear()
    assert run(tiny, force=True) == first and len(judged) == 3
    judged.clear()
    for path in Cache.of(tiny.out, "checks").folder.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert run(tiny) == first and len(judged) == 3
