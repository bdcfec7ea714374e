"""What people have to look at before a text goes out, the gravest first."""

from __future__ import annotations

import io

import docx
import pytest

from workreport.drafts.proof.answers import Answer
from workreport.drafts.proof.whole import proof
from workreport.drafts.publishing.remarks import quantities, remarks_on_draft, remarks_on_text
from workreport.drafts.refreshing.entries import TYPED


@pytest.fixture
def remarks(drafts, book):
    """A function that gives the remarks on a draft."""

    def remarks_on(*paragraphs, raw: bytes = b"", answers=None):
        own = book()
        done = drafts.done(own, *paragraphs, raw=raw, answers=answers)
        checked = proof(drafts.read(done.content).text, own, answers)
        return remarks_on_draft(done, checked, drafts.spans(done))

    return remarks_on


@pytest.fixture
def typed_over(drafts, book) -> bytes:
    """A draft in which somebody typed 6批次 over the ledgers' 5批次."""
    raw = drafts.done(book(), "完成抽样〔抽样〕，比上年多。").content
    document = docx.Document(io.BytesIO(raw))
    for run in document.paragraphs[0].runs:
        run.text = run.text.replace("5批次", "6批次")
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def test_a_draft_of_bound_numbers_says_nothing(remarks):
    assert remarks("完成监督抽样〔抽样〕，不合格〔不合格〕，不合格率〔不合格率〕。") == []


def test_a_bound_number_is_not_doubted_for_the_words_around_it(remarks):
    assert remarks("共〔抽样〕，其中甲类〔不合格〕、乙类〔不合格〕。") == []


def test_a_number_typed_over_is_wrong_with_the_ledgers_as_proposal(remarks, typed_over):
    [one] = remarks(raw=typed_over)
    assert (one.gravity, one.state, one.text, one.proposal, one.line) == (
        "wrong",
        "手改待定",
        "6批次",
        "5批次",
        1,
    )
    assert one.row()["gravity"] == "错误" and "完成抽样6批次" in one.row()["sentence"]


def test_one_that_somebody_keeps_is_told_with_the_reason(drafts, book, remarks, typed_over):
    done = drafts.done(book(), raw=typed_over)
    code = next(entry.fingerprint for entry in done.entries if entry.kind == TYPED)
    answer = Answer(fingerprint=code, verdict="dismissed", by="王某某", why="口径不同")
    [one] = remarks(raw=typed_over, answers={code: answer})
    assert (
        (one.gravity, one.state) == ("", "手改保留") and "口径不同" in one.message and "5批次" in one.message
    )


def test_a_wrong_number_typed_by_hand_comes_before_an_unbound_one(remarks):
    found = remarks("召开会议37场。", "全年监督抽样7批次。")
    assert [(remark.gravity, remark.line) for remark in found] == [("wrong", 2), ("", 1)]
    assert found[1].state == "未绑定（无据）" and found[1].text == "37场"


def test_a_claim_that_fell_is_wrong(remarks):
    [one] = remarks("全年未发现不合格样品。")
    assert one.gravity == "wrong" and "不合格" in one.message


def test_a_slot_that_cannot_be_read_is_doubtful(remarks):
    [one] = remarks("完成〔没有的指标〕。")
    assert (one.gravity, one.state) == ("doubtful", "槽位未填")


def test_numbers_are_counted_bound_ones_and_others(drafts, book):
    own = book()
    done = drafts.done(own, "抽样〔抽样〕，会议37场，2021年3月。")
    spans = drafts.spans(done)
    assert len(spans) == 1 and quantities(proof(done.text, own), spans) == 2


def test_a_text_without_bound_numbers_has_the_proofs_findings(drafts, book):
    found = remarks_on_text(proof(drafts.read(drafts.word("会议3场。", "监督抽样7批次。")).text, book()))
    assert [(remark.gravity, remark.line) for remark in found] == [("wrong", 2)]


def test_rows_have_no_personal_numbers(remarks):
    [one] = remarks("会议37场，电话13812345678。")
    assert "13812345678" not in str(one.row()) and "个人信息" in one.row()["sentence"]
