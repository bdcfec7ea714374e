"""The state that a quantity ends with, and what is then to do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from proof_parts import token

from workreport.drafts import model
from workreport.drafts.kinds import KINDS, STATES
from workreport.drafts.model import Binding, DraftText, Finding, Relation
from workreport.drafts.proof.findings import findings_of, names_in
from workreport.drafts.proof.states import states_of
from workreport.rendering.public.entities import Entities

TEXT = DraftText.of("稿.txt", "共收到50件，其中甲类20件，乙类31件。\n办结率为60%。")
TOTAL, FIRST, SECOND = (
    token(TEXT, "50件", "50", "件"),
    token(TEXT, "20件", "20", "件"),
    token(TEXT, "31件", "31", "件"),
)
RATE = token(TEXT, "60%", "60", "%")
ALL = (TOTAL, FIRST, SECOND, RATE)


def relation(
    verdict: str, *tokens, expected: str = "51", kind: str = "sum", explanation: str = ""
) -> Relation:
    return Relation(kind, 1, "共收到50件", "20+31=51", "50", expected, verdict, explanation, tokens)


@pytest.mark.parametrize(
    ("own", "verdict", "state"),
    [
        (model.MATCHES, model.HOLDS, model.MATCHES),
        (model.MATCHES, model.FAILS, model.MATCHES),
        (model.DIFFERS, model.HOLDS, model.DIFFERS),
        (model.UNREADABLE, model.HOLDS, model.UNREADABLE),
        (model.UNDECIDED, model.HOLDS, model.CONFIRMED),
        (model.UNSUPPORTED, model.HOLDS, model.CONFIRMED),
        ("", model.HOLDS, model.CONFIRMED),
        (model.UNDECIDED, model.FAILS, model.DIFFERS),
        ("", model.ROUNDED, model.DIFFERS),
        (model.UNDECIDED, model.UNDEFINED, model.UNDECIDED),
        ("", model.SUSPECT, model.UNSUPPORTED),
        ("", "", model.UNSUPPORTED),
    ],
)
def test_a_figure_counts_before_the_text_and_the_text_before_a_guess(own, verdict, state):
    bindings = [Binding(TOTAL, own, "a.b" if own in (model.MATCHES, model.DIFFERS) else "")] if own else []
    relations = [relation(verdict, TOTAL, FIRST, SECOND)] if verdict else []
    assert [judged.state for judged in states_of([TOTAL], bindings, relations)] == [state]


def test_only_the_doubtful_number_of_a_broken_relation_is_doubted():
    states = states_of(ALL, [], [relation(model.FAILS, TOTAL, FIRST, SECOND)])
    assert [state.state for state in states] == [model.DIFFERS, *[model.UNSUPPORTED] * 3]
    assert states[0].expected == "51"


def test_what_breaks_a_number_counts_before_what_confirms_it():
    states = states_of([TOTAL], [], [relation(model.HOLDS, TOTAL), relation(model.FAILS, TOTAL)])
    assert states[0].state == model.DIFFERS


def test_a_relation_that_cannot_be_decided_says_why_and_is_no_error():
    left = relation(model.UNDEFINED, RATE, TOTAL, kind="rate", explanation="分母为0")
    bound = {state.token: state for state in states_of(ALL, (), [left])}
    assert (bound[RATE].state, bound[RATE].explanation) == (model.UNSUPPORTED, "不能判定：分母为0")
    assert bound[TOTAL].explanation == ""
    assert findings_of(TEXT, [*bound.values()], [left], (), {}) == ()


def test_numbers_that_are_no_quantities_have_no_state():
    other = token(TEXT, "50件", "50", kind=model.ORDINAL)
    assert states_of([other], [], []) == ()


@pytest.mark.parametrize(
    ("verdict", "gravity"),
    [
        (model.FAILS, model.WRONG),
        (model.CONFLICT, model.WRONG),
        (model.ROUNDED, model.DOUBTFUL),
        (model.FORCED100, model.DOUBTFUL),
        (model.SUSPECT, model.DOUBTFUL),
        (model.HOLDS, None),
        (model.UNDEFINED, None),
    ],
)
def test_a_relation_speaks_by_its_verdict(verdict, gravity):
    found = findings_of(TEXT, [], [relation(verdict, TOTAL, FIRST, SECOND)], [], {})
    assert [finding.gravity for finding in found] == ([gravity] if gravity else [])
    for finding in found:
        assert "51" in finding.message and "20+31" in finding.message
        assert TEXT.text[finding.start : finding.end] == "50件"


@pytest.mark.parametrize(
    ("kind", "state", "count"),
    [("rate", model.MATCHES, 0), ("rate", model.UNSUPPORTED, 1), ("sum", model.MATCHES, 1)],
)
def test_a_computed_number_that_its_figure_confirms_is_not_called_wrong(kind, state, count):
    bound = [Binding(RATE, state, "a.b", "value")]
    broken = relation(model.FAILS, RATE, TOTAL, FIRST, kind=kind)
    assert len(findings_of(TEXT, bound, [broken], (), {})) == count


def test_nothing_is_proposed_where_any_of_the_numbers_may_be_wrong():
    total = findings_of(TEXT, [], [relation(model.FAILS, TOTAL, FIRST, SECOND)], [], {})
    assert [finding.proposal for finding in total] == [""]
    rate = Relation("rate", 2, "办结率为60%", "31/50=62%", "60%", "62%", model.FAILS, "", (RATE,))
    assert [finding.proposal for finding in findings_of(TEXT, [], [rate], [], {})] == ["62%"]


def test_a_number_that_differs_from_its_figure_is_told_with_what_is_right():
    binding = Binding(TOTAL, model.DIFFERS, "a.b", "value", "52件", "比台账少2件")
    (one,) = findings_of(TEXT, [binding], [], [], {})
    assert (one.gravity, one.proposal) == (model.WRONG, "52件")
    assert "52件" in one.message and "50件" in one.message


@pytest.mark.parametrize(
    ("expected", "gravity"),
    [("50家次", model.WORDING), ("52件", model.WRONG), ("下降50件", model.WRONG), ("52家次", model.WRONG)],
)
def test_a_right_number_with_a_wrong_word_is_a_matter_of_wording(expected, gravity):
    (one,) = findings_of(TEXT, [Binding(TOTAL, model.DIFFERS, "a.b", "value", expected, "")], [], [], {})
    assert one.gravity == gravity


def claim(gravity: str, start: int, end: int, kind: str = "claim") -> Finding:
    return Finding(gravity, 1, start, end, kind, f"{kind} {start}")


def test_what_figures_and_the_text_both_tell_is_told_once():
    both = [claim(model.DOUBTFUL, 0, 9), claim(model.WRONG, 5, 8), claim(model.DOUBTFUL, 10, 12)]
    assert [finding.start for finding in findings_of(TEXT, [], [], both, {})] == [5, 10]
    measures = [claim(model.WORDING, 3, 6, "wording"), claim(model.WRONG, 3, 6, "unit")]
    assert [finding.kind for finding in findings_of(TEXT, [], [], measures, {})] == ["unit"]
    others = [
        claim(model.WRONG, 3, 6, "sum"),
        claim(model.WRONG, 3, 6, "table"),
        claim(model.WRONG, 4, 6, "sum"),
    ]
    assert len(findings_of(TEXT, [], [], others, {})) == 3


@pytest.mark.parametrize(
    ("printed", "state"), [("22.8:38.8:38.4", model.UNSUPPORTED), ("2.8.3", model.UNREADABLE)]
)
def test_what_has_no_value_is_unread_unless_it_is_a_ratio(printed, state):
    text = DraftText.of("稿.txt", printed)
    unread = replace(token(text, printed, "1"), value=None)
    assert [judged.state for judged in states_of([unread], [], [])] == [state]


def test_names_of_the_list_are_pointed_out_without_being_repeated():
    text = DraftText.of("稿.txt", "检查了云杉糕点厂3次。")
    (one,) = names_in(text, Entities({"云杉糕点厂": "某企业"}))
    assert text.text[one.start : one.end] == "云杉糕点厂"
    assert "云杉" not in one.message and "某企业" in one.message
    assert names_in(text, None) == []


def test_every_kind_is_explained():
    assert all(kind.title and kind.about and kind.example for kind in KINDS.values())
    assert set(STATES) == {
        model.MATCHES, model.DIFFERS, model.CONFIRMED, model.UNDECIDED, model.UNSUPPORTED, model.UNREADABLE,
    }  # fmt: skip
