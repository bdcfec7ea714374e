"""Numbers written in Chinese characters: read strictly, or not at all."""

from __future__ import annotations

import re

DIGITS = {
    **dict(zip("零〇一二三四五六七八九", [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], strict=True)),
    **dict(zip("两壹贰叁肆伍陆柒捌玖", [2, 1, 2, 3, 4, 5, 6, 7, 8, 9], strict=True)),
}
PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
NUMERAL = "[" + "".join((*DIGITS, *PLACES, *MYRIADS)) + "]"
"""Pattern of one character of a Chinese number."""
FORMAL = "壹贰叁肆伍陆柒捌玖"
"""Digits that are also parts of other words (队伍, 大陆); they count before a place only."""
_BELOW_MYRIAD = re.compile(
    r"(?:(?P<千>[一二两三四五六七八九壹贰叁肆伍陆柒捌玖])[千仟])?"
    r"(?:(?P<零1>零)?(?P<百>[一二两三四五六七八九壹贰叁肆伍陆柒捌玖])[百佰])?"
    r"(?:(?P<零2>零)?(?P<十>[一二三四五六七八九壹贰叁肆伍陆柒捌玖])?(?P<ten>[十拾]))?"
    r"(?:(?P<零3>零)?(?P<一>[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]))?"
)


def number(text: str) -> int | None:
    """The whole number that Chinese characters write (一万五千, 两千肆佰, 十二); None if they write none."""
    total, rest = 0, text
    for myriad in ("亿", "万"):
        head, found, tail = rest.rpartition(myriad)
        if found:
            value = number(head) if myriad == "亿" else _below_myriad(head)
            if not value:
                return None
            total, rest = total + value * MYRIADS[myriad], tail
    if not rest:
        return total or None
    last = _below_myriad(rest.removeprefix("零") if total else rest)
    if last is None:
        return None
    if total and len(rest) == 1 and rest in DIGITS:  # 一万五 is 15000
        place = MYRIADS[text[-2]] // 10
        return total + last * place
    return total + last


def _below_myriad(text: str) -> int | None:
    match = _BELOW_MYRIAD.fullmatch(text)
    if not match or not text:
        return None
    total = 0
    for name, place in (("千", 1000), ("百", 100), ("一", 1)):
        total += DIGITS[match[name]] * place if match[name] else 0
    if match["ten"]:
        total += (DIGITS[match["十"]] if match["十"] else 1) * 10
    before = text[-2:-1]
    if match["一"] and before in ("百", "千", "佰", "仟"):  # 三百五 is 350
        total += DIGITS[match["一"]] * (PLACES[before] // 10 - 1)
    return total


def trimmed(text: str) -> str:
    """The characters without leading ones that belong to the word before: 队伍四个 counts 四."""
    while len(text) > 1 and text[0] in FORMAL and text[1] not in PLACES and text[1] not in MYRIADS:
        text = text[1:]
    if len(text) > 1 and text[0] == "一" and number(text) is None and number(text[1:]):  # 统一三家
        text = text[1:]
    return "" if text in tuple(FORMAL) else text


_PAIR = re.compile(
    r"(?P<lead>[二三四五六七八九]?十)?(?P<low>[一二两三四五六七八九])(?P<high>[二三四五六七八九])(?P<place>[十百千万亿]*)"
)


def two_numbers(text: str) -> tuple[int, int] | None:
    """The two neighbours that an estimate names: 两三 is 2 and 3, 二三十 is 20 and 30, 十五六 is 15 and 16."""
    match = _PAIR.fullmatch(text)
    if not match:
        return None
    low, high = DIGITS[match["low"]], DIGITS[match["high"]]
    if high - low != 1 and (low, high) != (3, 5):
        return None
    if match["lead"]:
        base = number(match["lead"]) or 0
        return (base + low, base + high) if not match["place"] else None
    factor = number("一" + match["place"]) if match["place"] else 1
    return (low * factor, high * factor) if factor else None
