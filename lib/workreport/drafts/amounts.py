"""Quantities: number, unit and bounds as the words give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workreport.drafts.bounds import Words, bounds
from workreport.drafts.measures import AT_UNIT, SCALE, UNIT, factor
from workreport.drafts.numerals import DIGITS, NUMERAL, number, trimmed, two_numbers

_S = r"[ \u3000\xa0]?"
_SPACED = rf"(?<![0-9.%] )[0-9]{{1,3}}(?: [0-9]{{3}})+(?![0-9.])(?={_S}[余多]?(?:{SCALE}|{AT_UNIT}))"
_PLAIN = (
    rf"{_SPACED}|[0-9]{{1,3}}(?:[,，\xa0\u2009\u202f][0-9]{{3}})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?"
)
_SIGN = r"(?:(?<![0-9A-Za-z%)）\]])[-+])?"
_ARABIC = re.compile(
    rf"(?<![0-9])(?<![0-9]\.)(?P<sign>{_SIGN})(?P<low>{_PLAIN})"
    rf"(?:(?P<per>%)?{_S}[-—–~至]{{1,2}}{_S}(?P<high>{_PLAIN})(?=(?P=per)|[^0-9%]|$))?"
    rf"(?:(?P<over>[余多来])(?={SCALE}|{AT_UNIT}|[^\u4e00-\u9fff]|$))?"
    rf"{_S}(?P<scale>{SCALE}(?={_S}[余多]?(?:{AT_UNIT})|[余多，。；、）)\s]|$|(?<=[万亿])))?(?P<over2>[余多](?={AT_UNIT}|[^\u4e00-\u9fff]|$))?"
    rf"(?P<measure>{_S}{UNIT})?(?P<over3>(?<=年)多)?"
)
_TWO_SCALES = re.compile(
    rf"(?<![0-9])(?<![0-9]\.)(?P<hundred_millions>[0-9]+)亿(?P<low>[1-9][0-9]{{0,3}})(?P<high>(?!))?(?P<over>[余多])?"
    rf"(?P<scale>万)(?P<over2>[余多])?(?P<measure>{_S}{UNIT})?(?P<over3>(?!))?"
)
"""1亿3000万元."""
_RATIO = re.compile(r"(?<![0-9:])(?<![0-9]\.)[0-9]+(?:\.[0-9]+)?(?:[:：][0-9]+(?:\.[0-9]+)?)+(?![0-9:])")
_FRACTION = re.compile(
    rf"(?P<below>{NUMERAL}{{1,9}}|[0-9]{{1,5}})分之(?P<above>{NUMERAL}{{1,9}}(?:点{NUMERAL}{{1,9}})?|[0-9]+(?:\.[0-9]+)?)"
)
_SLASH = re.compile(r"(?<![0-9./])(?P<above>[1-9])/(?P<below>[1-9]|10)(?![0-9./])")
_CHINESE = re.compile(
    rf"(?<!{NUMERAL})(?P<low>{NUMERAL}{{1,14}}?)(?:[-—~至](?P<high>{NUMERAL}{{1,14}}?))?(?P<over>[余多来几])?"
    rf"(?P<scale>万亿|[万亿](?!{NUMERAL}))?(?P<over2>[余多])?(?P<measure>{UNIT})(?P<over3>(?<=年)多)?"
)
_NO_COUNT = ("第", "数", "几", "周", "每", "初", *"0123456789")
_WORDS_END = ("分", "面", "头", "步", "口")
"""十分, 四面, 三步走 count nothing."""
_ONE = re.compile(r"(?:仅|只有|共|合计|总计|唯有|各|仅有)有?$")


@dataclass(frozen=True)
class Amount:
    """What a quantity says; ``unit`` are the spans of its printed unit in the text of one spelling."""

    value: Decimal | None
    unit: tuple[tuple[int, int], ...] = ()
    name: str = ""
    measure: str = ""
    scale: Decimal = Decimal(1)
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 0

    def unit_in(self, text: str, places: Sequence[int]) -> str:
        """The unit as the text prints it."""
        if self.name:
            return self.name
        printed = "".join(text[places[at]] for start, end in self.unit for at in range(start, end))
        return printed.strip().translate(
            {0xFF05: "%", 0xFE6A: "%", 10: None, 32: None, 0x3000: None, 0xA0: None}
        )


def amounts_of(rest: str, whole: str) -> Iterator[tuple[int, int, Amount]]:
    """Quantities among the characters that are not taken, by their place; ``whole`` shows the words around them."""
    found = [*_ratios(rest), *_fractions(rest), *_chinese(rest, whole), *_arabic(rest, whole)]
    at = 0
    for start, end, amount in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= at:
            yield start, end, amount
            at = end


def _ratios(rest: str) -> Iterator[tuple[int, int, Amount]]:
    for match in _RATIO.finditer(rest):
        yield *match.span(), Amount(None, name="比")


def _fractions(rest: str) -> Iterator[tuple[int, int, Amount]]:
    for match in _FRACTION.finditer(rest):
        below, above = _spoken(match["below"]), _spoken(match["above"])
        unit = {"百": "%", "千": "‰", "万": "‱"}.get(match["below"], "")
        if unit and above is not None:
            yield *match.span(), _exactly(above, unit)
        elif below and above is not None:
            yield *match.span(), _exactly(above / below)
    for match in _SLASH.finditer(rest):
        if int(match["above"]) < int(match["below"]):
            yield *match.span(), _exactly(Decimal(match["above"]) / Decimal(match["below"]))


def _exactly(value: Decimal, unit: str = "") -> Amount:
    """A share: per cent as printed, a fraction as the quotient."""
    return Amount(
        value, name=unit, measure=unit, low=value, high=value, decimals=_places(value) if unit else 0
    )


def _spoken(text: str) -> Decimal | None:
    """A number of digits or Chinese characters, with decimals after 点."""
    if text[0].isdigit() and text[0].isascii():
        return Decimal(text)
    head, point, tail = text.partition("点")
    whole = 100 if head == "百" else 0 if head in ("零", "〇") else number(head)
    if whole is None or any(one not in DIGITS for one in tail):
        return None
    return Decimal(f"{whole}.{''.join(str(DIGITS[one]) for one in tail)}" if point else whole)


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _arabic(rest: str, whole: str) -> Iterator[tuple[int, int, Amount]]:
    for match in _TWO_SCALES.finditer(rest):
        value = Decimal(match["hundred_millions"]) * 10**4 + Decimal(match["low"])
        yield _made(match, match.start(), value, None, whole)
    for match in _ARABIC.finditer(rest):
        value = _decimal(match["low"], match["sign"])
        high = _decimal(match["high"]) if match["high"] else None
        if high is None or high > value:
            yield _made(match, match.start(), value, high, whole)
        else:  # 20-5 names no range
            for name, sign in (("low", match["sign"]), ("high", "")):
                plain = _decimal(match[name], sign)
                start = match.start() if name == "low" else match.start(name)
                yield start, match.end(name), Amount(plain, low=plain, high=plain, decimals=_places(plain))


def _decimal(text: str, sign: str = "") -> Decimal:
    return Decimal(re.sub(r"[^0-9.]", "", text)) * (-1 if sign == "-" else 1)


def _chinese(rest: str, whole: str) -> Iterator[tuple[int, int, Amount]]:
    for match in _CHINESE.finditer(rest):
        text = trimmed(match["low"])
        start = match.end("low") - len(text)
        if not text or rest[start - 1 : start] in _NO_COUNT:
            continue
        if match["measure"] in _WORDS_END and not match["scale"]:
            continue
        if match["over"] == "几" and not text.endswith("十"):  # 三几家
            continue
        pair = two_numbers(text)
        low = pair[0] if pair else _counted(match, text, whole[max(0, start - 4) : start])
        high = pair[1] if pair else number(match["high"]) if match["high"] else None
        if low and (high is None or high > low):
            yield _made(match, start, Decimal(low), None if high is None else Decimal(high), whole)


def _counted(match: re.Match[str], text: str, before: str) -> int | None:
    """The number that Chinese characters count; 一家 is rather an article, 二级 a grade, 百姓 no number."""
    if text == "一":
        return 1 if _ONE.search(before) or match["measure"] in ("倍", "成", "个百分点") else None
    if text in ("十", "百", "千", "万") and match["over"] in ("余", "多", "几"):
        return number("一" + text)
    if text == "二":
        return 2 if match["measure"] in ("成", "倍") else None
    return None if text in ("零", "〇", "百", "千", "万", "亿") else number(text)


def _made(
    match: re.Match[str], start: int, value: Decimal, high: Decimal | None, whole: str
) -> tuple[int, int, Amount]:
    """A quantity with its unit and bounds."""
    scale, measure = match["scale"] or "", (match["measure"] or "").strip()
    spans = tuple(match.span(name) for name in ("scale", "measure") if match[name])
    end = match.end() if spans else max(match.end(name) for name in ("low", "high", "over"))
    over = any(match[name] for name in ("over", "over2", "over3"))
    decimals = max(_places(value), _places(high or Decimal(0)))
    if high is None:
        exact = measure in ("%", "‰") or decimals > len(scale) * 4
        step = Decimal(1).scaleb(-decimals - 2) if exact else 1 / factor(scale)
        low, high = bounds(value, over, step, Words(whole, start, end), measure)
    else:
        low = value
    return start, end, Amount(value, spans, "", measure, factor(scale), low, high, decimals)
