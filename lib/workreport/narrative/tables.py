"""Tables made of figures: every number is a figure's value, or its cut by a dimension."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal

import pandas as pd

from workreport.base.errors import MissingLedger, UsageError
from workreport.blocks.text import MISSING, NOT_APPLICABLE, Cell, figure_cell
from workreport.figures.attribution import ORG, SUB_BUREAU
from workreport.figures.book import Book, Value, divide
from workreport.figures.comparison import change, last_year, previous, progress, redefined_since
from workreport.figures.measure import BLANK, MONTH, MONTH_TITLE, Number
from workreport.figures.number_format import cell, change_cell, compared, month_label, plain, points_cell
from workreport.figures.reference_values import Published, published
from workreport.figures.registry import DERIVED, FIGURES, Figure, with_unit
from workreport.ledgers.declared.source_columns import SOURCE
from workreport.ledgers.handed_in import is_not_kept
from workreport.narrative.sentence_errors import Blocked

TOTAL, DISTRICT = "合计", "全区"
NOT_REPORTED = "未报"
SHARE = "占比（%）"
COLUMN_TITLES = {
    "value": "本期",
    "last_year": "上年同期",
    "change": "同比",
    "previous": "上期",
    "mom": "环比",
    "to_date": "本年累计",
    "target": "年度任务",
    "completion": "完成率（%）",
    "distance": "与时序进度差（百分点）",
}
COLUMN_SETS = {"task": ("value", "last_year", "change", "mom", "to_date", "target", "completion", "distance")}
"""Columns that go together, by name."""


def heading(figure: Figure) -> str:
    """A column header: the figure's label with its unit."""
    return with_unit(figure.label, figure.unit)


def figures_table(
    book: Book, ids: list[str], columns: tuple[str, ...] | str
) -> tuple[list[str], list[list[Cell]]]:
    """One row a figure: its value beside last year's, its task and completion."""
    reasons = [value.reason for value in map(book.value, ids) if value.status == "blocked"]
    if reasons and len(reasons) == len(ids):
        raise Blocked(reasons[0])
    columns = tuple(name for name in _columns(columns) if _applies(book, name))
    header = ["指标（单位）", *(COLUMN_TITLES[name] for name in columns)]
    return header, [
        [Cell(heading(FIGURES[id])), *(_figure_cell(book, id, name) for name in columns)] for id in ids
    ]


def reference_table(book: Book, ids: list[str]) -> tuple[list[str], list[list[Cell]], str]:
    """One row a figure with a published value of a wider area: its own value, those of the areas, and their sources."""
    known = {place: one for place, one in published(book).items() if place[0] in ids}
    scopes = list(dict.fromkeys(scope for _, scope in sorted(known, reverse=True)))
    rows = []
    for id in (id for id in ids if any((id, scope) in known for scope in scopes)):
        others = [_reference_cell(known.get((id, scope))) for scope in scopes]
        rows.append([Cell(heading(FIGURES[id])), _figure_cell(book, id, "value"), *others])
    origins = dict.fromkeys(f"{one.scope}数来源：{one.origin}" for one in known.values())
    return (
        ["指标（单位）", book.worded(DISTRICT), *scopes],
        rows,
        "；".join(origins) + "。照登公布数，不由台账计算。",
    )


def _reference_cell(one: Published | None) -> Cell:
    if one is None:
        return Cell(MISSING)
    figure = FIGURES[one.figure]
    note = f"{one.scope}公布数，{one.origin}"
    return figure_cell(cell(figure, one.number), one.number, one.figure, kind="reference", note=note)


def kept_figures(book: Book, ids: list[str]) -> list[str]:
    """The figures without those of ledgers that the bureau does not keep; all of them where it keeps none."""
    return [id for id in ids if not is_not_kept(book.value(id).reason)] or ids


def _columns(columns: tuple[str, ...] | str) -> tuple[str, ...]:
    names = COLUMN_SETS.get(columns, (columns,)) if isinstance(columns, str) else columns
    if unknown := [name for name in names if name not in COLUMN_TITLES]:
        known = f"{'、'.join(COLUMN_SETS)}，或若干列：{'、'.join(COLUMN_TITLES)}"
        raise UsageError(f"表格没有“{unknown[0]}”这一列", where="columns", expected=known)
    return names


def _applies(book: Book, column: str) -> bool:
    """A full year has no period before it; at the end of a year completion is its own distance."""
    if column in ("previous", "mom"):
        return book.period.previous() is not None
    if column == "to_date":
        return book.period != book.period.year_to_date
    return column != "distance" or book.period.elapsed_share != 1


