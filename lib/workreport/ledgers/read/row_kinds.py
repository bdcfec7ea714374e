"""Kinds of rows below the header: data, total, remark or signature line, repeated header and other decoration.

A row in which the contract's key, or all its other required fields, are filled is data,
with any words: a firm may be called 合计商贸 or 总计时代. Of the others, a row with hardly any
required field is a note if it reads like one; the rest is incomplete data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.read.header_search import UNIT, Header, header_key
from workreport.ledgers.read.sheet import Sheet, cell_at
from workreport.ledgers.values.units import is_unit

TOTAL = re.compile(
    r".{0,10}?(合计|总计|小计|共计|累计|总和)(数|数量)?[:：]?([\d,.]+\S{0,4})?|共[\d,.]+\S{1,3}"
)
REMARK_WORDS = "注|备注|说明|填表说明|数据来源|统计时间|统计口径"
SIGNING_WORDS = (
    "填表人?|填报人|填报单位|制表人?|审核人?|审批人?|复核人?|经办人|单位负责人|部门负责人|分管领导|主要负责人|"
    "负责人|联系人|联系电话|填报日期|填表日期|制表日期|报送日期|报表日期|日期|盖章|签字|签章|"
    "主管领导|领导签字|统计人?|统计员|报送人|报送单位|打印时间|打印日期|导出时间|导出人|校对人?|核对人?"
)
WORDS = f"{REMARK_WORDS}|{SIGNING_WORDS}"
SIGNED = re.compile(rf"[（(]?({WORDS})[)）]?(签[字章名])?([（(][^)）]*[)）])?([:：]|$)")
LONE = re.compile(
    rf"[（(]?({WORDS})|以上|以下空白|本表|本页|本台账|截至|截止|第\d+页|共\d+页|[—\-]+\d*[—\-]+$|[（(]?[一二三四五六七八九十]+[)）、.．]|\d+[、.．]\D|.*[。；]"
)
LABEL = re.compile(r"[（(]?[\u4e00-\u9fff]{2,10}[)）]?[:：]")
NOTHING = re.compile(
    r"零报告|无数据|无此类|无发生|未发生|(本期|本月|本季度?|本年度?|全年|期内|今年)[^，。；]{0,6}(无|没有|为零)"
)
ASKS = re.compile(r"[如若](果|无|没|未|本|当|该|期|确)|请|必须|须|应[当填注]|注明|的[，,、]")
"""Words that make an instruction of such a text: 没有发生的，请注明“零报告”."""
BLANKS = frozenset(("/", "无", "-", "—", "--", "——", "、", "不适用"))
"""Placeholders for blank cells."""
LONE_DATE = re.compile(r"(\d{4}|[〇零一二三四五六七八九]{4})[年./-][\d一二三四五六七八九十]{1,3}([月./-].*)?")
STEMS = "甲乙丙丁戊己庚辛壬癸"
ODD_FIRST = frozenset(
    "/-—无、不注备说填审制复经单部分主负联报日盖签数统以本截第共（(—-合总小累一二三四五六七八九十"
)
ODD_LAST = frozenset("计和数量:：。；")
NUMERIC = ("integer", "number")
LABELS = 3
"""Number of first filled cells that may name a total."""

DATA, TOTAL_ROW, REMARK, OTHER = "data", "total", "remark", "other"


class RowKinds:
    """Classifier of the rows below one header."""

    def __init__(self, contract: Contract, header: Header, sheet: Sheet) -> None:
        columns = header.columns
        self.columns = sorted(columns.values())
        self.width = max([*columns.values(), 0]) + 1
        self.key = [columns[name] for name in contract.primaryKey if name in columns]
        self.required = [
            columns[f.name]
            for f in contract.read_fields
            if f.constraints.required and f.name in columns and f.type not in NUMERIC
        ]
        self.must = {
            *self.key,
            *(columns[f.name] for f in contract.read_fields if f.constraints.required and f.name in columns),
        }
        self.lettered = {columns[f.name] for f in contract.read_fields if f.name in columns and not f.is_code}
        # a required column other than the key, filled in all but odd rows
        self.beside_key = next((at for at in self.required if at not in self.key), None)
        self.moved: list[tuple[int, bool]] = []
        """Rows that repeat the header, and whether in another column order."""
        self.names = {at: header_key(cell_at(sheet.rows[header.row], at)) for at in columns.values()}
        self.first = header.row + 2
        # a header repeated with other spaces begins like the first one
        self.odd = ODD_FIRST | {name[0] for name in self.names.values() if name}
        above = sheet.rows[: header.row + 1]
        self.above = {tuple(filter(None, row)) for row in above} - {()}
        self.above_texts = {text for row in above for text in row if text}
        self.wide = {
            area[0] for area in sheet.merged if area[3] - area[1] + 1 >= max(2, len(self.columns) / 2)
        }

    def of(self, number: int, row: list[str]) -> str:
        """The kind of the non-blank row at `number`: ``DATA``, ``TOTAL_ROW``, ``REMARK`` or ``OTHER``."""
        key = self.key
        if key and number != self.first and len(row) >= self.width:
            first = row[key[0]]
            if (
                first
                and first[0] not in self.odd
                and first[-1] not in ODD_LAST
                and first not in self.above_texts
                and (len(key) == 1 or all(row[at] for at in key))
                and (self.beside_key is None or row[self.beside_key])
            ):
                return DATA
        return self._classify(number, row)

    def _classify(self, number: int, row: list[str]) -> str:
        filled = [(at, "".join(text.split())) for at, text in enumerate(row) if text]
        texts = tuple(text for text in row if text)
        if self._repeats_header(number, row) or texts in self.above:
            return OTHER
        if not any(cell_at(row, at) for at in self.columns):
            return REMARK
        if number == self.first and (self._is_numbering(filled) or all(is_unit(text) for _, text in filled)):
            return OTHER
        if len(filled) > 1 and {text for _, text in filled} <= BLANKS:
            return OTHER
        if self._is_complete(row):
            return DATA
        if any(TOTAL.fullmatch(text) for _, text in filled[:LABELS]):
            return TOTAL_ROW
        if SIGNED.match(filled[0][1]) or all(UNIT.fullmatch(text) for _, text in filled):
            return REMARK
        if len(filled) == 1 and re.match("注|备注|说明|填表人|审核人", filled[0][1]):
            return REMARK
        return REMARK if self._is_remark(number, filled) else DATA

    def _is_remark(self, number: int, filled: list[tuple[int, str]]) -> bool:
        """Whether a row with few required fields reads like a note."""
        at, text = filled[0]
        if 3 * len(self.must & {place for place, _ in filled}) > len(self.must):
            return False
        if LABEL.match(text) or any(NOTHING.search(words) for _, words in filled):
            return True
        if len(filled) > 1 or len(self.required) < 2:
            return False
        # not a document number: words only, a sentence, a day
        wordy = at not in self.lettered and (
            not re.search(r"[0-9A-Za-z]", text) or "，" in text or LONE_DATE.fullmatch(text)
        )
        return bool(number in self.wide or LONE.match(text) or wordy)

    def _is_complete(self, row: list[str]) -> bool:
        """Whether the key, or every other required field, is filled with values that are not labels."""
        key = [self._has_value(row, at) for at in self.key]
        if key and all(key) and sum(1 for text in row if text) > 1:
            return True
        others = [self._has_value(row, at) for at in self.required if at not in self.key]
        return len(others) > 1 and all(others)

    def _has_value(self, row: list[str], at: int) -> bool:
        text = "".join(cell_at(row, at).split())
        return bool(text) and not TOTAL.fullmatch(text) and not SIGNED.match(text)

    def _repeats_header(self, number: int, row: list[str]) -> bool:
        """Whether a row repeats the header, at a page break or for a table with another column order."""
        keys = {at: header_key(text) for at, text in enumerate(row) if text}
        names = {at: name for at, name in self.names.items() if name}
        same = [at for at, name in names.items() if keys.get(at) == name]
        shared = set(names.values()) & set(keys.values())
        if not (len(same) >= 2 and 2 * len(same) > len(names.keys() & keys.keys())) and not (
            len(shared) >= 3 and 2 * len(shared) > max(len(keys), len(self.must))
        ):
            return False
        moved = any(name in shared and keys.get(at) != name for at, name in names.items())
        self.moved.append((number, moved))
        return True

    @staticmethod
    def _is_numbering(filled: list[tuple[int, str]]) -> bool:
        """Whether a row numbers the columns, 甲 乙 1 2 3 …, under the header; 3=1+2 is a computed column."""
        labels = [unicodedata.normalize("NFKC", text).strip("()").partition("=")[0] for _, text in filled]
        stems = next((at for at, text in enumerate(labels) if text not in STEMS), len(labels))
        return (
            len(labels) > 2
            and labels[:stems] == list(STEMS[:stems])
            and labels[stems:] == [str(at + 1) for at in range(len(labels) - stems)]
        )


def declares_nothing(text: str) -> bool:
    """Whether a text declares that there is nothing to report, and is not an instruction how to do so."""
    return bool(NOTHING.search(text)) and not ASKS.search(text)


def number_of(text: str) -> Decimal | None:
    """A plain number as typed, thousands separators allowed; None if the text is none."""
    try:
        value = Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def differing_sum(
    stated: str, cells: Sequence[str], above: int, starts: Sequence[int], until: int
) -> Decimal | None:
    """The sum of the cells of a total if the total differs from it; None if they agree.

    Parameters
    ----------
    cells : sequence of str
        The column's cells in data rows, in order.
    above : int
        Number of cells above the total; it may sum those since any of `starts`.
    until : int
        End of the summed cells if none is above the total, which then precedes its rows.

    With cells that are not plain numbers, the total is not checked.
    """
    total = number_of(stated)
    if total is None:
        return None
    first = 0 if above else until
    values = [number_of(text) if text else Decimal(0) for text in cells[: above or first]]
    if None in values:
        return None
    sums = [
        sum(filter(None, values[start:]), Decimal(0))
        for start in (*reversed(starts), 0)
        if start < len(values)
    ]
    return None if total in sums or not sums else min(sums, key=lambda value: abs(value - total))
