"""slides.pptx: eight to ten slides for a meeting, one message each, native charts, sources in the notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from workreport.base.chinese_numerals import spelled
from workreport.blocks.block import Card
from workreport.rendering import notices
from workreport.rendering.documents.brief import LIGHTS, change_of, key_cards
from workreport.rendering.documents.figures_json import Record
from workreport.rendering.documents.paper_model import COUNT, FigureStatements, Papers
from workreport.rendering.documents.slide_choice import ChartSlide, chart_slides, groups_of
from workreport.rendering.documents.slide_parts import (
    BLUE,
    BODY,
    HEIGHT,
    MUTED,
    SIDE,
    TITLE,
    WIDTH,
    Box,
    Words,
    add_card,
    add_chart,
    add_list,
    add_slide,
    add_text,
    new_deck,
    saved,
    write,
)
from workreport.rendering.report_model import ReportContext, SectionResult

PLAN = "〔此处写下一步打算〕"
COLUMNS, CARDS, GAP = 4, 12, 0.2
"""Cards a row, cards in all, and inches between them."""
CHART_SHARE = 0.64
"""Of the width, where sentences stand beside the chart."""


def slides(
    context: ReportContext, sections: Sequence[SectionResult], records: Sequence[Record], papers: Papers
) -> bytes:
    """The slides as pptx."""
    deck, cards, statements = new_deck(), key_cards(sections)[:CARDS], papers.statements
    source = f"数据截至{_cut_off(context)}"
    _opening(deck, context)
    if cards:
        _key_figures(deck, cards, source)
    for one in chart_slides(sections, records, statements.of_figure, [card.figure for card in cards]):
        _chart(deck, one)
    _problems(deck, statements, source)
    _plans(deck)
    for number, slide in enumerate(deck.slides, start=1):
        if number > 1:
            _frame(slide, number, context)
    return saved(deck, f"{context.bureau_name}{context.title}", context.bureau_name, context.cut_off)


def _cut_off(context: ReportContext) -> str:
    return spelled(context.cut_off).replace(" ", "")


def _opening(deck: Deck, context: ReportContext) -> None:
    slide = add_slide(deck, context.title, first=True)
    marks = "　".join([f"数据截至{_cut_off(context)}", *notices.marks(context)])
    write(
        slide.placeholders[1].text_frame, [[Words(context.bureau_name, 22)], [Words(marks, 16, colour=MUTED)]]
    )
    slide.notes_slide.notes_text_frame.text = f"报告期：{context.period_label}；数据截至{_cut_off(context)}。"


def _key_figures(deck: Deck, cards: Sequence[Card], source: str) -> None:
    slide = add_slide(deck, _lights(cards))
    rows = -(-len(cards) // COLUMNS)
    width, height = (BODY.width - GAP * (COLUMNS - 1)) / COLUMNS, (BODY.height - GAP * (rows - 1)) / rows
    for at, card in enumerate(cards):
        row, column = divmod(at, COLUMNS)
        add_card(
            slide,
            Box(BODY.left + column * (width + GAP), BODY.top + row * (height + GAP), width, height),
            _card(card),
        )
    slide.notes_slide.notes_text_frame.text = f"主要指标取自报告摘要；{source}。"


def _lights(cards: Sequence[Card]) -> str:
    """How many of the key figures whose tasks can be judged by now are on schedule."""
    lights = Counter(card.light for card in cards if card.light)
    if not lights:
        return f"{len(cards)}项主要指标"
    behind = lights["yellow"] + lights["red"]
    rest = f"{lights['green']}项达到进度，{behind}项滞后" if behind else "全部达到进度"
    return f"{len(cards)}项主要指标中{lights.total()}项可判任务进度：{rest}"


def _card(card: Card) -> list[list[Words]]:
    value = [Words(card.value.text, 26, True, BLUE), Words(card.unit, 14, False, BLUE)]
    lines = [[Words(card.label, 14)], value, [Words(change_of(card), 12, False, MUTED)]]
    if card.light:
        colour, words = LIGHTS[card.light]
        lines[-1].append(Words(f"　{words}", 12, True, colour))
    return lines


def _chart(deck: Deck, one: ChartSlide) -> None:
    slide = add_slide(deck, one.message)
    add_text(slide, Box(TITLE.left, 0.35, TITLE.width, 0.4), Words(one.place, 14, colour=MUTED))
    groups = groups_of(one.chart)
    width = BODY.width * (CHART_SHARE if one.sentences else 1)
    height = BODY.height / len(groups)
    for at, group in enumerate(groups):
        unit = f"（{group[0].unit}）" if group[0].unit else ""
        title = f"{one.chart.title if len(groups) == 1 else group[0].label}{unit}"
        box = Box(BODY.left, BODY.top + at * height, width, height)
        add_chart(slide, box, title, one.chart.categories, group, one.chart.alt)
    if one.sentences:
        left = BODY.left + width + GAP
        box = Box(left, BODY.top + GAP, WIDTH - SIDE - left, BODY.height - GAP)
        add_list(slide, box, [Words(text, 16) for text in one.sentences])
    slide.notes_slide.notes_text_frame.text = f"{one.chart.title}。{one.chart.source}"


def _problems(deck: Deck, statements: FigureStatements, source: str) -> None:
    """The gravest problems; the title counts all of them."""
    counts = "、".join(f"{kind}{count}项" for kind, count in statements.problem_counts)
    worse = "，下列指标同比变差" if statements.problems else ""
    slide = add_slide(deck, f"存在问题：{counts}" if counts else f"没有超期、滞后的事项{worse}")
    height = (BODY.height - GAP * (COUNT - 1)) / COUNT
    for at, problem in enumerate(statements.problems):
        box = Box(BODY.left, BODY.top + at * (height + GAP), BODY.width, height)
        add_card(slide, box, [[Words(f"{at + 1}．{problem}", 22)]])
    slide.notes_slide.notes_text_frame.text = f"问题按年度任务进度、办理期限和同比变化选出；{source}。"


def _plans(deck: Deck) -> None:
    slide = add_slide(deck, "下一步打算")
    height = (BODY.height - GAP * (COUNT - 1)) / COUNT
    for at in range(COUNT):
        box = Box(BODY.left, BODY.top + at * (height + GAP), BODY.width, height)
        add_card(slide, box, [[Words(f"{at + 1}．{PLAN}", 22)]])
    slide.notes_slide.notes_text_frame.text = "由办公室填写。"


def _frame(slide: Slide, number: int, context: ReportContext) -> None:
    """Below the body whose slide it is, its marks and its number."""
    left = "　".join([f"{context.bureau_name}{context.title}", *notices.marks(context)])
    below = Box(SIDE, HEIGHT - 0.55, WIDTH - 2 * SIDE, 0.35)
    add_text(slide, below, Words(left, 11, colour=MUTED))
    add_text(slide, below, Words(str(number), 11, colour=MUTED), right=True)
