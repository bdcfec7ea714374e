"""The house style of charts: colours that differ in greyscale, Chinese fonts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import matplotlib.style
import pylopdf_fonts_zh_cn
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

WIDTH = 6.6  # inches; on A4 about the width of the text, on a phone still readable
HEIGHT = 3.6

INK = "#22303C"
MUTED = "#5B6875"
RULE = "#C9D0D6"
GRID = "#E6EAED"
BLUE = "#1D4A73"
OCHRE = "#D39B3C"
GREY = "#8E9AA5"
ALERT = "#9C3D2A"


@dataclass(frozen=True)
class Fill:
    """The look of one series: a colour, and from the third series on a hatch, for greyscale print."""

    color: str
    hatch: str = ""
    edge: str = "white"
    ink: str = "white"


# The first three differ clearly in greyscale; further ones differ by their hatches.
FILLS = (
    Fill(BLUE),
    Fill(OCHRE, ink=INK),
    Fill("#CFD6DC", hatch="////", edge="#8895A1", ink=INK),
    Fill("#6E8291", hatch="....", edge="#DDE3E8"),
    Fill("#3F6B63", hatch="\\\\\\\\", edge="#9DB8B2"),
    Fill("#EFE3C8", hatch="xxxx", edge="#B7A57C", ink=INK),
    Fill("#A9B4BE", hatch="----", edge="#6D7A86", ink=INK),
    Fill("#7A4B2A", hatch="++++", edge="#C9A68B"),
)

BEFORE_AND_NOW = (Fill("#B7C2CC", edge="#95A3AF", ink=INK), FILLS[0])

# For lines: colour, marker and dash all differ.
STROKES = (
    (BLUE, "o", "-"),
    ("#B97A1B", "s", "-"),
    (MUTED, "^", (0, (5, 2))),
    ("#3F6B63", "D", (0, (1.5, 1.5))),
)

HOUSE = {
    "font.family": ["Noto Sans SC", "DejaVu Sans"],
    "font.size": 10.5,
    "text.color": INK,
    "text.parse_math": False,
    "axes.unicode_minus": False,
    "axes.edgecolor": RULE,
    "axes.labelcolor": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "axes.linewidth": 0.9,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": MUTED,
    "xtick.labelsize": 10,
    "ytick.labelsize": 9.5,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.major.pad": 5,
    "ytick.major.pad": 5,
    "hatch.linewidth": 0.6,
    "patch.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 10,
    "legend.handlelength": 1.4,
    "legend.handleheight": 0.9,
    "legend.columnspacing": 1.6,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "path.simplify": False,
}

LABEL = 9.8
VALUE_STEPS = [1, 2, 2.5, 5, 10]  # between grid lines
HALO = (withStroke(linewidth=2.6, foreground="white"),)  # keeps a value readable on a line


@cache
def register_font() -> None:
    """Add the charts' Chinese font to those that matplotlib knows."""
    font_manager.fontManager.addfont(str(pylopdf_fonts_zh_cn.sans_path()))


@cache
def drawn_characters() -> frozenset[int]:
    """Code points that one of the chart's fonts has."""
    register_font()
    paths = map(font_manager.findfont, HOUSE["font.family"])
    return frozenset(code for path in paths for code in font_manager.get_font(path).get_charmap())


@contextmanager
def house_style(name: str) -> Iterator[None]:
    """Set matplotlib to the house style, ignoring the machine's own settings.

    Parameters
    ----------
    name : str
        Name of the chart; seeds the identifiers inside its SVG.
    """
    register_font()
    with matplotlib.style.context(["default", {**HOUSE, "svg.hashsalt": f"workreport-{name}"}]):
        yield


def new_figure(height: float = HEIGHT, width: float = WIDTH) -> Figure:
    """An empty figure, independent of pyplot and the notebook's backend; sizes in inches."""
    return Figure(figsize=(width, height), layout="constrained")


def fixed_figure(height: float, width: float = WIDTH) -> Figure:
    """An empty figure like ``new_figure``, without automatic layout."""
    return Figure(figsize=(width, height))


def unit_label(axes: Axes, text: str) -> None:
    """The unit of the value axis, above its upper end, as is usual in Chinese charts."""
    axes.annotate(
        f"单位：{text}",
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 11),
        textcoords="offset points",
        color=MUTED,
        fontsize=LABEL,
        ha="left",
        va="bottom",
        annotation_clip=False,
    )


def value_grid(axes: Axes, axis: str) -> None:
    """Light grid lines at a few round values."""
    target = axes.yaxis if axis == "y" else axes.xaxis
    target.set_major_locator(MaxNLocator(nbins=4, steps=VALUE_STEPS))
    axes.grid(True, axis=axis)


def legend_above(axes: Axes, handles: Sequence, labels: Sequence[str]) -> None:
    """The legend above the plot at the right, level with the unit label; several rows if it is long."""
    room = sum(len(label) + 3.5 for label in labels)
    axes.legend(
        handles,
        labels,
        loc="lower right",
        bbox_to_anchor=(1.0, 1.02),
        borderaxespad=0.3,
        borderpad=0.1,
        ncols=len(labels) if room <= 44 else max(1, int(len(labels) * 44 // room)),
    )
