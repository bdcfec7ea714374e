"""How many bound numbers are found again after edits of twenty kinds, and whether any is found at a wrong place.

``python -m pytest tests/drafts/bound/test_survival.py -s -m slow`` prints the table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from bound_report import bound_report, coloured, reread
from office_edits import OFFICE_EDITS
from programs import require
from word_edits import XML_EDITS, Truth, edited, with_texts_set

from workreport.drafts.bound.locate import located
from workreport.drafts.bound.located import LOST, TYPED_OVER, Located

pytestmark = pytest.mark.slow
GOAL = 95
"""Of a hundred places."""
Edit = Callable[[bytes], tuple[bytes, Truth]]


@dataclass(frozen=True)
class Survival:
    """After an edit: the places where bound numbers stand, those that are found, and numbers bound to another place."""

    places: int
    found: int
    wrong: int

    @property
    def share(self) -> float:
        return 100 * self.found / self.places if self.places else 100.0


def _xml(change) -> Edit:
    def made(raw: bytes) -> tuple[bytes, Truth]:
        after = edited(raw, change)
        return after, coloured(reread(after))

    return made


def _office(change) -> Edit:
    def made(raw: bytes) -> tuple[bytes, Truth]:
        after = change(raw)
        return after, coloured(reread(after))

    return made


EDITS: dict[str, Edit] = {
    **{change.__name__: _xml(change) for change in XML_EDITS},
    "texts_set_by_python_docx": lambda raw: with_texts_set(raw, lambda text: (text, 0)),
    "texts_set_with_words_in_front": lambda raw: with_texts_set(raw, lambda text: (f"今年以来，{text}", 5)),
    **{f"office_{name}": _office(change) for name, change in OFFICE_EDITS.items()},
}
RESULTS: dict[str, Survival] = {}


def survival(found: tuple[Located, ...], truth: Truth) -> Survival:
    """Compare what was found with where the numbers truly stand."""
    own = {f"wr_{number:04d}": ranges for number, ranges in truth.items()}
    wrong = 0
    hit = set()
    for one in found:
        if one.state == LOST:
            continue
        touched = [
            place for place in own.get(one.bound.id, ()) if place[0] < one.end and one.start < place[1]
        ]
        others = [
            id
            for id, places in own.items()
            if id != one.bound.id
            for place in places
            if place[0] < one.end and one.start < place[1]
        ]
        honest = one.state == TYPED_OVER or one.text == one.bound.text
        if not touched or others or not honest:
            wrong += 1
        hit |= {(one.bound.id, place) for place in touched}
    return Survival(sum(map(len, own.values())), len(hit), wrong)


@pytest.fixture(scope="module", autouse=True)
def table():
    yield
    print(f"\n{'edit':52}{'places':>8}{'found':>8}{'wrong':>8}")
    for name, one in RESULTS.items():
        print(f"{name:52}{one.places:8}{one.found:8}{one.wrong:8}")
    places, found = sum(one.places for one in RESULTS.values()), sum(one.found for one in RESULTS.values())
    print(f"{'all':52}{places:8}{found:8}{sum(one.wrong for one in RESULTS.values()):8}")


@pytest.mark.parametrize("name", EDITS)
def test_numbers_are_found_again_and_none_wrongly(name):
    if name.startswith("office_"):
        require(["soffice"])
    after, truth = EDITS[name](bound_report())
    RESULTS[name] = survival(located(reread(after)), truth)
    assert RESULTS[name].wrong == 0
    assert RESULTS[name].share >= GOAL
