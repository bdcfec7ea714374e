"""Export of drawn figures as bytes: the same on every machine; characters without a glyph are drawn as their codes."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.text import Text

from workreport.base.glyphs import by_code, lacking
from workreport.base.numbers import exact_text
from workreport.blocks.block import Chart, Plotted
from workreport.charts.chart import Series
from workreport.charts.labels import links_of
from workreport.charts.png import compressed
from workreport.charts.style import drawn_characters, house_style
from workreport.charts.text_alternative import describe

PNG_DPI = 200
# Without these, matplotlib writes the time and its own version into the files.
SVG_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
PNG_METADATA = {"Software": None}


@dataclass(frozen=True)
class Form:
    """Parts of the text alternative besides the numbers; see ``describe``."""

    words: str
    over_time: bool = False
    note: str = ""


def make_chart(
    draw: Callable[[], Figure],
    form: Form,
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    name: str,
    title: str,
    units: str | Sequence[str],
    source: str,
) -> Chart:
    """Draw a figure in the house style, export it, and describe it in words.

    Parameters
    ----------
    units : str or sequence of str
        One unit for all series, or one per series.

    Raises
    ------
    ChartError
        If the values do not fit the categories.
    """
    units = [units] * len(series) if isinstance(units, str) else units
    alt = describe(form.words, title, categories, series, units, over_time=form.over_time, note=form.note)
    with house_style(name), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        try:
            svg, png = _pictures(draw())
        except UserWarning:  # of a missing glyph: it would be drawn as an empty box
            svg, png = _pictures(_spelled_out(draw()))
    plotted = [
        Plotted(one.label, unit, [exact_text(value) for value in one.values])
        for one, unit in zip(series, units, strict=True)
    ]
    links, coded = links_of(categories, series), base64.b64encode(png).decode("ascii")
    return Chart(name, title, alt, source, list(categories), plotted, links, svg.decode("utf-8"), coded)


def _pictures(figure: Figure) -> tuple[bytes, bytes]:
    """The figure as SVG and PNG. Raises UserWarning if a character is in neither font."""
    _lay_out(figure)
    svg = _saved(figure, format="svg", metadata=SVG_METADATA)
    options = {"metadata": PNG_METADATA, "pil_kwargs": {"compress_level": 0}}
    return svg, compressed(_saved(figure, format="png", dpi=PNG_DPI, **options))


def _spelled_out(figure: Figure) -> Figure:
    """The figure with characters that are in neither font written as their codes."""
    codes = drawn_characters()
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        labels = [label.get_text() for label in axis.get_ticklabels()]
        if any(lacking(label, codes) for label in labels):
            axis.set_ticks(axis.get_ticklocs(), [by_code(label, lacking(label, codes)) for label in labels])
    for text in figure.findobj(Text):
        if missing := lacking(text.get_text(), codes):
            text.set_text(by_code(text.get_text(), missing))
    return figure


def _lay_out(figure: Figure) -> None:
    """Run the layout once; otherwise each saved format would run it again."""
    if (engine := figure.get_layout_engine()) is not None:
        engine.execute(figure)
        figure.set_layout_engine(None)  # the name “none” would draw again with each saving


def _saved(figure: Figure, **options: object) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, **options)
    return buffer.getvalue()
