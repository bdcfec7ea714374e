"""Export of drawn figures as bytes: the same on every machine, with an error for missing glyphs."""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from workreport.base.numbers import exact_text
from workreport.blocks.block import Chart, Plotted
from workreport.charts.chart import ChartError, Series
from workreport.charts.labels import links_of
from workreport.charts.style import house_style
from workreport.charts.text_alternative import describe

MISSING_GLYPH = re.compile(r"Glyph (\d+)")
PNG_DPI = 200
PNG_LEVEL = 3
"""Compression level: faster than the default 6, slightly larger files."""
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
        If a character is in neither font.
    """
    units = [units] * len(series) if isinstance(units, str) else units
    alt = describe(form.words, title, categories, series, units, over_time=form.over_time, note=form.note)
    with house_style(name), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        try:
            figure = draw()
            _lay_out(figure)
            svg = _saved(figure, format="svg", metadata=SVG_METADATA)
            png = _saved(
                figure,
                format="png",
                dpi=PNG_DPI,
                metadata=PNG_METADATA,
                pil_kwargs={"compress_level": PNG_LEVEL},
            )
        except UserWarning as warning:
            raise _glyph_error(str(warning), name, title) from warning
    plotted = [
        Plotted(one.label, unit, [exact_text(value) for value in one.values])
        for one, unit in zip(series, units, strict=True)
    ]
    links, coded = links_of(categories, series), base64.b64encode(png).decode("ascii")
    return Chart(name, title, alt, source, list(categories), plotted, links, svg.decode("utf-8"), coded)


def _lay_out(figure: Figure) -> None:
    """Run the layout once; otherwise each saved format would run it again."""
    if (engine := figure.get_layout_engine()) is not None:
        engine.execute(figure)
        figure.set_layout_engine(None)  # the name “none” would draw again with each saving


def _saved(figure: Figure, **options: object) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, **options)
    return buffer.getvalue()


def _glyph_error(message: str, name: str, title: str) -> ChartError:
    match = MISSING_GLYPH.search(message)
    if match is None:
        raise ChartError(f"图表绘制出现警告：{message}", where=f"图“{title}”（{name}）")
    code = int(match.group(1))
    return ChartError(
        f"字体缺少字符“{chr(code)}”（U+{code:04X}），图上会显示为空框",
        where=f"图“{title}”（{name}）",
        expected="Noto Sans SC 或 DejaVu Sans 中有的字符",
        todo="请在台账或编码表中把该字符换成通用写法",
    )
