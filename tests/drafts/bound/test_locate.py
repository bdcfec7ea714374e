"""Bound numbers found again after edits: their states, who typed over them, copies, and no place taken wrongly."""

from __future__ import annotations

import copy
import random

import pytest
from bound_report import bound_report, coloured, report, reread
from word_edits import BOOKMARKS, edited, new_run, numbers_are_typed_over_with_revisions, without_bookmarks
from word_fixture import paragraph, word_file

from workreport.drafts.bound.bound_number import BoundNumber, Source
from workreport.drafts.bound.locate import located, places_of
from workreport.drafts.bound.located import AS_WRITTEN, FOUND_AGAIN, LOST, TYPED_OVER
from workreport.drafts.bound.word_bindings import bindings_in, bound_copy
from workreport.drafts.reading.word_xml import W


def bound(*lines: str) -> bytes:
    """A file of paragraphs whose numbers in braces are bound."""
    texts, placed, at = [], [], 0
    for line in lines:
        text = ""
        for part, piece in enumerate(line.replace("}", "{").split("{")):
            if part % 2:
                start = at + len(text)
                placed.append(
                    (
                        start,
                        start + len(piece),
                        BoundNumber(f"wr_{len(placed) + 1:04d}", Source("t.f"), piece),
                    )
                )
            text += piece
        texts.append(text)
        at += len(text) + 1
    return bound_copy(reread(word_file("".join(map(paragraph, texts)))), placed, period="2021")


def retyped(raw: bytes, *lines: str) -> bytes:
    """The file with the texts of its paragraphs typed anew, bookmarks gone."""

    def change(body):
        for one in body.findall(f"{W}p"):
            body.remove(one)
        for at, line in enumerate(lines):
            element = body.makeelement(f"{W}p")
            element.append(new_run(line))
            body.insert(at, element)

    return edited(raw, change)


def states(raw: bytes) -> list[tuple[str, str]]:
    return [(number.state, number.text) for number in located(reread(raw))]


SENTENCE = "全年开展食品监督抽检{1361批次}，同比{增长12.4%}，发现不合格{12批次}。"
PLAIN = SENTENCE.replace("{", "").replace("}", "")


def test_untouched_numbers_are_as_written():
    assert states(bound(SENTENCE)) == [
        (AS_WRITTEN, "1361批次"),
        (AS_WRITTEN, "增长12.4%"),
        (AS_WRITTEN, "12批次"),
    ]


def test_a_file_without_bindings_has_none():
    assert located(reread(report()[0])) == ()


def test_a_dropped_bookmark_is_made_up_for_by_words():
    assert states(retyped(bound(SENTENCE), PLAIN)) == [
        (FOUND_AGAIN, "1361批次"), (FOUND_AGAIN, "增长12.4%"), (FOUND_AGAIN, "12批次")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "now",
    [
        "截至12月底，全年共开展食品监督抽检1361批次，同比增长12.4%，发现不合格12批次。",
        "开展食品监督抽检1361批次（含专项），同比增长12.4%，其中发现不合格12批次。",
        f"新的一句话12批次。{PLAIN}再一句话1361批次。",
    ],
)
def test_words_may_be_put_in_and_left_out(now):
    found = located(reread(retyped(bound(SENTENCE), now)))
    assert [(number.state, number.text) for number in found] == [
        (FOUND_AGAIN, "1361批次"), (FOUND_AGAIN, "增长12.4%"), (FOUND_AGAIN, "12批次")
    ]  # fmt: skip
    assert now[found[0].start - 2 : found[0].start] == "抽检"


def test_another_number_in_the_same_words_is_typed_over():
    now = PLAIN.replace("1361", "1400")
    assert states(retyped(bound(SENTENCE), now))[0] == (TYPED_OVER, "1400批次")


def test_who_typed_over_a_number_in_a_revision_is_named():
    raw = edited(bound_report(), numbers_are_typed_over_with_revisions)
    changed = [number for number in located(reread(raw)) if number.state == TYPED_OVER]
    assert len(changed) > 20 and {number.author for number in changed} == {"张三"}
    assert all(number.text != number.bound.text for number in changed)


@pytest.mark.parametrize(
    "now",
    [
        "全年开展药品监督抽检1361批次。",  # another subject
        "发放宣传资料1361批次。",
        "会议研究1361批次有关事项，安排12批次任务。",
        "全年开展食品监督抽检若干，同比有所变化，发现不合格若干。",
        "全年开展食品监督抽检11361批次，同比下降12.4%，发现不合格112批次。",
        "全年开展食品监督抽检，同比，发现不合格。",
    ],
)
def test_no_number_is_bound_to_other_words_or_a_longer_number(now):
    found = located(reread(retyped(bound(SENTENCE), now)))
    assert not [number for number in found if number.state == FOUND_AGAIN]
    assert all(
        number.text[0].isdigit()
        for number in found
        if number.state == TYPED_OVER and number.bound.text[0].isdigit()
    )


