"""People's answers: kept by the words of a statement, whatever stands around it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
import yaml
from proof_parts import token

from workreport.base.errors import ContractError
from workreport.drafts import model
from workreport.drafts.model import Binding, Candidate, DraftText, Finding, Proof
from workreport.drafts.proof.answers import (
    Answer,
    confirmed,
    dismissed,
    from_replies,
    load_answers,
    proposed_synonyms,
    template,
    unused,
)
from workreport.drafts.proof.findings import in_order
from workreport.drafts.proof.fingerprint import fingerprint
from workreport.drafts.proof.several import compared
from workreport.drafts.reading.word_replies import Reply

TEXT = DraftText.of("稿.txt", "共收到50件，办结45件。另有3件在办。")
FIFTY = token(TEXT, "50件", "50", "件")


def code(text: str, printed: str, kind: str = "sum") -> str:
    draft = DraftText.of("稿.txt", text)
    at = text.index(printed)
    return fingerprint(draft, at, at + len(printed), kind)


BASE = code(TEXT.text, "50件")


@pytest.mark.parametrize(
    "text",
    [
        "前面加了一段。\n共收到50件，办结45件。另有3件在办。",
        "共收到５０件,办结45件。",
        "共 收到50件，办结45件。另有4件在办。",
    ],
)
def test_the_fingerprint_stays_where_the_statement_does(text):
    assert code(text, "50件" if "50件" in text else "５０件") == BASE


@pytest.mark.parametrize(
    "text", ["共收到50件，办结46件。", "共收到50起，办结45件。", "共办理50件，办结45件。"]
)
def test_the_fingerprint_changes_with_words_and_numbers(text):
    assert code(text, text[3:6]) != BASE


def test_each_number_and_each_kind_of_finding_has_a_fingerprint_of_its_own():
    codes = {BASE, code(TEXT.text, "45件"), code(TEXT.text, "50件", "twice"), code("5件和5件", "5件")}
    draft = DraftText.of("稿.txt", "5件和5件")
    codes.add(fingerprint(draft, 3, 5, "sum"))
    assert len(codes) == 5


def finding(kind: str = "sum") -> Finding:
    return in_order(TEXT, [Finding(model.WRONG, 1, FIFTY.start, FIFTY.end, kind, "应为51")])[0]


def answer(fingerprint: str, verdict: str, figure: str = "") -> Answer:
    return Answer(fingerprint=fingerprint, verdict=verdict, figure=figure, by="办公室", why="已核")


def test_a_dismissed_finding_is_kept_with_who_and_why_and_not_raised_again():
    left, answered = dismissed([finding(), finding("twice")], {BASE: answer(BASE, "dismissed")})
    assert [remaining.kind for remaining in left] == ["twice"]
    assert [(one.finding.kind, one.by, one.why) for one in answered] == [("sum", "办公室", "已核")]


def test_a_confirmed_number_needs_no_figure():
    number = fingerprint(TEXT, FIFTY.start, FIFTY.end)
    bindings = [Binding(FIFTY, model.UNDECIDED)]
    (one,) = confirmed(TEXT, bindings, {number: answer(number, "confirmed")}, None)
    assert one.state == model.CONFIRMED and "办公室" in one.explanation
    assert confirmed(TEXT, bindings, {}, None) == tuple(bindings)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ("不改：口径不同", "口径不同"),
        ("无误", "无误"),
        ("不用改，已核", "已核"),
        ("已改", None),
        ("这里不改吗", None),
    ],
)
def test_a_reply_in_word_dismisses_if_it_says_so(reply, why):
    found = from_replies([Reply(f"【红】错误：应为51。\n编号 {BASE}", "50件", reply, "张科")])
    assert [(dismissal.by, dismissal.why) for dismissal in found.values()] == ([("张科", why)] if why else [])
    if why:
        assert dismissed([finding()], found)[0] == ()
    assert from_replies([Reply("别人的批注", "50件", reply, "张科")]) == {}


@pytest.fixture
def book(bureau, two_figures):
    """Three rows of 抽样 in 2021."""
    bureau.samples(2021, {}, {}, {})
    return bureau.book("2021")


@pytest.mark.parametrize("name", ["t.samples", "抽样", "“抽样”", "指标：抽样"])
def test_a_reply_in_word_confirms_the_figure_that_it_names(book, name):
    found = from_replies([Reply(f"【红】错误：应为51。\n编号 {BASE}", "50件", f"是 {name}，含转办", "张科")])
    (one,) = found.values()
    assert (one.verdict, one.figure, one.by, one.why) == ("confirmed", "t.samples", "张科", "含转办")
    (bound,) = confirmed(TEXT, [Binding(FIFTY, model.DIFFERS)], found, book)
    assert (bound.figure, bound.state, bound.expected) == ("t.samples", model.DIFFERS, "3批次")
    proof = Proof(TEXT, (FIFTY,), (bound,))
    assert unused([proof], found) == []
    assert yaml.safe_load(proposed_synonyms(proof, found)) == {"figures": {"t.samples": {"say": ["共收到"]}}}


@pytest.mark.parametrize("reply", ["是的", "是去年的数", "是否要改", "是"])
def test_a_reply_that_names_no_figure_confirms_nothing(book, reply):
    assert from_replies([Reply(f"【红】错误：应为51。\n编号 {BASE}", "50件", reply, "张科")]) == {}


def test_answers_are_read_and_a_malformed_one_is_told(tmp_path):
    path = tmp_path / "proof.yaml"
    path.write_text(
        '- {fingerprint: "a1", verdict: dismissed, by: 办公室, why: 口径不同}\n', encoding="utf-8"
    )
    assert load_answers([tmp_path / "none.yaml", path])["a1"].why == "口径不同"
    path.write_text('- {fingerprint: "a1", verdict: dismissed, by: "", why: x}\n', encoding="utf-8")
    with pytest.raises(ContractError, match=r"proof\.yaml 第 1 条（by"):
        load_answers([path])


def test_the_template_gives_entries_that_can_be_filled_in_and_copied():
    undecided = Binding(
        FIFTY, model.UNDECIDED, candidates=(Candidate("a.b", "value", Decimal(50), "50件", "收件"),)
    )
    text = template(Proof(TEXT, (FIFTY,), (undecided,), findings=(finding(),)))
    entries = yaml.safe_load(text)
    assert [(entry["fingerprint"], entry["verdict"]) for entry in entries] == [
        (BASE, "dismissed"),
        (fingerprint(TEXT, FIFTY.start, FIFTY.end), "confirmed"),
    ]
    assert "a.b（收件 50件）" in text
    for entry in entries:
        Answer.model_validate(entry | {"by": "甲", "why": "乙"})


def test_answers_to_what_no_text_says_are_told():
    proof = Proof(TEXT, (FIFTY,), (Binding(FIFTY, model.UNSUPPORTED),), findings=(finding(),))
    known = [BASE, fingerprint(TEXT, FIFTY.start, FIFTY.end)]
    answers = {name: answer(name, "dismissed") for name in [*known, "gone"]}
    assert unused([proof], answers) == ["gone"]


def stated(name: str, printed: str, value: str, unit: str, **changes) -> Proof:
    text = DraftText.of(name, f"共收到{printed}。")
    one = replace(token(text, printed, value, unit), **changes)
    return Proof(text, (one,), (Binding(one, model.MATCHES, "a.b", "value"),))


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (("120件", "120", "件"), 0),
        (("102件", "102", "件"), 1),
        (("0.01万件", "0.01", "万件"), 0),
        (("0.02万件", "0.02", "万件"), 1),
    ],
)
def test_one_figure_has_one_value_in_all_texts(other, found):
    proofs = compared([stated("甲.txt", "120件", "120", "件"), stated("乙.txt", *other)], [{}, {}])
    assert [len(proof.findings) for proof in proofs] == [found, found]
    for one in proofs[0].findings:
        assert "《乙.txt》第1行" in one.message and other[0] in one.message
        left = compared(
            [replace(proofs[0], findings=()), proofs[1]], [{one.fingerprint: answer("x", "dismissed")}, {}]
        )
        assert (left[0].findings, len(left[0].answered)) == ((), 1)


def test_a_bound_agrees_with_every_value_that_it_allows():
    some = stated("乙.txt", "100余件", "100", "件", low=Decimal(101), high=Decimal(199))
    assert compared([stated("甲.txt", "120件", "120", "件"), some], [{}, {}])[0].findings == ()
