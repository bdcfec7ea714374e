"""Parts of a figure by the labels of its dimensions, and their shares."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tiny_bureau import shared_out as out

from workreport.drafts.binding.facts import printed_share
from workreport.drafts.model import DIFFERS, MATCHES, UNDECIDED, UNSUPPORTED, Binding, DraftText
from workreport.drafts.proof.findings import findings_of
from workreport.drafts.quantities import tokens_of

__all__ = ["out"]


@pytest.fixture
def book(bureau, figures):
    """125 samples of two kinds: 40 of 粮食加工品, 85 of 糕点, of which 5 failed."""
    rows = [{"食品大类": "粮食加工品"}] * 40 + [{"食品大类": "糕点"}] * 80
    rows += [{"食品大类": "糕点", "检验结论": "不合格"}] * 5
    bureau.samples(2021, *[row | {"抽样单编号": f"N{at}"} for at, row in enumerate(rows)])
    bureau.devices(2021)
    return bureau.book("2021")


def state(bound: dict[str, Binding], printed: str) -> tuple[str, str, str]:
    one = bound[printed]
    return one.state, one.figure, one.aspect


CEREALS = (MATCHES, "t.samples", "share:food=粮食加工品")


@pytest.mark.parametrize(
    "words",
    [
        "开展监督抽检125批次，粮食加工品占32.0%。",
        "开展监督抽检125批次，其中粮食加工品40批次，占32.0%。",
        "开展监督抽检125批次。粮食加工品占比32.0%。",
    ],
)
def test_a_share_of_a_label_of_a_dimension_is_bound(bind, words):
    assert state(bind(words), "32.0%") == CEREALS


def test_a_part_of_the_figure_before_is_bound_if_its_words_are_a_label_only(bind):
    bound = bind("开展监督抽检125批次，其中粮食加工品40批次，糕点83批次，粮食加工品超标的40批次。")
    assert state(bound, "83批次") == (UNSUPPORTED, "", "")
    bound = bind("开展监督抽检125批次，其中粮食加工品40批次，糕点85批次。")
    assert state(bound, "40批次") == (MATCHES, "t.samples", "food=粮食加工品")
    assert state(bound, "85批次") == (MATCHES, "t.samples", "food=糕点")


@pytest.mark.parametrize(
    "words",
    ["开展监督抽检125批次，其中粮食加工品占36%。", "开展监督抽检125批次，其中粮食加工品40批次，占36%。"],
)
def test_a_wrong_share_is_found_where_the_words_leave_no_doubt(bind, words):
    one = bind(words)["36%"]
    assert (one.state, one.expected) == (DIFFERS, "32.0%")
    (finding,) = findings_of(DraftText.of("稿", words), [one], (), (), {})
    assert "粮食加工品占食品抽样按台账是32.0%" in finding.message


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("开展监督抽检125批次，其中粮食加工品生产环节占36%。", UNDECIDED),
        ("开展监督抽检125批次，在用设备36台，其中粮食加工品占36%。", UNDECIDED),
        ("开展监督抽检125批次。粮食加工品占36%。", UNDECIDED),
        ("粮食加工品占36%。", UNSUPPORTED),
        ("开展监督抽检125批次，上浦分局的粮食加工品占36%。", UNSUPPORTED),
    ],
)
def test_a_share_that_may_be_of_something_else_is_never_called_wrong(bind, words, expected):
    assert bind(words)["36%"].state == expected


def test_of_two_labels_that_hold_each_other_the_longer_one_is_meant(book):
    text = DraftText.of("稿", "开展监督抽检125批次，检验结论为不合格的占4.0%。")
    from workreport.drafts.binding.cuts import Cuts
    from workreport.drafts.binding.facts import Facts

    token = tokens_of(text)[-1]
    (cut,) = Cuts(Facts(book))._named("t.samples", text.text[: token.start])
    assert cut.aspect == "result=不合格"


@pytest.mark.parametrize(("share", "printed"), [("6.25", "6.3%"), ("6.35", "6.4%"), ("6", "6.0%")])
def test_a_share_is_rounded_half_up_like_every_number_of_the_office(share, printed):
    (token,) = tokens_of(DraftText.of("稿", "粮食加工品占7%。"))
    assert printed_share(Decimal(share), token) == printed
