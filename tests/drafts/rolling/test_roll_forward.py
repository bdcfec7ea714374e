"""An earlier draft rolled forward: this period's numbers, marks on untouched paragraphs, words of the past."""

from __future__ import annotations

import io

import docx
import pytest
from tiny_bureau import shared_out as out

from workreport.base.bureau import Bureau
from workreport.base.errors import ContractError, DraftError
from workreport.base.period import Period
from workreport.drafts.bound.word_bindings import bindings_in
from workreport.drafts.reading.source import ReadFile
from workreport.drafts.reading.word_text import read_word
from workreport.drafts.refreshing.refresh import refreshed
from workreport.drafts.rolling.past_words import PastWords, Saying, load_sayings
from workreport.drafts.rolling.roll_forward import rolled_forward
from workreport.drafts.writing.slot_text import draft_from_text
from workreport.figures.registry import figure

__all__ = ["out"]
TEXT = """# 关于2020年工作情况的报告
## 重点工作
全年抽样〔抽样〕，走访第一批企业。
大力开展宣传。
落款：晴川区市场监督管理局
日期：2021年1月12日
"""
SAYINGS = "- {say: [第一批], why: 下一期多半不再是“第一”}\n- {say: [建党百年], years: [2021]}\n"


@pytest.fixture
def two_years(bureau, own_figures):
    @figure("t.samples", label="抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单。"""
        return samples

    bureau.samples(2021, {}, {}, {})
    bureau.samples(2020, {"抽样单编号": "A1", "抽样日期": "2020-03-05", "报告日期": "2020-03-20"})
    (bureau.data / "outline").mkdir()
    (bureau.data / "outline" / "过时说法.yaml").write_text(SAYINGS, encoding="utf-8")
    return bureau


def read(raw: bytes) -> ReadFile:
    return read_word(raw, "正文", "正文")


@pytest.fixture
def earlier(two_years) -> ReadFile:
    return read(draft_from_text(TEXT, two_years.book("2020")))


def comments(raw: bytes) -> list[list[str]]:
    found = docx.Document(io.BytesIO(raw)).comments
    return [
        [paragraph.text for paragraph in comment.paragraphs] for comment in found if comment.author == "台账"
    ]


def edited(raw: bytes, old: str, new: str) -> ReadFile:
    document = docx.Document(io.BytesIO(raw))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs if old in run.text]
    assert len(runs) == 1
    runs[0].text = runs[0].text.replace(old, new)
    saved = io.BytesIO()
    document.save(saved)
    return read(saved.getvalue())


def test_words_stay_and_numbers_are_of_the_new_period(two_years, earlier):
    assert "全年抽样1批次" in earlier.text.text
    rolled = rolled_forward(earlier, two_years.book("2021"))
    again = read(rolled.done.content)
    assert again.text.text == earlier.text.text.replace("抽样1批次", "抽样3批次")
    assert bindings_in(again).period == "2021"
    assert rolled.done.content == rolled_forward(earlier, two_years.book("2021")).done.content


def test_paragraphs_are_marked_and_words_of_the_past_named(two_years, earlier):
    rolled = rolled_forward(earlier, two_years.book("2021"))
    found = [lines[1:-1] for lines in comments(rolled.done.content)]
    assert found == [
        ["“2020年”是以前的年份"],
        ["“第一批”下一期多半不再是“第一”"],
        [],
        ["“2021年1月12日”是上一稿的成文日期"],
    ]
    assert (rolled.marked, rolled.past) == (4, 3)


def test_a_mark_goes_once_the_words_have_changed_and_not_before(two_years, earlier):
    book = two_years.book("2021")
    rolled = rolled_forward(earlier, book).done.content
    assert len(comments(refreshed(read(rolled), book).content)) == 4, "numbers alone change nothing"
    touched = edited(rolled, "大力开展宣传。", "开展宣传五场。")
    assert [len(lines) for lines in comments(refreshed(touched, book).content)] == [3, 3, 3]


def test_a_draft_without_bound_numbers_or_of_the_same_period_is_refused(two_years, earlier):
    plain = docx.Document()
    plain.add_paragraph("全年抽样1批次。")
    saved = io.BytesIO()
    plain.save(saved)
    with pytest.raises(DraftError, match="没有绑定数") as error:
        rolled_forward(read(saved.getvalue()), two_years.book("2021"))
    assert "--bind" in error.value.message
    with pytest.raises(DraftError, match="就是2020年的"):
        rolled_forward(earlier, two_years.book("2020"))


@pytest.mark.parametrize(
    ("before", "now", "line", "reasons"),
    [
        ("2021H1", "2021", "上半年抽样。截至6月底，1—6月累计。", 3),
        ("2020", "2021", "全年抽样。截至年底。2021年的任务。", 0),
        ("2020", "2021", "2019年和2020年，见晴府〔2020〕4号，2020年。", 2),
        ("2020", "2021", "庆祝建党百年。", 0),
        ("2021", "2022", "庆祝建党百年。", 1),
        ("2020", "2021", "第一批、第一批。", 1),
    ],
)
def test_words_of_the_past(before, now, line, reasons):
    sayings = [Saying(say=["第一批"], why="多半过时"), Saying(say=["建党百年"], years=[2021])]
    words = PastWords(
        Period.parse(before), Period.parse(now), Bureau(name="局", short_name="局", district="区"), sayings
    )
    assert len([*words.reasons(line)]) == reasons


def test_a_saying_needs_years_or_a_reason(two_years):
    (two_years.data / "outline" / "过时说法.yaml").write_text("- {say: [第一批]}\n", encoding="utf-8")
    with pytest.raises(ContractError, match=r"过时说法\.yaml 第 1 条"):
        load_sayings(two_years.intake().workspace)
