"""Words that claim something are held against the figures and against the text's own numbers."""

from __future__ import annotations

import pytest

from workreport.drafts.binding import worded_of
from workreport.drafts.model import DOUBTFUL, WRONG, DraftText

FALSE = [
    ("抽检的食品全部合格。", "食品合格率"),
    ("监督抽检食品同比下降。", "上年同期84批次"),
    ("下浦分局监督抽检食品最多。", "上浦分局（65批次）"),
    ("发现问题26条，整改24条，已全部整改。", "其余2条"),
    ("甲类30件，乙类45件，丙类12件，其中甲类最多。", "乙类"),
    ("由30件增至28件。", "减少"),
]
TRUE = [
    "辖区无停用设备。",
    "监督抽检食品同比增长。",
    "上浦分局监督抽检食品最多。",
    "力争抽检的食品全部合格。",
    "发现问题26条，整改24条，其余2条正在整改，已全部整改到人。",
    "发现问题26条，整改26条，已全部整改。",
    "甲类30件，乙类45件，丙类12件，其中乙类最多。",
    "甲类30件，乙类45件，丙类12件，共计87件，其中乙类最多。",
    "由28件增至30件。",
    "六、下一步打算\n抽检的食品全部合格。",
]


@pytest.mark.parametrize(("words", "right"), FALSE)
def test_false_claim(claim, words, right):
    (found,) = claim(words)
    assert found.gravity == WRONG and right in found.message


@pytest.mark.parametrize("words", TRUE)
def test_true_claim_is_passed_over(claim, words):
    assert claim(words) == []


@pytest.mark.parametrize("stopped", [1])
def test_denied_thing_that_the_ledger_has(claim):
    (found,) = claim("全区没有停用设备。")
    assert "1台" in found.message


def test_claim_of_another_sentence_is_doubtful(claim):
    (found,) = claim("做到全程跟踪整改。收集问题76个，现场解决21个。")
    assert found.gravity == DOUBTFUL and "其余55个" in found.message


def test_figure_stated_in_words(book, synonyms):
    (found,) = worded_of(DraftText.of("稿", "辖区无停用设备。"), book, synonyms)
    assert (found.figure, found.token.text, found.expected) == ("t.stopped", "无", "0台")
