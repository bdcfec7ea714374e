"""slides.pptx: one message a slide, charts with their data, sources in the notes, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from made_report import SOURCE, cell, context, notebook, papers, record
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from test_brief import cards

from workreport.base.sections import Section
from workreport.blocks.block import Chart, Paragraph, Plotted
from workreport.blocks.text import NumberLink, Run
from workreport.rendering.documents.slide_choice import chart_slides
from workreport.rendering.documents.slides import PLAN, slides
from workreport.rendering.report_model import SectionResult

MONTHS = ["1月", "2月", "3月"]


def drawn(figure: str, *series: Plotted, categories: list[str] = MONTHS, kind: str = "value") -> Chart:
    """A chart without its picture; slides need none."""
    link = {"n1": Run("1", 1, NumberLink(figure, kind))}
    words = (figure.replace(".", "_"), f"图：{figure}", f"{figure}的图", SOURCE)
    return Chart(*words, categories, list(series), link, svg="<svg/>", png="none")


def plotted(label: str, *values: str, unit: str = "批次") -> Plotted:
    return Plotted(label, unit, list(values))


def paragraph_of(*pieces: str | tuple[str, int, str]) -> Paragraph:
    """Words, and numbers as (text, number, kind)."""
    return Paragraph(
        tuple(
            Run(piece)
            if isinstance(piece, str)
            else Run(piece[0], piece[1], NumberLink("food.all", piece[2]))
            for piece in pieces
        )
    )


def section(id: str, chapter: str, *shown: object) -> SectionResult:
    return SectionResult(Section(id, f"第{id}节", chapter), "ok", notebook(id, cell(*shown)))


def found() -> list[SectionResult]:
    bars = drawn(
        "food.all",
        plotted("食品监督抽检", "31", "22", "48"),
        plotted("不合格率", "3.25", "", "1.5", unit="%"),
    )
    kinds = drawn("food.rate", plotted("不合格率", "3.25", "1.5", unit="%"), categories=["糕点", "酒类"])
    text = paragraph_of(
        "全年完成抽检",
        ("735批次", 735, "value"),
        "，",
        ("同比增长2.4%", Decimal("2.4"), "yoy"),
        "。平常的话。",
    )
    front = SectionResult(Section("00", "摘要"), "ok", notebook("摘要", cell(cards())))
    return [front, section("01", "甲章", text, bars), section("02", "乙章", kinds)]


def known() -> list[dict]:
    return [
        record("food.all", 735, label="食品监督抽检"),
        record("food.rate", 2, label="不合格率"),
        record("food.lost", None),
    ]


def chosen(*sections: SectionResult, key_figures: tuple[str, ...] = ()):
    statements = {record["id"]: f"{record['label']}说明" for record in known() if record["number"]}
    return chart_slides(sections, known(), statements, key_figures)


@pytest.fixture(scope="module")
def content() -> bytes:
    return slides(context(), found(), known(), papers())


@pytest.fixture(scope="module")
def deck(content):
    return Presentation(io.BytesIO(content))


def texts(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_the_same_report_gives_the_same_bytes(content):
    assert content == slides(context(), found(), known(), papers())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_each_slide_has_one_message_as_its_title(deck):
    assert [slide.shapes.title.text_frame.text for slide in deck.slides] == [
        "2021年工作报告",
        "3项主要指标中1项可判任务进度：全部达到进度",
        "食品监督抽检735批次，同比增长2.4%",
        "不合格率1.9%",
        "存在问题：超期1项",
        "下一步打算",
    ]


def test_charts_are_native_and_carry_their_exact_values(deck):
    [batches, rates] = [shape.chart for shape in deck.slides[2].shapes if shape.has_chart]
    assert (
        batches.chart_type == XL_CHART_TYPE.COLUMN_CLUSTERED and list(batches.plots[0].categories) == MONTHS
    )
    assert list(batches.plots[0].series[0].values) == [31, 22, 48]
    assert list(rates.plots[0].series[0].values) == [3.25, None, 1.5]
    assert [chart.chart_title.text_frame.text for chart in (batches, rates)] == [
        "食品监督抽检（批次）",
        "不合格率（%）",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(batches.part.chart_workbook.xlsx_part.blob)).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [31, 22, 48]


def test_what_is_no_course_of_time_is_drawn_as_bars_the_first_on_top(deck):
    [chart] = [shape.chart for shape in deck.slides[3].shapes if shape.has_chart]
    assert chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED and list(chart.plots[0].categories) == [
        "酒类",
        "糕点",
    ]


def test_charts_have_text_alternatives_and_slides_their_source(deck):
    frames = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert all(frame._element.nvGraphicFramePr.cNvPr.get("descr").endswith("的图") for frame in frames)
    assert SOURCE in deck.slides[2].notes_slide.notes_text_frame.text
    assert all(slide.notes_slide.notes_text_frame.text for slide in deck.slides)


def test_sentences_are_those_with_numbers(deck):
    assert "全年完成抽检735批次，同比增长2.4%。" in texts(deck.slides[2]) and "平常的话" not in texts(
        deck.slides[2]
    )


def test_key_figures_have_lights_in_words_and_none_says_why_it_is_missing(deck):
    shown = texts(deck.slides[1])
    assert "● 绿灯" in shown and "本期无数据" in shown and "无从得知" not in shown


def test_problems_and_room_for_plans(deck):
    assert [f"{at}．{problem}" for at, problem in enumerate(papers().statements.problems, 1)] == [
        line for line in texts(deck.slides[4]).split("\n") if "．" in line
    ]
    assert texts(deck.slides[5]).count(PLAN) == 3


def test_page_is_wide_and_fonts_are_named(content, deck):
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        assert theme.count('<a:ea typeface="黑体"/>') == 2 and "Calibri" not in theme
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        for name in archive.namelist():
            assert b"Macintosh" not in archive.read(name) and b"python-pptx" not in archive.read(name), name


def test_it_names_no_machine_and_no_user(deck):
    properties = deck.core_properties
    assert properties.author == properties.last_modified_by == "晴川区市场监督管理局"
    assert str(properties.created.date()) == str(properties.modified.date()) == "2021-12-31"


def test_a_chart_of_a_key_figure_is_chosen_before_others():
    plain = drawn("food.rate", plotted("不合格率", "1", "2", "3"))
    key = drawn("food.all", plotted("食品监督抽检", "1", "2", "3"))
    assert [choice.figure for choice in chosen(section("01", "甲章", plain, key))] == ["food.rate"]
    assert [
        choice.figure for choice in chosen(section("01", "甲章", plain, key), key_figures=("food.all",))
    ] == ["food.all"]


@pytest.mark.parametrize(
    "chart",
    [
        drawn("food.all", plotted("甲", "1"), categories=["1月"]),
        drawn("food.all", plotted("甲", *["1"] * 13), categories=[f"类{at}" for at in range(13)]),
        drawn("food.all", *(plotted(name, "1", "2", "3") for name in "甲乙丙")),
        drawn("food.all", *(plotted(unit, "1", "2", "3", unit=unit) for unit in "甲乙丙")),
        drawn("food.all", plotted("甲", "0", "", "3")),
        drawn("food.lost", plotted("甲", "1", "2", "3")),
        drawn("food.gone", plotted("甲", "1", "2", "3")),
    ],
    ids=[
        "one category",
        "too many",
        "three series",
        "three units",
        "next to nothing",
        "no number",
        "unknown",
    ],
)
def test_charts_that_a_slide_cannot_show_are_left_out(chart):
    assert chosen(section("01", "甲章", chart)) == []


def test_every_chapter_has_a_slide_then_sections_that_have_none_at_most_six():
    chart = drawn("food.all", plotted("食品监督抽检", "1", "2", "3"))
    places = [("01", "甲章"), ("02", "甲章"), ("03", "甲章"), *((f"1{at}", f"第{at}章") for at in range(3))]
    one_chapter = chosen(*(section(id, chapter, chart) for id, chapter in places))
    assert [one.place for one in one_chapter] == [
        "甲章 · 第01节",
        "甲章 · 第02节",
        "第10节",
        "第11节",
        "第12节",
    ]
    assert len(chosen(*(section(f"{at:02}", f"第{at}章", chart) for at in range(9)))) == 6


def test_a_section_with_a_gap_has_no_slide():
    broken = replace(section("01", "甲章", drawn("food.all", plotted("甲", "1", "2", "3"))), status="failed")
    assert chosen(broken) == []


@pytest.mark.parametrize(
    ("paragraph", "sentence"),
    [
        (paragraph_of("完成", ("3件", 3, "value"), "。"), "完成3件。"),
        (paragraph_of("发现", ("0件", 0, "value"), "。"), None),
        (paragraph_of("其中", ("3件", 3, "value"), "为登记人估算。"), None),
        (paragraph_of("台账登记", ("3件", 3, "value"), "。"), None),
        (paragraph_of("没有数的话。"), None),
        (paragraph_of("主要有某类", ("3家", 3, "value"), "。"), None),
        (
            paragraph_of("长" * 50, ("3件", 3, "value"), "；又" + "长" * 50, ("4件", 4, "value"), "。"),
            "长" * 50 + "3件。",
        ),
        (paragraph_of("长" * 70, ("3件", 3, "value"), "。"), None),
    ],
    ids=["plain", "zero", "estimated", "of the ledger", "no number", "of the one before", "cut", "too long"],
)
def test_sentences_beside_a_chart(paragraph, sentence):
    chart = drawn("food.all", plotted("食品监督抽检", "1", "2", "3"))
    [slide] = chosen(section("01", "甲章", paragraph, chart))
    assert slide.sentences == ((sentence,) if sentence else ())


def test_sentences_of_the_chart_s_figure_come_before_those_of_others():
    others = [
        paragraph_of(f"别事{at}计", ("3件", 3, "value"), "，", ("同比增长5%", 5, "yoy"), "。")
        for at in range(3)
    ]
    own = Paragraph((Run("不合格率"), Run("1.9%", Decimal("1.9"), NumberLink("food.rate")), Run("。")))
    chart = drawn("food.rate", plotted("不合格率", "1", "2", "3", unit="%"))
    [slide] = chosen(section("01", "甲章", *others, own, chart))
    assert slide.sentences == ("别事0计3件，同比增长5%。", "别事1计3件，同比增长5%。", "不合格率1.9%。")


def test_three_sentences_those_with_comparisons_first_in_the_order_of_the_text():
    plain = [paragraph_of(f"事项{at}计", ("3件", 3, "value"), "。") for at in range(3)]
    compared = paragraph_of("收到", ("4件", 4, "value"), "，", ("同比增长5%", 5, "yoy"), "。")
    chart = drawn("food.all", plotted("食品监督抽检", "1", "2", "3"))
    [slide] = chosen(section("01", "甲章", *plain, compared, chart))
    assert slide.sentences == ("事项0计3件。", "事项1计3件。", "收到4件，同比增长5%。")
