"""Dates in the forms that people type, read only if they can mean exactly one day."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd

from workreport.ledgers.values.cells import Reading, Unreadable, join_remarks, tidy
from workreport.ledgers.values.numerals import chinese_digits, chinese_number

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
ISO_MOMENT = re.compile(r"(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})(?::(\d{2}))?", re.ASCII)
YMD = re.compile(r"(\d{4}) ?(?:[-/.]|年) ?(\d{1,2}) ?(?:[-/.]|月) ?(\d{1,2})(?: ?([日号])|(\.))?", re.ASCII)
# unusual separators, the same one twice
OTHER_MARKS = re.compile(r"(\d{4}) ?([—–_、,。\\ ]) ?(\d{1,2}) ?\2 ?(\d{1,2})(?!\d| ?\2)", re.ASCII)
COMPACT_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?", re.ASCII)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
LAST_YEAR = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
NUMERALS = re.compile(
    "([〇○零Oo0一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
MONTHS = {
    name: at
    for at, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
NAMED = re.compile(
    r"(?:(\d{1,2})[- ]?([A-Za-z]{3,9})|([A-Za-z]{3,9})[- .]?(\d{1,2})),?[- ,]?(\d{4})", re.ASCII
)
WEEKDAY = re.compile(r"[(（ ]?(?:星期|周|礼拜)([一二三四五六日天])[)）]?")
CLOCK = re.compile(
    r"[ T]?(?P<half>上午|下午|晚上|AM|PM)? ?"
    r"(?:(?P<h>\d{1,2})(?::|时|点)(?:(?P<m>\d{1,2})(?::|分)?(?:(?P<s>\d{1,2})秒?)?(?:\.0+)?)?)?"
    r" ?(?P<after>AM|PM)?(?:\+08:?00)?",
    re.IGNORECASE,
)
NO_DAY = re.compile(r"\d{4}(?:[-/.年]\d{1,2}月?|年)?", re.ASCII)
SHORT_YEAR = re.compile(r"['’]?\d{2}(?:[-/.年])\d{1,2}(?:[-/.月])\d{1,2}[日号]?", re.ASCII)
NO_YEAR = re.compile(r"\d{1,2}[-/.月]\d{1,2}[日号]?", re.ASCII)
SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
TWO = re.compile(r"\d[日号]?\s*(?:至|到|~|—|–|、|,|;| - )\s*\d{1,4}(?:[-/.年月日]|$)", re.ASCII)
EARLIEST, LATEST = 1900, 2199
# plausible serial numbers in a ledger: 1990 to 2099
SERIALS = range(32874, 73051)
EPOCHS = {1900: dt.datetime(1899, 12, 30), 1904: dt.datetime(1904, 1, 1)}


def read_date(cell: str, epoch: int | None = None) -> Reading:
    """Read a day; a clock time or weekday after it is dropped, with a remark.

    Parameters
    ----------
    epoch : {1900, 1904}, optional
        The date system of the workbook; without it a serial number is unreadable.

    Raises
    ------
    Unreadable
        If the text can mean no day, or more than one.
    """
    if match := ISO.fullmatch(cell):
        return Reading(_stamp(*map(int, match.groups())))
    value, remark, clock = _moment(cell, epoch)
    day = value.normalize()
    return Reading(day, join_remarks(remark, "略去了钟点" if clock and value != day else ""))


def read_datetime(cell: str, epoch: int | None) -> Reading:
    """Read a moment; a bare day means midnight.

    Raises
    ------
    Unreadable
        As ``read_date``.
    """
    if match := ISO_MOMENT.fullmatch(cell):
        return Reading(_stamp(*(int(part or 0) for part in match.groups())))
    value, remark, _ = _moment(cell, epoch)
    return Reading(value, remark)


def _moment(cell: str, epoch: int | None) -> tuple[pd.Timestamp, str, bool]:
    text, remark, _ = tidy(cell)
    if SERIAL.fullmatch(text):
        return _serial(text, epoch)
    if match := COMPACT_MOMENT.fullmatch(text):
        value = _stamp(*(int(part or 0) for part in match.groups()))
        return value, join_remarks(remark, f"连写的数字读作 {value:%Y-%m-%d %H:%M}"), True
    day, rest, day_remark = _leading_day(text)
    remark = join_remarks(remark, day_remark)
    if not rest.strip():
        return day, remark, False
    if match := WEEKDAY.match(rest):
        if "一二三四五六日".index(match[1].replace("天", "日")) != day.weekday():
            raise Unreadable(f"日期与星期对不上：{day:%Y-%m-%d} 不是星期{match[1]}")
        rest, remark = rest[match.end() :], join_remarks(remark, "略去了星期")
    match = CLOCK.fullmatch(rest.rstrip())
    if not match:
        raise _unreadable_date(text)
    hour, minute, second = (int(match[part] or 0) for part in "hms")
    half = (match["half"] or match["after"] or "").upper()
    if half and match["h"]:
        hour = _of_half(half, hour)
        remark = join_remarks(remark, "按上午、下午换算了钟点")
    elif match["h"] and not re.match(r"[ T]?\d", rest):
        raise _unreadable_date(text)
    elif half:
        remark = join_remarks(remark, "略去了上午、下午")
    return _stamp(day.year, day.month, day.day, hour, minute, second), remark, bool(match["h"])


def _of_half(half: str, hour: int) -> int:
    if not 0 < hour <= 12 and half in ("AM", "PM", "上午"):
        raise Unreadable("钟点与上午、下午对不上")
    if half in ("上午", "AM"):
        return 0 if half == "AM" and hour == 12 else hour
    return hour if hour >= 12 else hour + 12


def _leading_day(text: str) -> tuple[pd.Timestamp, str, str]:
    """The day at the start of a text, the rest of the text, and a remark."""
    if match := YMD.match(text):
        rest = text[match.end() :]
        if match[4] == "日" or not (rest[:1].isdigit() or rest.startswith(("-", "/", ".", "年", "月"))):
            odd = "去掉了末尾的字符" if match[4] == "号" or match[5] else ""
            spaced = "去掉了中间的空格" if " " in match[0] else ""
            return _stamp(*map(int, match.groups()[:3])), rest, join_remarks(odd, spaced)
    elif match := OTHER_MARKS.match(text):
        day = _stamp(int(match[1]), int(match[3]), int(match[4]))
        return day, text[match.end() :], f"分隔符不是常用的，读作 {day:%Y-%m-%d}"
    elif (match := COMPACT.match(text)) and not text[match.end() : match.end() + 1].isdigit():
        day = _stamp(*map(int, match.groups()))
        return day, text[match.end() :], f"八位数字读作 {day:%Y-%m-%d}"
    elif (match := LAST_YEAR.match(text)) and not text[match.end() : match.end() + 1].isdigit():
        day = _only_reading(*map(int, match.groups()))
        return day, text[match.end() :], f"年份在后，只有一种读法：{day:%Y-%m-%d}"
    elif match := NUMERALS.match(text.replace(" ", "")):
        year = chinese_digits(match[1].replace("O", "零").replace("o", "零").replace("0", "零"))
        month, number = chinese_number(match[2]), chinese_number(match[3])
        if year and month and number:
            day = _stamp(int(year), month, number)
            return day, text.replace(" ", "")[match.end() :], f"中文数字读作 {day:%Y-%m-%d}"
    elif match := NAMED.match(text):
        month = MONTHS.get((match[2] or match[3])[:3].lower())
        if month:
            day = _stamp(int(match[5]), month, int(match[1] or match[4]))
            return day, text[match.end() :], f"英文月份读作 {day:%Y-%m-%d}"
    raise _unreadable_date(text)


def _only_reading(first: int, second: int, year: int) -> pd.Timestamp:
    days = []
    for month, day in {(first, second), (second, first)}:
        try:
            days.append(_stamp(year, month, day))
        except Unreadable:
            continue
    if len(days) == 1:
        return days[0]
    if not days:
        raise Unreadable("没有这一天")
    both = " 或 ".join(f"{day:%Y-%m-%d}" for day in sorted(days))
    raise Unreadable(f"月和日分不清：{both}，请按 年-月-日 填写")


def _serial(text: str, epoch: int | None) -> tuple[pd.Timestamp, str, bool]:
    number = float(text)
    if int(number) not in SERIALS:
        raise Unreadable
    days = {system: start + dt.timedelta(days=number) for system, start in EPOCHS.items()}
    if epoch is None:
        both = "，".join(f"{system} 年制为 {day:%Y-%m-%d}" for system, day in days.items())
        raise Unreadable(f"像是 Excel 的日期序号（{both}），请改为日期")
    value = pd.Timestamp(days[epoch]).round("s")
    return value, f"Excel 日期序号（{epoch} 年制）读作 {value:%Y-%m-%d}", number != int(number)


def _stamp(year: int, *parts: int) -> pd.Timestamp:
    if not EARLIEST <= year <= LATEST and year != 9999:
        raise Unreadable(f"年份 {year} 不合情理")
    try:
        return pd.Timestamp(year, *parts)
    except ValueError as error:
        raise Unreadable("没有这一天或这一刻") from error


def _unreadable_date(text: str) -> Unreadable:
    """The error for a text that is not a day."""
    if TWO.search(text):
        return Unreadable("含有不止一个日期，只能填一个")
    bare = text.replace(" ", "")
    if SHORT_YEAR.fullmatch(bare) or re.fullmatch(r"\d{6}", bare):
        return Unreadable("年份只有两位或缺日，读法不止一种，请写四位年份")
    if NO_DAY.fullmatch(bare):
        return Unreadable("缺日，请填到具体的一天")
    if NO_YEAR.fullmatch(bare):
        return Unreadable("缺年份，请写四位年份")
    return Unreadable("")