def _figure_cell(book: Book, id: str, column: str) -> Cell:
    figure, now = FIGURES[id], book.value(id)
    if column == "value":
        return figure_cell(
            NOT_REPORTED if now.status == "blocked" else cell(figure, now.number), now.number, id
        )
    if column in ("last_year", "previous"):
        base = last_year(book, id) if column == "last_year" else previous(book, id)
        number = base.number if base else None
        return figure_cell(cell(figure, number), number, id, kind=column, note=compared(book, id, column))
    if column in ("change", "mom"):
        base = last_year(book, id) if column == "change" else previous(book, id)
        moved = change(now, base)
        return figure_cell(
            change_cell(figure, moved), moved.number, id, kind=column, note=compared(book, id, column)
        )
    if column == "to_date":
        return _to_date_cell(book, figure)
    made = progress(book, id)
    if made is None or (column == "distance" and made.distance is None):
        return Cell(NOT_APPLICABLE)
    if column == "distance":
        told = compared(book, id, "completion")
        return figure_cell(points_cell(made.distance), made.distance, id, kind=column, note=told)
    number = made.target.number if column == "target" else made.done
    text = cell(figure, number) if column == "target" else plain(number, 1)
    return figure_cell(text, number, id, kind=column, note=compared(book, id, column))


def _to_date_cell(book: Book, figure: Figure) -> Cell:
    """What the year has brought so far; nothing for a state on the cut-off day, which a year does not add up."""
    if figure.kind == "stock":
        return Cell(NOT_APPLICABLE)
    whole = book.for_period(book.period.year_to_date)
    number = whole.value(figure.id).number
    return figure_cell(cell(figure, number), number, figure.id, period=whole.period.id)


def cut_table(
    book: Book,
    by: str,
    ids: list[str],
    *,
    top: int | None,
    labels: list[str] | dict[str, str] | None,
    total: bool,
    last_year: bool = False,
    share: bool = False,
) -> tuple[list[str], list[list[Cell]], list[Cell] | None]:
    """One row a label of the dimension `by`, one column a figure, the figures themselves as the last row.

    Rows are ordered by the first figure that was handed in, largest first (months by time, sub-bureaus
    and other units in the order of the table of organisations), or as `labels` says, which may also map each label to its wording; with `top`, the
    other labels are left out and the heading of the table should say so. A column whose ledger does not
    give it says 未报, and so does a row of which the ledger says nothing.
    With `last_year`, the first figure's value a year earlier and the change stand beside it; with `share`,
    each label's part of the first figure stands at the end.
    """
    cuts: dict[str, dict[str, Number | None]] = {}
    blocked = {}
    for id in ids:
        try:
            cuts[id] = cut_values(book, id, by)
        except Blocked as error:
            cuts[id], blocked[id] = {}, error.reason
    if len(blocked) == len(ids):
        raise Blocked(blocked[ids[0]])
    ids = sorted(ids, key=lambda id: id in blocked)
    only = book.only(ids[0], by)
    wording = labels if isinstance(labels, dict) else {}
    before = _cut_last_year(book, ids[0], by) if last_year else None
    found = {label for values in (*cuts.values(), before or {}) for label in values}
    order = list(labels) if labels is not None else _order(book, by, found, cuts[ids[0]])
    rows = []
    for label in order[:top]:
        cells = [Cell(month_label(label) if by == MONTH else wording.get(label, label))]
        for id in ids:
            if id in blocked or only not in (None, label):
                cells.append(Cell(NOT_REPORTED))
                continue
            empty = None if FIGURES[id].numerator or FIGURES[id].median else 0
            number = cuts[id].get(label, empty)
            cells.append(figure_cell(cell(FIGURES[id], number), number, id, (label,), (by,)))
        if last_year:
            base = None if before is None else before.get(label, 0)
            cells[2:2] = _beside(book, FIGURES[ids[0]], cells[1].number, base, (label,), (by,))
        rows.append(cells)
        if share:
            cells.append(_share(book, ids[0], cells[1].number, (label,), (by,)))
    last = [Cell(book.worded(DISTRICT) if by == SUB_BUREAU else TOTAL)]
    for id in ids:
        number = book.value(id).number
        last.append(figure_cell(NOT_REPORTED if id in blocked else cell(FIGURES[id], number), number, id))
    header = [dimension_title(book, ids[0], by), *(heading(FIGURES[id]) for id in ids)]
    if last_year:
        base = book.for_period(book.period.last_year()).value(ids[0]).number
        last[2:2] = _beside(book, FIGURES[ids[0]], last[1].number, base)
        header[2:2] = [with_unit(COLUMN_TITLES["last_year"], FIGURES[ids[0]].unit), COLUMN_TITLES["change"]]
    if share:
        last.append(_share(book, ids[0], last[1].number))
        header.append(SHARE)
    return header, rows, last if total else None


def _order(book: Book, by: str, found: set[str], values: dict[str, Number | None]) -> list[str]:
    """Months by time, sub-bureaus and other units as listed, other labels by value, largest first."""
    if by == MONTH:
        return sorted(found)
    if by == SUB_BUREAU:
        return book.unit_order(found)
    if by == ORG:
        with suppress(MissingLedger):
            return book.units.listed(found)
    return sorted(found, key=lambda label: (-(values.get(label) or 0), label))


def _share(
    book: Book, id: str, number: Number | None, cut: tuple[str, ...] = (), by: tuple[str, ...] = ()
) -> Cell:
    """A label's part of the whole figure, in %."""
    part = divide(number, book.value(id).number, Decimal(100))
    return (
        Cell(MISSING)
        if part is None
        else figure_cell(plain(part, 1), part, id, cut, by, "share", note="占合计的比重")
    )


