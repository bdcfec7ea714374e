"""The text of a bound number: a source's number for a period, in the form that was chosen."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from workreport.base.chinese_numerals import chinese_number
from workreport.base.errors import MissingLedger
from workreport.drafts.binding.aspects import COMPLETION, LAST, MOM, PREVIOUS, SHARE, TASK, VALUE, YOY
from workreport.drafts.bound.bound_number import DISTANCE, RANK, TO_DATE, Form, Source
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.book import Book
from workreport.figures.comparison import Change, change, progress, redefined_since, targets
from workreport.figures.measure import Number
from workreport.figures.number_format import change_words, distance_words, plain, shown
from workreport.figures.ranking import ranking
from workreport.figures.registry import FIGURES, Figure
from workreport.figures.value import Value
from workreport.narrative.quoted_cuts import Quote, number_of
from workreport.narrative.sentence_errors import Blocked

_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)|\s")
SCALES = {"一": 1, "万": 10_000, "亿": 100_000_000}
AGAINST = {YOY: "同比", MOM: "环比"}
ALREADY = (
    "同比",
    "环比",
    "较上年",
    "比上年",
    "较去年",
    "比去年",
    "上年同期",
    "去年同期",
    "较上月",
    "比上月",
    "较上期",
    "比上期",
)
"""Words before a change that say already what it is compared with."""
SEVERAL = 2
"""People say 两 for two things, 二 for the number."""


@dataclass(frozen=True)
class Printed:
    """The text that states a number, and the exact number; for a change the text has its direction."""

    text: str
    number: Number


def printed(source: Source, book: Book, before: str = "") -> Printed:
    """A source's number as text.

    Parameters
    ----------
    book : Book
        The figures of the draft's period.
    before : str
        The words before the place; 同比 is not said twice.

    Raises
    ------
    Blocked
        If there is no number; `reason` says why, in Chinese.
    """
    if source.span == TO_DATE:
        book = book.for_period(book.period.year_to_date)
    try:
        return _printed(source, book, before)
    except MissingLedger as error:
        raise Blocked(error.what) from error


def _printed(source: Source, book: Book, before: str) -> Printed:
    figure, form = FIGURES[source.figure], source.form
    if source.aspect in (YOY, MOM):
        return _change(source, book, before)
    if source.aspect == DISTANCE:
        completion = progress(book, figure.id)
        if completion is None or completion.distance is None:
            raise Blocked(f"“{figure.label}”没有下达任务，或任务不按时序考核")
        return Printed(distance_words(completion.distance), completion.distance)
    if source.aspect == COMPLETION:
        completion = progress(book, figure.id)
        if completion is None:
            raise Blocked(f"“{figure.label}”没有下达任务，或本期不考核")
        return Printed(_percent(completion.done, form), completion.done)
    if source.aspect == SHARE:
        share = _share(source, book)
        return Printed(_percent(share, form), share)
    if source.aspect == RANK:
        place = _rank(source, book)
        return Printed(f"第{chinese_number(place)}", place)
    if source.aspect == TASK:
        task = targets(book.frames, book.period).get(figure.id)
        if task is None:
            raise Blocked(f"“{figure.label}”没有下达任务")
        return Printed(_amount(figure, task.number, form), task.number)
    number = _value(source, _book_of(source, book))
    return Printed(_amount(figure, number, form), number)


def _book_of(source: Source, book: Book) -> Book:
    if source.aspect == VALUE:
        return book
    earlier = book.period.last_year() if source.aspect == LAST else book.period.previous()
    if earlier is None:
        raise Blocked(f"{book.period.label}没有上期")
    assert source.aspect in (LAST, PREVIOUS), f"aspect {source.aspect}"
    return book.for_period(earlier)


def _value(source: Source, book: Book) -> Number:
    """The number of the figure, or of a part of it."""
    value = book.value(source.figure)
    if value.status == "blocked" or (value.number is None and not source.cut):
        raise Blocked(value.reason or f"“{FIGURES[source.figure].label}”没有数")
    if not source.cut:
        return value.number
    by, labels = tuple(name for name, _ in source.cut), tuple(label for _, label in source.cut)
    number = number_of(book, Quote(source.figure, by, labels))
    if number is None:
        raise Blocked(f"“{FIGURES[source.figure].label}”中“{'、'.join(labels)}”没有可取数的记录")
    return number


def _change(source: Source, book: Book, before: str) -> Printed:
    figure = FIGURES[source.figure]
    earlier = book.period.last_year() if source.aspect == YOY else book.period.previous()
    if earlier is None:
        raise Blocked(f"{book.period.label}没有环比")
    broken = redefined_since(book, figure.id, earlier)
    now = _value(source, book)
    try:
        base = _value(source, book.for_period(earlier))
    except Blocked as error:
        raise Blocked(f"“{figure.label}”无{AGAINST[source.aspect]}可比数") from error
    moved = change(Value(figure, now), Value(figure, base, redefined=broken))
    if moved.number is None:
        raise Blocked(f"“{figure.label}”{moved.reason or '无可比数'}")
    if source.form.decimals is not None:
        figure = replace(figure, decimals=source.form.decimals)
    return Printed(_change_text(figure, moved, AGAINST[source.aspect], before), moved.number)


def _change_text(figure: Figure, moved: Change, against: str, before: str) -> str:
    """A change in words: 同比增长24.1%; 增长24.1% where the words before say 同比."""
    words = change_words(figure, moved, against)
    clause = before.rpartition("，")[2].rpartition("。")[2].rpartition("；")[2]
    return words.removeprefix(against) if clause.rstrip().endswith(ALREADY) else words


def _share(source: Source, book: Book) -> Decimal:
    if not source.cut:
        raise Blocked("占比要写明是哪一部分，如〔新办企业 窗口 占比〕")
    part, whole = _value(source, book), book.value(source.figure).number
    if not whole:
        raise Blocked(f"“{FIGURES[source.figure].label}”为0，没有占比")
    return Decimal(part) * 100 / Decimal(whole)


def _rank(source: Source, book: Book) -> int:
    """The place of a sub-bureau among all, by the figure on its base."""
    label = dict(source.cut).get(SUB_BUREAU, "")
    for line in ranking(book, source.figure).lines:
        if book.units.labels.get(line.org, line.org) == label and line.rank is not None:
            return line.rank
    whose = book.worded("位次要写明是哪个分局")
    raise Blocked(f"“{FIGURES[source.figure].label}”没有“{label}”的位次" if label else whose)


def _percent(number: Decimal, form: Form) -> str:
    return f"{plain(number, 1 if form.decimals is None else form.decimals)}%"


def _amount(figure: Figure, number: Number, form: Form) -> str:
    """A number with its unit, in the form that was chosen."""
    unit = figure.unit if form.unit else ""
    if form.numeral:
        if number != int(number) or number < 0:
            raise Blocked(f"“{figure.label}”不是整数，不能写成汉字")
        return ("两" if number == SEVERAL else chinese_number(int(number))) + unit
    if form.about:
        return _about(number, "一" if figure.unit.startswith(("万", "亿")) else form.scale) + unit
    if not form.scale and form.decimals is None:
        return shown(figure, number, unit=form.unit)
    scale = SCALES[form.scale or "一"]
    decimals = form.decimals if form.decimals is not None else (figure.decimals if scale == 1 else 2)
    if scale > 1 and unit.startswith(("万", "亿")):
        raise Blocked(f"“{figure.label}”的单位已是{unit}")
    return plain(Decimal(number) / scale, decimals) + (form.scale if scale > 1 else "") + unit


def _about(number: Number, scale: str) -> str:
    """A number cut off to what stays easy to say, with 余 unless nothing was cut off: 1.3万余, 200余, 30余."""
    exact = Decimal(number)
    if scale in ("万", "亿") or (not scale and exact >= SCALES["万"]):
        name = scale or "万"
        low = (exact / SCALES[name]).quantize(Decimal("0.1"), ROUND_DOWN)
        text, cut_off = f"{low.normalize():f}{name}", exact != low * SCALES[name]
    else:
        step = 100 if exact >= 100 else 10
        low = exact // step * step
        text, cut_off = str(low if low else exact), bool(low) and low != exact
    return text + ("余" if cut_off else "")


def same_number(one: str, other: str) -> bool:
    """Whether two texts are the same number: width of characters, spaces and thousands separators do not count."""
    return _unspaced(one) == _unspaced(other)


def _unspaced(text: str) -> str:
    return _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
