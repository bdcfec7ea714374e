"""Dates: impossible, unreadable, reversed; words that do not fit the report's period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from workreport.base.period import Period
from workreport.drafts.model import FAILS, SUSPECT, Relation
from workreport.drafts.relations.scope import Scope, placed

_DAY = re.compile(r"(?P<year>(?:19|20)\d\d)年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")
_ISO = re.compile(r"(?<![\d/\-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d\-])")
_MONTH_DAY = re.compile(r"(?<![\d年\-.])(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_RANGE = re.compile(rf"{_DAY.pattern}\s*(?:至|到|—|-|－|~)\s*{_DAY.pattern.replace('<', '<to_')}")
_BROKEN = re.compile(
    r"(?:至|到|日—|日-)\s*(?P<printed>(?P<year>(?:19|20)\d\d)[^年\d\s\-./—至]{1,3}(?P<rest>\d{1,2}月\d{1,2}日))"
)
_SHORTER = re.compile(r"环比|第?[一二三四]季度末|本月|当月")
_UNTIL = re.compile(rf"截[至止](?:到)?\s*{_DAY.pattern}")


def dates(scope: Scope, period: Period | None) -> Iterator[Relation]:
    """Dates that cannot be, and with a period, words and dates that do not fit it."""
    for line in scope.text.lines:
        plain = scope.words[line.start : line.start + len(line.text)]
        for match, right, verdict, why in [
            *_impossible(plain),
            *(_of_period(plain, period) if period else ()),
        ]:
            start = line.start + match.start("printed" if "printed" in match.groupdict() else 0)
            place = (start, line.start + match.end())
            printed = scope.text.text[slice(*place)]
            yield placed(scope, "period", place, (printed, printed, right), verdict, why)


_Fault = tuple[re.Match[str], str, str, str]
"""Where a date is, what is right, the verdict and why."""


def _impossible(plain: str) -> Iterator[_Fault]:
    for form in (_DAY, _ISO, _MONTH_DAY):
        for match in form.finditer(plain):
            parts = match.groupdict()
            year = int(parts.get("year") or 2000)
            if _day(year, int(parts["month"]), int(parts["day"])) is None:
                yield match, "—", FAILS, f"没有{match[0]}这一天，请核对日期"
    for match in _RANGE.finditer(plain):
        first = _day(*(int(match[each]) for each in ("year", "month", "day")))
        last = _day(*(int(match[each]) for each in ("to_year", "to_month", "to_day")))
        if first and last and last < first:
            yield match, "—", FAILS, "起止日期颠倒，止日早于起日"
    for match in _BROKEN.finditer(plain):
        right = f"{match['year']}年{match['rest']}"
        yield match, right, FAILS, f"日期写错，读不出来，应作{right}"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _of_period(plain: str, period: Period) -> Iterator[_Fault]:
    for word in _SHORTER.finditer(plain) if period.kind == "year" else ():
        yield word, "—", SUSPECT, f"{period.label}的报告里出现“{word[0]}”，疑是别期的文字没有改"
    for match in _UNTIL.finditer(plain):
        until = _day(*(int(match[each]) for each in ("year", "month", "day")))
        if until and period.start <= until < period.end:
            yield match, str(period.end), SUSPECT, f"统计截至日早于报告期末{period.end}，数字可能不全"
        elif until and until < period.start:
            yield match, str(period.end), SUSPECT, f"截至日在报告期{period.label}之前，疑是上期的日期没有改"
