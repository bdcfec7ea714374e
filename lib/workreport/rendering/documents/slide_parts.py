"""The parts of a slide: text, cards, native charts with their data; fonts and places of a whole presentation."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from pptx import Presentation
from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from workreport.blocks.block import Plotted
from workreport.rendering.documents.pinned_archive import pinned

WIDTH, HEIGHT, SIDE = 13.333, 7.5, 0.6
"""Of a slide and its margin, in inches: 16 to 9."""
INK, MUTED, BLUE, OCHRE, GREY, PALE = "22303C", "5B6875", "1D4A73", "D39B3C", "B7C2CC", "F1F4F7"
LATIN, CHINESE = "Arial", "黑体"
TITLE_SLIDE, TITLE_ONLY = 0, 5
"""Layouts of the library's template."""
HANGING = 0.22
"""Inches between a bullet and its text."""
LABELLED = 14
"""Numbers of a chart that still have room for labels."""
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>workreport</Application></Properties>"
)


@dataclass(frozen=True)
class Box:
    """A place on a slide in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emus(self) -> tuple[Emu, Emu, Emu, Emu]:
        """Left, top, width and height as the library takes them."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


@dataclass(frozen=True)
class Words:
    """A stretch of text: its size in points, whether it is bold, its colour."""

    text: str
    size: float
    bold: bool = False
    colour: str = INK


OPENING = Box(SIDE, 2.0, WIDTH - 2 * SIDE, 1.4)
TITLE = Box(SIDE, 0.7, WIDTH - 2 * SIDE, 1.0)
BODY = Box(SIDE, 1.95, WIDTH - 2 * SIDE, 4.75)


def new_deck() -> Deck:
    """An empty presentation, 16 to 9, with two layouts: a title slide, and a title above an empty page."""
    deck = Presentation()
    scale = Inches(WIDTH) / deck.slide_width
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    master = deck.slide_master
    used = [deck.slide_layouts[at] for at in (TITLE_SLIDE, TITLE_ONLY)]
    for layout in list(deck.slide_layouts):
        if layout not in used:
            deck.slide_layouts.remove(layout)
    for holder in (*master.placeholders, *(one for layout in used for one in layout.placeholders)):
        left, top, width, height = holder.left, holder.top, holder.width, holder.height
        holder.left, holder.top, holder.width, holder.height = (
            int(left * scale),
            top,
            int(width * scale),
            height,
        )
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = theme.blob.replace(
        b'<a:latin typeface="Calibri"/>', f'<a:latin typeface="{LATIN}"/>'.encode()
    ).replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{CHINESE}"/>'.encode())
    return deck


def add_slide(deck: Deck, title: str, *, first: bool = False) -> Slide:
    """A new slide with its title in the place that outlines and screen readers look at, and a rule below it."""
    slide = deck.slides.add_slide(deck.slide_layouts[0 if first else 1])
    box, size = (OPENING, 44) if first else (TITLE, 28)
    _place(slide.shapes.title, box)
    write(slide.shapes.title.text_frame, [[Words(title, size, True, BLUE)]])
    slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    if first:
        _place(slide.placeholders[1], Box(box.left, box.top + box.height + 0.4, box.width, 1.4))
    bar = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, *Box(SIDE + 0.1, box.top + box.height + 0.05, 1.2, 0.05).emus
    )
    _fill(bar, OCHRE)
    return slide


def _place(holder: Shape, box: Box) -> None:
    holder.left, holder.top, holder.width, holder.height = box.emus


def _fill(shape: Shape, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    shape.line.fill.background()
    shape._element.remove(shape._element.find(qn("p:style")))  # the theme's shadow


def add_text(slide: Slide, box: Box, line: Words, *, right: bool = False) -> None:
    """A text box of one line."""
    write(slide.shapes.add_textbox(*box.emus).text_frame, [[line]], right=right)


def add_list(slide: Slide, box: Box, items: Sequence[Words]) -> None:
    """A text box with a bullet before each paragraph."""
    frame = slide.shapes.add_textbox(*box.emus).text_frame
    write(frame, [[item] for item in items])
    for paragraph in frame.paragraphs:
        paragraph.space_after = Pt(12)
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(Inches(HANGING)))
        properties.set("indent", str(-Inches(HANGING)))
        properties.append(properties.makeelement(qn("a:buChar"), {"char": "•"}))


