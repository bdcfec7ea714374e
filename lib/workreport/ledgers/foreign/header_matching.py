"""Match headers of a foreign table to a contract's fields: by title, known header, similar words or content."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from workreport.base.identifiers import is_uscc
from workreport.base.personal_data import masked
from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Contract, Field
from workreport.ledgers.foreign.source_cells import iso_date
from workreport.ledgers.foreign.vocabulary import words
from workreport.ledgers.read.header_search import header_key
from workreport.ledgers.read.sheet import Sheet
from workreport.ledgers.values.parsing import readable

SURE, LIKELY, PERSONAL, UNMATCHED = "确定", "可能", "个人信息", "未匹配"
KNOWN_ELSEWHERE, DATED_CONTENT, LISTED_CONTENT = "其他系统常用的表头", "内容为日期", "内容在规定取值之内"
HEADER_ROWS = 30
DATE_TYPES = ("date", "datetime")
SAMPLED = 60
"""Number of distinct texts of a column that are examined, the most frequent."""
ALIKE, CLOSE, FITTING = 0.6, 0.75, 0.8
"""Least similarity of words with fitting content, and without; least share of fitting content."""
DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d")
DATED = re.compile(r"日期|时间|日$|date|time|received|_at$", re.IGNORECASE)
DATE_WORDS = re.compile(r"^(dateof|date|timeof)|(日期|时间|日|date|time|at)$")
"""Words of a header that only say that it is a date, and nothing of which one."""
ENTERED = re.compile(r"#?N/?A|NULL|NONE|NAN|NIL|[-—–_]+|暂缺|缺失|未填写?|空白?", re.IGNORECASE)
"""Texts that mean that nothing was entered."""
PERSONS = re.compile(
    r"姓名|电话|手机|身份证|证件号|联系人|法人|法定代表|人员|负责人|经办|签字|邮箱|住址|"
    r"phone|mobile|e-?mail|contact|birth|(first|last|full)[ _]?name",
    re.IGNORECASE,
)
PERSONAL_NUMBERS = re.compile(r"1\d{10}|1\d{2}\*+\d{4}|\d{17}[\dXx]|\d{15}|[\u4e00-\u9fff]\*{1,2}")


@dataclass(frozen=True)
class Column:
    """One column of a foreign table: its header, its distinct texts with their counts, the table's rows.

    ``blanks`` are texts in its cells that mean that nothing was entered; they are not among ``texts``.
    """

    header: str
    texts: pd.Series
    rows: int
    blanks: tuple[str, ...] = ()

    @property
    def is_unique(self) -> bool:
        """Whether the texts of all rows are distinct, as in a key."""
        return self.rows > 1 and len(self.texts) == self.rows

    @property
    def personal(self) -> bool:
        """Whether the column seems to be about persons; its values are then never shown."""
        cells = [text for text in self.texts.index[:SAMPLED] if not is_uscc(text)]
        alike = sum(bool(PERSONAL_NUMBERS.fullmatch(text)) for text in cells)
        return bool(PERSONS.search(self.header)) or (len(cells) > 0 and alike > len(cells) / 2)


@dataclass(frozen=True)
class Match:
    """Match of a header: certainty, field, reason, and date formats."""

    column: Column
    certainty: str
    field: Field | None = None
    why: str = ""
    dates: tuple[str, ...] = ()


def columns_of(sheet: Sheet, contracts: Mapping[str, Contract], least: int = 2) -> list[Column]:
    """The columns below the most likely header row of at least so many cells; empty without a table."""
    titles = {key for contract in contracts.values() for field in contract.fields for key in names_of(field)}
    best, at = (0.0, 0), -1
    for index, row in enumerate(sheet.rows[:HEADER_ROWS]):
        filled = [text for text in row if text]
        words = sum(not re.fullmatch(r"[\d.,/:%-]+", text) for text in filled)
        score = (
            sum(header_key(text) in titles for text in filled) * 2 + words - len(filled) / 2,
            len(set(filled)),
        )
        if len(filled) >= least and score > best:
            best, at = score, index
    if at < 0:
        return []
    below, columns = sheet.rows[at + 1 :], []
    for position, header in enumerate(sheet.rows[at]):
        if header and header not in {column.header for column in columns}:
            cells = [row[position] for row in below if position < len(row) and row[position]]
            texts = pd.Series([text for text in cells if not ENTERED.fullmatch(text)], dtype="str")
            columns.append(
                Column(
                    masked(header),
                    texts.value_counts().sort_index().sort_values(ascending=False, kind="stable"),
                    sum(map(any, below)),
                    tuple(sorted(set(cells) - set(texts))),
                )
            )
    return columns


def names_of(field: Field) -> set[str]:
    """The normalised spellings of a field's header."""
    return {header_key(text).lower() for text in field.titles}


