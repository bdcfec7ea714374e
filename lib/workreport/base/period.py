"""The report period: a closed interval of days and its cut-off day.

A period is defined by its interval: ``2021-01..2021-06`` and ``2021H1`` are the same
period, with the same id, label and output folder.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from workreport.base.errors import UsageError

FORMS = ("2021", "2021H1", "2021Q3", "2021-08", "2021-01..2021-10", "2021-07-26..2021-08-25")

# A period outside these years is a typing error, and its year-on-year period might leave the calendar.
FIRST_YEAR, LAST_YEAR = 1950, 2099

_YEAR = re.compile(r"([0-9]{4})")
_PART = re.compile(r"([0-9]{4})([HQ])([0-9])")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_PART_MONTHS = {"H": 6, "Q": 3}
_KINDS_BY_MONTHS = {12: "year", 6: "half", 3: "quarter", 1: "month"}
_HALVES = {1: "上半年", 7: "下半年"}
_QUARTERS = {1: "第一季度", 4: "第二季度", 7: "第三季度", 10: "第四季度"}


@dataclass(frozen=True)
class Period:
    """All days from `start` to `end`, both included.

    Attributes
    ----------
    start, end : datetime.date
        First and last day; ``ValueError`` if reversed.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"period ends before it starts: {self.start} > {self.end}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period written as one of `FORMS`; full-width characters and lower case are accepted.

        Raises
        ------
        UsageError
            For any other text, an impossible date, or a range that runs backwards.
        """
        plain = unicodedata.normalize("NFKC", text).strip().upper()
        head, dots, tail = plain.partition("..")
        first = _interval(text, head, ranged=bool(dots))
        if not dots:
            return cls(*first)
        # both ends of a range must have the same form: 2021-01..2021-08-25 is ambiguous
        if len(head) != len(tail):
            raise _unreadable(text, "报告期无法识别")
        last = _interval(text, tail, ranged=True)
        if first[0] > last[0]:
            raise _unreadable(text, "报告期起止颠倒")
        return cls(first[0], last[1])

    @property
    def kind(self) -> str:
        """One of ``year half quarter month months days``, derived from the interval."""
        if self.start.day != 1 or (self.end + timedelta(days=1)).day != 1:
            return "days"
        length = self._month_count
        aligned = length in _KINDS_BY_MONTHS and (self.start.month - 1) % length == 0
        return _KINDS_BY_MONTHS[length] if aligned else "months"

    @property
    def id(self) -> str:
        """The shortest of `FORMS` for this interval; also the name of its output folder."""
        first, last = self.start, self.end
        match self.kind:
            case "year":
                return f"{first:%Y}"
            case "half":
                return f"{first:%Y}H{(first.month + 5) // 6}"
            case "quarter":
                return f"{first:%Y}Q{(first.month + 2) // 3}"
            case "month":
                return f"{first:%Y-%m}"
            case "months":
                return f"{first:%Y-%m}..{last:%Y-%m}"
            case _:
                return f"{first.isoformat()}..{last.isoformat()}"

    @property
    def label(self) -> str:
        """The period as a report writes it; a range with the one-character dash of GB/T 15834—2011."""
        first, last = self.start, self.end
        year, same_year = f"{first.year}年", first.year == last.year
        match self.kind:
            case "year":
                return year
            case "half":
                return year + _HALVES[first.month]
            case "quarter":
                return year + _QUARTERS[first.month]
            case "month":
                return f"{year}{first.month}月"
            case "months":
                return f"{year}{first.month}{'' if same_year else '月'}—{_since(first, last)}{last.month}月"
        day = f"{year}{first.month}月{first.day}日"
        return day if first == last else f"{day}—{_since(first, last)}{last.month}月{last.day}日"

    @property
    def words(self) -> str:
        """The period as a sentence names it once its year is known: 全年, 上半年, 一季度, 本月; 期内 for others."""
        match self.kind:
            case "year":
                return "全年"
            case "half":
                return _HALVES[self.start.month]
            case "quarter":
                return _QUARTERS[self.start.month].removeprefix("第")
            case "month":
                return "本月"
        return "期内"

    @property
    def as_of(self) -> date:
        """The cut-off day: later information does not count."""
        return self.end

    @property
    def years(self) -> list[int]:
        """Calendar years that the period touches, ascending."""
        return list(range(self.start.year, self.end.year + 1))

    @property
    def elapsed_share(self) -> Fraction:
        """Share of the calendar year gone by on the cut-off day, in months of twelve.

        A month that is not over counts by its days: 25 August is (7 + 25/31) / 12.
        """
        days = Fraction(self.end.day, monthrange(self.end.year, self.end.month)[1])
        return (self.end.month - 1 + days) / 12

    @property
    def year_to_date(self) -> Period:
        """From the first day of the last year touched to the end."""
        return Period(date(self.end.year, 1, 1), self.end)

    @property
    def trend(self) -> Period:
        """The period whose months a trend shows: a month is shown with those of its year before it."""
        return self.year_to_date if self.kind == "month" else self

    @property
    def year_before(self) -> Period:
        """The calendar year before the one in which the period ends."""
        return Period(date(self.end.year - 1, 1, 1), date(self.end.year - 1, 12, 31))

    def contains(self, day: date) -> bool:
        """Whether the day lies inside the period."""
        return self.start <= day <= self.end

    def months(self) -> list[Period]:
        """Calendar months of the period in order; the first and last are clipped to it."""
        firsts = [_month_start(self.start, n) for n in range(self._month_count)]
        return [
            Period(max(first, self.start), min(_month_start(first, 1) - timedelta(days=1), self.end))
            for first in firsts
        ]

    def last_year(self) -> Period:
        """The same period a year earlier (同比): whole months stay whole, 29 February becomes the 28th."""
        if self.kind == "days":
            return Period(_year_back(self.start), _year_back(self.end))
        return Period(_month_start(self.start, -12), _month_start(self.end, -11) - timedelta(days=1))

    def previous(self) -> Period | None:
        """The block of the same length that ends the day before (环比); None for a year.

        Whole months go back by as many months. So do statistical months such as
        07-26..08-25, which close on the day before they began; other intervals go back by days.
        """
        if self.kind == "year":
            return None
        day_before = self.start - timedelta(days=1)
        day_after = self.end + timedelta(days=1)
        if day_after.day == self.start.day <= 28:
            length = (day_after.year - self.start.year) * 12 + day_after.month - self.start.month
            return Period(_month_start(self.start, -length).replace(day=self.start.day), day_before)
        return Period(self.start - (day_after - self.start), day_before)

    @property
    def _month_count(self) -> int:
        """Calendar months touched."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


