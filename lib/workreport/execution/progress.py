"""Progress display while sections run: live in a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Display

from workreport.base.sections import Section
from workreport.execution.pool import Progress
from workreport.execution.task import Executed


@contextmanager
def progress_to(stream: TextIO, total: int) -> Iterator[Progress]:
    """Progress of `total` sections written to `stream`, usually standard error."""
    if not stream.isatty():
        yield PlainLines(stream, total)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    # transient: the lines of finished sections stay, the bars go
    with Display(*columns, console=Console(file=stream), transient=True) as display:
        yield LiveDisplay(display, total)


class PlainLines:
    """One line for each finished section."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self._stream, self._total, self._finished = stream, total, 0

    def started(self, section: Section) -> None:
        """Print nothing: only finished sections get a line."""

    def finished(self, executed: Executed) -> None:
        self._finished += 1
        print(_line(self._finished, self._total, executed), file=self._stream, flush=True)


class LiveDisplay:
    """A bar for the whole run and one for each running section, below the lines of finished ones."""

    def __init__(self, display: Display, total: int) -> None:
        self._display, self._total, self._finished = display, total, 0
        self._whole = display.add_task("全部章节", total=total)
        self._running: dict[str, TaskID] = {}

    def started(self, section: Section) -> None:
        self._running[section.id] = self._display.add_task(escape(section.title), total=None)

    def finished(self, executed: Executed) -> None:
        self._finished += 1
        self._display.remove_task(self._running.pop(executed.section.id))
        self._display.advance(self._whole)
        line = escape(_line(self._finished, self._total, executed))
        self._display.console.print(line, style="red" if executed.error else None, highlight=False)


def _line(number: int, total: int, executed: Executed) -> str:
    outcome = "完成" if executed.error is None else "失败"
    line = f"[{number}/{total}] {executed.section.title} {outcome} {executed.seconds:.1f} 秒"
    return line if executed.reason is None else f"{line}：{executed.reason}"
