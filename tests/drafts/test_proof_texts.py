"""Several texts proofed together without figures: one thing has one value, whatever else they say."""

from __future__ import annotations

import pytest

from workreport.drafts.model import DraftText, Finding, Proof
from workreport.drafts.proof.several import compared
from workreport.drafts.proof.states import states_of
from workreport.drafts.quantities import tokens_of

MONTHLY = "2021年8月，全县受理消费投诉486件，办结消费投诉451件，为消费者挽回损失32.5万元。"


def found(*texts: str, names: tuple[str, ...] = ("甲", "乙", "丙")) -> list[list[Finding]]:
    """The findings about other texts, by text."""
    proofs = []
    for name, words in zip(names, texts, strict=False):
        text = DraftText.of(name, words)
        tokens = tokens_of(text)
        proofs.append(Proof(text, tokens, states_of(tokens, (), ())))
    return [list(proof.findings) for proof in compared(proofs, [{}] * len(proofs))]


def test_a_number_that_another_text_gives_another_value_is_found_in_both():
    other = f"关于八月的情况\n{MONTHLY.replace('451件', '415件')}"
    (ours,), (theirs,) = found(MONTHLY, other)
    assert "“办结消费投诉”本文为451件，《乙》第2行为415件" in ours.message
    assert "“办结消费投诉”本文为415件，《甲》第1行为451件" in theirs.message


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (
            "受理消费投诉486件，办结消费投诉451件，挽回损失32.5万元。",
            "共受理消费投诉486件，其中：共办结消费投诉397件，挽回损失32.5万元。",
        ),
        (MONTHLY, "2021年8月，全县共受理消费投诉468件，为历年最多。"),
        (MONTHLY, MONTHLY.replace("486", "613")),
    ],
    ids=["other numbers are equal", "digits exchanged", "the same words"],
)
def test_two_texts_mean_the_same(ours, theirs):
    assert [len(findings) for findings in found(ours, theirs)] == [1, 1]


@pytest.mark.parametrize(
    "other",
    [
        MONTHLY,
        MONTHLY.replace("486件", "近500件"),
        MONTHLY.replace("32.5万元", "325000元"),
        MONTHLY.replace("8月", "7月").replace("486", "468"),
        MONTHLY.replace("2021", "2020").replace("486", "468"),
        MONTHLY.replace("全县", "城东所").replace("486", "468"),
        MONTHLY.replace("受理消费投诉486件", "受理消费投诉486起"),
        "全县受理消费投诉97件。",
        "另有消费投诉468件。",
    ],
)
def test_nothing_is_said_where_two_texts_may_mean_two_things(other):
    assert found(MONTHLY, other) == [[], []]


def test_texts_of_other_places_are_not_compared():
    titles = ("青石县消费维权情况\n", "清屏县消费维权情况\n")
    here = MONTHLY.replace("全县", "")
    assert found(titles[0] + here, titles[1] + here.replace("486", "468")) == [[], []]
    assert len(found(titles[0] + here, titles[0] + here.replace("486", "468"))[0]) == 1


def test_three_texts_name_the_first_place_that_differs():
    assert [len(findings) for findings in found(MONTHLY, MONTHLY, MONTHLY.replace("486", "468"))] == [1, 1, 1]
