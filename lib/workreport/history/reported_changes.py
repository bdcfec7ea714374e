"""Changes since a value was reported: the run that had it, and the rows that differ from now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workreport.base.numbers import rounded
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.history.row_changes import ADDED, CHANGED, ENTERED, LEFT, REMOVED, Changes, RowChange
from workreport.history.runs import History, Run

COLUMNS = (
    "figure", "label", "recipient", "reported", "recomputed", "difference", "run", "note",
    "change", "cause", "ledger", "file", "sheet", "row", "key", "columns",
)  # fmt: skip
NOT_KEPT = "没有留存过得出这个数的稿，无从逐行比对"
NO_ROWS = "有得出这个数的稿，但其台账行没有留存，无从逐行比对"
SAME_ROWS = "指标背后的行没有变化，差在口径或取整"


@dataclass(frozen=True)
class Difference:
    """One reported value that no longer matches, and the rows that changed since.

    ``run`` is the id of the stored run that had the value, empty if there is none.
    """

    figure: str
    recipient: str
    reported: str
    recomputed: str
    run: str = ""
    note: str = ""
    rows: tuple[RowChange, ...] = ()

    def rows_of_csv(self) -> list[dict[str, str]]:
        """One row per ledger row with ``COLUMNS``; a single row if no ledger row is known."""
        own = {
            "figure": self.figure,
            "label": FIGURES[self.figure].label,
            "recipient": self.recipient,
            "reported": self.reported,
            "recomputed": self.recomputed,
            "difference": str(Decimal(self.recomputed) - Decimal(self.reported)),
            "run": self.run,
            "note": self.note,
        }
        empty = dict.fromkeys(COLUMNS, "") | own
        return [empty | row.row_of_csv() | own for row in self.rows] or [empty]


def differences(
    book: Book, live: Run, history: History, reported: Sequence[tuple[str, str, str]]
) -> list[Difference]:
    """The difference of each reported value that no longer matches.

    Parameters
    ----------
    live : Run
        The current run; only its rows are used.
    reported : sequence of (figure, recipient, reported value)
    """
    runs = history.runs(book.period.id)
    result = []
    for id, recipient, value in reported:
        now = book.value(id).number
        if now is None:
            continue
        source = _source(runs, id, Decimal(value))
        if source is None:
            result.append(Difference(id, recipient, value, str(now), note=NOT_KEPT))
            continue
        rows = Changes(source, live, book.frames.intake.contracts).of_figure(id)
        if rows is None:
            result.append(Difference(id, recipient, value, str(now), source.id, NO_ROWS))
        else:
            note = f"与第{source.edition}稿的这个数相比，{summary(rows)}"
            result.append(Difference(id, recipient, value, str(now), source.id, note, tuple(rows)))
    return result


def _source(runs: Sequence[Run], id: str, value: Decimal) -> Run | None:
    """The last run that had the value; clean runs take precedence over drafts."""
    having = [run for run in runs if _had(run.figures.get(id), id, value)]
    clean = [run for run in having if not run.draft]
    return (clean or having or [None])[-1]


def _had(row: Mapping[str, str] | None, id: str, value: Decimal) -> bool:
    return bool(row and row["value"]) and rounded(Decimal(row["value"]), FIGURES[id].decimals) == value


def summary(rows: Sequence[RowChange]) -> str:
    """Number of changed rows of each kind, in Chinese."""
    counts = {
        kind: sum(row.change == kind for row in rows) for kind in (ADDED, REMOVED, CHANGED, ENTERED, LEFT)
    }
    return "、".join(f"{kind}{count}行" for kind, count in counts.items() if count) or SAME_ROWS
