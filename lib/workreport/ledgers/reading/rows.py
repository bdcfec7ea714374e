"""What a row below the header is: data, or a total, a note, a signature line, a repeated header.

A row in which the contract's key, or all its other required fields, are filled is data,
whatever its words: a firm may be called 合计商贸 or 总计时代.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from workreport.ledgers.contract import Contract
from workreport.ledgers.reading.headers import UNIT, Header, header_key
from workreport.ledgers.reading.sheet import Sheet

TOTAL = re.compile(r".{0,10}?(合计|总计|小计|共计|累计|总和)(数|数量)?[:：]?([\d,.]+\S{0,4})?")
WORDS = (
    "注|备注|说明|填表说明|填表人?|填报人|填报单位|制表人?|审核人?|审批人?|复核人?|经办人|单位负责人|部门负责人|分管领导|主要负责人|"
    "负责人|联系人|联系电话|填报日期|填表日期|制表日期|报送日期|报表日期|日期|盖章|签字|签章|数据来源|统计时间|统计口径"
)
SIGNED = re.compile(rf"[（(]?({WORDS})[)）]?(签[字章名])?([（(][^)）]*[)）])?([:：]|$)")
LONE = re.compile(
    rf"[（(]?({WORDS})|以上|以下空白|本表|本页|本台账|截至|截止|第\d+页|共\d+页|[—\-]+\d*[—\-]+$|[（(]?[一二三四五六七八九十]+[)）、.．]|\d+[、.．]\D|.*[。；]"
)
ODD_FIRST = frozenset("注备说填审制复经单部分主负联报日盖签数统以本截第共（(—-合总小累一二三四五六七八九十")
ODD_LAST = frozenset("计和数量:：。；")
NUMERIC = ("integer", "number")
LABELS = 3
"""A total says so in one of its first filled cells."""

DATA, TOTAL_ROW, OTHER = "data", "total", "other"


class RowKinds:
    """Tells what each row below one header is."""

    def __init__(self, contract: Contract, header: Header, sheet: Sheet) -> None:
        columns = header.columns
        self.columns = sorted(columns.values())
        self.width = max([*columns.values(), 0]) + 1
        self.key = [columns[name] for name in contract.primaryKey if name in columns]
        self.required = [
            columns[f.name]
            for f in contract.kept
            if f.constraints.required and f.name in columns and f.type not in NUMERIC
        ]
        self.names = {at: header_key(_cell(sheet.rows[header.row], at)) for at in columns.values()}
        self.first = header.row + 2
        # a header repeated with other spaces begins as the first one did
        self.odd = ODD_FIRST | {name[0] for name in self.names.values() if name}
        above = sheet.rows[: header.row + 1]
        self.above = {tuple(filter(None, row)) for row in above} - {()}
        self.above_texts = {text for row in above for text in row if text}
        self.wide = {
            area[0] for area in sheet.merged if area[3] - area[1] + 1 >= max(2, len(self.columns) / 2)
        }

    def of(self, number: int, row: list[str]) -> str:
        """The kind of the non-blank row at `number`: ``DATA``, ``TOTAL_ROW`` or ``OTHER``."""
        key = self.key
        if key and number != self.first and len(row) >= self.width:
            first = row[key[0]]
            if (
                first
                and first[0] not in self.odd
                and first[-1] not in ODD_LAST
                and first not in self.above_texts
                and (len(key) == 1 or all(row[at] for at in key))
            ):
                return DATA
        return self._closely(number, row)

    def _closely(self, number: int, row: list[str]) -> str:
        filled = [(at, "".join(text.split())) for at, text in enumerate(row) if text]
        texts = tuple(text for text in row if text)
        if not any(_cell(row, at) for at in self.columns) or texts in self.above or self._repeats(row):
            return OTHER
        if number == self.first and self._numbering(filled):
            return OTHER
        if self._stands(row):
            return DATA
        if any(TOTAL.fullmatch(text) for _, text in filled[:LABELS]):
            return TOTAL_ROW
        if SIGNED.match(filled[0][1]) or all(UNIT.fullmatch(text) for _, text in filled):
            return OTHER
        alone = len(filled) == 1 and len(self.required) > 1
        if (alone and (number in self.wide or LONE.match(filled[0][1]))) or (
            len(filled) == 1 and re.match("注|备注|说明|填表人|审核人", filled[0][1])
        ):
            return OTHER
        return DATA

    def _stands(self, row: list[str]) -> bool:
        """Whether the key, or every other required field, is filled with words of its own."""
        key = [self._own(row, at) for at in self.key]
        if key and all(key) and sum(1 for text in row if text) > 1:
            return True
        others = [self._own(row, at) for at in self.required if at not in self.key]
        return len(others) > 1 and all(others)

    def _own(self, row: list[str], at: int) -> bool:
        text = "".join(_cell(row, at).split())
        return bool(text) and not TOTAL.fullmatch(text) and not SIGNED.match(text)

    def _repeats(self, row: list[str]) -> bool:
        """A header repeated at a page break."""
        same = [at for at, name in self.names.items() if name and header_key(_cell(row, at)) == name]
        filled = [at for at in self.names if _cell(row, at)]
        return len(same) >= 2 and 2 * len(same) > len(filled)

    @staticmethod
    def _numbering(filled: list[tuple[int, str]]) -> bool:
        """A row that numbers the columns: 1 2 3 … under the header."""
        return len(filled) > 2 and [text for _, text in filled] == [str(at + 1) for at in range(len(filled))]


def _cell(row: list[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def number_of(text: str) -> Decimal | None:
    """A plain number as typed, thousands separators allowed; None where the text is none."""
    try:
        value = Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def unequal(stated: str, above: list[str], since: int) -> Decimal | None:
    """What the cells above a total sum up to, if the total states something else; None where they agree.

    A total may be of all rows above it or of those since the one before; cells that are no
    plain numbers leave the total unjudged.
    """
    told = number_of(stated)
    if told is None:
        return None
    values = [number_of(text) for text in above if text]
    recent = [number_of(text) for text in above[since:] if text]
    if None in values:
        return None
    sums = [sum(filter(None, recent), Decimal(0)), sum(filter(None, values), Decimal(0))]
    return None if told in sums else sums[0]
