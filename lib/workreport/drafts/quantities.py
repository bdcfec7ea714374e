"""Every number of a text as a token: its class, value, unit and what the words around it allow.

Digits always lie in some token; numbers in Chinese characters are tokens where they count something.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from workreport.drafts import dates, labels
from workreport.drafts.amounts import Amount, amounts_of
from workreport.drafts.measures import UNIT
from workreport.drafts.model import DATE, LAW, NAME, ORDINAL, OTHER, PHONE, QUANTITY, DraftText, Token
from workreport.drafts.numerals import NUMERAL
from workreport.drafts.spelling import spelled
from workreport.drafts.table_numbers import cut_off, serial_numbers, years_of_headers

TAKEN = "\ue000"
"""Stands in place of characters that lie in a token already."""
_LAYERS = (
    (OTHER, labels.compiled(labels.OTHER_PATTERNS)),
    (PHONE, labels.compiled(labels.PHONE_PATTERNS)),
    (LAW, labels.compiled(labels.LAW_PATTERNS)),
)
_NAMES = labels.compiled(labels.NAME_PATTERNS)
_ORDINALS = labels.compiled(labels.ORDINAL_PATTERNS)
_BEFORE_DATES = labels.compiled(labels.BEFORE_DATES)
_PER = labels.compiled(labels.PER_PATTERNS)
_BARE_YEAR = re.compile(
    rf"(?<![0-9])(?<![0-9][.,+\-])(?:19[5-9]|20[0-4])[0-9](?![.,][0-9]|%){labels.NO_UNIT}(?:(?=[\u4e00-\u9fff](?<![占比增减余多]))"
    r"|(?<=^[0-9]{4})(?=[ \u3000][\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff” ][ \u3000（(“\[][0-9]{4})(?=[”）)\]—]|[ \u3000]+[^0-9↑↓|+\-]|[ \u3000]*$))",
    re.MULTILINE,
)
"""A year without 年: 2024某局, （2024）, a title's end; between other numbers it is a count."""
_DIGITS = re.compile("[0-9]+")
_LONG = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]{13,}(?![0-9.])")


@dataclass
class _Page:
    """The characters that no token has taken yet, and the tokens found so far (start, end, class, amount)."""

    text: str
    rest: str = ""
    found: list[tuple[int, int, str, Amount | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rest = self.text

    def take(self, kind: str, spans: Iterable[tuple[int, int, Amount | None]]) -> None:
        """Make tokens of these spans."""
        parts, at = [], 0
        for start, end, amount in spans:
            if start < at or end <= start or TAKEN in self.rest[start:end]:
                continue
            self.found.append((start, end, kind, amount))
            parts += [self.rest[at:start], TAKEN * (end - start)]
            at = end
        if parts:
            self.rest = "".join([*parts, self.rest[at:]])

    def take_matches(self, kind: str, patterns: Iterable[re.Pattern[str]]) -> None:
        """Make tokens of what the patterns find: their named group, or the whole match."""
        for pattern in patterns:
            self.take(kind, _spans(pattern, self.rest))


def tokens_of(text: DraftText, names: Sequence[str] = ()) -> tuple[Token, ...]:
    """Return all numbers of a text, by their place.

    ``names`` are names with digits of the bureau's trade (hotlines, festivals: ``names_with_digits`` of the profile); without
    them, hotlines are known by their digits only. The first number of a range is its value. Ratios (22.8:38.8:38.4) have the unit 比
    and no value; where words leave a side open (以上, 不足), the bound there is infinite or 0.
    """
    same = spelled(text.text)
    page = _Page(same.text)
    for kind, patterns in _LAYERS:
        page.take_matches(kind, patterns)
    page.take(NAME, _quoted_names(page.rest))
    page.take_matches(NAME, _given(names))
    page.take_matches(NAME, _NAMES)
    page.take_matches(ORDINAL, _BEFORE_DATES)
    page.take_matches(DATE, dates.PATTERNS)
    page.take_matches(NAME, (labels.LATIN,))
    page.take(ORDINAL, serial_numbers(page.rest))
    page.take_matches(ORDINAL, _ORDINALS)
    page.take_matches(OTHER, (*_PER, _LONG))
    page.take(DATE, years_of_headers(page.rest))
    page.take_matches(DATE, (_BARE_YEAR,))
    page.take(OTHER, cut_off(page.rest))
    page.take(QUANTITY, amounts_of(page.rest, page.text))
    page.take_matches(OTHER, (_DIGITS,))
    return tuple(_tokens(text, page, same.places))


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int, None]]:
    for match in pattern.finditer(text):
        group = "number" if match.groupdict().get("number") else 0
        yield match.start(group), match.end(group), None


def _given(names: Sequence[str]) -> Iterator[re.Pattern[str]]:
    """Patterns of the trade's names; a point stands for a middle dot unless it makes an amount."""
    for name in names:
        pattern = f"(?:{re.escape(name)})+".replace("·", "[·•.]")
        if name[-1:].isdigit():
            pattern = rf"(?<![0-9])(?<![0-9]\.){pattern}(?!\.[0-9]){labels.NO_UNIT}"
        if "·" in name:
            pattern += r"(?=[\u4e00-\u9fff”\"、])"
        yield re.compile(pattern)


_HEAD = re.compile(r"[一二三四五六七八九十两](?!般|定|直|律|分|是)[^.…]")
_COUNT = re.compile(rf"{NUMERAL}+[余多几]?(?:{UNIT})")


def _quoted_names(text: str) -> Iterator[tuple[int, int, None]]:
    """Names in quotation marks: slogans that begin with a Chinese number, or digits that neither count nor date."""
    for match in labels.QUOTED.finditer(text):
        inner = next(part for part in match.groups() if part)
        if TAKEN in inner or any(pattern.search(inner) for pattern in dates.PATTERNS):
            continue
        digits = re.findall(rf"(?<![0-9])(?<![0-9]\.)[0-9]+(?:\.[0-9]+)?{labels.NO_UNIT}(?!余)", inner)
        is_slogan = _HEAD.match(inner) and not _COUNT.fullmatch(inner)
        if len(digits) == len(re.findall("[0-9.]+", inner)) and (digits or is_slogan):
            yield match.start() + 1, match.end() - 1, None


def _tokens(text: DraftText, page: _Page, places: Sequence[int]) -> Iterator[Token]:
    starts = [line.start for line in text.lines]
    for start, end, kind, amount in sorted(page.found, key=lambda found: found[:2]):
        first, last = places[start], places[end - 1] + 1
        line = text.lines[bisect_right(starts, first) - 1].number
        printed = text.text[first:last]
        if amount is None:
            yield Token(line, first, last, printed, kind)
        else:
            yield Token(
                line,
                first,
                last,
                printed,
                kind,
                amount.value,
                amount.unit_in(text.text, places),
                amount.measure,
                amount.scale,
                amount.low,
                amount.high,
                amount.decimals,
            )
