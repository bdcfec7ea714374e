"""Mappings: declarations that turn a foreign table into one of our ledgers.

A mapping in ``<data>/mappings/*.yaml`` declares for each field of a contract the source of
its text: another header, a part of a packed cell, a constant, several cells joined or
added up. The mapped text then passes the same validation as any ledger. The descriptions and
examples of the keys are the reference page ``docs/reference/mappings.md``.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import PurePath

from pydantic import field_validator, model_validator

from workreport.base.settings import Settings
from workreport.ledgers.declared.field_source import NAMES, Cells, Source, as_list, compiled, setting


class Mapping(Settings):
    """Mapping of a foreign table's files to a ledger; one file may feed several ledgers, and several mappings one ledger."""

    ledger: str = setting(
        ..., "对应哪本台账（名称见[台账](ledgers.md)）；一本台账可以有几份映射", "ledger: complaints"
    )
    files: list[str] = setting(
        ..., "年份文件夹中的文件名，可用通配符", "files: ['投诉_*.xlsx', '投诉_*.csv']"
    )
    sheet: str | list[str] | None = setting(
        None, "读哪几张工作表，可用通配符；不写的，读有表头的各张", "sheet: ['*月', 补录]"
    )
    not_read: dict[str, str] = setting(
        {},
        "看过而不读的工作表和理由；没有读、看着像数据、又没有列在这里的，不能出正式稿",
        "not_read: {Sheet2: 填表示例}",
    )
    years: list[int] = setting(
        [],
        "一个文件有几年的行时写明是哪几年，各行按日期归入；文件放在其中一年的文件夹里",
        "years: [2019, 2020, 2021]",
    )
    missing: list[str] = setting([], "表示没有填的写法", "missing: [N/A, —, 暂缺]")
    not_data: Cells = setting(
        {},
        "不是这本台账的行（示例、占位、另一类）：列名到整格符合的正则表达式或取值列表；计入不是数据的行",
        "not_data: {店名: '.*[xX]{2,}.*', 类别: [咨询]}",
    )
    fold: list[str] = setting(
        [],
        "这几列都相同的行合成一行（一件事占几行的表），各列怎样合见 rows；这几列有空白的行不合",
        "fold: [案件编号]",
    )
    columns: dict[str, Source] = setting(
        ..., "台账的各个字段从哪里来，见下", "columns: {ticket_no: {from: 编号}, biz: {value: 投诉}}"
    )
    personal: list[str] = setting(
        [],
        "个人信息所在的列：不读，标注件中清空",
        "personal: [法人代表, 联系方式]",
    )
    absent: list[str] = setting(
        [],
        "外来表没有的字段：用到它的指标不出数。必填字段不写来源的，要列在这里；选填字段两处都没写的，列入 sources.csv",
        "absent: [accept_date, channel]",
    )
    optional: list[str] = setting([], "台账必填而外来表可以空白的字段", "optional: [shop_name]")
    folder_year: list[str] = setting(
        [],
        "外来表没有、但落在所在文件夹那一年的日期：只有整年的指标出数",
        "folder_year: [report_date]",
    )
    part: list[str] = setting(
        [],
        "以常量表明外来表只是台账一部分的字段，如只有不合格的：这一部分的指标出数，全部的、比率不出数",
        "part: [result]",
    )
    warned: list[str] = setting([], "外来表的行违反了仍然计入、只作警示的规则", "warned: [T01-R2]")

    @field_validator("not_data")
    @classmethod
    def _compile(cls, cells: Cells) -> Cells:
        return compiled(cells)

    @model_validator(mode="after")
    def _parts_are_constant(self) -> Mapping:
        for name in self.part:
            if name not in self.columns or self.columns[name].constant is None:
                raise ValueError(f"part 中的“{name}”要在 columns 中用 value 写成常量")
        if self.years and self.folder_year:
            raise ValueError("years 和 folder_year 不能都写：日期不知道的行不能归入几年中的哪一年")
        if read := sorted(set(self.personal) & self.headers):
            raise ValueError(f"personal 中的列不读，不能又用在别处：{'、'.join(read)}")
        return self

    @property
    def headers(self) -> set[str]:
        """The headers that the mapped sheet must have."""
        used = {header for source in self.columns.values() for header in source.headers}
        return (used | set(self.not_data) | set(self.fold)) - set(NAMES)

    def reads_sheet(self, name: str) -> bool:
        """Whether the mapping is for a sheet of this name."""
        return self.sheet is None or any(fnmatchcase(name, wanted) for wanted in as_list(self.sheet))

    def of_file(self, shown: str) -> tuple[Mapping, ...]:
        """The mappings for a file; ``shown`` is its place in the data folder."""
        return (self,)


class Mappings(Mapping):
    """Several mappings of one ledger, as one: what holds for the ledger as a whole."""

    each: tuple[Mapping, ...]

    @classmethod
    def of(cls, each: list[Mapping]) -> Mapping:
        """The mappings of a ledger as one; their columns are constant where all have the same constant."""
        if len(each) == 1:
            return each[0]
        columns: dict[str, list[Source]] = {}
        for mapping in each:
            for name, source in mapping.columns.items():
                columns.setdefault(name, []).append(source)
        joined = {
            name: sources[0]
            if len(sources) == len(each) and all(source == sources[0] for source in sources)
            else Source.model_validate({"from": [h for source in sources for h in source.headers]})
            for name, sources in columns.items()
        }
        lists = ("files", "years", "personal", "absent", "optional", "warned")
        united = {name: sorted({x for mapping in each for x in getattr(mapping, name)}) for name in lists}
        not_read = {name: why for mapping in each for name, why in mapping.not_read.items()}
        shared = set.intersection(*(set(mapping.folder_year) for mapping in each))
        return cls.model_construct(
            **united, not_read=not_read, ledger=each[0].ledger, sheet=None, missing=[], not_data={}, fold=[], columns=joined,
            folder_year=sorted(shared), part=each[0].part, each=tuple(each),
        )  # fmt: skip

    @property
    def headers(self) -> set[str]:
        """The headers of all mappings."""
        return set().union(*(mapping.headers for mapping in self.each))

    def of_file(self, shown: str) -> tuple[Mapping, ...]:
        """The mappings whose `files` name the file; all for a table of a database."""
        named = tuple(m for m in self.each if any(PurePath(shown).match(pattern) for pattern in m.files))
        return named or self.each
