"""Approximations such as 200余, 1万余, 85%以上: bounds of a number instead of the number."""

from __future__ import annotations

import re

from workreport.ledgers.values.numerals import CHARS, chinese_number

NUMBER = rf"(?P<n>\d+(?:,\d{{3}})*(?:\.\d+)?|[{CHARS}]+?)"
TAIL = r"(?P<tail>[^\d余多几来]*)"
SCALE = "(?P<scale>百万|千万|[十百千万亿])?"
SCALES = {None: 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
ROUND = re.compile(rf"(?:约|大约|共|达)?{NUMBER}{SCALE}(?:余|多|来|几)(?P<more>[百千万亿])?{TAIL}")
ABOUT = re.compile(
    rf"(?:(?:大?约|大概|将?近似|~|≈|±)(?P<n>.+?)|(?P<m>[\d{CHARS}].*?)(?:左右|上下|前后|±\S*))"
)
LOWEST = re.compile(
    rf"(?:(?:超过?|逾|至少|不少于|不低于|大于|多于|高于|≥|>=?|＞)(?P<n>[\d{CHARS}].*)|上(?P<o>[百千万].*)"
    rf"|(?P<m>[\d{CHARS}].*?)(?:及?以上|以外|\+|有余))"
)
HIGHEST = re.compile(
    rf"(?:(?:将?近|接近|不足|不到|不超过|至多|小于|少于|低于|≤|<=?|＜)(?P<n>[\d{CHARS}].*)"
    rf"|(?P<m>[\d{CHARS}].*?)(?:及?以下|以内|不到))"
)
RANGE = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)\D{0,3}?(?:-|—|–|~|～|至|到)(?P<high>\d+(?:\.\d+)?)(?P<tail>[^\d\-—–~至到./]*)"
)
VAGUE = re.compile("(?:若干|[几数]|十几|[几数][十百千万].*|许多|大量|多)[^0-9]{0,2}")


def bounds(text: str) -> str | None:
    """The bounds of an approximate number, in Chinese; None if the text is not an approximation.

    `text` has no spaces. “N余” lies in the open interval from N to N plus one unit of its last
    non-zero digit: 260余 is more than 260 and less than 270, 1万余 more than 10000 and less than 20000.
    """
    if match := ROUND.fullmatch(text):
        number = _number(match["n"])
        if number is not None and number > 0:
            step = 1
            while number % (step * 10) == 0:
                step *= 10
            scale = SCALES[match["scale"]] * SCALES[match["more"]]
            # 1万余 is counted in ten thousands, 20多万 in tens of them
            return f"大于{number * scale}、小于{(number + step) * scale}"
    if match := ABOUT.fullmatch(text):
        return f"约为{match['n'] or match['m']}，上下限不明"
    if match := LOWEST.fullmatch(text):
        return f"不低于{match['n'] or match['o'] or match['m']}，上限不明"
    if match := HIGHEST.fullmatch(text):
        return f"不高于{match['n'] or match['m']}，下限不明"
    if match := RANGE.fullmatch(text):
        return f"在{match['low']}与{match['high']}之间"
    return "没有给出数" if VAGUE.fullmatch(text) else None


def _number(text: str) -> int | None:
    bare = text.replace(",", "")
    return int(bare) if bare.isdecimal() else chinese_number(text)
