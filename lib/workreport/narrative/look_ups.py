"""Look-ups of a section for analysts: a figure's number, months, dimensions and cuts, a ledger's rows, as data frames."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from workreport.base.errors import MissingLedger, UndefinedValue
from workreport.base.names import named
from workreport.figures.book import Book
from workreport.figures.measure import MONTH, MONTH_TITLE, Number
from workreport.figures.registry import FIGURES, figure_id, with_unit
from workreport.ledgers.declared.contract import Contract, ledger_name
from workreport.ledgers.declared.source_columns import FILE, REST, ROW, SHEET
from workreport.narrative.quoted_cuts import dimensions_of

SOURCES = {FILE: "来源文件", SHEET: "工作表", ROW: "行号"}
NAME, TITLE, LABELS = "维度", "名称", "取值"
AS_WRITTEN = "按台账所写"


class LookUps:
    """What can be looked up through ``s``; a report is not made of it, and the house rules ask to take it out again."""

    book: Book

    def value(self, id: str) -> Number:
        """一个指标本期的数，可以直接拿来算。

        `id` 是指标编号或名称。没有交台账、算不出的，报错说明原因。

        例：``s.value("FIGURE")``
        """
        value = self.book.value(figure_id(id))
        if value.number is None:
            raise (MissingLedger if value.status == "blocked" else UndefinedValue)(value.reason)
        return value.number

    def months(self, id: str) -> pd.DataFrame:
        """一个指标逐月的数，一月一行，可以直接画图；报告期只有一个月的，从当年一月列起。

        `id` 是指标编号或名称。

        例：``s.months("FIGURE")``
        """
        id, book = figure_id(id), self.book.for_period(self.book.period.trend)
        figure = FIGURES[id]
        cut = book.cut(id, (MONTH,))
        empty = None if figure.numerator or figure.median or figure.single else 0
        keys = [f"{month.start:%Y-%m}" for month in book.period.months()]
        return pd.DataFrame({MONTH_TITLE: keys, heading(id): numeric(cut.get((key,), empty) for key in keys)})

    def dimensions(self, id: str) -> pd.DataFrame:
        """一个指标可以按哪些维度分组：维度、名称、有哪些取值。

        `id` 是指标编号或名称。

        例：``s.dimensions("FIGURE")``
        """
        id = figure_id(id)
        labels, names = dimensions_of(self.book, id), self.book.dimension_names(id)
        of_labels = [name for name in names if name in labels]
        others = [name for name in names if name not in labels and self._groups(id, name)]
        rows = [
            (name, names[name][0], "、".join(labels.get(name, ())) or AS_WRITTEN)
            for name in (*of_labels, *others)
        ]
        return pd.DataFrame(rows, columns=[NAME, TITLE, LABELS])

    def _groups(self, id: str, name: str) -> bool:
        """Whether a dimension without a list of labels puts rows into groups: the month, a text that names no single row."""
        field = self.book.contract_of(self.book.ledgers(id)[0]).by_name.get(name)
        return field is None or (field.type in ("string", "list") and not field.is_code and not field.entity)

    def cut(self, id: str, *by: str) -> pd.DataFrame:
        """一个指标按一个或几个维度分组的数，一组一行。

        `id` 是指标编号或名称，`by` 是维度或它的名称，见 `s.dimensions(id)`。

        例：``s.cut("FIGURE", "DIMENSION")``
        """
        id = figure_id(id)
        names = self.book.dimension_names(id)
        found = tuple(named(one, names, "维度", where=f"指标“{FIGURES[id].label}”") for one in by)
        cut = self.book.cut(id, found)
        titles = [names[one][0] for one in found]
        return pd.DataFrame(list(cut), columns=titles).assign(**{heading(id): numeric(cut.values())})

    def ledger(self, name: str, *, whole: bool = False, fields: bool = False) -> pd.DataFrame:
        """一本台账本期的行：列名是台账的表头，代码换成名称，来源文件、工作表、行号在最后。

        `name` 是台账的名称、代号或标题。`whole=True` 取截至日所知的全部行，不限本期；
        `fields=True` 列名用字段名，代码不换，与指标程序里的一样。

        例：``s.ledger("LEDGER")``
        """
        ledger = ledger_name(name, self.book.frames.intake.contracts)
        frames, period = self.book.frames, self.book.period
        rows = frames.known(ledger, period) if whole else frames.flow(ledger, period, None)
        return rows if fields else in_words(self.book, ledger, rows)


def heading(id: str) -> str:
    """A figure's label and unit, as the title of a column."""
    return with_unit(FIGURES[id].label, FIGURES[id].unit)


def numeric(numbers: Iterable[Number | None]) -> pd.Series:
    """Numbers to compute and draw with: whole ones as they are, any other as floats."""
    listed = list(numbers)
    whole = all(isinstance(number, int) for number in listed)
    return pd.Series(listed, dtype="int64" if whole else "float64")


def in_words(book: Book, ledger: str, rows: pd.DataFrame) -> pd.DataFrame:
    """A ledger's rows under the office's column titles, names in place of codes, sources last."""
    fields, codes = book.contract_of(ledger).read_fields, book.frames.intake.codes
    labelled = {
        field.name: rows[field.name].map(codes[field.codes].label, na_action="ignore")
        for field in fields
        if field.codes in codes and field.name in rows and field.type != "list"
    }
    titles = titles_of(book.contract_of(ledger)) | SOURCES
    columns = [name for name in titles if name in rows]
    others = [name for name in rows if name not in titles and name != REST]
    own = [name for name in columns if name not in SOURCES]
    return rows.assign(**labelled)[[*own, *others, *columns[len(own) :]]].rename(columns=titles)


def titles_of(contract: Contract) -> dict[str, str]:
    """The office's column titles of a ledger, by field."""
    return {field.name: field.header for field in contract.read_fields}
