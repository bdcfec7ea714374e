"""Watch a data folder: build its reports when changed files have settled, and name what needs somebody.

The folder is listed again and again, since network shares send no notice of changes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from workreport.base.atomic_folder import Busy
from workreport.base.errors import WorkreportError
from workreport.base.file_names import readable
from workreport.base.period import Period
from workreport.pipeline.build import report
from workreport.pipeline.settled_files import Settling, list_files
from workreport.pipeline.up_to_date import BuildSummary

SHOWN_REMARKS, SHOWN_FILES = 6, 3
GRAVITY = "✗!·"
"""Marks of the remarks of a build, gravest first."""


class Clock(Protocol):
    """Seconds that pass."""

    def now(self) -> float: ...

    def wait(self, seconds: float) -> None: ...


class RunningClock:
    """The seconds since the machine was started."""

    def now(self) -> float:
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True)
class WatchRequest:
    """Request to watch a bureau's data folder.

    Parameters
    ----------
    every, rest : float
        Seconds between two looks at the folder, and for which no file may change before a build.
    """

    data: Path
    out: Path
    periods: Sequence[Period]
    given: Sequence[str] = ()
    jobs: int | None = None
    every: float = 2.0
    rest: float = 10.0


def build_period(request: WatchRequest, period: Period) -> BuildSummary:
    """Build one report as ``workreport run`` does, without its progress."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        return report(
            request.data, request.out, period, given=request.given, jobs=request.jobs, stream=nowhere
        )


@dataclass
class Watch:
    """A watched folder: what was built of it, and what was written to the terminal.

    Parameters
    ----------
    write : callable
        Writes lines for the user.
    build : callable
        Builds the report of a period.
    """

    request: WatchRequest
    write: Callable[[str], None]
    build: Callable[[WatchRequest, Period], BuildSummary] = build_period
    clock: Clock = field(default_factory=RunningClock)

    def __post_init__(self) -> None:
        self._settling = Settling(self.request.rest)
        self._remarks: dict[str, tuple[str, ...]] = {}
        self._years = {day.year for period in self.request.periods for day in (period.start, period.end)}
        self._state = ""
        self._away = False

    def run(self) -> None:
        """Watch until the program is ended by a signal."""
        while True:
            self.look()
            self.clock.wait(self.request.every)

    def look(self) -> None:
        """Look at the folder once, and build if changes have settled."""
        listing = list_files(self.request.data, sorted(self._years))
        if listing.away:
            self._away = True
            self._settling.forget()
            self._write_once(f"{listing.away}；恢复后接着看，已出的报告不动。")
            return
        if self._away:
            self._away = False
            self._write_once("文件夹读得到了，接着看。")
        self._years |= listing.years  # a folder that was there and is not any more is away
        self._settling.see(listing, self.clock.now())
        if waited := self._settling.waited_for:
            self._write_once(
                f"{_names(waited)}改过，还有人开着，关闭后再出稿。确实没有人开着的，请删去同一文件夹里 ~$ 或 .~lock 开头的文件。"
            )
        if self._settling.ready(self.clock.now()):
            self._build()

    def _build(self) -> None:
        changed = self._settling.changed
        self._settling.built()
        try:
            for period in self.request.periods:
                self._report(period, changed)
        except Busy as error:
            self._settling.forget()
            self._write_once(f"{error.message}\n  稍后再试。")
        except WorkreportError as error:
            self._write_once(f"没有出稿：{error.message}\n  改好后自动再出，已出的报告不动。")
        except OSError as error:  # a share that goes away, or a file that is locked, while files are read
            self._settling.forget()
            self._write_once(
                f"文件读写出错（{error.strerror or type(error).__name__}），稍后再试，已出的报告不动。"
            )
        else:
            self._state = ""

    def _report(self, period: Period, changed: Sequence[str]) -> None:
        summary = self.build(self.request, period)
        before = self._remarks.get(period.id)
        self._remarks[period.id] = summary.remarks
        if before is not None and summary.unchanged and before == summary.remarks:
            return  # a file was saved again with the same content
        self.write(
            f"{period.label}工作报告{summary.state}：{readable(self.request.out / period.id / 'index.html')}"
        )
        if changed:
            self.write(f"  有变动的文件：{_names(changed)}")
        for line in attention(before or (), summary.remarks):
            self.write(f"  {line}")

    def _write_once(self, text: str) -> None:
        """Write a line unless it was the last one of its kind."""
        if text != self._state:
            self._state = text
            self.write(text)


def attention(before: Sequence[str], now: Sequence[str]) -> list[str]:
    """A few lines on what needs somebody: new remarks, gravest first, and how many others there are.

    Parameters
    ----------
    before, now : sequence of str
        Remarks of the last build and of this one.
    """
    new = sorted((line for line in now if line not in before), key=lambda line: GRAVITY.find(line[0]))
    lines, more = new[:SHOWN_REMARKS], len(new) - SHOWN_REMARKS
    if more > 0:
        lines.append(f"另有新的 {more} 条，见 review.html")
    if standing := len([line for line in now if line in before]):
        lines.append(f"此前的 {standing} 条仍在，见 review.html")
    if gone := len([line for line in before if line not in now]):
        lines.append(f"{gone} 条不再有")
    return lines


def _names(files: Sequence[str]) -> str:
    """The first of some files without their folder's kind, and how many there are."""
    names = "、".join(name.partition("/")[2] for name in files[:SHOWN_FILES])
    return names if len(files) <= SHOWN_FILES else f"{names}等 {len(files)} 个文件"
