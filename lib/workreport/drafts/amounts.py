"""Quantities: number, unit and bounds as the words give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workreport.drafts.measures import SCALE, UNIT, factor
from workreport.drafts.numerals import NUMERAL, number, trimmed, two_numbers

_S = r"[ \u3000\xa0]?"
_PLAIN = r"[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)?"
_SIGN = r"(?:(?<![0-9A-Za-z%)）\]])[-+])?"
_ARABIC = re.compile(
    rf"(?<![0-9.])(?P<sign>{_SIGN})(?P<low>{_PLAIN})"
    rf"(?:(?P<per>%)?{_S}(?P<dash>[-—–~至]){{1,2}}{_S}(?P<high>{_PLAIN})(?=(?P=per)|[^0-9%]|$))?"
    rf"(?:(?P<over>[余多来])(?={SCALE}|{UNIT}|[^\u4e00-\u9fff]|$))?"
    rf"(?P<space>{_S})(?P<scale>{SCALE}(?={_S}[余多]?(?:{UNIT})|[余多，。；、）)\s]|$|(?<=[万亿])))?(?P<over2>[余多](?={UNIT}|[^\u4e00-\u9fff]|$))?"
    rf"(?P<measure>{_S}{UNIT})?(?P<over3>(?<=年)多)?"
)
_RATIO = re.compile(r"(?<![0-9.:])[0-9]+(?:\.[0-9]+)?(?:[:：][0-9]+(?:\.[0-9]+)?)+(?![0-9:])")
_FRACTION = re.compile(
    rf"(?P<below>{NUMERAL}+|[0-9]+)分之(?P<above>{NUMERAL}+(?:点{NUMERAL}+)?|[0-9]+(?:\.[0-9]+)?)"
)
_SLASH = re.compile(r"(?<![0-9./])(?P<above>[1-9][0-9]?)/(?P<below>[1-9][0-9]{0,2})(?![0-9./])")
_CHINESE = re.compile(
    rf"(?P<number>{NUMERAL}+)(?:(?P<dash>[-—~至])(?P<high>{NUMERAL}+))?(?P<over>[余多来几])?(?P<scale>[万亿]+)?(?P<over2>[余多])?(?P<measure>{UNIT})"
)
_BEFORE = re.compile(
    r"(?P<most>不超过|不高于|不多于|至多|最多|≤)|(?P<least>不少于|不低于|不小于|至少|超过|超出|突破|逾|高于|多于|大于|≥|>|(?<![赶反])超)"
    r"|(?P<below>不足|不到|未满|不满|低于|少于|小于|<)|(?P<about>大约|约为|(?<![预签履违特节条公大合制])约|大概|接近(?=\b)|左右)"
    r"|(?P<near>将近|接近|(?<![附最新临邻远相])近)"
)
_AFTER = re.compile(
    r"(?P<least>(?:及|或|\(含\)|（含）)?以上)|(?P<most>(?:及|或)?(?:以下|以内|之内))|(?P<about>左右|上下|许(?![可多]))"
)
_ONE = re.compile(r"(?:仅|只有|共|合计|总计|唯有|各|仅有)有?$")
INFINITE = Decimal("Infinity")


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
        below = (
            int(match["below"])
            if match["below"].isdigit()
            else {"百": 100, "千": 1000, "万": 10000}.get(match["below"]) or number(match["below"])
        )
        above = _spoken(match["above"])
        if below and above is not None:
            unit = {100: "%", 1000: "‰"}.get(below, "")
            value = above if unit else above / below
            yield (
                *match.span(),
                Amount(
                    value,
                    name=unit,
                    measure=unit,
                    low=value,
                    high=value,
                    decimals=_places(above) if unit else 0,
                ),
            )
    for match in _SLASH.finditer(rest):
        if int(match["above"]) < int(match["below"]):
            value = Decimal(match["above"]) / Decimal(match["below"])
            yield *match.span(), Amount(value, low=value, high=value)


def _spoken(text: str) -> Decimal | None:
    """A number of digits or Chinese characters, with decimals after 点."""
    if re.fullmatch(r"[0-9.]+", text):
        return Decimal(text)
    head, _, tail = text.partition("点")
    whole = 0 if head in ("零", "〇") else number(head)
    digits = [number(one) if one not in "零〇" else 0 for one in tail]
    if whole is None or None in digits:
        return None
    return Decimal(f"{whole}.{''.join(map(str, digits))}" if digits else whole)


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _arabic(rest: str, whole: str) -> Iterator[tuple[int, int, Amount]]:
    for match in _ARABIC.finditer(rest):
        start, end = match.span()
        value = _decimal(match["low"], match["sign"])
        high = _decimal(match["high"]) if match["high"] else None
        if high is not None and (high <= value or match["sign"]):
            continue
        yield from _made(match, value, high, rest, whole, start, end)


def _decimal(text: str, sign: str = "") -> Decimal:
    return Decimal(text.replace(",", "").replace("，", "")) * (-1 if sign == "-" else 1)


def _made(match, value, high, rest, whole, start, end):
    spans = tuple(match.span(name) for name in ("scale", "measure") if match[name])
    if not match["measure"] and not match["scale"]:
        end = match.end("over") if match["over"] else match.end("high") if match["high"] else match.end("low")
    scale, measure = match["scale"] or "", (match["measure"] or "").strip()
    over = match["over"] or match["over2"] or match.groupdict().get("over3")
    decimals = max(_places(value), _places(high) if high is not None else 0)
    step = (
        Decimal(1) / factor(scale)
        if measure not in ("%", "‰") and decimals == 0
        else Decimal(1).scaleb(-decimals - 2)
    )
    low, top = _bounds(value, high, over, step, whole, start, end, measure)
    yield start, end, Amount(value, spans, "", measure, factor(scale), low, top, decimals)


def _bounds(value, high, over, step, whole, start, end, measure):
    """What the words around a number allow."""
    if high is not None:
        return value, high
    place = _last_place(value)
    if over:
        return value + step, value + place - step
    before = next((m for m in _BEFORE.finditer(whole, max(0, start - 4), start) if m.end() == start), None)
    after = _AFTER.match(whole, end)
    said = (before.lastgroup if before else None) or (after.lastgroup if after else None)
    if said == "near" and measure in ("年", "月", "天", "日", "周", "个月", "届", "期"):
        said = None
    if said == "least":
        return value, INFINITE
    if said in ("most", "below"):
        return Decimal(0), value
    if said == "about":
        return value - place / 2, value + place / 2
    if said == "near":
        return value - place / 2, value
    return value, value


def _last_place(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 100 for 200, 0.1 for 3.5."""
    if not value:
        return Decimal(1)
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def _chinese(rest: str, whole: str) -> Iterator[tuple[int, int, Amount]]:
    for match in _CHINESE.finditer(rest):
        text = trimmed(match["number"])
        start = match.start() + len(match["number"]) - len(text)
        if not text or rest[start - 1 : start] in tuple("第数几周每初0123456789."):
            continue
        pair = two_numbers(text)
        if pair:
            value, high = Decimal(pair[0]), Decimal(pair[1])
        else:
            plain = number(text) if text not in ("一", "二", "零", "〇", "百", "千", "万", "亿") else None
            if text in ("百", "千", "万") and match["over"] in ("余", "多"):
                plain = number("一" + text)
            if text == "一" and _ONE.search(whole, max(0, start - 4), start):
                plain = 1
            if not plain:
                continue
            value, high = Decimal(plain), Decimal(number(match["high"]) or 0) if match["high"] else None
            if high is not None and high <= value:
                continue
        if match["over"] == "几" and not text.endswith("十"):
            continue
        yield from _made(match, value, high, rest, whole, start, match.end())