BRANCHES = [
    f"{name}检查市场主体{{{first}户次}}，发现问题{{31个}}，责令改正{{12家}}，立案{{6件}}。"
    for name, first in (("城东分局", 1120), ("城西分局", 986), ("城南分局", 1204))
]


def test_sentences_alike_keep_their_own_numbers():
    texts = [line.replace("{", "").replace("}", "") for line in BRANCHES]
    found = located(reread(retyped(bound(*BRANCHES), texts[2], texts[0], texts[1])))
    assert [number.bound.id for number in found] == [
        f"wr_{at:04d}" for at in (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)
    ]


def test_a_deleted_sentence_does_not_take_numbers_of_one_alike():
    texts = [line.replace("{", "").replace("}", "") for line in BRANCHES]
    only_first = bound(BRANCHES[0], *texts[1:])
    assert {state for state, _ in states(retyped(only_first, *texts[1:]))} == {LOST}


def test_two_places_alike_are_not_guessed_between():
    lines = ("检查{12户次}，", "检查{12户次}，")
    found = states(retyped(bound(*lines), "检查12户次，"))
    assert [state for state, _ in found] == [LOST, LOST]


def test_copies_are_further_places_and_get_ids_of_their_own():
    def change(body):
        first = body.find(f"{W}p")
        body.insert(1, without_bookmarks(copy.deepcopy(first)))

    raw = edited(bound(SENTENCE, "另行立案查处{405件}。"), change)
    found = located(reread(raw))
    assert [(number.bound.id, number.is_copy) for number in found] == [
        ("wr_0001", False), ("wr_0002", False), ("wr_0003", False),
        ("wr_0001", True), ("wr_0002", True), ("wr_0003", True), ("wr_0004", False),
    ]  # fmt: skip
    placed, lost = places_of(found)
    assert [number.id for _, _, number in placed] == [
        f"wr_{at:04d}" for at in (1, 2, 3, 5, 6, 7, 4)
    ] and not lost
    again = reread(bound_copy(reread(raw), placed))
    assert {state for state, _ in states(again.word.raw)} == {AS_WRITTEN}


def test_copies_that_libreoffice_names_are_further_places():
    def change(body):
        first = body.find(f"{W}p")
        second = copy.deepcopy(first)
        for at, element in enumerate(second.iter(*BOOKMARKS)):
            element.set(f"{W}id", str(900 + at // 2))
            if element.get(f"{W}name"):
                element.set(f"{W}name", element.get(f"{W}name") + "_Copy_1")
        body.insert(1, second)

    found = located(reread(edited(bound("检查{12户次}。"), change)))
    assert [(number.state, number.is_copy) for number in found] == [(AS_WRITTEN, False), (FOUND_AGAIN, True)]


def test_lost_numbers_are_found_when_their_text_comes_back():
    raw = bound(SENTENCE, "另行立案查处{405件}。")
    gone = reread(retyped(raw, "另行立案查处405件。"))
    placed, lost = places_of(located(gone))
    with_lost = bound_copy(gone, placed, lost=lost)
    assert [number.id for number in bindings_in(reread(with_lost)).numbers] == [
        f"wr_{at:04d}" for at in range(1, 5)
    ]
    back = retyped(with_lost, PLAIN, "另行立案查处405件。")
    assert [state for state, _ in states(back)] == [FOUND_AGAIN] * 4


@pytest.mark.parametrize("seed", range(12))
def test_no_number_is_bound_wrongly_whatever_is_cut_moved_and_copied(seed):
    """Half of the numbers are bound, so that places of the others tempt; truth is told by colours."""
    draw = random.Random(seed)
    raw, placed = report()
    half = [one for one in placed if draw.random() < 0.6]
    drop = draw.random() < 0.7

    def change(body):
        for one in list(body.findall(f"{W}p")):
            fate = draw.random()
            if fate < 0.12:
                body.remove(one)
            elif fate < 0.3:
                body.insert(draw.randrange(len(body) - 2), one)
            elif fate < 0.4:
                body.insert(draw.randrange(len(body) - 2), without_bookmarks(copy.deepcopy(one)))
            elif fate < 0.7:
                _cut(one, draw)
        if drop:
            without_bookmarks(body)

    read = reread(edited(bound_copy(reread(raw), half), change))
    truth = {f"wr_{number:04d}": ranges for number, ranges in coloured(read).items()}
    for one in located(read):
        own = truth.get(one.bound.id, ())
        assert one.state == LOST or any(start < one.end and one.start < end for start, end in own), one


def _cut(paragraph, draw: random.Random) -> None:
    """Delete stretches of a paragraph's characters, across its runs."""
    texts = list(paragraph.iter(f"{W}t"))
    for _ in range(draw.randint(1, 3)):
        length = sum(len(one.text or "") for one in texts)
        start = draw.randrange(length + 1)
        end, at = start + draw.choice((1, 2, 3, 8, 20, 40)), 0
        for one in texts:
            text = one.text or ""
            one.text = text[: max(start - at, 0)] + text[max(end - at, 0) :]
            at += len(text)