def match(
    contract: Contract,
    codes: Mapping[str, CodeList],
    columns: list[Column],
    elsewhere: Mapping[str, frozenset[str]],
) -> list[Match]:
    """Match each column to its most likely field; a field is used once.

    An equal title, alias or name is 确定. A header of the field `elsewhere`, similar words with
    readable content, or content of only one kind of field (credit codes, values of a
    code list) are 可能; so are dates that only their place among the other dates tells apart.
    """
    matches: dict[str, Match] = {}
    taken: set[str] = set()
    personal = {text for f in contract.fields if f.personal for text in elsewhere.get(f.name, ())}
    for column in columns:
        key = header_key(column.header).lower()
        field = next((f for f in contract.fields if key in names_of(f) and f.name not in taken), None)
        if field is not None:
            taken.add(field.name)
            certainty = PERSONAL if field.personal else SURE
            matches[column.header] = Match(column, certainty, field, "表头一致", _date_formats(field, column))
        elif column.personal or words(column.header) in personal:
            matches[column.header] = Match(column, PERSONAL, None, "看来含有个人信息，不读入")
    pairs = [
        (
            *_likeness(field, codes, column, elsewhere.get(field.name, frozenset())),
            at,
            field.name,
            column,
            field,
        )
        for column in columns
        if column.header not in matches
        for at, field in enumerate(contract.read_fields)
        if field.name not in taken
    ]
    for score, why, _, _, column, field in sorted(pairs, key=lambda pair: (-pair[0], pair[2])):
        if score > 0 and field.name not in taken and column.header not in matches:
            taken.add(field.name)
            matches[column.header] = Match(column, LIKELY, field, why, _date_formats(field, column))
    _match_by_place(contract, codes, columns, matches)
    return [matches.get(column.header, Match(column, UNMATCHED)) for column in columns]


def _match_by_place(
    contract: Contract, codes: Mapping[str, CodeList], columns: list[Column], matches: dict[str, Match]
) -> None:
    """Match dates whose headers tell nothing: fields and columns of dates are both in the order of events."""
    dates = [field for field in contract.read_fields if field.type in DATE_TYPES]
    place = {field.name: at for at, field in enumerate(dates)}
    for at, column in enumerate(columns):
        if column.header in matches or not DATED.search(column.header):
            continue
        taken = {field.name for other in matches.values() if (field := other.field)}
        left, right = (
            [
                place[other.field.name]
                for c in part
                if (other := matches.get(c.header)) and other.field and other.field.name in place
            ]
            for part in (columns[:at], columns[at + 1 :])
        )
        between = dates[max(left, default=-1) + 1 : min(right, default=len(dates))]
        for field in between:
            if field.name not in taken and _is_dated(field, codes, column):
                matches[column.header] = Match(
                    column, LIKELY, field, DATED_CONTENT, _date_formats(field, column)
                )
                break


