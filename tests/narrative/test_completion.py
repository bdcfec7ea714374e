"""Tab inside a text of a notebook: figures, sections, ledgers, dimensions; nowhere else does it stand in the way."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from IPython.core.completer import CompletionContext, IPCompleter

from workreport.base.sections import Section as Declared
from workreport.narrative.completion import complete_names, offered, typed_word
from workreport.narrative.section import Section

pytestmark = pytest.mark.usefixtures("four_figures")


@pytest.fixture
def s(bureau) -> Section:
    return Section(Declared("01_samples", "抽样"), bureau.book("2021"))


@pytest.mark.parametrize(
    ("line", "word", "texts"),
    [
        ('s.value("', "", {"t.samples", "t.failed", "t.devices", "t.rate"}),
        ('s.value("t.s', "t.s", {"t.samples"}),
        ('    "t.samples", "t.f', "t.f", {"t.failed"}),
        ("s.say('本期{t.d", "t.d", {"t.devices"}),
        ('s.say("本期{t.samples}，其中{', "", {"t.samples", "t.failed", "t.devices", "t.rate"}),
        ('s.value("不合', "不合", {"不合格", "不合格率"}),
        ('s.table_by("表", "sam', "sam", {"sample_no", "sample_date", "samples"}),
        ('s.ledger("', "", {"samples", "T01", "抽样台账", "devices", "T02", "设备登记台账"}),
        ('s = open_section("', "", {"01_samples"}),
        ('s.charts.months("图", "t.r', "t.r", {"t.rate"}),
    ],
)
def test_what_is_offered(s, line, word, texts):
    assert typed_word(line) == word
    found = {text for text, _ in offered(s.book, line, {"s": s})}
    assert texts <= found and (word or "ledger" in line or found == texts)


@pytest.mark.parametrize(
    "line",
    ['d["', 'd["t.s', "s.tab", 'open("', 'print("a"', "x = 's'.upper(", 'pd.read_csv("', 's.say("抽检'],
)
def test_nothing_is_offered_elsewhere(s, line):
    assert list(offered(s.book, line, {"s": s})) == []


def test_ipython_offers_the_names_of_the_last_section_alone(s):
    completer = IPCompleter(use_jedi=False)
    shell = SimpleNamespace(Completer=completer, user_ns={"s": s})
    complete_names(shell, s.book)
    complete_names(shell, s.book)
    assert len(completer.custom_matchers) == 1
    context = CompletionContext(
        token="t.s", full_text='s.value("t.s', cursor_position=12, cursor_line=0, limit=100
    )
    answer = completer.custom_matchers[0](context)
    assert [(completion.text, completion.type) for completion in answer["completions"]] == [
        ("t.samples", "抽样")
    ]
    assert answer["matched_fragment"] == "t.s" and answer["suppress"]
