"""The side of a run that needs the ledgers alone: checks judged in a process of their own say what they say here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workreport.base.errors import WorkreportError
from workreport.base.period import Period
from workreport.base.workers import beside
from workreport.checks.relations import all_checks, load_relations
from workreport.figures.book import Book
from workreport.figures.results import FigureResults
from workreport.ledgers.referential import across
from workreport.pipeline.ledger_side import checking

PERIOD = Period.parse("2021")


@pytest.mark.parametrize("forked", [True, False])
def test_checks_judged_beside_say_the_same_and_tell_what_they_worked_out(sample_frames, forked):
    relations = load_relations(sample_frames.intake.workspace)[:40]
    here, there = Book(sample_frames, PERIOD), FigureResults()
    expected = all_checks(here, relations)
    with beside(checking(Book(sample_frames, PERIOD), relations, {}, {}), forked=forked) as judging:
        judging.send(None)
        checks, further, known = judging.receive()
    there.learn(known)
    found = across(sample_frames, PERIOD)
    assert checks == expected and {*further} == {*found}
    assert all(further[ledger].equals(found[ledger]) for ledger in found)
    assert there.known == here.worked.known and len(there.known) > 20


def test_known_checks_are_not_judged_again(sample_frames):
    relations = load_relations(sample_frames.intake.workspace)[:3]
    known = replace(all_checks(Book(sample_frames, PERIOD), relations)[1], explanation="上次判的")
    checks = all_checks(Book(sample_frames, PERIOD), relations, {known.id: known})
    assert [one.id for one in checks[:3]] == [one.id for one in relations]
    assert [one is known for one in checks[:3]] == [False, True, False]


def test_what_judging_raises_is_raised_where_its_checks_are_awaited(sample_frames, monkeypatch):
    def failing(book, relations, known):
        raise WorkreportError("核对失败")

    monkeypatch.setattr("workreport.pipeline.ledger_side.all_checks", failing)
    with beside(checking(Book(sample_frames, PERIOD), [], {}, {}), forked=True) as judging:
        judging.send(None)
        with pytest.raises(WorkreportError, match="核对失败"):
            judging.receive()
