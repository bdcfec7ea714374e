"""The diff of two runs as lines for the terminal and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from workreport.base.numbers import rounded
from workreport.base.period import Period
from workreport.history.diff import SHOWN_DECIMALS, FigureDifference, RunDiff, shortened, signed
from workreport.history.reported_changes import summary
from workreport.history.row_changes import CAUSES, COLUMNS, RowChange
from workreport.history.runs import Run
from workreport.rendering.pages.diff_page import Difference, Side, compared_page

ROWS_SHOWN = 10
PAGE_ROWS = 200
NOT_KEPT = "台账行没有留存"


def diff_lines(diff: RunDiff) -> Iterator[str]:
    """The diff for the terminal, with the first rows behind each figure; the CSV has all rows."""
    for mark, run in (("A", diff.before), ("B", diff.after)):
        yield f"{mark}：{_name(run)}"
    for change in diff.inputs:
        yield f"  · {change}"
    yield f"有 {len(diff.figures)} 个指标不同" if diff.figures else "指标没有不同"
    for remark in diff.remarks:
        yield f"  ! {remark}"
    for figure in diff.figures:
        difference = f"（{_difference(figure)}{figure.unit}）" if figure.difference else ""
        before, after = shortened(figure.before, figure.after)
        yield f"{figure.id} {figure.label}：{before or '无'} → {after or '无'}{difference}"
        yield f"    原因：{figure.cause_text()}；{_counts(figure.rows)}"
        for row in (figure.rows or ())[:ROWS_SHOWN]:
            yield f"    · {row}（{CAUSES[row.cause]}）"
        if len(figure.rows or ()) > ROWS_SHOWN:
            yield f"    · 共 {len(figure.rows or ())} 行，以上列前 {ROWS_SHOWN} 行，全部行用 --csv 写出"


def diff_page(diff: RunDiff) -> bytes:
    """The diff as a page of its own."""
    figures = [
        Difference(
            one.id, one.label, one.unit, *(text or "无" for text in shortened(one.before, one.after)),
            _difference(one), one.cause_text(), _counts(one.rows),
            [row.row_of_csv() for row in (one.rows or ())[:PAGE_ROWS]], len(one.rows or ()),
        )
        for one in diff.figures
    ]  # fmt: skip
    sides = [Side(mark, _name(run)) for mark, run in (("A", diff.before), ("B", diff.after))]
    return compared_page(sides, [str(change) for change in diff.inputs], figures, diff.remarks, COLUMNS)


def _name(run: Run) -> str:
    period = Period.parse(run.manifest["period"])
    state = "草稿" if run.draft else "正式稿"
    return f"{run.manifest['bureau']} {period.label} {state} {run.id}"


def _difference(figure: FigureDifference) -> str:
    if not figure.difference:
        return ""
    exact = Decimal(figure.difference)
    # unrounded if rounding would give 0
    return signed(exact) if rounded(exact, SHOWN_DECIMALS) else f"{exact:+f}".replace("-", "−")


def _counts(rows: tuple[RowChange, ...] | None) -> str:
    return NOT_KEPT if rows is None else summary(rows)
