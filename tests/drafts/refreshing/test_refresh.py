"""A refresh: numbers move as tracked changes, people's numbers and words stay, what they have to look at is named."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from workreport.drafts.bound.locate import located
from workreport.drafts.bound.located import AS_WRITTEN
from workreport.drafts.bound.word_bindings import bindings_in
from workreport.drafts.proof.answers import Answer
from workreport.drafts.reading.word_xml import W
from workreport.drafts.refreshing import entries

SENTENCE = "全年完成抽样〔抽样〕，同比〔抽样 同比〕。"


def test_slots_become_bound_numbers_as_tracked_changes(drafts, book):
    done = drafts.refresh(drafts.draft(SENTENCE), book(3))
    assert drafts.text(done.content) == "全年完成抽样3批次，同比增加1批次。"
    assert drafts.revisions(done.content) == [
        ("del", "台账", "〔抽样〕"),
        ("ins", "台账", "3批次"),
        ("del", "台账", "〔抽样 同比〕"),
        ("ins", "台账", "增加1批次"),
    ]
    assert drafts.kinds(done) == [entries.FILLED] * 2 and not done.for_people
    stored = bindings_in(drafts.read(done.content))
    assert (stored.period, [number.text for number in stored.numbers]) == ("2021", ["3批次", "增加1批次"])


def test_a_refresh_of_what_is_up_to_date_changes_nothing(drafts, book):
    first = drafts.refresh(drafts.draft(SENTENCE, "〔没有的〕，未发现不合格样品。"), book(3))
    again = drafts.refresh(first.content, book(3))
    assert again.content == first.content
    assert again.unchanged == 2 and drafts.kinds(again) == [entries.CLAIM, entries.SLOT]


def test_newer_ledgers_replace_the_earlier_change(drafts, book):
    first = drafts.refresh(drafts.draft("抽样〔抽样〕。"), book(3)).content
    taken = drafts.refresh(first, book(3), accept=True).content
    assert drafts.revisions(taken) == [] and drafts.text(taken) == "抽样3批次。"
    second = drafts.refresh(taken, book(4)).content
    assert drafts.revisions(second) == [("del", "台账", "3批次"), ("ins", "台账", "4批次")]
    third = drafts.refresh(second, book(5))
    assert drafts.revisions(third.content) == [("del", "台账", "3批次"), ("ins", "台账", "5批次")]
    (moved,) = third.entries
    assert (moved.kind, moved.old, moved.new) == (entries.CHANGED, "4批次", "5批次")
    back = drafts.refresh(third.content, book(3)).content
    assert drafts.revisions(back) == [] and drafts.text(back) == "抽样3批次。"


# what people type


@pytest.fixture
def typed(drafts, book):
    """A draft that says 3批次 of the ledgers, and a function that types another number over it as a revision."""
    raw = drafts.refresh(drafts.draft("共抽样〔抽样〕，比上年多。"), book(3), accept=False).content
    raw = drafts.refresh(raw, book(3), accept=True).content

    def type_over(text: str) -> bytes:
        new = (
            '<w:del w:id="901" w:author="李局"><w:r><w:delText>3批次</w:delText></w:r></w:del>'
            f'<w:ins w:id="902" w:author="李局"><w:r><w:t>{text}</w:t></w:r></w:ins>'
        )
        return drafts.edited(raw, ('<w:r><w:t xml:space="preserve">3批次</w:t></w:r>', new))

    return type_over


def test_a_number_that_somebody_typed_stays_and_is_asked_about_once(drafts, book, typed):
    first = drafts.refresh(typed("5批次"), book(4))
    assert drafts.text(first.content) == "共抽样5批次，比上年多。"
    (entry,) = first.entries
    assert (entry.kind, entry.old, entry.new, entry.ledger, entry.author) == (
        entries.TYPED, "3批次", "5批次", "4批次", "李局",
    )  # fmt: skip
    (comment,) = drafts.comments(first.content)
    assert "李局" in comment and "4批次" in comment and "5批次" in comment
    second = drafts.refresh(first.content, book(4))
    assert drafts.comments(second.content) == [comment] and drafts.kinds(second) == [entries.TYPED]
    assert drafts.revisions(second.content) == [("del", "李局", "3批次"), ("ins", "李局", "5批次")]


@pytest.mark.parametrize("text", ["4批次", "４ 批次", "4"])
def test_what_the_ledgers_now_say_is_bound_anew_as_it_was_typed(drafts, book, typed, text):
    done = drafts.refresh(typed(text), book(4))
    assert drafts.kinds(done) == [entries.REBOUND] and not done.for_people
    assert drafts.text(done.content) == f"共抽样{text}，比上年多。" and drafts.comments(done.content) == []
    assert drafts.kinds(drafts.refresh(done.content, book(4))) == []
    assert drafts.kinds(drafts.refresh(done.content, book(6))) == [entries.CHANGED]


def test_a_reason_keeps_a_typed_number_until_the_ledgers_say_the_same(drafts, book, typed):
    (question,) = drafts.refresh(typed("5批次"), book(4)).entries
    answer = Answer(fingerprint=question.fingerprint, verdict="dismissed", by="李局", why="含上年结转")
    answered = drafts.refresh(typed("5批次"), book(4), {question.fingerprint: answer})
    (entry,) = answered.entries
    assert (entry.kind, entry.new, entry.ledger, entry.author, entry.why) == (
        entries.OVERRIDDEN, "5批次", "4批次", "李局", "含上年结转",
    )  # fmt: skip
    assert not answered.for_people and drafts.comments(answered.content) == []
    still = drafts.refresh(answered.content, book(6))
    assert (
        drafts.kinds(still) == [entries.OVERRIDDEN]
        and drafts.text(still.content) == "共抽样5批次，比上年多。"
    )
    lifted = drafts.refresh(still.content, book(5))
    assert drafts.kinds(lifted) == [entries.LIFTED]
    moved = drafts.refresh(lifted.content, book(6))
    assert drafts.kinds(moved) == [entries.CHANGED] and "6批次" in drafts.text(moved.content)


def test_an_override_ends_with_its_period(drafts, book, typed):
    (question,) = drafts.refresh(typed("5批次"), book(4)).entries
    answer = Answer(fingerprint=question.fingerprint, verdict="dismissed", by="李局", why="含上年结转")
    answered = drafts.refresh(typed("5批次"), book(4), {question.fingerprint: answer}).content
    other = drafts.refresh(answered, book(4, period="2021-03"))
    assert drafts.kinds(other) == [entries.LIFTED] and "含上年结转" in other.entries[0].message
    assert drafts.text(other.content) == "共抽样4批次，比上年多。"


def test_a_change_that_somebody_rejects_is_asked_about(drafts, book, typed):
    changed = drafts.refresh(typed("4批次"), book(4)).content
    raw = drafts.refresh(drafts.refresh(changed, book(4), accept=True).content, book(6)).content
    root = drafts.root(raw)
    for element in root.iter(f"{W}ins"):
        element.getparent().remove(element)
    for element in list(root.iter(f"{W}del")):
        element.tag = f"{W}smartTag"
        for text in element.iter(f"{W}delText"):
            text.tag = f"{W}t"
    rejected = drafts.with_part(raw, etree.tostring(root))
    done = drafts.refresh(rejected, book(6))
    assert [(entry.kind, entry.new, entry.ledger) for entry in done.entries] == [
        (entries.TYPED, "4批次", "6批次")
    ]
    assert drafts.text(done.content) == "共抽样4批次，比上年多。"


def test_a_number_in_a_field_is_named_and_stays(drafts, book):
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>抽样〕</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    raw = drafts.edited(
        drafts.draft("共〔x批次"), ("<w:r><w:t>共〔x批次</w:t></w:r>", f"<w:r><w:t>共〔</w:t></w:r>{field}")
    )
    done = drafts.refresh(raw, book(3))
    assert drafts.kinds(done) == [entries.UNWRITTEN] and done.numbers == ()
    assert drafts.text(done.content) == "共〔抽样〕" and "3批次" in drafts.comments(done.content)[0]


def test_a_slot_typed_over_a_number_takes_its_place(drafts, book, typed):
    done = drafts.refresh(typed("〔不合格〕"), book(4))
    assert drafts.kinds(done) == [entries.FILLED]
    assert drafts.text(done.content) == "共抽样1批次，比上年多。"
    assert [number.source.figure for number in done.numbers] == ["t.failed"]


def test_a_number_whose_sentence_is_gone_is_listed_once(drafts, book):
    raw = drafts.refresh(drafts.draft("甲〔抽样〕。", "本年度共发现不合格食品〔不合格〕。"), book(3)).content
    gone = docx.Document(io.BytesIO(raw))
    paragraph = gone.paragraphs[1]._p
    paragraph.getparent().remove(paragraph)
    saved = io.BytesIO()
    gone.save(saved)
    done = drafts.refresh(saved.getvalue(), book(3))
    (entry,) = done.entries
    assert (entry.kind, entry.old) == (entries.LOST, "1批次") and "〔不合格〕" in entry.message
    assert "本年度共发现" in entry.sentence
    assert drafts.kinds(drafts.refresh(done.content, book(3))) == []


# claims, slots, numbers without a value


def test_a_claim_that_fell_is_commented_and_the_comment_goes_with_it(drafts, book):
    raw = drafts.draft("抽样〔抽样〕，未发现不合格样品。")
    fine = drafts.refresh(raw, book(3, failed=0))
    assert not fine.for_people and drafts.comments(fine.content) == []
    fallen = drafts.refresh(fine.content, book(3, failed=2))
    assert drafts.kinds(fallen) == [entries.CLAIM] and fallen.for_people
    (comment,) = drafts.comments(fallen.content)
    assert "未发现" in comment and "2批次" in comment
    again = drafts.refresh(fallen.content, book(3, failed=0))
    assert drafts.comments(again.content) == [] and not again.for_people


def test_an_answered_claim_is_not_told_again(drafts, book):
    (claim,) = drafts.refresh(drafts.draft("未发现不合格样品。"), book(3)).entries
    answer = Answer(fingerprint=claim.fingerprint, verdict="dismissed", by="办公室", why="指本月")
    done = drafts.refresh(drafts.draft("未发现不合格样品。"), book(3), {claim.fingerprint: answer})
    assert not done.for_people and drafts.comments(done.content) == []
    assert [(entry.author, entry.why) for entry in done.entries] == [("办公室", "指本月")]


def test_a_number_typed_by_hand_that_differs_is_named_and_a_bound_one_is_not(drafts, book):
    done = drafts.refresh(drafts.draft("全年抽样7批次。", "全年抽样〔抽样〕。"), book(3))
    assert [(entry.kind, entry.old) for entry in done.entries if entry.for_people] == [
        (entries.CLAIM, "7批次")
    ]


def test_a_slot_that_cannot_be_read_stays_with_its_candidates(drafts, book):
    done = drafts.refresh(drafts.draft("抽样〔抽样数〕，〔2021〕3号，〔此处写措施〕。"), book(3))
    (entry,) = done.entries
    assert (entry.kind, entry.old) == (entries.SLOT, "〔抽样数〕") and "抽样（t.samples）" in entry.message
    assert drafts.text(done.content) == "抽样〔抽样数〕，〔2021〕3号，〔此处写措施〕。" and done.to_write == 1
    (comment,) = drafts.comments(done.content)
    assert "抽样（t.samples）" in comment


def test_a_number_that_a_period_lacks_stays_with_the_reason(drafts, book):
    raw = drafts.refresh(drafts.draft("同比〔抽样 同比〕。"), book(3)).content
    done = drafts.refresh(raw, book(3, period="2020"))
    assert drafts.kinds(done) == [entries.NO_NUMBER] and drafts.text(done.content) == "同比增加1批次。"


# copies


def test_an_accepted_copy_has_neither_revisions_nor_comments(drafts, book, typed):
    raw = drafts.refresh(typed("5批次"), book(4)).content
    done = drafts.refresh(raw, book(4), accept=True)
    assert drafts.text(done.content) == "共抽样5批次，比上年多。" and drafts.kinds(done) == [entries.TYPED]
    assert drafts.revisions(done.content) == []
    with zipfile.ZipFile(io.BytesIO(done.content)) as parts:
        assert not [name for name in parts.namelist() if "comments" in name]
    assert len(bindings_in(drafts.read(done.content)).numbers) == 1


SLOTS = ("〔抽样〕", "〔不合格〕")
WORDS = st.lists(st.sampled_from(("甲、乙", *SLOTS, "〔没有〕", "同比", "12", "。", "\t")), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_no_word_is_lost(drafts, books, lines):
    raw = drafts.draft("稿", *("".join(line) for line in lines))
    words = drafts.text(raw)
    for slot in SLOTS:
        words = words.replace(slot, "N")
    for book in books:
        raw = drafts.refresh(raw, book).content
        assert without_numbers(drafts, raw) == words


def without_numbers(drafts, raw: bytes) -> str:
    """What a file says, N for each bound number."""
    text = drafts.text(raw)
    for number in reversed(located(drafts.read(raw))):
        assert number.state == AS_WRITTEN, number
        text = text[: number.start] + "N" + text[number.end :]
    return text


@pytest.fixture
def books(book):
    """The ledgers of two days; both are read before the test."""
    found = []
    for count, failed in ((3, 1), (5, 2)):
        found.append(book(count, failed))
        assert found[-1].value("t.samples").number == count and found[-1].value("t.failed").number == failed
    return found
