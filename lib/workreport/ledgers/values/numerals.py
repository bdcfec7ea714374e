"""Chinese numerals, strictly: only the standard notation of a number is accepted.

A few dozen lines of our own rather than a dependency: libraries accept 二百五, 一二三 and 三五, each
of which has two readings. Here a text is read leniently and then written again; if the two differ, it
has no reading.
"""

from __future__ import annotations

import re

SIMPLE = str.maketrans("〇○零壹贰叁肆伍陆柒捌玖拾佰仟萬億", "零零零一二三四五六七八九十百千万亿")
DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
PLACES = {"十": 10, "百": 100, "千": 1000}
CHARS = "零〇○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億"
# 两 counts hundreds and more, or stands alone
LOOSE_TWO = re.compile("两(?![百千万亿])")
LARGEST = 10**12


def chinese_number(text: str) -> int | None:
    """The number of a Chinese numeral, or None if it is not in standard notation."""
    if not text or (text != "两" and LOOSE_TWO.search(text)):
        return None
    simple = text.translate(SIMPLE).replace("两", "二")
    if any(char not in DIGITS and char not in PLACES and char not in "万亿" for char in simple):
        return None
    value = _lenient_value(simple)
    if value >= LARGEST:
        return None
    standard = _written(value)
    # 十二 and 一十二 are both in use; 一百 has no short form
    return value if simple in (standard, standard[1:] if standard.startswith("一十") else standard) else None


def chinese_digits(text: str) -> str | None:
    """Digits in sequence, as in years: 二〇二一 is 2021."""
    simple = text.translate(SIMPLE)
    return "".join(str(DIGITS[c]) for c in simple) if all(c in DIGITS for c in simple) else None


def _lenient_value(text: str) -> int:
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in PLACES:
            section, digit = section + (digit or 1) * PLACES[char], 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit


def _written(value: int) -> str:
    if value == 0:
        return "零"
    text, gap = "", False
    for group, unit in ((value // 10**8, "亿"), (value // 10**4 % 10**4, "万"), (value % 10**4, "")):
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text, gap = text + _section(group) + unit, False
    return text


def _section(value: int) -> str:
    text, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if not digit:
            gap = bool(text)
            continue
        text, gap = text + ("零" if gap else "") + "零一二三四五六七八九"[digit] + name, False
    return text
