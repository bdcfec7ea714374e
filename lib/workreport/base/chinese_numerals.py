"""Chinese numbers of chapters, counts and dates."""

from __future__ import annotations

from datetime import date

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A chapter's number from 1 to 99: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones or not tens else "")


def chinese_number(number: int) -> str:
    """A whole number from 0 in Chinese characters: 十二, 一百零五, 一万五千."""
    if number < 100:
        return chinese(number)
    for place, name in ((100_000_000, "亿"), (10_000, "万"), (1000, "千"), (100, "百")):
        if number >= place:
            head, rest = divmod(number, place)
            break
    if not rest:
        return chinese_number(head) + name
    gap = "零" if rest < place // 10 else ""
    # behind a hundred ten is 一十: 一百一十二
    tail = ("一" if 10 <= rest < 20 else "") + chinese_number(rest)
    return chinese_number(head) + name + gap + tail


def spelled(day: date) -> str:
    """A day as the cover writes it: 2021 年 12 月 31 日."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