def unknown_texts(field: Field, codes: Mapping[str, CodeList], column: Column) -> pd.Series:
    """Counts of the column's texts, masked, that are not values of a field with fixed values."""
    if not (field.codes or field.constraints.enum or field.type == "boolean"):
        return column.texts.iloc[:0]
    fine = readable(field, codes.get(field.codes))
    strange = column.texts[[not fine(text) for text in column.texts.index]]
    return strange.groupby(strange.index.map(masked), sort=False).sum()


def _share(field: Field, codes: Mapping[str, CodeList], texts: pd.Index) -> float:
    """Share of the texts that can be read as the field; 0 if it is below ``FITTING``."""
    fine, left = readable(field, codes.get(field.codes)), (1 - FITTING) * len(texts)
    rejected = 0
    for text in texts:
        rejected += not fine(text)
        if rejected > left:
            return 0.0
    return 1 - rejected / len(texts)


def _likeness(
    field: Field, codes: Mapping[str, CodeList], column: Column, elsewhere: frozenset[str]
) -> tuple[float, str]:
    """Similarity of a column to a field (0: none) and the reason."""
    texts = column.texts.index[:SAMPLED]
    if words(column.header) in elsewhere:
        return 3.0, KNOWN_ELSEWHERE
    alike = _alike(field, column.header)
    if len(texts) == 0:
        return (alike, "表头相近，列中无内容") if alike >= ALIKE else (0, "")
    if field.type in DATE_TYPES:
        stem = _stem(column.header)
        if stem and stem in set(map(_stem, elsewhere)):
            return (3.0, KNOWN_ELSEWHERE) if _is_dated(field, codes, column) else (0, "")
        alike = max(_ratio(stem, _stem(name)) for name in names_of(field))
        return (
            (alike / 2 + 0.1, DATED_CONTENT)
            if alike >= ALIKE and _is_dated(field, codes, column)
            else (0, "")
        )
    if field.format == "uscc":
        credit = sum(map(is_uscc, texts)) / len(texts)
        return (2.0, "内容为统一社会信用代码") if credit >= FITTING else (0, "")
    listed = bool(field.codes or field.constraints.enum)
    bare = all(text.replace(".", "").isdigit() for text in texts)
    if alike < (ALIKE if listed or field.type != "string" else CLOSE) and (
        not listed or bare or len(texts) < 2
    ):
        return 0, ""  # bare numbers resemble any code list, and any content resembles a free text
    share = _share(field, codes, texts)
    if share >= FITTING:
        return (1 + alike + share / 10, LISTED_CONTENT) if listed else (alike, "表头相近")
    return (alike, "表头相近，取值须对照") if alike >= CLOSE else (0, "")


def _stem(header: str) -> str:
    """A header of dates without the words that all of them share."""
    return DATE_WORDS.sub("", words(header))


def _is_dated(field: Field, codes: Mapping[str, CodeList], column: Column) -> bool:
    """Whether a column's texts can be read as a field of dates."""
    texts = column.texts.index[:SAMPLED]
    return len(texts) > 0 and (_share(field, codes, texts) >= FITTING or bool(_date_formats(field, column)))


def _alike(field: Field, header: str) -> float:
    return max(_ratio(words(header), words(name)) for name in names_of(field))


@lru_cache(maxsize=65536)
def _ratio(first: str, other: str) -> float:
    if set(first).isdisjoint(other):
        return 0.0
    return difflib.SequenceMatcher(None, first, other, autojunk=False).ratio()


def _date_formats(field: Field, column: Column) -> tuple[str, ...]:
    """Date formats that the standard readers do not accept; two if both fit all texts."""
    texts = column.texts.index[:SAMPLED]
    if field.type not in DATE_TYPES or len(texts) == 0 or _share(field, {}, texts) >= FITTING:
        return ()
    read = {form: sum(iso_date(text, [form]) != text for text in texts) for form in DATE_FORMATS}
    most = max(read.values())
    return tuple(form for form, n in read.items() if n == most) if most >= FITTING * len(texts) else ()
