"""An analyst's own plots show Chinese, and missing glyphs are one warning."""

from __future__ import annotations

import logging
import warnings

import matplotlib
import pytest
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from workreport.charts.own_plots import COPIED, ONCE, FirstOnly, show_chinese
from workreport.charts.style import register_font

RARE = "\U0002a700\U0002a701\U0002a702"


@pytest.fixture(autouse=True)
def preset(monkeypatch):
    """The preset, undone after the test."""
    register_font()  # once a process: it must be in the list that is put back
    logger = logging.getLogger(font_manager.__name__)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    monkeypatch.setattr(logger, "filters", list(logger.filters))
    monkeypatch.setattr(font_manager.fontManager, "ttflist", list(font_manager.fontManager.ttflist))
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        show_chinese()
        yield


def drawn(title: str) -> None:
    figure = Figure()
    figure.subplots().set_title(title)
    FigureCanvasAgg(figure).draw()


def warned(title: str, monkeypatch) -> list[str]:
    """The warnings that a plot shows, every one of them."""
    shown = []
    monkeypatch.setattr(warnings.showwarning, "show", lambda message, *place: shown.append(str(message)))
    show = warnings.showwarning
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = show
        drawn(title)
    return shown


def test_chinese_is_drawn_without_a_warning(monkeypatch):
    assert warned("食品抽检 −3", monkeypatch) == []


@pytest.mark.parametrize("name", COPIED)
def test_a_font_name_copied_from_elsewhere_is_drawn_too(name, monkeypatch):
    matplotlib.rcParams["font.family"] = [name]
    assert warned("食品抽检", monkeypatch) == []


def test_many_missing_glyphs_are_one_chinese_warning(monkeypatch):
    assert warned(RARE, monkeypatch) == [ONCE]
    assert warned(RARE, monkeypatch) == []


def test_any_other_warning_is_shown_as_ever(monkeypatch):
    shown = []
    monkeypatch.setattr(warnings.showwarning, "show", lambda message, *place: shown.append(str(message)))
    for _ in range(2):
        warnings.showwarning("甲", UserWarning, "file", 1)
    assert shown == ["甲", "甲"]


def test_a_font_that_is_not_found_is_named_once():
    only = FirstOnly()
    record = logging.LogRecord("m", logging.WARNING, "f", 1, "没有 %s", ("甲",), None)
    assert [only.filter(record), only.filter(record)] == [True, False]
