"""What kept checks and findings across ledgers are compared by: all that is looked at, seen while they are made of the sample year."""

from __future__ import annotations

import io
from itertools import groupby

import pytest

from workreport.base import dependency_tracking
from workreport.base.period import Period
from workreport.base.workspace import REPOSITORY, Workspace
from workreport.checks.kinds import Declared
from workreport.checks.relations import judge, load_relations
from workreport.figures.book import Book
from workreport.figures.results import uses_of
from workreport.ledgers.frames import Frames
from workreport.ledgers.referential import without_partners
from workreport.pipeline.figure_cache import uses_across, uses_of_check

PERIOD = Period.parse("2021")
MOST = 6
LEDGERS = [
    path.stem.partition("_")[2] for path in sorted((REPOSITORY / "data" / "contracts").glob("LG*.yaml"))
]


def of_each_kind() -> list[Declared]:
    """Some checks of each kind that can be kept."""
    narrow = [check for check in load_relations(Workspace.open()) if check.narrow]
    kinds = groupby(sorted(narrow, key=lambda check: (check.kind, check.id)), key=lambda check: check.kind)
    return [check for _, checks in kinds for check in [*checks][:MOST]]


@pytest.fixture
def noted(monkeypatch) -> set[tuple[str, str]]:
    """What is noted as used, by kind and name."""
    monkeypatch.setattr(dependency_tracking, "_file", io.StringIO())
    monkeypatch.setattr(dependency_tracking, "_noted", set())
    return dependency_tracking._noted


@pytest.mark.parametrize("check", of_each_kind(), ids=lambda check: f"{check.kind}-{check.id}")
def test_uses_are_what_judging_looks_at(sample_frames: Frames, check: Declared, noted):
    frames = Frames(sample_frames.intake)
    assert judge(Book(frames, PERIOD), check).verdict != "UNDEFINED"
    looked = set(noted)
    uses = {*uses_of_check(frames, PERIOD, check)}
    for id in check.figures:
        uses |= {*uses_of(frames, PERIOD, id)}
    assert any(kind == "table" for kind, _ in looked)
    # a field without a code list asks for the one of no name
    assert {(kind, name) for kind, name in looked - uses if name} == set()


@pytest.mark.parametrize("ledger", LEDGERS)
def test_uses_across_ledgers_are_what_looking_for_partners_looks_at(sample_frames: Frames, ledger, noted):
    frames = Frames(sample_frames.intake)
    without_partners(frames, ledger, PERIOD)
    looked = set(noted)
    assert ("table", f"{ledger}\t{frames.files(ledger, PERIOD)[0].shown}") in looked
    uses = {*uses_across(frames, PERIOD, ledger)}
    assert {(kind, name) for kind, name in looked - uses if name} == set()
