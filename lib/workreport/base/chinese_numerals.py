"""Chinese numbers of chapters and dates."""

from __future__ import annotations

from datetime import date

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A chapter's number from 1 to 99: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones or not tens else "")


def spelled(day: date) -> str:
    """A day as the cover writes it: 2021 年 12 月 31 日."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
