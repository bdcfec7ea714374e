"""Plots that an analyst draws with matplotlib: they show Chinese, and a missing glyph is one short warning."""

from __future__ import annotations

import logging
import warnings
from dataclasses import replace
from typing import Any

import matplotlib
from matplotlib import font_manager

from workreport.charts.style import HOUSE, register_font

SETTINGS = ("font.family", "axes.unicode_minus")
"""Settings of the house style without which Chinese and minus signs show as boxes."""
COPIED = ("SimHei", "Microsoft YaHei", "SimSun")
"""Font names that are often copied into programs; where the machine lacks one, the chart's font has its place."""
MISSING = "missing from"
ONCE = "图里有字库没有的字，显示为方框；换成常用字，或另设字体"


def show_chinese() -> None:
    """Let any plot of this process show Chinese; may be called again."""
    register_font()
    families = HOUSE["font.family"]
    # a style that asks for any sans-serif font gets the same
    sans = [*families, *(name for name in matplotlib.rcParams["font.sans-serif"] if name not in families)]
    matplotlib.rcParams.update({name: HOUSE[name] for name in SETTINGS} | {"font.sans-serif": sans})
    _stand_in(families[0])
    if not isinstance(warnings.showwarning, GlyphsOnce):
        warnings.showwarning = GlyphsOnce(warnings.showwarning)
        logging.getLogger(font_manager.__name__).addFilter(FirstOnly())


def _stand_in(name: str) -> None:
    """Register the chart's font under the copied names that the machine lacks."""
    manager = font_manager.fontManager
    present = {entry.name for entry in manager.ttflist}
    (own, *_) = [entry for entry in manager.ttflist if entry.name == name]
    for lacking in (one for one in COPIED if one not in present):
        manager.ttflist.append(replace(own, name=lacking))


class FirstOnly(logging.Filter):
    """Lets each message pass once: matplotlib repeats for every text that a font is not found."""

    def __init__(self) -> None:
        super().__init__()
        self.passed: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        new = message not in self.passed
        self.passed.add(message)
        return new


class GlyphsOnce:
    """Shows warnings as before, but of all about missing glyphs one, in Chinese."""

    def __init__(self, show: Any) -> None:
        self.show, self.warned = show, False

    def __call__(self, message: Any, category: Any, *place: Any, **more: Any) -> None:
        if "Glyph" in str(message) and MISSING in str(message):
            if self.warned:
                return
            self.warned, message = True, ONCE
        self.show(message, category, *place, **more)