def _cut_last_year(book: Book, id: str, by: str) -> dict[str, Number | None] | None:
    """A figure's cut in the same period last year; None where that year was not handed in."""
    try:
        earlier = cut_values(book.for_period(book.period.last_year()), id, by)
    except Blocked:
        return None
    return {_years_on(key, 1) if by == MONTH else key: number for key, number in earlier.items()}


def _years_on(month: str, years: int) -> str:
    """The same month some years on; what is no month stays."""
    return f"{int(month[:4]) + years}{month[4:]}" if month != BLANK else month


def _beside(
    book: Book,
    figure: Figure,
    number: Number | None,
    base: Number | None,
    cut: tuple[str, ...] = (),
    by: tuple[str, ...] = (),
) -> list[Cell]:
    """Last year's value and the change on it."""
    broken = redefined_since(book, figure.id, book.period.last_year())
    moved = change(Value(figure, number), Value(figure, base, redefined=broken))
    earlier = tuple(_years_on(label, -1) if by == (MONTH,) else label for label in cut)
    period = book.period.last_year().id if cut and base is not None else ""
    note = f"与上年同期的{cell(figure, base)}{figure.unit}比较" if base is not None else "上年同期无可比数"
    return [
        figure_cell(
            cell(figure, base), base, figure.id, earlier, by, "last_year", period=period, note="上年同期数"
        ),
        figure_cell(change_cell(figure, moved), moved.number, figure.id, cut, by, "change", note=note),
    ]


def cross_table(
    book: Book, id: str, rows: str, columns: str
) -> tuple[list[str], list[list[Cell]], list[Cell]]:
    """One figure cut by two dimensions, with totals at the right and below."""
    figure, both = FIGURES[id], book.cut(id, (rows, columns))
    down, across = cut_values(book, id, rows), cut_values(book, id, columns)
    lines = sorted(down, key=lambda label: (-(down[label] or 0), label))
    heads = sorted(across, key=lambda label: (-(across[label] or 0), label))
    body = []
    for line in lines:
        cells = [Cell(line)]
        for head in heads:
            number = both.get((line, head), 0)
            cells.append(figure_cell(cell(figure, number), number, id, (line, head), (rows, columns)))
        body.append([*cells, figure_cell(cell(figure, down[line]), down[line], id, (line,), (rows,))])
    whole = book.value(id).number
    last = [
        Cell(TOTAL),
        *(figure_cell(cell(figure, across[h]), across[h], id, (h,), (columns,)) for h in heads),
        figure_cell(cell(figure, whole), whole, id),
    ]
    units = (with_unit(name, figure.unit) for name in (*heads, TOTAL))
    return [dimension_title(book, id, rows), *units], body, last


def listing(book: Book, id: str, columns: list[str], top: int) -> tuple[list[str], list[list[Cell]], int]:
    """The ledger rows behind a figure, at most `top`; also how many there are in all.

    Of the chosen columns those are shown that the ledger has. Amounts are marked as that row's own;
    codes, names, days and years stand as they are.
    """
    contract, codes = book.contract_of(FIGURES[id].ledgers[0]), book.frames.intake.codes
    given = [name for name in columns if name in contract.by_name]
    rows = first_of(book.parts(id, [*SOURCE, *given]), top)
    lines = []
    for _, row in rows.head(top).iterrows():
        cells = []
        for name in given:
            field, value = contract.by_name[name], row.get(name)
            text = MISSING if pd.isna(value) else str(value)
            if field.type == "date" and text != MISSING:
                text = f"{value:%Y-%m-%d}"
            elif field.codes in codes:
                text = codes[field.codes].label(text)
            if field.unit and text != MISSING:
                place = tuple(str(row[name]) for name in SOURCE)
                cells.append(figure_cell(text, value, id, place, (name,), "row"))
            else:
                cells.append(Cell(text, kind="name"))
        lines.append(cells)
    return [contract.by_name[name].header for name in given], lines, book.row_count(id)


def first_of(parts: Iterable[pd.DataFrame], top: int) -> pd.DataFrame:
    """The first rows of several parts; no more parts are read than that takes."""
    found: list[pd.DataFrame] = []
    for part in parts:
        found.append(part.head(top - sum(map(len, found))))
        if sum(map(len, found)) >= top:
            break
    return pd.concat(found)


def cut_values(book: Book, id: str, by: str) -> dict[str, Number | None]:
    """A figure cut by one dimension, keyed by label; ``Blocked`` where it has no number."""
    try:
        return {key[0]: number for key, number in book.cut(id, (by,)).items()}
    except MissingLedger as error:
        raise Blocked(error.what) from error


def dimension_title(book: Book, id: str, by: str) -> str:
    """The title of a dimension, as the ledger of the figure's first part has it."""
    if by == MONTH:
        return MONTH_TITLE
    field = book.frames.intake.contracts[book.ledgers(id)[0]].by_name.get(by)
    return field.title if field else book.worded(DERIVED.get(by, by))
