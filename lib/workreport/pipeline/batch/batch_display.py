"""Display of a batch: progress while it runs, a table at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from workreport.pipeline.batch.job import STATES, JobOutcome

STYLES = {"failed": "red", "draft": "yellow"}
WIDE = 160


@contextmanager
def display(stream: TextIO, total: int) -> Iterator[Display]:
    """Progress of `total` jobs: a bar in a terminal, otherwise a line per job."""
    if not stream.isatty():
        yield Display(stream, total)
        return
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        yield Display(stream, total, bar)


class Display:
    """Shows each finished job."""

    def __init__(self, stream: TextIO, total: int, bar: Progress | None = None) -> None:
        self._stream, self._total, self._bar, self._ended = stream, total, bar, 0
        self._whole = bar.add_task("全部报告", total=total) if bar else None

    def ended(self, outcome: JobOutcome) -> None:
        """Show one job's outcome."""
        self._ended += 1
        again = f"，第 {outcome.attempts} 次" if outcome.attempts > 1 else ""
        line = f"[{self._ended}/{self._total}] {outcome.job.name} {STATES[outcome.state]} {outcome.seconds:.1f} 秒{again}"
        if self._bar is None:
            print(line, file=self._stream, flush=True)
            return
        self._bar.advance(self._whole)
        self._bar.console.print(escape(line), style=STYLES.get(outcome.state), highlight=False)


def print_table(outcomes: Sequence[JobOutcome], stream: TextIO) -> None:
    """Print every job with its outcome, in the order given, and the totals."""
    console = Console(file=stream, width=None if stream.isatty() else WIDE, highlight=False)
    table = Table("单位", "报告期", "结果", "用时（秒）", "次数", "说明")
    for outcome in outcomes:
        reason = outcome.blocking[0].splitlines()[0] if outcome.blocking else ""
        more = f" 等 {len(outcome.blocking)} 项" if len(outcome.blocking) > 1 else ""
        cells = (
            outcome.job.bureau, outcome.job.period, STATES[outcome.state], f"{outcome.seconds:.1f}", str(outcome.attempts),
            reason + more,
        )  # fmt: skip
        table.add_row(*map(escape, cells), style=STYLES.get(outcome.state))
    console.print(table)
    counts = {state: sum(outcome.state == state for outcome in outcomes) for state in STATES}
    succeeded = counts["done"] + counts["draft"]
    console.print(
        f"成功 {succeeded}（其中草稿 {counts['draft']}），失败 {counts['failed']}，跳过 {counts['skipped']}"
    )
