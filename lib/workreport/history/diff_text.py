"""A comparison of two runs as lines for the terminal and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from workreport.base.numbers import rounded
from workreport.base.period import Period
from workreport.history.diff import SHOWN_DECIMALS, Comparison, FigureDifference, shortened, signed
from workreport.history.reported_changes import summary
from workreport.history.row_changes import CAUSES, COLUMNS, RowChange
from workreport.history.runs import Run
from workreport.rendering.pages.diff_page import Difference, Side, compared_page

ROWS_SHOWN = 10
PAGE_ROWS = 200
NOT_KEPT = "台账行没有留存"


def written(found: Comparison) -> Iterator[str]:
    """The comparison for the terminal: the first rows behind each figure; all of them are in the CSV."""
    for mark, run in (("A", found.before), ("B", found.after)):
        yield f"{mark}：{_name(run)}"
    for change in found.inputs:
        yield f"  · {change}"
    yield f"有 {len(found.figures)} 个指标不同" if found.figures else "指标没有不同"
    for remark in found.remarks:
        yield f"  ! {remark}"
    for one in found.figures:
        moved = f"（{_moved(one)}{one.unit}）" if one.difference else ""
        before, after = shortened(one.before, one.after)
        yield f"{one.id} {one.label}：{before or '无'} → {after or '无'}{moved}"
        yield f"    原因：{one.told_causes()}；{_counts(one.rows)}"
        for row in (one.rows or ())[:ROWS_SHOWN]:
            yield f"    · {row}（{CAUSES[row.cause]}）"
        if len(one.rows or ()) > ROWS_SHOWN:
            yield f"    · 共 {len(one.rows or ())} 行，以上列前 {ROWS_SHOWN} 行，全部行用 --csv 写出"


def page_of(found: Comparison) -> bytes:
    """The comparison as a page of its own."""
    figures = [
        Difference(
            one.id, one.label, one.unit, *(text or "无" for text in shortened(one.before, one.after)), _moved(one),
            one.told_causes(), _counts(one.rows), [row.row_of_csv() for row in (one.rows or ())[:PAGE_ROWS]],
            len(one.rows or ()),
        )
        for one in found.figures
    ]  # fmt: skip
    sides = [Side(mark, _name(run)) for mark, run in (("A", found.before), ("B", found.after))]
    return compared_page(sides, [str(change) for change in found.inputs], figures, found.remarks, COLUMNS)


def _name(run: Run) -> str:
    period = Period.parse(run.manifest["period"])
    state = "草稿" if run.draft else "正式稿"
    return f"{run.manifest['bureau']} {period.label} {state} {run.id}"


def _moved(one: FigureDifference) -> str:
    if not one.difference:
        return ""
    exact = Decimal(one.difference)
    # what would vanish when shortened is told as it is
    return signed(exact) if rounded(exact, SHOWN_DECIMALS) else f"{exact:+f}".replace("-", "−")


def _counts(rows: tuple[RowChange, ...] | None) -> str:
    return NOT_KEPT if rows is None else summary(rows)
