"""Sources: what a mapping says of one field, where its text comes from and how it is converted."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field as Default
from pydantic import field_validator, model_validator

from workreport.base.settings import Settings
from workreport.ledgers.declared.contract import checked_pattern

EXCEL = "excel"
"""The date format of a bare serial number, as in a csv exported from a spreadsheet."""
SHEET_NAME, FILE_NAME = "$sheet", "$file"
"""Headers of no column: the name of the sheet, and of the file without its suffix."""
NAMES = (SHEET_NAME, FILE_NAME)
Folding = Literal["same", "first", "last", "sum", "join", "count"]
Cells = dict[str, str | list[str]]
"""Header to the texts that its cell must have: a pattern that matches as a whole, or a list of texts."""


def setting(default: Any, description: str, example: str, **more: Any) -> Any:
    """A key with its description and an example for the reference page."""
    return Default(default, description=description, examples=[example], **more)


def as_list(one_or_more: str | list[str] | None) -> list[str]:
    """A setting that is a text or a list of texts, as a list."""
    return [one_or_more] if isinstance(one_or_more, str) else (one_or_more or [])


def fits(cell: str, wanted: str | list[str]) -> bool:
    """Whether a cell is one of the texts, or matches the pattern as a whole."""
    return cell in wanted if isinstance(wanted, list) else re.fullmatch(wanted, cell) is not None


def compiled(cells: Cells) -> Cells:
    for wanted in cells.values():
        if isinstance(wanted, str):
            checked_pattern(wanted)
    return cells


class Case(Settings):
    """What a field takes in the rows that meet a condition."""

    when: Cells = setting(
        ...,
        "条件：列名到取值。写列表，是其中之一；写一个文本，是整格要符合的正则表达式。各列都符合才算",
        "status: {from: 状态, cases: [{when: {状态: [注销, 吊销], 注销日期: '.+'}, then: 注销}]}",
    )
    then: str | None = setting(
        None,
        "符合条件的行填这个文本，不再转换",
        "biz: {from: 类别, cases: [{when: {是否举报: [是]}, then: 举报}]}",
    )
    header: str | None = setting(
        None,
        "符合条件的行取这一列，照常转换；与 then 只写一个",
        "in_date: {from: 成立日期, cases: [{when: {方式: [迁入]}, from: 迁入日期}]}",
        alias="from",
    )

    @field_validator("when")
    @classmethod
    def _compile(cls, when: Cells) -> Cells:
        return compiled(when)

    @model_validator(mode="after")
    def _one_result(self) -> Case:
        if (self.then is None) == (self.header is None):
            raise ValueError("then、from 写且只写一个")
        return self


class Lookup(Settings):
    """A table of texts and what to write for them, beside the mappings."""

    file: str = setting(
        ...,
        "对照表文件名（UTF-8 的 csv，与映射放在一起）",
        "town_code: {from: 街道, lookup: {file: 街道.csv, from: 街道名, to: 代码}}",
    )
    source: str = setting(
        ...,
        "对照表中与本列相同的那一列；表里没有的写法不变，由核对报告",
        "org_code: {from: 片区, lookup: {file: 片区.csv, from: 片区, to: 分局}}",
        alias="from",
    )
    target: str = setting(
        ...,
        "对照表中要取的那一列",
        "section: {from: 行业, lookup: {file: 行业.csv, from: 行业, to: 门类}}",
        alias="to",
    )


class Source(Settings):
    """Source of one field's text, and its transformations, in the order of the keys.

    Exactly one of `header`, `value`, `key`, `join`, `sum` and `product`; none of them is needed with
    `cases`. A cell that a transformation does not fit stays unchanged, so that validation reports it.
    """

    header: str | list[str] | None = setting(
        None,
        "取哪一列；写几列的，取第一个填了的。`$sheet` 是工作表名，`$file` 是文件名（不带后缀），凡写列名处都可用",
        "ent_name: {from: [单位名称, 经营者]}",
        alias="from",
    )
    value: str | None = setting(None, "常量：各行都填这个文本", "biz_kind: {value: 设立}")
    key: list[str] | None = setting(
        None,
        "几列用“-”连成编号，只留字母、数字；各列自身都不能区分行时用",
        "insp_id: {key: [$sheet, 日期, 店名]}",
    )
    join: list[str] | None = setting(
        None, "几列的文本连成一个，空白的略过", "address: {join: [街道, 门牌], between: ''}"
    )
    between: str = setting(
        "", "join 时夹在中间的文本；默认没有", "change_items: {join: [事项一, 事项二], between: 、}"
    )
    sum: list[str] | None = setting(
        None,
        "几列之和；空白的略过，都空白的为空；有一格不是数的，整格保留待核",
        "n_issue: {sum: [一般问题, 严重问题]}",
    )
    product: list[str] | None = setting(
        None,
        "几列之积；有空白的为空；要同时写 unit",
        "amount: {product: [数量, 单价], unit: 元}",
    )
    cases: list[Case] = setting(
        [],
        "另一列怎样时改填什么（when/then），取第一条符合的；都不符合的行照上面的来源",
        "recheck: {value: 否, cases: [{when: {备注: '.*复检不合格.*'}, then: 维持}]}",
    )
    joined: bool = setting(
        False, "去掉格中所有空格和换行（断成两行的名称）", "ent_name: {from: 名称, joined: true}"
    )
    split: str | None = setting(
        None,
        "整格要符合的正则表达式，要取的部分写成命名组；不符合的格不拆",
        r"capital: {from: 资金, split: '(?P<n>[\d,.]+)万(?P<unit>.*)', take: n}",
    )
    take: str | list[str] | None = setting(
        None,
        "取 split 的哪一组；几组的用“-”连接",
        r"currency: {from: 资金, split: '(?P<n>[\d,.]+)万(?P<unit>.*)', take: unit}",
    )
    date: str | list[str] = setting(
        [],
        "日期的写法（strptime 的格式，或 excel 表示序列号）；都读不出、或两种写法读出两天的，原样待核；"
        "中间没有分隔的要写足位数：`%Y%m%d` 不收七位数",
        'recv_at: {from: 收件日期, date: ["%m/%d/%Y", "%Y%m%d"]}',
    )
    lookup: Lookup | None = setting(
        None,
        "按对照表替换，如同写在 values 里；values 里也有的，以 values 为准",
        "org_code: {from: 街道, lookup: {file: 街道.csv, from: 街道, to: 分局}}",
    )
    values: dict[str, str] = setting(
        {},
        "取值对照：原来的写法到规定的取值，空白也可以对照",
        "timely: {from: 及时, values: {Y: 是, N: 否, '': 否}}",
    )
    patterns: dict[str, str] = setting(
        {},
        "按正则表达式对照，整格符合，取第一条",
        "category: {from: 型号, patterns: {'(乘客|客梯).*': 乘客电梯}}",
    )
    otherwise: str | None = setting(
        None, "其余不空白的一律改成这个文本", "channel: {from: 来源, values: {电话: 电话}, otherwise: 其他}"
    )
    unit: str = setting(
        "",
        "这一列数字的单位，按台账的单位换算；不写的，认表头括号里的单位，没有的就是台账的单位",
        "capital: {from: 注册资金, unit: 元}",
    )
    rows: Folding = setting(
        "same",
        "几行合成一行（fold）时这一列怎样合：same 应当相同，不同的隔离；first、last 取首个、末个填了的；"
        "sum 相加；join 不同的写法连在一起；count 是合了几行",
        "n_issue: {from: 问题数, rows: sum}",
    )

    @field_validator("split")
    @classmethod
    def _compiles(cls, split: str | None) -> str | None:
        return checked_pattern(split)

    @field_validator("patterns")
    @classmethod
    def _compile(cls, patterns: dict[str, str]) -> dict[str, str]:
        return {checked_pattern(pattern) or "": value for pattern, value in patterns.items()}

    @model_validator(mode="after")
    def _consistent(self) -> Source:
        given = sum(x is not None for x in (self.header, self.value, *self._lists))
        if given > 1 or (given == 0 and not self.cases):
            raise ValueError("from、value、key、join、sum、product 写且只写一个")
        if (self.split is None) != (self.take is None):
            raise ValueError("split 和 take 要一起写")
        if self.product and not self.unit:
            raise ValueError("product 要写明积的单位 unit")
        for group in as_list(self.take):
            if group not in re.compile(self.split or "").groupindex:
                raise ValueError(f"split 中没有名为“{group}”的组")
        return self

    @property
    def _lists(self) -> tuple[list[str] | None, ...]:
        return self.key, self.join, self.sum, self.product

    @property
    def headers(self) -> list[str]:
        """The headers that the source reads."""
        own = [*as_list(self.header), *(header for part in self._lists for header in part or [])]
        return own + [h for case in self.cases for h in (*case.when, *as_list(case.header))]

    @property
    def constant(self) -> str | None:
        """The text of all rows, if they have the same one."""
        return None if self.cases else self.value
