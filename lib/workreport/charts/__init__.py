"""Charts in one house style, with text alternatives.

Every function takes categories and ``Series`` and returns a ``Chart``, which a notebook shows.
Charts draw the values passed in; they compute no figure.
"""

from workreport.blocks.block import Chart
from workreport.charts.bars import completion_bars, funnel, ranked_bars, stacked_bars
from workreport.charts.chart import ChartError, Series
from workreport.charts.columns import bars, grouped_bars
from workreport.charts.grids import heatmap
from workreport.charts.panels import small_multiples
from workreport.charts.trends import bars_with_line, lines

__all__ = [
    "Chart",
    "ChartError",
    "Series",
    "bars",
    "bars_with_line",
    "completion_bars",
    "funnel",
    "grouped_bars",
    "heatmap",
    "lines",
    "ranked_bars",
    "small_multiples",
    "stacked_bars",
]
