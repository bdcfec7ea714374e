"""What a kept check is compared by: all that judging it looks at, seen while the sample year's checks are judged."""

from __future__ import annotations

import io
from itertools import groupby

import pytest

from workreport import noting
from workreport.building.keptfigures import uses_of_check
from workreport.checks.declared import Declared
from workreport.checks.relations import judge, load_relations
from workreport.figures.book import Book
from workreport.figures.worked import uses_of
from workreport.ledgers.frames import Frames
from workreport.period import Period
from workreport.workspace import Workspace

PERIOD = Period.parse("2021")
MOST = 6


def of_each_kind() -> list[Declared]:
    """Some checks of each kind that can be kept."""
    narrow = [check for check in load_relations(Workspace.open()) if check.narrow]
    kinds = groupby(sorted(narrow, key=lambda check: (check.kind, check.id)), key=lambda check: check.kind)
    return [check for _, checks in kinds for check in [*checks][:MOST]]


@pytest.mark.parametrize("check", of_each_kind(), ids=lambda check: f"{check.kind}-{check.id}")
def test_uses_are_what_judging_looks_at(sample_frames: Frames, check: Declared, monkeypatch):
    monkeypatch.setattr(noting, "_file", io.StringIO())
    monkeypatch.setattr(noting, "_noted", set())
    frames = Frames(sample_frames.intake)
    assert judge(Book(frames, PERIOD), check).verdict != "UNDEFINED"
    noted = set(noting._noted)
    uses = {*uses_of_check(frames, PERIOD, check)}
    for id in check.figures:
        uses |= {*uses_of(frames, PERIOD, id)}
    assert any(kind == "table" for kind, _ in noted)
    # a field without a code list asks for the one of no name
    assert {(kind, name) for kind, name in noted - uses if name} == set()
