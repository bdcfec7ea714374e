"""Charts: the same bytes everywhere, no empty boxes, readable without seeing them."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from decimal import Decimal
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest
from chart_gallery import MONTHS, TOLD, gallery
from matplotlib.text import Text

from workreport import charts
from workreport.blocks.block import MIME
from workreport.blocks.stored import block_of
from workreport.blocks.text import NumberLink
from workreport.charts import ChartError, Series, export
from workreport.charts.labels import shown, width_of, wrap
from workreport.charts.style import FILLS, STROKES
from workreport.rendering.svg import inline

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def drawn():
    return {chart.name: chart for chart in gallery()}


def test_every_public_function_is_in_the_gallery(drawn):
    functions = {name for name in charts.__all__ if callable(getattr(charts, name)) and name.islower()}
    assert functions <= set(drawn)


@pytest.mark.slow
def test_bytes_do_not_depend_on_process_hash_seed_or_time_zone():
    runs = []
    for seed, zone in (("1", "Asia/Shanghai"), ("77", "America/New_York")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "MPLBACKEND": "agg"}
        command = [sys.executable, "tests/charts/chart_gallery.py"]
        runs.append(subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE))
    first, second = (run.communicate()[0] for run in runs)
    assert all(run.returncode == 0 for run in runs)
    assert first and first == second


def test_files_carry_no_date_and_no_version(drawn):
    for chart in drawn.values():
        png = base64.b64decode(chart.png)
        assert png.startswith(b"\x89PNG") and b"Software" not in png
        assert "<dc:date>" not in chart.svg and "Matplotlib v" not in chart.svg
        ElementTree.fromstring(chart.svg.encode())


def test_text_alternative_names_extremes_and_gap(drawn):
    alt = drawn["bars"].alt
    for part in ("食品抽检批次", "单位：批次", "最高为9月 80", "最低为2月 22", "最近的12月为 37", "6月 —"):
        assert part in alt


def test_every_chart_has_text_alternative_and_source(drawn):
    for chart in drawn.values():
        assert chart.title in chart.alt and len(chart.alt) > 30
        assert "截至" in chart.source


def test_series_are_the_plotted_numbers_exact_and_empty_for_a_gap(drawn):
    [series] = drawn["bars"].series
    assert (series.label, series.unit, series.values[4:7]) == ("抽检批次", "批次", ["60", "", "49"])
    assert drawn["bars"].categories == MONTHS
    assert [line.values for line in drawn["ranked_bars"].series] == [["76", "70", "55", "2"]]


RARE = ["\U00020bb7", "甲\U0001f525乙"]
RARE_SERIES = [Series("系列\ue000", [1, 2]), Series("乙", [3, None])]


@pytest.mark.parametrize(
    "draw",
    [
        partial(charts.bars, RARE, RARE_SERIES[0], unit="\U00020bb7"),
        partial(charts.ranked_bars, RARE, RARE_SERIES[0], unit="\U00020bb7"),
        partial(charts.grouped_bars, RARE, RARE_SERIES, unit="件"),
        partial(charts.stacked_bars, RARE, RARE_SERIES, unit="件"),
        partial(charts.lines, RARE, RARE_SERIES, unit="件"),
        partial(charts.bars_with_line, RARE, *RARE_SERIES, units=("\U00020bb7", "%")),
        partial(charts.funnel, RARE, RARE_SERIES[0], unit="件"),
        partial(charts.completion_bars, RARE, RARE_SERIES[0]),
        partial(charts.small_multiples, RARE, RARE_SERIES, unit="件"),
        partial(charts.heatmap, RARE, RARE_SERIES, unit="件"),
    ],
    ids=lambda draw: draw.func.__name__,
)
def test_characters_without_glyph_are_drawn_as_their_codes(draw, monkeypatch):
    drawn, spell = [], export._spelled_out
    monkeypatch.setattr(export, "_spelled_out", lambda figure: drawn.append(spell(figure)) or drawn[-1])
    chart = draw(name="rare", **TOLD)
    texts = [text.get_text() for text in drawn[0].findobj(Text)]
    assert any("〔U+20BB7〕" in text for text in texts) and any("甲〔U+1F525〕" in text for text in texts)
    assert not any(char in text for text in texts for char in "\U00020bb7\U0001f525\ue000")
    assert sorted(chart.categories) == sorted(RARE)  # the data keep the character


@pytest.mark.parametrize(
    ("values", "what"),
    [([1, 2], "2 个值"), ([1.5] * 12, "二进制小数"), (["多"] * 12, "不是数")],
)
def test_unfit_values_are_refused(values, what):
    with pytest.raises(ChartError, match=what):
        charts.bars(MONTHS, Series("批次", values), name="x", unit="批次", **TOLD)


def test_more_series_than_can_be_told_apart_are_refused():
    many = [Series(f"系列{index}", [1] * 12) for index in range(9)]
    for function in (charts.lines, charts.grouped_bars, charts.stacked_bars):
        with pytest.raises(ChartError, match="9 个系列"):
            function(MONTHS, many, name="x", unit="批次", **TOLD)


def test_negative_amounts_only_where_bars_may_point_down():
    net = Series("净增", [-3] * 12)
    assert charts.bars(MONTHS, net, name="net", unit="户", **TOLD).svg
    with pytest.raises(ChartError, match="负数"):
        charts.ranked_bars(MONTHS, net, name="net", unit="户", **TOLD)


def test_all_gaps_still_draw():
    chart = charts.bars(MONTHS, Series("批次", [None] * 12), name="x", unit="批次", **TOLD)
    assert "没有数据" in chart.alt


def test_an_output_has_both_pictures_and_the_block_without_them(drawn):
    data = drawn["bars"]._repr_mimebundle_()
    assert set(data) == {"image/svg+xml", "image/png", "text/plain", MIME}
    assert not {"svg", "png"} & set(data[MIME])
    assert block_of({"data": data}) == drawn["bars"]


def test_a_link_has_the_exact_value_without_an_exponent():
    done = Series("完成率", [Decimal("1E+2")], links=[NumberLink("t.done", "completion")])
    chart = charts.bars(["甲"], done, name="done", unit="%", **TOLD)
    assert 'data-value="100" aria-label="甲 完成率 100"' in inline(chart, "c")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(Decimal("2.25"), 1, "2.3"), (Decimal("-0.5"), 0, "−1"), (Decimal("-0.04"), 1, "0.0"), (None, 1, "—")],
)
def test_values_round_half_up_once(value, decimals, text):
    assert shown(value, decimals) == text


def test_wrapping_loses_nothing():
    text = "特种设备使用单位2021年度定期检验（含CNG气瓶）、安全附件校验"
    for limit in range(3, 20):
        lines = wrap(text, limit).split("\n")
        assert "".join(lines) == text
        assert all(width_of(line) <= limit + 2.01 for line in lines)
        assert not any(line.startswith(("、", "）")) for line in lines)


def test_fills_differ_in_grey():
    def luminance(color: str) -> float:
        red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    shades = [luminance(fill.color) for fill in FILLS[:3]]
    assert all(abs(a - b) > 0.15 for i, a in enumerate(shades) for b in shades[:i])
    assert all(fill.hatch for fill in FILLS[2:])
    assert len({(marker, str(dash)) for _, marker, dash in STROKES}) == len(STROKES)