def add_card(slide: Slide, box: Box, lines: Sequence[Sequence[Words]]) -> None:
    """A pale box with lines of text."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emus)
    _fill(shape, PALE)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = Inches(0.15)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    write(frame, lines)


def write(frame: TextFrame, lines: Sequence[Sequence[Words]], *, right: bool = False) -> None:
    """Fill a text frame, a paragraph a line."""
    frame.word_wrap = True
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        if at == 0:
            paragraph.clear()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        for words in line:
            run = paragraph.add_run()
            run.text = words.text
            run.font.size, run.font.bold = Pt(words.size), words.bold
            run.font.color.rgb = RGBColor.from_string(words.colour)


def add_chart(
    slide: Slide, box: Box, title: str, categories: Sequence[str], series: Sequence[Plotted], alt: str
) -> None:
    """A native chart with its data: columns over time, bars for anything else; series of one unit."""
    data = CategoryChartData(number_format=_format(series))
    over_time = all(name.endswith(("年", "月", "日", "季度")) for name in categories)
    data.categories = categories if over_time else categories[::-1]
    for one in series:
        values = [float(value) if value else None for value in one.values]
        data.add_series(one.label, values if over_time else values[::-1])
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if over_time else XL_CHART_TYPE.BAR_CLUSTERED
    frame = slide.shapes.add_chart(kind, *box.emus, data)
    frame.name = title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    _style(frame.chart, title, series)


def _style(chart: NativeChart, title: str, series: Sequence[Plotted]) -> None:
    chart.font.size, chart.font.color.rgb = Pt(13), RGBColor.from_string(INK)
    chart.has_title = True
    write(chart.chart_title.text_frame, [[Words(title, 14, False, MUTED)]])
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 0
    plot.has_data_labels = sum(len(one.values) for one in series) <= LABELLED
    if plot.has_data_labels:
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = _format(series), False
        plot.data_labels.font.size = Pt(12)
    years = len(series) > 1 and all(one.label.endswith("年") for one in series)
    for one, colour in zip(plot.series, (GREY, BLUE) if years else (BLUE, OCHRE), strict=False):
        one.format.fill.solid()
        one.format.fill.fore_color.rgb = RGBColor.from_string(colour)
        one.invert_if_negative = False
    _axes(chart, labelled=plot.has_data_labels)


def _axes(chart: NativeChart, *, labelled: bool) -> None:
    """Grid and numbers of the value axis only where the bars have no labels."""
    axis = chart.value_axis
    axis.has_major_gridlines = not labelled
    axis.format.line.fill.background()
    if labelled:
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    else:
        axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("E6EAED")
    chart.category_axis.format.line.color.rgb = RGBColor.from_string("C9D0D6")
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _format(series: Sequence[Plotted]) -> str:
    """Number format of a chart's values: whole numbers as they are, others with one decimal."""
    whole = all("." not in value for one in series for value in one.values)
    return "0" if whole else "0.0"


def saved(deck: Deck, title: str, author: str, day: dt.date) -> bytes:
    """The presentation as pptx: made by the bureau on the cut-off day, the same bytes at any time."""
    told = deck.core_properties
    told.title, told.author, told.last_modified_by, told.subject = title, author, author, ""
    told.comments, told.keywords, told.category, told.language, told.revision = "", "", "", "zh-CN", 1
    told.created = told.modified = dt.datetime.combine(day, dt.time())
    package = deck.part.package
    for id, one in list(package._rels.items()):
        if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(id)
    for part in package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = APP
    out = io.BytesIO()
    deck.save(out)
    return pinned(out.getvalue(), day)