def _interval(text: str, part: str, *, ranged: bool) -> tuple[date, date]:
    """First and last day of one end of a range, or of a single period."""
    try:
        if match := _MONTH.fullmatch(part):
            return _months(int(match[1]), int(match[2]), 1)
        if ranged and (match := _DAY.fullmatch(part)):
            day = date(*map(int, match.groups()))
            return _within_calendar(day), day
        if not ranged and (match := _YEAR.fullmatch(part)):
            return _months(int(match[1]), 1, 12)
        if not ranged and (match := _PART.fullmatch(part)):
            length = _PART_MONTHS[match[2]]
            return _months(int(match[1]), (int(match[3]) - 1) * length + 1, length)
    except ValueError as error:
        raise _unreadable(text, "报告期中的日期不存在") from error
    raise _unreadable(text, "报告期无法识别")


def _months(year: int, month: int, length: int) -> tuple[date, date]:
    """First and last day of `length` months; ``ValueError`` if the first month does not exist."""
    first = _within_calendar(date(year, month, 1))
    return first, _month_start(first, length) - timedelta(days=1)


def _within_calendar(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("year out of range")
    return day


def _month_start(day: date, months: int) -> date:
    """First day of the month that lies `months` after the day's own."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _year_back(day: date) -> date:
    length = monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, min(day.day, length))


def _since(first: date, last: date) -> str:
    """The second year of a range where it differs from the first."""
    return "" if first.year == last.year else f"{last.year}年"


def _unreadable(text: str, what: str) -> UsageError:
    return UsageError(
        f"{what}：{text!r}",
        where="报告期",
        expected=" 、".join(FORMS) + f"（年份 {FIRST_YEAR}—{LAST_YEAR}）",
        todo="请按以上写法之一填写报告期，区间两端写法一致、起在前止在后",
    )
