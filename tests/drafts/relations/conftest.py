"""What the relations of a text say, as a function."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workreport.base.period import Period
from workreport.drafts.model import DraftText, Relation
from workreport.drafts.quantities import tokens_of
from workreport.drafts.relations import relations_of

Judge = Callable[..., list[Relation]]


@pytest.fixture
def judge() -> Judge:
    """All relations of a text with one of the verdicts, by default all."""

    def judged(text: str, *verdicts: str, period: str = "") -> list[Relation]:
        draft = DraftText.of("稿", text)
        found = relations_of(draft, tokens_of(draft), period=Period.parse(period) if period else None)
        return [each for each in found if not verdicts or each.verdict in verdicts]

    return judged
