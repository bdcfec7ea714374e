"""A bound number states its own figure in a proof, whatever the words around it say."""

from __future__ import annotations

import pytest
from bound_report import reread
from word_fixture import paragraph, word_file

from workreport.drafts.bound.bound_number import BoundNumber, Override, Source
from workreport.drafts.bound.stated import stated_by_bindings
from workreport.drafts.bound.word_bindings import bound_copy
from workreport.drafts.model import DIFFERS, MATCHES
from workreport.drafts.proof.whole import proof
from workreport.drafts.quantities import tokens_of

TEXT = "监督抽检食品125批次，其中21批次在案。"
"""By its words the second number would be samples too; it is bound to those that failed."""


def _bound(text: str, override: Override | None = None):
    read = reread(word_file(paragraph(text)))
    at = read.text.text.index("其中") + 2
    end = read.text.text.index("批次", at) + 2
    written = read.text.text[at:end]
    number = BoundNumber("wr_1", Source("t.failed"), written, override=override)
    return reread(bound_copy(read, [(at, end, number)], period="2021"))


def _states(read, book) -> dict[str, str]:
    known = stated_by_bindings(read, tokens_of(read.text), book)
    return {binding.token.text: binding.state for binding in proof(read.text, book, known=known).bindings}


@pytest.fixture(autouse=True)
def _words(synonyms, monkeypatch):
    monkeypatch.setattr("workreport.drafts.proof.whole.load_synonyms", lambda workspace: synonyms)


def test_it_is_held_against_the_figure_that_it_is_bound_to(book):
    read = _bound(TEXT)
    known = stated_by_bindings(read, tokens_of(read.text), book)
    assert [(token.text, binding.figure, binding.state) for token, binding in known.items()] == [
        ("21批次", "t.failed", MATCHES)
    ]
    assert _states(read, book)["21批次"] == MATCHES


def test_another_number_in_its_place_differs_and_names_the_ledgers(book):
    read = _bound(TEXT.replace("21批次", "22批次"))
    (one,) = stated_by_bindings(read, tokens_of(read.text), book).values()
    assert (one.state, one.expected) == (DIFFERS, "21批次") and "按台账是21批次" in one.explanation
    found = proof(read.text, book, known={one.token: one}).findings
    assert [read.text.text[each.start : each.end] for each in found] == ["22批次"]


def test_a_number_that_people_chose_stays(book):
    read = _bound(TEXT.replace("21批次", "22批次"), Override("22批次", "张科长", "已函告"))
    (one,) = stated_by_bindings(read, tokens_of(read.text), book).values()
    assert one.state == MATCHES and "已函告" in one.explanation


def test_sums_read_off_the_words_do_not_make_it_doubtful(book):
    text = "监督抽检食品125批次，其中21批次、其余30批次、其他40批次、另外60批次在案。"
    read = _bound(text)
    known = stated_by_bindings(read, tokens_of(read.text), book)
    bound = next(iter(known))
    doubtful = [
        relation
        for relation in proof(read.text, book, known=known).relations
        if relation.tokens[:1] == (bound,)
    ]
    assert all(check.verdict not in ("FAILS", "CONFLICT", "ROUNDED", "FORCED100") for check in doubtful)
