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
from workreport.drafts.bound.located import AS_WRITTEN, LOST, TYPED_OVER, Located

pytestmark = pytest.mark.slow
GOAL = 95
"""Of a hundred places."""
Edit = Callable[[bytes], tuple[bytes, Truth]]


@dataclass(frozen=True)
class Survival:
    """After an edit: the places where bound numbers stand, those that are found, and numbers bound to another place.

    ``changed`` of those found are no longer as written: typed over, found by words, or copies.
    """

    places: int
    found: int
    changed: int
    wrong: int

    @property
    def share(self) -> float:
        return 100 * self.found / self.places if self.places else 100.0


def _xml(change) -> Edit:
    def edit(raw: bytes) -> tuple[bytes, Truth]:
        after = edited(raw, change)
        return after, coloured(reread(after))

    return edit


def _office(change) -> Edit:
    def edit(raw: bytes) -> tuple[bytes, Truth]:
        after = change(raw)
        return after, coloured(reread(after))

    return edit


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
    for located_number in found:
        if located_number.state == LOST:
            continue
        touched = [
            place
            for place in own.get(located_number.bound.id, ())
            if place[0] < located_number.end and located_number.start < place[1]
        ]
        others = [
            id
            for id, places in own.items()
            if id != located_number.bound.id
            for place in places
            if place[0] < located_number.end and located_number.start < place[1]
        ]
        honest = located_number.state == TYPED_OVER or located_number.text == located_number.bound.text
        if not touched or others or not honest:
            wrong += 1
        hit |= {(located_number.bound.id, place) for place in touched}
    changed = sum(located_number.state not in (AS_WRITTEN, LOST) for located_number in found)
    return Survival(sum(map(len, own.values())), len(hit), changed, wrong)


@pytest.fixture(scope="module", autouse=True)
def table():
    yield
    print(f"\n{'edit':52}{'places':>8}{'found':>8}{'changed':>9}{'wrong':>7}")
    rows = [
        (name, result.places, result.found, result.changed, result.wrong) for name, result in RESULTS.items()
    ]
    for row in (*rows, ("all", *(sum(row[at] for row in rows) for at in range(1, 5)))):
        print("{:52}{:8}{:8}{:9}{:7}".format(*row))


@pytest.mark.parametrize("name", EDITS)
def test_numbers_are_found_again_and_none_wrongly(name):
    if name.startswith("office_"):
        require(["soffice"])
    after, truth = EDITS[name](bound_report())
    RESULTS[name] = survival(located(reread(after)), truth)
    assert RESULTS[name].wrong == 0
    assert RESULTS[name].share >= GOAL
